// What docs/reference/policies.md says of each field, in the order of the fields: a row a field, by its name.
// Level: none (a test). Words only; names, defaults and alternatives are read off the policies.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string_view>

namespace policy_words {

/// What is said about a field. `choices` where the type does not tell them.
struct row {
    std::string_view field;
    std::string_view about;
    std::string_view mark;
    std::string_view choices = "any";
};

inline constexpr row encryption_policy[] = {
    {"settling", "how long after ENABLED or DISABLED records may still be of the other kind", "[D]"},
    {"max_credential_age", "oldest session credentials with which KMS grants can be made", "[D]"},
    {"max_streams_per_key", "streams that one customer key may encrypt; Start and Create answer LimitExceeded", "[D]"},
    {"max_scheduled_grants",
     "grants on their way to be retired that a state remembers; for one more, the oldest is forgotten", ""},
    {"create_with_key",
     "how a stream that is created with a key gets it: ENABLING while CREATING and ACTIVE once the key is in effect, "
     "or ACTIVE first and then ENABLING, as after Start",
     "[U]"},
    {"busy",
     "Start or Stop while a change is under way; a queued one begins when the change ends, and a later one replaces it",
     "[U]"},
    {"stop_when_disabled",
     "Stop on a stream that is not encrypted: accepted without any change, refused, or done by way of DISABLING, which "
     "the operation's text says of any stream",
     "[U]"},
    {"same_key",
     "Start on ENABLED with the key in effect; after a failed change such a Start begins an attempt under both choices",
     "[U]"},
    {"bad_key", "when Start or Create notices a key that KMS refuses: at the end of the work, or at once", "[U]"},
    {"old_session", "when Start or Create notices credentials that are too old: at the end of the work, or at once",
     "[U]"},
    {"stop_without_key", "Stop after a first attempt that failed: DISABLED at once, by way of DISABLING, or refused",
     "[U]"},
    {"start_after_failed_stop", "Start on DISABLING_FAILED", "[U]"},
    {"stop_after_failed_stop", "Stop on DISABLING_FAILED", "[U]"},
    {"stop_after_failed_rotation", "Stop on ENABLING_FAILED with a key in effect", "[U]"},
    {"delete_while_enabling",
     "Delete on ENABLING; if accepted, the attempt and its grant are given up. While DISABLING it is refused [O]",
     "[I]"},
    {"describe_key", "the key that Describe shows while there are two", "[U]"},
    {"describe_failure",
     "where Describe tells of a failure: of Create or Delete as the stream's, of a change or of a Create's key in the "
     "encryption block, or each in both places",
     "[I]"},
    {"unsettled", "`Encrypted` in a Put's answer while nobody can know whether the record is encrypted", "[U]"},
    {"rotating", "the same during a change of key; `unsettled`: as the field of that name says", "[U]"},
    {"disabling", "the same during DISABLING and after DISABLING_FAILED", "[U]"},
};

inline constexpr row quota_policy[] = {
    {"limit", "Start and Stop calls of a stream, together", "[D]", "any; 0 admits nothing"},
    {"period", "how long a call counts", "[D]"},
    {"window",
     "which span of time a period is; the service says no more than \"in a 24-hour period\", the sibling service "
     "documents rolling",
     "[U]"},
    {"counts",
     "which calls count; each choice includes the one before. Read by `admit`, and by a host through `is_counted`",
     "[U]"},
    {"retry_memory", "how long a charged call is known by its token, so that it is not charged when it is sent again",
     "[U]", "any; 0: never"},
    {"pause", "how long nothing is admitted once the service itself has said LimitExceeded", "[U]"},
};

inline constexpr row constraint_policy[] = {
    {"set", "the service model whose constraints hold; in the older one the SSE KeyARN may be an alias", "[D]"},
    {"off", "rules that are not checked: a published constraint has been stricter than the service", "", "any rules"},
    {"max_violations", "how many violations are kept; the others are only counted", ""},
    {"batch_bytes", "most bytes of all records of a PutRecordBatch", "[D]"},
    {"basis", "whether `batch_bytes` counts bytes before or after base64", "[U]"},
    {"ceilings",
     "further upper bounds, which never raise a shape's own: `string` (code points), `list` (elements), `blob` (raw "
     "bytes)",
     "", "any, by kind"},
};

inline constexpr row operation_policy[] = {
    {"partition", "partition in the streams' ARNs", ""},
    {"region", "region in the streams' ARNs", ""},
    {"account_id", "account in the streams' ARNs", ""},
    {"work", "how long CREATING, ENABLING, DISABLING, DELETING take; the service takes seconds to minutes", "[O]",
     "any; 0: done at the next look"},
    {"max_streams", "streams of an account in a region; the documented number has changed over time", "[D]"},
    {"max_tags", "tags of a stream", "[D]"},
    {"constraints",
     "which rules about members together are checked: only the fields `off`, `batch_bytes` and `basis` count here", "",
     "its own"},
    {"encryption", "the life cycle", "", "its own"},
    {"quota", "the count of Start and Stop calls", "", "its own"},
    {"quota_check", "whether the quota is looked at before the stream's state", "[U]"},
    {"encrypted_create", "whether Create with encryption takes one of a stream's Start and Stop calls", "[U]"},
    {"failed_change", "whether a call still counts when its work has failed, or is given back at that moment", "[U]"},
    {"other_source",
     "the error of Start and Stop on a stream whose source is not DirectPut; that Start is refused is [D]",
     "[I] for Start, [U] for Stop"},
    {"inactive_change", "the error of Start and Stop on a stream that is not ACTIVE", "[U]"},
    {"inactive_put",
     "the error of a Put on a stream that is not ACTIVE; that it is an error is [D]. For DELETING see `deleting_put`",
     "[U]"},
    {"deleting_put",
     "a Put on DELETING; if refused, with the error of `inactive_put`. By Create's text such a stream takes no records "
     "[D], by Delete's text it might [D]",
     "[U]"},
    {"inactive_tag", "a change of tags on a stream that is being made or deleted", "[U]"},
    {"texts", "other words than this library's, for messages that nobody has observed", "[U]"},
    {"control_rate",
     "calls a second of the operations that are no Put; the service allows 5 [D], the default of a `rate_policy`", "",
     "any"},
    {"control_rate_scope",
     "which calls share `control_rate`; it is documented that each operation on tags has a rate of its own [D]", "[I]"},
    {"put_rate", "requests, records and bytes of a stream a second; the service's rates are those of its region [D]",
     "", "any"},
    {"put_overflow",
     "a batch that fits the rates only in part: it is observed that records fail inside a 200 [O], but not when the "
     "whole call fails",
     "[U]"},
};

inline constexpr row unavailable_policy[] = {
    {"answer", "Start and Stop while the shared store does not answer", ""},
    {"local_cap", "calls of a stream that one process admits by itself in a period, under the answer `local_cap`", ""},
};

inline constexpr row rate_policy[] = {
    {"per_second",
     "units that a second brings; by default the service's rate of calls of one operation of the control plane", "[D]",
     "any; 0 admits what a full bucket holds, once"},
    {"burst",
     "units that a full bucket holds, the most that is admitted at once; none: those of one second, `per_second`",
     "[U]"},
};

inline constexpr row put_rate_policy[] = {
    {"requests", "PutRecord and PutRecordBatch calls a second, in us-east-1, us-west-2 and eu-west-1", "[D]"},
    {"records", "records a second", "[D]"},
    {"bytes", "bytes of records a second", "[D]"},
};

inline constexpr row decode_options[] = {
    {"max_depth", "nested objects and lists", "", "up to 512"},
    {"max_bytes", "size of a body; the default leaves room for 4 MiB of records in base64", ""},
    {"max_elements", "elements of all lists together", ""},
    {"unknown_members",
     "members that this version does not know; `warn` reads on and keeps up to 64 of them in `decoded::unknown`; in "
     "answers they must be ignored [D]",
     "[U]"},
    {"fractional_integers", "an integer with a fraction, such as 1.5; 1.0 and 1e2 are integers. The sibling truncates",
     "[O sibling]"},
    {"empty_body", "an empty body: `{}` by the protocol [D], refused by the sibling", "[O sibling]"},
    {"null_elements", "null inside a list", "[U]"},
    {"text_timestamps", "a timestamp as text: the protocol says number [D], a widespread client reads text too", "[O]"},
    {"byte_order_mark", "a mark before the document: no writer may send one, a reader may skip it (RFC 8259)", "[D]"},
    {"spare_base64_bits",
     "base64 whose last character has bits that belong to no byte, such as `QR==`; if accepted, one record has two "
     "spellings. The sibling refuses",
     "[O sibling]"},
    {"keep_positions", "whether `decoded::where` tells where each value stands in the text", ""},
};

inline constexpr row gateway_options[] = {
    {"decode", "how a body is read", "", "its own"},
    {"constraints", "which rules of the constraint layer are checked", "", "its own"},
    {"message.wording",
     "whose words a ValidationException is written in: the service's, those that it had until 2019, or this library's. "
     "Under `own` a SerializationException also tells reason and place: [errors.md](errors.md#wordings)",
     "[O]"},
    {"message.aggregation",
     "whether a ValidationException names every violation, or only the first, as a sibling does in some regions",
     "[O], [O sibling]"},
    {"error_type_header",
     "which errors also name their type in `X-Amzn-ErrorType`: "
     "[decisions/0010](../decisions/0010-error-type-header.md)",
     "[U]"},
};

inline constexpr row packing_policy[] = {
    {"max_records", "records of a batch", "[D]", "any; 0 takes no record"},
    {"max_record_bytes", "raw bytes of one record", "[D]"},
    {"max_bytes", "bytes of all records of a batch: `constraint::policy::batch_bytes`", "[D]"},
    {"margin",
     "bytes of `max_bytes` that stay free. Batches of just under 4 MiB have been taken, some of 4 MiB were refused; a "
     "widespread client stops at 4,194,000, as a margin of 304 does",
     "[O]"},
    {"basis", "whether `max_bytes` and `margin` count bytes before or after base64", "[U]"},
};

inline constexpr row poll_policy[] = {
    {"target",
     "what is waited for, with the stream ACTIVE: that no change is under way, however the latest has ended, or the "
     "end of a Start or Stop",
     ""},
    {"first_delay", "delay before the second look; a change takes seconds to minutes", "[O]"},
    {"growth_percent", "how much longer each delay is than the one before", "", "any; 0: equal delays"},
    {"max_delay", "delays grow no further than this", ""},
    {"min_delay", "no delay is shorter: 5 calls a second are a hard limit, shared by all callers of an account", "[D]"},
    {"limit", "how long to wait in all; a widespread tool waits 10 to 30 minutes", "[O]"},
    {"stale_for",
     "how long a look may still show the stream as it was before the change; until then no look is believed. Not seen "
     "after a Start on a plain stream [O]",
     "[U]"},
    {"settling", "how long after ENABLED or DISABLED records may still be of the other kind", "[D]"},
    {"encrypted_before",
     "whether the stream was encrypted before the change, as far as the caller knows; decides what ENABLING_FAILED "
     "means",
     "[D]"},
};

inline constexpr row retry_policy[] = {
    {"max_attempts", "how often a request is sent; for a Put, three retries are documented", "[D]",
     "any; 0 and 1 never retry"},
    {"transient_delay", "longest first wait after a fault of the service; doubled for each further attempt", ""},
    {"throttled_delay", "the same after throttling: the limits are counted in seconds", "[D]"},
    {"max_delay", "where doubling ends", ""},
    {"quota_slack", "added to the moment at which the quota has room, since the service has a clock of its own", ""},
    {"unsure_change", "Start or Stop without a clear answer: it may have been carried out, and counted", "[U]"},
};

inline constexpr row rules[] = {
    {"required", "a required member is there and not null", "[D]"},
    {"length_min", "a string, list or blob is no shorter than its shape allows", "[D]"},
    {"length_max", "a string, list or blob is no longer than its shape allows", "[D]"},
    {"value_min", "an integer is no less than its shape allows", "[D]"},
    {"value_max", "an integer is no greater than its shape allows", "[D]"},
    {"pattern", "a text matches its shape's pattern, as a whole", "[D], whole [O]"},
    {"enumeration", "a text is one of the names; case matters", "[D]"},
    {"customer_key_needs_arn", "a customer's key comes with its KeyARN", "[D]"},
    {"owned_key_has_no_arn", "AWS's own key comes without a KeyARN; when this rule is off, a KeyARN is ignored", "[U]"},
    {"encryption_needs_direct_put", "a stream made with encryption has the source DirectPut", "[D]"},
    {"exactly_one_destination", "a stream is made with exactly one destination", "[O]"},
    {"source_fits_type", "a source configuration fits the stream's type", "[I]"},
    {"batch_bytes", "a batch is no larger than the field of that name says", "[D]"},
};

} // namespace policy_words
