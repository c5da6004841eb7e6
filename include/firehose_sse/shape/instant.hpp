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

} // namespace firehose_sse
