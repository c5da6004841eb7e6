// A call sent again is charged once, for as long as it is remembered.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/quota/window.hpp"
#include "unit/quota/moments.hpp"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

constexpr call_token one{1, 0};
constexpr call_token two{0, 1};
static_assert(one != two);

TEST(call_token, is_bound_to_seed_sender_operation_name_and_body) {
    auto const token = make_call_token({1, 2}, "AKIA", "Start", "6d1f", "{}");
    EXPECT_EQ(token, make_call_token({1, 2}, "AKIA", "Start", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 3}, "AKIA", "Start", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIB", "Start", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "Stop", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "Start", "6d1e", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "Start", "6d1f", "{ }"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "Start6", "d1f", "{}")); // the border between two parts counts
    EXPECT_NE(token, make_call_token({1, 2}, "AKIAStart", "", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "", "AKIAStart", "6d1f", "{}"));
}

TEST(call_token, admitted_call_is_admitted_again_and_charged_once) {
    quota_policy const policy{.limit = 1};
    auto const first = admit({}, policy, at(0), one);
    EXPECT_TRUE(first.verdict.admitted);
    EXPECT_FALSE(first.verdict.repeated);
    EXPECT_EQ(first.charged_at, at(0));
    EXPECT_FALSE(admit(first.next, policy, at(1)).verdict.admitted);
    EXPECT_FALSE(admit(first.next, policy, at(1), two).verdict.admitted);

    auto const again = admit(first.next, policy, at(1), one);
    EXPECT_TRUE(again.verdict.admitted);
    EXPECT_TRUE(again.verdict.repeated);
    EXPECT_EQ(again.verdict.left, 0u);
    EXPECT_EQ(again.charged_at, std::nullopt); // nothing to take back
    EXPECT_EQ(again.next.charged.size(), 1u);
    EXPECT_EQ(again.next.latest, at(1));
    EXPECT_TRUE(peek(again.next, policy, at(2), one).repeated);
    EXPECT_FALSE(peek(again.next, policy, at(2), two).admitted);
}

TEST(call_token, is_remembered_up_to_and_without_the_end_of_the_memory) {
    quota_policy const policy{.limit = 5, .retry_memory = 100ms};
    auto const first = admit({}, policy, at(0), one).next;
    EXPECT_TRUE(peek(first, policy, at(99), one).repeated);
    auto const late = admit(first, policy, at(100), one);
    EXPECT_FALSE(late.verdict.repeated);
    EXPECT_EQ(late.next.charged.size(), 2u);
    EXPECT_EQ(late.next.remembered.size(), 1u); // the old one has gone
}

TEST(call_token, is_not_remembered_without_a_memory) {
    quota_policy const policy{.retry_memory = 0ms};
    auto const first = admit({}, policy, at(0), one).next;
    EXPECT_TRUE(first.remembered.empty());
    EXPECT_FALSE(peek(first, policy, at(0), one).repeated);
}

TEST(call_token, refused_call_is_not_remembered_unless_it_counts) {
    quota_policy policy{.limit = 1, .period = 100ms};
    auto const full = admit({}, policy, at(0)).next;
    auto const refused = admit(full, policy, at(1), one);
    EXPECT_FALSE(refused.verdict.admitted);
    EXPECT_TRUE(refused.next.remembered.empty());
    EXPECT_FALSE(admit(refused.next, policy, at(100), one).verdict.repeated); // admitted now as a new call
}

TEST(call_token, refused_call_that_counts_is_charged_once_and_anew_when_it_is_admitted_later) {
    quota_policy const policy{.limit = 1, .period = 100ms, .counts = counting::attempted};
    auto const full = admit({}, policy, at(0)).next;
    auto const refused = admit(full, policy, at(10), one);
    EXPECT_EQ(refused.verdict.retry_at, at(110));
    auto const again = admit(refused.next, policy, at(50), one);
    EXPECT_FALSE(again.verdict.admitted);
    EXPECT_EQ(again.verdict.retry_at, at(110)); // the repetition does not put it off again
    auto const later = admit(again.next, policy, at(110), one);
    EXPECT_TRUE(later.verdict.admitted);
    EXPECT_FALSE(later.verdict.repeated);
    EXPECT_EQ(later.charged_at, at(110)); // and no longer at the moment when it was refused
    EXPECT_EQ(later.next.charged, std::vector{at(110)});
    EXPECT_TRUE(admit(later.next, policy, at(111), one).verdict.repeated);
    EXPECT_EQ(admit(later.next, policy, at(209), two).verdict.retry_at, at(309)); // so nobody else before 210
}

TEST(call_token, a_period_admits_no_more_than_the_limit_with_a_call_that_was_refused_before) {
    constexpr instant midnight = instant(std::chrono::days(20'000));
    for (auto const kind : {window_kind::rolling, window_kind::fixed, window_kind::utc_day}) {
        quota_policy const policy{.window = kind, .counts = counting::attempted};
        window cell;
        for (int i = 0; i < 25; ++i) { cell = admit(cell, policy, midnight).next; }
        cell = admit(cell, policy, midnight + 24h - 5min, one).next;
        instant const again = midnight + 24h + 4min;
        auto const got = admit(cell, policy, again, one);
        ASSERT_TRUE(got.verdict.admitted);
        EXPECT_EQ(got.charged_at, again);
        cell = got.next;
        int others = 0;
        for (; admit(cell, policy, again).verdict.admitted; ++others) { cell = admit(cell, policy, again).next; }
        EXPECT_EQ(others, 24);
        EXPECT_EQ(std::ranges::count(cell.charged, again), 25);
        bool const of_a_day = kind == window_kind::utc_day;
        EXPECT_EQ(peek(cell, policy, again).retry_at, of_a_day ? midnight + 48h : again + 24h);
    }
}

TEST(call_token, a_charge_that_moves_leaves_those_of_others) {
    quota_policy const policy{.limit = 3, .period = 100ms, .counts = counting::attempted};
    window cell = charge(charge(charge({}, policy, at(0)), policy, at(0)), policy, at(50));
    cell = admit(cell, policy, at(50), one).next; // refused
    ASSERT_EQ(cell.charged, (std::vector{at(0), at(50), at(50)}));
    cell = admit(cell, policy, at(120), one).next;
    EXPECT_EQ(cell.charged, (std::vector{at(50), at(120)}));
    EXPECT_EQ(cell.remembered, (std::vector{remembered_call{one, at(120)}}));
}

TEST(call_token, no_more_are_remembered_than_the_limit) {
    quota_policy const policy{.limit = 3, .counts = counting::attempted};
    window cell;
    for (std::uint64_t i = 1; i <= 10; ++i) { cell = admit(cell, policy, at(0), call_token{i, i}).next; }
    EXPECT_EQ(cell.remembered.size(), 3u);
    EXPECT_EQ(admit({}, {.limit = 0, .counts = counting::attempted}, at(0), one).next.remembered.size(), 0u);
}

TEST(call_token, a_clock_that_steps_back_forgets_nothing) {
    quota_policy const policy{.limit = 1};
    auto const first = admit({}, policy, at(1'000), one).next;
    EXPECT_TRUE(admit(first, policy, at(-1'000'000), one).verdict.repeated);
}

} // namespace
} // namespace firehose_sse::quota
