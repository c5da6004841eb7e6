// A line of a file with its values hidden, and a line that points at a part of it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/wire/positions.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

struct excerpt {
    /// At most 100 columns of the line, with `…` where it is cut; each hidden character is `*`.
    std::string line{};
    /// Blanks, then `^~~~` below the part.
    std::string carets{};
};

/// The part around `span` of the line in which `span` begins.
[[nodiscard]] excerpt excerpt_of(std::string_view text, std::vector<bool> const& hidden,
                                 firehose_sse::wire::span_of_text span);

} // namespace check_example
