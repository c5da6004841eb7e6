// The longest wait, whatever an option says.
// Level 6 (integration). Knows no store and no connection.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <chrono>

namespace firehose_sse::integration::detail {

/// A wait of no less than zero and no more than a century: as good as a longer one, and no clock overflows.
[[nodiscard]] constexpr std::chrono::milliseconds bounded_wait(std::chrono::milliseconds wait) noexcept {
    constexpr std::chrono::milliseconds century = std::chrono::hours(24) * 36'525;
    return std::clamp(wait, std::chrono::milliseconds::zero(), century);
}

} // namespace firehose_sse::integration::detail
