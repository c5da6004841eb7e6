// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/instant.hpp"
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <type_traits>

namespace firehose_sse {
namespace {

using namespace std::chrono_literals;

TEST(instant, becomes_a_timestamp) {
    EXPECT_EQ(to_timestamp(instant()), timestamp{0});
    EXPECT_EQ(to_timestamp(instant(1'795'457'043'885ms)), timestamp{1'795'457'043'885});
    EXPECT_EQ(to_timestamp(instant(-1ms)), timestamp{-1});
    EXPECT_EQ(to_timestamp(instant::max()).milliseconds, std::numeric_limits<std::int64_t>::max());
}

TEST(instant, counts_from_1970_on_the_system_clock) {
    EXPECT_EQ(instant(std::chrono::sys_days(std::chrono::year(1970) / 1 / 2)), instant(86'400'000ms));
    EXPECT_TRUE((std::is_same_v<instant::clock, std::chrono::system_clock>));
}

TEST(instant, ends_where_time_does) {
    using std::chrono::milliseconds;
    EXPECT_EQ(later_by(instant(5ms), 7ms), instant(12ms));
    EXPECT_EQ(later_by(instant(5ms), -7ms), instant(-2ms));
    EXPECT_EQ(later_by(instant(1ms), milliseconds::max() - 1ms), instant::max());
    EXPECT_EQ(later_by(instant(2ms), milliseconds::max() - 1ms), instant::max());
    EXPECT_EQ(later_by(instant(0ms), milliseconds::max()), instant::max());
    EXPECT_EQ(later_by(instant(-1ms), milliseconds::max()), instant::max() - 1ms);
    EXPECT_EQ(later_by(instant::max(), milliseconds::max()), instant::max());
    EXPECT_EQ(later_by(instant::max(), milliseconds::min()), instant(-1ms));
    EXPECT_EQ(later_by(instant::min(), milliseconds::max()), instant(-1ms));
    EXPECT_EQ(later_by(instant::min(), milliseconds::min()), instant::min());
    EXPECT_EQ(later_by(instant(-1ms), milliseconds::min()), instant::min());
    EXPECT_EQ(later_by(instant(0ms), milliseconds::min()), instant::min());
}

static_assert(to_timestamp(instant(7ms)) == timestamp{7});

} // namespace
} // namespace firehose_sse
