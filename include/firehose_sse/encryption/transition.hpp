// The life cycle of a stream's encryption as one pure function.
// Level 2 (encryption). No clock, no lock, no I/O: it is given what it needs, and returns what must be done.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/effect_list.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace firehose_sse::encryption {

/// Why a command was refused; nothing has changed then.
BOOST_DEFINE_FIXED_ENUM_CLASS(refusal, unsigned char, stream_not_found, stream_exists, not_direct_put,
                              stream_not_active, change_under_way, not_encrypted, not_encrypted_in_use, key_unusable,
                              stale_acknowledgement, credentials_too_old, key_in_too_many_streams, change_failed,
                              change_failed_in_use)

/// The next state, and what the host has to do.
struct decision {
    state next{};
    effect_list effects{};
    friend constexpr bool operator==(decision const&, decision const&) = default;
};

/// Either a decision or the reason of a refusal.
using outcome = std::variant<decision, refusal>;

namespace detail {

constexpr bool is_too_old(caller_facts const& caller, policy const& rules) noexcept {
    return caller.credential_age && *caller.credential_age > rules.max_credential_age;
}

template <class State> constexpr auto find_scheduled(State& s, std::uint64_t attempt) {
    return std::ranges::find(s.grants.scheduled, attempt, &scheduled_grant::attempt);
}

// Decides whether a command is refused, and why. It only reads the state, so that a refusal copies nothing.
class guard {
public:
    constexpr guard(state const& from, policy const& rules) : from_(from), rules_(rules) {}

    constexpr std::optional<refusal> operator()(create const& c) const {
        if (from_.stream) { return refusal::stream_exists; }
        if (!c.wanted) { return std::nullopt; }
        if (c.source != model::DeliveryStreamType::DirectPut) { return refusal::not_direct_put; }
        return not_allowed(*c.wanted, c.caller, c.facts);
    }

    constexpr std::optional<refusal> operator()(start const& c) const {
        if (auto const refused = not_changeable()) { return refused; }
        bool const after_failed_stop =
            status(from_) == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED &&
            rules_.start_after_failed_stop == start_after_failed_stop_answer::resource_in_use;
        if (after_failed_stop) { return refusal::change_failed_in_use; }
        return not_allowed(c.wanted, c.caller, c.facts);
    }

    constexpr std::optional<refusal> operator()(stop const&) const {
        if (auto const refused = not_changeable()) { return refused; }
        if (from_.pending) { return std::nullopt; } // it is queued
        using enum model::DeliveryStreamEncryptionStatus;
        auto const current = status(from_);
        if (current == DISABLED) {
            switch (rules_.stop_when_disabled) {
            case stop_when_disabled_answer::accept:
            case stop_when_disabled_answer::through_disabling: return std::nullopt;
            case stop_when_disabled_answer::invalid_argument: return refusal::not_encrypted;
            case stop_when_disabled_answer::resource_in_use: return refusal::not_encrypted_in_use;
            }
        }
        if (current == DISABLING_FAILED) {
            if (auto const refused = after_failure(rules_.stop_after_failed_stop)) { return refused; }
        }
        if (from_.effective) {
            return current == ENABLING_FAILED ? after_failure(rules_.stop_after_failed_rotation) : std::nullopt;
        }
        switch (rules_.stop_without_key) {
        case stop_without_key_answer::at_once:
        case stop_without_key_answer::through_disabling: break;
        case stop_without_key_answer::invalid_argument: return refusal::not_encrypted;
        case stop_without_key_answer::resource_in_use: return refusal::not_encrypted_in_use;
        }
        return std::nullopt;
    }

    constexpr std::optional<refusal> operator()(remove const&) const {
        if (!from_.stream) { return refusal::stream_not_found; }
        switch (*from_.stream) {
        case model::DeliveryStreamStatus::CREATING: return refusal::stream_not_active;
        case model::DeliveryStreamStatus::DELETING: return std::nullopt;
        case model::DeliveryStreamStatus::ACTIVE:
        case model::DeliveryStreamStatus::CREATING_FAILED:
        case model::DeliveryStreamStatus::DELETING_FAILED: break;
        }
        if (!from_.pending) { return std::nullopt; }
        bool const given_up = from_.pending->kind == work_kind::enabling &&
                              rules_.delete_while_enabling == delete_while_enabling_answer::accept;
        return given_up ? std::nullopt : std::optional(refusal::change_under_way); // DISABLING [O]
    }

