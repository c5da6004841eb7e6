// What the policies change in the life cycle: exactly the cells they are about, to what is written here.
// The queue of busy_answer::queue has its own tables.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

struct change {
    std::string from;
    column of;
    std::string outcome;
};

// Every cell of the whole life cycle that `rules` decide differently from the defaults.
std::vector<std::pair<std::string, std::string>> changes_under(policy const& rules) {
    std::vector<std::pair<std::string, std::string>> found;
    for (place const& each : places()) {
        state const from = reach(each.path);
        for (column const of : all_columns()) {
            auto const decided = transition(from, make(of, from), rules, at(60s));
            if (decided == transition(from, make(of, from), {}, at(60s))) { continue; }
            found.emplace_back(each.text + ", " + std::string(reflect::enum_name(of)), text_of(decided));
        }
    }
    return found;
}

void expect_changes(policy const& rules, std::vector<change> const& expected) {
    std::vector<std::pair<std::string, std::string>> wanted;
    for (change const& each : expected) {
        wanted.emplace_back(each.from + ", " + std::string(reflect::enum_name(each.of)), each.outcome);
    }
    EXPECT_EQ(changes_under(rules), wanted);
}

TEST(transition_policy, stop_when_disabled_changes_stop_when_disabled) {
    expect_changes({.stop_when_disabled = stop_when_disabled_answer::invalid_argument},
                   {{"ACTIVE DISABLED -/- n1", column::stop, "not_encrypted"},
                    {"ACTIVE DISABLED -/- s5 n2", column::stop, "not_encrypted"}});
    expect_changes({.stop_when_disabled = stop_when_disabled_answer::resource_in_use},
                   {{"ACTIVE DISABLED -/- n1", column::stop, "not_encrypted_in_use"},
                    {"ACTIVE DISABLED -/- s5 n2", column::stop, "not_encrypted_in_use"}});
    expect_changes(
        {.stop_when_disabled = stop_when_disabled_answer::through_disabling},
        {{"ACTIVE DISABLED -/- n1", column::stop, "ACTIVE DISABLING -/- pending disabling@2 n2 | begin disabling@2"},
         {"ACTIVE DISABLED -/- s5 n2", column::stop,
          "ACTIVE DISABLING -/- pending disabling@3 s5 n3 | begin disabling@3"}});
}

// After a failed attempt a Start with the key in effect is no repetition: it mends the stream, whatever same_key says.
TEST(transition_policy, same_key_changes_start_with_the_key_in_effect) {
    expect_changes({.same_key = same_key_answer::no_op},
                   {{"ACTIVE ENABLED own@2/own s5 n2", column::start_own, "ACTIVE ENABLED own@2/own s5 n2 | nothing"},
                    {"ACTIVE ENABLED a@2/a s5 n2", column::start_a, "ACTIVE ENABLED a@2/a s5 n2 | nothing"},
                    {"ACTIVE ENABLED a@1/a s5 n1", column::start_a, "ACTIVE ENABLED a@1/a s5 n1 | nothing"}});
}

TEST(transition_policy, what_is_shown_changes_nothing) {
    for (auto const& shown : reflect::enumerators<described_key>) {
        for (auto const& unsettled : reflect::enumerators<unsettled_answer>) {
            expect_changes({.describe_key = shown.value, .unsettled = unsettled.value}, {});
        }
    }
    expect_changes({.describe_failure = described_failure::everywhere}, {});
}

