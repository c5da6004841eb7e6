// How often the calling thread has asked for memory so far: every operator new of a benchmark counts.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

namespace firehose_sse::bench {

[[nodiscard]] std::size_t allocations() noexcept;

} // namespace firehose_sse::bench