    constexpr std::optional<refusal> operator()(work_succeeded const& c) const {
        return stale_unless(current(c.attempt));
    }
    constexpr std::optional<refusal> operator()(work_failed const& c) const { return stale_unless(current(c.attempt)); }
    constexpr std::optional<refusal> operator()(grant_created const& c) const {
        return stale_unless(awaits_grant(c.attempt));
    }
    constexpr std::optional<refusal> operator()(grant_refused const& c) const {
        return stale_unless(awaits_grant(c.attempt));
    }
    constexpr std::optional<refusal> operator()(grant_retired const& c) const {
        return stale_unless(find_scheduled(from_, c.attempt) != from_.grants.scheduled.end());
    }
    constexpr std::optional<refusal> operator()(retirement_refused const& c) const {
        auto const found = find_scheduled(from_, c.attempt);
        return stale_unless(found != from_.grants.scheduled.end() && !found->refused);
    }
    constexpr std::optional<refusal> operator()(time_passed const&) const { return std::nullopt; }

private:
    // existence, then source, then the stream's own status, then the work under way [I]
    constexpr std::optional<refusal> not_changeable() const {
        if (!from_.stream) { return refusal::stream_not_found; }
        if (from_.source != model::DeliveryStreamType::DirectPut) { return refusal::not_direct_put; }
        if (*from_.stream != model::DeliveryStreamStatus::ACTIVE) { return refusal::stream_not_active; }
        if (!from_.pending) { return std::nullopt; }
        switch (rules_.busy) {
        case busy_answer::resource_in_use: break;
        case busy_answer::queue: return std::nullopt;
        }
        return refusal::change_under_way;
    }

    static constexpr std::optional<refusal> after_failure(stop_after_failure_answer answer) {
        switch (answer) {
        case stop_after_failure_answer::accept: break;
        case stop_after_failure_answer::invalid_argument: return refusal::change_failed;
        case stop_after_failure_answer::resource_in_use: return refusal::change_failed_in_use;
        }
        return std::nullopt;
    }

    // the key, then the caller, then how many streams use the key [I]
    constexpr std::optional<refusal> not_allowed(key const& wanted, caller_facts const& caller,
                                                 key_facts const& facts) const {
        if (!wanted.needs_grant()) { return std::nullopt; }
        if (rules_.bad_key == bad_key_answer::invalid_kms_resource && !is_usable(facts.state)) {
            return refusal::key_unusable;
        }
        if (rules_.old_session == old_session_answer::invalid_kms_resource && is_too_old(caller, rules_)) {
            return refusal::credentials_too_old;
        }
        bool const one_more = !from_.effective || from_.effective->key != wanted;
        if (one_more && facts.other_streams >= rules_.max_streams_per_key) { return refusal::key_in_too_many_streams; }
        return std::nullopt;
    }

    constexpr bool current(std::uint64_t attempt) const { return from_.pending && from_.pending->attempt == attempt; }
    constexpr bool awaits_grant(std::uint64_t attempt) const {
        return current(attempt) && wants_grant(from_) && !from_.pending->granted;
    }
    static constexpr std::optional<refusal> stale_unless(bool fits) {
        return fits ? std::nullopt : std::optional(refusal::stale_acknowledgement);
    }

    state const& from_;
    policy const& rules_;
};

// Carries out a command that the guard has let pass: `d` holds the state before, and afterwards the decision.
class step {
public:
    constexpr step(decision& d, policy const& rules, instant now)
        : next_(d.next), effects_(d.effects), rules_(rules), now_(now) {}

    constexpr void operator()(create const& c) {
        next_.attempt = std::max(next_.attempt, c.attempts_before);
        next_.stream = model::DeliveryStreamStatus::CREATING;
        next_.source = c.source;
        bool const too_old = is_too_old(c.caller, rules_);
        if (c.wanted && rules_.create_with_key == create_with_key_answer::then_enabling) {
            next_.queued = queued_change{c.wanted, too_old};
        } else {
            next_.attempted = c.wanted;
        }
        begin(work_kind::creating, too_old);
    }

