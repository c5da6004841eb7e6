// Runs a position automaton over text: one look-up and a few word operations per character, no backtracking.
// Level 2 (constraint). Knows no syntax; its tables are made at compile time, its run neither allocates nor recurses.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/character_class.hpp"
#include "firehose_sse/constraint/detail/pattern_automaton.hpp"
#include "firehose_sse/constraint/detail/pattern_program.hpp"
#include "firehose_sse/constraint/detail/position_set.hpp"
#include "firehose_sse/shape/code_points.hpp"
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace firehose_sse::constraint::detail {

// The ASCII characters in groups that no class of the pattern tells apart.
struct ascii_groups {
    std::array<std::uint8_t, ascii_end> group_of{};
    std::array<std::uint64_t, ascii_end> classes{}; // of each group, as bits
    std::size_t count = 0;
};

template <std::size_t Capacity>
[[nodiscard]] constexpr ascii_groups group_ascii(pattern_program<Capacity> const& program) noexcept {
    ascii_groups groups;
    for (std::size_t character = 0; character < ascii_end; ++character) {
        std::uint64_t classes = 0;
        for (std::size_t i = 0; i < program.class_count; ++i) {
            classes |= std::uint64_t{program.classes[i].contains_ascii(character)} << i;
        }
        std::size_t group = 0;
        while (group < groups.count && groups.classes[group] != classes) { ++group; }
        if (group == groups.count) { groups.classes[groups.count++] = classes; }
        groups.group_of[character] = static_cast<std::uint8_t>(group);
    }
    return groups;
}

// How many positions lead to another position than themselves and the next one.
template <std::size_t Positions>
[[nodiscard]] constexpr std::size_t count_jumps(position_automaton<Positions> const& automaton) noexcept {
    std::size_t count = 0;
    for (std::size_t position = 0; position <= Positions; ++position) {
        auto elsewhere = automaton.follow[position];
        elsewhere.erase(position);
        if (position < Positions) { elsewhere.erase(position + 1); }
        if (!elsewhere.empty()) { ++count; }
    }
    return count;
}

template <std::size_t Capacity>
[[nodiscard]] constexpr std::size_t count_wide_classes(pattern_program<Capacity> const& program) noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < program.class_count; ++i) {
        if (program.classes[i].reaches_beyond_ascii()) { ++count; }
    }
    return count;
}

template <std::size_t Words, std::size_t Groups, std::size_t Jumps, std::size_t WideClasses> struct matcher_tables {
    using set = position_set<Words>;

    struct jump {
        std::size_t from = 0;
        set to;
    };

    struct wide_class {
        character_class one_of;
        set positions;
    };

    std::array<std::uint8_t, ascii_end> group_of{};
    std::array<set, Groups> reached_by{}; // the positions that a group's characters may reach
    set from_previous;
    set from_itself;
    set jumping;
    set accept;
    std::array<jump, Jumps> jumps{};
    std::array<wide_class, WideClasses> wide{};

    [[nodiscard]] constexpr set reached_by_wide(char32_t code_point) const noexcept {
        set reached;
        for (wide_class const& each : wide) {
            if (each.one_of.contains_wide(code_point)) { reached |= each.positions; }
        }
        return reached;
    }

    [[nodiscard]] constexpr set next(set const& state, set const& reached) const noexcept {
        set result;
        std::uint64_t carry = 0;
        for (std::size_t i = 0; i < Words; ++i) {
            std::uint64_t const word = state.words[i];
            std::uint64_t const moved = word << 1 | carry;
            carry = word >> (set::word_bits - 1);
            result.words[i] = ((moved & from_previous.words[i]) | (word & from_itself.words[i])) & reached.words[i];
        }
        if (Jumps > 0 && state.meets(jumping)) {
            for (jump const& each : jumps) {
                if (state.contains(each.from)) { result |= each.to & reached; }
            }
        }
        return result;
    }

    // Whether the whole text matches or, with `Prefix`, whether any prefix of it does.
    template <bool Prefix> [[nodiscard]] constexpr bool run(std::string_view text) const noexcept {
        set state;
        state.insert(0);
        while (!text.empty()) {
            if (Prefix && state.meets(accept)) { return true; }
            auto const byte = static_cast<unsigned char>(text.front());
            if (byte < ascii_end) {
                state = next(state, reached_by[group_of[byte]]);
                text.remove_prefix(1);
            } else {
                code_point const read = front_code_point(text);
                if (!read.valid()) { return false; }
                state = next(state, reached_by_wide(read.value));
                text.remove_prefix(read.size);
            }
            if (state.empty()) { return false; }
        }
        return state.meets(accept);
    }
};

template <class Tables, std::size_t Capacity, std::size_t Positions>
[[nodiscard]] constexpr Tables make_tables(pattern_program<Capacity> const& program,
                                           position_automaton<Positions> const& automaton,
                                           ascii_groups const& groups) noexcept {
    Tables tables;
    tables.group_of = groups.group_of;
    tables.accept = automaton.accept;

    std::array<typename Tables::set, max_classes> members{};
    std::size_t jumps = 0;
    for (std::size_t position = 0; position <= Positions; ++position) {
        if (position > 0) { members[automaton.class_of[position]].insert(position); }
        auto elsewhere = automaton.follow[position];
        if (elsewhere.contains(position)) {
            elsewhere.erase(position);
            tables.from_itself.insert(position);
        }
        if (position < Positions && elsewhere.contains(position + 1)) {
            elsewhere.erase(position + 1);
            tables.from_previous.insert(position + 1);
        }
        if (!elsewhere.empty()) {
            tables.jumping.insert(position);
            tables.jumps[jumps++] = {position, elsewhere};
        }
    }

    std::size_t wide = 0;
    for (std::size_t i = 0; i < program.class_count; ++i) {
        for (std::size_t group = 0; group < groups.count; ++group) {
            if ((groups.classes[group] >> i & 1) != 0) { tables.reached_by[group] |= members[i]; }
        }
        if (program.classes[i].reaches_beyond_ascii()) { tables.wide[wide++] = {program.classes[i], members[i]}; }
    }
    return tables;
}

} // namespace firehose_sse::constraint::detail