TEST(transition_policy, stop_without_key_changes_stop_after_a_first_failure) {
    expect_changes({.stop_without_key = stop_without_key_answer::through_disabling},
                   {{"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2", column::stop,
                     "ACTIVE DISABLING -/own pending disabling@3 n3 | begin disabling@3"},
                    {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2", column::stop,
                     "ACTIVE DISABLING -/a pending disabling@3 n3 | begin disabling@3"}});
    for (auto const& [answer, refused] :
         {std::pair{stop_without_key_answer::invalid_argument, "not_encrypted"},
          std::pair{stop_without_key_answer::resource_in_use, "not_encrypted_in_use"}}) {
        expect_changes({.stop_without_key = answer},
                       {{"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2", column::stop, refused},
                        {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2", column::stop, refused}});
    }
}

TEST(transition_policy, stop_that_had_nothing_to_stop_ends_as_any_other) {
    policy const rules{.stop_without_key = stop_without_key_answer::through_disabling};
    state const failed = state_at("ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2");
    auto const stopping = std::get<decision>(transition(failed, stop{}, rules, at(60s))).next;
    EXPECT_EQ(text_of(transition(stopping, work_succeeded{3}, rules, at(60s))),
              "ACTIVE DISABLED -/- n3 | nothing"); // nothing was encrypted, so there is nothing to settle
    EXPECT_EQ(text_of(transition(stopping, work_failed{3}, rules, at(60s))),
              "ACTIVE DISABLING_FAILED -/a failed disabling:UNKNOWN_ERROR n3 | nothing");
}

constexpr char const* after_failed_stop[] = {
    "ACTIVE DISABLING_FAILED own@2/own failed disabling:UNKNOWN_ERROR s5 n3",
    "ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3",
    "ACTIVE DISABLING_FAILED a@2/b failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4"};
constexpr char const* after_failed_rotation[] = {
    "ACTIVE ENABLING_FAILED own@2/own failed enabling:UNKNOWN_ERROR s5 n3",
    "ACTIVE ENABLING_FAILED own@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
    "ACTIVE ENABLING_FAILED a@2/own failed enabling:UNKNOWN_ERROR s5 n3",
    "ACTIVE ENABLING_FAILED a@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
    "ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3"};

TEST(transition_policy, start_after_failed_stop_changes_start_after_failed_stop) {
    std::vector<change> expected;
    for (auto const* from : after_failed_stop) {
        for (column const of : {column::start_own, column::start_a, column::start_b}) {
            expected.push_back({from, of, "change_failed_in_use"});
        }
    }
    expect_changes({.start_after_failed_stop = start_after_failed_stop_answer::resource_in_use}, expected);
}

TEST(transition_policy, stop_after_a_failed_change_changes_stop_there) {
    for (auto const& [answer, refused] :
         {std::pair{stop_after_failure_answer::invalid_argument, "change_failed"},
          std::pair{stop_after_failure_answer::resource_in_use, "change_failed_in_use"}}) {
        std::vector<change> after_stop;
        for (auto const* from : after_failed_stop) { after_stop.push_back({from, column::stop, refused}); }
        expect_changes({.stop_after_failed_stop = answer}, after_stop);
        std::vector<change> after_rotation;
        for (auto const* from : after_failed_rotation) { after_rotation.push_back({from, column::stop, refused}); }
        expect_changes({.stop_after_failed_rotation = answer}, after_rotation);
    }
}

TEST(transition_policy, stop_that_had_nothing_to_stop_may_be_refused_when_it_has_failed) {
    state const failed = state_at("ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2");
    policy rules{.stop_without_key = stop_without_key_answer::through_disabling,
                 .stop_after_failed_stop = stop_after_failure_answer::invalid_argument,
                 .stop_after_failed_rotation = stop_after_failure_answer::invalid_argument};
    auto const stopping = std::get<decision>(transition(failed, stop{}, rules, at(60s))).next;
    auto const again = std::get<decision>(transition(stopping, work_failed{3}, rules, at(60s))).next;
    EXPECT_EQ(transition(again, stop{}, rules, at(60s)), outcome(refusal::change_failed));
    rules.stop_after_failed_stop = stop_after_failure_answer::accept;
    EXPECT_EQ(text_of(transition(again, stop{}, rules, at(60s))),
              "ACTIVE DISABLING -/a pending disabling@4 n4 | begin disabling@4");
}

TEST(transition_policy, a_key_of_create_may_be_enabled_once_the_stream_is_there) {
    policy const later{.create_with_key = create_with_key_answer::then_enabling};
    expect_changes(later, {{"absent DISABLED -/- n0", column::create_own,
                            "CREATING DISABLED -/- pending creating@1 queued own n1 | begin creating@1"},
                           {"absent DISABLED -/- n0", column::create_a,
                            "CREATING DISABLED -/- pending creating@1 queued a n1 | begin creating@1"},
                           {"absent DISABLED -/- n2", column::create_own,
                            "CREATING DISABLED -/- pending creating@3 queued own n3 | begin creating@3"},
                           {"absent DISABLED -/- n2", column::create_a,
                            "CREATING DISABLED -/- pending creating@3 queued a n3 | begin creating@3"}});

    state const creating = reach({column::create_a}, later);
    EXPECT_EQ(transition(creating, stop{}, later, {}), outcome(refusal::stream_not_active));
    EXPECT_EQ(transition(creating, start{b, {}, {}}, later, {}), outcome(refusal::stream_not_active));
    EXPECT_EQ(text_of(transition(creating, work_failed{1}, later, {})),
              "CREATING_FAILED DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1 | nothing");
    EXPECT_EQ(text_of(transition(creating, work_succeeded{1}, later, {})),
              "ACTIVE ENABLING -/a pending enabling@2 n2 | create_grant a@2, begin enabling@2");
    state const enabling = reach({column::create_a, column::succeeded}, later);
    EXPECT_EQ(text_of(transition(enabling, work_succeeded{2}, later, {})), "ACTIVE ENABLED a@2/a s5 n2 | nothing");
    EXPECT_EQ(
        text_of(transition(enabling, work_failed{2}, later, {})),
        "ACTIVE ENABLING_FAILED -/a failed enabling:UNKNOWN_ERROR n2 | schedule a@2"); // and is not CREATING_FAILED

    create const with_old_session{.wanted = a, .caller = {later.max_credential_age + 1s}};
    auto const made = std::get<decision>(transition({}, with_old_session, later, {})).next;
    auto const begun = std::get<decision>(transition(made, work_succeeded{1}, later, {})).next;
    EXPECT_TRUE(begun.pending->credentials_too_old);
}

TEST(transition_policy, deletion_may_give_up_an_attempt_and_its_grant) {
    policy const rules{.delete_while_enabling = delete_while_enabling_answer::accept};
    for (place const& each : places()) {
        state const from = reach(each.path);
        bool const enabling = from.pending && from.pending->kind == work_kind::enabling;
        for (column const of : all_columns()) {
            auto const command = make(of, from);
            bool const given_up = enabling && std::holds_alternative<remove>(command);
            auto const got = transition(from, command, rules, at(60s));
            EXPECT_EQ(got == transition(from, command, {}, at(60s)), !given_up) << each.text;
            if (!given_up) { continue; }
            auto const& decided = std::get<decision>(got);
            EXPECT_EQ(decided.next.stream, model::DeliveryStreamStatus::DELETING);
            EXPECT_EQ(decided.next.pending, (work{.kind = work_kind::deleting,
                                                  .attempt = from.attempt + 1,
                                                  .forced = std::get<remove>(command).forced}));
            EXPECT_EQ(decided.next.effective, from.effective);
            auto const in_effect = from.effective ? std::optional(from.effective->key) : std::nullopt;
            EXPECT_EQ(decided.next.attempted, in_effect) << "as if it had never been asked for: " << each.text;
            std::vector<effect> expected;
            if (from.attempted->needs_grant()) {
                expected.emplace_back(schedule_retirement{from.attempt, *from.attempted});
            }
            expected.emplace_back(begin_work{from.attempt + 1, work_kind::deleting});
            EXPECT_EQ(std::vector<effect>(decided.effects), expected) << each.text;
            EXPECT_EQ(transition(decided.next, work_succeeded{from.attempt}, rules, at(60s)),
                      outcome(refusal::stale_acknowledgement));
        }
    }
    policy queues = rules;
    queues.busy = busy_answer::queue;
    state const enabling = state_at("ACTIVE ENABLING -/a pending enabling@2 n2");
    auto const waiting = std::get<decision>(transition(enabling, start{b, {}, {}}, queues, at(60s))).next;
    ASSERT_TRUE(waiting.queued);
    EXPECT_FALSE(std::get<decision>(transition(waiting, remove{}, queues, at(60s))).next.queued);
}

TEST(transition_policy, old_session_is_refused_at_once_where_asked_for) {
    policy const at_once{.old_session = old_session_answer::invalid_kms_resource};
    expect_changes(at_once, {});
    state const disabled = state_at("ACTIVE DISABLED -/- n1");
    auto const refused = outcome(refusal::credentials_too_old);
    EXPECT_EQ(transition(disabled, start{a, {6h + 1s}, {}}, at_once, {}), refused);
    EXPECT_EQ(transition(disabled, start{a, {6h}, {}}, at_once, {}), transition(disabled, start{a, {6h}, {}}, {}, {}));
    EXPECT_NE(transition(disabled, start{own, {7h}, {}}, at_once, {}), refused);
    EXPECT_EQ(transition({}, create{.wanted = a, .caller = {7h}}, at_once, {}), refused);
    EXPECT_NE(transition({}, create{.wanted = own, .caller = {7h}}, at_once, {}), refused);
    EXPECT_NE(transition({}, create{.caller = {7h}}, at_once, {}), refused);
}

TEST(transition_policy, key_takes_so_many_streams) {
    for (std::size_t const most : {500u, 2u}) {
        policy const rules{.max_streams_per_key = most};
        for (std::size_t const others : {most - 1, most, most + 1}) {
            key_facts const facts{.other_streams = others};
            auto const full = [&](outcome const& got) { return got == outcome(refusal::key_in_too_many_streams); };
            bool const expected = others >= most;
            EXPECT_EQ(full(transition({}, create{.wanted = a, .facts = facts}, rules, {})), expected);
            EXPECT_FALSE(full(transition({}, create{.wanted = own, .facts = facts}, rules, {})));
            for (auto const* from : {"ACTIVE DISABLED -/- n1", "ACTIVE ENABLED own@2/own s5 n2",
                                     "ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2"}) {
                EXPECT_EQ(full(transition(state_at(from), start{a, {}, facts}, rules, {})), expected) << from;
            }
            EXPECT_FALSE(full(transition(state_at("ACTIVE ENABLED a@2/a s5 n2"), start{a, {}, facts}, rules, {})))
                << "it is no further stream";
        }
    }
}

TEST(transition_queue, what_may_not_run_does_not_wait) {
    state const enabling = state_at("ACTIVE ENABLING -/a pending enabling@2 n2");
    policy const rules{.busy = busy_answer::queue,
                       .bad_key = bad_key_answer::invalid_kms_resource,
                       .old_session = old_session_answer::invalid_kms_resource};
    EXPECT_EQ(transition(enabling, start{b, {}, {.state = key_state::missing}}, rules, {}),
              outcome(refusal::key_unusable));
    EXPECT_EQ(transition(enabling, start{b, {7h}, {}}, rules, {}), outcome(refusal::credentials_too_old));
    EXPECT_EQ(transition(enabling, start{b, {}, {.other_streams = 500}}, rules, {}),
              outcome(refusal::key_in_too_many_streams));
}

TEST(transition_policy, good_keys_do_not_notice_how_bad_ones_are_answered) {
    expect_changes({.bad_key = bad_key_answer::invalid_kms_resource}, {});
}

TEST(transition_policy, bad_key_is_refused_at_once_where_asked_for) {
    policy const at_once{.bad_key = bad_key_answer::invalid_kms_resource};
    state const disabled = state_at("ACTIVE DISABLED -/- n1");
    state const enabled = state_at("ACTIVE ENABLED a@2/a s5 n2");
    for (auto const& each : reflect::enumerators<key_state>) {
        for (state const& from : {disabled, enabled}) {
            start const with_b{b, {}, {.state = each.value}};
            bool const usable = is_usable(each.value); // grant_limit is noticed only when a grant is tried
            EXPECT_EQ(transition(from, with_b, at_once, {}) == outcome(refusal::key_unusable), !usable) << each.name;
            EXPECT_EQ(transition(from, with_b, {}, {}), transition(from, start{b, {}, {}}, {}, {})) << each.name;
            start const with_own{own, {}, {.state = each.value}};
            EXPECT_EQ(transition(from, with_own, at_once, {}), transition(from, start{own, {}, {}}, {}, {}))
                << "AWS's own key has no state: " << each.name;
        }
    }
    // create_grant_fails is noticed only when a grant is tried
    start const no_grant{b, {}, {.create_grant_fails = true, .retire_grant_fails = true}};
    EXPECT_TRUE(std::holds_alternative<decision>(transition(disabled, no_grant, at_once, {})));
}

TEST(transition_policy, bad_key_is_refused_at_creation_where_asked_for) {
    policy const at_once{.bad_key = bad_key_answer::invalid_kms_resource};
    using enum model::DeliveryStreamType;
    auto const with = [](key const& wanted, key_state state) {
        return create{DirectPut, wanted, {}, {.state = state}};
    };
    auto const good_a = transition({}, with(a, key_state::enabled), {}, {});
    auto const good_own = transition({}, with(own, key_state::enabled), {}, {});
    for (auto const& each : reflect::enumerators<key_state>) {
        bool const usable = is_usable(each.value); // grant_limit is noticed only when a grant is tried
        EXPECT_EQ(transition({}, with(a, each.value), at_once, {}), usable ? good_a : outcome(refusal::key_unusable))
            << each.name;
        EXPECT_EQ(transition({}, with(a, each.value), {}, {}), good_a) << each.name;
        EXPECT_EQ(transition({}, with(own, each.value), at_once, {}), good_own) << each.name;
    }
    EXPECT_EQ(transition(state_at("ACTIVE DISABLED -/- n1"), with(a, key_state::missing), at_once, {}),
              outcome(refusal::stream_exists));
    create const not_direct_put{MSKAsSource, a, {}, {.state = key_state::missing}};
    EXPECT_EQ(transition({}, not_direct_put, at_once, {}), outcome(refusal::not_direct_put));
    create const no_key{DirectPut, {}, {}, {.state = key_state::missing}};
    EXPECT_EQ(text_of(transition({}, no_key, at_once, {})),
              "CREATING DISABLED -/- pending creating@1 n1 | begin creating@1");
}

TEST(transition_policy, bad_key_is_looked_at_after_the_stream) {
    policy const at_once{.bad_key = bad_key_answer::invalid_kms_resource};
    start const bad{b, {}, {.state = key_state::missing}};
    EXPECT_EQ(transition({}, bad, at_once, {}), outcome(refusal::stream_not_found));
    EXPECT_EQ(transition(state_at("ACTIVE KinesisStreamAsSource DISABLED -/- n1"), bad, at_once, {}),
              outcome(refusal::not_direct_put));
    EXPECT_EQ(transition(state_at("CREATING DISABLED -/- pending creating@1 n1"), bad, at_once, {}),
              outcome(refusal::stream_not_active));
    EXPECT_EQ(transition(state_at("ACTIVE ENABLING -/a pending enabling@2 n2"), bad, at_once, {}),
              outcome(refusal::change_under_way));
}

TEST(transition_queue, changes_start_and_stop_under_way) {
    std::vector<change> expected;
    for (place const& each : places()) {
        if (!each.text.starts_with("ACTIVE ENABLING ") && !each.text.starts_with("ACTIVE DISABLING ")) { continue; }
        for (auto const& [of, what] : {std::pair{column::start_own, "own"}, std::pair{column::start_a, "a"},
                                       std::pair{column::start_b, "b"}, std::pair{column::stop, "stop"}}) {
            auto const after_pending = each.text.find(' ', each.text.find('@', each.text.find("pending ")));
            std::string text = each.text;
            text.insert(after_pending, std::string(" queued ") + what);
            expected.push_back({each.text, of, text + " | nothing"});
        }
    }
    EXPECT_EQ(expected.size(), (8u + 3u) * 4u);
    expect_changes(queueing, expected);
}

struct step {
    column of;
    std::string outcome;
};

struct run {
    char const* name;
    policy rules;
    columns path;            // at 0 s
    std::vector<step> steps; // at 60 s, 61 s, ...
};

std::vector<run> const& runs() {
    using enum column;
    static columns const first_key{create_plain, succeeded, start_a};
    static columns const change_of_key{create_plain, succeeded, start_a, succeeded, start_b};
    static columns const stopping{create_plain, succeeded, start_a, succeeded, stop};
    static policy const no_op{.busy = busy_answer::queue, .same_key = same_key_answer::no_op};
    static policy const strict_stop{.busy = busy_answer::queue,
                                    .stop_when_disabled = stop_when_disabled_answer::invalid_argument};
    static std::vector<run> const all{
        {"a key after a first key that succeeds",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {succeeded, "ACTIVE ENABLING a@2/b pending enabling@3 s66 n3 | create_grant b@3, begin enabling@3"},
          {succeeded, "ACTIVE ENABLED b@3/b s67 n3 | schedule a@2"}}},
        {"a key after a first key that fails",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {failed_denied,
           "ACTIVE ENABLING -/b pending enabling@3 n3 | schedule a@2, create_grant b@3, begin enabling@3"},
          {failed_create_grant, "ACTIVE ENABLING_FAILED -/b failed enabling:CREATE_KMS_GRANT_FAILED n3 | nothing"}}},
        {"a key after a change of key that fails",
         queueing,
         change_of_key,
         {{start_own, "ACTIVE ENABLING a@2/b pending enabling@3 queued own s5 n3 | nothing"},
          {failed_create_grant, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4 | begin enabling@4"},
          {succeeded, "ACTIVE ENABLED own@4/own s67 n4 | schedule a@2"}}},
        {"Stop after a first key that succeeds",
         queueing,
         first_key,
         {{stop, "ACTIVE ENABLING -/a pending enabling@2 queued stop n2 | nothing"},
          {succeeded, "ACTIVE DISABLING a@2/a pending disabling@3 s66 n3 | begin disabling@3"},
          {succeeded, "ACTIVE DISABLED -/- s67 n3 | retire a@2"}}},
        {"Stop after a first key that fails",
         queueing,
         first_key,
         {{stop, "ACTIVE ENABLING -/a pending enabling@2 queued stop n2 | nothing"},
          {failed_denied, "ACTIVE DISABLED -/- n2 | schedule a@2"}}},
        {"Stop after a change of key that succeeds",
         queueing,
         change_of_key,
         {{stop, "ACTIVE ENABLING a@2/b pending enabling@3 queued stop s5 n3 | nothing"},
          {succeeded, "ACTIVE DISABLING b@3/b pending disabling@4 s66 n4 | schedule a@2, begin disabling@4"}}},
        {"Stop after a change of key that fails",
         queueing,
         change_of_key,
         {{stop, "ACTIVE ENABLING a@2/b pending enabling@3 queued stop s5 n3 | nothing"},
          {failed_denied, "ACTIVE DISABLING a@2/b pending disabling@4 s5 n4 | schedule b@3, begin disabling@4"}}},
        {"a key after Stop that succeeds",
         queueing,
         stopping,
         {{start_a, "ACTIVE DISABLING a@2/a pending disabling@3 queued a s5 n3 | nothing"},
          {succeeded,
           "ACTIVE ENABLING -/a pending enabling@4 s66 n4 | retire a@2, create_grant a@4, begin enabling@4"}}},
        {"a key after Stop that fails",
         queueing,
         stopping,
         {{start_b, "ACTIVE DISABLING a@2/a pending disabling@3 queued b s5 n3 | nothing"},
          {failed_retire_grant,
           "ACTIVE ENABLING a@2/b pending enabling@4 s5 n4 | create_grant b@4, begin enabling@4"}}},
        {"Stop after Stop that succeeds",
         queueing,
         stopping,
         {{stop, "ACTIVE DISABLING a@2/a pending disabling@3 queued stop s5 n3 | nothing"},
          {succeeded, "ACTIVE DISABLED -/- s66 n3 | retire a@2"}}},
        {"Stop after Stop that fails",
         queueing,
         stopping,
         {{stop, "ACTIVE DISABLING a@2/a pending disabling@3 queued stop s5 n3 | nothing"},
          {failed_retire_grant, "ACTIVE DISABLING a@2/a pending disabling@4 s5 n4 | begin disabling@4"}}},
        {"the later of two keys",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {start_own, "ACTIVE ENABLING -/a pending enabling@2 queued own n2 | nothing"},
          {succeeded, "ACTIVE ENABLING a@2/own pending enabling@3 s67 n3 | begin enabling@3"}}},
        {"Stop after a queued key",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {stop, "ACTIVE ENABLING -/a pending enabling@2 queued stop n2 | nothing"},
          {failed_denied, "ACTIVE DISABLED -/- n2 | schedule a@2"}}},
        {"a key after a queued Stop",
         queueing,
         stopping,
         {{stop, "ACTIVE DISABLING a@2/a pending disabling@3 queued stop s5 n3 | nothing"},
          {start_own, "ACTIVE DISABLING a@2/a pending disabling@3 queued own s5 n3 | nothing"},
          {succeeded, "ACTIVE ENABLING -/own pending enabling@4 s67 n4 | retire a@2, begin enabling@4"}}},
        {"a stale acknowledgement leaves the queue alone",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {stale_succeeded, "stale_acknowledgement"},
          {stale_failed_denied, "stale_acknowledgement"},
          {succeeded, "ACTIVE ENABLING a@2/b pending enabling@3 s68 n3 | create_grant b@3, begin enabling@3"}}},
        {"Delete is refused, and leaves the queue alone",
         queueing,
         first_key,
         {{start_b, "ACTIVE ENABLING -/a pending enabling@2 queued b n2 | nothing"},
          {remove_forced, "change_under_way"},
          {succeeded, "ACTIVE ENABLING a@2/b pending enabling@3 s67 n3 | create_grant b@3, begin enabling@3"}}},
        {"the same key again",
         queueing,
         first_key,
         {{start_a, "ACTIVE ENABLING -/a pending enabling@2 queued a n2 | nothing"},
          {succeeded, "ACTIVE ENABLING a@2/a pending enabling@3 s66 n3 | create_grant a@3, begin enabling@3"}}},
        {"the same key again, as a no-op",
         no_op,
         first_key,
         {{start_a, "ACTIVE ENABLING -/a pending enabling@2 queued a n2 | nothing"},
          {succeeded, "ACTIVE ENABLED a@2/a s66 n2 | nothing"}}},
        {"the same key again, as a no-op, mends a failure",
         no_op,
         first_key,
         {{start_a, "ACTIVE ENABLING -/a pending enabling@2 queued a n2 | nothing"},
          {failed_denied,
           "ACTIVE ENABLING -/a pending enabling@3 n3 | schedule a@2, create_grant a@3, begin enabling@3"}}},
        {"a Stop that was accepted is not refused later",
         strict_stop,
         stopping,
         {{stop, "ACTIVE DISABLING a@2/a pending disabling@3 queued stop s5 n3 | nothing"},
          {succeeded, "ACTIVE DISABLED -/- s66 n3 | retire a@2"},
          {stop, "not_encrypted"}}},
    };
    return all;
}

