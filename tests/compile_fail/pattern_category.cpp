// expect: firehose_sse pattern: an escaped letter is d, s, S, w, p{L}, p{Z}, p{N} or uXXXX
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <string_view>

#ifdef FIREHOSE_SSE_EXPECT_FAIL
using pattern = firehose_sse::pattern_text<"\\p{Lu}">;
#else
using pattern = firehose_sse::pattern_text<"\\p{L}">;
#endif

bool instantiated(std::string_view text) { return firehose_sse::constraint::matches<pattern>(text); }
