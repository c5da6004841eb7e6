// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"
#include <firehose_sse/shape/code_points.hpp>
#include <algorithm>
#include <cstddef>
#include <iterator>

namespace check_example {

namespace {

struct interval {
    char32_t first;
    char32_t last;
};

template <std::size_t N> bool is_in(interval const (&table)[N], char32_t character) noexcept {
    return std::any_of(std::begin(table), std::end(table),
                       [&](interval each) { return each.first <= character && character <= each.last; });
}

// Controls; soft hyphen; combining marks; zero widths, separators, directions; private use and noncharacters.
constexpr interval unprintable[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},     {0x00AD, 0x00AD}, {0x0300, 0x036F}, {0x034F, 0x034F}, {0x061C, 0x061C},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},     {0x180B, 0x180F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
    {0x2028, 0x202E},   {0x2060, 0x206F},     {0x20D0, 0x20FF}, {0x3164, 0x3164}, {0xE000, 0xF8FF}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},   {0xFEFF, 0xFEFF},     {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xFFFFFFFF}};

constexpr interval wide[] = {{0x1100, 0x115E},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
                             {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
                             {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

constexpr std::string_view replacement = "\xEF\xBF\xBD";

void append_hexadecimal(char32_t number, unsigned digits, std::string_view alphabet, std::string& out) {
    for (unsigned i = digits; i-- > 0;) { out += alphabet[(number >> (4 * i)) & 15]; }
}

/// Calls `as_it_is(text)` for runs of printable characters, `other(character, byte)` for what stands between.
template <class F, class G> void walk(std::string_view text, F&& as_it_is, G&& other) {
    std::size_t run = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        auto const front = firehose_sse::front_code_point(text.substr(at));
        if (!front.valid() || !is_printable(front.value)) {
            as_it_is(text.substr(run, at - run));
            other(front.value, static_cast<unsigned char>(text[at]));
            run = at + front.size;
        }
        at += front.size;
    }
    as_it_is(text.substr(run));
}

} // namespace

bool is_printable(char32_t character) noexcept { return !is_in(unprintable, character); }

unsigned columns_of(char32_t character) noexcept { return is_in(wide, character) ? 2 : 1; }

std::string printable(std::string_view text) {
    std::string out;
    walk(
        text, [&](std::string_view run) { out += run; }, [&](char32_t, unsigned char) { out += replacement; });
    return out;
}

std::string spelled_out(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    walk(
        text, [&](std::string_view run) { out += run; },
        [&](char32_t character, unsigned char byte) {
            out += '<';
            if (character == firehose_sse::code_point::invalid) {
                append_hexadecimal(byte, 2, digits, out);
            } else {
                out += "U+";
                append_hexadecimal(character, character > 0xFFFF ? 6 : 4, digits, out);
            }
            out += '>';
        });
    return out;
}

void append_json_string(std::string_view text, std::string& out) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto const escape = [&](char32_t unit) {
        out += "\\u";
        append_hexadecimal(unit, 4, digits, out);
    };
    out += '"';
    walk(
        text,
        [&](std::string_view run) {
            for (char const c : run) {
                if (c == '"' || c == '\\') { out += '\\'; }
                out += c;
            }
        },
        [&](char32_t character, unsigned char) {
            if (character == firehose_sse::code_point::invalid) {
                out += replacement;
            } else if (character == '\n') {
                out += "\\n";
            } else if (character == '\t') {
                out += "\\t";
            } else if (character > 0xFFFF) {
                escape(0xD800 + ((character - 0x10000) >> 10));
                escape(0xDC00 + ((character - 0x10000) & 0x3FF));
            } else {
                escape(character);
            }
        });
    out += '"';
}

std::string sentence(std::string_view text) {
    std::string out = std::string(text) + '.';
    if (out.front() >= 'a' && out.front() <= 'z') { out.front() = static_cast<char>(out.front() - 'a' + 'A'); }
    return out;
}

std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

} // namespace check_example
