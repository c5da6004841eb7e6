// JSON that no model describes: what opaque members hold, and the members nobody knows.
// Level 5 (fuzzing). Knows no shape.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/any_source.hpp"
#include "firehose_sse/fuzzing/detail/document.hpp"
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

inline constexpr std::array<std::string_view, 12> well_formed_scalars{"0",        "true",
                                                                      "false",    "null",
                                                                      "-0",       "1.5",
                                                                      "1e2",      "-12345678901234567890",
                                                                      "0.1E-400", "18446744073709551616",
                                                                      "\"\"",     "\"\\u0000\""};

/// Any value that decode() accepts where it ignores the value. At most `depth` containers deep, and at most four.
[[nodiscard]] inline node make_any(any_source& choices, std::size_t depth) {
    std::size_t const form = depth == 0 ? 0 : choices.index(4);
    if (form < 2) { return make_verbatim(std::string(pick(choices, well_formed_scalars))); }
    node made;
    made.is = form == 2 ? node::form::array : node::form::object;
    std::size_t const count = choices.index(4);
    for (std::size_t i = 0; i < count; ++i) {
        node child = make_any(choices, depth < 4 ? depth - 1 : 3);
        if (form == 3) { child.name = std::string(1, static_cast<char>('a' + i)); }
        made.children.push_back(std::move(child));
    }
    return made;
}

/// What an opaque member may hold: an object. The first kind is a destination that the service would take.
[[nodiscard]] inline node make_opaque(any_source& choices, std::size_t depth, shape const* type) {
    node made = make_object(type);
    switch (choices.below(3)) {
    case 0: {
        auto const add = [&](std::string_view name, std::string_view text) {
            made.children.push_back(make_string(std::string(text)));
            made.children.back().name = name;
        };
        add("RoleARN", "arn:aws:iam::123456789012:role/delivery");
        add("BucketARN", "arn:aws:s3:::orders");
        break;
    }
    case 1: break;
    default:
        made.children.push_back(make_any(choices, depth == 0 ? 0 : depth - 1));
        made.children.back().name = "Options";
    }
    return made;
}

} // namespace firehose_sse::fuzzing::detail
