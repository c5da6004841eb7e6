// Every state that any sequence of commands can reach, under every policy that bears on it, and what is true of each
// state and of each step. The search begins with no stream; attempts are renumbered, and times kept relative, so that
// it ends.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;
using enum model::DeliveryStreamEncryptionStatus;
using sse_status = model::DeliveryStreamEncryptionStatus;
using stream_status = model::DeliveryStreamStatus;

constexpr instant now = at(0s);
constexpr std::uint64_t live = 2; // the attempt under way, or the last one, in a renumbered state

state renumbered(state s) {
    if (s.effective) { s.effective->attempt = live - 1; }
    if (s.pending) { s.pending->attempt = live; }
    s.attempt = live;
    if (s.settled_at <= now) { s.settled_at = {}; }
    return s;
}

std::vector<command> every_command() {
    using enum model::DeliveryStreamType;
    std::vector<caller_facts> const callers{{}, {7h}};
    std::vector<command> all{stop{}, remove{false}, remove{true}};
    for (auto const source : {DirectPut, KinesisStreamAsSource}) {
        for (caller_facts const& caller : callers) {
            all.emplace_back(create{.source = source, .caller = caller});
            for (key const& wanted : {own, a}) {
                for (auto const of_key : {key_state::enabled, key_state::disabled}) {
                    all.emplace_back(create{source, wanted, caller, {.state = of_key}});
                }
            }
        }
    }
    for (key const& wanted : {own, a, b}) {
        for (caller_facts const& caller : callers) {
            for (auto const of_key : {key_state::enabled, key_state::disabled}) {
                all.emplace_back(start{wanted, caller, {.state = of_key}});
            }
        }
    }
    for (std::uint64_t const attempt : {live, live - 1, live + 1, ~std::uint64_t{0}}) {
        all.emplace_back(work_succeeded{attempt});
        for (auto const type :
             {DeliveryStreamFailureType::UNKNOWN_ERROR, DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED,
              DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED}) {
            all.emplace_back(work_failed{attempt, type});
        }
    }
    return all;
}

// The status, told by the story instead of by the state.

// What the documented table makes of the status before an accepted command.
class story {
public:
    story(sse_status before, state const& from, policy const& rules) : status_(before), from_(from), rules_(rules) {
        if (from.effective) { key_ = from.effective->key; }
    }

    sse_status after(command const& what) && {
        std::visit(*this, what);
        return status_;
    }

    void operator()(create const& c) { status_ = c.wanted ? ENABLING : DISABLED; }
    void operator()(start const& c) {
        if (!from_.pending) { begin(c.wanted); }
    }
    void operator()(stop const&) {
        if (!from_.pending) { end(); }
    }
    void operator()(remove const&) {}
    void operator()(work_succeeded const&) {
        if (status_ == ENABLING) {
            status_ = ENABLED;
            key_ = from_.attempted;
        } else if (status_ == DISABLING || from_.stream == stream_status::DELETING) {
            status_ = DISABLED;
            key_.reset();
        }
        go_on();
    }
    void operator()(work_failed const&) {
        if (status_ == ENABLING) {
            status_ = ENABLING_FAILED;
        } else if (status_ == DISABLING) {
            status_ = DISABLING_FAILED;
        }
        go_on();
    }

private:
    void begin(key const& wanted) {
        bool const again = status_ == ENABLED && key_ == wanted;
        if (!again || rules_.same_key == same_key_answer::attempt) { status_ = ENABLING; }
    }
    void end() { status_ = key_ ? DISABLING : DISABLED; }
    void go_on() {
        if (!from_.queued) { return; }
        if (from_.queued->key) {
            begin(*from_.queued->key);
        } else {
            end();
        }
    }

    sse_status status_;
    std::optional<key> key_;
    state const& from_;
    policy const& rules_;
};

using grant = std::pair<std::string, std::uint64_t>;

