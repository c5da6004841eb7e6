// The text of a shape's pattern, kept verbatim as a type.
// Level 0 (shape). Knows nothing of regular expressions; constraint/pattern.hpp compiles the text where it is used.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <string_view>

namespace firehose_sse {

/// A string literal usable as a template argument; `N` counts the terminating NUL.
template <std::size_t N> struct fixed_string {
    char characters[N]{};

    // Implicit, so that pattern_text<"[0-9]+"> can be written.
    consteval fixed_string(char const (&literal)[N]) noexcept {
        for (std::size_t i = 0; i < N; ++i) { characters[i] = literal[i]; }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, N - 1}; }
};

/// Declares a shape's pattern by its text, verbatim as the service model spells it.
///
/// *Example:* `using pattern = pattern_text<"[a-zA-Z0-9_.-]+">;`
template <fixed_string Text> struct pattern_text { static constexpr std::string_view text = Text.view(); };

} // namespace firehose_sse
