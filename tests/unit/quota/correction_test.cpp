// Reservations taken back, and the service's own LimitExceeded learnt.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/correction.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

constexpr instant day_50 = instant(std::chrono::days(50));

window after_calls(int calls, instant when, quota_policy const& policy = {}) {
    window made;
    for (int i = 0; i < calls; ++i) { made = charge(std::move(made), policy, when); }
    return made;
}

TEST(cancel, gives_the_call_back) {
    quota_policy const policy;
    window cell = after_calls(24, at(0));
    auto const reserved = admit(cell, policy, at(10));
    ASSERT_TRUE(reserved.verdict.admitted);
    ASSERT_EQ(reserved.charged_at, at(10));
    EXPECT_FALSE(peek(reserved.next, policy, at(11)).admitted);
    auto const back = cancel(reserved.next, *reserved.charged_at);
    EXPECT_EQ(back.charged, cell.charged);
    EXPECT_EQ(back.latest, at(10)); // the latest moment does not go back
    EXPECT_EQ(peek(back, policy, at(11)).left, 1u);
}

TEST(cancel, of_equal_moments_takes_one) {
    auto const cell = after_calls(3, at(5));
    EXPECT_EQ(cancel(cell, at(5)).charged, (std::vector{at(5), at(5)}));
}

TEST(cancel, of_a_moment_never_charged_changes_nothing) {
    auto const cell = after_calls(3, at(5));
    EXPECT_EQ(cancel(cell, at(4)), cell);
    EXPECT_EQ(cancel(cell, at(6)), cell);
    EXPECT_EQ(cancel(window{}, at(6)), window{});
}

TEST(cancel, forgets_the_token_with_the_call) {
    quota_policy const policy;
    call_token const first{1, 1};
    call_token const second{2, 2};
    window cell = admit({}, policy, at(1), first).next;
    cell = admit(cell, policy, at(1), second).next;
    cell = cancel(cell, at(1), second);
    EXPECT_EQ(cell.charged.size(), 1u);
    EXPECT_TRUE(admit(cell, policy, at(2), first).verdict.repeated);
    auto const again = admit(cell, policy, at(2), second);
    EXPECT_FALSE(again.verdict.repeated);
    EXPECT_EQ(again.next.charged.size(), 2u);
}

TEST(cancel, knows_the_token_of_the_only_call_of_a_moment) {
    quota_policy const policy;
    call_token const token{1, 1};
    window const one = admit({}, policy, at(1), token).next;
    EXPECT_FALSE(admit(cancel(one, at(1)), policy, at(2), token).verdict.repeated);

    window const two = charge(one, policy, at(1));
    EXPECT_TRUE(admit(cancel(two, at(1)), policy, at(2), token).verdict.repeated); // it may have been the other call
    window const others = charge(charge(admit({}, policy, at(1)).next, policy, at(2), token), policy, at(3));
    EXPECT_TRUE(admit(cancel(others, at(1)), policy, at(4), token).verdict.repeated);
    EXPECT_FALSE(admit(cancel(others, at(2)), policy, at(4), token).verdict.repeated);
}

TEST(cancel, leaves_a_call_that_was_admitted_again) {
    quota_policy const policy{.limit = 2};
    call_token const token{1, 1};
    auto const first = admit({}, policy, at(1), token);
    auto const again = admit(first.next, policy, at(2), token);
    ASSERT_TRUE(again.verdict.repeated);
    EXPECT_TRUE(again.next.remembered.front().again);
    EXPECT_FALSE(first.next.remembered.front().again);
    EXPECT_EQ(cancel(again.next, at(1), token), again.next); // the backend may have accepted it the second time
    EXPECT_EQ(cancel(again.next, at(1)), again.next);
    window const beside = charge(again.next, policy, at(1), call_token{2, 2});
    EXPECT_EQ(cancel(beside, at(2), call_token{2, 2}).charged, std::vector{at(1)}); // others are given back as ever
}

TEST(cancel, a_second_time_takes_nothing_from_another_call_of_the_moment) {
    quota_policy policy;
    call_token const first{1, 1};
    call_token const second{2, 2};
    window const both = admit(admit({}, policy, at(1), first).next, policy, at(1), second).next;
    window const one = cancel(both, at(1), first);
    ASSERT_EQ(one.charged.size(), 1u);
    EXPECT_EQ(cancel(one, at(1), first), one);
    EXPECT_TRUE(cancel(one, at(1), second).charged.empty());
    EXPECT_TRUE(cancel(one, at(1)).charged.empty());

    policy.retry_memory = 0ms; // no tokens are remembered: nobody knows whose the charges are
    window const unknown = admit(admit({}, policy, at(1), first).next, policy, at(1), second).next;
    EXPECT_EQ(cancel(unknown, at(1), first).charged.size(), 1u);
}

