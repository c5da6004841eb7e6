// Bodies that no sender with good intentions would make, by kinds with names.
// Level 5 (fuzzing). Knows no engine; gives no label, since there is not always one right answer.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/make_hostile.hpp"
#include "firehose_sse/fuzzing/hostile_kind.hpp"
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <string>

namespace firehose_sse::fuzzing {

/// A body, and what is hostile about it.
struct hostile_case {
    hostile_kind kind;
    std::string payload;
};

/// A body of that kind, made out of a valid one of an operation; at most options::largest_payload bytes.
///
/// *Example:* `fuzzing::hostile_of<operation::PutRecord>(fuzzing::hostile_kind::deep_lists, choices).payload`
template <class Op, source S>
[[nodiscard]] hostile_case hostile_of(hostile_kind kind, S& choices, options const& rules = {}) {
    detail::any_source any(choices);
    return {kind, detail::hostile_maker(detail::shape_of<typename Op::input>, any, rules).make(kind)};
}

/// A body of any kind.
template <class Op = operation::StartDeliveryStreamEncryption, source S>
[[nodiscard]] hostile_case hostile(S& choices, options const& rules = {}) {
    return hostile_of<Op>(pick(choices, reflect::enumerators<hostile_kind>).value, choices, rules);
}

} // namespace firehose_sse::fuzzing
