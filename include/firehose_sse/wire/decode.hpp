// Bytes to a typed value: the strict reader of AWS JSON 1.1.
// Level 3 (wire). Checks kinds and syntax only: validate() judges lengths, patterns and required members.
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
    /// RFC 6901 pointers of the first max_missing required members that were absent or null; an object's own come
    /// before those nested in it. Such a member holds its default, which must not be taken for a sent value. validate()
    /// does so with those beyond max_missing, but their document is invalid already.
    std::vector<std::string> missing{};
    /// The members that the model does not know, under unknown_members::warn; at most max_missing.
    std::vector<decode_error> unknown{};
    /// Where the values stand, under decode_options::keep_positions.
    positions where{};
};

/// A document as far as it could be read, and all that is wrong with it.
template <class T> struct inspection {
    decoded<T> document{};
    /// In the order of the text, but a repeated name unknown to the model is found only at the end of its object.
    std::vector<decode_error> faults{};
    /// The reader has reached the end of the document: it has read every value that no fault names.
    bool complete = false;
};

/// Reads one JSON document into a model type and goes on after a fault of a single value, such as a wrong kind or bad
/// base64: such a value counts as given and holds its default. A fault of the text itself ends the reading.
///
/// *Errors:* in the result, at most `max_faults` (at least one). With faults, use the value for reports only.
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
/// *Model:* AWS JSON 1.1. Null means absent; any order is allowed; raw_json members keep their spelling byte for byte.
/// *Errors:* the first fault in the order of the text, but a repeated name unknown to the model is found only at the
/// end of its object. Throws nothing but std::bad_alloc.
/// *Example:* `auto const input = wire::decode<model::PutRecordInput>(body); if (input) { use(input->value); }`
template <reflect::described T>
[[nodiscard]] boost::system::result<decoded<T>, decode_error> decode(std::string_view body,
                                                                     decode_options const& options = {}) {
    auto read = inspect<T>(body, options, 1);
    if (!read.faults.empty()) { return std::move(read.faults.front()); }
    return std::move(read.document);
}

} // namespace firehose_sse::wire
