// Inputs that a correct endpoint must be able to read and in which it finds nothing wrong.
// Level 5 (fuzzing). Knows no engine; judged by the rules and limits of its options.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/draft.hpp"
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace firehose_sse::fuzzing {

namespace detail {

[[nodiscard]] inline std::string valid_text(shape const& type, any_source& choices, options const& rules,
                                            std::size_t most_bytes) {
    drafter maker(choices, rules);
    node document = maker.draft(type, most_bytes);
    std::string plain = document_writer().write(document);
    if (!maker.is_odd()) { return plain; }
    maker.make_odd(document);
    std::string odd = document_writer(&choices).write(document);
    return odd.size() <= std::min(most_bytes, rules.decode.max_bytes) ? odd : plain;
}

} // namespace detail

/// Text of a document that decode() and validate() accept as a `T`, a type of the model: input, output or error.
/// Every length is reached that the rules and the options allow, both bounds included. Where even the shortest document
/// is longer than `rules.decode.max_bytes`, that one is made, and decode() finds it too long.
template <reflect::described T, source S>
[[nodiscard]] std::string valid_document(S& choices, options const& rules = {}) {
    detail::any_source any(choices);
    return detail::valid_text(detail::shape_of<T>, any, rules, std::numeric_limits<std::size_t>::max());
}

/// The body of a request of an operation, in which a correct endpoint finds nothing wrong before it looks at any
/// state.
///
/// *Example:* `fuzzing::byte_source choices({data, size}); send(fuzzing::valid_payload<Op>(choices));`
template <class Op, source S> [[nodiscard]] std::string valid_payload(S& choices, options const& rules = {}) {
    detail::any_source any(choices);
    return detail::valid_text(detail::shape_of<typename Op::input>, any, rules, Op::max_body_bytes);
}

/// The same as the operation's input.
///
/// *Example:* `auto const request = fuzzing::valid<operation::PutRecord>(choices);`
template <class Op, source S> [[nodiscard]] typename Op::input valid(S& choices, options const& rules = {}) {
    options plain = rules;
    plain.odd_spelling = false;
    auto read = wire::inspect<typename Op::input>(valid_payload<Op>(choices, plain), plain.decode, 1);
    return std::move(read.document.value);
}

} // namespace firehose_sse::fuzzing
