// Moments as the tests of the quota write them: milliseconds after the year 1970 began.
// For the tests of quota/ and of the stores that keep its cells.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/instant.hpp"
#include <chrono>
#include <cstdint>

namespace firehose_sse::quota {

inline constexpr std::int64_t day_ms = 86'400'000;
constexpr instant at(std::int64_t milliseconds) { return instant(std::chrono::milliseconds(milliseconds)); }

} // namespace firehose_sse::quota
