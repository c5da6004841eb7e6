// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/collector.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <utility>

namespace firehose_sse::constraint {
namespace {

violations collect(policy const& rules, std::size_t times, rule id = rule::pattern) {
    collector found(rules);
    for (std::size_t i = 0; i < times; ++i) { found.add({.rule = id, .pointer = std::to_string(i)}); }
    return std::move(found).take();
}

TEST(collector, keeps_the_order) {
    policy const rules;
    collector found(rules);
    found.add({.rule = rule::length_min, .pointer = "/A"});
    found.add({.rule = rule::pattern, .pointer = "/A"});
    found.add({.rule = rule::required, .pointer = "/B"});
    auto const taken = std::move(found).take();
    EXPECT_EQ(taken.list, (std::vector<violation>{{.rule = rule::length_min, .pointer = "/A"},
                                                  {.rule = rule::pattern, .pointer = "/A"},
                                                  {.rule = rule::required, .pointer = "/B"}}));
    EXPECT_EQ(taken.more, 0u);
}

TEST(collector, knows_its_policy) {
    policy const rules{.max_violations = 7};
    EXPECT_EQ(&collector(rules).rules(), &rules);
}

struct cap_case {
    std::size_t cap;
    std::size_t added;
    std::size_t kept;
    std::size_t more;
};
constexpr cap_case cap_cases[] = {{0, 0, 0, 0}, {0, 1, 0, 1}, {1, 1, 1, 0},     {1, 2, 1, 1},
                                  {3, 2, 2, 0}, {3, 3, 3, 0}, {3, 1000, 3, 997}};

TEST(collector, counts_what_it_does_not_keep) {
    for (auto const& each : cap_cases) {
        auto const found = collect({.max_violations = each.cap}, each.added);
        EXPECT_EQ(found.list.size(), each.kept);
        EXPECT_EQ(found.more, each.more);
        EXPECT_EQ(found.count(), each.added);
        for (std::size_t i = 0; i < found.list.size(); ++i) { // the first ones are kept
            EXPECT_EQ(found.list[i].pointer, std::to_string(i));
        }
    }
}

TEST(collector, neither_keeps_nor_counts_a_rule_that_is_off) {
    policy const rules{.off = {rule::pattern}, .max_violations = 2};
    EXPECT_TRUE(collect(rules, 5, rule::pattern).empty());
    EXPECT_EQ(collect(rules, 5, rule::length_max).count(), 5u);
    collector found(rules);
    for (int i = 0; i < 3; ++i) {
        found.add({.rule = rule::pattern});
        found.add({.rule = rule::required});
    }
    auto const taken = std::move(found).take();
    EXPECT_EQ(taken.list.size(), 2u); // those that are off take no room
    EXPECT_EQ(taken.more, 1u);
}

} // namespace
} // namespace firehose_sse::constraint
