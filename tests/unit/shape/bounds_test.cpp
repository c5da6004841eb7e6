// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/bounds.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>

namespace firehose_sse {
namespace {

TEST(length, without_numbers_bounds_nothing) {
    constexpr length any;
    EXPECT_EQ(any.min, 0u);
    EXPECT_EQ(any.max, std::numeric_limits<std::size_t>::max());
}

TEST(length, one_number_is_the_least) {
    constexpr length at_least_one{1};
    EXPECT_EQ(at_least_one.min, 1u);
    EXPECT_EQ(at_least_one.max, std::numeric_limits<std::size_t>::max());
}

TEST(length, two_numbers_are_least_and_most) {
    constexpr length both{1, 64};
    EXPECT_EQ(both.min, 1u);
    EXPECT_EQ(both.max, 64u);
    EXPECT_EQ(both, (length{1, 64}));
    EXPECT_NE(both, (length{0, 64}));
    EXPECT_NE(both, (length{1, 65}));
}

TEST(range, without_numbers_bounds_nothing) {
    constexpr range any;
    EXPECT_EQ(any.min, std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(any.max, std::numeric_limits<std::int64_t>::max());
}

TEST(range, one_number_is_the_least) {
    EXPECT_EQ((range{0}), (range{0, std::numeric_limits<std::int64_t>::max()}));
    EXPECT_NE((range{0}), (range{1}));
    EXPECT_NE((range{0, 5}), (range{0, 6}));
}

} // namespace
} // namespace firehose_sse
