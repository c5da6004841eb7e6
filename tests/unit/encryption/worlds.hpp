// Keys, commands and a spelling of states and outcomes, so that a test of the life cycle is a table of text.
// Tests only. `places` lists every kind of state a stream can be in, each with the commands that lead there.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/pfr/tuple_size.hpp>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace firehose_sse::encryption::worlds {

using namespace std::chrono_literals;
using model::DeliveryStreamFailureType;

inline key const own{};
inline key const a{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"};
inline key const b{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/b"};

inline constexpr policy queueing{.busy = busy_answer::queue};

constexpr instant at(std::chrono::milliseconds since_epoch) { return instant(since_epoch); }

inline std::string text_of(key const& k) {
    if (k.needs_grant()) { return k.arn.substr(k.arn.size() - 1); }
    return k.arn.empty() ? "own" : "own with an ARN";
}

inline std::string text_of(failure const& f) {
    return std::string(reflect::enum_name(f.during)) + ':' + std::string(reflect::enum_name(f.type));
}

inline std::string text_of(scheduled_grant const& g) {
    return text_of(g.key) + '@' + std::to_string(g.attempt) + (g.after_delivery ? " later" : "") +
           (g.refused ? " refused" : "");
}

/// Every grant that was made is somewhere.
inline bool grants_balance(state const& s) {
    return s.grants.created == live_grants(s) + s.grants.scheduled.size() + s.grants.forgotten + s.grants.retired;
}

/// Every member of a state, except those that are at rest: `stream [source] status effective@attempt/attempted
/// [pending ...] [queued ...] [failed ...] [stream_failed ...] [scheduled grant@attempt, ...] [forgotten N]
/// [unbalanced] [s<seconds of settled_at>] n<attempt>`. Of the other counters of grants, `unbalanced` alone tells
/// something: that they do not add up.
inline std::string text_of(state const& s) {
    static_assert(boost::pfr::tuple_size_v<state> == 11 && boost::pfr::tuple_size_v<work> == 5 &&
                  boost::pfr::tuple_size_v<queued_change> == 2 && boost::pfr::tuple_size_v<failure> == 2 &&
                  boost::pfr::tuple_size_v<effective_key> == 2 && boost::pfr::tuple_size_v<scheduled_grant> == 4 &&
                  boost::pfr::tuple_size_v<grant_ledger> == 4);
    std::string text = s.stream ? std::string(reflect::enum_name(*s.stream)) : "absent";
    if (s.source != model::DeliveryStreamType::DirectPut) { text += ' ' + std::string(reflect::enum_name(s.source)); }
    text += ' ' + std::string(reflect::enum_name(status(s)));
    text += ' ' + (s.effective ? text_of(s.effective->key) + '@' + std::to_string(s.effective->attempt) : "-");
    text += '/' + (s.attempted ? text_of(*s.attempted) : "-");
    if (s.pending) {
        text += " pending " + std::string(reflect::enum_name(s.pending->kind)) + '@';
        text += std::to_string(s.pending->attempt);
        if (s.pending->credentials_too_old) { text += " too_old"; }
        if (s.pending->forced) { text += " forced"; }
        if (s.pending->granted) { text += " granted"; }
    }
    if (s.queued) {
        text += " queued " + (s.queued->key ? text_of(*s.queued->key) : "stop");
        if (s.queued->credentials_too_old) { text += " too_old"; }
    }
    if (s.encryption_failure) { text += " failed " + text_of(*s.encryption_failure); }
    if (s.stream_failure) { text += " stream_failed " + text_of(*s.stream_failure); }
    for (auto const& each : s.grants.scheduled) {
        text += (&each == &s.grants.scheduled.front() ? " scheduled " : ", ") + text_of(each);
    }
    if (s.grants.forgotten != 0) { text += " forgotten " + std::to_string(s.grants.forgotten); }
    if (!grants_balance(s)) { text += " unbalanced"; }
    if (auto const settled = s.settled_at.time_since_epoch(); s.settled_at != state{}.settled_at) {
        text += " s" + std::to_string(settled / 1s);
        if (settled % 1s != 0ms) { text += '.' + std::to_string(settled % 1s / 1ms); }
    }
    return text + " n" + std::to_string(s.attempt);
}

template <class Grant> std::string grant_text(char const* verb, Grant const& g) {
    return verb + text_of(g.key) + '@' + std::to_string(g.attempt);
}

inline std::string text_of(effect const& e) {
    struct spell {
        std::string operator()(begin_work const& w) const {
            return "begin " + std::string(reflect::enum_name(w.kind)) + '@' + std::to_string(w.attempt);
        }
        std::string operator()(create_grant const& g) const { return grant_text("create_grant ", g); }
        std::string operator()(schedule_retirement const& g) const { return grant_text("schedule ", g); }
        std::string operator()(retire_after_delivery const& g) const { return grant_text("retire ", g); }
    };
    return std::visit(spell{}, e);
}

/// The state once KMS has retired every grant that these effects are about.
inline state with_retired(state s, std::vector<effect> const& effects) {
    for (effect const& each : effects) {
        auto const kind = id_of("", each).kind;
        if (kind != effect_kind::schedule_retirement && kind != effect_kind::retire_after_delivery) { continue; }
        auto const next = transition(s, grant_retired{attempt_of(each)}, {}, {});
        if (auto const* decided = std::get_if<decision>(&next)) { s = decided->next; }
    }
    return s;
}

/// `next state | effects in order`, or the reason of a refusal. Scheduled grants are shown by the effects alone.
inline std::string text_of(outcome const& o) {
    if (auto const* refused = std::get_if<refusal>(&o)) { return std::string(reflect::enum_name(*refused)); }
    auto const& decided = std::get<decision>(o);
    std::string text = text_of(with_retired(decided.next, decided.effects)) + " | ";
    if (decided.effects.empty()) { return text + "nothing"; }
    for (auto const& each : decided.effects) {
        if (&each != &decided.effects.front()) { text += ", "; }
        text += text_of(each);
    }
    return text;
}

/// The commands, as the columns of a table. An acknowledgement is of the attempt under way, a stale one of another.
BOOST_DEFINE_FIXED_ENUM_CLASS(column, unsigned char, create_plain, create_own, create_a, create_kinesis,
                              create_kinesis_a, start_own, start_a, start_b, stop, remove, remove_forced, succeeded,
                              failed_unknown, failed_denied, failed_disabled, failed_invalid, failed_missing,
                              failed_opt_in, failed_retire_grant, failed_create_grant, stale_succeeded,
                              stale_failed_unknown, stale_failed_denied, stale_failed_disabled, stale_failed_invalid,
                              stale_failed_missing, stale_failed_opt_in, stale_failed_retire_grant,
                              stale_failed_create_grant)

using columns = std::vector<column>;

inline columns all_columns() {
    columns all;
    for (auto const& each : reflect::enumerators<column>) { all.push_back(each.value); }
    return all;
}

/// The failure that a column reports; UNKNOWN_ERROR for those that report none.
inline DeliveryStreamFailureType failure_of(column c) {
    using enum DeliveryStreamFailureType;
    static std::map<std::string_view, DeliveryStreamFailureType> const types{
        {"failed_denied", KMS_ACCESS_DENIED},
        {"failed_disabled", DISABLED_KMS_KEY},
        {"failed_invalid", INVALID_KMS_KEY},
        {"failed_missing", KMS_KEY_NOT_FOUND},
        {"failed_opt_in", KMS_OPT_IN_REQUIRED},
        {"failed_retire_grant", RETIRE_KMS_GRANT_FAILED},
        {"failed_create_grant", CREATE_KMS_GRANT_FAILED},
    };
    std::string_view name = reflect::enum_name(c);
    if (name.starts_with("stale_")) { name.remove_prefix(6); }
    auto const found = types.find(name);
    return found == types.end() ? UNKNOWN_ERROR : found->second;
}

/// The command of a column for a stream in this state.
inline command make(column c, state const& s) {
    using enum model::DeliveryStreamType;
    std::uint64_t const stale = s.attempt == 0 ? 7 : s.attempt - 1;
    switch (c) {
    case column::create_plain: return create{};
    case column::create_own: return create{DirectPut, own, {}};
    case column::create_a: return create{DirectPut, a, {}};
    case column::create_kinesis: return create{KinesisStreamAsSource, {}, {}};
    case column::create_kinesis_a: return create{KinesisStreamAsSource, a, {}};
    case column::start_own: return start{own, {}, {}};
    case column::start_a: return start{a, {}, {}};
    case column::start_b: return start{b, {}, {}};
    case column::stop: return stop{};
    case column::remove: return remove{false};
    case column::remove_forced: return remove{true};
    case column::succeeded: return work_succeeded{s.attempt};
    case column::stale_succeeded: return work_succeeded{stale};
    case column::failed_unknown:
    case column::failed_denied:
    case column::failed_disabled:
    case column::failed_invalid:
    case column::failed_missing:
    case column::failed_opt_in:
    case column::failed_retire_grant:
    case column::failed_create_grant: return work_failed{s.attempt, failure_of(c)};
    case column::stale_failed_unknown:
    case column::stale_failed_denied:
    case column::stale_failed_disabled:
    case column::stale_failed_invalid:
    case column::stale_failed_missing:
    case column::stale_failed_opt_in:
    case column::stale_failed_retire_grant:
    case column::stale_failed_create_grant: break;
    }
    return work_failed{stale, failure_of(c)};
}

/// The state after a command that is accepted.
inline state after(state const& from, command const& what) {
    auto const next = transition(from, what, {}, {});
    EXPECT_TRUE(std::holds_alternative<decision>(next)) << text_of(next);
    return std::holds_alternative<decision>(next) ? std::get<decision>(next).next : from;
}

/// The state after these commands, given one after the other at one moment to a stream that does not exist; KMS retires
/// at once what it is asked to.
inline state reach(columns const& path, policy const& rules = {}, instant now = {}) {
    state s;
    for (column const each : path) {
        auto next = transition(s, make(each, s), rules, now);
        if (auto* decided = std::get_if<decision>(&next)) {
            s = with_retired(decided->next, decided->effects);
        } else {
            ADD_FAILURE() << reflect::enum_name(each) << " refused: " << text_of(next) << ", in " << text_of(s);
        }
    }
    return s;
}

/// A kind of state, written down, and how a stream gets there when every command comes at 0 s.
struct place {
    std::string text;
    columns path;
};

inline std::vector<place> const& places() {
    using enum column;
    static std::vector<place> const all{
        {"absent DISABLED -/- n0", {}},
        {"absent DISABLED -/- n2", {create_plain, succeeded, remove, succeeded}},

        {"CREATING DISABLED -/- pending creating@1 n1", {create_plain}},
        {"CREATING ENABLING -/own pending creating@1 n1", {create_own}},
        {"CREATING ENABLING -/a pending creating@1 n1", {create_a}},

        {"CREATING_FAILED DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1", {create_plain, failed_unknown}},
        {"CREATING_FAILED ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR stream_failed creating:UNKNOWN_ERROR n1",
         {create_own, failed_unknown}},
        {"CREATING_FAILED ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY "
         "stream_failed creating:DISABLED_KMS_KEY n1",
         {create_a, failed_disabled}},

        {"ACTIVE DISABLED -/- n1", {create_plain, succeeded}},
        {"ACTIVE DISABLED -/- s5 n2", {create_own, succeeded, stop, succeeded}},

        {"ACTIVE ENABLED own@2/own s5 n2", {create_plain, succeeded, start_own, succeeded}},
        {"ACTIVE ENABLED a@2/a s5 n2", {create_plain, succeeded, start_a, succeeded}},
        {"ACTIVE ENABLED a@1/a s5 n1", {create_a, succeeded}},

        {"ACTIVE ENABLING -/own pending enabling@2 n2", {create_plain, succeeded, start_own}},
        {"ACTIVE ENABLING -/a pending enabling@2 n2", {create_plain, succeeded, start_a}},
        {"ACTIVE ENABLING -/a pending enabling@3 s5 n3", {create_own, succeeded, stop, succeeded, start_a}},
        {"ACTIVE ENABLING own@2/own pending enabling@3 s5 n3",
         {create_plain, succeeded, start_own, succeeded, start_own}},
        {"ACTIVE ENABLING own@2/a pending enabling@3 s5 n3", {create_plain, succeeded, start_own, succeeded, start_a}},
        {"ACTIVE ENABLING a@2/own pending enabling@3 s5 n3", {create_plain, succeeded, start_a, succeeded, start_own}},
        {"ACTIVE ENABLING a@2/a pending enabling@3 s5 n3", {create_plain, succeeded, start_a, succeeded, start_a}},
        {"ACTIVE ENABLING a@2/b pending enabling@3 s5 n3", {create_plain, succeeded, start_a, succeeded, start_b}},

        {"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2",
         {create_plain, succeeded, start_own, failed_unknown}},
        {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2",
         {create_plain, succeeded, start_a, failed_denied}},
        {"ACTIVE ENABLING_FAILED own@2/own failed enabling:UNKNOWN_ERROR s5 n3",
         {create_plain, succeeded, start_own, succeeded, start_own, failed_unknown}},
        {"ACTIVE ENABLING_FAILED own@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
         {create_plain, succeeded, start_own, succeeded, start_a, failed_denied}},
        {"ACTIVE ENABLING_FAILED a@2/own failed enabling:UNKNOWN_ERROR s5 n3",
         {create_plain, succeeded, start_a, succeeded, start_own, failed_unknown}},
        {"ACTIVE ENABLING_FAILED a@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
         {create_plain, succeeded, start_a, succeeded, start_a, failed_denied}},
        {"ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3",
         {create_plain, succeeded, start_a, succeeded, start_b, failed_denied}},

        {"ACTIVE DISABLING own@2/own pending disabling@3 s5 n3", {create_plain, succeeded, start_own, succeeded, stop}},
        {"ACTIVE DISABLING a@2/a pending disabling@3 s5 n3", {create_plain, succeeded, start_a, succeeded, stop}},
        {"ACTIVE DISABLING a@2/b pending disabling@4 s5 n4",
         {create_plain, succeeded, start_a, succeeded, start_b, failed_denied, stop}},

        {"ACTIVE DISABLING_FAILED own@2/own failed disabling:UNKNOWN_ERROR s5 n3",
         {create_plain, succeeded, start_own, succeeded, stop, failed_unknown}},
        {"ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3",
         {create_plain, succeeded, start_a, succeeded, stop, failed_retire_grant}},
        {"ACTIVE DISABLING_FAILED a@2/b failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
         {create_plain, succeeded, start_a, succeeded, start_b, failed_denied, stop, failed_retire_grant}},

        {"DELETING DISABLED -/- pending deleting@2 n2", {create_plain, succeeded, remove}},
        {"DELETING ENABLED own@2/own pending deleting@3 s5 n3",
         {create_plain, succeeded, start_own, succeeded, remove}},
        {"DELETING ENABLED a@2/a pending deleting@3 s5 n3", {create_plain, succeeded, start_a, succeeded, remove}},
        {"DELETING ENABLED a@2/a pending deleting@3 forced s5 n3",
         {create_plain, succeeded, start_a, succeeded, remove_forced}},
        {"DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2",
         {create_a, failed_disabled, remove}},
        {"DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3",
         {create_plain, succeeded, start_a, failed_denied, remove}},
        {"DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4",
         {create_plain, succeeded, start_a, succeeded, start_b, failed_denied, remove}},
        {"DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
         {create_plain, succeeded, start_a, succeeded, stop, failed_retire_grant, remove}},

        {"DELETING_FAILED DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2",
         {create_plain, succeeded, remove, failed_unknown}},
        {"DELETING_FAILED ENABLED own@2/own stream_failed deleting:UNKNOWN_ERROR s5 n3",
         {create_plain, succeeded, start_own, succeeded, remove, failed_unknown}},
        {"DELETING_FAILED ENABLED a@2/a stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n3",
         {create_plain, succeeded, start_a, succeeded, remove, failed_retire_grant}},
        {"DELETING_FAILED ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED "
         "stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n4",
         {create_plain, succeeded, start_a, succeeded, start_b, failed_denied, remove, failed_retire_grant}},

        {"CREATING KinesisStreamAsSource DISABLED -/- pending creating@1 n1", {create_kinesis}},
        {"CREATING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1",
         {create_kinesis, failed_unknown}},
        {"ACTIVE KinesisStreamAsSource DISABLED -/- n1", {create_kinesis, succeeded}},
        {"DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2", {create_kinesis, succeeded, remove}},
        {"DELETING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2",
         {create_kinesis, succeeded, remove, failed_unknown}},
    };
    return all;
}

/// The state of a place, by its text.
inline state state_at(std::string_view text) {
    for (place const& each : places()) {
        if (each.text == text) { return reach(each.path); }
    }
    ADD_FAILURE() << "no such place: " << text;
    return {};
}

} // namespace firehose_sse::encryption::worlds
