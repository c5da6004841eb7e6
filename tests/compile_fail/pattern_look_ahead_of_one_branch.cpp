// expect: firehose_sse pattern: of look-around, only one negative look-ahead before the only branch is supported
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <string_view>

#ifdef FIREHOSE_SSE_EXPECT_FAIL
using pattern = firehose_sse::pattern_text<"(?!a)b|c">;
#else
using pattern = firehose_sse::pattern_text<"(?!a)(b|c)">;
#endif

bool instantiated(std::string_view text) { return firehose_sse::constraint::matches<pattern>(text); }
