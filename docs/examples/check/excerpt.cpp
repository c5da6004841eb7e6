// SPDX-License-Identifier: BSL-1.0
#include "excerpt.hpp"
#include <firehose_sse/diagnostic/line_column.hpp>
#include <firehose_sse/shape/code_points.hpp>
#include "text.hpp"
#include <algorithm>
#include <cstddef>

namespace check_example {

namespace {

constexpr std::size_t widest = 100;
constexpr std::size_t before_the_fault = 40; // characters, where the line is cut
constexpr std::size_t tab = 4;
/// How many bytes around the fault are looked at: a line can be much longer, and have many faults.
constexpr std::size_t reach = 4 * (widest + 1);

/// A character as it is shown, and its columns.
struct glyph {
    std::string text;
    std::size_t columns = 1;
};

/// U+2400 and following: pictures of the control characters, one column each.
[[nodiscard]] std::string picture(char32_t control) {
    char32_t const number = control == 0x7F ? 0x21 : control;
    return {'\xE2', '\x90', static_cast<char>(0x80 + number)};
}

[[nodiscard]] glyph glyph_of(std::string_view bytes, char32_t character, bool hidden) {
    if (hidden) { return {"*", 1}; }
    if (character == '\t') { return {std::string(tab, ' '), tab}; }
    if (character < 0x20 || character == 0x7F) { return {picture(character), 1}; }
    if (is_printable(character)) { return {std::string(bytes), columns_of(character)}; }
    return {"\xEF\xBF\xBD", 1};
}

/// The offset of the character that stands `characters` before `offset`, but not less than `least`.
[[nodiscard]] std::size_t step_back(std::string_view text, std::size_t offset, std::size_t least,
                                    std::size_t characters) {
    while (characters-- > 0 && offset > least) {
        std::size_t const last = offset;
        do {
            --offset;
        } while (offset > least && last - offset < 4 && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
    }
    return offset;
}

/// Whether a line can be shown from its beginning: all of it fits, or enough of what follows the fault.
[[nodiscard]] bool is_short(std::string_view line, std::size_t fault) {
    std::size_t at = 0;
    for (std::size_t shown = 0; at < line.size() && shown < widest; ++shown) {
        if (at >= fault && shown <= widest - before_the_fault) { return true; }
        at += firehose_sse::front_code_point(line.substr(at)).size;
    }
    return at >= line.size();
}

} // namespace

excerpt excerpt_of(std::string_view text, std::vector<bool> const& hidden, firehose_sse::wire::span_of_text span) {
    std::size_t const fault = std::min(span.begin, text.size());
    text = text.substr(0, std::min(fault + reach, text.size()));
    std::size_t const from = fault - std::min(fault, reach);
    std::size_t const start = from + firehose_sse::diagnostic::start_of_line(text.substr(from), fault - from);
    std::size_t const end = std::min(text.find_first_of("\r\n", fault), text.size());
    std::size_t at = start;
    if (!is_short(text.substr(start, end - start), fault - start)) {
        at = step_back(text, fault, start, before_the_fault);
    }
    excerpt out;
    std::size_t columns = 0;
    auto const put = [&](glyph const& what, bool pointed_at) {
        out.line += what.text;
        // A caret below the first column of the part, a blank below each column before it.
        for (std::size_t i = 0; i < what.columns; ++i) {
            bool const first = out.carets.find('^') == std::string::npos;
            if (pointed_at) { out.carets += first ? '^' : '~'; }
            if (!pointed_at && first) { out.carets += ' '; }
        }
        columns += what.columns;
    };
    if (at > start) { put({"\xE2\x80\xA6", 1}, false); }
    while (at < end) {
        if (columns >= widest) {
            put({"\xE2\x80\xA6", 1}, false);
            break;
        }
        auto const front = firehose_sse::front_code_point(text.substr(at, end - at));
        bool const pointed_at = at >= fault && (at < span.end || at == fault);
        put(glyph_of(text.substr(at, front.size), front.value, hidden[at]), pointed_at);
        at += front.size;
    }
    if (out.carets.find('^') == std::string::npos) { out.carets += '^'; } // behind the line's last character
    return out;
}

} // namespace check_example
