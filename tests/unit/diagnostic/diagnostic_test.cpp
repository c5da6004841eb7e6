// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/diagnostic.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace firehose_sse::diagnostic {
namespace {

TEST(cause, no_two_share_an_id) {
    std::set<std::string_view> ids;
    std::size_t count = 0;
    for (auto const& each : reflect::enumerators<wire::decode_reason>) {
        ids.insert(rule_id(each.value));
        ++count;
    }
    for (auto const& each : reflect::enumerators<constraint::rule>) {
        ids.insert(rule_id(each.value));
        ++count;
    }
    EXPECT_EQ(ids.size(), count);
    EXPECT_EQ(rule_id(wire::decode_reason::wrong_kind), "wrong_kind");
    EXPECT_EQ(rule_id(constraint::rule::length_max), "length_max");
}

TEST(finding, as_a_line) {
    finding what{.cause = constraint::rule::length_max,
                 .pointer = "/DeliveryStreamName",
                 .at = {3, 7},
                 .message = "has 65 code points, 1 to 64 allowed"};
    EXPECT_EQ(to_text(what), "3:7: error: length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed");
    what = {.cause = wire::decode_reason::syntax, .severity = severity::warning, .message = "m"};
    EXPECT_EQ(to_text(what), "1:1: warning: syntax: m");
}

TEST(findings, tell_errors_from_warnings) {
    findings found;
    EXPECT_TRUE(found.empty());
    EXPECT_FALSE(found.has_errors());
    found.list.push_back({.severity = severity::warning});
    EXPECT_FALSE(found.empty());
    EXPECT_FALSE(found.has_errors());
    found.list.push_back({.severity = severity::error});
    EXPECT_TRUE(found.has_errors());
    findings only_counted{.list = {}, .more = 2};
    EXPECT_FALSE(only_counted.empty());
    EXPECT_FALSE(only_counted.has_errors());
    only_counted.more_errors = 1;
    EXPECT_TRUE(only_counted.has_errors());
}

} // namespace
} // namespace firehose_sse::diagnostic
