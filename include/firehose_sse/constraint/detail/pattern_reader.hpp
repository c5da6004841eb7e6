// Reads one class, escape or literal of a pattern: the part of java.util.regex's syntax that the service model uses.
// Level 2 (constraint). Knows nothing of groups, branches and quantifiers.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/character_class.hpp"
#include "firehose_sse/constraint/detail/pattern_program.hpp"
#include <cstddef>
#include <string_view>

namespace firehose_sse::constraint::detail {

struct pattern_reader {
    static constexpr char32_t shorthand = 0xFFFFFFFF;

    std::string_view text;
    std::size_t at = 0;
    pattern_fault fault = pattern_fault::none;

    [[nodiscard]] constexpr bool at_end() const noexcept { return at >= text.size(); }
    [[nodiscard]] constexpr bool sound() const noexcept { return fault == pattern_fault::none; }
    [[nodiscard]] constexpr bool next_is(std::string_view what) const noexcept {
        return !at_end() && text.substr(at).starts_with(what);
    }

    constexpr bool take(std::string_view what) noexcept {
        bool const found = next_is(what);
        at += found ? what.size() : 0;
        return found;
    }

    // Only the first fault is reported.
    constexpr void fail(pattern_fault what) noexcept {
        if (sound()) { fault = what; }
    }

    [[nodiscard]] constexpr character_class read_one_of() noexcept {
        character_class into;
        if (take("[")) {
            read_class(into);
        } else if (take(".")) {
            // All but Java's line terminators: \n \r U+0085 U+2028 U+2029.
            add(into, 0, 9);
            add(into, 0xB, 0xC);
            add(into, 0xE, 0x84);
            add(into, 0x86, 0x2027);
            add(into, 0x202A, 0x10FFFF);
        } else if (char32_t const single = read_character(into); single != shorthand) {
            add(into, single, single);
        }
        return into;
    }

private:
    constexpr void add(character_class& to, char32_t first, char32_t last) noexcept {
        if (first > last || !to.add(first, last)) { fail(pattern_fault::character_class); }
    }

    // A hyphen stands for itself at either end of a class only; Java's unions and intersections are not read.
    constexpr void read_class(character_class& into) noexcept {
        bool const negated = take("^");
        std::size_t const start = at;
        while (sound() && !next_is("]")) {
            bool const stray_hyphen = next_is("-") && at != start && !next_is("-]");
            if (at_end() || next_is("[") || next_is("&&") || stray_hyphen) {
                fail(pattern_fault::character_class);
            } else {
                read_range(into);
            }
        }
        if (at == start) { fail(pattern_fault::character_class); }
        ++at;
        if (negated) { into.negate(); }
    }

    constexpr void read_range(character_class& into) noexcept {
        char32_t const first = read_character(into);
        if (first == shorthand) { return; }
        if (!next_is("-") || next_is("-]")) {
            add(into, first, first);
            return;
        }
        ++at;
        char32_t const last = at_end() || next_is("[") ? shorthand : read_character(into);
        if (last == shorthand) {
            fail(pattern_fault::character_class);
        } else {
            add(into, first, last);
        }
    }

    // Reads one character; `shorthand` when it has added several characters to `into`, or after a fault.
    [[nodiscard]] constexpr char32_t read_character(character_class& into) noexcept {
        if (next_is("\\")) { return read_escape(into); }
        char const next = text[at++];
        if (next < ' ' || next > '~') {
            fail(pattern_fault::literal);
            return shorthand;
        }
        return static_cast<unsigned char>(next);
    }

    [[nodiscard]] constexpr char32_t read_escape(character_class& into) noexcept {
        if (take("\\d")) {
            add(into, '0', '9');
        } else if (take("\\w")) {
            add(into, '0', '9');
            add(into, 'A', 'Z');
            add(into, '_', '_');
            add(into, 'a', 'z');
        } else if (take("\\s")) {
            // ASCII only in Java: one ideographic space is not blank to the service [O].
            add(into, 9, 0xD);
            add(into, ' ', ' ');
        } else if (take("\\S")) {
            add(into, 0, 8);
            add(into, 0xE, 0x1F);
            add(into, 0x21, 0x10FFFF);
        } else if (take("\\p{L}")) {
            into.add_letters();
        } else if (take("\\p{Z}")) {
            into.add_separators();
        } else if (take("\\p{N}")) {
            into.add_numbers();
        } else if (take("\\u")) {
            return read_hexadecimal();
        } else {
            return read_escaped_character();
        }
        return shorthand;
    }

    [[nodiscard]] constexpr char32_t read_hexadecimal() noexcept {
        constexpr std::string_view digits = "0123456789ABCDEF";

        char32_t value = 0;
        for (std::size_t const end = at + 4; at < end; ++at) {
            std::size_t const digit = at_end() ? digits.npos : digits.find(text[at]);
            if (digit == digits.npos) {
                fail(pattern_fault::escape);
                return shorthand;
            }
            value = value << 4 | static_cast<char32_t>(digit);
        }
        return value;
    }

    [[nodiscard]] constexpr char32_t read_escaped_character() noexcept {
        ++at;
        char const escaped = at_end() ? '\0' : text[at];
        ++at;
        bool const digit = escaped >= '0' && escaped <= '9';
        bool const letter = (escaped >= 'a' && escaped <= 'z') || (escaped >= 'A' && escaped <= 'Z');
        if (digit || escaped == 'k') {
            fail(pattern_fault::back_reference);
            return shorthand;
        }
        if (letter || escaped <= ' ' || escaped > '~') {
            fail(pattern_fault::escape);
            return shorthand;
        }
        return static_cast<unsigned char>(escaped);
    }
};

} // namespace firehose_sse::constraint::detail
