// Three rates, and a call that takes from all or none.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/put_rate.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

namespace firehose_sse::quota {
namespace {

constexpr put_rate_policy small{{.per_second = 2}, {.per_second = 10}, {.per_second = 1'000}};

TEST(put_rate, defaults_are_the_documented_ones) {
    put_rate_policy const here;
    EXPECT_EQ(here.requests.per_second, 2'000u);
    EXPECT_EQ(here.records.per_second, 500'000u);
    EXPECT_EQ(here.bytes.per_second, 5u * 1024 * 1024);
    EXPECT_EQ(put_rate_policy::elsewhere().requests.burst, std::nullopt); // as many as a second brings
    EXPECT_EQ(put_rate_policy::elsewhere().records.per_second, 100'000u);
    EXPECT_EQ(put_rate_policy::elsewhere().bytes.per_second, 1024u * 1024);
    for (char const* const large : {"us-east-1", "us-west-2", "eu-west-1"}) {
        EXPECT_EQ(put_rate_policy::of_region(large), here) << large;
    }
    for (char const* const small_one : {"eu-central-1", "us-east-2", "US-EAST-1", ""}) {
        EXPECT_EQ(put_rate_policy::of_region(small_one), put_rate_policy::elsewhere()) << small_one;
    }
}

TEST(put_rate, one_rate_alone_can_be_set) {
    auto only_bytes = put_rate_policy::unlimited();
    only_bytes.bytes = {.per_second = 10};
    put_buckets cell;
    for (int call = 0; call < 10; ++call) {
        auto const taken = take(cell, only_bytes, {1'000'000, 1}, at(0));
        ASSERT_TRUE(taken.verdict.admitted);
        cell = taken.next;
    }
    EXPECT_EQ(take(cell, only_bytes, {1, 1}, at(0)).verdict.reached, put_rate::bytes);
}

TEST(put_rate, names_the_rate_that_refused_and_takes_nothing_then) {
    struct {
        put_size first;
        put_size second;
        std::optional<put_rate> reached;
        std::optional<instant> retry_at;
    } const rows[] = {
        {{1, 1}, {1, 1}, std::nullopt, std::nullopt},
        {{8, 1}, {4, 1}, put_rate::records, at(200)},
        {{1, 900}, {1, 150}, put_rate::bytes, at(50)},
        {{8, 900}, {4, 150}, put_rate::records, at(200)}, // the first of the two rates, the later of the two moments
        {{1, 1}, {11, 1}, put_rate::records, std::nullopt},
        {{8, 1}, {4, 1'001}, put_rate::records, std::nullopt},
    };
    for (auto const& row : rows) {
        auto const before = take(put_buckets{}, small, row.first, at(0));
        ASSERT_TRUE(before.verdict.admitted);
        auto const then = take(before.next, small, row.second, at(0));
        EXPECT_EQ(then.verdict.admitted, !row.reached);
        EXPECT_EQ(then.verdict.reached, row.reached);
        EXPECT_EQ(then.verdict.retry_at, row.retry_at);
        EXPECT_EQ(then.next == before.next, row.reached.has_value());
        if (row.retry_at) {
            EXPECT_TRUE(take(then.next, small, row.second, *row.retry_at).verdict.admitted);
            EXPECT_FALSE(
                take(then.next, small, row.second, *row.retry_at - std::chrono::milliseconds(1)).verdict.admitted);
        }
    }
}

TEST(put_rate, requests_are_counted_whatever_they_carry) {
    put_buckets cell;
    for (int call = 0; call < 2; ++call) { cell = take(cell, small, {0, 0}, at(0)).next; }
    auto const third = take(cell, small, {0, 0}, at(0));
    EXPECT_EQ(third.verdict.reached, put_rate::requests);
    EXPECT_EQ(third.verdict.retry_at, at(500));
}

TEST(put_rate, records_are_taken_one_by_one_as_far_as_they_fit) {
    using fates = std::vector<bool>;
    struct {
        std::vector<std::uint64_t> sizes;
        fates taken;
        std::optional<put_rate> reached;
        std::optional<instant> retry_at;
    } const rows[] = {
        {{}, {}, std::nullopt, std::nullopt},
        {{400, 600}, {true, true}, std::nullopt, std::nullopt},
        {{400, 601, 600}, {true, false, true}, put_rate::bytes, at(1)},
        {{1'001, 1}, {false, true}, put_rate::bytes, std::nullopt}, // too large for ever
        {std::vector<std::uint64_t>(11, 1),
         {true, true, true, true, true, true, true, true, true, true, false},
         put_rate::records,
         at(100)},
    };
    for (auto const& row : rows) {
        auto const result = take_each({}, small, row.sizes, at(0));
        EXPECT_TRUE(result.verdict.admitted);
        EXPECT_EQ(result.taken, row.taken);
        EXPECT_EQ(result.verdict.reached, row.reached);
        EXPECT_EQ(result.verdict.retry_at, row.retry_at);
        EXPECT_EQ(take(result.next.requests, small.requests, 0, at(0)).verdict.left, 1u); // one request for all
        std::uint64_t bytes = 0;
        std::uint64_t records = 0;
        for (std::size_t i = 0; i < row.sizes.size(); ++i) {
            bytes += row.taken[i] ? row.sizes[i] : 0U;
            records += row.taken[i] ? 1U : 0U;
        }
        EXPECT_EQ(take(result.next.bytes, small.bytes, 0, at(0)).verdict.left, 1'000 - bytes);
        EXPECT_EQ(take(result.next.records, small.records, 0, at(0)).verdict.left, 10 - records);
    }
}

TEST(put_rate, both_rates_of_a_record_are_waited_for) {
    put_rate_policy const slow{{.per_second = 9}, {.per_second = 1}, {.per_second = 10}};
    std::vector<std::uint64_t> const first{1};
    std::vector<std::uint64_t> const second{10};
    auto const cell = take_each({}, slow, first, at(0)).next;
    auto const verdict = take_each(cell, slow, second, at(0)).verdict;
    EXPECT_EQ(verdict.reached, put_rate::records);
    EXPECT_EQ(verdict.retry_at, at(1'000)); // a byte would be back after 100
    std::vector<std::uint64_t> const never{11};
    EXPECT_EQ(take_each(cell, slow, never, at(0)).verdict.retry_at, std::nullopt);
}

TEST(put_rate, without_a_request_left_no_record_is_looked_at) {
    put_buckets cell;
    for (int call = 0; call < 2; ++call) { cell = take(cell, small, {0, 0}, at(0)).next; }
    std::vector<std::uint64_t> const sizes{1, 1};
    auto const refused = take_each(cell, small, sizes, at(0));
    EXPECT_FALSE(refused.verdict.admitted);
    EXPECT_EQ(refused.verdict.reached, put_rate::requests);
    EXPECT_EQ(refused.verdict.retry_at, at(500));
    EXPECT_EQ(refused.taken, (std::vector<bool>{false, false}));
    EXPECT_EQ(refused.next, cell);
}

TEST(put_rate, says_when_all_are_full) {
    auto const cell = take(put_buckets{}, small, {5, 100}, at(0)).next;
    EXPECT_EQ(full_at(cell, small), at(500)); // requests and records; the bytes are full at 100
    auto none = small;
    none.records = {.per_second = 0, .burst = 5};
    EXPECT_EQ(full_at(take(put_buckets{}, none, {5, 100}, at(0)).next, none), std::nullopt);
}

} // namespace
} // namespace firehose_sse::quota
