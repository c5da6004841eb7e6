// The shortest part that still fails, and how many runs it takes to find it.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/shrink.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace firehose_sse::fuzzing {
namespace {

std::vector<int> up_to(int n) {
    std::vector<int> all(static_cast<std::size_t>(n));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

TEST(shrink, leaves_what_it_takes) {
    auto const has = [](std::vector<int> const& v, int n) { return std::ranges::find(v, n) != v.end(); };
    auto const result = shrink(
        up_to(100), [&](auto const& v) { return has(v, 3) && has(v, 97); }, 10'000);
    EXPECT_EQ(result.steps, (std::vector<int>{3, 97}));
    EXPECT_TRUE(result.minimal);
    EXPECT_LT(result.runs, 200U);
}

TEST(shrink, may_come_down_to_nothing_or_stay_as_it_is) {
    EXPECT_TRUE(shrink(
                    up_to(9), [](auto const&) { return true; }, 100)
                    .steps.empty());
    auto const all = shrink(
        up_to(5), [](auto const& v) { return v.size() == 5; }, 100);
    EXPECT_EQ(all.steps, up_to(5));
    EXPECT_TRUE(all.minimal);
    EXPECT_TRUE(shrink(
                    std::vector<int>{}, [](auto const&) { return true; }, 100)
                    .minimal);
}

TEST(shrink, stops_when_the_runs_are_used_up) {
    int asked = 0;
    auto const result = shrink(
        up_to(64), [&](auto const& v) { return ++asked > 0 && v.size() >= 3; }, 5);
    EXPECT_EQ(asked, 5);
    EXPECT_EQ(result.runs, 5U);
    EXPECT_FALSE(result.minimal);
    EXPECT_GE(result.steps.size(), 3U);
}

TEST(shrink, leaves_no_single_step_that_could_go) {
    auto const even = [](auto const& v) { return std::ranges::count_if(v, [](int n) { return n % 2 == 0; }) >= 7; };
    auto const result = shrink(up_to(50), even, 10'000);
    EXPECT_EQ(result.steps.size(), 7U);
    EXPECT_TRUE(result.minimal);
}

} // namespace
} // namespace firehose_sse::fuzzing
