// Base64 as the wire spells blobs: the standard alphabet, padded, and only one spelling for each run of bytes.
// Level 3 (wire). Knows no shapes and no JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

namespace detail {

inline constexpr std::string_view base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The mark in the value of every character outside of the alphabet; the bits of a valid group stay below it.
inline constexpr std::uint32_t base64_invalid = 0x0100'0000;

/// For each place in a group of four: the bits that a character contributes to the group's 24.
inline constexpr auto base64_values = [] {
    std::array<std::array<std::uint32_t, 256>, 4> values{};
    for (auto& place : values) { place.fill(base64_invalid); }
    for (std::uint32_t i = 0; i < 64; ++i) {
        auto const c = static_cast<unsigned char>(base64_alphabet[i]);
        for (std::size_t place = 0; place < 4; ++place) { values[place][c] = i << (18 - 6 * place); }
    }
    return values;
}();

/// For each 12 bits: the two characters that spell them.
inline constexpr auto base64_pairs = [] {
    std::array<std::array<char, 2>, 4096> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        pairs[i] = {base64_alphabet[i >> 6], base64_alphabet[i & 63]};
    }
    return pairs;
}();

[[nodiscard]] constexpr std::uint32_t base64_group(char const* four) noexcept {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i) { bits |= base64_values[i][static_cast<unsigned char>(four[i])]; }
    return bits;
}

constexpr void put_base64_pair(std::uint32_t bits, char* out) noexcept {
    out[0] = base64_pairs[bits][0];
    out[1] = base64_pairs[bits][1];
}

} // namespace detail

/// Length of the text that spells `bytes` bytes.
[[nodiscard]] constexpr std::size_t base64_size(std::size_t bytes) noexcept {
    return bytes / 3 * 4 + (bytes % 3 ? 4 : 0);
}

/// How many bytes a well-formed text spells. *Errors:* means nothing for a text that base64_decode refuses.
[[nodiscard]] constexpr std::size_t base64_decoded_size(std::string_view text) noexcept {
    if (text.size() < 4) { return 0; }
    std::size_t const padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    return text.size() / 4 * 3 - padding;
}

/// Appends the base64 text of `bytes`.
inline void append_base64(std::string_view bytes, std::string& out) {
    std::size_t const start = out.size();
    out.resize(start + base64_size(bytes.size()));
    char* to = out.data() + start;
    char const* from = bytes.data();
    auto const byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(from[i])); };
    for (std::size_t left = bytes.size() / 3; left != 0; --left, from += 3, to += 4) {
        std::uint32_t const bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        detail::put_base64_pair(bits >> 12, to);
        detail::put_base64_pair(bits & 0xFFF, to + 2);
    }
    std::size_t const rest = bytes.size() % 3;
    if (rest == 0) { return; }
    std::uint32_t const bits = byte(0) << 16 | (rest == 2 ? byte(1) << 8 : 0);
    detail::put_base64_pair(bits >> 12, to);
    detail::put_base64_pair(bits & 0xFFF, to + 2);
    to[3] = '=';
    if (rest == 1) { to[2] = '='; }
}

/// The bytes a text spells.
///
/// *Errors:* returns nothing when a character is not in the alphabet (white space included), when the padding does not
/// fit the length, or when the last character sets bits that belong to no byte, unless `drop_spare_bits`: two spellings
/// of the same bytes must not pass for two records [O sibling].
[[nodiscard]] inline std::optional<std::string> base64_decode(std::string_view text, bool drop_spare_bits = false) {
    if (text.size() % 4 != 0) { return std::nullopt; }
    std::string bytes(base64_decoded_size(text), '\0');
    char const* from = text.data();
    char* to = bytes.data();
    std::uint32_t seen = 0;
    for (std::size_t left = bytes.size() / 3; left != 0; --left, from += 4, to += 3) {
        std::uint32_t const bits = detail::base64_group(from);
        seen |= bits;
        to[0] = static_cast<char>(bits >> 16 & 0xFF);
        to[1] = static_cast<char>(bits >> 8 & 0xFF);
        to[2] = static_cast<char>(bits & 0xFF);
    }
    if (std::size_t const rest = bytes.size() % 3; rest != 0) {
        char const last[4] = {from[0], from[1], rest == 2 ? from[2] : 'A', 'A'};
        std::uint32_t const bits = detail::base64_group(last);
        seen |= bits;
        if (!drop_spare_bits && (bits & (rest == 2 ? 0xFFu : 0xFFFFu)) != 0) { return std::nullopt; }
        to[0] = static_cast<char>(bits >> 16 & 0xFF);
        if (rest == 2) { to[1] = static_cast<char>(bits >> 8 & 0xFF); }
    }
    if ((seen & detail::base64_invalid) != 0) { return std::nullopt; }
    return bytes;
}

} // namespace firehose_sse::wire