    constexpr void operator()(start const& c) {
        bool const too_old = is_too_old(c.caller, rules_);
        if (next_.pending) {
            next_.queued = queued_change{c.wanted, too_old};
        } else {
            enable(c.wanted, too_old);
        }
    }

    constexpr void operator()(stop const&) {
        if (next_.pending) {
            next_.queued = queued_change{};
        } else {
            disable();
        }
    }

    constexpr void operator()(remove const& c) {
        if (next_.stream == model::DeliveryStreamStatus::DELETING) {
            if (c.forced && next_.pending) { next_.pending->forced = true; }
            return;
        }
        abandon();
        next_.stream = model::DeliveryStreamStatus::DELETING;
        next_.stream_failure.reset();
        begin(work_kind::deleting, false);
        next_.pending->forced = c.forced;
    }

    constexpr void operator()(work_succeeded const& c) {
        take_grant(true);
        work_kind const kind = std::exchange(next_.pending, std::nullopt)->kind;
        switch (kind) {
        case work_kind::creating:
            next_.stream = model::DeliveryStreamStatus::ACTIVE;
            take_effect(c.attempt);
            break;
        case work_kind::enabling: take_effect(c.attempt); break;
        case work_kind::disabling: drop_key(); break;
        case work_kind::deleting:
            drop_key();
            next_ = state{.attempt = next_.attempt, .grants = std::move(next_.grants)};
            break;
        }
        run_queued();
    }

