// expect: firehose_sse pattern: back-references are not supported
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <string_view>

#ifdef FIREHOSE_SSE_EXPECT_FAIL
using pattern = firehose_sse::pattern_text<"(a|b)\\1">;
#else
using pattern = firehose_sse::pattern_text<"(a|b)(a|b)">;
#endif

bool instantiated(std::string_view text) { return firehose_sse::constraint::matches<pattern>(text); }
