// Bytes to a typed value: the strict reader of AWS JSON 1.1.
// Level 3 (wire). Checks kinds and syntax only: lengths, patterns and required members are validate()'s to judge.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/read_document.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include <boost/system/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::wire {

/// A decoded document.
template <class T> struct decoded {
    T value;
    /// RFC 6901 pointers of required members that were absent or null, an object's own before those nested in it;
    /// at most max_missing. Such a member holds its default, which no reader should take for something sent.
    std::vector<std::string> missing;
};

/// Reads one JSON document into a model type.
///
/// *Model:* AWS JSON 1.1. Null means absent; order means nothing; raw_json members keep their spelling byte for byte.
/// *Errors:* the first fault found, in the order of the text; only a repeated name that the model does not know is
/// found no sooner than at the end of its object. Nothing is thrown but std::bad_alloc.
/// *Example:* `auto const input = wire::decode<model::PutRecordInput>(body); if (input) { use(input->value); }`
template <reflect::described T>
[[nodiscard]] boost::system::result<decoded<T>, decode_error> decode(std::string_view body,
                                                                     decode_options const& options = {}) {
    decoded<T> document;
    auto error = detail::read_document(body, {&document.value, &detail::table<T>}, options, document.missing);
    if (error) { return *std::move(error); }
    return document;
}

} // namespace firehose_sse::wire
