// Matches text against a shape's pattern, which is compiled at compile time.
// Level 2 (constraint). Knows nothing of shapes beyond a pattern's text, nor of how a mismatch is reported.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/detail/pattern_automaton.hpp"
#include "firehose_sse/constraint/detail/pattern_matcher.hpp"
#include "firehose_sse/constraint/detail/pattern_parse.hpp"
#include "firehose_sse/constraint/detail/pattern_program.hpp"
#include <cstddef>
#include <string_view>

namespace firehose_sse::constraint {

namespace detail {

template <class Pattern> struct pattern_body {
    static constexpr std::string_view text = split_pattern(Pattern::text).body;
    static constexpr bool anchors = true;
    static constexpr bool one_branch = split_pattern(Pattern::text).refuses;
};

template <class Pattern> struct pattern_refusal {
    static constexpr std::string_view text = split_pattern(Pattern::text).refused;
    static constexpr bool anchors = false;
    static constexpr bool one_branch = split_pattern(Pattern::text).refuses_whole_only;
};

template <class Part> [[nodiscard]] consteval auto compile_program() noexcept {
    constexpr std::size_t capacity = Part::text.size();

    auto const program = pattern_parser<capacity>(Part::text, Part::anchors).parse();
    if (count_positions(program) > max_positions || program.class_count > max_classes) {
        return broken_program<capacity>(pattern_fault::size);
    }
    // A look-ahead, and the `$` that ends one, belong to the branch they stand in, not to the whole pattern.
    if (Part::one_branch && program.alternates) { return broken_program<capacity>(pattern_fault::look_around); }
    return program;
}

template <class Part> struct compiled_part {
    static constexpr auto program = compile_program<Part>();
    static constexpr auto automaton = automaton_builder<count_positions(program)>().build(program);
    static constexpr auto groups = group_ascii(program);
    static constexpr pattern_fault fault = program.fault;

    using tables_type = matcher_tables<automaton.accept.words.size(), groups.count, count_jumps(automaton),
                                       count_wide_classes(program)>;

    static constexpr tables_type tables = make_tables<tables_type>(program, automaton, groups);

    static_assert(
        fault != pattern_fault::look_around,
        "firehose_sse pattern: of look-around, only one negative look-ahead before the only branch is supported");
    static_assert(fault != pattern_fault::back_reference, "firehose_sse pattern: back-references are not supported");
    static_assert(fault != pattern_fault::quantifier,
                  "firehose_sse pattern: a quantifier follows one item and is neither lazy, possessive nor doubled");
    static_assert(fault != pattern_fault::repetition,
                  "firehose_sse pattern: a repetition is {m}, {m,} or {m,n}, with m <= n and 1 <= n");
    static_assert(fault != pattern_fault::escape,
                  "firehose_sse pattern: an escaped letter is d, s, S, w, p{L}, p{Z}, p{N} or uXXXX");
    static_assert(fault != pattern_fault::character_class,
                  "firehose_sse pattern: a class holds characters, ranges and escapes, and ends in ]");
    static_assert(fault != pattern_fault::anchor,
                  "firehose_sse pattern: ^ and $ are supported at the ends of a branch outside every group");
    static_assert(fault != pattern_fault::group,
                  "firehose_sse pattern: groups are ( ) and (?: ), and each of them ends");
    static_assert(fault != pattern_fault::literal,
                  "firehose_sse pattern: a literal is printable ASCII, and ] and } are escaped");
    static_assert(fault != pattern_fault::size,
                  "firehose_sse pattern: too many positions or classes, or nested too deeply");
};

} // namespace detail

/// Whether the whole text matches a pattern, as `java.util.regex.Matcher.matches()` on the service's side means it.
///
/// `\d`, `\s` and `\w` are ASCII; `.` is any character but `\n`, `\r`, U+0085, U+2028 and U+2029. Text that is not
/// well-formed UTF-8 matches no pattern. Takes time linear in the text, whatever its bytes are. A `$` that ends a
/// leading look-ahead is only the end of the text; in Java it also stands before a final line terminator. No pattern of
/// the model can tell the difference, but `(?!foo$)[^x]+` matches `foo\n` here and not in Java.
///
/// *Errors:* a pattern with syntax beyond the service model's does not compile.
/// *Example:* `matches<pattern_text<"[0-9]+">>("42")` is true.
template <class Pattern> [[nodiscard]] constexpr bool matches(std::string_view text) noexcept {
    constexpr detail::pattern_parts parts = detail::split_pattern(Pattern::text);

    if constexpr (parts.refuses) {
        using refusal = detail::compiled_part<detail::pattern_refusal<Pattern>>;
        if (refusal::tables.template run<!parts.refuses_whole_only>(text)) { return false; }
    }
    return detail::compiled_part<detail::pattern_body<Pattern>>::tables.template run<false>(text);
}

} // namespace firehose_sse::constraint
