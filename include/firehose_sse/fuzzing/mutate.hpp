// Changes to a request's body that keep it a request's body: by values, members and elements rather than by bytes.
// Level 5 (fuzzing). Knows no engine; libfuzzer_hooks.hpp and afl_hooks.hpp hand it to two of them.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/byte_edits.hpp"
#include "firehose_sse/fuzzing/detail/mutator.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::fuzzing {

namespace detail {

// The most changes to one text, counting tries that make a text too large.
inline constexpr int max_changes = 4;

/// Empty where there is nothing to change but bytes.
[[nodiscard]] inline std::string change_part(std::string_view text, std::size_t max_size, any_source& choices) {
    mutator parts(text, max_size, choices);
    return parts.has_parts() ? parts.change() : std::string();
}

} // namespace detail

/// One change, or a few, to a text: another value (one the model allows, or an odd one), another kind, a member or
/// element twice, gone, renamed, added, swapped, nested, or at a bound. What is not JSON is changed by bytes, as is any
/// text now and then. The same choices make the same text, never longer than `max_size`.
template <source S> [[nodiscard]] std::string mutate(std::string_view text, std::size_t max_size, S& choices) {
    detail::any_source any(choices);
    if (one_in(any, 8)) { return detail::edit_bytes(text, max_size, any); }
    std::string made(text);
    bool changed = false;
    for (int left = detail::max_changes; left != 0 && (!changed || one_in(any, 4)); --left) {
        std::string next = detail::change_part(made, max_size, any);
        if (next.empty() || next.size() > max_size) { continue; }
        made = std::move(next);
        changed = true;
    }
    return changed ? made : detail::edit_bytes(text, max_size, any);
}

/// A text with a part of another: a value in place of one, mostly of the same name, or one more member or element. What
/// is not JSON is joined by bytes. The same choices make the same text, never longer than `max_size`.
template <source S>
[[nodiscard]] std::string crossover(std::string_view text, std::string_view other, std::size_t max_size, S& choices) {
    detail::any_source any(choices);
    if (!one_in(any, 8)) {
        detail::mutator ours(text, max_size, any);
        detail::mutator const theirs(other, max_size, any);
        for (int tries = 0; ours.has_parts() && theirs.has_parts() && tries < detail::max_changes; ++tries) {
            std::string made = ours.take_from(theirs);
            if (made.size() <= max_size) { return made; }
        }
    }
    return detail::join_bytes(text, other, max_size, any);
}

} // namespace firehose_sse::fuzzing
