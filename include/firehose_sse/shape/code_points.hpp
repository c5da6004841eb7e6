// Walking and counting the code points of UTF-8 text.
// Level 0 (shape). Knows nothing of shapes; never reads past the text, whatever its bytes are.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <string_view>

namespace firehose_sse {

/// What stands at the front of a text: a code point, or one byte that belongs to no code point.
struct code_point {
    /// The `value` of a byte that is part of no well-formed sequence.
    static constexpr char32_t invalid = 0xFFFFFFFF;

    char32_t value = invalid;
    std::size_t size = 1;

    [[nodiscard]] constexpr bool valid() const noexcept { return value != invalid; }
};

namespace detail {

[[nodiscard]] constexpr bool is_ascii(char byte) noexcept { return static_cast<unsigned char>(byte) < 0x80; }

// The number of ASCII bytes at the front of a text.
[[nodiscard]] constexpr std::size_t ascii_prefix(std::string_view text) noexcept {
    constexpr std::size_t block = 16;

    std::size_t at = 0;
    for (; text.size() - at >= block; at += block) {
        unsigned seen = 0;
        for (std::size_t i = 0; i < block; ++i) { seen |= static_cast<unsigned char>(text[at + i]); }
        if (seen >= 0x80) { break; }
    }
    while (at < text.size() && is_ascii(text[at])) { ++at; }
    return at;
}

} // namespace detail

/// Reads the code point at the front of a text that is not empty.
///
/// *Errors:* for overlong forms, surrogates, values above U+10FFFF and cut sequences: `invalid`, with a size of 1.
[[nodiscard]] constexpr code_point front_code_point(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    auto const continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };

    char32_t const lead = byte(0);
    if (lead < 0x80) { return {lead, 1}; }
    if (lead >= 0xC2 && lead <= 0xDF && continues(1)) { return {(lead & 0x1F) << 6 | (byte(1) & 0x3F), 2}; }
    if (lead >= 0xE0 && lead <= 0xEF && continues(1) && continues(2)) {
        char32_t const value = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
        if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) { return {value, 3}; }
    }
    if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3)) {
        char32_t const value = (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
        if (value >= 0x10000 && value <= 0x10FFFF) { return {value, 4}; }
    }
    return {};
}

/// The length of a string as its bounds count it: in code points. A byte that belongs to no code point counts as one.
///
/// *Units:* code points, so that the emoji U+1F600 is 1.
[[nodiscard]] constexpr std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    while (!text.empty()) {
        std::size_t const ascii = detail::ascii_prefix(text);
        count += ascii;
        text.remove_prefix(ascii);
        while (!text.empty() && !detail::is_ascii(text.front())) {
            text.remove_prefix(front_code_point(text).size);
            ++count;
        }
    }
    return count;
}

} // namespace firehose_sse
