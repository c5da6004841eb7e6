// Any pattern and any text, at run time: a pattern that is understood matches what a plain reading of it matches.
// Level: none (a fuzz target). Input: a pattern, a line end, and the text, so that inputs can be read.
// By hand: ./dev fuzz pattern 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/constraint/unicode.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace firehose_sse;
using namespace constraint;
using constraint::detail::pattern_fault;

constexpr std::size_t largest_pattern = 48;
constexpr std::size_t largest_text = 24;
// Patterns of more positions compile just as well; here they would only cost time.
constexpr std::size_t most_positions = 191;

// ---- the library's own steps, which shapes take at compile time

using automaton = constraint::detail::position_automaton<most_positions>;
using tables = constraint::detail::matcher_tables<(most_positions + 64) / 64, constraint::detail::ascii_end,
                                                  most_positions + 1, constraint::detail::max_classes>;

class compiled {
public:
    compiled(std::string_view text, bool anchors, bool one_branch) {
        auto const program = constraint::detail::pattern_parser<largest_pattern>(text, anchors).parse();
        fault_ = program.fault;
        auto const positions = constraint::detail::count_positions(program);
        require(positions <= constraint::detail::max_positions + 1, "no pattern has more positions than are counted");
        if (positions > most_positions || program.class_count > constraint::detail::max_classes) {
            fault_ = pattern_fault::size;
        }
        if (one_branch && program.alternates) { fault_ = pattern_fault::look_around; }
        if (fault_ != pattern_fault::none) { return; }
        auto const built = constraint::detail::automaton_builder<most_positions>().build(program);
        auto const groups = constraint::detail::group_ascii(program);
        require(groups.count >= 1 && groups.count <= constraint::detail::ascii_end, "every character has a group");
        require(constraint::detail::count_jumps(built) <= most_positions + 1, "each position leads on once");
        require(constraint::detail::count_wide_classes(program) <= program.class_count, "wide classes are classes");
        tables_ = constraint::detail::make_tables<tables>(program, built, groups);
    }

    [[nodiscard]] bool understood() const { return fault_ == pattern_fault::none; }
    template <bool Prefix> [[nodiscard]] bool run(std::string_view text) const { return tables_.run<Prefix>(text); }

private:
    pattern_fault fault_ = pattern_fault::none;
    tables tables_{};
};

// ---- a plain reading: a tree is walked with the set of places that may be reached

using places = std::set<std::size_t>;
using code_points = std::u32string;

/// Reads a pattern that was understood, so it need not look for faults, and finds what it matches from given places.
class plain {
public:
    plain(std::string_view pattern, code_points const& text) : pattern_(pattern), text_(text) {}

    [[nodiscard]] places from_start() {
        at_ = 0;
        return branches({0});
    }

private:
    [[nodiscard]] bool next(char c) const { return at_ < pattern_.size() && pattern_[at_] == c; }
    bool take(std::string_view what) {
        bool const found = pattern_.substr(at_).starts_with(what);
        at_ += found ? what.size() : 0;
        return found;
    }

    places branches(places const& from) {
        places to = branch(from);
        while (take("|")) { to.merge(branch(from)); }
        return to;
    }

    places branch(places from) {
        while (at_ < pattern_.size() && !next('|') && !next(')')) { from = quantified(from); }
        return from;
    }

    places quantified(places const& from) {
        if (take("^") || take("$")) { return from; } // at the ends of a branch only
        std::size_t const begin = at_;
        places once = item(from); // reads past it
        std::size_t const end = at_;
        std::size_t low = 1;
        std::size_t high = 1;
        bool open = false;
        if (take("*")) {
            low = 0;
            open = true;
        } else if (take("+")) {
            open = true;
        } else if (take("?")) {
            low = 0;
        } else if (take("{")) {
            low = high = number();
            if (take(",")) {
                open = next('}');
                if (!open) { high = number(); }
            }
            take("}");
        }
        std::size_t const behind = at_;
        if (behind == end) { return once; }
        places reached = from;
        places all;
        if (low == 0) { all = from; }
        for (std::size_t count = 1; open || count <= high; ++count) {
            at_ = begin;
            places further = item(reached);
            if (count >= low) {
                std::size_t const known = all.size();
                all.insert(further.begin(), further.end());
                if (all.size() == known && (further == reached || open)) { break; } // nothing more to find
            }
            reached = std::move(further);
        }
        at_ = behind;
        return all;
    }

    std::size_t number() {
        std::size_t value = 0;
        for (; at_ < pattern_.size() && pattern_[at_] >= '0' && pattern_[at_] <= '9'; ++at_) {
            value = value * 10 + static_cast<std::size_t>(pattern_[at_] - '0');
        }
        return value;
    }

    places item(places const& from) {
        if (take("(")) {
            take("?:");
            places to = branches(from);
            take(")");
            return to;
        }
        std::size_t const begin = at_;
        places to;
        for (std::size_t const place : from) {
            at_ = begin;
            if (place < text_.size() && one_of(text_[place])) { to.insert(place + 1); }
        }
        at_ = begin;
        one_of(U'a'); // reads past it, from wherever
        return to;
    }

