// How large generated inputs get, and by which rules they are judged.
// Level 5 (fuzzing). Values only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include <cstddef>

namespace firehose_sse::fuzzing {

/// What the generators go by. Default-constructed options go by the service's own limits, so that 501 records are one
/// too many.
struct options {
    /// The rules by which an endpoint validates. Their ceilings must leave room for one text of every pattern: 29 code
    /// points are enough for requests, 45 for answers.
    constraint::policy constraints{};
    /// How the endpoint reads. max_depth must be at least 3 for requests, 5 for answers.
    wire::decode_options decode{};

    /// How large values are that are not at a bound. *Units:* code points, elements, raw bytes.
    std::size_t usual_text = 24;
    std::size_t usual_list = 3;
    std::size_t usual_blob = 64;
    /// Upper bounds beyond this are not reached for their own sake, only to break a rule. *Units:* as above.
    std::size_t largest_bound = 512;
    /// near_valid() breaks no rule that takes a larger body than this; near_valid_of() does. *Units:* bytes.
    std::size_t largest_payload = 64 * 1024;
    /// Whether the same document may be spelled oddly: white space, escapes, other orders, nulls, unknown members.
    bool odd_spelling = true;

    /// Bounds that an input of a hundred bytes can reach and cross: the fuzz() presets of `constraints` and `decode`.
    [[nodiscard]] static constexpr options small() noexcept {
        options rules;
        rules.constraints = constraint::policy::fuzz();
        rules.decode = wire::decode_options::fuzz();
        rules.usual_text = 8;
        rules.usual_list = 2;
        rules.usual_blob = 8;
        return rules;
    }

    friend constexpr bool operator==(options const&, options const&) = default;
};

} // namespace firehose_sse::fuzzing
