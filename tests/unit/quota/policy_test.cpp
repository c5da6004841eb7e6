// What counts, and the documented and chosen defaults.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

TEST(quota_policy, defaults) {
    constexpr quota_policy policy;
    EXPECT_EQ(policy.limit, 25u);
    EXPECT_EQ(policy.period, 86'400'000ms);
    EXPECT_EQ(policy.window, window_kind::rolling);
    EXPECT_EQ(policy.counts, counting::accepted);
    EXPECT_EQ(policy.retry_memory, 600'000ms);
    EXPECT_EQ(policy.pause, 3'600'000ms);
}

TEST(quota_policy, tokens_are_remembered_for_a_while_or_not_at_all) {
    static_assert(remembers_tokens({}));
    static_assert(remembers_tokens({.retry_memory = 1ms}));
    static_assert(!remembers_tokens({.retry_memory = 0ms}));
    static_assert(!remembers_tokens({.retry_memory = -1ms}));
}

TEST(quota_policy, choices_have_names) {
    using reflect::enum_value;
    EXPECT_EQ(enum_value<window_kind>("rolling"), window_kind::rolling);
    EXPECT_EQ(enum_value<window_kind>("fixed"), window_kind::fixed);
    EXPECT_EQ(enum_value<window_kind>("utc_day"), window_kind::utc_day);
    EXPECT_EQ(reflect::enumerators<window_kind>.size(), 3u);
    EXPECT_EQ(enum_value<counting>("accepted"), counting::accepted);
    EXPECT_EQ(enum_value<counting>("answered"), counting::answered);
    EXPECT_EQ(enum_value<counting>("attempted"), counting::attempted);
    EXPECT_EQ(reflect::enumerators<counting>.size(), 3u);
    EXPECT_EQ(enum_value<call_fate>("accepted"), call_fate::accepted);
    EXPECT_EQ(enum_value<call_fate>("refused"), call_fate::refused);
    EXPECT_EQ(enum_value<call_fate>("refused_by_quota"), call_fate::refused_by_quota);
    EXPECT_EQ(reflect::enumerators<call_fate>.size(), 3u);
}

struct counted_case {
    counting counts;
    call_fate fate;
    bool counted;
};
constexpr counted_case counted_cases[] = {
    {counting::accepted, call_fate::accepted, true},          {counting::accepted, call_fate::refused, false},
    {counting::accepted, call_fate::refused_by_quota, false}, {counting::answered, call_fate::accepted, true},
    {counting::answered, call_fate::refused, true},           {counting::answered, call_fate::refused_by_quota, false},
    {counting::attempted, call_fate::accepted, true},         {counting::attempted, call_fate::refused, true},
    {counting::attempted, call_fate::refused_by_quota, true},
};
static_assert([] {
    for (auto const& each : counted_cases) {
        if (is_counted(each.counts, each.fate) != each.counted) { return false; }
    }
    return true;
}());

TEST(is_counted, each_choice_includes_the_one_before) {
    for (auto const& each : counted_cases) {
        EXPECT_EQ(is_counted(each.counts, each.fate), each.counted)
            << reflect::enum_name(each.counts) << ' ' << reflect::enum_name(each.fate);
    }
}

} // namespace
} // namespace firehose_sse::quota
