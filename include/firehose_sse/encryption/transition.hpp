// The life cycle of a stream's encryption as one pure function.
// Level 2 (encryption). No clock, no lock, no I/O: what it needs it is handed, what must be done it returns.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <algorithm>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {

/// Why a command was refused; nothing has changed then.
BOOST_DEFINE_FIXED_ENUM_CLASS(refusal, unsigned char, stream_not_found, stream_exists, not_direct_put,
                              stream_not_active, change_under_way, not_encrypted, not_encrypted_in_use, key_unusable,
                              stale_acknowledgement, credentials_too_old, key_in_too_many_streams)

/// The next state, and what the host has to do.
struct decision {
    state next{};
    std::vector<effect> effects{};
    friend constexpr bool operator==(decision const&, decision const&) = default;
};

/// Either a decision or the reason of a refusal.
using outcome = std::variant<decision, refusal>;

namespace detail {

class step {
public:
    constexpr step(state const& from, policy const& rules, instant now) : rules_(rules), now_(now), d_{from, {}} {}

    constexpr outcome operator()(create const& c) {
        if (d_.next.stream) { return refusal::stream_exists; }
        if (c.wanted && c.source != model::DeliveryStreamType::DirectPut) { return refusal::not_direct_put; }
        if (c.wanted) {
            if (auto const refused = not_allowed(*c.wanted, c.caller, c.facts)) { return *refused; }
        }
        d_.next = state{.attempt = std::max(d_.next.attempt, c.attempts_before), .grants = std::move(d_.next.grants)};
        d_.next.stream = model::DeliveryStreamStatus::CREATING;
        d_.next.source = c.source;
        d_.next.attempted = c.wanted;
        begin(work_kind::creating, too_old(c.caller));
        return done();
    }

    constexpr outcome operator()(start const& c) {
        if (auto const refused = not_changeable()) { return *refused; }
        if (auto const refused = busy()) { return *refused; }
        bool const after_failed_stop =
            status(d_.next) == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED &&
            rules_.start_after_failed_stop == start_after_failed_stop_answer::resource_in_use;
        if (after_failed_stop) { return refusal::change_under_way; }
        if (auto const refused = not_allowed(c.wanted, c.caller, c.facts)) { return *refused; }
        if (d_.next.pending) {
            d_.next.queued = queued_change{c.wanted, too_old(c.caller)};
        } else {
            enable(c.wanted, too_old(c.caller));
        }
        return done();
    }

    constexpr outcome operator()(stop const&) {
        if (auto const refused = not_changeable()) { return *refused; }
        if (auto const refused = busy()) { return *refused; }
        if (d_.next.pending) {
            d_.next.queued = queued_change{};
            return done();
        }
        if (status(d_.next) == model::DeliveryStreamEncryptionStatus::DISABLED) {
            switch (rules_.stop_when_disabled) {
            case stop_when_disabled_answer::accept: return done();
            case stop_when_disabled_answer::invalid_argument: return refusal::not_encrypted;
            case stop_when_disabled_answer::resource_in_use: return refusal::not_encrypted_in_use;
            }
        }
        if (!d_.next.effective) {
            switch (rules_.stop_without_key) {
            case stop_without_key_answer::at_once:
            case stop_without_key_answer::through_disabling: break;
            case stop_without_key_answer::invalid_argument: return refusal::not_encrypted;
            case stop_without_key_answer::resource_in_use: return refusal::not_encrypted_in_use;
            }
        }
        disable();
        return done();
    }

    constexpr outcome operator()(remove const& c) {
        if (!d_.next.stream) { return refusal::stream_not_found; }
        switch (*d_.next.stream) {
        case model::DeliveryStreamStatus::CREATING: return refusal::stream_not_active;
        case model::DeliveryStreamStatus::DELETING:
            if (c.forced && d_.next.pending) { d_.next.pending->forced = true; }
            return done();
        case model::DeliveryStreamStatus::ACTIVE:
        case model::DeliveryStreamStatus::CREATING_FAILED:
        case model::DeliveryStreamStatus::DELETING_FAILED: break;
        }
        if (d_.next.pending) { return refusal::change_under_way; } // DISABLING [O], ENABLING [I]
        d_.next.stream = model::DeliveryStreamStatus::DELETING;
        d_.next.stream_failure.reset();
        begin(work_kind::deleting, false);
        d_.next.pending->forced = c.forced;
        return done();
    }

