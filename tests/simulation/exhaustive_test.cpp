// All states, all commands, all policies that affect each other. FIREHOSE_SSE_EXHAUSTIVE=all multiplies the policies
// that only refuse with the rest, and remembers two scheduled grants instead of one where policies affect each other.
// SPDX-License-Identifier: BSL-1.0
#include "simulation/exhaustive.hpp"
#include "simulation/policy_text.hpp"
#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <iostream>
#include <string_view>
#include <vector>

namespace firehose_sse::simulation {
namespace {

using namespace encryption;

bool everything() {
    char const* const asked = std::getenv("FIREHOSE_SSE_EXHAUSTIVE");
    return asked != nullptr && std::string_view(asked) == "all";
}

/// Policies that change what happens affect each other: all of their combinations. A policy that only refuses a command
/// leaves the rest as it is, so that it needs to be tried once with each kind of queue.
std::vector<policy> interacting() {
    std::vector<policy> all;
    for (auto const& busy : reflect::enumerators<busy_answer>) {
        for (auto const& same : reflect::enumerators<same_key_answer>) {
            for (auto const without : {stop_without_key_answer::at_once, stop_without_key_answer::through_disabling}) {
                for (auto const disabled :
                     {stop_when_disabled_answer::accept, stop_when_disabled_answer::through_disabling}) {
                    all.push_back({.max_scheduled_grants = 1,
                                   .busy = busy.value,
                                   .stop_when_disabled = disabled,
                                   .same_key = same.value,
                                   .stop_without_key = without});
                }
            }
        }
    }
    return all;
}

std::vector<policy> refusing() {
    std::vector<policy> all;
    for (auto const& busy : reflect::enumerators<busy_answer>) {
        policy const plain{.max_scheduled_grants = 1, .busy = busy.value};
        auto const with = [&](auto member, auto value) {
            policy rules = plain;
            rules.*member = value;
            all.push_back(rules);
        };
        with(&policy::stop_when_disabled, stop_when_disabled_answer::invalid_argument);
        with(&policy::stop_when_disabled, stop_when_disabled_answer::resource_in_use);
        with(&policy::bad_key, bad_key_answer::invalid_kms_resource);
        with(&policy::old_session, old_session_answer::invalid_kms_resource);
        with(&policy::stop_without_key, stop_without_key_answer::invalid_argument);
        with(&policy::stop_without_key, stop_without_key_answer::resource_in_use);
        with(&policy::start_after_failed_stop, start_after_failed_stop_answer::resource_in_use);
        with(&policy::stop_after_failed_stop, stop_after_failure_answer::invalid_argument);
        with(&policy::stop_after_failed_rotation, stop_after_failure_answer::resource_in_use);
        with(&policy::delete_while_enabling, delete_while_enabling_answer::accept);
        with(&policy::create_with_key, create_with_key_answer::then_enabling);
        all.push_back({.max_credential_age = 1h,
                       .max_streams_per_key = 2,
                       .max_scheduled_grants = 1,
                       .busy = busy.value,
                       .stop_when_disabled = stop_when_disabled_answer::invalid_argument,
                       .same_key = same_key_answer::no_op,
                       .bad_key = bad_key_answer::invalid_kms_resource,
                       .old_session = old_session_answer::invalid_kms_resource,
                       .stop_without_key = stop_without_key_answer::resource_in_use,
                       .start_after_failed_stop = start_after_failed_stop_answer::resource_in_use,
                       .stop_after_failed_stop = stop_after_failure_answer::resource_in_use,
                       .stop_after_failed_rotation = stop_after_failure_answer::invalid_argument,
                       .delete_while_enabling = delete_while_enabling_answer::accept});
    }
    return all;
}

std::vector<policy> product() {
    std::vector<policy> all;
    for (auto const& busy : reflect::enumerators<busy_answer>) {
        for (auto const& disabled : reflect::enumerators<stop_when_disabled_answer>) {
            for (auto const& same : reflect::enumerators<same_key_answer>) {
                for (auto const& bad : reflect::enumerators<bad_key_answer>) {
                    for (auto const& old : reflect::enumerators<old_session_answer>) {
                        for (auto const& without : reflect::enumerators<stop_without_key_answer>) {
                            for (auto const& after : reflect::enumerators<start_after_failed_stop_answer>) {
                                policy rules{.max_scheduled_grants = 1,
                                             .busy = busy.value,
                                             .stop_when_disabled = disabled.value,
                                             .same_key = same.value,
                                             .bad_key = bad.value,
                                             .old_session = old.value,
                                             .stop_without_key = without.value,
                                             .start_after_failed_stop = after.value};
                                all.push_back(rules);
                                // the policies that matter in one status only, together and not in every combination
                                rules.stop_after_failed_stop = stop_after_failure_answer::invalid_argument;
                                rules.stop_after_failed_rotation = stop_after_failure_answer::resource_in_use;
                                rules.delete_while_enabling = delete_while_enabling_answer::accept;
                                rules.create_with_key = create_with_key_answer::then_enabling;
                                all.push_back(rules);
                            }
                        }
                    }
                }
            }
        }
    }
    return all;
}

TEST(exhaustive, every_state_and_every_command_keep_the_invariants) {
    subject const library;
    std::vector<policy> policies = interacting();
    if (everything()) {
        for (policy& rules : policies) { rules.max_scheduled_grants = 2; }
    }
    auto const more = everything() ? product() : refusing();
    policies.insert(policies.end(), more.begin(), more.end());
    std::size_t states = 0;
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t most_effects = 0;
    for (policy const& rules : policies) {
        search all(library, rules);
        auto const& found = all.run();
        ASSERT_EQ(found.broken, "") << "after: " << found.where << "\nunder " << text_of(rules);
        states += found.states;
        accepted += found.accepted;
        refused += found.refused;
        most_effects = std::max(most_effects, found.most_effects);
    }
    std::cout << "exhaustive: " << policies.size() << " policies, " << states << " states, " << accepted + refused
              << " transitions (" << accepted << " accepted, " << refused << " refused)\n";
    RecordProperty("states", std::to_string(states));
    RecordProperty("transitions", std::to_string(accepted + refused));
    EXPECT_EQ(most_effects, effect_list::capacity); // one more would have ended the program
    if (!everything()) {
        EXPECT_EQ(policies.size(), 40u);
        EXPECT_EQ(states, 374'308u) << "a life cycle with more or fewer states is another life cycle";
    }
}

} // namespace
} // namespace firehose_sse::simulation
