// What exactly is wrong with a text that the parser has refused.
// Level 3 (wire). Runs after a failure only; never turns a refusal into an acceptance.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/code_points.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include <boost/json/error.hpp>
#include <cstddef>
#include <optional>
#include <string_view>

namespace firehose_sse::wire::detail {

struct syntax_fault {
    decode_reason reason;
    std::size_t offset;
};

/// The value of four hexadecimal digits at the front of a text.
[[nodiscard]] constexpr std::optional<unsigned> four_hex_digits(std::string_view text) noexcept {
    if (text.size() < 4) { return std::nullopt; }
    unsigned value = 0;
    for (char const c : text.substr(0, 4)) {
        bool const digit = c >= '0' && c <= '9';
        char const letter = static_cast<char>(c | 0x20);
        if (!digit && (letter < 'a' || letter > 'f')) { return std::nullopt; }
        value = value * 16 + static_cast<unsigned>(digit ? c - '0' : letter - 'a' + 10);
    }
    return value;
}

[[nodiscard]] constexpr bool is_high_surrogate(unsigned unit) noexcept { return unit >= 0xD800 && unit <= 0xDBFF; }
[[nodiscard]] constexpr bool is_low_surrogate(unsigned unit) noexcept { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// True when an escaped unit is half a surrogate pair without the other half; `next` is the text after the escape.
[[nodiscard]] constexpr bool is_lone_surrogate(unsigned unit, std::string_view next) noexcept {
    if (is_low_surrogate(unit)) { return true; }
    if (!is_high_surrogate(unit)) { return false; }
    auto const second = next.starts_with("\\u") ? four_hex_digits(next.substr(2)) : std::nullopt;
    return !second || !is_low_surrogate(*second);
}

/// Finds why a string was refused; `at` is its opening quote. The place of an escape is that of its backslash.
[[nodiscard]] constexpr std::optional<syntax_fault> explain_string(std::string_view source, std::size_t at) noexcept {
    for (++at; at < source.size() && source[at] != '"';) {
        std::string_view const rest = source.substr(at);
        if (!firehose_sse::detail::is_ascii(rest.front())) {
            auto const point = front_code_point(rest);
            if (!point.valid()) { return syntax_fault{decode_reason::invalid_utf8, at}; }
            at += point.size;
        } else if (rest.front() != '\\') {
            if (rest.front() < 0x20) { return syntax_fault{decode_reason::syntax, at}; }
            ++at;
        } else if (!rest.substr(1).starts_with('u')) {
            if (rest.substr(1, 1).find_first_of("\"\\/bfnrt") != 0) { return syntax_fault{decode_reason::syntax, at}; }
            at += 2;
        } else {
            auto const unit = four_hex_digits(rest.substr(2));
            if (!unit) { return syntax_fault{decode_reason::syntax, at}; }
            if (is_lone_surrogate(*unit, rest.substr(6))) { return syntax_fault{decode_reason::lone_surrogate, at}; }
            at += is_high_surrogate(*unit) ? 12u : 6u;
        }
    }
    return std::nullopt;
}

/// True when nothing but the end of the text is wrong with the sequence that starts at `at`: more could complete it.
[[nodiscard]] constexpr bool is_cut_sequence(std::string_view source, std::size_t at) noexcept {
    for (++at; at < source.size(); ++at) {
        if ((static_cast<unsigned char>(source[at]) & 0xC0) != 0x80) { return false; }
    }
    return true;
}

/// Names the fault of a text that the parser refused with `failure` at `end`, while it read the token at `token`.
[[nodiscard]] inline syntax_fault explain_syntax(std::string_view source, std::size_t token, std::size_t end,
                                                 boost::system::error_code const& failure) {
    if (failure == boost::json::error::too_deep) { return {decode_reason::too_deep, end}; }
    // A token that the parser refuses at its first byte is not wrong in itself: no token can stand there.
    char const first = token < source.size() && token < end ? source[token] : '\0';
    auto const in_string = first == '"' ? explain_string(source, token) : std::nullopt;
    // A number that ends with the text is a syntax error to the parser.
    if (failure == boost::json::error::incomplete || end >= source.size()) {
        // The parser judges a character that begins like one of four bytes only after it has four bytes.
        if (in_string && in_string->reason == decode_reason::invalid_utf8 &&
            !is_cut_sequence(source, in_string->offset)) {
            return *in_string;
        }
        return {decode_reason::incomplete, source.size()};
    }
    if (in_string) { return *in_string; }
    if (failure == boost::json::error::exponent_overflow) { return {decode_reason::number_out_of_range, token}; }
    // How far the parser reads into a wrong word depends on how much text follows.
    if (first == 't' || first == 'f' || first == 'n') { return {decode_reason::syntax, token}; }
    return {decode_reason::syntax, end};
}

} // namespace firehose_sse::wire::detail
