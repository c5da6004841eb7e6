// What an emulator does for every request must not allocate: to look at a state, to refuse, and to step where no
// customer key is involved.
// SPDX-License-Identifier: BSL-1.0
#include "allocations.hpp"
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <initializer_list>
#include <string>
#include <thread>
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

TEST(allocations, of_another_thread_are_not_counted) {
    std::atomic<bool> begin = false;
    std::size_t there = 0;
    std::thread other([&] {
        begin.wait(false);
        there = allocations_of([] { return std::string(100, 'x'); });
    });
    std::size_t const before = bench::allocations();
    begin = true;
    begin.notify_one();
    other.join();
    EXPECT_EQ(bench::allocations() - before, 0u);
    EXPECT_EQ(there, 1u);
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

std::size_t step(state const& from, command const& what, policy const& rules = {}) {
    return allocations_of([&] { return transition(from, what, rules, now); });
}

TEST(allocations, none_for_a_step_under_the_own_key_of_aws) {
    state const plain = after({create{}, work_succeeded{1}});
    state const enabling = after({create{}, work_succeeded{1}, start{}});
    state const enabled = after({create{}, work_succeeded{1}, start{}, work_succeeded{2}});
    state const disabling = after({create{}, work_succeeded{1}, start{}, work_succeeded{2}, stop{}});
    EXPECT_EQ(step({}, create{}), 0u);
    EXPECT_EQ(step({}, create{.wanted = key{}}), 0u);
    EXPECT_EQ(step(plain, start{}), 0u);
    EXPECT_EQ(step(plain, stop{}), 0u);
    EXPECT_EQ(step(plain, remove{}), 0u);
    EXPECT_EQ(step(enabling, work_succeeded{2}), 0u);
    EXPECT_EQ(step(enabling, work_failed{2}), 0u);
    EXPECT_EQ(step(enabled, start{}), 0u);
    EXPECT_EQ(step(enabled, stop{}), 0u);
    EXPECT_EQ(step(disabling, work_succeeded{3}), 0u);
    EXPECT_EQ(step(disabling, work_failed{3}), 0u);
}

TEST(allocations, none_for_a_refusal_whatever_the_state_holds) {
    key const a = customer_key('a');
    key const b = customer_key('b');
    policy const strict{.stop_when_disabled = stop_when_disabled_answer::invalid_argument,
                        .bad_key = bad_key_answer::invalid_kms_resource,
                        .old_session = old_session_answer::invalid_kms_resource};
    auto const refused = [&](state const& from, command const& what, refusal why) {
        EXPECT_EQ(transition(from, what, strict, now), outcome(why));
        EXPECT_EQ(step(from, what, strict), 0u);
    };
    state const plain = after({create{}, work_succeeded{1}});
    state const rotating =
        after({create{}, work_succeeded{1}, start{a}, work_succeeded{2}, start{b}, work_succeeded{3}, start{a}});
    refused(rotating, create{.wanted = a}, refusal::stream_exists);
    refused(rotating, start{b}, refusal::change_under_way);
    refused(rotating, stop{}, refusal::change_under_way);
    refused(rotating, remove{}, refusal::change_under_way);
    for (std::uint64_t const attempt : {0u, 3u, 7u}) {
        refused(rotating, work_succeeded{attempt}, refusal::stale_acknowledgement);
        refused(rotating, work_failed{attempt}, refusal::stale_acknowledgement);
        refused(rotating, grant_created{attempt}, refusal::stale_acknowledgement);
        refused(rotating, grant_refused{attempt}, refusal::stale_acknowledgement);
        refused(rotating, grant_retired{attempt}, refusal::stale_acknowledgement);
        refused(rotating, retirement_refused{attempt}, refusal::stale_acknowledgement);
    }
    refused({}, start{a}, refusal::stream_not_found);
    refused(plain, stop{}, refusal::not_encrypted);
    refused(plain, start{a, {}, {.state = key_state::disabled}}, refusal::key_unusable);
    refused(plain, start{a, {7h}, {}}, refusal::credentials_too_old);
    refused(plain, start{a, {}, {.other_streams = 500}}, refusal::key_in_too_many_streams);
}

// A customer key's ARN is what is left to allocate: once for each place that holds it.
TEST(allocations, one_for_each_copy_of_an_arn) {
    key const a = customer_key('a');
    state const plain = after({create{}, work_succeeded{1}});
    state const enabled = after({create{}, work_succeeded{1}, start{a}, work_succeeded{2}});
    state const enabling = after({create{}, work_succeeded{1}, start{a}});
    EXPECT_EQ(step(plain, start{a}), 2u);             // attempted, and the grant to make
    EXPECT_EQ(step(enabling, work_succeeded{2}), 2u); // attempted, effective
    EXPECT_EQ(allocations_of([&] { return shown_key(enabled, policy{}); }), 0u);
    EXPECT_EQ(allocations_of([&] { return describe(enabled, policy{}); }), 1u);
}

} // namespace
} // namespace firehose_sse::encryption