    bool one_of(char32_t c) {
        if (take(".")) { return c != 0xA && c != 0xD && c != 0x85 && c != 0x2028 && c != 0x2029; }
        if (!take("[")) { return character(c).contains; }
        bool const negated = take("^");
        bool inside = false;
        while (!next(']')) {
            auto const first = character(c);
            bool contains = first.contains;
            if (first.single && next('-') && !pattern_.substr(at_).starts_with("-]")) {
                ++at_;
                auto const last = character(c);
                contains = c >= first.value && c <= last.value;
            }
            inside = inside || contains;
        }
        ++at_;
        return inside != negated;
    }

    struct read {
        bool contains = false; // the character asked about
        bool single = true;
        char32_t value = 0;
    };

    read character(char32_t c) {
        bool const digit = c >= '0' && c <= '9';
        bool const blank = (c >= 9 && c <= 13) || c == ' ';
        bool const word = digit || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (take("\\d")) { return {digit, false}; }
        if (take("\\w")) { return {word, false}; }
        if (take("\\s")) { return {blank, false}; }
        if (take("\\S")) { return {!blank, false}; }
        if (take("\\p{L}")) { return {is_letter(c), false}; }
        if (take("\\p{Z}")) { return {is_separator(c), false}; }
        if (take("\\p{N}")) { return {is_number(c), false}; }
        char32_t value = 0;
        if (take("\\u")) {
            for (int i = 0; i < 4; ++i) {
                char const hex = pattern_[at_++];
                value = value * 16 + static_cast<char32_t>(hex <= '9' ? hex - '0' : hex - 'A' + 10);
            }
        } else {
            take("\\");
            value = static_cast<unsigned char>(pattern_[at_++]);
        }
        return {c == value, true, value};
    }

    std::string_view pattern_;
    code_points const& text_;
    std::size_t at_ = 0;
};

/// The text's characters; false when it is not well-formed.
bool read_characters(std::string_view text, code_points& into) {
    while (!text.empty()) {
        auto const point = front_code_point(text);
        if (!point.valid()) { return false; }
        into += point.value;
        text.remove_prefix(point.size);
    }
    return true;
}

void check(std::string_view pattern, std::string_view text) {
    auto const parts = constraint::detail::split_pattern(pattern);
    compiled const body(parts.body, true, parts.refuses);
    compiled const refused(parts.refused, false, parts.refuses_whole_only);
    if (!body.understood() || (parts.refuses && !refused.understood())) { return; }

    bool const in_full = body.run<false>(text);
    bool const at_front = body.run<true>(text);
    code_points characters;
    if (!read_characters(text, characters)) {
        require(!in_full, "text that is not well-formed matches nothing");
        return;
    }
    auto const reached = plain(parts.body, characters).from_start();
    require(in_full == reached.contains(characters.size()), "a pattern matches what a plain reading of it matches");
    require(at_front == !reached.empty(), "and at the front likewise");
    if (!parts.refuses) { return; }
    auto const looked_at = plain(parts.refused, characters).from_start();
    require(refused.run<false>(text) == looked_at.contains(characters.size()), "a look-ahead is a pattern like others");
    require(refused.run<true>(text) == !looked_at.empty(), "at the front too");
}

// ---- what is compiled with the program is what would be compiled at run time

template <class Part> void check_compiled(pattern_fault fault = pattern_fault::none) {
    static constexpr auto before = constraint::detail::compile_program<Part>();
    require(before.fault == fault, "a pattern is understood, or not, while the program is compiled");
    if (fault != pattern_fault::none) { return; }
    auto const now = constraint::detail::pattern_parser<Part::text.size()>(Part::text, Part::anchors).parse();
    require(now.fault == fault && now.size == before.size && now.class_count == before.class_count &&
                now.classes == before.classes,
            "and read the same when it runs");
}

template <fixed_string Text> void check_shape(std::string_view good, std::string_view bad) {
    using pattern = pattern_text<Text>;
    check_compiled<constraint::detail::pattern_body<pattern>>();
    check_compiled<constraint::detail::pattern_refusal<pattern>>();
    require(matches<pattern>(good) && !matches<pattern>(bad), "a shape's pattern is matched");
}

void check_shapes() {
    check_shape<"[a-z]+">("ab", "a1");
    check_shape<R"(^(?!\s*$).+)">("a", " ");
    check_shape<R"(^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$)">("a:", "aws:a");
    using too_large = pattern_text<"(a{999}){2}">;
    using two_branches = pattern_text<"(?!a)b|c">;
    check_compiled<constraint::detail::pattern_body<too_large>>(pattern_fault::size);
    check_compiled<constraint::detail::pattern_body<two_branches>>(pattern_fault::look_around);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) { check_shapes(); }
    std::string_view const input(reinterpret_cast<char const*>(data), size);
    auto const line_end = std::min(input.find('\n'), input.size());
    auto const pattern = input.substr(0, line_end);
    auto const text = input.substr(std::min(line_end + 1, input.size()));
    if (pattern.size() > largest_pattern || text.size() > largest_text) { return 0; }
    check(pattern, text);
    return 0;
}
