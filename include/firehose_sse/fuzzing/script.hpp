// Scripts as text: one step a line, blank lines and lines that begin with `#` left out.
// Level 5 (fuzzing). Reads and writes; runs nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/step.hpp"
#include "firehose_sse/wire/base64.hpp"
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// Steps in their order.
using script = std::vector<step>;

/// How much of a script is read.
struct script_limits {
    std::size_t max_bytes = std::size_t{64} * 1024 * 1024;
    std::size_t max_steps = 1'000'000;
};

/// Why a script cannot be read.
BOOST_DEFINE_FIXED_ENUM_CLASS(script_fault, unsigned char, too_large, too_many_steps, unknown_verb, wrong_words,
                              not_printable)

/// Where a script cannot be read, and why. Both numbers count from 1.
struct script_error {
    script_fault reason{};
    std::size_t line = 1;
    /// *Units:* bytes.
    std::size_t column = 1;
    friend bool operator==(script_error const&, script_error const&) = default;
};

/// `3:1: unknown_verb`
[[nodiscard]] inline std::string to_text(script_error const& error) {
    return std::to_string(error.line) + ":" + std::to_string(error.column) + ": " +
           std::string(reflect::enum_name(error.reason));
}

namespace detail {

[[nodiscard]] inline std::optional<verb> verb_of(std::string_view word) {
    for (auto const& each : reflect::enumerators<verb>) {
        if (word_of(each.value) == word) { return each.value; }
    }
    return std::nullopt;
}

[[nodiscard]] constexpr bool is_printable(std::string_view text) noexcept {
    for (char const c : text) {
        if (c < ' ' || c > '~') { return false; }
    }
    return true;
}

[[nodiscard]] inline std::vector<std::string> words_of(std::string_view line, std::size_t most) {
    std::vector<std::string> words;
    while (!line.empty()) {
        auto const from = line.find_first_not_of(' ');
        if (from == std::string_view::npos) { break; }
        line.remove_prefix(from);
        auto const to = words.size() + 1 == most ? line.size() : std::min(line.find(' '), line.size());
        words.emplace_back(line.substr(0, to));
        line.remove_prefix(to);
    }
    return words;
}

} // namespace detail

/// Reads one line that is neither blank nor a comment; an error tells the column, and its line is always 1.
[[nodiscard]] inline boost::system::result<step, script_error> parse_step(std::string_view line) {
    if (!detail::is_printable(line)) {
        std::size_t at = 0;
        while (detail::is_printable(line.substr(at, 1))) { ++at; }
        return script_error{script_fault::not_printable, 1, at + 1};
    }
    auto const from = std::min(line.find_first_not_of(' '), line.size());
    auto const to = std::min(line.find(' ', from), line.size());
    auto const what = detail::verb_of(line.substr(from, to - from));
    if (!what) { return script_error{script_fault::unknown_verb, 1, from + 1}; }
    bool const raw = *what == verb::send || *what == verb::send_base64;
    step made{*what, detail::words_of(line.substr(to), raw ? 2 : 0)};
    bool const bytes =
        *what != verb::send_base64 || (made.words.size() == 2 && wire::base64_decode(made.words[1]).has_value());
    if (!is_well_formed(made) || !bytes) { return script_error{script_fault::wrong_words, 1, to + 1}; }
    return made;
}

/// Reads a script. *Errors:* the first line that is no step, and why.
[[nodiscard]] inline boost::system::result<script, script_error> parse_script(std::string_view text,
                                                                              script_limits const& limits = {}) {
    if (text.size() > limits.max_bytes) { return script_error{script_fault::too_large}; }
    script made;
    for (std::size_t line = 1; !text.empty(); ++line) {
        auto const end = std::min(text.find('\n'), text.size());
        std::string_view current = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (current.ends_with('\r')) { current.remove_suffix(1); }
        auto const first = current.find_first_not_of(' ');
        if (first == std::string_view::npos || current[first] == '#') { continue; }
        if (made.size() == limits.max_steps) { return script_error{script_fault::too_many_steps, line}; }
        auto read = parse_step(current);
        if (!read) { return script_error{read.error().reason, line, read.error().column}; }
        made.push_back(*std::move(read));
    }
    return made;
}

/// A step as its line, without the line's end. What parse_step() makes of it is equal.
[[nodiscard]] inline std::string to_text(step const& s) {
    std::string line(word_of(s.verb));
    for (auto const& word : s.words) { line.append(" ").append(word); }
    return line;
}

[[nodiscard]] inline std::string to_text(script const& steps) {
    std::string text;
    for (auto const& each : steps) { text.append(to_text(each)).append("\n"); }
    return text;
}

/// The step that sends a body: as it stands where a line can hold it, else as base64.
[[nodiscard]] inline step send_step(std::string_view operation, std::string_view body) {
    bool const plain = !body.empty() && detail::is_printable(body) && body.front() != ' ';
    if (plain) { return {verb::send, {std::string(operation), std::string(body)}}; }
    if (body.empty()) { return {verb::send, {std::string(operation)}}; }
    std::string text;
    wire::append_base64(body, text);
    return {verb::send_base64, {std::string(operation), std::move(text)}};
}

} // namespace firehose_sse::fuzzing
