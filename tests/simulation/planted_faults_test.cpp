// Checks that cannot fail prove nothing: each planted fault must be caught, and by the check that is written here.
// SPDX-License-Identifier: BSL-1.0
#include "simulation/exhaustive.hpp"
#include "simulation/fleet.hpp"
#include "simulation/relations.hpp"
#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace firehose_sse::simulation {
namespace {

using namespace encryption;

std::string by_exhaustion(subject const& of) {
    policy const guarded{.max_scheduled_grants = 1,
                         .bad_key = bad_key_answer::invalid_kms_resource,
                         .old_session = old_session_answer::invalid_kms_resource,
                         .stop_without_key = stop_without_key_answer::invalid_argument};
    policy const queueing{.max_scheduled_grants = 1, .busy = busy_answer::queue, .same_key = same_key_answer::no_op};
    for (policy const& rules : {guarded, queueing}) {
        search all(of, rules, 20'000); // a fault can make states without end
        auto const& found = all.run();
        if (!found.broken.empty()) { return found.broken; }
    }
    return {};
}

std::string by_relations(subject const& of) { return compare(of, 1, 20'000).broken; }

std::string by_fleet(subject const& of) { return simulate(of, 1, 2'000, 120).broken; }

/// Faults of what a host does around the function; the other checks have no host.
bool is_of_a_fleet(fault f) { return f >= fault::quota_charged_twice; }

/// Faults in how conclude() says that work ends; random lives decide that themselves.
bool is_of_ends(fault f) { return f >= fault::key_state_not_told && f <= fault::end_of_another_attempt; }

/// The exhaustive search has no clock: nothing is ever over that was not over before.
bool needs_a_clock(fault f) { return f == fault::time_lets_nothing_go; }

/// The fleet has the default policies but for the queue, and does not look at what a healthy host never sends.
constexpr fault not_seen_by_a_fleet[] = {
    fault::key_state_not_told,
    fault::end_not_told,
    fault::end_of_another_attempt,
    fault::time_lets_nothing_go,
    fault::what_is_shown_is_done,
    fault::key_limit_off_by_one,
    fault::source_not_checked,
    fault::bad_key_let_pass,
    fault::record_never_full,
    fault::live_grant_retired,
    fault::failed_attempt_taken_for_done,
    fault::settled_too_early,
    fault::shown_for_other_sources,
};

TEST(planted_faults, are_all_caught) {
    std::size_t caught = 0;
    std::size_t const all = std::size(fault_names) - 1;
    for (std::size_t i = 1; i <= all; ++i) {
        auto const planted = static_cast<fault>(i);
        subject const faulty(planted);
        std::vector<std::string> by;
        auto const expect = [&](char const* check, bool expected, std::string const& broken) {
            EXPECT_EQ(!broken.empty(), expected) << fault_names[i] << " by " << check << ": " << broken;
            if (!broken.empty()) { by.push_back(std::string(check) + " (" + broken + ")"); }
        };
        if (!is_of_a_fleet(planted)) {
            expect("exhaustive", !needs_a_clock(planted), by_exhaustion(faulty));
            expect("relations", !is_of_ends(planted), by_relations(faulty));
        }
        auto const* const end = std::end(not_seen_by_a_fleet);
        expect("fleet", std::find(std::begin(not_seen_by_a_fleet), end, planted) == end, by_fleet(faulty));
        caught += by.empty() ? 0U : 1U;
        std::cout << fault_names[i] << ": ";
        for (std::string const& each : by) { std::cout << (&each == &by.front() ? "" : ", ") << each; }
        std::cout << (by.empty() ? "NOT CAUGHT\n" : "\n");
    }
    std::cout << "planted faults: " << caught << " of " << all << " caught\n";
    EXPECT_EQ(caught, all);
    EXPECT_GE(all, 25u);
}

TEST(planted_faults, are_caught_by_the_check_that_is_meant) {
    struct meant {
        fault planted;
        std::string (*by)(subject const&);
        char const* check;
    };
    constexpr meant all[] = {
        {fault::start_refused_after_a_failure, by_exhaustion,
         "every ACTIVE stream can come to rest with any key, or none"},
        {fault::success_takes_another_key, by_exhaustion, "success puts the key that was asked for into effect"},
        {fault::key_state_not_told, by_exhaustion, "work ends as the keys' facts have it"},
        {fault::failed_creation_not_deleted, by_exhaustion, "every stream can be deleted"},
        {fault::stop_refused_when_disabled, by_exhaustion, "Stop is refused where the policy says so"},
        {fault::stream_failure_reason_lost, by_exhaustion, "a failed creation says why"},
        {fault::stream_failure_reason_lost, by_relations, "why creating or deleting failed"},
        {fault::what_is_shown_is_done, by_exhaustion, "what is shown is not what is done"},
        {fault::time_lets_nothing_go, by_relations, "when records settle"},
        {fault::end_not_told, by_exhaustion, "what is pending has an end, and nothing else has"},
        {fault::end_of_another_attempt, by_exhaustion, "the end that is concluded is never stale"},
        {fault::effects_of_ended_work_not_found, by_fleet, "what ended work asks for is told"},
        {fault::describe_told_from_before, by_fleet, "Describe shows what is committed"},
        {fault::put_always_taken, by_fleet, "records are taken by an ACTIVE stream with a key that works"},
        {fault::refused_call_accepted, by_fleet, "what the life cycle refuses is refused"},
        {fault::work_takes_longer, by_fleet, "work ends in time"},
        {fault::quota_never_frees, by_fleet, "no call is refused below the quota"},
        {fault::effects_of_ended_work_come_last, by_fleet, "what has to be done is told, in order"},
        {fault::kept_grants_let_go, by_fleet, "work that is due has ended as the keys' facts have it"},
    };
    for (meant const& each : all) { EXPECT_EQ(each.by(subject(each.planted)), each.check) << name_of(each.planted); }
}

TEST(planted_faults, none_is_nothing_found) {
    subject const library;
    EXPECT_EQ(by_exhaustion(library), "");
    EXPECT_EQ(by_relations(library), "");
    EXPECT_EQ(by_fleet(library), "");
}

} // namespace
} // namespace firehose_sse::simulation