TEST(transition_queue, runs_what_waits_when_the_attempt_ends) {
    for (run const& each : runs()) {
        state s = reach(each.path, each.rules);
        instant now = at(59s);
        for (step const& one : each.steps) {
            now += 1s;
            auto const next = transition(s, make(one.of, s), each.rules, now);
            EXPECT_EQ(text_of(next), one.outcome) << each.name << ", " << reflect::enum_name(one.of);
            if (auto const* decided = std::get_if<decision>(&next)) {
                s = with_retired(decided->next, decided->effects);
            }
        }
    }
}

TEST(transition_queue, age_of_the_session_waits_too) {
    state const enabling = state_at("ACTIVE ENABLING -/a pending enabling@2 n2");
    auto const waiting = transition(enabling, start{b, {7h}, {}}, queueing, {});
    EXPECT_EQ(text_of(waiting), "ACTIVE ENABLING -/a pending enabling@2 queued b too_old n2 | nothing");
    auto const begun = transition(std::get<decision>(waiting).next, work_succeeded{2}, queueing, at(60s));
    EXPECT_EQ(text_of(begun),
              "ACTIVE ENABLING a@2/b pending enabling@3 too_old s65 n3 | create_grant b@3, begin enabling@3");
}

// No sequence of commands leads to these states: nothing can wait while a stream comes or goes. A host that stores
// states may still hand one in.
TEST(transition_queue, is_dropped_when_the_stream_goes) {
    for (queued_change const& waiting : {queued_change{b, false}, queued_change{b, true}, queued_change{}}) {
        for (policy const& rules : {policy{}, queueing}) {
            state deleting = state_at("DELETING ENABLED a@2/a pending deleting@3 s5 n3");
            deleting.queued = waiting;
            EXPECT_EQ(text_of(transition(deleting, work_succeeded{3}, rules, at(60s))),
                      "absent DISABLED -/- n3 | retire a@2");
            EXPECT_EQ(text_of(transition(deleting, make(column::failed_retire_grant, deleting), rules, at(60s))),
                      "DELETING_FAILED ENABLED a@2/a stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n3 | nothing");
            state creating = state_at("CREATING ENABLING -/own pending creating@1 n1");
            creating.queued = waiting;
            EXPECT_EQ(text_of(transition(creating, make(column::failed_unknown, creating), rules, at(60s))),
                      "CREATING_FAILED ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR "
                      "stream_failed creating:UNKNOWN_ERROR n1 | nothing");
        }
    }
}

} // namespace
} // namespace firehose_sse::encryption
