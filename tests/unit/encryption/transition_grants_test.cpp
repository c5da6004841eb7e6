// Grants: what the host says of them, and how that fits with what it says of the work.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/transition.hpp"
#include "unit/encryption/worlds.hpp"
#include <gtest/gtest.h>
#include <string>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

// a story: each command at 60 s, and the outcome; a refusal leaves the state
struct told {
    command what;
    std::string outcome;
};

state expect_story(std::string_view from, std::vector<told> const& story, policy const& rules = {}) {
    state s = state_at(from);
    for (told const& each : story) {
        auto const next = transition(s, each.what, rules, at(60s));
        auto const* decided = std::get_if<decision>(&next);
        // the state without its effects: these tests are about the grants that are scheduled
        EXPECT_EQ(decided != nullptr ? text_of(decided->next) : text_of(next), each.outcome);
        if (decided != nullptr) { s = decided->next; }
    }
    return s;
}

TEST(transition_grants, grant_that_is_made_is_noted_once) {
    expect_story("ACTIVE ENABLING -/a pending enabling@2 n2",
                 {{grant_created{1}, "stale_acknowledgement"},
                  {grant_created{3}, "stale_acknowledgement"},
                  {grant_created{2}, "ACTIVE ENABLING -/a pending enabling@2 granted n2"},
                  {grant_created{2}, "stale_acknowledgement"},
                  {grant_refused{2}, "stale_acknowledgement"}, // a second try that failed
                  {work_succeeded{2}, "ACTIVE ENABLED a@2/a s65 n2"},
                  {grant_created{2}, "stale_acknowledgement"}});
}

TEST(transition_grants, success_tells_of_the_grant_too) {
    for (bool const tells : {false, true}) {
        state s = state_at("ACTIVE ENABLING -/a pending enabling@2 n2");
        if (tells) { s = std::get<decision>(transition(s, grant_created{2}, {}, {})).next; }
        s = std::get<decision>(transition(s, work_succeeded{2}, {}, {})).next;
        EXPECT_EQ(s.grants, (grant_ledger{.created = 1})) << tells;
        EXPECT_EQ(live_grants(s), 1u);
    }
}

TEST(transition_grants, refused_grant_ends_the_attempt) {
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{grant_refused{2}, "stale_acknowledgement"},
                  {grant_refused{3}, "ACTIVE ENABLING_FAILED a@2/b failed enabling:CREATE_KMS_GRANT_FAILED s5 n3"},
                  {grant_refused{3}, "stale_acknowledgement"},
                  {work_failed{3}, "stale_acknowledgement"},
                  {work_succeeded{3}, "stale_acknowledgement"}});
    expect_story("ACTIVE ENABLING -/a pending enabling@2 n2",
                 {{grant_refused{2, DeliveryStreamFailureType::DISABLED_KMS_KEY},
                   "ACTIVE ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY n2"}});
    expect_story("CREATING ENABLING -/a pending creating@1 n1",
                 {{grant_refused{1}, "CREATING_FAILED ENABLING_FAILED -/a failed enabling:CREATE_KMS_GRANT_FAILED "
                                     "stream_failed creating:CREATE_KMS_GRANT_FAILED n1"}});
}

TEST(transition_grants, refused_grant_lets_what_waits_begin) {
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{start{own, {}, {}}, "ACTIVE ENABLING a@2/b pending enabling@3 queued own s5 n3"},
                  {grant_refused{3}, "ACTIVE ENABLING a@2/own pending enabling@4 s5 n4"}},
                 queueing);
}

TEST(transition_grants, failure_schedules_what_was_made) {
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{work_failed{3, DeliveryStreamFailureType::KMS_ACCESS_DENIED},
                   "ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED scheduled b@3 s5 n3"},
                  {grant_created{3}, "stale_acknowledgement"}});
    // a grant that is known to exist stays so, even if the failure says that it could not be made
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{grant_created{3}, "ACTIVE ENABLING a@2/b pending enabling@3 granted s5 n3"},
                  {work_failed{3, DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED},
                   "ACTIVE ENABLING_FAILED a@2/b failed enabling:CREATE_KMS_GRANT_FAILED scheduled b@3 s5 n3"}});
}

