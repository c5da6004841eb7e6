// expect: a member of this type cannot be validated
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/model/tag.hpp"
#include <boost/describe/class.hpp>
#include <vector>

struct labels {
#ifdef FIREHOSE_SSE_EXPECT_FAIL
    std::vector<firehose_sse::model::TagKey> Keys{};
#else
    firehose_sse::model::TagKeyList Keys{};
#endif
};
BOOST_DESCRIBE_STRUCT(labels, (), (Keys))

bool valid(labels const& value) { return firehose_sse::constraint::validate(value).empty(); }
