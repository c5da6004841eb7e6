// Seeds of hashes: from random words, or from a secret that processes share.
// Level 2 (quota). Pure; the randomness is the caller's.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// A seed from random words, such as std::random_device gives. Four good words fill it; take more from a source that
/// may be weak, since each word counts.
///
/// *Example:* `std::random_device d; std::uint32_t const words[] = {d(), d(), d(), d()}; make_seed(words);`
[[nodiscard]] inline hash_seed make_seed(std::span<std::uint32_t const> words) {
    std::string bytes;
    for (std::uint32_t const each : words) {
        for (int shift = 0; shift < 32; shift += 8) { bytes.push_back(static_cast<char>(each >> shift & 0xff)); }
    }
    auto const hash = detail::sip_hash_128({.low = 1}, bytes);
    return {hash.low, hash.high};
}

/// A seed made from a shared secret; whoever can guess the secret has the seed.
[[nodiscard]] inline hash_seed make_seed(std::string_view secret) {
    auto const hash = detail::sip_hash_128({.low = 2}, secret);
    return {hash.low, hash.high};
}

} // namespace firehose_sse::quota
