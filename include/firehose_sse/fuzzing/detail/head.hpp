// What a request's head alone decides: whether it is of this protocol at all.
// Level 5 (fuzzing). Reads no body; nobody has said which status comes with the error's type [U].
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include <boost/describe/enum.hpp>
#include <string>

namespace firehose_sse::fuzzing::detail {

/// Why a head is not of this protocol.
BOOST_DEFINE_FIXED_ENUM_CLASS(head_fault, unsigned char, none, path, method, target, media_type)

[[nodiscard]] inline head_fault fault_of_head(request const& sent) {
    if (sent.path != "/") { return head_fault::path; }
    if (sent.method != "POST") { return head_fault::method; }
    bool known = false;
    operation::with_operation(operation_of(sent), [&](auto) { known = true; });
    if (!known) { return head_fault::target; }
    auto const headers = views(sent.headers);
    auto const type = wire::find_only_header(headers, "Content-Type");
    return type && wire::is_content_type(*type) ? head_fault::none : head_fault::media_type;
}

/// Judges the answer to a request whose head is not of this protocol.
inline void judge_head(head_fault fault, answer const& given, oracle_policy const& rules, report& found) {
    judge_headers(given, rules, found);
    if (given.status < 400) {
        found.add(finding_kind::bad_head_accepted, "a refusal: " + std::string(reflect::enum_name(fault)),
                  "status " + std::to_string(given.status));
        return;
    }
    if (given.status >= 500) { // also an error without a type: nothing but the status is expected here
        found.add(finding_kind::server_failed, "a refusal", "status " + std::to_string(given.status));
        return;
    }
    if (fault != head_fault::target || rules.tolerated.refusal_types) { return; }
    auto const type = error_type(given, found); // malformed and unknown targets alike [O]
    if (!type.empty() && type != "UnknownOperationException") {
        found.add(finding_kind::wrong_error_for_head, "UnknownOperationException",
                  is_common_error(type) ? type : "another error");
    }
}

} // namespace firehose_sse::fuzzing::detail
