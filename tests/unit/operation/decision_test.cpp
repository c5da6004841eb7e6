// Answers, and the two ways to decide.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/model/error.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <type_traits>
#include <vector>

namespace firehose_sse::operation {
namespace {

struct nothing {
    friend bool operator==(nothing const&, nothing const&) = default;
};

struct with_errors {
    using output = nothing;
    using errors = error_set<model::ResourceNotFoundException, model::LimitExceededException>;
};
struct without_errors {
    using output = nothing;
    using errors = error_set<>;
};

static_assert(std::same_as<answer<with_errors>,
                           std::variant<nothing, model::ResourceNotFoundException, model::LimitExceededException>>);
static_assert(std::same_as<answer<without_errors>, std::variant<nothing>>);
// An error that the model does not list cannot be answered.
static_assert(std::is_constructible_v<answer<with_errors>, model::LimitExceededException>);
static_assert(!std::is_constructible_v<answer<with_errors>, model::InvalidArgumentException>);
static_assert(may_answer<with_errors, model::LimitExceededException>);
static_assert(!may_answer<with_errors, model::InvalidArgumentException>);

TEST(decision, keep_leaves_the_cell) {
    auto const kept = keep<with_errors>(nothing{});
    EXPECT_EQ(kept.change, quota::cell_change::keep);
    EXPECT_FALSE(kept.cell);
    EXPECT_EQ(kept.answer.answer, answer<with_errors>(nothing{}));
    EXPECT_TRUE(kept.answer.effects.empty());
    EXPECT_FALSE(kept.answer.reached);
    EXPECT_EQ(keep<with_errors>(model::LimitExceededException{"no"}, limit_kind::tags).answer.reached,
              limit_kind::tags);
}

TEST(decision, put_stores_the_cell_and_tells_the_effects) {
    std::vector<encryption::effect> const effects{encryption::begin_work{3, work_kind::disabling}};
    auto const stored = put<with_errors>(enabled(key_a), model::LimitExceededException{"no"}, effects);
    EXPECT_EQ(stored.change, quota::cell_change::put);
    ASSERT_TRUE(stored.cell);
    EXPECT_TRUE(same(*stored.cell, enabled(key_a)));
    EXPECT_EQ(stored.answer.answer, answer<with_errors>(model::LimitExceededException{"no"}));
    EXPECT_EQ(stored.answer.effects, effects);
    EXPECT_FALSE(stored.answer.reached);
}

TEST(context, with_keys_is_the_same_with_other_keys) {
    policy const rules;
    encryption::key_directory const none;
    encryption::key_directory const others;
    context const with{.policy = rules,
                       .keys = none,
                       .caller = {.credential_age = 7h},
                       .stream_count = 2,
                       .request_id = "id",
                       .token = quota::call_token{3, 4},
                       .shared_verdict = quota::admission{.admitted = true, .left = 5},
                       .attempts_before = 6};
    auto const made = with.with_keys(others);
    EXPECT_EQ(&made.policy, &rules);
    EXPECT_EQ(&made.keys, &others);
    EXPECT_EQ(made.caller.credential_age, 7h);
    EXPECT_EQ(made.stream_count, 2u);
    EXPECT_EQ(made.request_id, "id");
    EXPECT_EQ(made.token, with.token);
    EXPECT_EQ(made.shared_verdict, with.shared_verdict);
    EXPECT_EQ(made.attempts_before, 6u);
}

} // namespace
} // namespace firehose_sse::operation
