// The AWS name of a model type.
// Level 1 (reflect). Reads the compiler's spelling of the type; knows no JSON and no rules.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <string_view>

namespace firehose_sse::reflect {

namespace detail {
template <class T> consteval std::string_view spelling() noexcept {
    // g++: "... [with T = firehose_sse::model::Tag; ...]", clang: "... [T = firehose_sse::model::Tag]"
    std::string_view const text = __PRETTY_FUNCTION__;
    std::size_t const begin = text.find("T = ") + 4;
    return text.substr(begin, text.find_first_of(";]", begin) - begin);
}
} // namespace detail

/// Unqualified name of `T`; for a model type it is the shape's name on the wire.
///
/// *Example:* `static_assert(shape_name<model::ResourceInUseException> == "ResourceInUseException");`
template <class T>
inline constexpr std::string_view shape_name = [] {
    constexpr std::string_view full = detail::spelling<T>();
    constexpr std::size_t colon = full.rfind(':');
    return colon == std::string_view::npos ? full : full.substr(colon + 1);
}();

} // namespace firehose_sse::reflect
