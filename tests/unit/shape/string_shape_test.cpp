// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/string_shape.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

namespace firehose_sse {
namespace {

struct first_name : string_shape<first_name> {
    using string_shape::string_shape;
};
struct last_name : string_shape<last_name> {
    using string_shape::string_shape;
};

TEST(string_shape, is_made_from_any_text) {
    EXPECT_EQ(first_name().value, "");
    EXPECT_EQ(first_name("ada").value, "ada");
    EXPECT_EQ(first_name(std::string("ada")).value, "ada");
    EXPECT_EQ(first_name(std::string_view("ada lovelace").substr(0, 3)).value, "ada");
    first_name name = "ada";
    name = "grace";
    EXPECT_EQ(name.value, "grace");
}

TEST(string_shape, holds_whatever_it_is_given) {
    std::string const text("a\0b\xff", 4);
    EXPECT_EQ(first_name(text).value, text);
    EXPECT_EQ(first_name(std::string_view(text)).value.size(), 4u);
}

TEST(string_shape, takes_a_string_without_copying_it) {
    std::string text(100, 'x');
    auto const* const characters = text.data();
    first_name const name(std::move(text));
    EXPECT_EQ(name.value.data(), characters);
}

TEST(string_shape, is_read_as_a_view) {
    first_name const name("ada");
    std::string_view const view = name;
    EXPECT_EQ(view, "ada");
    EXPECT_EQ(view.data(), name.value.data());
}

TEST(string_shape, compares_by_its_text) {
    EXPECT_EQ(first_name("ada"), first_name("ada"));
    EXPECT_NE(first_name("ada"), first_name("Ada"));
    EXPECT_EQ(first_name("ada"), "ada");
    EXPECT_LT(first_name("ada"), first_name("bob"));
    std::set<first_name> const names{"bob", "ada", "bob"};
    EXPECT_EQ(names.size(), 2u);
    EXPECT_EQ(names.begin()->value, "ada");
}

constexpr bool compares_with_a_view_in_both_orders() {
    std::string_view const ada = "ada";
    first_name const same("ada");
    first_name const less("a");
    first_name const more("b");
    bool const equal = same == ada && ada == same && !(same != ada) && !(ada != same);
    bool const unequal = less != ada && ada != less && !(less == ada) && !(ada == less);
    bool const ordered = less < ada && ada > less && !(ada < less) && !(less > ada) && more >= ada;
    bool const literal = same == "ada" && "ada" == same && less < "b";
    bool const optional = std::optional<first_name>(same) == ada && std::optional<first_name>() != ada;
    return equal && unequal && ordered && literal && optional;
}

TEST(string_shape, compares_with_a_view) { EXPECT_TRUE(compares_with_a_view_in_both_orders()); }

TEST(string_shape, shapes_are_types_of_their_own) {
    EXPECT_FALSE((std::is_convertible_v<first_name, last_name>));
    EXPECT_FALSE((std::is_assignable_v<first_name&, last_name>));
    EXPECT_FALSE((std::is_convertible_v<int, first_name>));
    EXPECT_TRUE((std::is_nothrow_move_constructible_v<first_name>));
    EXPECT_TRUE((std::is_nothrow_move_assignable_v<first_name>));
}

#if !defined(__clang__) || _GLIBCXX_RELEASE >= 13 // clang cannot evaluate the std::string of libstdc++ 12
static_assert(first_name("ada").value.size() == 3);
static_assert(compares_with_a_view_in_both_orders());
static_assert(first_name("ada") == first_name("ada") && first_name("a") < first_name("b"));
#endif

static_assert(is_string_shape<first_name>);
static_assert(!is_string_shape<std::string>);
static_assert(!is_string_shape<int>);

} // namespace
} // namespace firehose_sse
