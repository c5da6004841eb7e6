// The life cycle as the proofs of this folder see it: the library's functions, or the same with one named fault in
// them. Tests only. A fault changes what goes into the library or what comes out of it, so that the library has no
// hooks. SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/outstanding.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

using namespace std::chrono_literals;
using encryption::command;
using encryption::decision;
using encryption::effect;
using encryption::key;
using encryption::outcome;
using encryption::policy;
using encryption::refusal;
using encryption::state;
using encryption::truth;
using encryption::work_kind;
using model::DeliveryStreamFailureType;
using sse_status = model::DeliveryStreamEncryptionStatus;
using stream_status = model::DeliveryStreamStatus;
using source_type = model::DeliveryStreamType;
using shown_block = std::optional<model::DeliveryStreamEncryptionConfiguration>;

inline key const own{};
inline key const a{model::KeyType::CUSTOMER_MANAGED_CMK, "a"};
inline key const b{model::KeyType::CUSTOMER_MANAGED_CMK, "b"};

/// What can be wrong. `none` is the library as it is.
// clang-format off
#define FIREHOSE_SSE_FAULTS(X) \
    X(none) \
    /* what the function is told is misread */ \
    X(stale_success_applied) \
    X(stale_failure_applied) \
    X(stale_grant_applied) \
    X(settling_skipped) \
    X(settling_skipped_after_stop) \
    X(old_session_not_noticed) \
    X(session_age_off_by_one) \
    X(key_limit_off_by_one) \
    X(source_not_checked) \
    X(busy_not_checked) \
    X(deleted_during_a_change) \
    X(bad_key_let_pass) \
    X(failed_attempt_taken_for_done) \
    X(record_never_full) \
    X(created_twice) \
    X(queued_change_lost) \
    /* what it decides is spoilt */ \
    X(old_key_dropped_on_failure) \
    X(old_key_dropped_at_start) \
    X(key_in_effect_too_early) \
    X(stop_keeps_the_key) \
    X(failed_stop_drops_the_key) \
    X(failed_rotation_takes_the_new_key) \
    X(failure_outlives_the_next_start) \
    X(failure_reason_lost) \
    X(attempt_number_reused) \
    X(attempts_restart_with_the_stream) \
    X(grants_forgotten_with_the_stream) \
    X(queued_change_runs_twice) \
    X(failed_creation_goes_active) \
    X(failed_deletion_removes) \
    X(retired_before_delivery) \
    X(old_grant_not_scheduled) \
    X(grant_scheduled_twice) \
    X(wrong_grant_scheduled) \
    X(grant_of_a_failure_leaks) \
    X(refused_retirement_forgotten) \
    X(begin_work_forgotten) \
    X(grant_for_the_key_of_aws) \
    X(grant_not_asked_for) \
    X(work_before_grant) \
    X(refused_grant_keeps_going) \
    X(force_forgotten) \
    X(grant_counted_twice) \
    X(repeated_grant_counted) \
    X(retired_grant_not_counted) \
    X(live_grant_retired) \
    X(settled_too_early) \
    X(failed_work_goes_on) \
    X(same_key_never_attempted) \
    X(not_deterministic) \
    X(success_takes_another_key) \
    X(start_refused_after_a_failure) \
    X(failed_creation_not_deleted) \
    X(stop_refused_when_disabled) \
    X(stream_failure_reason_lost) \
    X(what_is_shown_is_done) \
    X(time_lets_nothing_go) \
    /* how work is said to end is wrong */ \
    X(key_state_not_told) \
    X(end_not_told) \
    X(end_of_another_attempt) \
    /* what is shown is wrong */ \
    X(arn_shown_for_the_key_of_aws) \
    X(failed_rotation_shown_as_enabled) \
    X(failure_shown_while_enabling) \
    X(key_shown_when_disabled) \
    X(shown_for_other_sources) \
    X(encrypted_before_settled) \
    X(encrypted_without_a_key) \
    X(unsettled_told_as_true) \
    X(failed_rotation_told_as_plain) \
    /* what a fleet does around it is wrong */ \
    X(quota_charged_twice) \
    X(quota_not_charged) \
    X(refused_call_charged) \
    X(one_call_too_many) \
    X(clock_set_back_frees_calls) \
    X(update_not_atomic) \
    X(retirements_not_outstanding) \
    X(work_not_outstanding) \
    X(standing_not_looked_up) \
    X(attempts_before_not_given) \
    X(charge_without_transition) \
    X(answered_without_commit) \
    X(done_although_refused) \
    X(looked_before_catching_up) \
    X(ended_work_not_stored) \
    X(effects_of_ended_work_lost) \
    X(charges_forgotten_by_a_look) \
    X(put_told_from_before) \
    X(quota_never_frees) \
    X(effects_of_ended_work_come_last) \
    X(kept_grants_let_go) \
    X(effects_of_ended_work_not_found) \
    X(describe_told_from_before) \
    X(put_always_taken) \
    X(refused_call_accepted) \
    X(work_takes_longer)
