// Bits that nobody can guess, for seeds; each generator and each table has a seed of its own.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstdint>
#include <random>

namespace gateway_example {

/// 256 bits of the machine's randomness.
[[nodiscard]] inline std::array<std::uint32_t, 8> random_words() {
    std::random_device device;
    std::array<std::uint32_t, 8> words{};
    for (auto& each : words) { each = device(); }
    return words;
}

} // namespace gateway_example
