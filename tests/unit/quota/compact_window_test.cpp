// A compact window does what a window does, in fewer bytes.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/correction.hpp"
#include "unit/quota/moments.hpp"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <random>
#include <type_traits>
#include <vector>

namespace firehose_sse::quota {
namespace {

static_assert(sizeof(compact_window<>) == 128);
static_assert(std::random_access_iterator<compact_moments<25>::const_iterator>);
static_assert(std::is_nothrow_move_constructible_v<compact_window<>> &&
              std::is_nothrow_move_assignable_v<compact_window<>>);
static_assert(any_window<compact_window<>> && any_window<window> && !any_window<int>);

std::vector<instant> moments_of(auto const& charged) { return {charged.begin(), charged.end()}; }

TEST(compact_moments, keeps_rising_moments_and_forgets_from_the_front) {
    compact_moments<4> moments;
    EXPECT_TRUE(moments.empty());
    for (std::int64_t const each : {-5, -5, 7, 4'000'000}) { moments.push_back(at(each)); }
    EXPECT_EQ(moments_of(moments), (std::vector{at(-5), at(-5), at(7), at(4'000'000)}));
    EXPECT_EQ(moments.front(), at(-5));
    EXPECT_EQ(moments.back(), at(4'000'000));
    moments.erase(moments.begin(), moments.begin() + 2);
    EXPECT_EQ(moments_of(moments), (std::vector{at(7), at(4'000'000)}));
    moments.push_back(at(4'000'001));
    moments.erase(moments.begin() + 1, moments.begin() + 2);
    EXPECT_EQ(moments_of(moments), (std::vector{at(7), at(4'000'001)}));
    moments.erase(moments.begin(), moments.end());
    EXPECT_TRUE(moments.empty());
    moments.push_back(at(-100)); // no earlier moment is left that this one would have to follow
    EXPECT_EQ(moments_of(moments), std::vector{at(-100)});
}

TEST(compact_moments, forgets_what_lies_too_far_back) {
    constexpr std::int64_t far = std::int64_t{1} << 32;
    compact_moments<4> moments;
    moments.push_back(at(0));
    moments.push_back(at(far - 1));
    EXPECT_EQ(moments.size(), 2u);
    moments.push_back(at(far));
    EXPECT_EQ(moments_of(moments), (std::vector{at(far - 1), at(far)}));
    moments.push_back(at(far * 3));
    EXPECT_EQ(moments_of(moments), std::vector{at(far * 3)});
}

TEST(compact_moments, equal_when_the_moments_are) {
    compact_moments<4> a;
    a.push_back(at(1));
    a.push_back(at(5));
    compact_moments<4> b;
    b.push_back(at(5));
    EXPECT_NE(a, b);
    a.erase(a.begin(), a.begin() + 1);
    EXPECT_EQ(a, b);
}

TEST(rare_list, copies_deeply_and_gives_its_memory_back) {
    rare_list<int> a;
    EXPECT_TRUE(a.empty());
    a.push_back(1);
    a.push_back(2);
    rare_list<int> b = a;
    b.push_back(3);
    EXPECT_EQ(a.size(), 2u);
    EXPECT_EQ(b.size(), 3u);
    EXPECT_NE(a, b);
    b.erase(b.begin() + 1, b.end());
    EXPECT_EQ(std::vector<int>(b.begin(), b.end()), std::vector{1});
    a = b;
    EXPECT_EQ(a, b);
    b.erase(b.begin(), b.end());
    EXPECT_EQ(b, rare_list<int>{});
}

TEST(fits, says_for_which_policies) {
    EXPECT_TRUE(fits(quota_policy{}));
    EXPECT_TRUE(fits({.limit = 25, .period = std::chrono::milliseconds((std::int64_t{1} << 32) - 1)}));
    EXPECT_FALSE(fits({.limit = 25, .period = std::chrono::milliseconds(std::int64_t{1} << 32)}));
    EXPECT_TRUE(fits({.period = std::chrono::hours(1'000'000), .window = window_kind::utc_day}));
    EXPECT_FALSE(fits({.limit = 26}));
    EXPECT_TRUE(fits<26>({.limit = 26}));
}

TEST(compact_window, never_admits_more_than_it_can_remember) {
    quota_policy const policy{.limit = 100};
    compact_window<3> cell;
    int admitted = 0;
    for (int i = 0; i < 10; ++i) {
        auto result = admit(cell, policy, at(i));
        admitted += result.verdict.admitted ? 1 : 0;
        cell = std::move(result.next);
    }
    EXPECT_EQ(admitted, 3);
}

// Takes every step on both windows, with calls sent again, calls taken back and refusals learnt.
TEST(compact_window, does_what_a_window_does) {
    std::size_t admitted = 0;
    std::size_t refused = 0;
    std::size_t repeated = 0;
    for (std::uint32_t seed = 0; seed < 5'000; ++seed) {
        std::minstd_rand random(seed + 1);
        auto const below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };
        quota_policy const policy{.limit = below(5),
                                  .period = std::chrono::milliseconds(below(12)),
                                  .window = static_cast<window_kind>(below(3)),
                                  .counts = static_cast<counting>(below(3)),
                                  .retry_memory = std::chrono::milliseconds(below(10)),
                                  .pause = std::chrono::milliseconds(below(8))};
        std::int64_t const unit = policy.window == window_kind::utc_day ? day_ms / 3 : 1;
        window wide;
        compact_window<4> compact;
        std::int64_t now = 50 * day_ms;
        std::vector<instant> reserved;
        for (int call = 0; call < 20; ++call) {
            now += unit * (static_cast<std::int64_t>(below(6)) - 1);
            std::optional<call_token> token;
            if (below(2) == 0) { token = call_token{below(3), 1}; }
            auto a = admit(std::move(wide), policy, at(now), token);
            auto b = admit(std::move(compact), policy, at(now), token);
            ASSERT_EQ(a.verdict, b.verdict) << seed;
            ASSERT_EQ(a.charged_at, b.charged_at) << seed;
            if (a.charged_at) { reserved.push_back(*a.charged_at); }
            admitted += a.verdict.admitted ? 1 : 0;
            refused += a.verdict.admitted ? 0 : 1;
            repeated += a.verdict.repeated ? 1 : 0;
            wide = std::move(a.next);
            compact = std::move(b.next);
            if (!reserved.empty() && below(4) == 0) {
                auto const moment = reserved[below(static_cast<std::uint32_t>(reserved.size()))];
                wide = cancel(std::move(wide), moment, token);
                compact = cancel(std::move(compact), moment, token);
            }
            if (below(8) == 0) {
                wide = observe(std::move(wide), policy, at(now));
                compact = observe(std::move(compact), policy, at(now));
            }
            ASSERT_EQ(wide.charged, moments_of(compact.charged)) << seed;
            ASSERT_EQ(wide.latest, compact.latest) << seed;
            ASSERT_TRUE(std::ranges::equal(wide.remembered, compact.remembered)) << seed;
        }
    }
    EXPECT_GT(admitted, 25'000u);
    EXPECT_GT(refused, 12'000u);
    EXPECT_GT(repeated, 2'500u);
}

} // namespace
} // namespace firehose_sse::quota
