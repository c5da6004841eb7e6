// AWS JSON 1.1 around the body: the headers that name the operation, the media type and the request.
// Level 3 (wire). Knows no JSON and no transport: headers come as views of name and value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

/// Media type of every request and answer [D].
inline constexpr std::string_view content_type = "application/x-amz-json-1.1";
/// What stands before the operation in the header `X-Amz-Target` [D].
inline constexpr std::string_view target_prefix = "Firehose_20150804.";

/// One header field, as the transport holds it.
struct header_view {
    std::string_view name;
    std::string_view value;
};

namespace detail {

[[nodiscard]] constexpr char lower_ascii(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

[[nodiscard]] constexpr bool equal_but_for_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

[[nodiscard]] constexpr bool is_letter_or_digit(char c) noexcept {
    return (c >= '0' && c <= '9') || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z');
}

/// Without the spaces and tabs that HTTP allows around a value.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t";
    std::size_t const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) { return {}; }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace detail

/// Value of the first header of that name, whatever the case; nothing when there is none.
[[nodiscard]] constexpr std::optional<std::string_view> find_header(std::span<header_view const> headers,
                                                                    std::string_view name) noexcept {
    for (auto const& each : headers) {
        if (detail::equal_but_for_case(each.name, name)) { return each.value; }
    }
    return std::nullopt;
}

/// Value of the only header of that name; nothing when there is none or more than one, since two readers could take
/// two different ones.
[[nodiscard]] constexpr std::optional<std::string_view> find_only_header(std::span<header_view const> headers,
                                                                         std::string_view name) noexcept {
    std::optional<std::string_view> only;
    for (auto const& each : headers) {
        if (!detail::equal_but_for_case(each.name, name)) { continue; }
        if (only) { return std::nullopt; }
        only = each.value;
    }
    return only;
}

/// The operation that an `X-Amz-Target` names; nothing when it is not one of this service. Case matters [D].
/// *Errors:* an operation that does not exist is returned like any other: only its spelling is checked.
///
/// *Example:* `operation_of_target("Firehose_20150804.PutRecord") == "PutRecord"`
[[nodiscard]] constexpr std::optional<std::string_view> operation_of_target(std::string_view target) noexcept {
    target = detail::trimmed(target);
    if (!target.starts_with(target_prefix)) { return std::nullopt; }
    target.remove_prefix(target_prefix.size());
    if (target.empty() || !std::all_of(target.begin(), target.end(), detail::is_letter_or_digit)) {
        return std::nullopt;
    }
    return target;
}

/// True when a `Content-Type` is this protocol's; parameters after `;` do not matter [D], nor does the case.
[[nodiscard]] constexpr bool is_content_type(std::string_view header) noexcept {
    return detail::equal_but_for_case(detail::trimmed(header.substr(0, header.find(';'))), content_type);
}

/// Text of a request id, a UUID of version 4, from 128 random bits that the caller supplies.
[[nodiscard]] inline std::string request_id(std::uint64_t high, std::uint64_t low) {
    constexpr std::string_view digits = "0123456789abcdef";
    high = (high & 0xFFFF'FFFF'FFFF'0FFF) | 0x0000'0000'0000'4000; // version 4
    low = (low & 0x3FFF'FFFF'FFFF'FFFF) | 0x8000'0000'0000'0000;   // variant of RFC 9562
    std::string text;
    for (unsigned i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) { text += '-'; }
        text += digits[(i < 16 ? high >> (60 - 4 * i) : low >> (124 - 4 * i)) & 15];
    }
    return text;
}

} // namespace firehose_sse::wire
