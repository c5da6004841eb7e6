// A moment as the wire counts it.
// Level 0 (shape). Knows no clock and no JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <compare>
#include <cstdint>

namespace firehose_sse {

/// Milliseconds since 1970-01-01T00:00:00Z; on the wire a JSON number of seconds, fractions allowed.
/// *Model:* Timestamp.
struct timestamp {
    std::int64_t milliseconds = 0;
    friend constexpr auto operator<=>(timestamp const&, timestamp const&) = default;
};

} // namespace firehose_sse
