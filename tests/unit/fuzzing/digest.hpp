// One number for many texts, to hold that choices make today what they made yesterday, with every compiler. Tests only.
// If such a number changes, corpora and seeds in reports lose their meaning for everybody who keeps any.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <string_view>

namespace firehose_sse::fuzzing {

/// FNV-1a, 64 bits, with a mark behind each text.
class digest {
public:
    void add(std::string_view text) noexcept {
        for (char const byte : text) { mix(static_cast<unsigned char>(byte)); }
        mix(0x100);
    }
    [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

private:
    void mix(std::uint64_t symbol) noexcept { value_ = (value_ ^ symbol) * 0x100000001b3; }

    std::uint64_t value_ = 0xcbf29ce484222325;
};

} // namespace firehose_sse::fuzzing
