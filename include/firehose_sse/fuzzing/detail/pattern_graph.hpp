// A pattern's automaton as plain arrays, so that one function writes texts of all patterns.
// Level 5 (fuzzing). Made at compile time from what constraint/ matches with.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/pattern.hpp"
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

/// State 0 is the start; every other state is reached by a character of its class.
struct pattern_graph {
    /// The states that follow state `i`: to[begin[i]] ... to[begin[i + 1] - 1].
    std::span<std::uint16_t const> begin{};
    std::span<std::uint16_t const> to{};
    std::span<bool const> accepts{};
    std::span<std::uint16_t const> class_of{};
    std::span<constraint::detail::character_class const> classes{};
    bool (*matches)(std::string_view text) = nullptr;

    [[nodiscard]] constexpr std::size_t states() const noexcept { return accepts.size(); }
    [[nodiscard]] constexpr std::span<std::uint16_t const> after(std::size_t state) const noexcept {
        return to.subspan(begin[state], static_cast<std::size_t>(begin[state + 1] - begin[state]));
    }
};

template <class Pattern> struct graph_of_pattern {
    using part = constraint::detail::compiled_part<constraint::detail::pattern_body<Pattern>>;
    static constexpr auto const& automaton = part::automaton;
    static constexpr std::size_t states = automaton.follow.size();

    static constexpr std::size_t edges = [] {
        std::size_t count = 0;
        for (auto const& each : automaton.follow) {
            each.for_each([&](std::size_t) { ++count; });
        }
        return count;
    }();

    static constexpr auto begin = [] {
        std::array<std::uint16_t, states + 1> places{};
        for (std::size_t i = 0; i < states; ++i) {
            places[i + 1] = places[i];
            automaton.follow[i].for_each([&](std::size_t) { ++places[i + 1]; });
        }
        return places;
    }();

    static constexpr auto to = [] {
        std::array<std::uint16_t, edges> all{};
        std::size_t at = 0;
        for (auto const& each : automaton.follow) {
            each.for_each([&](std::size_t state) { all[at++] = static_cast<std::uint16_t>(state); });
        }
        return all;
    }();

    static constexpr auto accepts = [] {
        std::array<bool, states> all{};
        automaton.accept.for_each([&](std::size_t state) { all[state] = true; });
        return all;
    }();

    static constexpr pattern_graph value{begin,
                                         to,
                                         accepts,
                                         automaton.class_of,
                                         {part::program.classes.data(), part::program.class_count},
                                         [](std::string_view text) { return constraint::matches<Pattern>(text); }};
};

} // namespace firehose_sse::fuzzing::detail
