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

/// The part after the last `:` that is not inside template arguments.
[[nodiscard]] constexpr std::string_view unqualified(std::string_view name) noexcept {
    std::size_t depth = 0;
    for (std::size_t i = name.size(); i-- > 0;) {
        if (name[i] == '>') { ++depth; }
        if (name[i] == '<' && depth != 0) { --depth; }
        if (name[i] == ':' && depth == 0) { return name.substr(i + 1); }
    }
    return name;
}
} // namespace detail

/// Unqualified name of `T`; template arguments are spelled as the compiler spells them. For a model type, this is the
/// name of the shape on the wire.
///
/// *Example:* `static_assert(shape_name<model::ResourceInUseException> == "ResourceInUseException");`
template <class T> inline constexpr std::string_view shape_name = detail::unqualified(detail::spelling<T>());

} // namespace firehose_sse::reflect