#define FIREHOSE_SSE_ENUMERATOR(name) name,
#define FIREHOSE_SSE_NAME(name) #name,
enum class fault : unsigned char { FIREHOSE_SSE_FAULTS(FIREHOSE_SSE_ENUMERATOR) };
inline constexpr std::string_view fault_names[] = {FIREHOSE_SSE_FAULTS(FIREHOSE_SSE_NAME)};
#undef FIREHOSE_SSE_FAULTS
#undef FIREHOSE_SSE_ENUMERATOR
#undef FIREHOSE_SSE_NAME
// clang-format on

inline std::string_view name_of(fault f) { return fault_names[static_cast<std::size_t>(f)]; }

class subject {
public:
    explicit subject(fault planted = fault::none) : planted_(planted) {}

    [[nodiscard]] fault planted() const { return planted_; }

    [[nodiscard]] outcome step(state const& from, command const& what, policy const& rules, instant now) const {
        if (planted_ == fault::none) { return encryption::transition(from, what, rules, now); }
        input given{from, what, rules};
        misread(given);
        outcome got = encryption::transition(given.from, given.what, given.rules, now);
        spoil(from, given.what, got, now);
        return got;
    }

    [[nodiscard]] std::optional<command> conclude(state const& s, encryption::key_directory const& keys) const {
        auto end = encryption::conclude(s, keys);
        auto* const failed = end ? std::get_if<encryption::work_failed>(&*end) : nullptr;
        if (is(fault::key_state_not_told) && failed != nullptr) {
            failed->type = DeliveryStreamFailureType::UNKNOWN_ERROR;
        }
        if (is(fault::end_of_another_attempt) && failed != nullptr) { --failed->attempt; }
        if (is(fault::end_not_told) && failed != nullptr) { end.reset(); }
        return end;
    }

    [[nodiscard]] shown_block describe(state const& s, policy const& rules) const {
        shown_block shown = encryption::describe(s, rules);
        if (planted_ == fault::shown_for_other_sources && s.stream && !shown) {
            shown.emplace().Status = sse_status::DISABLED;
        }
        if (!shown || planted_ == fault::none) { return shown; }
        using enum fault;
        sse_status const now = status(s);
        if (is(arn_shown_for_the_key_of_aws) && shown->KeyType == model::KeyType::AWS_OWNED_CMK) {
            shown->KeyARN = "x";
        }
        if (is(failed_rotation_shown_as_enabled) && now == sse_status::ENABLING_FAILED && s.effective) {
            shown->Status = sse_status::ENABLED;
        }
        if (is(failure_shown_while_enabling) && now == sse_status::ENABLING) {
            shown->FailureDescription = encryption::to_description({});
        }
        if (is(key_shown_when_disabled) && now == sse_status::DISABLED) {
            shown->KeyType = model::KeyType::AWS_OWNED_CMK;
        }
        return shown;
    }

    [[nodiscard]] truth records_encrypted(state const& s, instant now) const {
        using enum fault;
        if (is(encrypted_before_settled) && s.effective && now < s.settled_at) { return truth::yes; }
        if (is(encrypted_without_a_key) && status(s) == sse_status::ENABLING && !s.effective) { return truth::yes; }
        if (is(failed_rotation_told_as_plain) && status(s) == sse_status::ENABLING_FAILED) { return truth::no; }
        return encryption::records_encrypted(s, now);
    }

