// What an emulator does for every request must not allocate: to look at a state, and to step where no customer key is
// involved and nothing has to be done.
// SPDX-License-Identifier: BSL-1.0
#include "allocations.hpp"
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>

namespace firehose_sse::encryption {
namespace {

using namespace std::chrono_literals;

constexpr instant now{500'000h};

state after(std::initializer_list<command> commands) {
    state s;
    for (command const& each : commands) {
        auto got = transition(s, each, policy{}, now);
        if (auto* decided = std::get_if<decision>(&got)) {
            s = std::move(decided->next);
        } else {
            ADD_FAILURE() << "refused";
        }
    }
    return s;
}

key customer_key(char last) {
    return {model::KeyType::CUSTOMER_MANAGED_CMK, std::string("arn:aws:kms:us-east-1:123456789012:key/") + last};
}

template <class F> std::size_t allocations_of(F const& call) {
    std::size_t const before = bench::allocations();
    [[maybe_unused]] auto const result = call();
    return bench::allocations() - before;
}

TEST(allocations, are_counted) {
    EXPECT_EQ(allocations_of([] { return std::string(100, 'x'); }), 1u);
    EXPECT_EQ(allocations_of([] { return 0; }), 0u);
}

TEST(allocations, none_to_look_at_a_state) {
    key const a = customer_key('a');
    key const b = customer_key('b');
    state const rotating = after({create{}, work_succeeded{1}, start{a}, work_succeeded{2}, start{b}});
    state const failed = after({create{}, work_succeeded{1}, start{a}, work_succeeded{2}, start{b}, work_failed{3}});
    for (state const& s : {state{}, rotating, failed}) {
        EXPECT_EQ(allocations_of([&] { return status(s); }), 0u);
        EXPECT_EQ(allocations_of([&] { return posture(s); }), 0u);
        EXPECT_EQ(allocations_of([&] { return records_encrypted(s, now); }), 0u);
        EXPECT_EQ(allocations_of([&] { return reported_encrypted(s, policy{}, now); }), 0u);
        EXPECT_EQ(allocations_of([&] { return conclude(s, key_directory{}); }), 0u);
    }
    state const own = after({create{}, work_succeeded{1}, start{}, work_succeeded{2}});
    EXPECT_EQ(allocations_of([&] { return describe(own, policy{}); }), 0u);
}

TEST(allocations, none_for_a_step_without_effects_under_the_own_key_of_aws) {
    auto const step = [](state const& from, command const& what) {
        return allocations_of([&] { return transition(from, what, policy{}, now); });
    };
    state const plain = after({create{}, work_succeeded{1}});
    state const enabling = after({create{}, work_succeeded{1}, start{}});
    state const enabled = after({create{}, work_succeeded{1}, start{}, work_succeeded{2}});
    EXPECT_EQ(step(plain, stop{}), 0u);
    EXPECT_EQ(step(enabling, work_succeeded{2}), 0u);
    EXPECT_EQ(step(enabling, work_failed{2}), 0u);
    EXPECT_EQ(step(enabling, work_succeeded{1}), 0u); // refused: stale
    EXPECT_EQ(step(enabling, start{}), 0u);           // refused: busy
    EXPECT_EQ(step(enabled, work_succeeded{2}), 0u);  // refused: stale
}

} // namespace
} // namespace firehose_sse::encryption
