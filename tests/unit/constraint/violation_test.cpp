// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/violation.hpp"
#include <gtest/gtest.h>
#include <vector>

namespace firehose_sse::constraint {
namespace {

TEST(violation, equal_by_every_member) {
    std::vector<violation> const different{
        {},
        {.rule = rule::pattern},
        {.pointer = "/Records/3/Data"},
        {.bounds = {.min = 1}},
        {.actual = 1},
        {.expected = "[0-9]+"},
        {.kind = value_kind::list},
        {.nearest = {.name = "ENABLED"}},
        {.nearest = {.name = "ENABLED", .case_only = true}},
    };
    for (auto const& left : different) {
        for (auto const& right : different) { EXPECT_EQ(left == right, &left == &right); }
    }
}

TEST(violations, none) {
    violations const none;
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(none.count(), 0u);
}

TEST(violations, counts_those_it_does_not_hold) {
    violations found;
    found.list.resize(2);
    EXPECT_FALSE(found.empty());
    EXPECT_EQ(found.count(), 2u);
    found.more = 3;
    EXPECT_EQ(found.count(), 5u);
    found.list.clear();
    EXPECT_FALSE(found.empty()); // nothing was kept, but something was broken
    EXPECT_EQ(found.count(), 3u);
    EXPECT_NE(found, violations{});
}

} // namespace
} // namespace firehose_sse::constraint
