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

/// What is let pass because nobody knows it of the endpoint. Each makes the oracle blind to something.
struct tolerances {
    /// Work may fail, and a Put may meet a key that cannot be used, whatever is known of the keys. Which member tells
    /// of a failure is open too, and whether a stream that is made with a key is ACTIVE before the key is in effect.
    bool outcomes = false;
    /// Of several reasons to refuse a call any may be named; of a stream that is not ACTIVE, or whose source is not
    /// DirectPut, any of the errors that may mean so; and one that is being deleted may be there or not.
    bool order_of_checks = false;
    /// A request that cannot be read or is not valid may be refused with any of the errors that mean so.
    bool refusal_types = false;
    /// A body may be taken that the service is not known to refuse, see is_known_to_be_refused(), although no options
    /// read it: then nothing is known any more of the stream that it names, or of all where its name is in doubt.
    bool reading = false;
    /// Any call may be throttled or find the service unavailable, any record may be told to slow down.
    bool throttling = false;
    /// Any call may be refused for want of a permission or of valid credentials, with 400, 401 or 403.
    bool access = false;
    /// ARNs, versions, destination ids and times are the endpoint's own; so are the encryption block of a stream that
    /// is not ACTIVE, or whose source nobody has observed, and whether a key is shown, but for ENABLED.
    bool identity = false;
    /// What destinations and sources are made of is checked, by rules that this library does not know, and may be
    /// changed by operations that it does not know; a Put may find them at fault.
    bool configurations = false;
    /// Tags come in any order; then a page that is not the whole list is not looked at.
    bool tag_order = false;
    /// Request ids and content types are not looked at.
    bool headers = false;
    /// A Start or Stop that is sent again under its invocation id may be charged again.
    bool resent_calls = false;
    /// The calls of a stream that was deleted may count against one that is made anew under its name.
    bool deleted_calls = false;
    /// A Put may leave `Encrypted` out.
    bool encrypted_absent = false;
    /// There may be streams that the oracle did not see made. Else, and with a prefix, names that begin so are its own.
    bool other_streams = false;
    friend bool operator==(tolerances const&, tolerances const&) = default;
};

/// What an oracle judges by. A default-made one knows a service of default policies exactly.
///
/// *Example:* `oracle_policy::any_endpoint()` for an endpoint of which nothing is known but the documentation.
struct oracle_policy {
    /// Limits, names and durations; its choices count as far as `choices` has them. `service.work` is the least that
    /// work takes.
    operation::policy service{};
    policy_space choices = policy_space::of({});
    /// The most that work takes; nothing: however long.
    std::optional<std::chrono::milliseconds> work_at_most = std::chrono::milliseconds(1'000);
    /// A request that these options cannot read must be refused, one that `strict_reading` reads must not be.
    wire::decode_options reading{};
    wire::decode_options strict_reading{};
    /// The same for constraints: those of `service` are the strict ones.
    constraint::policy loose_constraints{};
    tolerances tolerated{};
    /// Streams whose names begin so are the oracle's own, under tolerances::other_streams.
    std::string own_prefix{};
    /// Histories that are kept for one stream; beyond them the stream is given up until it can be told how it stands.
    std::size_t max_candidates = 256;
    /// Streams that are followed; others are not judged by what they were answered before. From the first one that is
    /// not, tolerances::other_streams holds, without a prefix.
    std::size_t max_streams = 100'000;
    /// Ids of records that are remembered, the last ones: at least so many, at most twice as many. Of 0 two records of
    /// one batch are still compared.
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
        made.service.quota.retry_memory = made.service.quota.period; // or may not, however late it is sent
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
