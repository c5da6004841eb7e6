// The suite of all stores, and what this one adds: what it holds, and the clock it hands out.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "unit/quota/store_suite.hpp"
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

struct memory_environment {
    movable_clock clock{};
    text_store store{clock};
    text_store& open() { return store; }
    void set_time(instant now) { *clock.milliseconds = now.time_since_epoch().count(); }
};

} // namespace
INSTANTIATE_TYPED_TEST_SUITE_P(memory, store_suite, memory_environment);
namespace {
using store_suite_parts::in_threads;

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
