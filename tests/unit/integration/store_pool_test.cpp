// Many threads share a few stores; each store is used by one thread at a time, and a store that fails is dropped.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/store_pool.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <latch>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

namespace firehose_sse::integration {
namespace {

using namespace std::chrono_literals;
using quota::store_error;
using next_number = quota::next<int, int>;

struct counts {
    std::atomic<int> made = 0;
    std::atomic<int> alive = 0;
    std::atomic<bool> shared = false; // two threads used one store at once
    std::optional<store_error> error{};
};

// Gives the answer of the function and remembers nothing.
class probe {
public:
    explicit probe(counts& of) : counts_(&of), busy_(std::make_unique<std::atomic<bool>>(false)) {
        ++of.made;
        ++of.alive;
    }
    probe(probe&&) = default;
    ~probe() {
        if (busy_) { --counts_->alive; }
    }

    template <quota::update_function<int> F>
    quota::stored<quota::update_answer<F, int>> update(std::string_view, F&& f) {
        if (busy_->exchange(true)) { counts_->shared = true; }
        struct leaving {
            std::atomic<bool>& busy;
            ~leaving() { busy = false; }
        } const guard{*busy_};
        auto decided = std::invoke(f, std::nullopt, instant{});
        if (counts_->error) { return *counts_->error; }
        return decided.answer;
    }
    template <class F> std::vector<quota::stored<int>> update_all(std::span<std::string_view const> keys, F&& f) {
        std::vector<quota::stored<int>> answers;
        for (std::size_t i = 0; i < keys.size(); ++i) { answers.emplace_back(f(i, std::nullopt, instant{}).answer); }
        if (counts_->error) { answers.back() = *counts_->error; }
        return answers;
    }

private:
    counts* counts_;
    std::unique_ptr<std::atomic<bool>> busy_;
};

using pool = store_pool<probe>;
static_assert(quota::cell_store<pool, int>);
static_assert(!quota::cell_store<pool, char*>);

auto const answer_7 = [](std::optional<int> const&, instant) { return next_number::keep(7); };

TEST(store_pool, makes_stores_when_they_are_needed_and_uses_the_last_again) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 3});
    EXPECT_EQ(seen.made, 0);
    for (int i = 0; i < 5; ++i) { EXPECT_EQ(stores.update("key", answer_7).value(), 7); }
    EXPECT_EQ(seen.made, 1);
}

TEST(store_pool, patience_may_be_as_long_as_a_number_holds) {
    for (auto const ever : {std::chrono::milliseconds::max(), std::chrono::milliseconds(24h * 365 * 300)}) {
        counts seen;
        pool stores([&] { return probe(seen); }, {.size = 1, .patience = ever});
        std::latch taken(1);
        std::jthread const first([&] {
            static_cast<void>(stores.update("key", [&](std::optional<int> const&, instant) {
                taken.count_down();
                std::this_thread::sleep_for(20ms);
                return next_number::keep(7);
            }));
        });
        taken.wait();
        EXPECT_EQ(stores.update("key", answer_7).value(), 7); // waits for it
    }
}

TEST(store_pool, no_store_is_shared_and_no_more_are_made_than_allowed) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 3, .patience = 1h});
    std::atomic<int> answered = 0;
    std::latch start(8);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            start.arrive_and_wait();
            for (int i = 0; i < 2000; ++i) { answered += stores.update("key", answer_7).value(); }
        });
    }
    threads.clear();
    EXPECT_EQ(answered, 8 * 2000 * 7);
    EXPECT_FALSE(seen.shared);
    EXPECT_LE(seen.made, 3);
}

TEST(store_pool, a_waiting_thread_gets_the_store_that_comes_back) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 1, .patience = 1h});
    std::jthread waiting;
    EXPECT_TRUE(stores.update("key", [&](std::optional<int> const&, instant) {
        auto begun = std::make_shared<std::latch>(1);
        waiting = std::jthread([&, begun] {
            begun->count_down();
            EXPECT_EQ(stores.update("key", answer_7).value(), 7);
        });
        begun->wait();
        std::this_thread::sleep_for(50ms); // until it waits, in all likelihood
        return next_number::keep(1);
    }));
}

// An update within an update finds no store, since the pool has only one.
TEST(store_pool, waits_as_long_as_it_was_told) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 1, .patience = 5ms});
    auto const nested = stores.update("key", [&](std::optional<int> const&, instant) {
        EXPECT_EQ(stores.update("key", answer_7).error(), store_error::too_slow);
        std::vector<std::string_view> const keys{"a", "b"};
        auto const all = stores.update_all(
            keys, [](std::size_t, std::optional<int> const&, instant) { return next_number::keep(1); });
        EXPECT_EQ(all.size(), 2u);
        EXPECT_EQ(all.at(1).error(), store_error::too_slow);
        return next_number::keep(1);
    });
    EXPECT_EQ(nested.value(), 1);
    EXPECT_EQ(stores.update("key", answer_7).value(), 7);
}

TEST(store_pool, drops_a_store_that_failed_and_keeps_one_that_only_said_no) {
    using enum store_error;
    for (store_error const each :
         {full, unavailable, too_slow, outcome_unknown, contended, read_only, wrong_type, corrupt_cell, refused}) {
        counts seen;
        pool stores([&] { return probe(seen); }, {.size = 1, .patience = 5ms});
        seen.error = each;
        EXPECT_EQ(stores.update("key", answer_7).error(), each);
        bool const kept = each == full || each == contended || each == wrong_type || each == corrupt_cell;
        EXPECT_EQ(seen.alive, kept ? 1 : 0);
        std::vector<std::string_view> const keys{"a", "b"};
        auto const f = [](std::size_t, std::optional<int> const&, instant) { return next_number::keep(1); };
        EXPECT_EQ(stores.update_all(keys, f).at(1).error(), each);
        EXPECT_EQ(seen.alive, kept ? 1 : 0);
        seen.error.reset();
        EXPECT_EQ(stores.update_all(keys, f).at(1).value(), 1);
        EXPECT_EQ(seen.made, kept ? 1 : 3);
    }
}

TEST(store_pool, a_store_comes_back_when_the_function_throws) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 1, .patience = 5ms});
    auto const thrower = [](std::optional<int> const&, instant) -> next_number { throw std::runtime_error("mine"); };
    EXPECT_THROW(static_cast<void>(stores.update("key", thrower)), std::runtime_error);
    EXPECT_EQ(stores.update("key", answer_7).value(), 7);
    EXPECT_EQ(seen.made, 1);
}

TEST(store_pool, a_store_that_cannot_be_made_is_tried_again) {
    counts seen;
    bool good = false;
    pool stores(
        [&] {
            if (!good) { throw std::runtime_error("no store"); }
            return probe(seen);
        },
        {.size = 1, .patience = 5ms});
    EXPECT_THROW(static_cast<void>(stores.update("key", answer_7)), std::runtime_error);
    good = true;
    EXPECT_EQ(stores.update("key", answer_7).value(), 7);
}

TEST(store_pool, of_no_size_has_one) {
    counts seen;
    pool stores([&] { return probe(seen); }, {.size = 0, .patience = 5ms});
    EXPECT_EQ(stores.update("key", answer_7).value(), 7);
}

TEST(store_pool, defaults) {
    store_pool_options const options;
    EXPECT_EQ(options.size, 4U);
    EXPECT_EQ(options.patience, std::chrono::milliseconds(500));
}

} // namespace
} // namespace firehose_sse::integration
