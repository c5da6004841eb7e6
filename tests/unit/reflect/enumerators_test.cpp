// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/describe/enum.hpp>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::reflect {
namespace {

BOOST_DEFINE_FIXED_ENUM_CLASS(colour, unsigned char, RED, GREEN, GREENISH)

enum class sparse { low = -7, high = 900 };
BOOST_DESCRIBE_ENUM(sparse, high, low)

enum class undescribed { a };

TEST(enumerators, come_in_the_order_described) {
    std::vector<std::string_view> names;
    for (auto const& each : enumerators<colour>) { names.push_back(each.name); }
    EXPECT_EQ(names, (std::vector<std::string_view>{"RED", "GREEN", "GREENISH"}));
    EXPECT_EQ(enumerators<sparse>.front().name, "high");
    EXPECT_EQ(enumerators<sparse>.front().value, sparse::high);
    EXPECT_EQ(enumerators<sparse>.size(), 2u);
}

TEST(enum_name, of_described_values) {
    EXPECT_EQ(enum_name(colour::RED), "RED");
    EXPECT_EQ(enum_name(colour::GREENISH), "GREENISH");
    EXPECT_EQ(enum_name(sparse::low), "low");
}

TEST(enum_name, of_no_described_value_is_empty) {
    EXPECT_EQ(enum_name(static_cast<colour>(3)), "");
    EXPECT_EQ(enum_name(static_cast<sparse>(0)), "");
}

TEST(enum_value, wants_the_exact_name) {
    EXPECT_EQ(enum_value<colour>("GREEN"), colour::GREEN);
    EXPECT_EQ(enum_value<sparse>("high"), sparse::high);
    for (auto const text : {"", "green", "GREE", "GREEN ", " GREEN", "GREENISHER", "BLUE"}) {
        EXPECT_EQ(enum_value<colour>(text), std::nullopt) << text;
    }
    EXPECT_EQ(enum_value<colour>(std::string_view("GREEN\0", 6)), std::nullopt);
}

TEST(to_open_enum, holds_a_known_name_as_its_enumerator) {
    auto const green = to_open_enum<colour>("GREEN");
    EXPECT_EQ(green, colour::GREEN);
    EXPECT_EQ(green.unknown_text(), "");
}

TEST(to_open_enum, keeps_an_unknown_text) {
    auto const blue = to_open_enum<colour>("BLUE");
    EXPECT_EQ(blue.value(), std::nullopt);
    EXPECT_EQ(blue.unknown_text(), "BLUE");
}

TEST(enum_text, gives_back_what_to_open_enum_took) {
    for (std::string const text : {"RED", "GREEN", "GREENISH", "BLUE", "red", ""}) {
        auto const value = to_open_enum<colour>(text);
        EXPECT_EQ(enum_text(value), text);
    }
}

static_assert(enum_name(colour::GREEN) == "GREEN");
static_assert(enum_value<colour>("RED") == colour::RED);
static_assert(!enum_value<colour>("BLUE"));

static_assert(described_enum<colour>);
static_assert(!described_enum<undescribed>);
static_assert(!described_enum<int>);

} // namespace
} // namespace firehose_sse::reflect
