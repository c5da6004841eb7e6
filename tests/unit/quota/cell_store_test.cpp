// What satisfies the concept, and that a store may run an update function more than once.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include <chrono>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse::quota {
namespace {

// Holds one cell and, like an optimistic transaction, throws the first decision away.
struct optimistic_store {
    std::optional<window> cell;
    int runs = 0;

    template <update_function<window> F> stored<update_answer<F, window>> update(std::string_view, F&& f) {
        for (;;) {
            auto decided = f(cell, instant(std::chrono::milliseconds(++runs)));
            if (runs == 1) { continue; }
            if (decided.change != cell_change::keep) { cell = std::move(decided.cell); }
            return std::move(decided.answer);
        }
    }
};
using good = next<window, std::string> (*)(std::optional<window> const&, instant);
using of_another_cell = next<std::string, int> (*)(std::optional<window> const&, instant);
using undecided = int (*)(std::optional<window> const&, instant);
using timeless = next<window, int> (*)(std::optional<window> const&);
static_assert(update_function<good, window>);
static_assert(std::is_same_v<update_answer<good, window>, std::string>);
static_assert(!update_function<of_another_cell, window>);
static_assert(!update_function<undecided, window>);
static_assert(!update_function<timeless, window>);

struct answers_nothing {
    template <class F> void update(std::string_view, F&&) {}
};
struct needs_a_number {
    template <class F> int update(int, F&&) { return 0; }
};

static_assert(cell_store<optimistic_store, window>);
static_assert(!cell_store<optimistic_store, std::string>);
static_assert(!cell_store<answers_nothing, window>);
static_assert(!cell_store<needs_a_number, window>);
static_assert(!cell_store<int, window>);

TEST(cell_store, takes_the_last_decision_only) {
    optimistic_store store;
    auto const verdict = store.update("key", [](std::optional<window> const& cell, instant now) {
        auto result = admit(cell.value_or(window{}), quota_policy{}, now);
        return next<window, admission>::put(std::move(result.next), result.verdict);
    });
    EXPECT_EQ(store.runs, 2);
    EXPECT_EQ(verdict->left, 25u);
    ASSERT_TRUE(store.cell);
    EXPECT_EQ(store.cell->charged.size(), 1u);
}

TEST(next, says_what_becomes_of_the_cell) {
    using decision = next<std::string, int>;
    auto const kept = decision::keep(1);
    EXPECT_EQ(kept.change, cell_change::keep);
    EXPECT_EQ(kept.cell, std::nullopt);
    EXPECT_EQ(kept.answer, 1);
    auto const put = decision::put("text", 2);
    EXPECT_EQ(put.change, cell_change::put);
    EXPECT_EQ(put.cell, "text");
    EXPECT_EQ(put.answer, 2);
    auto const erased = decision::erase(3);
    EXPECT_EQ(erased.change, cell_change::erase);
    EXPECT_EQ(erased.cell, std::nullopt);
    EXPECT_EQ(erased.answer, 3);
}

} // namespace
} // namespace firehose_sse::quota
