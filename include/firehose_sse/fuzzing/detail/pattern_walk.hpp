// Texts that match a pattern and have a chosen length, made by walking its automaton.
// Level 5 (fuzzing). Knows nothing of shapes.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/any_source.hpp"
#include "firehose_sse/fuzzing/detail/pattern_graph.hpp"
#include "firehose_sse/shape/bounds.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace firehose_sse::fuzzing::detail {

inline void append_utf8(char32_t code, std::string& out) {
    auto const byte = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6);
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12);
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | code >> 18);
        byte(0x80 | (code >> 12 & 0x3F));
        byte(0x80 | (code >> 6 & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

/// Characters beyond ASCII that texts are made of: of two, three and four bytes, letters, blanks, digits and neither,
/// the ends of each length, the line breaks that `.` excludes.
inline constexpr std::array<char32_t, 16> wide_characters{0xE9,   0x80,     0x7FF,  0x800,  0xFFFF, 0x10000,
                                                          0x3B1,  0x3000,   0x660,  0x2028, 0x85,   0x1F600,
                                                          0x4E2D, 0x10FFFF, 0xFEFF, 0xFFFD};

/// A size from `least` to `most`: each end a quarter of the time, but the upper end only up to `largest`.
[[nodiscard]] inline std::size_t size_between(any_source& choices, std::size_t least, std::size_t most,
                                              std::size_t usual, std::size_t largest) {
    std::size_t const top = std::min(most, std::max(least, usual));
    switch (choices.below(4)) {
    case 0: return least;
    case 1: return most <= std::max(least, largest) ? most : top;
    default: return between(choices, least, std::max(least, top));
    }
}

class pattern_walk {
public:
    /// For texts of up to `longest` code points.
    pattern_walk(pattern_graph const& pattern, std::size_t longest)
        : pattern_(pattern), longest_(longest), ends_((longest + 1) * pattern.states()) {
        for (std::size_t state = 0; state < pattern.states(); ++state) { ends_[state] = pattern.accepts[state]; }
        for (std::size_t left = 1; left <= longest; ++left) {
            for (std::size_t state = 0; state < pattern.states(); ++state) {
                ends_[left * pattern.states() + state] = std::ranges::any_of(
                    pattern.after(state), [&](std::uint16_t next) { return can_end(next, left - 1); });
            }
        }
    }

    [[nodiscard]] bool has_length(std::size_t length) const { return length <= longest_ && can_end(0, length); }

    /// The least possible length that is not below `least`.
    [[nodiscard]] std::optional<std::size_t> length_from(std::size_t least) const {
        for (std::size_t length = least; length <= longest_; ++length) {
            if (can_end(0, length)) { return length; }
        }
        return std::nullopt;
    }

    /// A text of that length, for which has_length() must be true. The walk does not know what a look-ahead refuses:
    /// then it tries the text that takes no choices, and gives nothing when that is refused too.
    [[nodiscard]] std::optional<std::string> text(any_source& choices, std::size_t length) const {
        std::string made = walk(choices, length);
        if (pattern_.matches(made)) { return made; }
        no_choices none;
        any_source plain(none);
        made = walk(plain, length);
        if (pattern_.matches(made)) { return made; }
        return std::nullopt;
    }

private:
    [[nodiscard]] bool can_end(std::size_t state, std::size_t left) const {
        return ends_[left * pattern_.states() + state] != 0;
    }

    [[nodiscard]] std::string walk(any_source& choices, std::size_t length) const {
        std::string made;
        std::size_t state = 0;
        for (std::size_t left = length; left != 0; --left) {
            auto const leads = [&](std::uint16_t next) { return can_end(next, left - 1); };
            auto const after = pattern_.after(state);
            std::size_t skip = choices.index(static_cast<std::size_t>(std::ranges::count_if(after, leads)));
            for (std::uint16_t const next : after) {
                if (leads(next) && skip-- == 0) {
                    state = next;
                    break;
                }
            }
            append_utf8(character(choices, pattern_.classes[pattern_.class_of[state]]), made);
        }
        return made;
    }

    // Letters come first, so that a source that has run out writes them.
    [[nodiscard]] static char32_t character(any_source& choices, constraint::detail::character_class const& one_of) {
        std::array<char32_t, constraint::detail::ascii_end> narrow{};
        std::size_t count = 0;
        for (std::size_t i = 0; i < narrow.size(); ++i) {
            std::size_t const code = (i + 'a') % narrow.size();
            if (one_of.contains_ascii(code)) { narrow[count++] = static_cast<char32_t>(code); }
        }
        if (one_of.reaches_beyond_ascii() && (count == 0 || one_in(choices, 8))) {
            std::size_t const first = choices.index(wide_characters.size());
            for (std::size_t i = 0; i < wide_characters.size(); ++i) {
                char32_t const code = wide_characters[(first + i) % wide_characters.size()];
                if (one_of.contains_wide(code)) { return code; }
            }
        }
        return count != 0 ? narrow[choices.index(count)] : one_of.wide[0].first;
    }

    pattern_graph const& pattern_;
    std::size_t longest_;
    std::vector<unsigned char> ends_; // for each number of characters left: whether a state can end with them
};

} // namespace firehose_sse::fuzzing::detail
