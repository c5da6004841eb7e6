// Three rates, and a call that takes from all or none.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/put_rate.hpp"
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>

namespace firehose_sse::quota {
namespace {

constexpr instant at(std::int64_t milliseconds) { return instant(std::chrono::milliseconds(milliseconds)); }
constexpr put_rate_policy small{{.per_second = 2}, {.per_second = 10}, {.per_second = 1'000}};

TEST(put_rate, defaults_are_the_documented_ones) {
    put_rate_policy const here;
    EXPECT_EQ(here.requests.per_second, 2'000u);
    EXPECT_EQ(here.records.per_second, 500'000u);
    EXPECT_EQ(here.bytes.per_second, 5u * 1024 * 1024);
    EXPECT_EQ(put_rate_policy::elsewhere().requests.burst, 1'000u);
    EXPECT_EQ(put_rate_policy::elsewhere().records.per_second, 100'000u);
    EXPECT_EQ(put_rate_policy::elsewhere().bytes.per_second, 1024u * 1024);
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
        {{8, 900}, {4, 150}, put_rate::records, at(200)}, // the first of two, the later of two moments
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

} // namespace
} // namespace firehose_sse::quota
