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
                         .old_session = old_session_answer::invalid_kms_resource};
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

/// The fleet uses customers' good keys and young sessions, with the default policies but for the queue, and does not
/// look at what a healthy host never sends.
constexpr fault not_seen_by_a_fleet[] = {
    fault::old_session_not_noticed, fault::session_age_off_by_one,
    fault::key_limit_off_by_one,    fault::source_not_checked,
    fault::bad_key_let_pass,        fault::record_never_full,
    fault::live_grant_retired,      fault::failed_attempt_taken_for_done,
    fault::settled_too_early,       fault::shown_for_other_sources,
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
            expect("exhaustive", true, by_exhaustion(faulty));
            expect("relations", true, by_relations(faulty));
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

TEST(planted_faults, none_is_nothing_found) {
    subject const library;
    EXPECT_EQ(by_exhaustion(library), "");
    EXPECT_EQ(by_relations(library), "");
    EXPECT_EQ(by_fleet(library), "");
}

} // namespace
} // namespace firehose_sse::simulation