    constexpr void operator()(work_failed const& c) {
        take_grant(c.type != model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
        fail(c);
    }

    constexpr void operator()(grant_created const&) { take_grant(true); }
    constexpr void operator()(grant_refused const& c) { fail({c.attempt, c.type}); }

    constexpr void operator()(grant_retired const& c) {
        next_.grants.scheduled.erase(find_scheduled(next_, c.attempt));
        ++next_.grants.retired;
    }
    constexpr void operator()(retirement_refused const& c) { find_scheduled(next_, c.attempt)->refused = true; }

    constexpr void operator()(time_passed const&) {
        if (next_.settled_at <= now_) { next_.settled_at = state{}.settled_at; }
    }

private:
    constexpr void fail(work_failed const& c) {
        bool const granted = next_.pending->granted;
        work_kind const kind = std::exchange(next_.pending, std::nullopt)->kind;
        switch (kind) {
        case work_kind::creating:
            next_.stream = model::DeliveryStreamStatus::CREATING_FAILED;
            next_.stream_failure = failure{work_kind::creating, c.type};
            attempt_failed(c, granted);
            break;
        case work_kind::enabling: attempt_failed(c, granted); break;
        case work_kind::disabling: next_.encryption_failure = failure{work_kind::disabling, c.type}; break;
        case work_kind::deleting:
            next_.stream = model::DeliveryStreamStatus::DELETING_FAILED;
            next_.stream_failure = failure{work_kind::deleting, c.type};
            break;
        }
        run_queued();
    }

    constexpr void begin(work_kind kind, bool credentials_too_old) {
        std::uint64_t const attempt = ++next_.attempt;
        next_.pending = work{.kind = kind, .attempt = attempt, .credentials_too_old = credentials_too_old};
        if (wants_grant(next_)) { effects_.push_back(create_grant{attempt, *next_.attempted}); }
        effects_.push_back(begin_work{attempt, kind});
    }

    // gives up an attempt: its grant may have been made already, and must not outlive the attempt
    constexpr void abandon() {
        next_.queued.reset();
        if (!next_.pending) { return; }
        take_grant(true);
        if (next_.pending->granted) { give_up(next_.pending->attempt, *next_.attempted); }
        // as if the key had never been asked for: only ENABLING is given up
        next_.attempted = next_.effective ? std::optional(next_.effective->key) : std::nullopt;
    }

    constexpr void enable(key const& wanted, bool credentials_too_old) {
        bool const in_effect =
            status(next_) == model::DeliveryStreamEncryptionStatus::ENABLED && next_.effective->key == wanted;
        if (in_effect && rules_.same_key == same_key_answer::no_op) { return; }
        next_.attempted = wanted;
        next_.encryption_failure.reset();
        begin(work_kind::enabling, credentials_too_old);
    }

    constexpr void disable() {
        bool const disabled = status(next_) == model::DeliveryStreamEncryptionStatus::DISABLED;
        bool const detour = disabled ? rules_.stop_when_disabled == stop_when_disabled_answer::through_disabling
                                     : rules_.stop_without_key == stop_without_key_answer::through_disabling;
        next_.encryption_failure.reset();
        if (next_.effective || detour) {
            begin(work_kind::disabling, false);
        } else {
            next_.attempted.reset(); // a first attempt failed: there is nothing to disable [U]
        }
    }

    // what the host says about an attempt also tells about its grant; each grant is counted once
    constexpr void take_grant(bool made) {
        if (!made || !wants_grant(next_) || next_.pending->granted) { return; }
        next_.pending->granted = true;
        ++next_.grants.created;
    }

    constexpr void remember(scheduled_grant grant) {
        auto& record = next_.grants.scheduled;
        record.push_back(std::move(grant));
        if (record.size() > rules_.max_scheduled_grants) {
            record.erase(record.begin());
            ++next_.grants.forgotten;
        }
    }

    constexpr void give_up(std::uint64_t attempt, key const& of) {
        effects_.push_back(schedule_retirement{attempt, of});
        remember({.attempt = attempt, .key = of});
    }

    constexpr void take_effect(std::uint64_t attempt) {
        if (!next_.attempted) { return; } // created without encryption
        if (next_.effective && next_.effective->key.needs_grant()) {
            give_up(next_.effective->attempt, next_.effective->key);
        }
        next_.effective = effective_key{*next_.attempted, attempt};
        next_.settled_at = later_by(now_, rules_.settling);
    }

    constexpr void drop_key() {
        next_.attempted.reset();
        if (!next_.effective) { return; }
        if (next_.effective->key.needs_grant()) {
            effects_.push_back(retire_after_delivery{next_.effective->attempt, next_.effective->key});
            remember({next_.effective->attempt, next_.effective->key, true, false});
        }
        next_.effective.reset();
        next_.settled_at = later_by(now_, rules_.settling);
    }

    // the effective key stays [D]; a grant that was made for the new key must not outlive the attempt
    constexpr void attempt_failed(work_failed const& c, bool granted) {
        if (!next_.attempted) { return; } // created without encryption
        next_.encryption_failure = failure{work_kind::enabling, c.type};
        if (granted) { give_up(c.attempt, *next_.attempted); }
    }

    constexpr void run_queued() {
        auto const queued = std::exchange(next_.queued, std::nullopt);
        if (!queued || next_.stream != model::DeliveryStreamStatus::ACTIVE) { return; }
        if (queued->key) {
            enable(*queued->key, queued->credentials_too_old);
        } else {
            disable();
        }
    }

    state& next_;
    effect_list& effects_;
    policy const& rules_;
    instant now_;
};

template <class Command>
constexpr outcome carry_out(state const& from, Command const& what, policy const& rules, instant now) {
    outcome result; // a decision, built in place where it is returned: moving one costs as much as half a step
    decision& d = *std::get_if<decision>(&result);
    d.next = from;
    step(d, rules, now)(what);
    return result;
}

} // namespace detail

/// The next state after `what`, and the effects the host must perform, in order; or why `what` was refused.
/// Deterministic, and free of side effects. Effects may be performed late, twice or never: an acknowledgement names its
/// attempt, and one that is stale or repeated is refused as stale_acknowledgement. A host that lost effects gets them
/// again from outstanding.
/// *Model:* the table of StartDeliveryStreamEncryption and StopDeliveryStreamEncryption; `now` is the host's clock.
[[nodiscard]] constexpr outcome transition(state const& from, command const& what, policy const& rules, instant now) {
    return std::visit(
        [&](auto const& c) -> outcome {
            if (auto const refused = detail::guard(from, rules)(c)) { return *refused; }
            return detail::carry_out(from, c, rules, now);
        },
        what);
}

} // namespace firehose_sse::encryption