    [[nodiscard]] std::optional<bool> reported_encrypted(state const& s, policy const& rules, instant now) const {
        truth const known = records_encrypted(s, now);
        if (is(fault::unsettled_told_as_true) && known == truth::indeterminate) { return true; }
        bool const spoilt = known != encryption::records_encrypted(s, now);
        return spoilt ? std::optional(known == truth::yes) : encryption::reported_encrypted(s, rules, now);
    }

    [[nodiscard]] std::vector<effect> outstanding(state const& s) const {
        auto all = encryption::outstanding(s);
        using encryption::effect_kind;
        if (is(fault::retirements_not_outstanding)) {
            std::erase_if(all, [](effect const& e) { return kind_of(e) >= effect_kind::schedule_retirement; });
        }
        if (is(fault::work_not_outstanding)) {
            std::erase_if(all, [](effect const& e) { return kind_of(e) == effect_kind::begin_work; });
        }
        return all;
    }

    [[nodiscard]] encryption::grant_standing standing_of(state const& s, std::uint64_t attempt) const {
        if (is(fault::standing_not_looked_up)) { return encryption::grant_standing::none; }
        return encryption::standing_of(s, attempt);
    }

    [[nodiscard]] bool is(fault f) const { return planted_ == f; }

    static encryption::effect_kind kind_of(effect const& e) { return static_cast<encryption::effect_kind>(e.index()); }

private:
    struct input {
        state from;
        command what;
        policy rules;
    };

