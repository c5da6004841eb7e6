// What every store of cells must do, as one suite of typed tests.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace firehose_sse::quota::store_suite_parts {

using text = std::optional<std::string>;
template <class Answer> using text_next = next<std::string, Answer>;

/// Runs `f(0)` … `f(count - 1)`, each in a thread, all at once.
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

/// The answer of an update, asked for again where others came first each time the store tried.
template <class Store, class F> auto insist(Store& store, std::string_view key, F const& f) {
    for (;;) {
        auto answer = store.update(key, f);
        if (!answer && answer.error() == store_error::contended) { continue; }
        return std::move(answer).value();
    }
}

template <class Store> void put(Store& store, std::string_view key, std::string_view cell) {
    insist(store, key, [cell](text const&, instant) { return text_next<int>::put(std::string(cell), 0); });
}
template <class Store> void erase(Store& store, std::string_view key) {
    insist(store, key, [](text const&, instant) { return text_next<int>::erase(0); });
}
template <class Store> text read(Store& store, std::string_view key) {
    return insist(store, key, [](text const& cell, instant) { return text_next<text>::keep(cell); });
}
template <class Store> instant now_of(Store& store, std::string_view key) {
    return insist(store, key, [](text const&, instant now) { return text_next<instant>::keep(now); });
}

/// A cell that counts, as text; the answer is the count before.
template <class Store> int count_one(Store& store, std::string_view key) {
    return insist(store, key, [](text const& cell, instant) {
        int const count = cell ? std::stoi(*cell) : 0;
        return text_next<int>::put(std::to_string(count + 1), count);
    });
}

/// A cell that holds a window as bytes.
template <class Store> bool admit_one(Store& store, std::string_view key) {
    return insist(store, key, [](text const& cell, instant now) {
        window_codec const codec{};
        auto current = cell ? codec.read(*cell) : window{};
        if (!current) { throw std::runtime_error("the store altered a cell"); }
        auto result = admit(std::move(*current), codec.policy, now);
        return text_next<bool>::put(codec.write(result.next), result.verdict.admitted);
    });
}

/// Keys, and cells, that a careless store takes for something else.
inline std::vector<std::string> awkward_texts() {
    using namespace std::string_literals;
    return {"",
            "\0"s,
            "\0\0"s,
            "a\0b"s,
            "a",
            "A",
            "a b",
            " ",
            "a\r\nb",
            "{a}",
            "{}a",
            "}{",
            "a:b*?[c]\\\"'%s",
            "\xc3\xa9",
            "\xff\xfe",
            "123456789012/eu-central-1/a-stream.of_one",
            std::string(1'000, 'k'),
            std::string(999, 'k') + "l"};
}

} // namespace firehose_sse::quota::store_suite_parts

namespace firehose_sse::quota {

/// `Environment` is made anew for each case, with no cell in it. `open()` gives the store, or one thread's own access
/// to it: a cell_store of std::string, as a value or a reference. An environment whose clock can be set has
/// `set_time(instant)`.
///
/// *Example:* `INSTANTIATE_TYPED_TEST_SUITE_P(memory, store_suite, memory_environment);`
template <class Environment> class store_suite : public testing::Test {
protected:
    Environment environment;
};
TYPED_TEST_SUITE_P(store_suite);

TYPED_TEST_P(store_suite, makes_replaces_keeps_and_erases) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    EXPECT_EQ(read(store, "key"), std::nullopt);
    put(store, "key", "one");
    EXPECT_EQ(read(store, "key"), "one");
    put(store, "key", "two");
    EXPECT_EQ(read(store, "key"), "two");
    EXPECT_EQ(read(store, "key"), "two"); // reading kept it
    erase(store, "key");
    EXPECT_EQ(read(store, "key"), std::nullopt);
    put(store, "key", "three");
    EXPECT_EQ(read(store, "key"), "three");
}

TYPED_TEST_P(store_suite, absent_cell_stays_absent_when_kept_or_erased) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    EXPECT_EQ(read(store, "key"), std::nullopt);
    EXPECT_EQ(read(store, "key"), std::nullopt);
    erase(store, "key");
    EXPECT_EQ(read(store, "key"), std::nullopt);
}

TYPED_TEST_P(store_suite, answers_that_only_move) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    auto const answer = insist(store, "key", [](text const&, instant) {
        return text_next<std::unique_ptr<int>>::put("cell", std::make_unique<int>(7));
    });
    EXPECT_EQ(*answer, 7);
}

TYPED_TEST_P(store_suite, two_keys_do_not_disturb_each_other) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    put(store, "one", "1");
    put(store, "other", "2");
    put(store, "one", "3");
    EXPECT_EQ(read(store, "other"), "2");
    erase(store, "one");
    EXPECT_EQ(read(store, "one"), std::nullopt);
    EXPECT_EQ(read(store, "other"), "2");
}

