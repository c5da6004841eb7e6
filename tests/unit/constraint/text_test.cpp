// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/text.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <vector>

namespace firehose_sse::constraint {
namespace {

struct text_case {
    violation broken;
    std::string_view text;
};

std::vector<text_case> const text_cases{
    {{.rule = rule::required, .pointer = "/Record"}, "required at /Record: is required, but absent or null"},
    {{.rule = rule::length_min, .pointer = "/Tags/0/Key", .bounds = {1, 128}, .kind = value_kind::string},
     "length_min at /Tags/0/Key: has 0 code points, 1 to 128 allowed"},
    {{.rule = rule::length_max,
      .pointer = "/DeliveryStreamName",
      .bounds = {1, 64},
      .actual = 65,
      .kind = value_kind::string},
     "length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed"},
    {{.rule = rule::length_max,
      .pointer = "/Record/Data",
      .bounds = {0, 1'024'000},
      .actual = 1'024'001,
      .kind = value_kind::blob},
     "length_max at /Record/Data: has 1024001 bytes, at most 1024000 allowed"},
    {{.rule = rule::length_max, .pointer = "/TagKeys", .bounds = {1, 1}, .actual = 2, .kind = value_kind::list},
     "length_max at /TagKeys: has 2 elements, exactly 1 allowed"},
    {{.rule = rule::length_min, .pointer = "/A", .bounds = {.min = 2}, .actual = 1, .kind = value_kind::string},
     "length_min at /A: has 1 code point, at least 2 allowed"},
    {{.rule = rule::value_min, .pointer = "/Limit", .bounds = {1, 50}, .actual = -31337, .kind = value_kind::integer},
     "value_min at /Limit: is too small, 1 to 50 allowed"},
    {{.rule = rule::value_max,
      .pointer = "/Limit",
      .bounds = {.max = 50},
      .actual = 31337,
      .kind = value_kind::integer},
     "value_max at /Limit: is too large, at most 50 allowed"},
    {{.rule = rule::pattern, .pointer = "/VersionId", .expected = "[0-9]+"},
     "pattern at /VersionId: must match [0-9]+"},
    {{.rule = rule::enumeration, .pointer = "/KeyType", .expected = "[A, B]"},
     "enumeration at /KeyType: must be one of [A, B]"},
    {{.rule = rule::enumeration, .pointer = "/KeyType", .expected = "[AB, CD]", .nearest = {.name = "AB"}},
     "enumeration at /KeyType: must be one of [AB, CD]; did you mean AB?"},
    {{.rule = rule::enumeration,
      .pointer = "/KeyType",
      .expected = "[AB, CD]",
      .nearest = {.name = "AB", .case_only = true}},
     "enumeration at /KeyType: must be one of [AB, CD]; did you mean AB? Upper and lower case matter"},
    {{.rule = rule::customer_key_needs_arn, .pointer = "/KeyARN"},
     "customer_key_needs_arn at /KeyARN: is required when KeyType is CUSTOMER_MANAGED_CMK"},
    {{.rule = rule::owned_key_has_no_arn, .pointer = "/KeyARN"},
     "owned_key_has_no_arn at /KeyARN: must not be given when KeyType is AWS_OWNED_CMK"},
    {{.rule = rule::encryption_needs_direct_put, .pointer = "/A"},
     "encryption_needs_direct_put at /A: is for delivery streams of type DirectPut only"},
    {{.rule = rule::exactly_one_destination, .bounds = {1, 1}, .actual = 2},
     "exactly_one_destination at the document: 2 destination configurations given, exactly 1 allowed"},
    {{.rule = rule::source_fits_type, .pointer = "/MSKSourceConfiguration"},
     "source_fits_type at /MSKSourceConfiguration: does not belong to the DeliveryStreamType"},
    {{.rule = rule::batch_bytes, .pointer = "/Records", .bounds = {0, 4'194'304}, .actual = 4'194'305},
     "batch_bytes at /Records: holds 4194305 bytes together, at most 4194304 allowed"},
};

TEST(to_text, rule_place_and_explanation) {
    std::set<rule> seen;
    for (auto const& [broken, text] : text_cases) {
        EXPECT_EQ(to_text(broken), text);
        seen.insert(broken.rule);
    }
    EXPECT_EQ(seen.size(), reflect::enumerators<rule>.size());
}

} // namespace
} // namespace firehose_sse::constraint
