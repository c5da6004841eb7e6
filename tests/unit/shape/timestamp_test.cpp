// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/timestamp.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <type_traits>

namespace firehose_sse {
namespace {

TEST(timestamp, counts_milliseconds) {
    EXPECT_EQ(timestamp().milliseconds, 0);
    EXPECT_EQ(timestamp{1'795'457'043'885}.milliseconds, 1'795'457'043'885);
    EXPECT_TRUE((std::is_same_v<decltype(timestamp::milliseconds), std::int64_t>));
}

TEST(timestamp, compares_by_time) {
    EXPECT_EQ(timestamp{5}, timestamp{5});
    EXPECT_LT(timestamp{-1}, timestamp{0});
    EXPECT_GT(timestamp{6}, timestamp{5});
}

static_assert(timestamp{1} < timestamp{2});

} // namespace
} // namespace firehose_sse
