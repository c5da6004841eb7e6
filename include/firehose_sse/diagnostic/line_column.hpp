// The place of a byte as a person names it: line and column.
// Level 4 (diagnostic). Knows text only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/code_points.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::diagnostic {

/// Both count from 1. *Units:* lines end with LF, CR LF or CR; columns are code points, and a byte that belongs to no
/// code point counts as one.
struct line_column {
    std::size_t line = 1;
    std::size_t column = 1;
    friend constexpr bool operator==(line_column const&, line_column const&) = default;
};

/// `LINE:COLUMN`.
[[nodiscard]] inline std::string to_string(line_column at) {
    return std::to_string(at.line) + ':' + std::to_string(at.column);
}

/// Offset of the first byte of the line that holds `offset`.
[[nodiscard]] constexpr std::size_t start_of_line(std::string_view text, std::size_t offset) noexcept {
    std::string_view const before = text.substr(0, offset);
    std::size_t const end = before.find_last_of("\r\n");
    if (end == std::string_view::npos) { return 0; }
    // The offset is between the CR and the LF of one line end.
    if (end + 1 == offset && before[end] == '\r' && text.substr(offset).starts_with('\n')) {
        return start_of_line(text, end);
    }
    return end + 1;
}

/// Line and column of a byte; an offset beyond the end counts as the end.
[[nodiscard]] constexpr line_column locate(std::string_view text, std::size_t offset) noexcept {
    offset = std::min(offset, text.size());
    std::size_t const start = start_of_line(text, offset);
    line_column at;
    for (std::size_t i = 0; i < start; ++i) {
        bool const first_half = text[i] == '\r' && text.substr(i + 1).starts_with('\n');
        if (text[i] == '\n' || (text[i] == '\r' && !first_half)) { ++at.line; }
    }
    at.column = count_code_points(text.substr(start, offset - start)) + 1;
    return at;
}

/// Finds line and column of many bytes of a large text, in one walk over it.
class locator {
public:
    explicit constexpr locator(std::string_view text) noexcept : text_(text) {}

    /// Like diagnostic::locate(); `offset` must not be less than in the call before.
    [[nodiscard]] constexpr line_column locate(std::size_t offset) noexcept {
        offset = std::min(offset, text_.size());
        while (here_ < offset) {
            std::string_view const rest = text_.substr(here_);
            bool const ends = rest.front() == '\n' || (rest.front() == '\r' && !rest.starts_with("\r\n"));
            std::size_t const size = front_code_point(rest).size;
            // In the middle of a character: its bytes count one by one, and the walk stays before it.
            if (here_ + size > offset) { return {at_.line, at_.column + (offset - here_)}; }
            here_ += size;
            at_ = ends ? line_column{at_.line + 1, 1} : line_column{at_.line, at_.column + 1};
        }
        return at_;
    }

private:
    std::string_view text_;
    std::size_t here_ = 0;
    line_column at_{};
};

} // namespace firehose_sse::diagnostic
