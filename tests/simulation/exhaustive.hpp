// Every state that any sequence of commands can reach under one policy, and every command in each of them.
// Tests only. Attempts are renumbered, times kept relative and counters reduced, so that the search ends.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "simulation/invariants.hpp"
#include "simulation/subject.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

/// The attempt under way, or the last one, in a renumbered state; those before it follow downwards.
inline constexpr std::uint64_t latest = 10;

struct search_result {
    std::size_t states = 0;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    /// The longest list of effects that a transition returned.
    std::size_t most_effects = 0;
    /// What was found broken, if anything.
    std::string broken{};
    /// The commands that led there.
    std::string where{};
};

inline std::vector<command> every_command(policy const& rules) {
    using namespace encryption;
    std::vector<command> all{stop{}, remove{false}, remove{true}, time_passed{}};
    key_facts const good{};
    key_facts const bad{.state = key_state::disabled};
    key_facts const full{.other_streams = rules.max_streams_per_key};
    caller_facts const old{rules.max_credential_age + 1s};
    all.emplace_back(create{});
    all.emplace_back(create{.wanted = own, .caller = old, .facts = bad});
    all.emplace_back(create{.source = source_type::KinesisStreamAsSource});
    all.emplace_back(create{.source = source_type::KinesisStreamAsSource, .wanted = a});
    all.emplace_back(start{own, old, full});
    for (caller_facts const& caller : {caller_facts{}, caller_facts{rules.max_credential_age}, old}) {
        all.emplace_back(create{.wanted = a, .caller = caller});
        all.emplace_back(start{a, caller, good});
        all.emplace_back(start{b, caller, good});
    }
    for (key_facts const& facts : {bad, full}) {
        all.emplace_back(create{.wanted = a, .facts = facts});
        all.emplace_back(start{a, {}, facts});
        all.emplace_back(start{b, {}, facts});
    }
    for (std::uint64_t const attempt : {latest, latest - 1, latest - 2, latest - 3, latest + 1}) {
        all.emplace_back(work_succeeded{attempt});
        all.emplace_back(work_failed{attempt, DeliveryStreamFailureType::KMS_ACCESS_DENIED});
        all.emplace_back(grant_created{attempt});
        all.emplace_back(grant_refused{attempt});
        all.emplace_back(grant_retired{attempt});
        all.emplace_back(retirement_refused{attempt});
    }
    all.emplace_back(work_failed{latest, DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED});
    return all;
}

/// What KMS may say: each of the two keys in every state, whether it makes and retires grants or not.
inline std::vector<encryption::key_directory> every_directory() {
    std::vector<encryption::key_directory> all{{}};
    auto const& states = reflect::enumerators<encryption::key_state>;
    for (std::size_t i = 0; i < states.size(); ++i) {
        auto const other = states[(i + 1) % states.size()].value; // so that each fact is of its own key
        for (bool const fails : {false, true}) {
            all.push_back({{{"a", {states[i].value, fails, !fails}}, {"b", {other, !fails, fails}}}});
        }
    }
    return all;
}

/// A command in words.
class in_words {
public:
    using create = encryption::create;
    using start = encryption::start;

    std::string operator()(create const& c) const {
        return "create " + (c.wanted ? key_name(*c.wanted) : "plain") +
               (c.source == source_type::DirectPut ? "" : " kinesis") + asked(c.caller, c.facts);
    }
    std::string operator()(start const& c) const { return "start " + key_name(c.wanted) + asked(c.caller, c.facts); }
    std::string operator()(encryption::stop const&) const { return "stop"; }
    std::string operator()(encryption::remove const& c) const { return c.forced ? "remove forced" : "remove"; }
    std::string operator()(encryption::work_succeeded const& c) const { return at("succeeded", c.attempt); }
    std::string operator()(encryption::work_failed const& c) const {
        return at("failed", c.attempt) + ' ' + std::string(reflect::enum_name(c.type));
    }
    std::string operator()(encryption::grant_created const& c) const { return at("grant_created", c.attempt); }
    std::string operator()(encryption::grant_refused const& c) const { return at("grant_refused", c.attempt); }
    std::string operator()(encryption::grant_retired const& c) const { return at("grant_retired", c.attempt); }
    std::string operator()(encryption::retirement_refused const& c) const {
        return at("retirement_refused", c.attempt);
    }
    std::string operator()(encryption::time_passed const&) const { return "time_passed"; }

