// A set of code points, as a pattern's classes, escapes and literals mean it.
// Level 2 (constraint). Knows nothing of a pattern's syntax.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/unicode.hpp"
#include <array>
#include <cstddef>
#include <cstdint>

namespace firehose_sse::constraint::detail {

inline constexpr char32_t ascii_end = 0x80;

template <std::size_t N> consteval bool ends_beyond_ascii(std::array<code_point_range, N> const& category) noexcept {
    for (auto const& each : category) {
        if (each.first < ascii_end && each.last >= ascii_end) { return false; }
    }
    return N != 0 && category[N - 1].first >= ascii_end;
}

// Code points below 128 as bits, the others as ranges and Unicode categories.
struct character_class {
    std::array<std::uint64_t, 2> ascii{};
    std::array<code_point_range, 4> wide{};
    std::uint8_t wide_count = 0;
    bool letters = false;
    bool separators = false;
    bool numbers = false;
    bool wide_negated = false;

    friend constexpr bool operator==(character_class const&, character_class const&) noexcept = default;

    // Adds a range, both ends included; false when there is no room for one more range beyond ASCII.
    constexpr bool add(char32_t first, char32_t last) noexcept {
        for (char32_t each = first; each <= last && each < ascii_end; ++each) {
            ascii[each / 64] |= std::uint64_t{1} << each % 64;
        }
        if (last < ascii_end) { return true; }
        if (wide_count == wide.size()) { return false; }
        wide[wide_count++] = {first, last};
        return true;
    }

    template <auto const& Category> constexpr void add_ascii_part_of() noexcept {
        // This makes the walk end before the table does, and at the border of ASCII.
        static_assert(ends_beyond_ascii(Category), "a category has ranges beyond ASCII, and none that is half in it");
        for (std::size_t i = 0; Category[i].first < ascii_end; ++i) { add(Category[i].first, Category[i].last); }
    }

    constexpr void add_letters() noexcept {
        letters = true;
        add_ascii_part_of<detail::letters>();
    }

    constexpr void add_separators() noexcept {
        separators = true;
        add_ascii_part_of<detail::separators>();
    }

    constexpr void add_numbers() noexcept {
        numbers = true;
        add_ascii_part_of<detail::numbers>();
    }

    // To be called once at most, after everything is added.
    constexpr void negate() noexcept {
        ascii = {~ascii[0], ~ascii[1]};
        wide_negated = true;
    }

    [[nodiscard]] constexpr bool contains_ascii(std::size_t code_point) const noexcept {
        return (ascii[code_point / 64] >> code_point % 64 & 1) != 0;
    }

    [[nodiscard]] constexpr bool contains_wide(char32_t code_point) const noexcept {
        bool inside = (letters && is_letter(code_point)) || (separators && is_separator(code_point)) ||
                      (numbers && is_number(code_point));
        for (std::size_t i = 0; i < wide_count && !inside; ++i) {
            inside = wide[i].first <= code_point && code_point <= wide[i].last;
        }
        return inside != wide_negated;
    }

    [[nodiscard]] constexpr bool reaches_beyond_ascii() const noexcept {
        return wide_count > 0 || letters || separators || numbers || wide_negated;
    }
};

} // namespace firehose_sse::constraint::detail
