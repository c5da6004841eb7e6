// What a bucket holds, to the millisecond, and against a naive counter.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/token_bucket.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <random>

namespace firehose_sse::quota {
namespace {

static_assert(take({}, {.per_second = 5}, 5, at(0)).verdict.admitted);

TEST(token_bucket, five_calls_at_once_and_one_every_fifth_of_a_second) {
    rate_policy const policy{.per_second = 5};
    token_bucket cell;
    for (std::uint64_t left = 5; left > 0; --left) {
        auto const taken = take(cell, policy, 1, at(0));
        EXPECT_TRUE(taken.verdict.admitted);
        EXPECT_EQ(taken.verdict.left, left);
        cell = taken.next;
    }
    auto const refused = take(cell, policy, 1, at(0));
    EXPECT_FALSE(refused.verdict.admitted);
    EXPECT_EQ(refused.verdict.retry_at, at(200));
    EXPECT_EQ(refused.next, cell); // a refusal takes nothing
    EXPECT_FALSE(take(cell, policy, 1, at(199)).verdict.admitted);
    EXPECT_TRUE(take(cell, policy, 1, at(200)).verdict.admitted);
    EXPECT_EQ(take(cell, policy, 1, at(1'000)).verdict.left, 5u);
    EXPECT_EQ(take(cell, policy, 1, at(1'000'000)).verdict.left, 5u); // no more than the burst is saved up
}

TEST(token_bucket, holds_what_a_second_brings_unless_it_is_told_otherwise) {
    rate_policy policy;
    EXPECT_EQ(take({}, policy, 0, at(0)).verdict.left, 5u);
    policy.per_second = 1'000;
    EXPECT_EQ(take({}, policy, 0, at(0)).verdict.left, 1'000u);
    policy.burst = 3;
    EXPECT_EQ(take({}, policy, 0, at(0)).verdict.left, 3u);
    policy.burst = 0;
    EXPECT_EQ(take({}, policy, 0, at(0)).verdict.left, 0u);
    std::uint64_t const most = std::numeric_limits<std::uint64_t>::max() / 4'000;
    EXPECT_EQ(take({}, rate_policy::unlimited(), 0, at(0)).verdict.left, most);
    EXPECT_EQ(most / 100'000'000'000'000, 46u);
}

TEST(token_bucket, all_or_nothing) {
    rate_policy const policy{.per_second = 1'000, .burst = 100};
    auto const most = take({}, policy, 101, at(0));
    EXPECT_FALSE(most.verdict.admitted);
    EXPECT_EQ(most.verdict.retry_at, std::nullopt); // never: the bucket does not hold as much
    auto const half = take({}, policy, 60, at(0)).next;
    auto const refused = take(half, policy, 50, at(0));
    EXPECT_EQ(refused.verdict.left, 40u);
    EXPECT_EQ(refused.verdict.retry_at, at(10));
    EXPECT_TRUE(take(half, policy, 0, at(0)).verdict.admitted);
}

TEST(token_bucket, a_clock_that_steps_back_gives_nothing) {
    rate_policy const policy{.per_second = 1};
    auto const empty = take({}, policy, 1, at(10'000)).next;
    auto const back = take(empty, policy, 1, at(0));
    EXPECT_FALSE(back.verdict.admitted);
    EXPECT_EQ(back.verdict.retry_at, at(11'000));
    EXPECT_FALSE(take(back.next, policy, 1, at(10'999)).verdict.admitted);
}

TEST(token_bucket, rate_of_zero_never_fills) {
    rate_policy const policy{.per_second = 0, .burst = 1};
    auto const empty = take({}, policy, 1, at(0)).next;
    auto const refused = take(empty, policy, 1, at(1'000'000));
    EXPECT_FALSE(refused.verdict.admitted);
    EXPECT_EQ(refused.verdict.retry_at, std::nullopt);
    EXPECT_EQ(full_at(empty, policy), std::nullopt);
}

TEST(token_bucket, ends_of_the_number_range) {
    std::uint64_t const most = std::numeric_limits<std::uint64_t>::max();
    rate_policy const policy{.per_second = most, .burst = most};
    auto const taken = take({}, policy, 1'000'000, instant::min());
    EXPECT_TRUE(taken.verdict.admitted);
    EXPECT_TRUE(take(taken.next, policy, 1'000'000, instant::max()).verdict.admitted);
    EXPECT_FALSE(take({}, policy, most, at(0)).verdict.admitted);
    rate_policy const slow{.per_second = 1, .burst = 1};
    auto const last = take({}, slow, 1, instant::max()).next;
    EXPECT_EQ(take(last, slow, 1, instant::max()).verdict.retry_at, std::nullopt);
    EXPECT_EQ(full_at(last, slow), std::nullopt);
}

TEST(token_bucket, an_unlimited_one_refuses_nothing) {
    token_bucket cell;
    for (int call = 0; call < 100; ++call) {
        auto const taken = take(cell, rate_policy::unlimited(), 8'000'000'000'000, at(0));
        ASSERT_TRUE(taken.verdict.admitted);
        cell = taken.next;
    }
}

TEST(token_bucket, says_when_it_is_full) {
    rate_policy const policy{.per_second = 3, .burst = 10};
    EXPECT_EQ(full_at({0, at(5)}, policy), at(5));
    auto const cell = take({}, policy, 1, at(0)).next;
    EXPECT_EQ(full_at(cell, policy), at(334)); // a third of a second, to the next millisecond
    EXPECT_EQ(take(cell, policy, 0, at(334)).next.missing, 0u);
    EXPECT_NE(take(cell, policy, 0, at(333)).next.missing, 0u);
}

// The counter holds thousandths of a unit and fills millisecond by millisecond.
TEST(token_bucket, agrees_with_a_counter_that_fills_by_the_millisecond) {
    std::size_t admitted = 0;
    std::size_t refused = 0;
    for (std::uint32_t seed = 1; seed <= 2'000; ++seed) {
        std::minstd_rand random(seed);
        rate_policy const policy{.per_second = random() % 2'000, .burst = random() % 20};
        token_bucket cell;
        std::uint64_t held = *policy.burst * 1'000;
        std::int64_t now = 0;
        for (int call = 0; call < 40; ++call) {
            auto const passed = static_cast<std::int64_t>(random() % 8);
            for (std::int64_t i = 0; i < passed; ++i) {
                held = std::min(held + policy.per_second, *policy.burst * 1'000);
            }
            now += passed;
            std::uint64_t const wanted = random() % 8;
            bool const expected = wanted * 1'000 <= held;
            auto const taken = take(cell, policy, wanted, at(now));
            ASSERT_EQ(taken.verdict.admitted, expected) << seed;
            ASSERT_EQ(taken.verdict.left, held / 1'000) << seed;
            if (taken.verdict.retry_at) {
                ASSERT_TRUE(take(taken.next, policy, wanted, *taken.verdict.retry_at).verdict.admitted);
                ASSERT_FALSE(take(taken.next, policy, wanted, *taken.verdict.retry_at - std::chrono::milliseconds(1))
                                 .verdict.admitted);
            }
            if (expected) { held -= wanted * 1'000; }
            (expected ? admitted : refused) += 1;
            cell = taken.next;
        }
    }
    EXPECT_GT(admitted, 20'000u);
    EXPECT_GT(refused, 10'000u);
}

} // namespace
} // namespace firehose_sse::quota