// The grants a stream in this state has: of the key in effect, and of the key being tried.
std::set<grant> grants_of(state const& s) {
    std::set<grant> held;
    if (s.effective && s.effective->key.needs_grant()) { held.emplace(s.effective->key.arn, s.effective->attempt); }
    bool const trying = s.pending && (s.pending->kind == work_kind::creating || s.pending->kind == work_kind::enabling);
    if (trying && s.attempted && s.attempted->needs_grant()) { held.emplace(s.attempted->arn, s.pending->attempt); }
    return held;
}

void expect_grants_add_up(state const& from, command const& what, decision const& d) {
    std::set<grant> held = grants_of(from);
    auto const* failed = std::get_if<work_failed>(&what);
    if (failed != nullptr && failed->type == DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED && from.attempted) {
        held.erase({from.attempted->arn, failed->attempt}); // it was never made
    }
    for (effect const& each : d.effects) {
        if (auto const* made = std::get_if<create_grant>(&each)) {
            EXPECT_TRUE(made->key.needs_grant());
            EXPECT_TRUE(held.emplace(made->key.arn, made->attempt).second) << "made twice";
        } else if (auto const* replaced = std::get_if<schedule_retirement>(&each)) {
            EXPECT_TRUE(replaced->key.needs_grant());
            EXPECT_EQ(held.erase({replaced->key.arn, replaced->attempt}), 1u) << "retired without being held";
        } else if (auto const* ended = std::get_if<retire_after_delivery>(&each)) {
            EXPECT_TRUE(ended->key.needs_grant());
            EXPECT_EQ(held.erase({ended->key.arn, ended->attempt}), 1u) << "retired without being held";
        }
    }
    EXPECT_EQ(held, grants_of(d.next)) << "grants created = held + retired";
}

// What is true of every state.

void expect_sound(state const& s) {
    if (!s.stream) {
        EXPECT_EQ(s, state{.attempt = s.attempt}) << "nothing is left of a stream that is gone";
        return;
    }
    auto const doing = [&](work_kind kind) { return s.pending && s.pending->kind == kind; };
    EXPECT_EQ(s.stream == stream_status::CREATING, doing(work_kind::creating));
    EXPECT_EQ(s.stream == stream_status::DELETING, doing(work_kind::deleting));
    bool const changing = doing(work_kind::enabling) || doing(work_kind::disabling);
    if (changing) { EXPECT_EQ(s.stream, stream_status::ACTIVE); }
    if (doing(work_kind::enabling)) { EXPECT_TRUE(s.attempted); }
    if (doing(work_kind::disabling)) { EXPECT_TRUE(s.effective); }
    if (s.pending) {
        EXPECT_EQ(s.pending->attempt, s.attempt);
        EXPECT_TRUE(doing(work_kind::deleting) || !s.pending->forced);
    }
    if (s.effective) {
        EXPECT_LE(s.effective->attempt, s.attempt);
        EXPECT_TRUE(!s.pending || s.effective->attempt < s.pending->attempt);
        EXPECT_TRUE(s.attempted);
    }
    if (s.queued) { EXPECT_TRUE(changing); }
    if (s.encryption_failure) { EXPECT_TRUE(!s.pending || doing(work_kind::deleting)) << "gone with the next attempt"; }
    bool const failed = s.stream == stream_status::CREATING_FAILED || s.stream == stream_status::DELETING_FAILED;
    EXPECT_EQ(s.stream_failure.has_value(), failed);
    if (s.source != model::DeliveryStreamType::DirectPut) {
        EXPECT_FALSE(s.effective || s.attempted || s.queued || s.encryption_failure);
    }
}

