// The suite of all stores, and what this one adds: what it holds and forgets, its clock, snapshots.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "unit/quota/moments.hpp"
#include "unit/quota/store_suite.hpp"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <latch>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

namespace firehose_sse::quota {
namespace {

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

template <class Keys> struct memory_environment {
    movable_clock clock{};
    memory_store<std::string, movable_clock, Keys> store{clock};
    auto& open() { return store; }
    void set_time(instant now) { *clock.milliseconds = now.time_since_epoch().count(); }
};

} // namespace
using memory_environments = testing::Types<memory_environment<named_keys>, memory_environment<hashed_keys>>;
INSTANTIATE_TYPED_TEST_SUITE_P(memory, store_suite, memory_environments);
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
    store.update("key", put("after")); // the shard is not left locked
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

TEST(memory_store, empty_braces_are_the_usual_options) {
    // updates of keys in different shards do not wait for each other; in one shard these two would never meet
    text_store store(movable_clock{}, {});
    std::latch both(2);
    auto const meet = [&](std::string_view key) {
        return store.update(key, [&](std::optional<std::string> const&, instant) {
            both.count_down();
            for (int i = 0; i < 2'000 && !both.try_wait(); ++i) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            return next<std::string, bool>::keep(both.try_wait());
        });
    };
    std::jthread const other([&] { EXPECT_TRUE(meet("a").value()); });
    EXPECT_TRUE(meet("b").value());
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

// Each call appends its number to its key's text and answers what it has found.
std::vector<std::string> append_numbers(text_store& store, std::vector<std::string> const& keys) {
    std::vector<std::string_view> const views(keys.begin(), keys.end());
    std::vector<std::string> found(keys.size(), "not called");
    store.update_each(
        views,
        [](std::size_t i, std::optional<std::string> const& cell, instant) {
            return next<std::string, std::string>::put(cell.value_or("") + ' ' + std::to_string(i), cell.value_or("-"));
        },
        [&](std::size_t i, stored<std::string> const& answer) { found.at(i) = answer.value(); });
    return found;
}

TEST(memory_store, many_updates_do_what_one_after_the_other_does) {
    for (std::size_t const shards : {1u, 8u, 1'024u}) {
        for (std::size_t const count : {0u, 1u, 15u, 16u, 17u, 100u}) {
            std::vector<std::string> keys;
            for (std::size_t i = 0; i < count; ++i) { keys.push_back("key " + std::to_string(i * i % 13)); }
            text_store store(movable_clock{}, shards);
            text_store other(movable_clock{}, shards);
            std::vector<std::string> one_by_one;
            for (std::size_t i = 0; i < count; ++i) {
                one_by_one.push_back(*other.update(keys[i], [&](std::optional<std::string> const& cell, instant) {
                    return next<std::string, std::string>::put(cell.value_or("") + ' ' + std::to_string(i),
                                                               cell.value_or("-"));
                }));
            }
            EXPECT_EQ(append_numbers(store, keys), one_by_one) << shards << " shards, " << count << " keys";
            ASSERT_EQ(store.keys(), other.keys());
            for (std::string const& key : other.keys()) { EXPECT_EQ(store.read(key), other.read(key)) << key; }
            EXPECT_EQ(store.size(), other.size());
        }
    }
}

TEST(memory_store, each_of_many_updates_has_its_own_error) {
    memory_store<std::string, movable_clock> store(movable_clock{}, {.max_cells = 1});
    store.update("held", put("x")).value();
    std::vector<std::string_view> const keys{"new", "held"};
    std::vector<std::optional<stored<int>>> got(2);
    store.update_each(
        keys, [](std::size_t, std::optional<std::string> const&, instant) { return text_next::put("y", 7); },
        [&](std::size_t i, stored<int> answer) { got[i] = answer; });
    ASSERT_TRUE(got[0] && got[0]->has_error());
    EXPECT_TRUE(got[0]->error() == store_error::full);
    ASSERT_TRUE(got[1] && got[1]->has_value());
    EXPECT_EQ(got[1]->value(), 7);
    EXPECT_EQ(store.read("held"), "y");
}

TEST(memory_store, what_many_updates_throw_unlocks_every_shard) {
    text_store store{movable_clock{}};
    std::vector<std::string> const keys{"a", "b", "c", "d", "e"};
    std::vector<std::string_view> const views(keys.begin(), keys.end());
    auto const fails = [](std::size_t, std::optional<std::string> const&, instant) -> text_next {
        throw std::runtime_error("no");
    };
    auto const ignore = [](std::size_t, stored<int> const&) {};
    EXPECT_THROW(store.update_each(views, fails, ignore), std::runtime_error);
    EXPECT_EQ(store.size(), 0u);
    EXPECT_EQ(append_numbers(store, keys), std::vector<std::string>(5, "-")); // the shards are not left locked
}

TEST(memory_store, many_updates_of_many_threads_lose_nothing) {
    text_store store(movable_clock{}, 32);
    in_threads(4, [&](int thread) {
        for (int round = 0; round < 50; ++round) {
            std::vector<std::string> keys;
            for (int i = 0; i < 40; ++i) { keys.push_back(std::to_string((i * (thread + 3) + round) % 40)); }
            std::ignore = append_numbers(store, keys);
            store.update(keys.front(), [](std::optional<std::string> const&, instant) { return text_next::keep(0); });
        }
    });
    std::size_t calls = 0;
    for (std::string const& key : store.keys()) {
        std::string const text = store.read(key).value_or("");
        calls += static_cast<std::size_t>(std::ranges::count(text, ' '));
    }
    EXPECT_EQ(calls, 4u * 50u * 40u);
}

TEST(memory_store, many_updates_see_a_clock_that_never_runs_backwards) {
    movable_clock const clock;
    text_store store(clock, 1);
    *clock.milliseconds = 1'000;
    store.update("a", put("x"));
    *clock.milliseconds = 999;
    std::vector<std::string_view> const keys{"a", "b"};
    std::vector<instant> seen;
    store.update_each(
        keys,
        [](std::size_t, std::optional<std::string> const&, instant now) {
            return next<std::string, instant>::keep(now);
        },
        [&](std::size_t, stored<instant> const& now) { seen.push_back(now.value()); });
    EXPECT_EQ(seen, (std::vector<instant>{at(1'000), at(1'000)}));
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

TEST(memory_store, no_more_cells_than_it_may_hold) {
    text_store store(movable_clock{}, {.shards = 8, .max_cells = 3});
    for (char const* key : {"a", "b", "c"}) { EXPECT_TRUE(store.update(key, put("x"))); }
    EXPECT_EQ(store.update("d", put("x")).error(), store_error::full);
    EXPECT_EQ(store.read("d"), std::nullopt);
    EXPECT_TRUE(store.update("a", put("y"))); // what is there may change
    EXPECT_TRUE(store.update("d", erase()));  // and what is not may stay absent
    EXPECT_EQ(store.size(), 3u);
    store.update("b", erase()).value();
    EXPECT_TRUE(store.update("d", put("x")));
    EXPECT_EQ(store.keys(), (std::vector<std::string>{"a", "c", "d"}));
}

TEST(memory_store, no_more_cells_under_threads) {
    text_store store(movable_clock{}, {.shards = 8, .max_cells = 100});
    std::atomic<int> made = 0;
    in_threads(4, [&](int thread) {
        for (int call = 0; call < 200; ++call) {
            auto const answer = store.update(std::to_string(thread) + ' ' + std::to_string(call), put("x"));
            if (answer) { ++made; }
        }
    });
    EXPECT_EQ(made, 100);
    EXPECT_EQ(store.size(), 100u);
    EXPECT_EQ(store.keys().size(), 100u);
}

// A cell that says when it ends.
std::optional<instant> ends_at_number(std::string const& cell) { return at(std::stoll(cell)); }

TEST(memory_store, cells_that_have_ended_make_room) {
    movable_clock const clock;
    text_store store(clock, {.shards = 1, .max_cells = 10, .ends_at = ends_at_number});
    for (int i = 0; i < 10; ++i) { ASSERT_TRUE(store.update(std::to_string(i), put("100"))); }
    *clock.milliseconds = 99;
    EXPECT_EQ(store.update("new", put("200")).error(), store_error::full);
    *clock.milliseconds = 100;
    EXPECT_TRUE(store.update("new", put("200")));
    EXPECT_EQ(store.read("new"), "200");
    EXPECT_LT(store.size(), 10u);
}

TEST(memory_store, full_only_after_a_longer_look) {
    for (int ended = 0; ended < 30; ++ended) {
        movable_clock const clock;
        text_store store(clock, {.shards = 1, .max_cells = 30, .ends_at = ends_at_number});
        for (int i = 0; i < 30; ++i) { store.update(std::to_string(i), put(i == ended ? "100" : "200")).value(); }
        *clock.milliseconds = 100;
        EXPECT_TRUE(store.update("new", put("200"))) << ended;
        EXPECT_EQ(store.update("one more", put("200")).error(), store_error::full);
    }
}

TEST(memory_store, the_passing_of_streams_needs_no_more_and_more_memory) {
    movable_clock const clock;
    text_store store(clock, {.shards = 4, .ends_at = ends_at_number});
    std::size_t most = 0;
    for (int now = 0; now < 50'000; ++now) { // each key is used once, and matters for a thousand milliseconds
        *clock.milliseconds = now;
        store.update("key " + std::to_string(now), put(std::to_string(now + 1'000))).value();
        most = std::max(most, store.size());
    }
    EXPECT_GE(most, 1'000u);
    EXPECT_LE(most, 2'200u);
}

TEST(memory_store, calls_of_one_stream_forget_the_others) {
    movable_clock const clock;
    text_store store(clock, {.shards = 1, .ends_at = ends_at_number});
    for (int i = 0; i < 100; ++i) { store.update(std::to_string(i), put("100")).value(); }
    store.update("busy", put("1000")).value();
    *clock.milliseconds = 500;
    for (int call = 0; call < 16 * 101 / 8 + 16; ++call) { store.update("busy", put("1000")).value(); }
    EXPECT_EQ(store.keys(), std::vector<std::string>{"busy"});
}

using hashed_store = memory_store<std::string, movable_clock, hashed_keys>;
static_assert(cell_store<hashed_store, std::string>);
template <class Store>
concept lists_keys = requires(Store const& store) {
    store.keys();
};
static_assert(lists_keys<text_store>);
static_assert(!lists_keys<hashed_store>);

// A cell of text is written as its bytes; the text "none" cannot be read as a cell.
struct text_codec {
    std::string write(std::string const& cell) const { return cell; }
    std::optional<std::string> read(std::string_view bytes) const {
        return bytes == "none" ? std::nullopt : std::optional<std::string>(bytes);
    }
    std::optional<instant> ends_at(std::string const&) const { return std::nullopt; }
};

template <class Store> std::string snapshot_of(Store const& store) {
    std::ostringstream out;
    EXPECT_EQ(store.write_snapshot(out, text_codec{}).value(), store.size());
    return out.str();
}
template <class Store> snapshot_result<std::uint64_t> restore(Store& store, std::string const& bytes) {
    std::istringstream in(bytes);
    return store.read_snapshot(in, text_codec{});
}

template <class Store> class snapshots : public testing::Test {};
using both = testing::Types<text_store, hashed_store>;
TYPED_TEST_SUITE(snapshots, both);

TYPED_TEST(snapshots, come_back_whatever_the_shards_are) {
    TypeParam store(movable_clock{}, {.shards = 8, .hash_seed = {1, 2}});
    for (int i = 0; i < 3'000; ++i) { store.update("key " + std::to_string(i), put(std::string(1'000, 'x'))).value(); }
    store.update("", put("")).value();
    TypeParam other(movable_clock{}, {.shards = 3, .hash_seed = {1, 2}});
    other.update("of old", put("x")).value();
    EXPECT_EQ(restore(other, snapshot_of(store)).value(), 3'001u);
    EXPECT_EQ(other.size(), 3'001u);
    EXPECT_EQ(other.read("of old"), std::nullopt);
    EXPECT_EQ(other.read(""), "");
    for (int i = 0; i < 3'000; ++i) { ASSERT_TRUE(other.read("key " + std::to_string(i)).has_value()); }
    other.update("new", put("y")).value();
    EXPECT_EQ(other.size(), 3'002u);
}

TYPED_TEST(snapshots, what_is_wrong_changes_nothing) {
    TypeParam store(movable_clock{}, {.shards = 2, .hash_seed = {1, 2}});
    store.update("one", put("1")).value();
    store.update("two", put("2")).value();
    std::string const whole = snapshot_of(store);
    TypeParam other(movable_clock{}, {.hash_seed = {1, 2}, .max_cells = 2});
    other.update("mine", put("m")).value();
    auto const refuses = [&](std::string const& bytes) {
        auto const result = restore(other, bytes);
        EXPECT_EQ(other.size(), 1u);
        EXPECT_EQ(other.read("mine"), "m");
        return result.error().what;
    };
    for (std::size_t size = 0; size < whole.size(); ++size) {
        ASSERT_EQ(refuses(whole.substr(0, size)), snapshot_error::truncated) << size;
    }
    for (std::size_t byte = 0; byte < whole.size(); ++byte) {
        std::string bytes = whole;
        bytes[byte] = static_cast<char>(bytes[byte] ^ 0x40);
        refuses(bytes); // a snapshot that was read would have changed the size
    }
    store.update("three", put("3")).value();
    EXPECT_EQ(refuses(snapshot_of(store)), snapshot_error::oversized);
    store.update("three", put("none")).value();
    store.update("two", erase()).value();
    EXPECT_EQ(refuses(snapshot_of(store)), snapshot_error::bad_cell);
    EXPECT_EQ(restore(other, whole).value(), 2u);
    EXPECT_EQ(other.read("one"), "1");
    EXPECT_EQ(other.read("mine"), std::nullopt);
}

// Reads a snapshot that is sound in form but holds wrong cells, and returns the fault.
template <class Store> snapshot_fault crafted(Store& store, std::string const& block, std::uint64_t cells) {
    std::ostringstream out;
    detail::snapshot_writer writer(out, named_keys::mark, 0);
    if (!block.empty()) { writer.block(block); }
    writer.end(cells);
    return restore(store, out.str()).error();
}

TEST(snapshot_of_names, cells_that_nobody_wrote) {
    using namespace std::string_literals;
    text_store store{movable_clock{}};
    store.update("mine", put("m")).value();
    constexpr std::uint64_t block_begins = 18 + 8;
    auto const wrong = [](std::uint64_t byte) { return snapshot_fault{snapshot_error::corrupt, block_begins + byte}; };
    EXPECT_EQ(crafted(store, "\1a\1b\1a\1b"s, 2), wrong(4)); // the same key twice
    EXPECT_EQ(crafted(store, "\1a\2b"s, 1), wrong(0));
    EXPECT_EQ(crafted(store, "\1a\1b\xff\xff\xff\xff\xff\xff\xff\xff\xff\1x"s, 2), wrong(4));
    EXPECT_EQ(crafted(store, "\1a\1b"s, 2).what, snapshot_error::corrupt); // the end says another number of cells
    EXPECT_EQ(crafted(store, "", 1).what, snapshot_error::corrupt);
    EXPECT_EQ(crafted(store, "\1a\4none"s, 1), (snapshot_fault{snapshot_error::bad_cell, block_begins}));
    EXPECT_EQ(store.keys(), std::vector<std::string>{"mine"});
}

TEST(snapshot_of_hashes, another_seed_or_kind_is_foreign) {
    hashed_store store(movable_clock{}, {.hash_seed = {1, 2}});
    store.update("one", put("1")).value();
    hashed_store other(movable_clock{}, {.hash_seed = {1, 3}});
    EXPECT_EQ(restore(other, snapshot_of(store)).error().what, snapshot_error::foreign);
    text_store named{movable_clock{}};
    EXPECT_EQ(restore(named, snapshot_of(store)).error().what, snapshot_error::foreign);
    text_store seeded(movable_clock{}, {.hash_seed = {1, 2}}); // the seeds of stores with texts as keys may differ
    named.update("one", put("1")).value();
    EXPECT_EQ(restore(seeded, snapshot_of(named)).value(), 1u);
    EXPECT_EQ(seeded.read("one"), "1");
}

TEST(snapshot_of_names, cell_too_long_or_stream_that_fails) {
    text_store store{movable_clock{}};
    std::ostringstream failed;
    failed.setstate(std::ios::badbit);
    EXPECT_EQ(store.write_snapshot(failed, text_codec{}).error().what, snapshot_error::stream_failed);
    store.update("key", put(std::string(detail::snapshot_longest + 1, 'x'))).value();
    std::ostringstream out;
    EXPECT_EQ(store.write_snapshot(out, text_codec{}).error().what, snapshot_error::oversized);
}

TEST(snapshot_of_names, updates_go_on_meanwhile) {
    text_store store(movable_clock{}, {.shards = 4});
    std::atomic<int> wrong = 0;
    in_threads(3, [&](int thread) {
        for (int call = 0; call < 100; ++call) {
            auto const key = std::to_string(thread) + ' ' + std::to_string(call);
            if (thread != 0) {
                store.update(key, put("x")).value();
            } else {
                std::ostringstream out;
                if (!store.write_snapshot(out, text_codec{}) || !restore(store, out.str())) { ++wrong; }
            }
        }
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(store.size(), store.keys().size());
}

// The documentation says how many cells an update looks at: an update must stay short.
TEST(memory_store, every_sixteenth_update_looks_at_eight_cells) {
    movable_clock const clock;
    text_store store(clock, {.shards = 1, .ends_at = ends_at_number});
    for (int i = 0; i < 96; ++i) { ASSERT_TRUE(store.update(std::to_string(i), put("1000"))); }
    *clock.milliseconds = 2'000;
    auto const look = [&] {
        ASSERT_TRUE(store.update("absent", [](auto const&, instant) { return text_next::keep(0); }));
    };
    for (int i = 0; i < 15; ++i) { look(); }
    EXPECT_EQ(store.size(), 96U);
    look();
    EXPECT_EQ(store.size(), 88U);
    for (int i = 0; i < 16; ++i) { look(); }
    EXPECT_EQ(store.size(), 80U);
}

TEST(memory_store, defaults) {
    memory_store_options<window> const options;
    EXPECT_EQ(options.shards, 64U);
    EXPECT_EQ(options.max_cells, SIZE_MAX);
    EXPECT_EQ(options.hash_seed, hash_seed{});
    EXPECT_FALSE(options.ends_at);
}

} // namespace
} // namespace firehose_sse::quota
