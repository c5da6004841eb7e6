// Bounds a shape declares: how long, how many, how large.
// Level 0 (shape). Knows no text, no JSON, no reflection.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>

namespace firehose_sse {

/// Smallest and largest length a shape may have, both included.
/// *Units:* code points for strings, elements for lists, raw bytes for blobs.
struct length {
    std::size_t min = 0;
    std::size_t max = std::numeric_limits<std::size_t>::max();
    friend constexpr bool operator==(length const&, length const&) = default;
};

/// Smallest and largest value an integer shape may have, both included.
struct range {
    std::int64_t min = std::numeric_limits<std::int64_t>::min();
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
    friend constexpr bool operator==(range const&, range const&) = default;
};

} // namespace firehose_sse