void expect_well_described(state const& s, policy const& rules) {
    auto const shown = describe(s, rules);
    ASSERT_EQ(shown.has_value(), s.stream && s.source == model::DeliveryStreamType::DirectPut);
    if (!shown) { return; }
    EXPECT_EQ(shown->Status, status(s));
    EXPECT_EQ(shown->KeyARN.has_value(), shown->KeyType == model::KeyType::CUSTOMER_MANAGED_CMK)
        << "AWS's own key has no ARN, a customer's has one";
    if (status(s) == DISABLED) {
        EXPECT_EQ(*shown, (model::DeliveryStreamEncryptionConfiguration{.Status = DISABLED})) << "Status only";
    }
    bool const failed = status(s) == ENABLING_FAILED || status(s) == DISABLING_FAILED;
    EXPECT_EQ(shown->FailureDescription.has_value(), failed);
    EXPECT_TRUE(constraint::validate(*shown).empty());

    model::DeliveryStreamDescription description;
    description.DeliveryStreamType = s.source;
    description.DeliveryStreamEncryptionConfiguration = shown;
    if (posture(description) != posture_kind::undetermined) { EXPECT_EQ(posture(description), posture(s)); }
}

void expect_truthful(state const& s) {
    for (instant const moment : {now, now + 4'999ms, now + 5s}) {
        auto const encrypted = records_encrypted(s, moment);
        if (encrypted == truth::yes) { EXPECT_TRUE(s.effective) << "encrypted with no key in effect"; }
        if (encrypted == truth::no) { EXPECT_FALSE(s.effective) << "a key in effect encrypts"; }
        for (auto const& unsettled : reflect::enumerators<unsettled_answer>) {
            auto const reported = reported_encrypted(s, {.unsettled = unsettled.value}, moment);
            if (encrypted != truth::indeterminate) { EXPECT_EQ(reported, encrypted == truth::yes); }
        }
    }
    bool const calls_encrypted =
        posture(s) == posture_kind::encrypted || posture(s) == posture_kind::rotation_failed_but_encrypted;
    if (calls_encrypted) { EXPECT_TRUE(s.effective); }
    if (posture(s) == posture_kind::not_encrypted) { EXPECT_FALSE(s.effective); }
}

void expect_concludes(state const& s, policy const& rules) {
    key_directory const bad{{{a.arn, {.state = key_state::denied, .create_grant_fails = true}},
                             {b.arn, {.create_grant_fails = true, .retire_grant_fails = true}}}};
    for (key_directory const& keys : {key_directory{}, bad}) {
        auto const end = conclude(s, keys);
        ASSERT_EQ(end.has_value(), s.pending.has_value());
        if (!end) { continue; }
        auto const ended = transition(s, *end, rules, now);
        ASSERT_TRUE(std::holds_alternative<decision>(ended)) << "what conclude() says is never stale";
        EXPECT_NE(std::get<decision>(ended).next.pending, s.pending);
    }
}

// What is true of every step.

struct shift {
    std::uint64_t attempts = 1'000;
    std::chrono::milliseconds time{86'400'000};

    state operator()(state s) const {
        if (s.effective) { s.effective->attempt += attempts; }
        if (s.pending) { s.pending->attempt += attempts; }
        s.attempt += attempts;
        if (s.settled_at > now) { s.settled_at += time; }
        return s;
    }
    command operator()(command what) const {
        if (auto* succeeded = std::get_if<work_succeeded>(&what)) { succeeded->attempt += attempts; }
        if (auto* failed = std::get_if<work_failed>(&what)) { failed->attempt += attempts; }
        return what;
    }
    outcome operator()(outcome o) const {
        if (auto* d = std::get_if<decision>(&o)) {
            d->next = (*this)(std::move(d->next));
            for (effect& each : d->effects) {
                std::visit([&](auto& e) { e.attempt += attempts; }, each);
            }
        }
        return o;
    }
};

bool is_acknowledgement(command const& what) {
    return std::holds_alternative<work_succeeded>(what) || std::holds_alternative<work_failed>(what);
}

void expect_sound_step(state const& from, command const& what, policy const& rules, outcome const& got) {
    state const before = from;
    EXPECT_EQ(transition(from, what, rules, now), got) << "the same again is the same";
    EXPECT_EQ(from, before) << "nothing is changed in place";

    policy shown_otherwise = rules;
    shown_otherwise.describe_key = described_key::attempted_only;
    shown_otherwise.unsettled = unsettled_answer::absent;
    EXPECT_EQ(transition(from, what, shown_otherwise, now), got) << "what is shown is not what is done";

    shift const later;
    EXPECT_EQ(transition(later(from), later(what), rules, now + later.time), later(got))
        << "neither the hour nor the number of earlier attempts matters";

    if (is_acknowledgement(what)) {
        bool const current = from.pending && std::visit(
                                                 [&](auto const& c) {
                                                     if constexpr (requires { c.attempt; }) {
                                                         return c.attempt == live;
                                                     }
                                                     return false;
                                                 },
                                                 what);
        EXPECT_EQ(got == outcome(refusal::stale_acknowledgement), !current);
    } else {
        EXPECT_NE(got, outcome(refusal::stale_acknowledgement));
    }

    auto const* d = std::get_if<decision>(&got);
    if (d == nullptr) { return; } // a refusal carries neither a state nor effects
    EXPECT_GE(d->next.attempt, from.attempt);
    EXPECT_LE(d->next.attempt, from.attempt + 1);
    if (d->next == from) { EXPECT_TRUE(d->effects.empty()) << "nothing changed, nothing to do"; }
    if (!std::holds_alternative<work_succeeded>(what)) {
        EXPECT_EQ(d->next.effective, from.effective) << "only success changes the key in effect";
    }
    if (from.stream && d->next.stream) { EXPECT_EQ(d->next.source, from.source); }

    auto const begun = std::count_if(d->effects.begin(), d->effects.end(),
                                     [](effect const& e) { return std::holds_alternative<begin_work>(e); });
    EXPECT_EQ(begun, d->next.attempt == from.attempt ? 0 : 1) << "each attempt begins its work once";
    if (begun == 1) {
        ASSERT_TRUE(d->next.pending);
        EXPECT_EQ(d->effects.back(), effect(begin_work{d->next.attempt, d->next.pending->kind})) << "grants first";
    }
    expect_grants_add_up(from, what, *d);
}

// The search.

struct node {
    state s;
    sse_status told; // by the story of the first way here
    std::vector<std::size_t> from{};
    std::string first_way{};
};

class search {
public:
    explicit search(policy const& rules) : rules_(rules) { find(renumbered({}), DISABLED, 0, "begin"); }

    void run() {
        std::vector<command> const commands = every_command();
        for (std::size_t here = 0; here < nodes_.size(); ++here) {
            SCOPED_TRACE(nodes_[here].first_way);
            state const s = nodes_[here].s;
            expect_sound(s);
            expect_truthful(s);
            expect_concludes(s, rules_);
            for (auto const& shown : reflect::enumerators<described_key>) {
                expect_well_described(s, {.describe_key = shown.value});
            }
            for (command const& what : commands) { take(here, what); }
            if (s.settled_at > now) {
                state settled = s;
                settled.settled_at = {};
                find(settled, nodes_[here].told, here, "5 s pass");
            }
            if (::testing::Test::HasFailure()) { return; } // one state's failures are enough to read
        }
    }

    /// The states from which no sequence of commands leads to one that satisfies `wanted`.
    template <class P> std::vector<state> cannot_reach(P const& wanted) const {
        std::vector<bool> can(nodes_.size(), false);
        std::deque<std::size_t> open;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (wanted(nodes_[i].s)) {
                can[i] = true;
                open.push_back(i);
            }
        }
        for (; !open.empty(); open.pop_front()) {
            for (std::size_t const before : nodes_[open.front()].from) {
                if (!can[before]) {
                    can[before] = true;
                    open.push_back(before);
                }
            }
        }
        std::vector<state> stuck;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (!can[i]) { stuck.push_back(nodes_[i].s); }
        }
        return stuck;
    }

    std::size_t states() const { return nodes_.size(); }
    std::size_t accepted() const { return accepted_; }
    std::size_t refused() const { return refused_; }

