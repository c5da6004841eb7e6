// Places that never move, are used again, and hold a key exactly while they hold a cell.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/cell_slab.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace firehose_sse::quota::detail {
namespace {

using counted = std::shared_ptr<int>; // a shared pointer counts its copies
using slab = cell_slab<counted, counted>;

std::uint32_t add(slab& slots, counted const& key, counted const& cell) {
    auto const at = slots.room().value();
    slots.fill(at, counted(key), counted(cell));
    return at;
}

TEST(cell_slab, places_never_move_over_many_chunks) {
    cell_slab<std::string, std::string> slots;
    std::vector<std::string const*> places;
    for (int i = 0; i < 20'000; ++i) {
        auto const at = slots.room().value();
        ASSERT_EQ(at, static_cast<std::uint32_t>(i));
        slots.fill(at, "key " + std::to_string(i), "cell");
        places.push_back(&slots[at].key);
    }
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        ASSERT_EQ(&slots[i].key, places[i]);
        ASSERT_EQ(slots[i].key, "key " + std::to_string(i));
    }
    EXPECT_EQ((std::set<std::string const*>(places.begin(), places.end()).size()), 20'000u);
}

TEST(cell_slab, free_places_are_used_before_new_ones) {
    slab slots;
    auto const thing = std::make_shared<int>(0);
    for (int i = 0; i < 5; ++i) { add(slots, thing, thing); }
    slots.empty(1);
    slots.empty(3);
    EXPECT_FALSE(slots[1].cell);
    EXPECT_TRUE(slots[2].cell);
    std::set<std::uint32_t> const again{add(slots, thing, thing), add(slots, thing, thing)};
    EXPECT_EQ(again, (std::set<std::uint32_t>{1, 3}));
    EXPECT_EQ(slots.made(), 5u);
    EXPECT_EQ(add(slots, thing, thing), 5u);
}

TEST(cell_slab, room_that_is_not_filled_is_given_again) {
    slab slots;
    EXPECT_EQ(slots.room(), 0u);
    EXPECT_EQ(slots.room(), 0u);
    EXPECT_EQ(slots.made(), 1u);
    EXPECT_FALSE(slots[0].cell);
}

TEST(cell_slab, keys_and_cells_end_with_their_places) {
    auto const key = std::make_shared<int>(0);
    auto const cell = std::make_shared<int>(0);
    {
        slab slots;
        add(slots, key, cell);
        add(slots, key, cell);
        slots.room();
        EXPECT_EQ(key.use_count(), 3);
        slots.empty(0);
        EXPECT_EQ(key.use_count(), 2);
        EXPECT_EQ(cell.use_count(), 2);
    }
    EXPECT_EQ(key.use_count(), 1);
    EXPECT_EQ(cell.use_count(), 1);
}

} // namespace
} // namespace firehose_sse::quota::detail
