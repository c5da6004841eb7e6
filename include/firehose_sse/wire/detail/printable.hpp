// A sender's text made safe for a log: it cannot begin a line of its own or control a terminal.
// Level 3 (wire). Knows no JSON but its escapes.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/code_points.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::wire::detail {

inline void append_unit(std::uint32_t unit, std::string& out) {
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) { out += digits[unit >> shift & 15]; }
}

/// The text in printable ASCII: any other character is escaped as in JSON; a byte that belongs to no character becomes
/// the escape of U+FFFD. JSON without control characters stays the same JSON.
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const point = front_code_point(text);
        auto const value = point.valid() ? static_cast<std::uint32_t>(point.value) : 0xFFFDu;
        if (value >= 0x20 && value < 0x7F) {
            out += text.front();
        } else if (value < 0x1'0000) {
            append_unit(value, out);
        } else {
            append_unit(0xD7C0 + (value >> 10), out);
            append_unit(0xDC00 + (value & 0x3FF), out);
        }
        text.remove_prefix(point.size);
    }
    return out;
}

} // namespace firehose_sse::wire::detail
