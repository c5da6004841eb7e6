// Many gateways on one store, and what each gets when the store does not answer.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/shared_quota.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

constexpr call_token token{1, 2};

// Fails once for each of `troubles`, in their order. After outcome_unknown, `lost` says whether the write is lost, too.
struct scripted_store {
    std::map<std::string, std::optional<window>, std::less<>> cells;
    std::deque<store_error> troubles;
    bool lost = false;
    instant now = at(0);
    int updates = 0;
    int writes = 0;

    template <update_function<window> F> stored<update_answer<F, window>> update(std::string_view key, F&& f) {
        ++updates;
        std::optional<store_error> trouble;
        if (!troubles.empty()) {
            trouble = troubles.front();
            troubles.pop_front();
            if (*trouble != store_error::outcome_unknown || lost) { return *trouble; }
        }
        auto& cell = cells[std::string(key)];
        auto decided = f(std::as_const(cell), now);
        if (decided.change != cell_change::keep) {
            ++writes;
            cell = std::move(decided.cell);
        }
        if (trouble) { return *trouble; }
        return std::move(decided.answer);
    }
};

struct world {
    scripted_store store;
    scripted_store local;
    quota_policy policy;
    unavailable_policy unavailable;
    [[nodiscard]] shared_quota<scripted_store, scripted_store> gateway() { return {store, local, policy, unavailable}; }
};

constexpr store_error all_troubles[] = {store_error::full,         store_error::unavailable, store_error::too_slow,
                                        store_error::contended,    store_error::read_only,   store_error::wrong_type,
                                        store_error::corrupt_cell, store_error::refused};

TEST(shared_quota, gateways_admit_no_more_than_the_limit_together) {
    world w;
    auto one = w.gateway();
    auto two = w.gateway();
    int admitted = 0;
    for (int call = 0; call < 50; ++call) {
        auto const held = (call % 2 == 0 ? one : two).reserve("stream", std::nullopt);
        EXPECT_EQ(held.by, decided_by::store);
        EXPECT_EQ(held.trouble, std::nullopt);
        admitted += held.verdict.admitted ? 1 : 0;
    }
    EXPECT_EQ(admitted, 25);
    EXPECT_EQ(w.store.writes, 25); // a refusal is not written
    EXPECT_TRUE(one.reserve("other", std::nullopt).verdict.admitted);
}

TEST(shared_quota, refused_calls_that_count_are_written) {
    world w;
    w.policy = {.limit = 1, .counts = counting::attempted};
    auto gateway = w.gateway();
    ASSERT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    w.store.now = at(5);
    EXPECT_EQ(gateway.reserve("stream", std::nullopt).verdict.retry_at, at(5) + 24h);
    EXPECT_EQ(w.store.writes, 2);
}

TEST(shared_quota, what_the_backend_refused_is_given_back) {
    world w;
    w.policy.limit = 1;
    auto gateway = w.gateway();
    auto const held = gateway.reserve("stream", token);
    ASSERT_EQ(held.charged_at, at(0));
    EXPECT_FALSE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    EXPECT_TRUE(gateway.cancel("stream", held, token).value());
    EXPECT_FALSE(gateway.cancel("stream", held, token).value()); // only once
    EXPECT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    EXPECT_FALSE(gateway.cancel("absent", held, token).value());
    EXPECT_FALSE(gateway.cancel("stream", reservation{}, token).value());
}

TEST(shared_quota, a_call_sent_again_is_charged_once) {
    world w;
    auto one = w.gateway();
    auto two = w.gateway();
    EXPECT_EQ(one.reserve("stream", token).verdict.left, 25u);
    auto const again = two.reserve("stream", token);
    EXPECT_TRUE(again.verdict.repeated);
    EXPECT_EQ(again.charged_at, std::nullopt);
    EXPECT_EQ(two.peek("stream", std::nullopt)->left, 24u);
}

