// Reads one part of a pattern's text, at compile time, into a postfix program.
// Level 2 (constraint). Knows nothing of automata.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/character_class.hpp"
#include "firehose_sse/constraint/detail/pattern_program.hpp"
#include "firehose_sse/constraint/detail/pattern_reader.hpp"
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace firehose_sse::constraint::detail {

// What one open group has left on the evaluation stack: its branches so far, and up to two items of the branch being
// read. The second item is not yet joined to the first, since a quantifier may follow it.
struct open_group {
    bool alternates = false;
    std::uint8_t items = 0;
};

template <std::size_t Capacity> class pattern_parser {
public:
    constexpr pattern_parser(std::string_view text, bool anchors) noexcept : reader_{text}, anchors_(anchors) {}

    [[nodiscard]] constexpr pattern_program<Capacity> parse() noexcept {
        while (!reader_.at_end() && reader_.sound()) { read_item(); }
        if (depth_ != 0) { reader_.fail(pattern_fault::group); }
        if (!reader_.sound()) { return broken_program<Capacity>(reader_.fault); }
        end_branch();
        program_.alternates = groups_[0].alternates;
        return program_;
    }

private:
    constexpr void read_item() noexcept {
        std::string_view const text = reader_.text;
        std::size_t const at = reader_.at;
        switch (text[at]) {
        case '(': read_open(); break;
        case ')': read_close(); break;
        case '|': read_bar(); break;
        case '^': read_anchor(group().items == 0 && (at == 0 || text[at - 1] == '|')); break;
        case '$': read_anchor(at + 1 == text.size() || text[at + 1] == '|'); break;
        case '*':
        case '+':
        case '?':
        case '{': read_quantifier(); break;
        case ']':
        case '}': reader_.fail(pattern_fault::literal); break;
        default: read_one_of(); break;
        }
    }

    // At the ends of a top-level branch, anchors do not change what matches as a whole; elsewhere they would.
    constexpr void read_anchor(bool at_edge) noexcept {
        if (!anchors_ || depth_ != 0 || !at_edge) { reader_.fail(pattern_fault::anchor); }
        ++reader_.at;
        quantifiable_ = false;
    }

    constexpr void read_open() noexcept {
        if (reader_.next_is("(?!") || reader_.next_is("(?=") || reader_.next_is("(?<")) {
            reader_.fail(pattern_fault::look_around);
        } else if (reader_.next_is("(?") && !reader_.next_is("(?:")) {
            reader_.fail(pattern_fault::group);
        } else if (depth_ == max_group_depth) {
            reader_.fail(pattern_fault::size);
        } else {
            begin_item();
            groups_[++depth_] = {};
            quantifiable_ = false;
            if (!reader_.take("(?:")) { ++reader_.at; }
        }
    }

    constexpr void read_close() noexcept {
        if (depth_ == 0) {
            reader_.fail(pattern_fault::group);
            return;
        }
        ++reader_.at;
        end_branch();
        --depth_;
        end_item();
    }

    constexpr void read_bar() noexcept {
        ++reader_.at;
        end_branch();
        group().alternates = true;
    }

    constexpr void read_one_of() noexcept {
        character_class const one_of = reader_.read_one_of();

        std::size_t index = 0;
        while (index < program_.class_count && program_.classes[index] != one_of) { ++index; }
        if (index == program_.class_count) { program_.classes[program_.class_count++] = one_of; }
        begin_item();
        append(instruction::kind::one_of, static_cast<std::uint16_t>(index));
        end_item();
    }

    constexpr void read_quantifier() noexcept {
        if (!quantifiable_) {
            reader_.fail(pattern_fault::quantifier);
            return;
        }
        quantifiable_ = false;

        std::uint16_t low = 0;
        std::uint16_t high = instruction::unbounded;
        if (reader_.take("+")) {
            low = 1;
        } else if (reader_.take("?")) {
            high = 1;
        } else if (reader_.take("{")) {
            low = read_count();
            if (!reader_.take(",")) {
                high = low;
            } else if (!reader_.next_is("}")) {
                high = read_count();
            }
            if (!reader_.take("}") || low > high || high == 0) { reader_.fail(pattern_fault::repetition); }
        } else {
            ++reader_.at;
        }
        append(instruction::kind::repeat, low, high);
    }

    [[nodiscard]] constexpr std::uint16_t read_count() noexcept {
        std::size_t const start = reader_.at;
        std::uint16_t count = 0;
        for (; !reader_.at_end() && reader_.at - start < 4; ++reader_.at) {
            char const digit = reader_.text[reader_.at];
            if (digit < '0' || digit > '9') { break; }
            count = static_cast<std::uint16_t>(count * 10 + (digit - '0'));
        }
        if (reader_.at == start) { reader_.fail(pattern_fault::repetition); }
        return count;
    }

    constexpr void begin_item() noexcept {
        if (group().items == 2) {
            append(instruction::kind::concatenate);
            group().items = 1;
        }
    }

    constexpr void end_item() noexcept {
        ++group().items;
        quantifiable_ = true;
    }

    constexpr void end_branch() noexcept {
        begin_item();
        if (group().items == 0) { append(instruction::kind::nothing); }
        if (group().alternates) { append(instruction::kind::alternate); }
        group().items = 0;
        quantifiable_ = false;
    }

    constexpr void append(instruction::kind what, std::uint16_t low = 0, std::uint16_t high = 0) noexcept {
        program_.code[program_.size++] = {what, low, high};
    }

    [[nodiscard]] constexpr open_group& group() noexcept { return groups_[depth_]; }

    pattern_reader reader_;
    bool anchors_;
    bool quantifiable_ = false;
    std::size_t depth_ = 0;
    std::array<open_group, max_group_depth + 1> groups_{};
    pattern_program<Capacity> program_{};
};

} // namespace firehose_sse::constraint::detail
