// What a type of the model is made of and which rules it declares, as tables: one generator serves all operations.
// Level 5 (fuzzing). Made from reflect's lists at compile time.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/pattern_graph.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

using wire::detail::value_kind;

struct shape;

struct member {
    std::string_view name;
    shape const* type;
    bool required;
};

struct shape {
    value_kind kind;
    std::string_view name{};
    /// *Units:* code points of a text, raw bytes of a blob, elements of a list.
    length bounds{};
    /// The bounds of an integer.
    range values{};
    pattern_graph const* pattern = nullptr;
    pattern_graph const* pattern_before_2026_06_12 = nullptr;
    std::span<std::string_view const> enumerators{};
    std::span<member const> members{};
    shape const* element = nullptr;

    /// The place of the member of that name; there must be one.
    [[nodiscard]] constexpr std::size_t place_of(std::string_view member_name) const noexcept {
        std::size_t place = 0;
        while (members[place].name != member_name) { ++place; }
        return place;
    }
};

template <class T> consteval shape make_shape();
template <class T> inline constexpr shape shape_of = make_shape<T>();

template <class T, class List> struct members_of;
template <class T, template <class...> class List, class... Member> struct members_of<T, List<Member...>> {
    template <class M> using unwrap = wire::detail::unwrapped<reflect::member_type<T, M>>;
    static constexpr std::array<member, sizeof...(Member)> value{
        member{reflect::member_name<Member>, &shape_of<typename unwrap<Member>::type>, !unwrap<Member>::optional}...};
};

template <class E>
inline constexpr auto names_of = [] {
    std::array<std::string_view, reflect::enumerators<E>.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) { names[i] = reflect::enumerators<E>[i].name; }
    return names;
}();

template <class T> consteval shape make_shape() {
    shape made{.kind = wire::detail::table<T>.kind, .name = reflect::shape_name<T>};
    if constexpr (is_integer_shape<T>) {
        using limits = std::numeric_limits<std::int32_t>;
        made.values = {limits::min(), limits::max()};
        if constexpr (requires { T::bounds; }) {
            made.values = {T::bounds.min > limits::min() ? T::bounds.min : limits::min(),
                           T::bounds.max < limits::max() ? T::bounds.max : limits::max()};
        }
    } else if constexpr (requires { T::bounds; }) {
        made.bounds = T::bounds;
    }
    if constexpr (requires { typename T::pattern; }) { made.pattern = &graph_of_pattern<typename T::pattern>::value; }
    if constexpr (requires { typename T::pattern_before_2026_06_12; }) {
        made.pattern_before_2026_06_12 = &graph_of_pattern<typename T::pattern_before_2026_06_12>::value;
    }
    if constexpr (is_open_enum<T>) { made.enumerators = names_of<typename T::enumeration>; }
    if constexpr (is_list_shape<T>) { made.element = &shape_of<typename T::element>; }
    if constexpr (reflect::described<T>) { made.members = members_of<T, reflect::member_list<T>>::value; }
    return made;
}

} // namespace firehose_sse::fuzzing::detail