TYPED_TEST_P(store_suite, keys_of_any_bytes) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    auto const keys = awkward_texts();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        EXPECT_EQ(read(store, keys[i]), std::nullopt) << i; // no earlier key means the same
        put(store, keys[i], std::to_string(i));
    }
    for (std::size_t i = 0; i < keys.size(); ++i) { EXPECT_EQ(read(store, keys[i]), std::to_string(i)) << i; }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        erase(store, keys[i]);
        EXPECT_EQ(read(store, keys[i]), std::nullopt) << i;
    }
}

TYPED_TEST_P(store_suite, cells_of_any_bytes) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    auto cells = awkward_texts(); // the empty cell is one, not an absent one
    cells.emplace_back(100'000, 'x');
    std::string all;
    for (int byte = 0; byte < 256; ++byte) { all.push_back(static_cast<char>(byte)); }
    cells.push_back(all);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        put(store, "key", cells[i]);
        EXPECT_TRUE(read(store, "key") == cells[i]) << i;
    }
}

TYPED_TEST_P(store_suite, throwing_function_changes_nothing_and_locks_nothing) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    put(store, "key", "before");
    auto const fails = [](text const&, instant) -> text_next<int> { throw std::runtime_error("no"); };
    EXPECT_THROW(static_cast<void>(store.update("key", fails)), std::runtime_error);
    EXPECT_THROW(static_cast<void>(store.update("absent", fails)), std::runtime_error);
    EXPECT_EQ(read(store, "key"), "before");
    EXPECT_EQ(read(store, "absent"), std::nullopt);
    put(store, "key", "after");
    EXPECT_EQ(read(store, "key"), "after");
    std::thread([&] {
        auto&& other = this->environment.open();
        EXPECT_EQ(read(other, "key"), "after");
        put(other, "key", "at last");
    }).join();
    EXPECT_EQ(read(store, "key"), "at last");
}

TYPED_TEST_P(store_suite, updates_of_one_key_form_one_line) {
    using namespace store_suite_parts;
    constexpr int threads = 8;
    constexpr int calls = 100;
    std::vector<std::vector<int>> answers(threads);
    in_threads(threads, [&](int thread) {
        auto&& store = this->environment.open();
        for (int call = 0; call < calls; ++call) {
            answers[static_cast<std::size_t>(thread)].push_back(count_one(store, "key"));
        }
    });
    std::vector<int> all;
    for (auto const& each : answers) {
        EXPECT_TRUE(std::ranges::is_sorted(each)); // a thread's later call sees its earlier one
        all.insert(all.end(), each.begin(), each.end());
    }
    // A lost update is an answer given twice, a doubled one an answer left out.
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size(); ++i) { ASSERT_EQ(all[i], static_cast<int>(i)); }
    auto&& store = this->environment.open();
    EXPECT_EQ(read(store, "key"), std::to_string(threads * calls));
}

TYPED_TEST_P(store_suite, twenty_five_of_a_thousand_concurrent_calls_on_each_key) {
    using namespace store_suite_parts;
    constexpr int threads = 8;
    constexpr std::size_t keys = 5;
    std::atomic<int> admitted[keys] = {};
    in_threads(threads, [&](int thread) {
        auto&& store = this->environment.open();
        for (std::size_t call = 0; call < keys * 1'000 / threads; ++call) {
            std::size_t const key = (call + static_cast<std::size_t>(thread)) % keys;
            if (admit_one(store, "stream-" + std::to_string(key))) { ++admitted[key]; }
        }
    });
    for (auto const& each : admitted) { EXPECT_EQ(each, 25); }
}

TYPED_TEST_P(store_suite, time_never_runs_backwards) {
    using namespace store_suite_parts;
    auto&& store = this->environment.open();
    instant before = instant::min();
    for (int call = 0; call < 200; ++call) {
        instant const now = now_of(store, "key");
        ASSERT_LE(before, now);
        before = now;
    }
}

TYPED_TEST_P(store_suite, clock_that_steps_back_is_not_followed) {
    using namespace store_suite_parts;
    constexpr instant noon(std::chrono::hours(12));
    if constexpr (requires(TypeParam & each) { each.set_time(noon); }) {
        auto&& store = this->environment.open();
        this->environment.set_time(noon);
        EXPECT_EQ(now_of(store, "key"), noon);
        this->environment.set_time(noon - std::chrono::milliseconds(1));
        EXPECT_EQ(now_of(store, "key"), noon);
        this->environment.set_time(noon + std::chrono::milliseconds(1));
        EXPECT_EQ(now_of(store, "key"), noon + std::chrono::milliseconds(1));
    } else {
        GTEST_SKIP() << "the clock of this store cannot be set";
    }
}

REGISTER_TYPED_TEST_SUITE_P(store_suite, makes_replaces_keeps_and_erases, absent_cell_stays_absent_when_kept_or_erased,
                            answers_that_only_move, two_keys_do_not_disturb_each_other, keys_of_any_bytes,
                            cells_of_any_bytes, throwing_function_changes_nothing_and_locks_nothing,
                            updates_of_one_key_form_one_line, twenty_five_of_a_thousand_concurrent_calls_on_each_key,
                            time_never_runs_backwards, clock_that_steps_back_is_not_followed);

} // namespace firehose_sse::quota
