// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/members.hpp"
#include <boost/describe/class.hpp>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::reflect {
namespace {

struct house {
    int Rooms = 3;
    std::optional<std::string> Name;
    bool const Sold = false;
};
BOOST_DESCRIBE_STRUCT(house, (), (Rooms, Name, Sold))

struct nothing {};
BOOST_DESCRIBE_STRUCT(nothing, (), ())

struct not_described {
    int Rooms;
};

template <class T> std::vector<std::string_view> names_of() {
    std::vector<std::string_view> names;
    for_each_member<T>([&](auto member) { names.push_back(member_name<decltype(member)>); });
    return names;
}

TEST(for_each_member, visits_in_the_order_described) {
    EXPECT_EQ(names_of<house>(), (std::vector<std::string_view>{"Rooms", "Name", "Sold"}));
    EXPECT_TRUE(names_of<nothing>().empty());
}

TEST(for_each_member, gives_access_to_the_value) {
    house value;
    for_each_member<house>([&](auto member) {
        if constexpr (std::is_same_v<member_type<house, decltype(member)>, int>) { value.*member.pointer = 7; }
    });
    EXPECT_EQ(value.Rooms, 7);
}

constexpr int sum_of_integers(house const& value) {
    int sum = 0;
    for_each_member<house>([&](auto member) {
        if constexpr (std::is_same_v<member_type<house, decltype(member)>, int>) { sum += value.*member.pointer; }
    });
    return sum;
}
static_assert(sum_of_integers({.Rooms = 5, .Name = {}}) == 5);

TEST(for_each_member, takes_a_function_with_a_state) {
    int visits = 0;
    auto const count = [&visits](auto) { ++visits; };
    for_each_member<house>(count);
    EXPECT_EQ(visits, 3);
}

static_assert(member_count<house> == 3);
static_assert(member_count<nothing> == 0);

template <std::size_t I> using member_at = boost::mp11::mp_at_c<member_list<house>, I>;
static_assert(member_name<member_at<0>> == "Rooms");
static_assert(member_name<member_at<2>> == "Sold");
static_assert(std::is_same_v<member_type<house, member_at<0>>, int>);
static_assert(std::is_same_v<member_type<house, member_at<1>>, std::optional<std::string>>);
static_assert(std::is_same_v<member_type<house, member_at<2>>, bool>); // without the const of the member

static_assert(described<house>);
static_assert(described<nothing>);
static_assert(!described<not_described>);
static_assert(!described<int>);

} // namespace
} // namespace firehose_sse::reflect