private:
    void take(std::size_t here, command const& what) {
        state const from = nodes_[here].s;
        outcome const got = transition(from, what, rules_, now);
        expect_sound_step(from, what, rules_, got);
        auto const* d = std::get_if<decision>(&got);
        if (d == nullptr) {
            ++refused_;
            return;
        }
        ++accepted_;
        sse_status const told = story(nodes_[here].told, from, rules_).after(what);
        EXPECT_EQ(status(d->next), told) << text_of(from) << "  ->  " << text_of(got);
        find(renumbered(d->next), told, here, text_of(from) + "  ->  " + text_of(got));
    }

    void find(state s, sse_status told, std::size_t from, std::string way) {
        auto const [known, is_new] = index_.emplace(text_of(s), nodes_.size());
        if (is_new) { nodes_.push_back({std::move(s), told, {}, std::move(way)}); }
        node& there = nodes_[known->second];
        EXPECT_EQ(there.told, told) << "two ways to one state, two stories";
        there.from.push_back(from);
    }

    policy rules_;
    std::map<std::string, std::size_t> index_;
    std::vector<node> nodes_;
    std::size_t accepted_ = 0;
    std::size_t refused_ = 0;
};

// The policies that transition() reads; the other two only change what is shown, and are gone through at each state.
std::vector<policy> every_policy() {
    std::vector<policy> all;
    for (auto const& busy : reflect::enumerators<busy_answer>) {
        for (auto const& disabled : reflect::enumerators<stop_when_disabled_answer>) {
            for (auto const& same : reflect::enumerators<same_key_answer>) {
                for (auto const& bad : reflect::enumerators<bad_key_answer>) {
                    all.push_back({.busy = busy.value,
                                   .stop_when_disabled = disabled.value,
                                   .same_key = same.value,
                                   .bad_key = bad.value});
                }
            }
        }
    }
    return all;
}

