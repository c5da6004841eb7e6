// What an oracle knows of the endpoint it judges: its choices exactly, or which of them are open.
// Level 5 (fuzzing). Values only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/fuzzing/policy_space.hpp"
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace firehose_sse::fuzzing {

/// What the oracle lets pass because it is not known of the endpoint. Each of these makes it blind to something.
struct tolerances {
    /// Work may fail, and a Put may meet a key that cannot be used, whatever is known of the keys. Which member shows a
    /// failure is open too, and whether a stream that is made with a key is ACTIVE before the key is in effect.
    bool outcomes = false;
    /// Where there are several reasons to refuse a call, any may be named. For a stream that is not ACTIVE, or whose
    /// source is not DirectPut, any error may come that may mean so. A stream being deleted may be there or not.
    bool order_of_checks = false;
    /// A request that cannot be read or is not valid may be refused with any of the errors that mean so.
    bool refusal_types = false;
    /// A body that no options read may be accepted unless the service is known to refuse it (is_known_to_be_refused()).
    /// Then nothing is known any more of the stream that it names, or of all where that name is in doubt.
    bool reading = false;
    /// Any call may be throttled or find the service unavailable, any record may be told to slow down.
    bool throttling = false;
    /// Any call may be refused for lack of a permission or of valid credentials, with 400, 401 or 403.
    bool access = false;
    /// ARNs, versions, destination ids and times are the endpoint's choice. So are the encryption block of a stream
    /// that is not ACTIVE or whose source nobody has observed, and whether a key is shown, except for ENABLED.
    bool identity = false;
    /// The endpoint checks the contents of destinations and sources by rules that this library does not know, and
    /// operations that it does not know may change them; a Put may find them at fault.
    bool configurations = false;
    /// Tags come in any order; then a page that is not the whole list is not checked.
    bool tag_order = false;
    /// Request ids and content types are not checked.
    bool headers = false;
    /// A Start or Stop that is sent again under its invocation id may be charged again.
    bool resent_calls = false;
    /// The calls of a stream that was deleted may count against one that is made anew under its name.
    bool deleted_calls = false;
    /// A Put may leave `Encrypted` out.
    bool encrypted_absent = false;
    /// There may be streams that the oracle did not see made, except under names that begin with a given `own_prefix`.
    bool other_streams = false;
    friend bool operator==(tolerances const&, tolerances const&) = default;
};

/// What an oracle judges by. A default-made one knows a service of default policies exactly.
///
/// *Example:* `oracle_policy::any_endpoint()` for an endpoint of which nothing is known but the documentation.
struct oracle_policy {
    /// Limits, names and durations. For a choice that `choices` covers, `choices` counts and not the value here.
    /// `service.work` is the least time that work takes.
    operation::policy service{};
    policy_space choices = policy_space::of({});
    /// The most time that work takes; nothing: any time.
    std::optional<std::chrono::milliseconds> work_at_most = std::chrono::milliseconds(1'000);
    /// A request that these options cannot read must be refused; one that `strict_reading` reads must not be refused.
    wire::decode_options reading{};
    wire::decode_options strict_reading{};
    /// The same for constraints: those of `service` are the strict ones.
    constraint::policy loose_constraints{};
    tolerances tolerated{};
    /// Under tolerances::other_streams, streams whose names begin with this are the oracle's own.
    std::string own_prefix{};
    /// How many histories are kept for one stream; beyond them it is given up until an answer tells how it stands.
    std::size_t max_candidates = 256;
    /// How many streams are followed; the others are not judged by earlier answers. Once there is a stream that is not
    /// followed, tolerances::other_streams holds, without a prefix.
    std::size_t max_streams = 100'000;
    /// How many record ids are remembered, the last ones: at least this many, at most twice as many. With 0, two
    /// records of one batch are still compared.
    std::size_t max_record_ids = 10'000;

    /// A service whose policy is known to the last field, as that of an emulator made from this library.
    [[nodiscard]] static oracle_policy exactly(operation::policy service, wire::decode_options const& reading = {}) {
        oracle_policy made;
        made.choices = policy_space::of(service);
        made.work_at_most = service.work;
        made.reading = made.strict_reading = reading;
        made.loose_constraints = service.constraints;
        made.service = std::move(service);
        return made;
    }

    /// What the documentation alone holds an endpoint to: whatever is not documented may be either way.
    [[nodiscard]] static oracle_policy any_endpoint() {
        oracle_policy made;
        for (auto const& each : reflect::enumerators<choice>) { made.choices.open(each.value); }
        made.service.work = std::chrono::milliseconds(0);
        made.work_at_most.reset();
        made.reading = wire::decode_options::sdk();
        made.strict_reading = wire::decode_options::gateway();
        made.strict_reading.empty_body = wire::empty_body::refuse;
        made.loose_constraints.set = constraint::constraint_set::before_2026_06_12;
        made.loose_constraints.off = {constraint::rule::owned_key_has_no_arn, constraint::rule::source_fits_type};
        made.service.constraints.basis = constraint::batch_basis::encoded_bytes;
        made.service.quota.retry_memory = made.service.quota.period; // a call sent again may also be free, however late
        made.tolerated = {.outcomes = true,
                          .order_of_checks = true,
                          .refusal_types = true,
                          .reading = true,
                          .throttling = true,
                          .access = true,
                          .identity = true,
                          .configurations = true,
                          .tag_order = true,
                          .headers = true,
                          .resent_calls = true,
                          .deleted_calls = true,
                          .encrypted_absent = true,
                          .other_streams = true};
        return made;
    }
};

} // namespace firehose_sse::fuzzing
