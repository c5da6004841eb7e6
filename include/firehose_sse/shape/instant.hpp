// The moment that a caller passes to the pure functions; nothing below the gateway reads a clock.
// Level 0 (shape). The only shape header that may include <chrono>, so the model does not pay for it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/timestamp.hpp"
#include <chrono>

namespace firehose_sse {

/// A moment on the caller's clock. *Units:* milliseconds since 1970-01-01T00:00:00Z.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Converts a moment to the shape that the wire uses.
[[nodiscard]] constexpr timestamp to_timestamp(instant moment) noexcept {
    return {static_cast<std::int64_t>(moment.time_since_epoch().count())};
}

/// `moment` plus `span`, or the first or last possible moment instead of an overflow: a policy may set any span.
[[nodiscard]] constexpr instant later_by(instant moment, std::chrono::milliseconds span) noexcept {
    constexpr std::chrono::milliseconds none{0};
    if (span > none && moment > instant::max() - span) { return instant::max(); }
    if (span < none && moment < instant::min() - span) { return instant::min(); }
    return moment + span;
}

} // namespace firehose_sse
