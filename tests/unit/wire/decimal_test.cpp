#include "firehose_sse/wire/detail/decimal.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::wire::detail {
namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

struct row {
    std::string_view text;
    int shift;
    std::int64_t value;
    bool has_fraction;
    bool half_or_more;
};

constexpr row rows[] = {{"0", 0, 0, false, false},
                        {"-0", 0, 0, false, false},
                        {"12", 0, 12, false, false},
                        {"-12", 0, -12, false, false},
                        {"12", 3, 12000, false, false},
                        {"1.5", 0, 1, true, true},
                        {"-1.5", 0, -1, true, true},
                        {"1.49999", 0, 1, true, false},
                        {"1.5", 1, 15, false, false},
                        {"0.05", 1, 0, true, true},
                        {"0.005", 1, 0, true, false},
                        {"5e-1", 0, 0, true, true},
                        {"5e-2", 0, 0, true, false},
                        {"9.99e2", 0, 999, false, false},
                        {"9.99E+1", 0, 99, true, true},
                        {"1000e-3", 0, 1, false, false},
                        {"0e999999999999999999999", 0, 0, false, false},
                        {"1e-999999999999999999999", 0, 0, true, false},
                        {"0.00000000000000000000000000000000001e35", 0, 1, false, false},
                        {"10000000000000000000000000000000000e-34", 0, 1, false, false},
                        {"9223372036854775807", 0, largest, false, false},
                        {"-9223372036854775808", 0, smallest, false, false},
                        {"9223372036854775.807", 3, largest, false, false},
                        {"922337203685477580.7e1", 0, largest, false, false}};

constexpr bool rows_hold() {
    for (auto const& each : rows) {
        auto const got = scaled(each.text, each.shift);
        if (got.overflow || got.value != each.value || got.has_fraction != each.has_fraction ||
            got.half_or_more != each.half_or_more) {
            return false;
        }
    }
    return true;
}
static_assert(rows_hold());

TEST(Decimal, IsCutTowardsZero) {
    for (auto const& each : rows) {
        auto const got = scaled(each.text, each.shift);
        EXPECT_FALSE(got.overflow) << each.text;
        EXPECT_EQ(got.value, each.value) << each.text;
        EXPECT_EQ(got.has_fraction, each.has_fraction) << each.text;
        EXPECT_EQ(got.half_or_more, each.half_or_more) << each.text;
    }
}

TEST(Decimal, OverflowIsSeen) {
    for (std::string_view const text :
         {"9223372036854775808", "-9223372036854775809", "1e19", "-1e19", "1e999999999999999999999",
          "18446744073709551616", "99999999999999999999999999999999", "9223372036854775807.1e1", "0.00001e30"}) {
        EXPECT_TRUE(scaled(text, 0).overflow) << text;
    }
    EXPECT_TRUE(scaled("9223372036854775.808", 3).overflow);
}

TEST(Decimal, RoundsHalvesAwayFromZero) {
    EXPECT_EQ(rounded("1.5", 0).value, 2);
    EXPECT_EQ(rounded("-1.5", 0).value, -2);
    EXPECT_EQ(rounded("1.4999999999999999999999", 0).value, 1);
    EXPECT_EQ(rounded("0.0005", 3).value, 1);
    EXPECT_EQ(rounded("-0.5", 0).value, -1);
    EXPECT_TRUE(rounded("9223372036854775807.5", 0).overflow);
    EXPECT_FALSE(rounded("9223372036854775807.4", 0).overflow);
    EXPECT_TRUE(rounded("-9223372036854775808.5", 0).overflow);
}

TEST(Decimal, InfiniteAsDouble) {
    for (std::string_view const text : {"0",
                                        "-0",
                                        "0.0",
                                        "0e5",
                                        "0E-5",
                                        "0.00e999",
                                        "1",
                                        "0.1",
                                        "-0.001",
                                        "1e308",
                                        "10e307",
                                        "0.1e309",
                                        "0.001e311",
                                        "1.7976931348623157e308",
                                        "17976931348623157e292",
                                        "1797693134862315708e290",
                                        "1.7976931348623158079e308",
                                        "-1.7976931348623158079e308",
                                        "1e-400",
                                        "1e-99999999999999999999"}) {
        EXPECT_FALSE(is_infinite_as_double(text)) << text;
    }
    for (std::string_view const text :
         {"1e309", "-1e309", "10e308", "0.1e310", "0.001e312", "1.7976931348623158080e308", "1.8e308", "2e308", "1e400",
          "17976931348623158080e289", "1e99999999999999999999"}) {
        EXPECT_TRUE(is_infinite_as_double(text)) << text;
    }
}

TEST(Decimal, TheBorderOfInfinityIsExact) {
    // 2^1024 - 2^970 is the least that rounds to infinity; `below` ends in 79 and is 13 less.
    std::string const border =
        "17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633028641"
        "66928879109465555478519404026306574886715058206819089020007083836762738548458177115317644757302700698555713669"
        "59622842914819860834936475292719074168444365510704342711559699508093042880177904174497792";
    std::string below = border;
    below.replace(below.size() - 2, 2, "79");
    for (char const* const more : {"", ".0", "e0", ".000000000000000000000000000001"}) {
        EXPECT_TRUE(is_infinite_as_double(border + more)) << more;
        EXPECT_FALSE(is_infinite_as_double(below + more)) << more;
    }
    EXPECT_FALSE(is_infinite_as_double(below + ".999999999999999999999999999999"));
    EXPECT_TRUE(is_infinite_as_double("0.000" + border + "e312"));
    EXPECT_FALSE(is_infinite_as_double("0.000" + below + "e312"));
}

TEST(Decimal, LongTextsAreNoTrouble) {
    EXPECT_EQ(scaled("0." + std::string(100'000, '0') + "1e100001", 0).value, 1);
    EXPECT_EQ(scaled("1" + std::string(100'000, '0') + "e-100000", 0).value, 1);
    EXPECT_TRUE(scaled(std::string(100'000, '9'), 0).overflow);
}

} // namespace
} // namespace firehose_sse::wire::detail
