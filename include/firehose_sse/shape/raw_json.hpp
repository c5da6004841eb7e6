// JSON text of a member whose content this version does not model.
// Level 0 (shape). Never looks inside: it travels byte for byte.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>

namespace firehose_sse {

/// One JSON object, spelled exactly as it came. All members that this version does not model are structures.
/// A decoder stores only well-formed objects here; an encoder writes the text unchanged.
struct raw_json {
    std::string text;
    friend constexpr bool operator==(raw_json const&, raw_json const&) = default;
};

} // namespace firehose_sse
