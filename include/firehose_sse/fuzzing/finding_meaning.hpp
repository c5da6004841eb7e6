// Each kind of finding in a sentence, for reports.
// Level 5 (fuzzing). Words only; code must not match on them.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/finding.hpp"
#include <string_view>

namespace firehose_sse::fuzzing {

/// What a kind of finding means.
[[nodiscard]] constexpr std::string_view meaning_of(finding_kind kind) noexcept {
    using enum finding_kind;
    switch (kind) {
    case status_not_of_protocol: return "The status is neither 200 nor an error's.";
    case server_failed: return "The server failed on a request.";
    case content_type_wrong: return "The answer's Content-Type is not application/x-amz-json-1.1.";
    case request_id_missing: return "The answer has no x-amzn-RequestId.";
    case error_unreadable: return "The error's body is no JSON object, or its members are of the wrong kind.";
    case error_without_type: return "The error's body names no type, neither in __type nor in code.";
    case error_not_of_operation: return "The model does not list this error for the operation.";
    case error_status_wrong: return "The HTTP status does not belong to the error's type.";
    case output_unreadable: return "The body of a success does not read as the operation's output.";
    case output_invalid: return "The output breaks a constraint of the model.";
    case bad_head_accepted: return "A request that is not of this protocol was carried out.";
    case wrong_error_for_head: return "An unknown operation was refused with another error.";
    case unreadable_accepted: return "A body that cannot be read was carried out.";
    case wrong_error_for_unreadable: return "A body that cannot be read was refused with another error.";
    case invalid_accepted: return "A body that breaks a constraint was carried out.";
    case wrong_error_for_invalid: return "A body that breaks a constraint was refused with another error.";
    case valid_refused: return "A valid body was refused as one that is not.";
    case entry_count_wrong: return "A batch was not answered with one entry a record.";
    case failed_count_wrong: return "FailedPutCount is not the number of entries with an error.";
    case entry_contradictory: return "An entry has both an id and an error, or neither.";
    case entry_failed: return "A record of a batch failed although nothing limits them.";
    case unknown_stream_accepted: return "A call on a stream that does not exist was carried out.";
    case known_stream_not_found: return "A stream that exists was not found.";
    case duplicate_create_accepted: return "A stream was created that exists already.";
    case in_use_accepted: return "A call was carried out for which the stream was not free.";
    case in_use_without_reason: return "A call was refused as in use although the stream was free.";
    case wrong_source_accepted: return "A call that only DirectPut streams allow was carried out on another.";
    case broken_rule_accepted: return "A call was carried out whose members contradict each other or the stream.";
    case quota_overrun: return "More Start and Stop calls were accepted than the quota allows.";
    case quota_too_early: return "A Start or Stop was refused although the quota had room.";
    case limit_overrun: return "A limit on streams, keys or tags was exceeded.";
    case limit_too_early: return "A limit on streams, keys or tags refused a call although there was room.";
    case bad_key_accepted: return "A call was carried out with a key that cannot be used.";
    case good_key_refused: return "A key that can be used was refused.";
    case throttled_without_reason: return "A call was throttled although nothing limits them.";
    case refused_without_reason: return "A call was refused that nothing stood against.";
    case wrong_error: return "A call was refused for another reason than the one there was.";
    case record_id_repeated: return "Two records have the same id.";
    case encrypted_wrong: return "Encrypted does not agree with the state of the stream.";
    case stream_status_wrong: return "The stream cannot have this status.";
    case encryption_status_wrong: return "The stream's encryption cannot have this status.";
    case key_wrong: return "The key that is shown is not the stream's.";
    case failure_wrong: return "The failure that is shown, or its absence, does not agree with what happened.";
    case description_wrong: return "A part of the description that never changes is another.";
    case tags_wrong: return "The tags are not those that were set.";
    case list_stream_unknown: return "A stream is listed that does not exist.";
    case list_stream_missing: return "A stream that exists is not listed.";
    case list_page_wrong: return "A page of a list breaks its limit, its order or its start.";
    case refused_call_changed: return "A call that was refused has changed the stream all the same.";
    case accepted_call_ignored: return "A call that was accepted has changed nothing.";
    case policy_contradicted: return "Two streams were treated by two policies.";
    }
    return {};
}

} // namespace firehose_sse::fuzzing