    constexpr outcome operator()(work_succeeded const& c) {
        if (!current(c.attempt)) { return refusal::stale_acknowledgement; }
        take_grant(true);
        work_kind const kind = std::exchange(d_.next.pending, std::nullopt)->kind;
        switch (kind) {
        case work_kind::creating:
            d_.next.stream = model::DeliveryStreamStatus::ACTIVE;
            take_effect(c.attempt);
            break;
        case work_kind::enabling: take_effect(c.attempt); break;
        case work_kind::disabling: drop_key(); break;
        case work_kind::deleting:
            drop_key();
            d_.next = state{.attempt = d_.next.attempt, .grants = std::move(d_.next.grants)};
            break;
        }
        run_queued();
        return done();
    }

    constexpr outcome operator()(work_failed const& c) {
        if (!current(c.attempt)) { return refusal::stale_acknowledgement; }
        take_grant(c.type != model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
        return fail(c);
    }

    constexpr outcome operator()(grant_created const& c) {
        if (!awaits_grant(c.attempt)) { return refusal::stale_acknowledgement; }
        take_grant(true);
        return done();
    }

    constexpr outcome operator()(grant_refused const& c) {
        if (!awaits_grant(c.attempt)) { return refusal::stale_acknowledgement; }
        return fail({c.attempt, c.type});
    }

    constexpr outcome operator()(grant_retired const& c) {
        auto const found = scheduled(c.attempt);
        if (found == d_.next.grants.scheduled.end()) { return refusal::stale_acknowledgement; }
        d_.next.grants.scheduled.erase(found);
        ++d_.next.grants.retired;
        return done();
    }

    constexpr outcome operator()(retirement_refused const& c) {
        auto const found = scheduled(c.attempt);
        if (found == d_.next.grants.scheduled.end() || found->refused) { return refusal::stale_acknowledgement; }
        found->refused = true;
        return done();
    }

    constexpr outcome operator()(time_passed const&) {
        if (d_.next.settled_at <= now_) { d_.next.settled_at = instant{}; }
        return done();
    }

private:
    constexpr outcome done() { return std::move(d_); }

    constexpr outcome fail(work_failed const& c) {
        bool const granted = d_.next.pending->granted;
        work_kind const kind = std::exchange(d_.next.pending, std::nullopt)->kind;
        switch (kind) {
        case work_kind::creating:
            d_.next.stream = model::DeliveryStreamStatus::CREATING_FAILED;
            d_.next.stream_failure = failure{work_kind::creating, c.type};
            attempt_failed(c, granted);
            break;
        case work_kind::enabling: attempt_failed(c, granted); break;
        case work_kind::disabling: d_.next.encryption_failure = failure{work_kind::disabling, c.type}; break;
        case work_kind::deleting:
            d_.next.stream = model::DeliveryStreamStatus::DELETING_FAILED;
            d_.next.stream_failure = failure{work_kind::deleting, c.type};
            break;
        }
        run_queued();
        return done();
    }

    // existence, then source, then the stream's own status [I]
    constexpr std::optional<refusal> not_changeable() const {
        if (!d_.next.stream) { return refusal::stream_not_found; }
        if (d_.next.source != model::DeliveryStreamType::DirectPut) { return refusal::not_direct_put; }
        if (*d_.next.stream != model::DeliveryStreamStatus::ACTIVE) { return refusal::stream_not_active; }
        return std::nullopt;
    }

    constexpr std::optional<refusal> busy() const {
        if (!d_.next.pending) { return std::nullopt; }
        switch (rules_.busy) {
        case busy_answer::resource_in_use: break;
        case busy_answer::queue: return std::nullopt;
        }
        return refusal::change_under_way;
    }

    // the key, then the caller, then how many streams use the key [I]
    constexpr std::optional<refusal> not_allowed(key const& wanted, caller_facts const& caller,
                                                 key_facts const& facts) const {
        if (!wanted.needs_grant()) { return std::nullopt; }
        if (rules_.bad_key == bad_key_answer::invalid_kms_resource && !is_usable(facts.state)) {
            return refusal::key_unusable;
        }
        if (rules_.old_session == old_session_answer::invalid_kms_resource && too_old(caller)) {
            return refusal::credentials_too_old;
        }
        bool const one_more = !d_.next.effective || d_.next.effective->key != wanted;
        if (one_more && facts.other_streams >= rules_.max_streams_per_key) { return refusal::key_in_too_many_streams; }
        return std::nullopt;
    }

    constexpr bool too_old(caller_facts const& caller) const {
        return caller.credential_age && *caller.credential_age > rules_.max_credential_age;
    }

    constexpr bool current(std::uint64_t attempt) const {
        return d_.next.pending && d_.next.pending->attempt == attempt;
    }

    constexpr void begin(work_kind kind, bool credentials_too_old) {
        std::uint64_t const attempt = ++d_.next.attempt;
        d_.next.pending = work{.kind = kind, .attempt = attempt, .credentials_too_old = credentials_too_old};
        if (wants_grant(d_.next)) { d_.effects.push_back(create_grant{attempt, *d_.next.attempted}); }
        d_.effects.push_back(begin_work{attempt, kind});
    }

    constexpr void enable(key const& wanted, bool credentials_too_old) {
        bool const in_effect =
            status(d_.next) == model::DeliveryStreamEncryptionStatus::ENABLED && d_.next.effective->key == wanted;
        if (in_effect && rules_.same_key == same_key_answer::no_op) { return; }
        d_.next.attempted = wanted;
        d_.next.encryption_failure.reset();
        begin(work_kind::enabling, credentials_too_old);
    }

    constexpr void disable() {
        d_.next.encryption_failure.reset();
        if (d_.next.effective || rules_.stop_without_key == stop_without_key_answer::through_disabling) {
            begin(work_kind::disabling, false);
        } else {
            d_.next.attempted.reset(); // a first attempt failed: there is nothing to disable [U]
        }
    }

    constexpr bool awaits_grant(std::uint64_t attempt) const {
        return current(attempt) && wants_grant(d_.next) && !d_.next.pending->granted;
    }

    // what the host says of an attempt tells of its grant too; each is counted once
    constexpr void take_grant(bool made) {
        if (!made || !wants_grant(d_.next) || d_.next.pending->granted) { return; }
        d_.next.pending->granted = true;
        ++d_.next.grants.created;
    }

    constexpr std::vector<scheduled_grant>::iterator scheduled(std::uint64_t attempt) {
        return std::ranges::find(d_.next.grants.scheduled, attempt, &scheduled_grant::attempt);
    }

    constexpr void remember(scheduled_grant grant) {
        auto& record = d_.next.grants.scheduled;
        record.push_back(std::move(grant));
        if (record.size() > rules_.max_scheduled_grants) {
            record.erase(record.begin());
            ++d_.next.grants.forgotten;
        }
    }

    constexpr void give_up(std::uint64_t attempt, key const& of) {
        d_.effects.push_back(schedule_retirement{attempt, of});
        remember({.attempt = attempt, .key = of});
    }

    constexpr void take_effect(std::uint64_t attempt) {
        if (!d_.next.attempted) { return; } // created without encryption
        if (d_.next.effective && d_.next.effective->key.needs_grant()) {
            give_up(d_.next.effective->attempt, d_.next.effective->key);
        }
        d_.next.effective = effective_key{*d_.next.attempted, attempt};
        d_.next.settled_at = now_ + rules_.settling;
    }

    constexpr void drop_key() {
        d_.next.attempted.reset();
        if (!d_.next.effective) { return; }
        if (d_.next.effective->key.needs_grant()) {
            d_.effects.push_back(retire_after_delivery{d_.next.effective->attempt, d_.next.effective->key});
            remember({d_.next.effective->attempt, d_.next.effective->key, true, false});
        }
        d_.next.effective.reset();
        d_.next.settled_at = now_ + rules_.settling;
    }

    // the effective key stays [D]; a grant that was made for the new key must not outlive the attempt
    constexpr void attempt_failed(work_failed const& c, bool granted) {
        if (!d_.next.attempted) { return; } // created without encryption
        d_.next.encryption_failure = failure{work_kind::enabling, c.type};
        if (granted) { give_up(c.attempt, *d_.next.attempted); }
    }

    constexpr void run_queued() {
        auto const queued = std::exchange(d_.next.queued, std::nullopt);
        if (!queued || d_.next.stream != model::DeliveryStreamStatus::ACTIVE) { return; }
        if (queued->key) {
            enable(*queued->key, queued->credentials_too_old);
        } else if (status(d_.next) != model::DeliveryStreamEncryptionStatus::DISABLED) {
            disable();
        }
    }

    policy const& rules_;
    instant now_;
    decision d_;
};

} // namespace detail

/// The next state after `what`, and the effects the host must perform, in order; or why `what` was refused.
/// Deterministic, and free of side effects: effects may be performed late, twice or never, since acknowledgements
/// are known by their attempt, and one that is stale or a repetition is refused as stale; see outstanding for a host
/// that lost effects.
/// *Model:* the table of StartDeliveryStreamEncryption and StopDeliveryStreamEncryption; `now` is the host's clock.
[[nodiscard]] constexpr outcome transition(state const& from, command const& what, policy const& rules, instant now) {
    return std::visit([&](auto const& c) { return detail::step(from, rules, now)(c); }, what);
}

} // namespace firehose_sse::encryption