    static std::string key_name(key const& k) { return k.needs_grant() ? k.arn : "own"; }

private:
    static std::string at(char const* what, std::uint64_t attempt) { return what + ('@' + std::to_string(attempt)); }
    static std::string asked(encryption::caller_facts const& caller, encryption::key_facts const& facts) {
        auto const age = caller.credential_age;
        return (age ? " session=" + std::to_string(age->count()) + "s" : "") +
               (facts.state == encryption::key_state::enabled ? ""
                                                              : ' ' + std::string(reflect::enum_name(facts.state))) +
               (facts.other_streams == 0 ? "" : " other_streams=" + std::to_string(facts.other_streams));
    }
};

inline std::string text_of(command const& what) { return std::visit(in_words{}, what); }

class search {
public:
    search(subject const& of, policy const& rules, std::size_t most_states = 1'000'000)
        : of_(of), rules_(rules), most_states_(most_states) {
        find(reduced({}), 0, no_command);
    }

    /// Goes on until everything is found, or something broken.
    search_result const& run() {
        for (std::size_t here = 0; here < nodes_.size() && result_.broken.empty(); ++here) {
            state const s = nodes_[here].s;
            if (char const* broken = look_at(s)) { return report(here, no_command, broken); }
            for (std::size_t each = 0; each < commands_.size(); ++each) {
                if (char const* broken = take(here, each)) { return report(here, each, broken); }
            }
            if (nodes_.size() > most_states_) { return report(here, no_command, "the states come to an end"); }
            if (s.settled_at > now) {
                state settled = s;
                settled.settled_at = instant::min();
                find(settled, here, no_command);
            }
        }
        result_.states = nodes_.size();
        check_ways_out();
        return result_;
    }

private:
    struct node {
        state s;
        std::vector<std::size_t> from{};
        std::size_t parent = 0;
        std::size_t by = no_command;
    };
    static constexpr std::size_t no_command = ~std::size_t{0};
    static constexpr instant now{std::chrono::hours(500'000)};

    char const* look_at(state const& s) const {
        if (char const* broken = broken_state(s, rules_)) { return broken; }
        policy shown = rules_;
        for (auto const& which : reflect::enumerators<encryption::described_key>) {
            shown.describe_key = which.value;
            for (auto const& unsettled : reflect::enumerators<encryption::unsettled_answer>) {
                shown.unsettled = unsettled.value;
                bool const absent = unsettled.value == encryption::unsettled_answer::absent; // one or the other
                shown.describe_failure =
                    absent ? encryption::described_failure::everywhere : encryption::described_failure::by_operation;
                for (auto const& changing : reflect::enumerators<encryption::changing_answer>) {
                    shown.rotating = changing.value;
                    shown.disabling = changing.value;
                    if (char const* broken = broken_answers(of_, s, shown, now)) { return broken; }
                }
            }
        }
        for (encryption::key_directory const& keys : directories_) {
            if (char const* broken = broken_end(s, keys)) { return broken; }
        }
        return nullptr;
    }

    /// How the work under way would end now.
    char const* broken_end(state const& s, encryption::key_directory const& keys) const {
        auto const end = of_.conclude(s, keys);
        if (end.has_value() != s.pending.has_value()) { return "what is pending has an end, and nothing else has"; }
        if (!end) { return nullptr; }
        if (std::holds_alternative<refusal>(of_.step(s, *end, rules_, now))) {
            return "the end that is concluded is never stale";
        }
        auto const* const failed = std::get_if<encryption::work_failed>(&*end);
        encryption::caller_facts const old{rules_.max_credential_age + 1s};
        auto const caller = s.pending->credentials_too_old ? old : encryption::caller_facts{};
        bool const as_documented =
            (failed ? std::optional(failed->type) : std::nullopt) == documented_end(s, keys, caller, rules_);
        return as_documented ? nullptr : "work ends as the keys' facts have it";
    }

    char const* take(std::size_t here, std::size_t with) {
        state const from = nodes_[here].s; // a copy: nodes_ grows
        command const& what = commands_[with];
        outcome const got = of_.step(from, what, rules_, now);
        if (char const* broken = broken_step(from, what, rules_, now, got)) { return broken; }
        if (from != nodes_[here].s) { return "nothing is changed in place"; }
        if (of_.step(from, what, rules_, now) != got) { return "the same again is the same"; }
        policy shown_otherwise = rules_;
        shown_otherwise.describe_key = encryption::described_key::attempted_only;
        shown_otherwise.describe_failure = encryption::described_failure::everywhere;
        shown_otherwise.unsettled = encryption::unsettled_answer::absent;
        shown_otherwise.rotating = shown_otherwise.disabling = encryption::changing_answer::encrypted;
        if (of_.step(from, what, shown_otherwise, now) != got) { return "what is shown is not what is done"; }
        if (char const* broken = broken_guards(from, what, got)) { return broken; }
        auto const* const d = std::get_if<decision>(&got);
        if (d == nullptr) {
            ++result_.refused;
            return nullptr;
        }
        ++result_.accepted;
        result_.most_effects = std::max(result_.most_effects, d->effects.size());
        if (char const* broken = broken_state(d->next, rules_)) { return broken; } // before the counters are reduced
        find(reduced(d->next), here, with);
        return nullptr;
    }

    /// Checks that the commands that the policy refuses are refused, and no others.
    char const* broken_guards(state const& from, command const& what, outcome const& got) const {
        using namespace encryption;
        finding f;
        auto const* const refused = std::get_if<refusal>(&got);
        auto const because = [&](refusal why) { return refused != nullptr && *refused == why; };
        auto const of_key = [&](key const& wanted, caller_facts const& caller, key_facts const& facts) {
            bool const bad = wanted.needs_grant() && facts.state == key_state::disabled &&
                             rules_.bad_key == bad_key_answer::invalid_kms_resource;
            bool const old = wanted.needs_grant() && caller.credential_age > rules_.max_credential_age &&
                             rules_.old_session == old_session_answer::invalid_kms_resource;
            bool const has_it = from.effective && from.effective->key == wanted;
            bool const full = wanted.needs_grant() && facts.other_streams >= rules_.max_streams_per_key && !has_it;
            f.require(refused != nullptr || !bad, "a bad key is refused where the policy says so");
            f.require(refused != nullptr || !old, "an old session is refused where the policy says so");
            f.require(refused != nullptr || !full, "a full key takes no more");
            f.require(!because(refusal::key_unusable) || bad, "only a bad key is unusable");
            f.require(!because(refusal::credentials_too_old) || old, "only an old session is too old");
            f.require(!because(refusal::key_in_too_many_streams) || full, "only a full key is full");
        };
        auto const* const started = std::get_if<start>(&what);
        auto const* const created = std::get_if<create>(&what);
        if (started != nullptr) { of_key(started->wanted, started->caller, started->facts); }
        if (created != nullptr && created->wanted) { of_key(*created->wanted, created->caller, created->facts); }
        bool const on_active = from.stream == stream_status::ACTIVE && from.source == source_type::DirectPut;
        if (started != nullptr && on_active && !from.pending) {
            bool const after_failed_stop =
                status(from) == sse_status::DISABLING_FAILED &&
                rules_.start_after_failed_stop == start_after_failed_stop_answer::resource_in_use;
            f.require(because(refusal::change_failed_in_use) == after_failed_stop &&
                          !because(refusal::change_under_way),
                      "Start on a stream at rest is refused for its key or its caller, or after a failed Stop");
            auto const* const d = std::get_if<decision>(&got);
            bool const again = status(from) == sse_status::ENABLED && from.effective->key == started->wanted &&
                               rules_.same_key == same_key_answer::no_op;
            f.require(d == nullptr || (d->next.attempt != from.attempt) == !again, "Start begins an attempt");
            bool const too_old = started->caller.credential_age > rules_.max_credential_age;
            f.require(d == nullptr || again || !d->next.pending || d->next.pending->credentials_too_old == too_old,
                      "the age of the session is noted");
        }
        if (created != nullptr) {
            bool const of_other = created->wanted && created->source != source_type::DirectPut;
            f.require(because(refusal::stream_exists) == from.stream.has_value(), "a name is taken once");
            f.require(from.stream || because(refusal::not_direct_put) == of_other, "only DirectPut has keys");
        }
        if (std::holds_alternative<stop>(what) && on_active && !from.pending) {
            auto const shown = status(from);
            bool const nothing_to_do = shown == sse_status::DISABLED;
            bool const after_stop = shown == sse_status::DISABLING_FAILED &&
                                    rules_.stop_after_failed_stop != stop_after_failure_answer::accept;
            bool const after_rotation = shown == sse_status::ENABLING_FAILED && from.effective &&
                                        rules_.stop_after_failed_rotation != stop_after_failure_answer::accept;
            bool const refuses =
                nothing_to_do
                    ? rules_.stop_when_disabled == stop_when_disabled_answer::invalid_argument ||
                          rules_.stop_when_disabled == stop_when_disabled_answer::resource_in_use
                    : after_stop || after_rotation ||
                          (!from.effective && (rules_.stop_without_key == stop_without_key_answer::invalid_argument ||
                                               rules_.stop_without_key == stop_without_key_answer::resource_in_use));
            f.require((refused != nullptr) == refuses, "Stop is refused where the policy says so");
            f.require((because(refusal::change_failed) || because(refusal::change_failed_in_use)) ==
                          (after_stop || after_rotation),
                      "and told why");
            auto const* const d = std::get_if<decision>(&got);
            f.require(d == nullptr || nothing_to_do || !from.effective || status(d->next) == sse_status::DISABLING,
                      "Stop of what is encrypted is DISABLING");
        }
        if (std::holds_alternative<remove>(what) && from.stream == stream_status::ACTIVE) {
            bool const busy = from.pending && (from.pending->kind == work_kind::disabling ||
                                               rules_.delete_while_enabling != delete_while_enabling_answer::accept);
            f.require(because(refusal::change_under_way) == busy && (busy || refused == nullptr),
                      "an ACTIVE stream is deleted unless a change is under way that is not given up");
        }
        return f.broken();
    }

    /// Renumbers attempts in their order, forgets a settling that is over, and takes what is over from the counters.
    static state reduced(state s) {
        std::vector<std::uint64_t> numbers{s.attempt};
        if (s.effective) { numbers.push_back(s.effective->attempt); }
        for (auto const& each : s.grants.scheduled) { numbers.push_back(each.attempt); }
        std::ranges::sort(numbers, std::greater<>{});
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
        auto const renumber = [&](std::uint64_t& attempt) {
            auto const place = std::ranges::find(numbers, attempt) - numbers.begin();
            attempt = latest - static_cast<std::uint64_t>(place);
        };
        if (s.pending) { renumber(s.pending->attempt); }
        if (s.effective) { renumber(s.effective->attempt); }
        for (auto& each : s.grants.scheduled) { renumber(each.attempt); }
        renumber(s.attempt);
        if (s.settled_at <= now) { s.settled_at = instant::min(); }
        s.grants.created -= s.grants.retired + s.grants.forgotten;
        s.grants.retired = s.grants.forgotten = 0;
        return s;
    }

    /// All of a reduced state in few bytes.
    static std::string packed(state const& s) {
        std::string bytes;
        bytes.reserve(15); // no allocation
        auto const put = [&](auto... bits) { (bytes.push_back(static_cast<char>(bits)), ...); };
        auto const of_key = [](key const& k) { return k.needs_grant() ? k.arn[0] : 'o'; };
        put(s.stream ? static_cast<int>(*s.stream) : -1, s.source);
        put(s.effective ? of_key(s.effective->key) : '-', s.effective ? s.effective->attempt : 0);
        put(s.attempted ? of_key(*s.attempted) : '-', s.attempt, s.settled_at != instant::min());
        if (s.pending) {
            put('p', s.pending->kind, s.pending->attempt, s.pending->credentials_too_old, s.pending->forced,
                s.pending->granted);
        }
        if (s.queued) { put('q', s.queued->key ? of_key(*s.queued->key) : '-', s.queued->credentials_too_old); }
        if (s.encryption_failure) { put('f', s.encryption_failure->during, s.encryption_failure->type); }
        if (s.stream_failure) { put('s', s.stream_failure->during, s.stream_failure->type); }
        for (auto const& each : s.grants.scheduled) {
            put('g', of_key(each.key), each.attempt, each.after_delivery, each.refused);
        }
        put(s.grants.created);
        return bytes;
    }

    void find(state s, std::size_t from, std::size_t by) {
        auto const [known, is_new] = index_.try_emplace(packed(s), nodes_.size());
        if (is_new) { nodes_.push_back({std::move(s), {}, from, by}); }
        nodes_[known->second].from.push_back(from);
    }

    /// No state is a trap: each stream can be deleted, and what is ACTIVE can be given any key, or none, without being
    /// deleted and made anew.
    void check_ways_out() {
        auto const any = [](state const&) { return true; };
        check_way(
            "every stream can be deleted", [](state const& s) { return !s.stream; }, any, any);
        auto const is_there = [](state const& s) { return s.stream.has_value(); };
        auto const active = [](state const& s) {
            return s.stream == stream_status::ACTIVE && s.source == source_type::DirectPut;
        };
        // where neither Start nor Stop is taken after a failed Stop, only Delete is left
        bool const no_start = rules_.start_after_failed_stop != encryption::start_after_failed_stop_answer::accept;
        bool const no_stop = rules_.stop_after_failed_stop != encryption::stop_after_failure_answer::accept;
        bool const no_stop_without_key =
            rules_.stop_without_key == encryption::stop_without_key_answer::invalid_argument ||
            rules_.stop_without_key == encryption::stop_without_key_answer::resource_in_use;
        auto const free = [&](state const& s) {
            bool const stuck = no_start && (no_stop || (no_stop_without_key && !s.effective));
            return active(s) && !(stuck && !s.pending && status(s) == sse_status::DISABLING_FAILED);
        };
        for (auto const& wanted : {std::optional<key>{}, std::optional<key>{own}, std::optional<key>{b}}) {
            check_way(
                "every ACTIVE stream can come to rest with any key, or none",
                [&](state const& s) {
                    return active(s) && !s.pending && s.settled_at <= now &&
                           status(s) == (wanted ? sse_status::ENABLED : sse_status::DISABLED) &&
                           (!wanted || s.effective->key == *wanted);
                },
                free, is_there);
        }
        auto const no_debts = [](state const& s) { return s.grants.scheduled.empty(); };
        check_way("every grant can be retired", no_debts, any, any);
    }

    /// Checks that from each claimed state a way leads to a wanted one, through states that may be passed.
    template <class Wanted, class Claimed, class Passed>
    void check_way(char const* what, Wanted const& wanted, Claimed const& claimed, Passed const& passed) {
        std::vector<bool> can(nodes_.size(), false);
        std::deque<std::size_t> open;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (wanted(nodes_[i].s)) {
                can[i] = true;
                open.push_back(i);
            }
        }
        for (; !open.empty(); open.pop_front()) {
            if (!passed(nodes_[open.front()].s)) { continue; }
            for (std::size_t const before : nodes_[open.front()].from) {
                if (!can[before]) {
                    can[before] = true;
                    open.push_back(before);
                }
            }
        }
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (!can[i] && claimed(nodes_[i].s) && result_.broken.empty()) { report(i, no_command, what); }
        }
    }

    search_result const& report(std::size_t at, std::size_t by, char const* broken) {
        result_.broken = broken;
        std::string way = by == no_command ? "" : text_of(commands_[by]);
        for (std::size_t i = at; i != 0; i = nodes_[i].parent) {
            std::string const step = nodes_[i].by == no_command ? "5 s pass" : text_of(commands_[nodes_[i].by]);
            way = step + (way.empty() ? "" : "; " + way);
        }
        result_.where = std::move(way);
        result_.states = nodes_.size();
        return result_;
    }

    subject const& of_;
    policy rules_;
    std::size_t most_states_;
    std::vector<command> commands_ = every_command(rules_);
    std::vector<encryption::key_directory> directories_ = every_directory();
    std::unordered_map<std::string, std::size_t> index_{};
    std::vector<node> nodes_{};
    search_result result_{};
};

} // namespace firehose_sse::simulation
