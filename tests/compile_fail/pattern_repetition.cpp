// expect: firehose_sse pattern: a repetition is {m}, {m,} or {m,n}, with m <= n and 1 <= n
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <string_view>

#ifdef FIREHOSE_SSE_EXPECT_FAIL
using pattern = firehose_sse::pattern_text<"a{3,2}">;
#else
using pattern = firehose_sse::pattern_text<"a{2,3}">;
#endif

bool instantiated(std::string_view text) { return firehose_sse::constraint::matches<pattern>(text); }
