// One verb under many threads, what it leaves behind when a function throws, and the clock it hands out.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace firehose_sse::quota {
namespace {

constexpr instant at(std::int64_t milliseconds) { return instant(std::chrono::milliseconds(milliseconds)); }

struct movable_clock {
    std::shared_ptr<std::atomic<std::int64_t>> milliseconds = std::make_shared<std::atomic<std::int64_t>>(0);
    instant operator()() const { return at(*milliseconds); }
};

using text_store = memory_store<std::string, movable_clock>;
using text_next = next<std::string, int>;
using window_store = memory_store<window, movable_clock>;

static_assert(cell_store<text_store, std::string>);
static_assert(cell_store<window_store, window>);
static_assert(!cell_store<text_store, window>);
static_assert(cell_store<memory_store<window, instant (*)()>, window>);

auto put(std::string text) {
    return [text = std::move(text)](std::optional<std::string> const&, instant) { return text_next::put(text, 0); };
}
auto erase() {
    return [](std::optional<std::string> const&, instant) { return text_next::erase(0); };
}

TEST(memory_store, makes_replaces_keeps_and_erases) {
    text_store store{movable_clock{}};
    EXPECT_EQ(store.size(), 0u);
    EXPECT_EQ(store.read("key"), std::nullopt);

    store.update("key", put("one")).value();
    EXPECT_EQ(store.size(), 1u);
    EXPECT_EQ(store.read("key"), "one");

    store.update("key", put("two")).value();
    EXPECT_EQ(store.size(), 1u);
    EXPECT_EQ(store.read("key"), "two");

    auto const length = store.update("key", [](std::optional<std::string> const& cell, instant) {
        return text_next::keep(static_cast<int>(cell.value().size()));
    });
    EXPECT_EQ(*length, 3);
    EXPECT_EQ(store.read("key"), "two");

    store.update("key", erase());
    EXPECT_EQ(store.size(), 0u);
    EXPECT_EQ(store.read("key"), std::nullopt);
}

TEST(memory_store, absent_cell_stays_absent_when_kept_or_erased) {
    text_store store{movable_clock{}};
    bool absent = false;
    store.update("key", [&](std::optional<std::string> const& cell, instant) {
        absent = !cell;
        return text_next::keep(0);
    });
    EXPECT_TRUE(absent);
    store.update("key", erase());
    EXPECT_EQ(store.size(), 0u);
    EXPECT_TRUE(store.keys().empty());
}

TEST(memory_store, answers_that_only_move) {
    text_store store{movable_clock{}};
    using decision = next<std::string, std::unique_ptr<int>>;
    auto const answer = store.update(
        "key", [](std::optional<std::string> const&, instant) { return decision::keep(std::make_unique<int>(7)); });
    EXPECT_EQ(**answer, 7);
}

TEST(memory_store, throwing_function_changes_nothing) {
    text_store store{movable_clock{}};
    store.update("key", put("before"));
    auto const fails = [](std::optional<std::string> const&, instant) -> text_next { throw std::runtime_error("no"); };
    EXPECT_THROW(store.update("key", fails), std::runtime_error);
    EXPECT_THROW(store.update("absent", fails), std::runtime_error);
    EXPECT_EQ(store.read("key"), "before");
    EXPECT_EQ(store.size(), 1u);
    EXPECT_EQ(store.keys(), std::vector<std::string>{"key"});
    store.update("key", put("after")); // not locked for good
    EXPECT_EQ(store.read("key"), "after");
}

TEST(memory_store, throwing_clock_changes_nothing) {
    auto const clock = []() -> instant { throw std::runtime_error("no"); };
    memory_store<std::string, decltype(clock)> store(clock);
    EXPECT_THROW(store.update("key", put("text")), std::runtime_error);
    EXPECT_EQ(store.size(), 0u);
}

TEST(memory_store, keys_come_in_order_whatever_their_shards) {
    for (std::size_t const shards : {0u, 1u, 3u, 64u}) {
        text_store store(movable_clock{}, shards);
        for (std::string const key : {"b", "a.1", "", "z", "a", "Z", "\xc3\xa9", "a_1"}) {
            store.update(key, put("x"));
        }
        store.update("z", erase());
        EXPECT_EQ(store.keys(), (std::vector<std::string>{"", "Z", "a", "a.1", "a_1", "b", "\xc3\xa9"})) << shards;
        EXPECT_EQ(store.size(), 7u);
    }
}

TEST(memory_store, hands_out_a_clock_that_never_runs_backwards) {
    movable_clock const clock;
    text_store store(clock, 1);
    auto const now_of = [&](std::string_view key) {
        return store.update(
            key, [](std::optional<std::string> const&, instant now) { return next<std::string, instant>::keep(now); });
    };
    *clock.milliseconds = 1'000;
    EXPECT_EQ(*now_of("key"), at(1'000));
    *clock.milliseconds = 999;
    EXPECT_EQ(*now_of("key"), at(1'000));
    EXPECT_EQ(*now_of("other key of the shard"), at(1'000));
    *clock.milliseconds = 1'001;
    EXPECT_EQ(*now_of("key"), at(1'001));
}

TEST(memory_store, clock_before_1970_is_handed_out) {
    movable_clock const clock;
    *clock.milliseconds = -5;
    text_store store(clock);
    EXPECT_EQ(*store.update("key", [](std::optional<std::string> const&,
                                      instant now) { return next<std::string, instant>::keep(now); }),
              at(-5));
}

template <class F> void in_threads(int count, F const& f) {
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            ++ready;
            while (ready < count) { std::this_thread::yield(); }
            f(i);
        });
    }
    for (auto& each : threads) { each.join(); }
}

bool admit_one(window_store& store, std::string_view key) {
    return store
        .update(key,
                [](std::optional<window> const& cell, instant now) {
                    auto result = admit(cell.value_or(window{}), quota_policy{}, now);
                    return next<window, bool>::put(std::move(result.next), result.verdict.admitted);
                })
        .value();
}

TEST(memory_store, twenty_five_of_many_concurrent_calls) {
    window_store store{movable_clock{}};
    constexpr int streams = 5;
    std::atomic<int> admitted[streams] = {};
    in_threads(8, [&](int) {
        for (int call = 0; call < 500; ++call) {
            auto const stream = static_cast<std::size_t>(call % streams);
            if (admit_one(store, "stream-" + std::to_string(stream))) { ++admitted[stream]; }
        }
    });
    for (auto const& each : admitted) { EXPECT_EQ(each, 25); }
    EXPECT_EQ(store.size(), static_cast<std::size_t>(streams));
}

TEST(memory_store, updates_of_one_key_form_one_line) {
    // Every update appends what it read plus one: a lost or doubled update leaves a gap.
    memory_store<std::vector<int>, movable_clock> store{movable_clock{}};
    constexpr int threads = 8;
    constexpr int calls = 200;
    std::vector<std::vector<int>> answers(threads);
    in_threads(threads, [&](int thread) {
        for (int call = 0; call < calls; ++call) {
            answers[static_cast<std::size_t>(thread)].push_back(
                *store.update("key", [](std::optional<std::vector<int>> const& cell, instant) {
                    auto line = cell.value_or(std::vector<int>{});
                    int const mine = line.empty() ? 0 : line.back() + 1;
                    line.push_back(mine);
                    return next<std::vector<int>, int>::put(std::move(line), mine);
                }));
        }
    });
    std::vector<bool> seen(threads * calls);
    for (auto const& each : answers) {
        EXPECT_TRUE(std::ranges::is_sorted(each)); // a thread's later call sees its earlier one
        for (int const answer : each) {
            EXPECT_FALSE(seen.at(static_cast<std::size_t>(answer)));
            seen[static_cast<std::size_t>(answer)] = true;
        }
    }
    EXPECT_EQ(store.read("key").value().size(), static_cast<std::size_t>(threads * calls));
}

TEST(memory_store, size_is_exact_after_concurrent_making_and_erasing) {
    text_store store(movable_clock{}, 4);
    in_threads(4, [&](int thread) {
        for (int call = 0; call < 300; ++call) {
            auto const key = std::to_string(call);
            store.update(key, put("x"));
            if (call % 3 != 0) { store.update(key, erase()); }
            if (call % 50 == 0) { EXPECT_LE(store.keys().size(), 300u); }
        }
        store.update("thread " + std::to_string(thread), put("x"));
    });
    EXPECT_EQ(store.size(), store.keys().size());
    EXPECT_GE(store.size(), 104u);
}

} // namespace
} // namespace firehose_sse::quota
