// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/open_enum.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <type_traits>

namespace firehose_sse {
namespace {

enum class colour { red, green };

TEST(open_enum, default_made_is_no_enumerator) {
    open_enum<colour> const none;
    EXPECT_EQ(none.value(), std::nullopt);
    EXPECT_EQ(none.unknown_text(), "");
    EXPECT_NE(none, colour::red);
    EXPECT_EQ(none, open_enum<colour>::unknown(""));
}

TEST(open_enum, holds_an_enumerator) {
    open_enum<colour> value = colour::green;
    EXPECT_EQ(value.value(), colour::green);
    EXPECT_EQ(value.unknown_text(), "");
    EXPECT_EQ(value, colour::green);
    EXPECT_NE(value, colour::red);
    value = colour::red;
    EXPECT_EQ(value, colour::red);
}

TEST(open_enum, keeps_an_unknown_text) {
    auto const blue = open_enum<colour>::unknown("blue");
    EXPECT_EQ(blue.value(), std::nullopt);
    EXPECT_EQ(blue.unknown_text(), "blue");
    EXPECT_EQ(blue, open_enum<colour>::unknown("blue"));
    EXPECT_NE(blue, open_enum<colour>::unknown("Blue"));
    EXPECT_NE(blue, open_enum<colour>());
    EXPECT_NE(blue, colour::red);
}

TEST(open_enum, assigning_an_enumerator_drops_the_text) {
    auto value = open_enum<colour>::unknown("blue");
    value = colour::red;
    EXPECT_EQ(value.unknown_text(), "");
    EXPECT_EQ(value, colour::red);
}

#if !defined(__clang__) || _GLIBCXX_RELEASE >= 13 // clang cannot evaluate the std::string of libstdc++ 12
static_assert(open_enum<colour>(colour::green).value() == colour::green);
static_assert(!open_enum<colour>().value());
#endif
static_assert(std::is_same_v<open_enum<colour>::enumeration, colour>);
static_assert(!std::is_convertible_v<std::string, open_enum<colour>>); // only a named function converts text

static_assert(is_open_enum<open_enum<colour>>);
static_assert(!is_open_enum<colour>);
static_assert(!is_open_enum<std::optional<open_enum<colour>>>);

} // namespace
} // namespace firehose_sse
