// The life cycle of a stream's encryption as one pure function.
// Level 2 (encryption). No clock, no lock, no I/O: what it needs it is handed, what must be done it returns.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {

/// Why a command was refused; nothing has changed then.
BOOST_DEFINE_FIXED_ENUM_CLASS(refusal, unsigned char, stream_not_found, stream_exists, not_direct_put,
                              stream_not_active, change_under_way, not_encrypted, not_encrypted_in_use, key_unusable,
                              stale_acknowledgement)

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
        if (c.wanted && unusable(*c.wanted, c.facts)) { return refusal::key_unusable; }
        d_.next = state{.attempt = d_.next.attempt};
        d_.next.stream = model::DeliveryStreamStatus::CREATING;
        d_.next.source = c.source;
        d_.next.attempted = c.wanted;
        begin(work_kind::creating, too_old(c.caller));
        return done();
    }

    constexpr outcome operator()(start const& c) {
        if (auto const refused = not_changeable()) { return *refused; }
        if (d_.next.pending) { return busy({c.wanted, too_old(c.caller)}); }
        if (unusable(c.wanted, c.facts)) { return refusal::key_unusable; }
        enable(c.wanted, too_old(c.caller));
        return done();
    }

    constexpr outcome operator()(stop const&) {
        if (auto const refused = not_changeable()) { return *refused; }
        if (d_.next.pending) { return busy({}); }
        if (status(d_.next) == model::DeliveryStreamEncryptionStatus::DISABLED) {
            switch (rules_.stop_when_disabled) {
            case stop_when_disabled_answer::accept: return done();
            case stop_when_disabled_answer::invalid_argument: return refusal::not_encrypted;
            case stop_when_disabled_answer::resource_in_use: return refusal::not_encrypted_in_use;
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
            d_.next = state{.attempt = d_.next.attempt};
            break;
        }
        run_queued();
        return done();
    }

    constexpr outcome operator()(work_failed const& c) {
        if (!current(c.attempt)) { return refusal::stale_acknowledgement; }
        work_kind const kind = std::exchange(d_.next.pending, std::nullopt)->kind;
        switch (kind) {
        case work_kind::creating:
            d_.next.stream = model::DeliveryStreamStatus::CREATING_FAILED;
            d_.next.stream_failure = failure{work_kind::creating, c.type};
            attempt_failed(c);
            break;
        case work_kind::enabling: attempt_failed(c); break;
        case work_kind::disabling: d_.next.encryption_failure = failure{work_kind::disabling, c.type}; break;
        case work_kind::deleting:
            d_.next.stream = model::DeliveryStreamStatus::DELETING_FAILED;
            d_.next.stream_failure = failure{work_kind::deleting, c.type};
            break;
        }
        run_queued();
        return done();
    }

private:
    constexpr outcome done() { return std::move(d_); }

    // existence, then source, then the stream's own status [I]
    constexpr std::optional<refusal> not_changeable() const {
        if (!d_.next.stream) { return refusal::stream_not_found; }
        if (d_.next.source != model::DeliveryStreamType::DirectPut) { return refusal::not_direct_put; }
        if (*d_.next.stream != model::DeliveryStreamStatus::ACTIVE) { return refusal::stream_not_active; }
        return std::nullopt;
    }

    constexpr outcome busy(queued_change wanted) {
        switch (rules_.busy) {
        case busy_answer::resource_in_use: break;
        case busy_answer::queue: d_.next.queued = std::move(wanted); return done();
        }
        return refusal::change_under_way;
    }

    constexpr bool unusable(key const& wanted, key_facts const& facts) const {
        return rules_.bad_key == bad_key_answer::invalid_kms_resource && wanted.needs_grant() &&
               facts.state != key_state::enabled;
    }

    constexpr bool too_old(caller_facts const& caller) const {
        return caller.credential_age && *caller.credential_age > rules_.max_credential_age;
    }

    constexpr bool current(std::uint64_t attempt) const {
        return d_.next.pending && d_.next.pending->attempt == attempt;
    }

    constexpr void begin(work_kind kind, bool credentials_too_old) {
        std::uint64_t const attempt = ++d_.next.attempt;
        d_.next.pending = work{kind, attempt, credentials_too_old, false};
        bool const with_key = kind == work_kind::creating || kind == work_kind::enabling;
        if (with_key && d_.next.attempted && d_.next.attempted->needs_grant()) {
            d_.effects.push_back(create_grant{attempt, *d_.next.attempted});
        }
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
        if (d_.next.effective) {
            begin(work_kind::disabling, false);
        } else {
            d_.next.attempted.reset(); // a first attempt failed: there is nothing to disable [U]
        }
    }

    constexpr void take_effect(std::uint64_t attempt) {
        if (!d_.next.attempted) { return; } // created without encryption
        if (d_.next.effective && d_.next.effective->key.needs_grant()) {
            d_.effects.push_back(schedule_retirement{d_.next.effective->attempt, d_.next.effective->key});
        }
        d_.next.effective = effective_key{*d_.next.attempted, attempt};
        d_.next.settled_at = now_ + rules_.settling;
    }

    constexpr void drop_key() {
        if (d_.next.effective && d_.next.effective->key.needs_grant()) {
            d_.effects.push_back(retire_after_delivery{d_.next.effective->attempt, d_.next.effective->key});
        }
        d_.next.effective.reset();
        d_.next.attempted.reset();
        d_.next.settled_at = now_ + rules_.settling;
    }

    // the effective key stays [D]; a grant that was made for the new key must not outlive the attempt
    constexpr void attempt_failed(work_failed const& c) {
        if (!d_.next.attempted) { return; } // created without encryption
        d_.next.encryption_failure = failure{work_kind::enabling, c.type};
        if (d_.next.attempted->needs_grant() && c.type != model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED) {
            d_.effects.push_back(schedule_retirement{c.attempt, *d_.next.attempted});
        }
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
/// are known by their attempt and any other is refused as stale.
/// *Model:* the table of StartDeliveryStreamEncryption and StopDeliveryStreamEncryption; `now` is the host's clock.
[[nodiscard]] constexpr outcome transition(state const& from, command const& what, policy const& rules, instant now) {
    return std::visit([&](auto const& c) { return detail::step(from, rules, now)(c); }, what);
}

} // namespace firehose_sse::encryption
