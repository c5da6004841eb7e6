// Text from strangers, made fit for a terminal and for JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace check_example {

/// Whether a character may be printed as it is: not if it moves the cursor, is invisible, or turns the line around.
[[nodiscard]] bool is_printable(char32_t character) noexcept;

/// Columns that a printable character takes on a terminal: 1 or 2.
[[nodiscard]] unsigned columns_of(char32_t character) noexcept;

/// The text with U+FFFD for each character that is not printable, and for each byte that belongs to none.
[[nodiscard]] std::string printable(std::string_view text);

/// The text with the code of such a character or byte in its place: `<U+FEFF>`, `<E9>`.
[[nodiscard]] std::string spelled_out(std::string_view text);

/// Appends the text as a JSON string; what is not printable is escaped, a byte that belongs to no character U+FFFD.
void append_json_string(std::string_view text, std::string& out);

/// The text with a capital letter and a full stop.
[[nodiscard]] std::string sentence(std::string_view text);

/// `1 error`, `2 errors`.
[[nodiscard]] std::string counted(std::size_t count, std::string_view what);

} // namespace check_example