std::string policy_name(::testing::TestParamInfo<policy> const& info) {
    std::string name = "busy_";
    name += reflect::enum_name(info.param.busy);
    name += "_stop_";
    name += reflect::enum_name(info.param.stop_when_disabled);
    name += "_same_";
    name += reflect::enum_name(info.param.same_key);
    name += "_bad_";
    return name += reflect::enum_name(info.param.bad_key);
}

class transition_reachable : public ::testing::TestWithParam<policy> {};

TEST_P(transition_reachable, states_are_sound_and_none_is_a_trap) {
    search all(GetParam());
    all.run();
    ASSERT_FALSE(HasFailure());

    EXPECT_TRUE(all.cannot_reach([](state const& s) { return !s.stream; }).empty()) << "every stream can be deleted";
    auto const is_settled = [](state const& s) { return !s.pending && s.settled_at <= now; };
    for (auto const& wanted : {std::optional<key>{}, std::optional<key>{own}, std::optional<key>{b}}) {
        auto const stuck = all.cannot_reach([&](state const& s) {
            return s.stream == stream_status::ACTIVE && is_settled(s) && status(s) == (wanted ? ENABLED : DISABLED) &&
                   (!wanted || s.effective->key == *wanted);
        });
        for (state const& each : stuck) {
            EXPECT_TRUE(each.stream != stream_status::ACTIVE || each.source != model::DeliveryStreamType::DirectPut)
                << "no way to " << (wanted ? text_of(*wanted) : "no encryption") << " from " << text_of(each);
        }
    }

    RecordProperty("states", std::to_string(all.states()));
    RecordProperty("accepted", std::to_string(all.accepted()));
    RecordProperty("refused", std::to_string(all.refused()));
    std::cout << all.states() << " states, " << all.accepted() << " transitions accepted, " << all.refused()
              << " refused\n";
    // a life cycle with more or fewer states is another life cycle
    EXPECT_EQ(all.states(), GetParam().busy == busy_answer::queue ? 1'359u : 897u);
}

INSTANTIATE_TEST_SUITE_P(policies, transition_reachable, ::testing::ValuesIn(every_policy()), policy_name);

} // namespace
} // namespace firehose_sse::encryption
