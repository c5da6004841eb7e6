// Open choices: opened, pinned, narrowed, widened, and all combinations of them.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/policy_space.hpp"
#include <array>
#include <gtest/gtest.h>
#include <set>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {
namespace {

TEST(policy_space, every_choice_is_a_field_of_its_own) {
    operation::policy policy;
    std::set<void const*> fields;
    for (auto const& each : reflect::enumerators<choice>) {
        fields.insert(with_choice(each.value, policy, [](auto& field) { return static_cast<void const*>(&field); }));
    }
    EXPECT_EQ(fields.size(), choice_count);
}

TEST(policy_space, of_a_policy_has_exactly_its_values) {
    operation::policy policy;
    policy.quota.window = quota::window_kind::utc_day;
    auto const space = policy_space::of(policy);
    EXPECT_FALSE(space.is_open(choice::quota_window));
    operation::policy tried;
    int calls = 0;
    space.for_each(std::array{choice::quota_window, choice::busy}, tried, [&](auto const& each, auto const& pinned) {
        ++calls;
        EXPECT_EQ(each.quota.window, quota::window_kind::utc_day);
        EXPECT_EQ(pinned, space);
    });
    EXPECT_EQ(calls, 1);
}

TEST(policy_space, tries_every_combination_of_what_is_named) {
    policy_space space = policy_space::of({});
    space.open(choice::busy);
    space.open(choice::inactive_put);
    space.open(choice::same_key);
    operation::policy tried;
    std::set<std::pair<int, int>> seen;
    space.for_each(std::array{choice::busy, choice::inactive_put}, tried, [&](auto const& each, auto const& pinned) {
        seen.emplace(static_cast<int>(each.encryption.busy), static_cast<int>(each.inactive_put));
        EXPECT_EQ(each.encryption.same_key, encryption::same_key_answer::attempt); // not named: it has its first value
        EXPECT_FALSE(pinned.is_open(choice::busy) || pinned.is_open(choice::inactive_put));
        EXPECT_TRUE(pinned.is_open(choice::same_key));
    });
    EXPECT_EQ(seen.size(), 6U);
}

TEST(policy_space, learns_by_being_narrowed) {
    operation::policy queue;
    queue.encryption.busy = encryption::busy_answer::queue;
    policy_space space = policy_space::of({});
    space.open(choice::busy);
    policy_space wide = space;
    space.narrow(policy_space::of(queue));
    EXPECT_EQ(space, policy_space::of(queue));
    EXPECT_FALSE(space.empty());
    space.narrow(policy_space::of({}));
    EXPECT_TRUE(space.empty());
    space.widen(policy_space::of({}));
    space.widen(policy_space::of(queue));
    EXPECT_EQ(space, wide);
    space.pin(choice::busy, queue);
    EXPECT_EQ(space, policy_space::of(queue));
}

} // namespace
} // namespace firehose_sse::fuzzing
