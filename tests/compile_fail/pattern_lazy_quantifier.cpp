// expect: firehose_sse pattern: a quantifier follows one item and is neither lazy, possessive nor doubled
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <string_view>

#ifdef FIREHOSE_SSE_EXPECT_FAIL
using pattern = firehose_sse::pattern_text<".+?b">;
#else
using pattern = firehose_sse::pattern_text<".+b">;
#endif

bool instantiated(std::string_view text) { return firehose_sse::constraint::matches<pattern>(text); }