    void misread(input& given) const {
        using enum fault;
        auto* const started = std::get_if<encryption::start>(&given.what);
        auto* const created = std::get_if<encryption::create>(&given.what);
        auto* const succeeded = std::get_if<encryption::work_succeeded>(&given.what);
        auto* const failed = std::get_if<encryption::work_failed>(&given.what);
        auto* const granted = std::get_if<encryption::grant_created>(&given.what);
        bool const stops = std::holds_alternative<encryption::stop>(given.what);
        bool const removes = std::holds_alternative<encryption::remove>(given.what);
        auto const& pending = given.from.pending;
        bool const changing =
            pending && (pending->kind == work_kind::enabling || pending->kind == work_kind::disabling);
        if (is(stale_success_applied)) {
            if (succeeded && pending) { succeeded->attempt = pending->attempt; }
        }
        if (is(stale_failure_applied)) {
            if (failed && pending) { failed->attempt = pending->attempt; }
        }
        if (is(stale_grant_applied)) {
            if (granted && pending) { granted->attempt = pending->attempt; }
        }
        if (is(settling_skipped)) {
            if (succeeded && pending && pending->kind != work_kind::disabling) { given.rules.settling = 0ms; }
        }
        if (is(settling_skipped_after_stop)) {
            if (succeeded && pending && pending->kind == work_kind::disabling) { given.rules.settling = 0ms; }
        }
        if (is(old_session_not_noticed)) {
            if (started) { started->caller = {}; }
            if (created) { created->caller = {}; }
        }
        if (is(session_age_off_by_one)) { given.rules.max_credential_age -= 1s; }
        if (is(key_limit_off_by_one)) { ++given.rules.max_streams_per_key; }
        if (is(source_not_checked)) {
            if (started || stops) { given.from.source = source_type::DirectPut; }
        }
        if (is(busy_not_checked)) {
            if (started || stops) { given.from.pending.reset(); }
        }
        if (is(deleted_during_a_change)) {
            if (removes && changing) { given.from.pending.reset(); }
        }
        if (is(bad_key_let_pass)) {
            if (started) { started->facts = {}; }
            if (created) { created->facts = {}; }
        }
        if (is(failed_attempt_taken_for_done)) {
            if (started) { given.from.encryption_failure.reset(); }
        }
        if (is(record_never_full)) { given.rules.max_scheduled_grants = 1'000; }
        if (is(created_twice)) {
            if (created) { given.from.stream.reset(); }
        }
        if (is(what_is_shown_is_done)) {
            if (given.rules.describe_key == encryption::described_key::attempted_only) { given.rules.settling += 1ms; }
        }
        if (is(queued_change_lost)) {
            if (succeeded || failed) { given.from.queued.reset(); }
        }
    }

    static void drop(std::vector<effect>& effects, encryption::effect_kind kind) {
        std::erase_if(effects, [&](effect const& e) { return kind_of(e) == kind; });
    }

    void spoil(state const& from, command const& what, outcome& got, instant now) const {
        using enum fault;
        using encryption::effect_kind;
        auto const* const granted = std::get_if<encryption::grant_created>(&what);
        auto const* const retired = std::get_if<encryption::grant_retired>(&what);
        if (is(repeated_grant_counted) && granted && from.pending && from.pending->granted &&
            from.pending->attempt == granted->attempt) {
            got = decision{from, {}};
            ++std::get<decision>(got).next.grants.created;
        }
        if (is(live_grant_retired) && retired && from.effective && from.effective->attempt == retired->attempt) {
            got = decision{from, {}};
            ++std::get<decision>(got).next.grants.retired;
        }
        bool const started = std::holds_alternative<encryption::start>(what);
        bool const stopped = std::holds_alternative<encryption::stop>(what);
        bool const removed = std::holds_alternative<encryption::remove>(what);
        if (is(failed_creation_not_deleted) && removed && from.stream == stream_status::CREATING_FAILED) {
            got = refusal::stream_not_active;
        }
        if (is(stop_refused_when_disabled) && stopped && std::holds_alternative<decision>(got) &&
            status(from) == sse_status::DISABLED) {
            got = refusal::not_encrypted;
        }
        if (is(start_refused_after_a_failure) && started && status(from) == sse_status::ENABLING_FAILED) {
            got = refusal::stream_not_active;
        }
        auto* const d = std::get_if<decision>(&got);
        if (d == nullptr) { return; }
        state& next = d->next;
        std::vector<effect> effects = d->effects;
        auto const* const succeeded = std::get_if<encryption::work_succeeded>(&what);
        auto const* const failed = std::get_if<encryption::work_failed>(&what);
        auto const ends = [&](work_kind kind) { return from.pending && from.pending->kind == kind; };
        bool const begins = next.attempt != from.attempt;
        if (is(old_key_dropped_on_failure)) {
            if (failed && ends(work_kind::enabling)) { next.effective.reset(); }
        }
        if (is(old_key_dropped_at_start)) {
            if (started && begins) { next.effective.reset(); }
        }
        if (is(key_in_effect_too_early)) {
            if (started && begins) { next.effective = encryption::effective_key{*next.attempted, next.attempt}; }
        }
        if (is(stop_keeps_the_key)) {
            if (succeeded && ends(work_kind::disabling)) { next.effective = from.effective; }
        }
        if (is(success_takes_another_key)) {
            if (succeeded && next.effective) { next.effective->key = next.effective->key == a ? b : a; }
        }
        if (is(failed_stop_drops_the_key)) {
            if (failed && ends(work_kind::disabling)) { next.effective.reset(); }
        }
        if (is(failed_rotation_takes_the_new_key)) {
            if (failed && ends(work_kind::enabling) && from.effective) {
                next.effective = encryption::effective_key{*from.attempted, from.attempt};
            }
        }
        if (is(failure_outlives_the_next_start)) {
            if (started) { next.encryption_failure = from.encryption_failure; }
        }
        if (is(failure_reason_lost)) {
            if (failed && next.encryption_failure) {
                next.encryption_failure->type = DeliveryStreamFailureType::UNKNOWN_ERROR;
            }
        }
        if (is(attempt_number_reused)) {
            if (begins && from.attempt != 0) {
                next.attempt = next.pending->attempt = from.attempt;
                for (effect& each : effects) {
                    std::visit([&](auto& e) { e.attempt = std::min(e.attempt, from.attempt); }, each);
                }
            }
        }
        if (is(attempts_restart_with_the_stream)) {
            if (from.stream && !next.stream) { next.attempt = 0; }
        }
        if (is(grants_forgotten_with_the_stream)) {
            if (from.stream && !next.stream) { next.grants = {}; }
        }
        if (is(queued_change_runs_twice)) {
            if (succeeded || failed) { next.queued = from.queued; }
        }
        if (is(failed_creation_goes_active)) {
            if (failed && ends(work_kind::creating)) {
                next.stream = stream_status::ACTIVE;
                next.stream_failure.reset();
            }
        }
        if (is(failed_deletion_removes)) {
            if (failed && ends(work_kind::deleting)) { next = state{.attempt = next.attempt, .grants = next.grants}; }
        }
        if (is(retired_before_delivery)) {
            for (effect& each : effects) {
                if (auto const* later = std::get_if<encryption::retire_after_delivery>(&each)) {
                    each = encryption::schedule_retirement{later->attempt, later->key};
                }
            }
        }
        if (is(old_grant_not_scheduled)) {
            if (succeeded && ends(work_kind::enabling)) {
                drop(effects, effect_kind::schedule_retirement);
                next.grants.scheduled = from.grants.scheduled;
            }
        }
        if (is(grant_scheduled_twice)) {
            for (effect const& each : std::vector<effect>(effects)) {
                if (kind_of(each) == effect_kind::schedule_retirement) { effects.push_back(each); }
            }
        }
        if (is(wrong_grant_scheduled) && succeeded) {
            for (effect& each : effects) {
                if (auto* scheduled = std::get_if<encryption::schedule_retirement>(&each)) {
                    scheduled->attempt = succeeded->attempt;
                }
            }
        }
        if (is(grant_of_a_failure_leaks)) {
            if (failed) {
                drop(effects, effect_kind::schedule_retirement);
                next.grants.scheduled = from.grants.scheduled;
            }
        }
        if (is(refused_retirement_forgotten)) {
            std::erase_if(next.grants.scheduled, [](auto const& each) { return each.refused; });
        }
        if (is(begin_work_forgotten)) { drop(effects, effect_kind::begin_work); }
        if (is(grant_for_the_key_of_aws)) {
            if (begins && next.attempted == own) {
                effects.insert(effects.begin(), encryption::create_grant{next.attempt, own});
            }
        }
        if (is(grant_not_asked_for)) { drop(effects, effect_kind::create_grant); }
        if (is(work_before_grant)) { std::ranges::reverse(effects); }
        if (is(refused_grant_keeps_going)) {
            if (std::holds_alternative<encryption::grant_refused>(what)) { next.pending = from.pending; }
        }
        if (is(force_forgotten)) {
            if (from.pending && next.pending && from.pending->attempt == next.pending->attempt) {
                next.pending->forced = from.pending->forced;
            }
        }
        if (is(grant_counted_twice)) {
            if (granted) { ++next.grants.created; }
        }
        if (is(retired_grant_not_counted)) { next.grants.retired = from.grants.retired; }
        if (is(settled_too_early)) {
            if (std::holds_alternative<encryption::time_passed>(what)) { next.settled_at = instant::min(); }
        }
        if (is(time_lets_nothing_go)) {
            if (std::holds_alternative<encryption::time_passed>(what)) { next.settled_at = from.settled_at; }
        }
        if (is(stream_failure_reason_lost)) {
            if (failed && next.stream_failure) { next.stream_failure->type = DeliveryStreamFailureType::UNKNOWN_ERROR; }
        }
        if (is(failed_work_goes_on)) {
            if (failed) { next.pending = from.pending; }
        }
        if (is(same_key_never_attempted)) {
            if (started && from.effective && next.attempted == from.effective->key) {
                next = from;
                effects.clear();
            }
        }
        if (is(not_deterministic)) {
            if (++calls_ % 101 == 0) { next.settled_at = now + 1ms; }
        }
        d->effects.clear();
        if (effects.size() > encryption::effect_list::capacity) { effects.resize(encryption::effect_list::capacity); }
        for (effect& each : effects) { d->effects.push_back(std::move(each)); }
    }

    fault planted_;
    mutable std::uint64_t calls_ = 0;
};

} // namespace firehose_sse::simulation
