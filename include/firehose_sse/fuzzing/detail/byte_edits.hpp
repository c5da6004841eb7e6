// Small changes of bytes that have no meaning: all that can be done where a text is not JSON.
// Level 5 (fuzzing). Knows no JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/any_source.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

/// The text after one small change; at most `max_size` bytes of it.
[[nodiscard]] inline std::string edit_bytes(std::string_view text, std::size_t max_size, any_source& choices) {
    constexpr std::string_view telling = "\"{}[]:,\\ 0-.eu\n\0\x7F\x80\xFF";
    std::string made(text.substr(0, max_size));
    std::size_t const place = choices.index(made.size() + 1);
    std::size_t const length = std::min(made.size() - place, std::size_t{1} + choices.index(8));
    bool const room = made.size() < max_size;
    switch (made.empty() || place == made.size() ? 0 : choices.below(5)) {
    case 0:
        if (room) { made.insert(place, 1, pick(choices, telling)); }
        break;
    case 1: made[place] = static_cast<char>(made[place] ^ 1 << choices.below(8)); break;
    case 2: made[place] = static_cast<char>(choices.below(256)); break;
    case 3: made.erase(place, length); break;
    default: {
        std::string const copied = made.substr(place, std::min(length, max_size - made.size()));
        made.insert(choices.index(made.size() + 1), copied);
    }
    }
    return made;
}

/// The front of one text and the back of another; at most `max_size` bytes.
[[nodiscard]] inline std::string join_bytes(std::string_view front, std::string_view back, std::size_t max_size,
                                            any_source& choices) {
    std::string made(front.substr(0, std::min(max_size, choices.index(front.size() + 1))));
    made += back.substr(choices.index(back.size() + 1)).substr(0, max_size - made.size());
    return made;
}

} // namespace firehose_sse::fuzzing::detail
