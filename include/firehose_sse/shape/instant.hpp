// The moment a caller hands to the pure functions; nobody below the gateway reads a clock.
// Level 0 (shape). The only shape header that may include <chrono>, so the model does not pay for it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/timestamp.hpp"
#include <chrono>

namespace firehose_sse {

/// A moment on the caller's clock. *Units:* milliseconds since 1970-01-01T00:00:00Z.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// The same moment as the wire's shape.
[[nodiscard]] constexpr timestamp to_timestamp(instant moment) noexcept {
    return {static_cast<std::int64_t>(moment.time_since_epoch().count())};
}

/// The moment so much later, or the last that there is: a policy may set a span to any length.
[[nodiscard]] constexpr instant later_by(instant moment, std::chrono::milliseconds span) noexcept {
    constexpr std::chrono::milliseconds none{0};
    if (span > none && moment > instant::max() - span) { return instant::max(); }
    if (span < none && moment < instant::min() - span) { return instant::min(); }
    return moment + span;
}

} // namespace firehose_sse
