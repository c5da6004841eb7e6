// Cells are found by key whatever the hash does, and a hand goes round and forgets.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/cell_table.hpp"
#include "firehose_sse/quota/detail/store_keys.hpp"
#include "unit/quota/moments.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace firehose_sse::quota::detail {
namespace {

// All keys have one hash: only the comparison of whole keys tells them apart.
struct colliding_keys : named_keys {
    static sought seek(hash_seed, std::string_view key) noexcept { return {key, 7}; }
    static std::uint64_t hash(hash_seed, kept const&) noexcept { return 7; }
};

template <class Keys> class cell_table_of : public testing::Test {};
using kinds = testing::Types<named_keys, hashed_keys, colliding_keys>;
TYPED_TEST_SUITE(cell_table_of, kinds);

TYPED_TEST(cell_table_of, does_what_a_map_does) {
    constexpr hash_seed seed{5, 6};
    cell_table<int, TypeParam> table(seed);
    std::map<std::string, int> model;
    std::uint32_t random = 1;
    for (int step = 0; step < 4'000; ++step) {
        random = random * 1'664'525 + 1'013'904'223;
        std::string const key = std::to_string((random >> 16) % 300);
        auto const sought = TypeParam::seek(seed, key);
        auto* const found = table.find(sought);
        ASSERT_EQ(found != nullptr, model.contains(key));
        if (!found) {
            ASSERT_FALSE(table.erase(sought));
            ASSERT_TRUE(table.insert(sought, step));
            model[key] = step;
        } else {
            ASSERT_EQ(found->cell, model[key]);
            ASSERT_TRUE(table.erase(sought));
            model.erase(key);
        }
        ASSERT_EQ(table.size(), model.size());
    }
    int sum = 0;
    table.for_each([&](auto const&, int cell) { sum += cell; });
    for (auto const& [key, cell] : model) { sum -= cell; }
    EXPECT_EQ(sum, 0);
}

std::optional<instant> ends_at_itself(int cell) { return cell < 0 ? std::nullopt : std::optional(at(cell)); }

TEST(cell_table, hand_goes_round_and_forgets_what_has_ended) {
    cell_table<int, named_keys> table({});
    for (int const each : {10, 20, 30, -1}) { table.insert(named_keys::seek({}, std::to_string(each)), each); }
    EXPECT_EQ(table.forget(ends_at_itself, at(9), 100), 0u);
    EXPECT_EQ(table.forget(ends_at_itself, at(20), 4), 2u); // one round: a cell has ended at the very moment of its end
    EXPECT_EQ(table.size(), 2u);
    EXPECT_FALSE(table.find(named_keys::seek({}, "20")));
    EXPECT_TRUE(table.find(named_keys::seek({}, "30")));
    std::size_t gone = 0;
    for (int look = 0; look < 4; ++look) { gone += table.forget(ends_at_itself, instant::max(), 1); }
    EXPECT_EQ(gone, 1u); // what never ends stays
    EXPECT_TRUE(table.find(named_keys::seek({}, "-1")));
}

TEST(cell_table, looks_at_no_more_than_it_is_told) {
    cell_table<int, named_keys> table({});
    for (int i = 0; i < 100; ++i) { table.insert(named_keys::seek({}, std::to_string(i)), 0); }
    int looks = 0;
    table.forget(
        [&](int) {
            ++looks;
            return std::optional<instant>();
        },
        at(0), 7);
    EXPECT_EQ(looks, 7);
    EXPECT_EQ((cell_table<int, named_keys>({}).forget(ends_at_itself, at(0), 7)), 0u);
}

} // namespace
} // namespace firehose_sse::quota::detail
