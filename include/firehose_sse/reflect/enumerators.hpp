// The names of an enumeration: text to enumerator and back.
// Level 1 (reflect). The only reader of Boost.Describe's enumerator lists; knows no JSON and no rules.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/open_enum.hpp"
#include <array>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace firehose_sse::reflect {

namespace detail {
template <class E> struct enumerator {
    E value;
    std::string_view name;
};
template <class List> struct enumerator_table;
template <template <class...> class List, class... D> struct enumerator_table<List<D...>> {
    template <class E> static constexpr std::array<enumerator<E>, sizeof...(D)> of{{{D::value, D::name}...}};
};
} // namespace detail

/// True for enumerations described with a BOOST_DESCRIBE or BOOST_DEFINE macro.
template <class E>
concept described_enum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

/// Every enumerator of `E` with its name, in the order described.
template <described_enum E>
inline constexpr auto enumerators = detail::enumerator_table<boost::describe::describe_enumerators<E>>::template of<E>;

/// Name of an enumerator; empty when `value` is none of the described ones.
template <described_enum E> [[nodiscard]] constexpr std::string_view enum_name(E value) noexcept {
    for (auto const& each : enumerators<E>) {
        if (each.value == value) { return each.name; }
    }
    return {};
}

/// The enumerator with exactly this name, or nothing; case and length matter.
template <described_enum E> [[nodiscard]] constexpr std::optional<E> enum_value(std::string_view name) noexcept {
    for (auto const& each : enumerators<E>) {
        if (each.name == name) { return each.value; }
    }
    return std::nullopt;
}

/// An open enumeration from a text: the enumerator that the text names, or the text itself when it names none.
template <described_enum E> [[nodiscard]] constexpr open_enum<E> to_open_enum(std::string_view text) {
    if (auto const known = enum_value<E>(text)) { return *known; }
    return open_enum<E>::unknown(std::string(text));
}

/// The text of an open enumeration as the wire spells it.
template <described_enum E> [[nodiscard]] constexpr std::string_view enum_text(open_enum<E> const& value) noexcept {
    return value.value() ? reflect::enum_name(*value.value()) : std::string_view(value.unknown_text());
}

} // namespace firehose_sse::reflect
