// Any bytes, read as base64 and written as base64; a slow reader and writer that know only the alphabet do the same.
// Level: none (a fuzz target). Input: the text, or the bytes.
// By hand: ./dev fuzz base64 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/base64.hpp"
#include "require.hpp"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;

constexpr std::size_t largest_input = 512;

// ---- the slow way: a letter, or a byte, at a time

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::string> read(std::string_view text, bool drop_spare_bits) {
    if (text.size() % 4 != 0) { return std::nullopt; }
    for (int i = 0; i < 2 && text.ends_with('='); ++i) { text.remove_suffix(1); }
    std::string bytes;
    std::size_t bits = 0; // those that make no byte yet
    unsigned held = 0;
    for (char const c : text) {
        std::size_t const value = alphabet.find(c);
        if (value == alphabet.npos) { return std::nullopt; }
        bits = bits * 64 + value;
        held += 6;
        if (held < 8) { continue; }
        held -= 8;
        bytes += static_cast<char>(bits >> held);
        bits %= std::size_t{1} << held;
    }
    if (!drop_spare_bits && bits != 0) { return std::nullopt; }
    return bytes;
}

std::string write(std::string_view bytes) {
    std::string text;
    std::size_t bits = 0;
    unsigned held = 0;
    for (char const c : bytes) {
        bits = bits * 256 + static_cast<unsigned char>(c);
        for (held += 8; held >= 6; held -= 6) {
            text += alphabet[bits >> (held - 6)];
            bits %= std::size_t{1} << (held - 6);
        }
    }
    if (held != 0) { text += alphabet[bits << (6 - held)]; }
    while (text.size() % 4 != 0) { text += '='; }
    return text;
}

void check_text(std::string_view text) {
    for (bool const drop : {false, true}) {
        auto const bytes = wire::base64_decode(text, drop);
        require(bytes == read(text, drop), "both read the same, or refuse");
        if (!bytes) { continue; }
        require(wire::base64_decoded_size(text) == bytes->size(), "the size is known beforehand");
        std::string again;
        wire::append_base64(*bytes, again);
        require(drop || again == text, "there is one spelling only");
        require(again.size() == text.size(), "and no longer one");
    }
}

void check_bytes(std::string_view bytes) {
    std::string text = "before:";
    wire::append_base64(bytes, text);
    require(text == "before:" + write(bytes), "both write the same");
    require(text.size() - 7 == wire::base64_size(bytes.size()), "as long as was said");
    require(wire::base64_decode(text.substr(7)) == bytes, "what is written is read as the same bytes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    check_text(input);
    check_bytes(input);
    return 0;
}