TEST(cancel, of_a_fixed_periods_first_call_lets_it_begin_with_the_next) {
    quota_policy const policy{.limit = 2, .period = 100ms, .window = window_kind::fixed};
    window cell = charge(charge(window{}, policy, at(0)), policy, at(60));
    EXPECT_EQ(peek(cell, policy, at(99)).retry_at, at(100));
    cell = cancel(cell, at(0));
    cell = charge(cell, policy, at(99));
    EXPECT_EQ(peek(cell, policy, at(100)).retry_at, at(160));
}

TEST(observe, closes_the_window_for_the_pause) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed}) {
        quota_policy const policy{.window = kind, .pause = 1h};
        for (int const counted : {0, 1, 24, 25}) {
            auto const learnt = observe(after_calls(counted, day_50 - 23h - 59min), policy, day_50);
            auto const verdict = peek(learnt, policy, day_50);
            EXPECT_FALSE(verdict.admitted);
            EXPECT_EQ(verdict.retry_at, day_50 + 1h) << counted;
            EXPECT_FALSE(peek(learnt, policy, day_50 + 1h - 1ms).admitted);
            EXPECT_EQ(peek(learnt, policy, day_50 + 1h).left, 25u);
            EXPECT_EQ(learnt.charged.size(), 25u);
        }
    }
}

TEST(observe, own_calls_that_count_longer_go_on_counting) {
    quota_policy const policy{.pause = 1h};
    auto const learnt = observe(after_calls(20, day_50 - 10h), policy, day_50);
    EXPECT_EQ(peek(learnt, policy, day_50 + 1h).left, 5u);
    EXPECT_EQ(peek(learnt, policy, day_50 + 14h).left, 25u);
}

TEST(observe, own_calls_of_a_fixed_period_count_until_it_ends) {
    quota_policy const policy{.window = window_kind::fixed, .pause = 1h};
    auto const learnt = observe(after_calls(24, day_50, policy), policy, day_50 + 1min);
    EXPECT_EQ(peek(learnt, policy, day_50 + 1min).retry_at, day_50 + 24h);
    EXPECT_EQ(peek(learnt, policy, day_50 + 61min).left, 0u);
    EXPECT_EQ(peek(learnt, policy, day_50 + 24h).left, 25u);
}

TEST(observe, lets_a_call_pass_that_is_known_again) {
    quota_policy const policy;
    call_token const token{1, 1};
    auto const learnt = observe(admit({}, policy, day_50, token).next, policy, day_50);
    EXPECT_TRUE(peek(learnt, policy, day_50 + 1s, token).repeated);
    EXPECT_FALSE(peek(learnt, policy, day_50 + 1s, call_token{2, 2}).admitted);
}

TEST(observe, comes_after_cancel) {
    quota_policy const policy;
    call_token const token{1, 1};
    auto const held = admit({}, policy, day_50, token).next;
    EXPECT_FALSE(peek(observe(cancel(held, day_50, token), policy, day_50), policy, day_50 + 1s).admitted);
    EXPECT_TRUE(peek(cancel(observe(held, policy, day_50), day_50, token), policy, day_50 + 1s).admitted);
}

TEST(observe, of_a_calendar_day_closes_the_day) {
    quota_policy const policy{.window = window_kind::utc_day};
    auto const learnt = observe(after_calls(3, day_50 + 1h, policy), policy, day_50 + 2h);
    EXPECT_EQ(peek(learnt, policy, day_50 + 2h).retry_at, day_50 + 24h);
    EXPECT_EQ(peek(learnt, policy, day_50 + 24h).left, 25u);
}

TEST(observe, a_pause_longer_than_the_period_ends_with_it) {
    quota_policy const policy{.period = 10ms, .pause = 1h};
    EXPECT_EQ(peek(observe(window{}, policy, at(100)), policy, at(100)).retry_at, at(110));
}

TEST(observe, without_a_pause_learns_nothing_that_lasts) {
    quota_policy const policy{.pause = 0ms};
    EXPECT_TRUE(peek(observe(window{}, policy, day_50), policy, day_50).admitted);
}

TEST(observe, keeps_what_is_remembered_and_never_turns_time_back) {
    quota_policy const policy;
    call_token const token{7, 7};
    auto const before = admit({}, policy, day_50, token).next;
    auto const learnt = observe(before, policy, day_50 - 5s);
    EXPECT_EQ(learnt.latest, day_50);
    EXPECT_TRUE(admit(learnt, policy, day_50, token).verdict.repeated);
    EXPECT_FALSE(admit(learnt, policy, day_50, call_token{8, 8}).verdict.admitted);
}

TEST(observe, the_first_moment_from_which_a_call_can_be_old_enough) {
    quota_policy const policy;
    instant const first = instant::min() + (policy.period - policy.pause);
    EXPECT_EQ(observe(window{}, policy, first).charged.front(), instant::min());
    EXPECT_EQ(observe(window{}, policy, first - 1ms).charged.front(), first - 1ms);
}

TEST(observe, at_the_beginning_of_time) {
    quota_policy const policy;
    auto const learnt = observe(window{}, policy, instant::min());
    EXPECT_FALSE(peek(learnt, policy, instant::min()).admitted);
}

} // namespace
} // namespace firehose_sse::quota
