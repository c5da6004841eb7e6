// Fleets in which messages are lost, late, doubled and out of order, and nodes die. FIREHOSE_SSE_SIMULATION=10 runs ten
// times as many; FIREHOSE_SSE_REPLAY=FILE runs the steps of a file instead, one a line as a failure prints them.
// SPDX-License-Identifier: BSL-1.0
#include "simulation/fleet.hpp"
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace firehose_sse::simulation {
namespace {

TEST(fleet, comes_to_rest_whatever_is_lost) {
    subject const library;
    if (char const* const file = std::getenv("FIREHOSE_SSE_REPLAY")) {
        std::ifstream in(file);
        ASSERT_TRUE(in) << file << " cannot be read";
        auto const steps = parse_steps({std::istreambuf_iterator<char>(in), {}});
        ASSERT_TRUE(steps && !steps->empty()) << file << " holds no steps, or a line that is none";
        for (fleet_kind const kind : {fleet_kind{false, false}, {true, false}, {false, true}, {true, true}}) {
            char const* const broken = run(library, kind, *steps);
            EXPECT_EQ(broken, nullptr) << broken << ", " << text_of(kind);
        }
        return;
    }
    auto const found = simulate(library, 1, 20'000 * times("FIREHOSE_SSE_SIMULATION"), 120);
    EXPECT_EQ(found.broken, "") << "seed " << found.seed << ", " << text_of(found.kind) << '\n' << text_of(found.least);
    std::cout << "fleet: " << found.runs << " runs, " << found.steps << " steps\n";
    RecordProperty("steps", std::to_string(found.steps));
}

TEST(fleet, steps_are_text_that_replays) {
    dice d(7);
    std::vector<fleet_step> steps(200);
    for (fleet_step& each : steps) { each = random_step(d); }
    EXPECT_EQ(parse_steps(text_of(steps)), steps);
    EXPECT_EQ(parse_steps("start 0 1 2\n\n  \nhear 5 0 0\n"),
              (std::vector<fleet_step>{{"start", 0, 1, 2}, {"hear", 5, 0, 0}}));
}

TEST(fleet, what_is_no_step_does_not_pass) {
    for (char const* text : {"no step\n", "start 0 1 2\nstart 0 1\n", "start 0 1 2 3\n", "start 0 one 2\n"}) {
        EXPECT_EQ(parse_steps(text), std::nullopt) << text;
    }
    for (char const* word : {"strat", "CREATE"}) {
        EXPECT_STREQ(run(subject(), {}, {{word, 0, 1, 2}}), "a step has a word that is known") << word;
    }
}

TEST(fleet, failure_is_shrunk_to_a_sequence_that_fails_again) {
    subject const faulty(fault::old_key_dropped_on_failure);
    auto const found = simulate(faulty, 1, 1'000, 120);
    ASSERT_NE(found.broken, "");
    auto const replayed = parse_steps(text_of(found.least)).value();
    EXPECT_NE(run(faulty, found.kind, replayed), nullptr);
    EXPECT_EQ(run(subject(), found.kind, replayed), nullptr) << text_of(replayed);
    for (std::size_t i = 0; i < replayed.size(); ++i) {
        auto fewer = replayed;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(run(faulty, found.kind, fewer), nullptr) << "not needed: " << text_of(replayed[i]);
    }
    std::cout << "seed " << found.seed << ": " << found.broken << "\n" << text_of(found.least);
}

} // namespace
} // namespace firehose_sse::simulation
