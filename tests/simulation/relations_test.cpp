// The library against the independent model, over random lives. FIREHOSE_SSE_SIMULATION=10 tries ten times as many.
// SPDX-License-Identifier: BSL-1.0
#include "simulation/relations.hpp"
#include <gtest/gtest.h>
#include <iostream>

namespace firehose_sse::simulation {
namespace {

TEST(relations, agree_with_the_library_over_random_lives) {
    std::size_t const sequences = 2'000'000 * times("FIREHOSE_SSE_SIMULATION");
    auto const found = compare(subject(), 1, sequences);
    EXPECT_EQ(found.broken, "") << found.where;
    std::cout << "relations: " << found.sequences << " sequences, " << found.steps << " steps compared\n";
    RecordProperty("sequences", std::to_string(found.sequences));
}

} // namespace
} // namespace firehose_sse::simulation