TEST(transition_grants, only_a_customer_key_under_way_has_one_to_make) {
    for (auto const* from : {"ACTIVE ENABLING -/own pending enabling@2 n2", "ACTIVE DISABLED -/- n1",
                             "CREATING DISABLED -/- pending creating@1 n1", "ACTIVE ENABLED a@2/a s5 n2",
                             "ACTIVE DISABLING a@2/a pending disabling@3 s5 n3",
                             "DELETING ENABLED a@2/a pending deleting@3 s5 n3", "absent DISABLED -/- n0"}) {
        state const s = state_at(from);
        for (std::uint64_t attempt = 0; attempt <= 4; ++attempt) {
            auto const stale = outcome(refusal::stale_acknowledgement);
            EXPECT_EQ(transition(s, grant_created{attempt}, {}, {}), stale) << from;
            EXPECT_EQ(transition(s, grant_refused{attempt}, {}, {}), stale) << from;
            EXPECT_EQ(transition(s, grant_retired{attempt}, {}, {}), stale) << from;
            EXPECT_EQ(transition(s, retirement_refused{attempt}, {}, {}), stale) << from;
        }
    }
}

TEST(transition_grants, old_grant_is_scheduled_until_it_is_retired) {
    state const s = expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                                 {{work_succeeded{3}, "ACTIVE ENABLED b@3/b scheduled a@2 s65 n3"},
                                  {grant_retired{3}, "stale_acknowledgement"}, // this grant is in use
                                  {retirement_refused{2}, "ACTIVE ENABLED b@3/b scheduled a@2 refused s65 n3"},
                                  {retirement_refused{2}, "stale_acknowledgement"},
                                  {grant_retired{2}, "ACTIVE ENABLED b@3/b s65 n3"},
                                  {grant_retired{2}, "stale_acknowledgement"},
                                  {retirement_refused{2}, "stale_acknowledgement"}});
    EXPECT_EQ(s.grants, (grant_ledger{.created = 2, .retired = 1}));
}

TEST(transition_grants, stop_and_delete_retire_after_delivery) {
    expect_story("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3",
                 {{work_succeeded{3}, "ACTIVE DISABLED -/- scheduled a@2 later s65 n3"}});
    expect_story("DELETING ENABLED a@2/a pending deleting@3 s5 n3",
                 {{work_succeeded{3}, "absent DISABLED -/- scheduled a@2 later n3"},
                  {create{}, "CREATING DISABLED -/- pending creating@4 scheduled a@2 later n4"},
                  {grant_retired{2}, "CREATING DISABLED -/- pending creating@4 n4"}});
}

TEST(transition_grants, record_is_bounded_and_the_oldest_goes) {
    policy const small{.max_scheduled_grants = 1};
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{work_succeeded{3}, "ACTIVE ENABLED b@3/b scheduled a@2 s65 n3"},
                  {stop{}, "ACTIVE DISABLING b@3/b pending disabling@4 scheduled a@2 s65 n4"},
                  {work_succeeded{4}, "ACTIVE DISABLED -/- scheduled b@3 later forgotten 1 s65 n4"},
                  {grant_retired{2}, "stale_acknowledgement"},
                  {grant_retired{3}, "ACTIVE DISABLED -/- forgotten 1 s65 n4"}},
                 small);
    expect_story("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3",
                 {{work_succeeded{3}, "ACTIVE ENABLED b@3/b forgotten 1 s65 n3"}}, {.max_scheduled_grants = 0});
}

TEST(transition_attempts, go_on_above_what_the_host_says) {
    auto const made = [](state const& from, std::uint64_t before) {
        return std::get<decision>(transition(from, create{.attempts_before = before}, {}, {})).next.attempt;
    };
    EXPECT_EQ(made({}, 0), 1u);
    EXPECT_EQ(made({}, 1'000), 1'001u);
    EXPECT_EQ(made(state_at("absent DISABLED -/- n2"), 1), 3u); // never below what the state knows
    EXPECT_EQ(made(state_at("absent DISABLED -/- n2"), 2), 3u);
    EXPECT_EQ(made(state_at("absent DISABLED -/- n2"), 3), 4u);
}

TEST(transition_time, lets_go_of_what_is_over_and_of_nothing_else) {
    state const s = state_at("ACTIVE ENABLED a@2/a s5 n2");
    EXPECT_EQ(text_of(transition(s, time_passed{}, {}, at(4'999ms))), "ACTIVE ENABLED a@2/a s5 n2 | nothing");
    EXPECT_EQ(text_of(transition(s, time_passed{}, {}, at(5s))), "ACTIVE ENABLED a@2/a n2 | nothing");
    for (place const& each : places()) {
        state expected = reach(each.path);
        state const from = expected;
        if (expected.settled_at <= at(60s)) { expected.settled_at = instant::min(); }
        EXPECT_EQ(transition(from, time_passed{}, {}, at(60s)), outcome(decision{expected, {}})) << each.text;
    }
}

} // namespace
} // namespace firehose_sse::encryption
