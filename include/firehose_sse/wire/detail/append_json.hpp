// JSON spellings of text and numbers.
// Level 3 (wire). Knows no shapes and no parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/code_points.hpp"
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::wire::detail {

/// Appends the escape of a character in a JSON string; `c` is `"`, `\` or a control character.
inline void append_escape(char c, std::string& out) {
    static constexpr char digits[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
        return;
    }
    auto const code = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[code >> 4];
    out += digits[code & 15];
}

/// The bytes that stand for themselves in a JSON string: ASCII but for `"`, `\` and control characters.
inline constexpr auto is_plain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t c = 0x20; c < 0x80; ++c) { plain[c] = c != '"' && c != '\\'; }
    return plain;
}();

/// Appends a JSON string. Escapes only what must be escaped; each byte that is not UTF-8 becomes U+FFFD.
inline void append_string(std::string_view text, std::string& out) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const start = at;
        while (at < text.size() && is_plain[static_cast<unsigned char>(text[at])]) { ++at; }
        out.append(text, start, at - start);
        if (at == text.size()) { break; }
        if (firehose_sse::detail::is_ascii(text[at])) {
            append_escape(text[at], out);
            ++at;
            continue;
        }
        auto const point = front_code_point(text.substr(at));
        out += point.valid() ? text.substr(at, point.size) : std::string_view("\xEF\xBF\xBD");
        at += point.size;
    }
    out += '"';
}

/// Appends an integer.
inline void append_integer(std::int64_t value, std::string& out) {
    char digits[20];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append(digits, end);
}

/// Appends milliseconds as a number of seconds: up to three decimals, without trailing zeros.
inline void append_seconds(std::int64_t milliseconds, std::string& out) {
    auto const seconds = milliseconds / 1000;
    auto rest = milliseconds % 1000;
    if (rest < 0) {
        rest = -rest;
        if (seconds == 0) { out += '-'; }
    }
    append_integer(seconds, out);
    if (rest == 0) { return; }
    out += '.';
    for (std::int64_t unit = 100; rest != 0; unit /= 10) {
        out += static_cast<char>('0' + rest / unit);
        rest %= unit;
    }
}

} // namespace firehose_sse::wire::detail
