// Bytes to a typed value: the strict reader of AWS JSON 1.1.
// Level 3 (wire). Checks kinds and syntax only: lengths, patterns and required members are validate()'s to judge.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/read_document.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/positions.hpp"
#include <boost/system/result.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::wire {

/// A decoded document.
template <class T> struct decoded {
    T value{};
    /// RFC 6901 pointers of required members that were absent or null, an object's own before those nested in it;
    /// the first max_missing of them. Such a member holds its default, which no reader should take for something sent;
    /// validate() does so with those beyond, of a document that these make invalid already.
    std::vector<std::string> missing{};
    /// The members that the model does not know, under unknown_members::warn; at most max_missing.
    std::vector<decode_error> unknown{};
    /// Where the values stand, under decode_options::keep_positions.
    positions where{};
};

/// A document as far as it could be read, and all that is wrong with it.
template <class T> struct inspection {
    decoded<T> document{};
    /// In the order of the text, but that a repeated name unknown to the model is found at the end of its object.
    std::vector<decode_error> faults{};
    /// The reading has come to the end of the document: every value that no fault names was read.
    bool complete = false;
};

/// Reads one JSON document into a model type and goes on after a fault of a single value, such as a wrong kind or bad
/// base64: such a value counts as given and holds its default. What is wrong with the text itself ends the reading.
///
/// *Errors:* in the result, at most `max_faults` (at least one); the value is to be reported on, never acted upon.
/// *Example:* `for (auto const& each : wire::inspect<model::PutRecordInput>(body).faults) { report(each); }`
template <reflect::described T>
[[nodiscard]] inspection<T> inspect(std::string_view body, decode_options const& options = {},
                                    std::size_t max_faults = 32) {
    inspection<T> result;
    auto& document = result.document;
    detail::findings found{.max_faults = max_faults};
    result.complete = detail::read_document(body, {&document.value, &detail::table<T>}, options, found);
    result.faults = std::move(found.faults);
    document.missing = std::move(found.missing);
    document.unknown = std::move(found.unknown);
    document.where = std::move(found.where);
    return result;
}

/// Reads one JSON document into a model type.
///
/// *Model:* AWS JSON 1.1. Null means absent; order means nothing; raw_json members keep their spelling byte for byte.
/// *Errors:* the first fault found, in the order of the text; only a repeated name that the model does not know is
/// found no sooner than at the end of its object. Nothing is thrown but std::bad_alloc.
/// *Example:* `auto const input = wire::decode<model::PutRecordInput>(body); if (input) { use(input->value); }`
template <reflect::described T>
[[nodiscard]] boost::system::result<decoded<T>, decode_error> decode(std::string_view body,
                                                                     decode_options const& options = {}) {
    auto read = inspect<T>(body, options, 1);
    if (!read.faults.empty()) { return std::move(read.faults.front()); }
    return std::move(read.document);
}

} // namespace firehose_sse::wire
