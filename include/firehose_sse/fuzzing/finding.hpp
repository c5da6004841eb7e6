// What no correct endpoint could have answered, by id.
// Level 5 (fuzzing). Holds no bytes of a request or an answer: it may end in a report.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {

/// What is wrong with an answer. The names are stable; reference/oracle.md says what each means.
BOOST_DEFINE_FIXED_ENUM_CLASS(
    finding_kind, unsigned char,
    // of the answer by itself
    status_not_of_protocol, server_failed, content_type_wrong, request_id_missing, error_unreadable, error_without_type,
    error_not_of_operation, error_status_wrong, output_unreadable, output_invalid,
    // of the answer compared with its request
    bad_head_accepted, wrong_error_for_head, unreadable_accepted, wrong_error_for_unreadable, invalid_accepted,
    wrong_error_for_invalid, valid_refused, entry_count_wrong, failed_count_wrong, entry_contradictory, entry_failed,
    // of the answer compared with what the endpoint has answered before
    unknown_stream_accepted, known_stream_not_found, duplicate_create_accepted, in_use_accepted, in_use_without_reason,
    wrong_source_accepted, broken_rule_accepted, quota_overrun, quota_too_early, limit_overrun, limit_too_early,
    bad_key_accepted, good_key_refused, throttled_without_reason, refused_without_reason, wrong_error,
    record_id_repeated, encrypted_wrong, stream_status_wrong, encryption_status_wrong, key_wrong, failure_wrong,
    description_wrong, tags_wrong, list_stream_unknown, list_stream_missing, list_page_wrong, refused_call_changed,
    accepted_call_ignored, policy_contradicted)

/// One answer that cannot be right.
struct finding {
    finding_kind kind{};
    /// Empty when the request names none.
    std::string operation{};
    /// The stream's name, only if it is a valid one.
    std::string stream{};
    /// What could have been answered.
    std::string expected{};
    std::string got{};
    /// When the answer came.
    instant at{};
    friend bool operator==(finding const&, finding const&) = default;
};

/// `PutRecord orders: encrypted_wrong: expected Encrypted true, got Encrypted false`
[[nodiscard]] inline std::string to_text(finding const& f) {
    std::string text(f.operation.empty() ? "(no operation)" : f.operation);
    if (!f.stream.empty()) { text += ' ' + f.stream; }
    text.append(": ").append(reflect::enum_name(f.kind));
    text.append(": expected ").append(f.expected).append(", got ").append(f.got);
    return text;
}

} // namespace firehose_sse::fuzzing
