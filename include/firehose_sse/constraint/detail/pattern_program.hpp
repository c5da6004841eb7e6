// What a pattern's text is read into: its two parts, a postfix program over character classes, or a fault.
// Level 2 (constraint). Knows nothing of the syntax inside a part, nor of automata.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/character_class.hpp"
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace firehose_sse::constraint::detail {

enum class pattern_fault : std::uint8_t {
    none,
    look_around,
    back_reference,
    quantifier,
    repetition,
    escape,
    character_class,
    anchor,
    group,
    literal,
    size,
};

struct instruction {
    enum class kind : std::uint8_t { nothing, one_of, concatenate, alternate, repeat };
    static constexpr std::uint16_t unbounded = 0xFFFF;

    kind what = kind::nothing;
    std::uint16_t low = 0;  // one_of: the index of the class; repeat: the least count
    std::uint16_t high = 0; // repeat: the most, or unbounded
};

inline constexpr std::size_t max_group_depth = 16;

// Each open group and the top level hold at most three operands: the branches so far and two items of the current one.
inline constexpr std::size_t max_operands = 3 * (max_group_depth + 1);

// `Capacity` is the length of the text: each character makes at most one item, each item at most two instructions.
template <std::size_t Capacity> struct pattern_program {
    std::array<instruction, 2 * Capacity + 2> code{};
    std::size_t size = 0;
    std::array<character_class, Capacity + 1> classes{};
    std::size_t class_count = 0;
    bool alternates = false; // outside every group
    pattern_fault fault = pattern_fault::none;
};

// Replaces a pattern that cannot be compiled, so that the compiler complains about its fault only.
template <std::size_t Capacity>
[[nodiscard]] constexpr pattern_program<Capacity> broken_program(pattern_fault fault) noexcept {
    pattern_program<Capacity> program;
    program.size = 1;
    program.fault = fault;
    return program;
}

// A pattern's text cut into what its leading look-ahead refuses, and the body that the whole text must match.
struct pattern_parts {
    std::string_view body;
    std::string_view refused;
    bool refuses = false;
    bool refuses_whole_only = false; // the refused part ends in `$`
};

// The place of the `)` that closes the group open at the front of the text; without one, the text's size.
[[nodiscard]] constexpr std::size_t end_of_group(std::string_view text) noexcept {
    std::size_t depth = 0;
    bool in_class = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        switch (text[at]) {
        case '\\': ++at; break;
        case '[': in_class = true; break;
        case ']': in_class = false; break;
        case '(':
            if (!in_class) { ++depth; }
            break;
        case ')':
            if (!in_class && depth-- == 0) { return at; }
            break;
        default: break;
        }
    }
    return text.size();
}

[[nodiscard]] constexpr pattern_parts split_pattern(std::string_view text) noexcept {
    constexpr std::string_view open = "(?!";

    std::string_view rest = text.substr(text.starts_with('^') ? std::size_t{1} : std::size_t{0});
    if (!rest.starts_with(open)) { return {text, {}, false, false}; }
    rest.remove_prefix(open.size());
    std::size_t const end = end_of_group(rest);
    if (end == rest.size()) { return {text, {}, false, false}; }
    pattern_parts parts{rest.substr(end + 1), rest.substr(0, end), true, false};
    if (parts.refused.ends_with('$')) {
        std::string_view const before = parts.refused.substr(0, parts.refused.size() - 1);
        std::size_t const backslashes = before.size() - (before.find_last_not_of('\\') + 1);
        if (backslashes % 2 == 0) {
            parts.refused = before;
            parts.refuses_whole_only = true;
        }
    }
    return parts;
}

} // namespace firehose_sse::constraint::detail
