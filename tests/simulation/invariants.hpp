// What is true of every state and of every step of a stream's life, as code. Each check says what was broken.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "simulation/subject.hpp"
#include "simulation/work_end.hpp"
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace firehose_sse::simulation {

/// The first thing found broken, if any.
class finding {
public:
    void require(bool good, char const* what) {
        if (!good && broken_ == nullptr) { broken_ = what; }
    }
    [[nodiscard]] char const* broken() const { return broken_; }

private:
    char const* broken_ = nullptr;
};

using grant = std::pair<std::string, std::uint64_t>;

/// The grants that a stream in this state needs: of the key in effect, and of the key that is being tried.
inline std::set<grant> needed_grants(state const& s) {
    std::set<grant> held;
    if (s.effective && s.effective->key.needs_grant()) { held.emplace(s.effective->key.arn, s.effective->attempt); }
    bool const trying = s.pending && (s.pending->kind == work_kind::creating || s.pending->kind == work_kind::enabling);
    if (trying && s.attempted && s.attempted->needs_grant()) { held.emplace(s.attempted->arn, s.pending->attempt); }
    return held;
}

inline char const* broken_state(state const& s, policy const& rules) {
    finding f;
    // grants
    std::uint64_t const known = s.effective && s.effective->key.needs_grant() ? 1 : 0;
    std::uint64_t const live = known + (s.pending && s.pending->granted ? 1 : 0);
    f.require(s.grants.created == live + s.grants.scheduled.size() + s.grants.forgotten + s.grants.retired,
              "grants created = live + scheduled + forgotten + retired");
    f.require(s.grants.scheduled.size() <= rules.max_scheduled_grants, "the record of grants is bounded");
    auto const needed = needed_grants(s);
    for (auto const& each : s.grants.scheduled) {
        f.require(each.key.needs_grant(), "AWS's own key has no grants");
        f.require(each.attempt <= s.attempt, "a grant was made by an attempt");
        f.require(!needed.contains({each.key.arn, each.attempt}), "no grant in use is retired");
        f.require(std::ranges::count(s.grants.scheduled, each.attempt, &encryption::scheduled_grant::attempt) == 1,
                  "a grant is scheduled once");
    }
    if (!s.stream) {
        f.require(s == state{.attempt = s.attempt, .grants = s.grants}, "of a stream that is gone its grants are left");
        return f.broken();
    }
    // the stream and its work
    auto const doing = [&](work_kind kind) { return s.pending && s.pending->kind == kind; };
    bool const changing = doing(work_kind::enabling) || doing(work_kind::disabling);
    f.require((s.stream == stream_status::CREATING) == doing(work_kind::creating), "CREATING is work");
    f.require((s.stream == stream_status::DELETING) == doing(work_kind::deleting), "DELETING is work");
    f.require(!changing || s.stream == stream_status::ACTIVE, "only an ACTIVE stream changes its encryption");
    f.require(!doing(work_kind::enabling) || s.attempted, "an attempt has a key");
    if (s.pending) {
        f.require(s.pending->attempt == s.attempt, "the work under way is the latest attempt");
        f.require(doing(work_kind::deleting) || !s.pending->forced, "only deletion is forced");
        f.require(!s.pending->granted || encryption::wants_grant(s), "a grant belongs to a customer's key");
    }
    if (s.effective) {
        f.require(s.effective->attempt <= s.attempt, "a key came into effect by an attempt");
        f.require(!s.pending || s.effective->attempt < s.pending->attempt,
                  "the key in effect is of an earlier attempt");
        f.require(s.attempted.has_value(), "a key in effect was asked for");
    }
    bool const key_may_wait =
        doing(work_kind::creating) && rules.create_with_key == encryption::create_with_key_answer::then_enabling;
    f.require(!s.queued || changing || (key_may_wait && s.queued->key), "what waits, waits for a change or the stream");
    f.require(!s.encryption_failure || !s.pending || doing(work_kind::deleting),
              "a failure goes with the next attempt");
    bool const failed = s.stream == stream_status::CREATING_FAILED || s.stream == stream_status::DELETING_FAILED;
    f.require(s.stream_failure.has_value() == failed, "a stream that failed says why, and no other");
    f.require(s.source == source_type::DirectPut ||
                  (!s.effective && !s.attempted && !s.queued && !s.encryption_failure),
              "only DirectPut has keys");
    return f.broken();
}

/// What is shown of a state: Describe, truth, posture.
inline char const* broken_answers(subject const& of, state const& s, policy const& rules, instant now) {
    finding f;
    auto const shown = of.describe(s, rules);
    sse_status const current = status(s);
    f.require(shown.has_value() == (s.stream && s.source == source_type::DirectPut), "the block is DirectPut's");
    if (shown) {
        f.require(shown->Status == current, "the block shows the status");
        bool const customer = shown->KeyType == model::KeyType::CUSTOMER_MANAGED_CMK;
        f.require(shown->KeyARN.has_value() == customer,
                  "Describe shows an ARN for a customer's key, and for no other");
        f.require(current != sse_status::DISABLED ||
                      *shown == model::DeliveryStreamEncryptionConfiguration{.Status = sse_status::DISABLED},
                  "DISABLED shows its status only");
        bool const failed = current == sse_status::ENABLING_FAILED || current == sse_status::DISABLING_FAILED;
        bool const of_stream = !failed && current != sse_status::DISABLED && s.stream_failure &&
                               rules.describe_failure == encryption::described_failure::everywhere;
        f.require(shown->FailureDescription.has_value() == (failed || of_stream),
                  "a failure is shown while it is the status, or the stream's where the policy has it");
        auto const& why = of_stream ? s.stream_failure : s.encryption_failure;
        f.require(!why || !shown->FailureDescription || shown->FailureDescription->Type == why->type,
                  "a failure is shown with its reason");
        model::DeliveryStreamDescription description;
        description.DeliveryStreamType = s.source;
        description.DeliveryStreamEncryptionConfiguration = shown;
        auto const told = encryption::posture(description);
        f.require(told == encryption::posture_kind::undetermined || told == encryption::posture(s),
                  "what is read off an answer is true or left open");
    }
    auto const at_end = s.settled_at > now ? s.settled_at : now;
    for (instant const moment : {now, at_end - 1ms, at_end, at_end + 24h}) {
        truth const encrypted = of.records_encrypted(s, moment);
        f.require(encrypted != truth::yes || s.effective, "no record is encrypted without a key in effect");
        f.require(encrypted != truth::no || !s.effective, "no record is plain while a key is in effect");
        f.require(encrypted == truth::indeterminate || moment >= s.settled_at, "nobody knows before it has settled");
        bool const rests =
            current == sse_status::ENABLED || current == sse_status::DISABLED || current == sse_status::ENABLING_FAILED;
        f.require(!rests || moment < s.settled_at || encrypted != truth::indeterminate, "records settle");
        auto const reported = of.reported_encrypted(s, rules, moment);
        bool const may_be_true =
            s.effective || (moment < s.settled_at && rules.unsettled == encryption::unsettled_answer::encrypted);
        f.require(reported != true || may_be_true, "never Encrypted: true without a key in effect");
        f.require(encrypted == truth::indeterminate || reported == (encrypted == truth::yes), "what is known is told");
        bool const says_true = rules.unsettled == encryption::unsettled_answer::encrypted ||
                               rules.rotating == encryption::changing_answer::encrypted ||
                               rules.disabling == encryption::changing_answer::encrypted;
        f.require(encrypted != truth::indeterminate || reported != true || says_true,
                  "what nobody knows is told as the policy has it");
    }
    return f.broken();
}

/// The failure with which the work under way ends, if it does: as documented, for a host that remembers who asked.
inline std::optional<DeliveryStreamFailureType> documented_end(state const& s, encryption::key_directory const& keys,
                                                               encryption::caller_facts const& caller,
                                                               policy const& rules) {
    ending_work w{
        .kind = s.pending->kind, .caller = caller, .granted = s.pending->granted, .forced = s.pending->forced};
    bool const with_key = w.kind == work_kind::creating || w.kind == work_kind::enabling;
    if (with_key && s.attempted) {
        w.wanted = s.attempted;
        w.facts_of_wanted = keys.find(s.attempted->arn);
    }
    if (s.effective) {
        w.in_effect = s.effective->key;
        w.facts_of_in_effect = keys.find(s.effective->key.arn);
    }
    return expected_end(w, rules);
}

inline bool is_acknowledgement(command const& what) {
    return std::visit(
        [](auto const& c) {
            return requires { c.attempt; };
        },
        what);
}

/// What is true of a step, whatever the command.
inline char const* broken_step(state const& from, command const& what, policy const& rules, instant now,
                               outcome const& got) {
    finding f;
    bool const refused_as_stale = got == outcome(refusal::stale_acknowledgement);
    f.require(is_acknowledgement(what) || !refused_as_stale, "only acknowledgements are stale");
    auto const* const succeeded = std::get_if<encryption::work_succeeded>(&what);
    auto const* const failed = std::get_if<encryption::work_failed>(&what);
    auto const* const granted = std::get_if<encryption::grant_created>(&what);
    auto const* const not_granted = std::get_if<encryption::grant_refused>(&what);
    auto const* const retired = std::get_if<encryption::grant_retired>(&what);
    auto const* const not_retired = std::get_if<encryption::retirement_refused>(&what);
    auto const current = [&](std::uint64_t attempt) { return from.pending && from.pending->attempt == attempt; };
    auto const waits_for_grant = [&](std::uint64_t attempt) {
        return current(attempt) && encryption::wants_grant(from) && !from.pending->granted;
    };
    auto const scheduled = [&](std::uint64_t attempt, bool refused_too) {
        return std::ranges::any_of(from.grants.scheduled, [&](auto const& each) {
            return each.attempt == attempt && (refused_too || !each.refused);
        });
    };
    if (succeeded) { f.require(refused_as_stale == !current(succeeded->attempt), "stale work changes nothing"); }
    if (failed) { f.require(refused_as_stale == !current(failed->attempt), "stale work changes nothing"); }
    if (granted) { f.require(refused_as_stale == !waits_for_grant(granted->attempt), "a grant is taken once"); }
    if (not_granted) { f.require(refused_as_stale == !waits_for_grant(not_granted->attempt), "a grant fails once"); }
    if (retired) { f.require(refused_as_stale == !scheduled(retired->attempt, true), "a grant is retired once"); }
    if (not_retired) {
        f.require(refused_as_stale == !scheduled(not_retired->attempt, false), "a retirement is refused once");
    }

    auto const* const d = std::get_if<decision>(&got);
    if (d == nullptr) { return f.broken(); } // a refusal carries neither a state nor effects
    state const& next = d->next;
    auto const* const created = std::get_if<encryption::create>(&what);
    std::uint64_t const counted = created ? std::max(from.attempt, created->attempts_before) : from.attempt;
    f.require(next.attempt == from.attempt || next.attempt == counted + 1, "attempts are counted");
    f.require(d->next != from || d->effects.empty(), "nothing changed, nothing to do");
    f.require(succeeded || next.effective == from.effective, "only success changes the key in effect");
    bool const over = from.pending && (succeeded || failed || not_granted);
    bool const gone_on = next.pending && from.pending && next.pending->attempt == from.pending->attempt;
    f.require(!over || !gone_on, "work that has ended is over");
    if (succeeded && from.pending) {
        switch (from.pending->kind) {
        case work_kind::creating:
        case work_kind::enabling: {
            bool const taken =
                !from.attempted || next.effective == encryption::effective_key{*from.attempted, succeeded->attempt};
            f.require(taken, "success puts the key that was asked for into effect");
            f.require(!from.attempted || next.settled_at == now + rules.settling, "a change takes time to settle");
            break;
        }
        case work_kind::disabling:
            f.require(!next.effective, "Stop ends with no key in effect");
            f.require(!from.effective || next.settled_at == now + rules.settling, "a change takes time to settle");
            break;
        case work_kind::deleting: f.require(!next.stream, "a deleted stream is gone"); break;
        }
    } else {
        bool const over_by_now = std::holds_alternative<encryption::time_passed>(what) && from.settled_at <= now;
        auto const left = over_by_now ? state{}.settled_at : from.settled_at;
        f.require(created || next.settled_at == left, "only success unsettles, and time lets go of what is over");
    }
    if (failed && from.pending && from.pending->kind == work_kind::deleting) {
        f.require(next.stream == stream_status::DELETING_FAILED, "a failed deletion leaves the stream");
        f.require(next.stream_failure == encryption::failure{work_kind::deleting, failed->type},
                  "a failed deletion says why");
    }
    if (failed && from.pending && from.pending->kind == work_kind::creating) {
        f.require(next.stream == stream_status::CREATING_FAILED, "a failed creation leaves no ACTIVE stream");
        f.require(next.stream_failure == encryption::failure{work_kind::creating, failed->type},
                  "a failed creation says why");
    }
    if (failed && from.pending && from.pending->kind == work_kind::disabling && !next.pending) {
        bool const stopped =
            from.queued && !from.queued->key && !from.effective; // one that waited has ended it already
        f.require(stopped || next.encryption_failure == encryption::failure{work_kind::disabling, failed->type},
                  "a failed Stop has a reason");
    }
    if ((failed || not_granted) && from.pending && from.pending->kind == work_kind::enabling && !next.pending) {
        bool const stopped = from.queued && !from.queued->key; // a Stop that waited may have ended it already
        auto const type = failed ? failed->type : not_granted->type;
        f.require(stopped || (next.encryption_failure && next.encryption_failure->type == type),
                  "a failure has a reason");
    }
    f.require(!from.queued || !over || !next.queued, "what waited runs once");
    bool const active = from.stream == stream_status::ACTIVE || (succeeded && from.stream == stream_status::CREATING);
    bool const still_there = from.queued && from.queued->key && over && active;
    bool const no_op = rules.same_key == encryption::same_key_answer::no_op && succeeded && from.queued &&
                       from.queued->key == from.attempted;
    f.require(!still_there || no_op || (next.pending && next.attempted == from.queued->key), "what waited runs");
    f.require(!from.stream || !next.stream || from.source == next.source, "a stream keeps its source");
    bool const of_key =
        std::holds_alternative<encryption::start>(what) || std::holds_alternative<encryption::stop>(what);
    f.require(!of_key || (from.stream == stream_status::ACTIVE && from.source == source_type::DirectPut),
              "only an ACTIVE DirectPut stream is encrypted or not");
    f.require(!of_key || !from.pending || (gone_on && next.queued), "a change under way is not disturbed");
    if (std::holds_alternative<encryption::remove>(what)) {
        bool const changing = from.pending && from.pending->kind != work_kind::deleting;
        bool const may_be_given_up = changing && from.pending->kind == work_kind::enabling &&
                                     rules.delete_while_enabling == encryption::delete_while_enabling_answer::accept;
        f.require(!changing || may_be_given_up, "a stream is not deleted during a change, unless that may be given up");
        f.require(!next.queued, "nothing waits on a stream that is deleted");
        f.require(!std::get<encryption::remove>(what).forced || (next.pending && next.pending->forced),
                  "force is kept");
    }
    f.require(!created || !from.stream, "a stream is made once");

    auto const begun = std::ranges::count_if(
        d->effects, [](effect const& e) { return std::holds_alternative<encryption::begin_work>(e); });
    f.require(begun == (next.attempt == from.attempt ? 0 : 1), "each attempt begins its work once");
    if (begun == 1) {
        bool const last =
            next.pending && !d->effects.empty() &&
            d->effects.back() == effect(encryption::begin_work{next.pending->attempt, next.pending->kind});
        f.require(last, "grants first, then the work");
    }

    std::set<grant> held = needed_grants(from);
    if (failed && failed->type == DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED && from.attempted &&
        from.pending && !from.pending->granted) {
        held.erase({from.attempted->arn, failed->attempt}); // it was never made
    }
    if (not_granted && from.attempted) { held.erase({from.attempted->arn, not_granted->attempt}); }
    for (effect const& each : d->effects) {
        if (auto const* made = std::get_if<encryption::create_grant>(&each)) {
            f.require(made->key.needs_grant(), "AWS's own key has no grants");
            f.require(held.emplace(made->key.arn, made->attempt).second, "a grant is made once");
        } else if (auto const* replaced = std::get_if<encryption::schedule_retirement>(&each)) {
            f.require(held.erase({replaced->key.arn, replaced->attempt}) == 1, "what is retired was held");
            bool const stops = from.pending && (from.pending->kind == work_kind::disabling ||
                                                from.pending->kind == work_kind::deleting);
            f.require(!stops, "Stop and Delete wait for delivery");
        } else if (auto const* ended = std::get_if<encryption::retire_after_delivery>(&each)) {
            f.require(held.erase({ended->key.arn, ended->attempt}) == 1, "what is retired was held");
            f.require(from.pending && from.pending->kind != work_kind::enabling,
                      "Stop and Delete alone wait for delivery");
        }
    }
    f.require(held == needed_grants(next), "grants are neither lost nor left behind");
    f.require(next.grants.created + next.grants.retired + next.grants.forgotten >=
                  from.grants.created + from.grants.retired + from.grants.forgotten,
              "what has happened to grants is not undone");
    f.require(!retired || next.grants.retired == from.grants.retired + 1, "a grant that is retired is counted");
    auto const all_told = [](state const& s) {
        return s.grants.scheduled.size() + s.grants.forgotten + s.grants.retired;
    };
    auto const let_go = std::ranges::count_if(d->effects, [](effect const& e) {
        return subject::kind_of(e) >= encryption::effect_kind::schedule_retirement;
    });
    f.require(all_told(next) == all_told(from) + static_cast<std::size_t>(let_go), "a grant let go is remembered");
    return f.broken();
}

} // namespace firehose_sse::simulation
