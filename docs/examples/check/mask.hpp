// Which bytes of a text may be shown: the structure of the JSON and its names, but no value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

/// What a look over a JSON text tells, well-formed or not.
struct json_outline {
    /// For each byte, whether it must not be shown.
    std::vector<bool> hidden{};
    /// The names of the outermost object's members, as they are written; at most 100.
    std::vector<std::string_view> names{};
};

/// Hides every string and every bare word but null, and of each name what goes beyond 64 bytes. Behind the first place
/// where the text is not JSON (a bad escape and a word that is no value are such places too), nobody knows any more
/// what is a name: from there on, only brackets, commas and colons outside of quotation marks are shown.
/// `shown`: members whose values are shown nevertheless, as JSON pointers with `*` for an index.
[[nodiscard]] json_outline outline(std::string_view text, std::span<std::string const> shown);

} // namespace check_example
