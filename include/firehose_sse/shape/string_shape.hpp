// Base of every string shape: a name of its own around a std::string.
// Level 0 (shape). Checks nothing: a shape declares its rules as data, and only validate() reads them.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <compare>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse {

/// A string with the identity of its AWS shape and no invariant: it may hold what the service would refuse.
/// A derived shape may declare `static constexpr length bounds{min, max}` and `using pattern = pattern_text<"...">`.
///
/// *Example:* `model::DeliveryStreamName name = "orders"; std::string const& text = name.value;`
template <class Derived> struct string_shape {
    std::string value;

    constexpr string_shape() = default;
    constexpr string_shape(std::string text) noexcept : value(std::move(text)) {}
    constexpr string_shape(std::string_view text) : value(text) {}
    constexpr string_shape(char const* text) : value(text) {}

    constexpr operator std::string_view() const noexcept { return value; }

    friend constexpr bool operator==(string_shape const&, string_shape const&) = default;
    friend constexpr auto operator<=>(string_shape const&, string_shape const&) = default;
    // a view converts to a shape and a shape to a view: these prevent the ambiguity. clang 14 needs both orders
    template <std::same_as<std::string_view> V> friend constexpr bool operator==(string_shape const& a, V b) noexcept {
        return std::string_view(a.value) == b;
    }
    template <std::same_as<std::string_view> V> friend constexpr bool operator==(V a, string_shape const& b) noexcept {
        return a == std::string_view(b.value);
    }
    template <std::same_as<std::string_view> V> friend constexpr auto operator<=>(string_shape const& a, V b) noexcept {
        return std::string_view(a.value) <=> b;
    }
    template <std::same_as<std::string_view> V> friend constexpr auto operator<=>(V a, string_shape const& b) noexcept {
        return a <=> std::string_view(b.value);
    }
};

/// True for types derived from string_shape.
template <class T>
concept is_string_shape = std::is_base_of_v<string_shape<T>, T>;

} // namespace firehose_sse
