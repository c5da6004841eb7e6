// Waiting for a stream: what a look at it means, and when to look again.
// Level 4 (client). Pure: a description and spans of time come in; looking and sleeping are the caller's.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

namespace firehose_sse::client {

/// What to wait for, with the stream ACTIVE. `at_rest`: no change of encryption is under way, however the latest ended,
/// as after a Create or before a Start. `enabled`, `disabled`: a Start or a Stop has ended in this status.
BOOST_DEFINE_FIXED_ENUM_CLASS(poll_target, unsigned char, at_rest, enabled, disabled)

/// How to wait. Delays grow with the time that has passed, so that no earlier look has to be remembered.
struct poll_policy {
    poll_target target = poll_target::at_rest;
    /// The first delay; a change takes seconds to minutes [O].
    std::chrono::milliseconds first_delay{2'000};
    /// How much longer each delay is than the one before. *Units:* percent; 0 keeps them equal.
    std::uint32_t growth_percent = 50;
    std::chrono::milliseconds max_delay{30'000};
    /// No delay is shorter: 5 calls a second are a hard limit, shared by all callers of an account [D].
    std::chrono::milliseconds min_delay{1'000};
    /// Waiting ends after this time; a widespread tool waits 10 to 30 minutes [O].
    std::chrono::milliseconds limit = std::chrono::minutes(30);
    /// How long a look may still show the state before the change [U]; until then no look is believed. An unencrypted
    /// stream was not seen as such after its Start [O]. For a change of key nothing is known: ENABLED may mean the old
    /// key.
    std::chrono::milliseconds stale_for{0};
    /// How long after ENABLED or DISABLED records may still be of the other kind [D].
    std::chrono::milliseconds settling = encryption::policy{}.settling;
    /// Whether the stream was encrypted before the change, if the caller knows: no description says what a failed
    /// Start has left behind. After a failed change of key the old key stays in effect [D].
    encryption::truth encrypted_before = encryption::truth::indeterminate;
    friend constexpr bool operator==(poll_policy const&, poll_policy const&) = default;
};

/// How much time has passed; a plain duration is enough, as in `next_poll(description, 40s)`.
struct poll_times {
    /// Since the change was asked for. A negative time, from a clock that stepped back, counts as zero.
    std::chrono::milliseconds elapsed{0};
    /// Since the first `done`, if every look since then was `done`; nothing before that.
    std::optional<std::chrono::milliseconds> since_done{};

    template <class Rep, class Period>
    constexpr poll_times(std::chrono::duration<Rep, Period> since_asked,
                         std::optional<std::chrono::milliseconds> since_first_done = std::nullopt) noexcept
        : elapsed(std::chrono::duration_cast<std::chrono::milliseconds>(since_asked)), since_done(since_first_done) {}
    /// Takes the second duration in any unit as well, as in `{clock::now() - asked, clock::now() - first_done}`.
    template <class Rep, class Period, class OtherRep, class OtherPeriod>
    constexpr poll_times(std::chrono::duration<Rep, Period> since_asked,
                         std::chrono::duration<OtherRep, OtherPeriod> since_first_done) noexcept
        : poll_times(since_asked,
                     std::optional(std::chrono::duration_cast<std::chrono::milliseconds>(since_first_done))) {}
};

/// `wait`: look again after `delay`. `done`: the target is reached; for another `delay`, records may still be of the
/// other kind. `settled`: they no longer are, unless a Stop has failed: see poll_verdict::encrypted. `failed`: the
/// target will not be reached. `give_up`: the limit has passed.
BOOST_DEFINE_FIXED_ENUM_CLASS(poll_kind, unsigned char, wait, done, settled, failed, give_up)

/// Why the target will not be reached.
/// - `stream_failed`: CREATING_FAILED; only Delete works on such a stream [D].
/// - `stream_deleted`: DELETING or DELETING_FAILED.
/// - `change_failed`: the Start or Stop waited for has ended in ENABLING_FAILED or DISABLING_FAILED; see
///   poll_verdict::posture for what is in effect.
/// - `other_end`: the latest change has ended in a status of the other operation, so it is not the one waited for.
/// - `not_applicable`: the source is not DirectPut, and only such streams can be encrypted [D].
BOOST_DEFINE_FIXED_ENUM_CLASS(poll_failure, unsigned char, stream_failed, stream_deleted, change_failed, other_end,
                              not_applicable)

/// What a look means.
struct poll_verdict {
    poll_kind kind = poll_kind::wait;
    std::chrono::milliseconds delay{0};
    /// Only with `failed`.
    std::optional<poll_failure> why{};
    /// The service's reason, if it gave one, for the failure; for a stream at rest, the reason why its latest change
    /// failed. encryption::failure_hint says what to mend.
    std::optional<open_enum<model::DeliveryStreamFailureType>> cause{};
    /// How the stream stands, as far as the description and `encrypted_before` tell.
    encryption::posture_kind posture = encryption::posture_kind::undetermined;
    /// Whether a record put now is encrypted, as far as they tell; after ENABLED, `yes` only with `settled`.
    encryption::truth encrypted = encryption::truth::indeterminate;
    friend bool operator==(poll_verdict const&, poll_verdict const&) = default;
};

namespace detail {

/// If each delay exceeds the one before by a percentage, it exceeds the first by that percentage of the time passed.
/// Nothing here overflows, whatever the policy: `elapsed` is below the limit and not below zero.
[[nodiscard]] constexpr std::chrono::milliseconds poll_delay(std::chrono::milliseconds elapsed,
                                                             poll_policy const& rules) noexcept {
    using std::chrono::milliseconds;
    auto const most = std::max(rules.max_delay, milliseconds(0));
    auto const first = std::clamp(rules.first_delay, milliseconds(0), most);
    auto const growth = static_cast<std::int64_t>(rules.growth_percent);
    auto delay = most;
    if (growth == 0 || elapsed / 100 < (most - first) / growth) { delay = first + elapsed / 100 * growth; }
    // The last look is at the limit, unless that would come too soon after this one.
    delay = std::min(delay, rules.limit - elapsed);
    return std::max(delay, rules.min_delay);
}

using shown_status = std::optional<model::DeliveryStreamEncryptionStatus>;

/// The encryption status of a description; nothing when there is none, or one that this version does not know.
[[nodiscard]] inline shown_status status_in(model::DeliveryStreamDescription const& description) {
    auto const& block = description.DeliveryStreamEncryptionConfiguration;
    return block && block->Status ? block->Status->value() : std::nullopt;
}

[[nodiscard]] constexpr encryption::posture_kind known_posture(encryption::posture_kind told, shown_status status,
                                                               encryption::truth before) noexcept {
    if (told != encryption::posture_kind::undetermined ||
        status != model::DeliveryStreamEncryptionStatus::ENABLING_FAILED) {
        return told;
    }
    switch (before) {
    case encryption::truth::yes: return encryption::posture_kind::rotation_failed_but_encrypted;
    case encryption::truth::no: return encryption::posture_kind::not_encrypted;
    case encryption::truth::indeterminate: break;
    }
    return told;
}

/// Like encryption::records_encrypted, for a caller that sees descriptions only.
[[nodiscard]] constexpr encryption::truth encrypted_now(shown_status status, bool settled,
                                                        encryption::truth before) noexcept {
    using encryption::truth;
    using enum model::DeliveryStreamEncryptionStatus;
    if (!status) { return truth::indeterminate; }
    switch (*status) {
    case ENABLED: return settled ? truth::yes : truth::indeterminate;
    case DISABLED: return settled ? truth::no : truth::indeterminate;
    case ENABLING: return before == truth::no ? truth::no : truth::indeterminate;
    case ENABLING_FAILED: return before;
    case DISABLING:
    case DISABLING_FAILED: break;
    }
    return truth::indeterminate;
}

/// How far a change has come: while it is under way neither is set, afterwards `done` or `why`.
struct progress {
    bool done = false;
    std::optional<poll_failure> why{};
};

[[nodiscard]] constexpr progress progress_of_stream(open_enum<model::DeliveryStreamStatus> const& status) noexcept {
    using enum model::DeliveryStreamStatus;
    if (!status.value()) { return {}; }
    switch (*status.value()) {
    case CREATING_FAILED: return {false, poll_failure::stream_failed};
    case DELETING:
    case DELETING_FAILED: return {false, poll_failure::stream_deleted};
    case ACTIVE: return {true, std::nullopt};
    case CREATING: break;
    }
    return {};
}

[[nodiscard]] constexpr progress progress_of_change(shown_status status, poll_target target) noexcept {
    using enum model::DeliveryStreamEncryptionStatus;
    auto const ends = [target](poll_target other, progress end) {
        return target == other ? progress{false, poll_failure::other_end} : end;
    };
    // a change that has failed is over: whoever waits to send a Start or a Stop can send it
    progress const failed =
        target == poll_target::at_rest ? progress{true, std::nullopt} : progress{false, poll_failure::change_failed};
    if (!status) { return {}; }
    switch (*status) {
    case ENABLED: return ends(poll_target::disabled, {true, std::nullopt});
    case DISABLED: return ends(poll_target::enabled, {true, std::nullopt});
    case ENABLING_FAILED: return ends(poll_target::disabled, failed);
    case DISABLING_FAILED: return ends(poll_target::enabled, failed);
    case ENABLING:
    case DISABLING: break;
    }
    return {};
}

[[nodiscard]] inline progress progress_of(model::DeliveryStreamDescription const& description, poll_target target) {
    auto const stream = progress_of_stream(description.DeliveryStreamStatus);
    if (!stream.done) { return stream; }
    auto const source = description.DeliveryStreamType.value();
    bool const at_rest = target == poll_target::at_rest;
    if (source && *source != model::DeliveryStreamType::DirectPut) {
        return at_rest ? progress{true, std::nullopt} : progress{false, poll_failure::not_applicable};
    }
    auto const& block = description.DeliveryStreamEncryptionConfiguration;
    if (!block || !block->Status) { return {at_rest, std::nullopt}; } // no change is shown
    return progress_of_change(block->Status->value(), target);
}

using told_cause = std::optional<open_enum<model::DeliveryStreamFailureType>>;

[[nodiscard]] inline told_cause type_of(std::optional<model::FailureDescription> const& told) {
    return told ? std::optional(told->Type) : std::nullopt;
}

/// The service's reason why the latest change of encryption failed, if the description shows a failed one: that of the
/// block or, if it has none, that of the stream; see encryption::described_failure.
[[nodiscard]] inline told_cause cause_of_change(model::DeliveryStreamDescription const& description) {
    using enum model::DeliveryStreamEncryptionStatus;
    auto const status = status_in(description);
    if (status != ENABLING_FAILED && status != DISABLING_FAILED) { return std::nullopt; }
    auto const& of_block = description.DeliveryStreamEncryptionConfiguration->FailureDescription;
    return type_of(of_block ? of_block : description.FailureDescription);
}

/// The service's reason, from the level of the description that the failure belongs to.
[[nodiscard]] inline told_cause cause_of(poll_failure why, model::DeliveryStreamDescription const& description) {
    switch (why) {
    case poll_failure::stream_failed:
    case poll_failure::stream_deleted: return type_of(description.FailureDescription);
    case poll_failure::change_failed: return cause_of_change(description);
    case poll_failure::other_end:
    case poll_failure::not_applicable: break;
    }
    return std::nullopt;
}

} // namespace detail

/// What a look at the stream means, and when to look again.
///
/// While the status is unknown to this version, the verdict is `wait` until the limit; likewise while the encryption
/// block is missing, if the target is `enabled` or `disabled`. At and after the limit a look still counts: only `wait`
/// becomes `give_up`. A caller that must know that all records are of one kind notes the time of the first `done`,
/// waits for its `delay`, and asks again with `since_done`; all others stop at `done`.
/// *Model:* DescribeDeliveryStream; no SDK has a waiter for encryption.
///
/// *Example:* `next_poll(answer.DeliveryStreamDescription, now - asked, {.target = poll_target::enabled})`
[[nodiscard]] inline poll_verdict next_poll(model::DeliveryStreamDescription const& description,
                                            poll_times const& times, poll_policy const& rules = {}) {
    using std::chrono::milliseconds;
    auto const elapsed = std::max(times.elapsed, milliseconds(0));
    poll_verdict verdict;
    detail::progress seen;
    if (elapsed >= rules.stale_for) {
        seen = detail::progress_of(description, rules.target);
        auto const since_done = std::max(times.since_done.value_or(milliseconds(0)), milliseconds(0));
        bool const settled = seen.done && times.since_done && since_done >= rules.settling;
        if (seen.done) {
            verdict.kind = settled ? poll_kind::settled : poll_kind::done;
            verdict.delay = settled ? milliseconds(0) : std::max(rules.settling - since_done, milliseconds(0));
            verdict.cause = detail::cause_of_change(description);
        } else if (seen.why) {
            verdict.kind = poll_kind::failed;
            verdict.why = seen.why;
            verdict.cause = detail::cause_of(*seen.why, description);
        }
        auto const status = detail::status_in(description);
        verdict.posture = detail::known_posture(encryption::posture(description), status, rules.encrypted_before);
        if (description.DeliveryStreamStatus == model::DeliveryStreamStatus::ACTIVE &&
            description.DeliveryStreamType == model::DeliveryStreamType::DirectPut) {
            verdict.encrypted = detail::encrypted_now(status, settled, rules.encrypted_before);
        }
    }
    if (!seen.done && !seen.why) {
        bool const over = elapsed >= rules.limit;
        verdict.kind = over ? poll_kind::give_up : poll_kind::wait;
        verdict.delay = over ? milliseconds(0) : detail::poll_delay(elapsed, rules);
    }
    return verdict;
}

} // namespace firehose_sse::client
