// Which bytes of a text may be shown: the structure of the JSON and its names, but no value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

/// What a scan of a JSON text tells, even if the text is not well-formed.
struct json_outline {
    /// For each byte, whether it must not be shown.
    std::vector<bool> hidden{};
    /// The names of the outermost object's members, as they are written; at most 100.
    std::vector<std::string_view> names{};
};

/// Hides every string and every bare word but null, and the part of each name beyond 64 bytes. Behind the first place
/// where the text is not JSON (also a bad escape, or a word that is no value), names can no longer be told from values:
/// from there on, only brackets, commas and colons outside of quotation marks are shown.
/// `shown`: members whose values are shown nevertheless, as JSON pointers with `*` for an index.
[[nodiscard]] json_outline outline(std::string_view text, std::span<std::string const> shown);

} // namespace check_example