TEST(shared_quota, what_was_admitted_again_is_not_given_back) {
    world w;
    auto one = w.gateway();
    auto two = w.gateway();
    auto const first = one.reserve("stream", token);
    ASSERT_EQ(first.charged_at, at(0));
    ASSERT_TRUE(two.reserve("stream", token).verdict.repeated); // the backend accepts the call that came here
    EXPECT_FALSE(one.cancel("stream", first, token).value());
    EXPECT_EQ(two.peek("stream", std::nullopt)->left, 24u);
    EXPECT_TRUE(two.reserve("stream", token).verdict.repeated);
}

TEST(shared_quota, where_attempts_count_nothing_is_given_back) {
    world w;
    w.policy = {.limit = 2, .counts = counting::attempted};
    auto gateway = w.gateway();
    auto const first = gateway.reserve("stream", std::nullopt);
    ASSERT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    w.store.now = at(5);
    ASSERT_FALSE(gateway.reserve("stream", token).verdict.admitted); // its charge replaces that of the first call
    EXPECT_FALSE(gateway.cancel("stream", first, std::nullopt).value());
    EXPECT_FALSE(gateway.reserve("stream", token).verdict.admitted);
    EXPECT_EQ(w.store.cells["stream"]->charged.size(), 2u);
}

TEST(shared_quota, what_is_no_longer_remembered_is_not_given_back) {
    for (auto const memory : {std::chrono::milliseconds(1s), std::chrono::milliseconds(0)}) {
        world w;
        w.policy.retry_memory = memory;
        auto gateway = w.gateway();
        auto const held = gateway.reserve("stream", token);
        w.store.now = at(1'000);
        ASSERT_TRUE(gateway.reserve("stream", call_token{3, 4}).verdict.admitted); // the first is forgotten
        EXPECT_EQ(gateway.cancel("stream", held, token).value(), memory == 0ms);
        auto const unnamed = gateway.reserve("stream", std::nullopt);
        EXPECT_TRUE(gateway.cancel("stream", unnamed, std::nullopt).value());
    }
}

TEST(shared_quota, a_lost_answer_is_asked_for_again) {
    for (bool const lost : {false, true}) {
        world w;
        w.store.lost = lost;
        w.store.troubles = {store_error::outcome_unknown};
        auto const held = w.gateway().reserve("stream", token);
        EXPECT_TRUE(held.verdict.admitted);
        EXPECT_EQ(held.by, decided_by::store);
        EXPECT_FALSE(held.verdict.repeated); // the client itself has not sent it again
        EXPECT_EQ(held.verdict.left, 25u);
        EXPECT_EQ(held.charged_at, at(0));
        EXPECT_EQ(w.store.cells["stream"]->charged.size(), 1u) << lost;
        EXPECT_EQ(w.store.updates, 2);
    }
    world again; // when the client sends it again, it is repeated
    ASSERT_TRUE(again.gateway().reserve("stream", token).verdict.admitted);
    again.store.now = at(1);
    again.store.troubles = {store_error::outcome_unknown};
    auto const held = again.gateway().reserve("stream", token);
    EXPECT_TRUE(held.verdict.repeated);
    EXPECT_EQ(held.charged_at, std::nullopt);
    world without_token;
    without_token.store.troubles = {store_error::outcome_unknown};
    EXPECT_EQ(without_token.gateway().reserve("stream", std::nullopt).trouble, store_error::outcome_unknown);
    EXPECT_EQ(without_token.store.updates, 1);
    world without_memory; // nothing could recognise the call if it were asked for again
    without_memory.policy.retry_memory = 0ms;
    without_memory.store.troubles = {store_error::outcome_unknown};
    EXPECT_EQ(without_memory.gateway().reserve("stream", token).trouble, store_error::outcome_unknown);
    EXPECT_EQ(without_memory.store.updates, 1);
    world twice;
    twice.store.troubles = {store_error::outcome_unknown, store_error::outcome_unknown};
    EXPECT_EQ(twice.gateway().reserve("stream", token).trouble, store_error::outcome_unknown);
    EXPECT_EQ(twice.store.updates, 2);
}

TEST(shared_quota, a_call_that_may_have_been_charged_is_told_so_whatever_came_after) {
    for (store_error const each : all_troubles) {
        for (bool const lost : {false, true}) {
            world w;
            w.store.lost = lost;
            w.store.troubles = {store_error::outcome_unknown, each};
            auto const held = w.gateway().reserve("stream", token);
            EXPECT_EQ(held.trouble, store_error::outcome_unknown);
            EXPECT_FALSE(held.verdict.admitted);
            EXPECT_EQ(w.store.updates, 2);
        }
    }
}

TEST(shared_quota, a_question_is_answered_as_the_call_would_be) {
    world w;
    w.policy.limit = 1;
    auto gateway = w.gateway();
    ASSERT_TRUE(gateway.reserve("stream", token).verdict.admitted);
    EXPECT_FALSE(gateway.peek("stream", std::nullopt)->admitted);
    EXPECT_FALSE(gateway.peek("stream", call_token{3, 4})->admitted);
    auto const again = gateway.peek("stream", token);
    EXPECT_TRUE(again->admitted);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(w.store.writes, 1);
}

TEST(shared_quota, what_changes_nothing_but_the_time_is_not_written) {
    world w;
    w.policy = {.limit = 2, .counts = counting::attempted};
    auto gateway = w.gateway();
    for (std::int64_t i = 0; i < 5; ++i) {
        w.store.now = at(i);
        ASSERT_TRUE(gateway.reserve("stream", token).verdict.admitted);
    }
    EXPECT_EQ(w.store.writes, 2); // for the charge and for the first repetition
    ASSERT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    for (int i = 0; i < 5; ++i) { ASSERT_FALSE(gateway.reserve("stream", call_token{3, 4}).verdict.admitted); }
    EXPECT_EQ(w.store.writes, 4); // a refused call that counts is written once
    w.policy.limit = 0;
    EXPECT_FALSE(w.gateway().reserve("none", token).verdict.admitted);
    EXPECT_EQ(w.store.cells["none"], std::nullopt);
}

TEST(shared_quota, deny_refuses_whatever_the_trouble) {
    for (store_error const each : all_troubles) {
        world w;
        w.store.troubles = {each};
        auto const held = w.gateway().reserve("stream", token);
        EXPECT_EQ(held, (reservation{{}, decided_by::nobody, std::nullopt, each}));
        EXPECT_EQ(w.local.updates, 0);
    }
}

TEST(shared_quota, allow_admits_uncounted) {
    for (store_error const each : all_troubles) {
        world w;
        w.unavailable.answer = unavailable_answer::allow;
        w.store.troubles = {each};
        auto const held = w.gateway().reserve("stream", token);
        EXPECT_EQ(held.verdict, admission{.admitted = true});
        EXPECT_EQ(held.by, decided_by::nobody);
        EXPECT_EQ(held.charged_at, std::nullopt);
        EXPECT_EQ(held.trouble, each);
        EXPECT_EQ(w.local.updates, 0);
    }
}

TEST(shared_quota, local_cap_counts_here) {
    world w;
    w.unavailable = {.answer = unavailable_answer::local_cap, .local_cap = 2};
    w.store.troubles = {store_error::unavailable, store_error::unavailable, store_error::too_slow};
    auto gateway = w.gateway();
    auto const first = gateway.reserve("stream", std::nullopt);
    EXPECT_EQ(first.by, decided_by::local_cap);
    EXPECT_EQ(first.verdict.left, 2u);
    EXPECT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    auto const third = gateway.reserve("stream", std::nullopt);
    EXPECT_FALSE(third.verdict.admitted);
    EXPECT_EQ(third.trouble, store_error::too_slow);
    EXPECT_EQ(third.verdict.retry_at, at(0) + 24h);
    // the store is back: it knows nothing of these calls
    EXPECT_EQ(gateway.reserve("stream", std::nullopt).verdict.left, 25u);
    EXPECT_TRUE(gateway.cancel("stream", first, std::nullopt).value());
    EXPECT_EQ(w.local.cells["stream"]->charged.size(), 1u);
    EXPECT_EQ(w.store.cells["stream"]->charged.size(), 1u);
}

TEST(shared_quota, local_cap_is_no_more_than_the_limit_and_denies_when_it_cannot_count) {
    world w;
    w.policy.limit = 1;
    w.unavailable = {.answer = unavailable_answer::local_cap, .local_cap = 5};
    w.store.troubles = {store_error::unavailable, store_error::unavailable, store_error::unavailable};
    auto gateway = w.gateway();
    EXPECT_TRUE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    EXPECT_FALSE(gateway.reserve("stream", std::nullopt).verdict.admitted);
    w.local.troubles = {store_error::full};
    auto const held = gateway.reserve("other", std::nullopt);
    EXPECT_FALSE(held.verdict.admitted);
    EXPECT_EQ(held.by, decided_by::nobody);
}

TEST(shared_quota, what_the_service_said_is_learnt_by_all) {
    world w;
    w.policy.pause = 1h;
    auto one = w.gateway();
    auto two = w.gateway();
    w.store.now = instant(std::chrono::days(1));
    ASSERT_TRUE(one.reserve("stream", std::nullopt).verdict.admitted);
    EXPECT_TRUE(one.refused_by_service("stream", {}, std::nullopt).value());
    EXPECT_EQ(two.reserve("stream", std::nullopt).verdict.retry_at, w.store.now + 1h);
    w.store.troubles = {store_error::unavailable};
    EXPECT_EQ(two.refused_by_service("stream", {}, std::nullopt).error(), store_error::unavailable);
    EXPECT_TRUE(two.refused_by_service("other", {}, std::nullopt).value());
    EXPECT_FALSE(one.reserve("other", std::nullopt).verdict.admitted);
}

TEST(shared_quota, what_the_service_refused_is_given_back_and_the_window_closed) {
    for (auto const counts : {counting::accepted, counting::answered, counting::attempted}) {
        world w;
        w.policy = {.limit = 2, .counts = counts, .pause = 1h};
        w.store.now = instant(std::chrono::days(1));
        auto gateway = w.gateway();
        auto const held = gateway.reserve("stream", token);
        int const writes = w.store.writes;
        EXPECT_TRUE(gateway.refused_by_service("stream", held, token).value());
        EXPECT_EQ(w.store.writes, writes + 1);
        EXPECT_FALSE(gateway.peek("stream", call_token{3, 4})->admitted);
        EXPECT_EQ(gateway.peek("stream", token)->repeated, counts == counting::attempted);
        w.store.now += 1h; // the pause is over: the call's own charge still counts only where attempts count
        EXPECT_EQ(gateway.peek("stream", std::nullopt)->left, counts == counting::attempted ? 1u : 2u);
    }
}

TEST(shared_quota, what_this_process_counted_is_given_back_here_and_learnt_by_all) {
    world w;
    w.unavailable.answer = unavailable_answer::local_cap;
    w.store.troubles = {store_error::unavailable};
    w.store.now = instant(std::chrono::days(1));
    auto gateway = w.gateway();
    auto const held = gateway.reserve("stream", token);
    ASSERT_EQ(held.by, decided_by::local_cap);
    EXPECT_TRUE(gateway.refused_by_service("stream", held, token).value());
    EXPECT_TRUE(w.local.cells["stream"]->charged.empty());
    EXPECT_FALSE(gateway.reserve("stream", token).verdict.admitted);
}

TEST(shared_quota, defaults) {
    constexpr unavailable_policy policy;
    EXPECT_EQ(policy.answer, unavailable_answer::deny);
    EXPECT_EQ(policy.local_cap, 5U);
}

} // namespace
} // namespace firehose_sse::quota
