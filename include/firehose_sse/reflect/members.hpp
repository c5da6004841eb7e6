// The members of a described struct, as a list of names and pointers.
// Level 1 (reflect). The only reader of Boost.Describe's member lists; knows no JSON and no rules.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <boost/pfr/tuple_size.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse::reflect {

/// True for structs described with BOOST_DESCRIBE_STRUCT.
template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

namespace detail {
template <described T> struct checked_members {
    using list = boost::describe::describe_members<T, boost::describe::mod_public>;
    static constexpr std::size_t count = boost::mp11::mp_size<list>::value;
    static_assert(count == boost::pfr::tuple_size_v<T>,
                  "a member of this struct is missing from its BOOST_DESCRIBE_STRUCT list: it would never be read, "
                  "written or validated");
};
} // namespace detail

/// The members of `T`, in the order described; each has `name` and `pointer`.
/// *Errors:* a struct with a member that was not described does not compile.
template <described T> using member_list = typename detail::checked_members<T>::list;

/// How many members `T` has.
template <described T> inline constexpr std::size_t member_count = detail::checked_members<T>::count;

/// Name of the member that `Member` (an element of member_list) describes: the key on the wire.
template <class Member> inline constexpr std::string_view member_name = Member::name;

/// Type of the member that `Member` describes.
template <class T, class Member> using member_type = std::remove_cvref_t<decltype(std::declval<T&>().*Member::pointer)>;

/// Calls `f(member)` for each member of `T` in turn, `member` being an element of member_list.
///
/// *Example:* `for_each_member<T>([&](auto member) { visit(member_name<decltype(member)>, value.*member.pointer); });`
template <described T, class F> constexpr void for_each_member(F&& f) { boost::mp11::mp_for_each<member_list<T>>(f); }

} // namespace firehose_sse::reflect
