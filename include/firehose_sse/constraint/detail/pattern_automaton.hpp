// Builds a pattern program's position automaton (Glushkov's: one state per class occurrence, no empty moves).
// Level 2 (constraint). Knows nothing of the syntax; all of it runs at compile time.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/pattern_program.hpp"
#include "firehose_sse/constraint/detail/position_set.hpp"
#include <array>
#include <cstddef>
#include <cstdint>

namespace firehose_sse::constraint::detail {

inline constexpr std::size_t max_positions = 1023;
inline constexpr std::size_t max_classes = 64;

// The number of class occurrences after the repeats are written out; max_positions + 1 for any larger number.
template <std::size_t Capacity>
[[nodiscard]] constexpr std::size_t count_positions(pattern_program<Capacity> const& program) noexcept {
    std::array<std::size_t, max_operands> counts{};
    std::size_t top = 0;
    for (std::size_t i = 0; i < program.size; ++i) {
        instruction const step = program.code[i];
        switch (step.what) {
        case instruction::kind::nothing: counts[top++] = 0; break;
        case instruction::kind::one_of: counts[top++] = 1; break;
        case instruction::kind::concatenate:
        case instruction::kind::alternate:
            --top;
            counts[top - 1] += counts[top];
            break;
        case instruction::kind::repeat:
            counts[top - 1] *= step.high != instruction::unbounded ? step.high : step.low > 1 ? step.low : 1;
            break;
        }
        if (counts[top - 1] > max_positions) { return max_positions + 1; }
    }
    return counts[0];
}

// Position 0 is the start, before any character; each other position stands behind one character of its class.
template <std::size_t Positions> struct position_automaton {
    static constexpr std::size_t states = Positions + 1;
    using set = position_set<(states + 63) / 64>;

    std::array<std::uint16_t, states> class_of{};
    std::array<set, states> follow{};
    set accept{};
};

template <std::size_t Positions> class automaton_builder {
    using set = typename position_automaton<Positions>::set;

    // A part of the pattern: the positions [begin, end), where it may start and stop, whether it may be skipped.
    struct fragment {
        std::size_t begin = 0;
        std::size_t end = 0;
        set first;
        set last;
        bool skippable = false;
    };

public:
    template <std::size_t Capacity>
    [[nodiscard]] constexpr position_automaton<Positions> build(pattern_program<Capacity> const& program) noexcept {
        std::array<fragment, max_operands> operands{};
        std::size_t top = 0;
        for (std::size_t i = 0; i < program.size; ++i) {
            instruction const step = program.code[i];
            switch (step.what) {
            case instruction::kind::nothing: operands[top++] = nothing(); break;
            case instruction::kind::one_of: operands[top++] = one_of(step.low); break;
            case instruction::kind::concatenate:
                --top;
                concatenate(operands[top - 1], operands[top]);
                break;
            case instruction::kind::alternate:
                --top;
                alternate(operands[top - 1], operands[top]);
                break;
            case instruction::kind::repeat: repeat(operands[top - 1], step.low, step.high); break;
            }
        }
        automaton_.follow[0] = operands[0].first;
        automaton_.accept = operands[0].last;
        if (operands[0].skippable) { automaton_.accept.insert(0); }
        return automaton_;
    }

private:
    [[nodiscard]] constexpr fragment nothing() const noexcept {
        fragment made;
        made.begin = made.end = next_;
        made.skippable = true;
        return made;
    }

    [[nodiscard]] constexpr fragment one_of(std::uint16_t class_index) noexcept {
        automaton_.class_of[next_] = class_index;
        fragment made;
        made.first.insert(next_);
        made.last.insert(next_);
        made.begin = next_++;
        made.end = next_;
        return made;
    }

    constexpr void connect(set const& from, set const& to) noexcept {
        from.for_each([&](std::size_t position) { automaton_.follow[position] |= to; });
    }

    constexpr void concatenate(fragment& left, fragment const& right) noexcept {
        connect(left.last, right.first);
        if (left.skippable) { left.first |= right.first; }
        left.last = right.skippable ? left.last | right.last : right.last;
        left.skippable = left.skippable && right.skippable;
        left.end = right.end;
    }

    constexpr void alternate(fragment& left, fragment const& right) noexcept {
        left.first |= right.first;
        left.last |= right.last;
        left.skippable = left.skippable || right.skippable;
        left.end = right.end;
    }

    // The copies nest like optionals: each leads only to the next one, and from the least count on each may be the
    // last. A skippable part may always be left, since its remaining copies may all be empty.
    constexpr void repeat(fragment& part, std::size_t low, std::size_t high) noexcept {
        bool const open = high == instruction::unbounded;
        std::size_t const copies = !open ? high : low > 1 ? low : 1;
        std::size_t const least = part.skippable ? 0 : low;

        fragment previous = part;
        part.skippable = least == 0;
        if (least > 1) { part.last = {}; }
        for (std::size_t count = 2; count <= copies; ++count) {
            fragment const copy = copy_of(previous);
            connect(previous.last, copy.first);
            if (count >= least) { part.last |= copy.last; }
            previous = copy;
        }
        if (open) { connect(previous.last, previous.first); }
        part.end = previous.end;
    }

    // The copied part has no way out yet: all its positions lead to positions of its own.
    [[nodiscard]] constexpr fragment copy_of(fragment const& part) noexcept {
        std::size_t const distance = next_ - part.begin;
        fragment copy;
        copy.begin = next_;
        for (std::size_t position = part.begin; position < part.end; ++position, ++next_) {
            automaton_.class_of[next_] = automaton_.class_of[position];
            automaton_.follow[next_] = moved(automaton_.follow[position], distance);
        }
        copy.end = next_;
        copy.first = moved(part.first, distance);
        copy.last = moved(part.last, distance);
        return copy;
    }

    [[nodiscard]] static constexpr set moved(set const& positions, std::size_t distance) noexcept {
        set result;
        positions.for_each([&](std::size_t position) { result.insert(position + distance); });
        return result;
    }

    position_automaton<Positions> automaton_{};
    std::size_t next_ = 1;
};

} // namespace firehose_sse::constraint::detail
