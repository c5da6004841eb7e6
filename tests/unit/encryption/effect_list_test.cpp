// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/effect_list.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <gtest/gtest.h>
#include <iterator>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

constexpr long never = -1;
long requests_left = never; // until one is refused
long blocks = 0;

} // namespace

void* operator new(std::size_t size) {
    if (requests_left == 0) { throw std::bad_alloc(); }
    if (requests_left != never) { --requests_left; }
    void* const made = std::malloc(size == 0 ? 1 : size);
    if (made == nullptr) { throw std::bad_alloc(); }
    ++blocks;
    return made;
}
void operator delete(void* memory) noexcept {
    if (memory != nullptr) { --blocks; }
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace firehose_sse::encryption {
namespace {

// long enough to need memory of their own, so that a sanitizer sees a key that is destroyed twice or never
key const blue{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/blue"};
key const green{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/green"};

effect_list const rotation{schedule_retirement{1, blue}, create_grant{2, green}, begin_work{2, work_kind::enabling}};

TEST(effect_list, keeps_effects_in_order) {
    effect_list made;
    EXPECT_TRUE(made.empty());
    EXPECT_EQ(made.begin(), made.end());
    made.push_back(schedule_retirement{1, blue});
    made.push_back(create_grant{2, green});
    EXPECT_EQ(made.size(), 2u);
    EXPECT_NE(made, rotation);
    effect const last = begin_work{2, work_kind::enabling};
    made.push_back(last);
    EXPECT_FALSE(made.empty());
    EXPECT_EQ(made, rotation);
    EXPECT_EQ(made[0], effect(schedule_retirement{1, blue}));
    EXPECT_EQ(made[1], effect(create_grant{2, green}));
    EXPECT_EQ(made.front(), made[0]);
    EXPECT_EQ(made.back(), last);
}

TEST(effect_list, equal_by_length_effects_and_order) {
    effect const first = schedule_retirement{1, blue};
    effect const second = create_grant{2, green};
    EXPECT_EQ(effect_list{}, effect_list{});
    EXPECT_EQ((effect_list{first, second}), (effect_list{first, second}));
    EXPECT_NE((effect_list{first, second}), (effect_list{second, first}));
    EXPECT_NE((effect_list{first, second}), (effect_list{first}));
    EXPECT_NE((effect_list{first}), (effect_list{first, second}));
}

TEST(effect_list, copies_and_moves_what_it_holds) {
    effect_list copy = rotation;
    EXPECT_EQ(copy, rotation);
    effect_list moved = std::move(copy);
    EXPECT_EQ(moved, rotation);
    effect_list const one{retire_after_delivery{3, green}};
    moved = one;
    EXPECT_EQ(moved, one);
    moved = rotation;
    EXPECT_EQ(moved, rotation);
    moved = effect_list{};
    EXPECT_TRUE(moved.empty());
    moved = effect_list(rotation);
    effect_list const& same = moved;
    moved = same;
    EXPECT_EQ(moved, rotation);
    moved.clear();
    EXPECT_TRUE(moved.empty());
}

// Runs `make` with memory for so many requests: the blocks left behind if that was not enough, else nothing.
template <class Make> std::optional<long> blocks_left_behind(long requests, Make const& make) {
    long const before = blocks;
    bool refused = false;
    requests_left = requests;
    try {
        make();
    } catch (std::bad_alloc const&) { refused = true; }
    requests_left = never;
    return refused ? std::optional(blocks - before) : std::nullopt;
}

TEST(effect_list, that_cannot_be_made_leaves_nothing_behind) {
    auto const of_two = [] { return effect_list{schedule_retirement{1, blue}, create_grant{2, green}}; };
    effect_list const two = of_two();
    for (long const requests : {0, 1}) { // each key is a block of its own
        EXPECT_EQ(blocks_left_behind(requests, [&] { effect_list const copy = two; }), 0) << requests;
    }
    for (long const requests : {0, 1, 2, 3}) { // the initializer list holds copies as well
        EXPECT_EQ(blocks_left_behind(requests, [&] { of_two(); }), 0) << requests;
    }
    EXPECT_EQ(blocks_left_behind(2, [&] { effect_list const copy = two; }), std::nullopt);
    EXPECT_EQ(blocks_left_behind(100, [&] { of_two(); }), std::nullopt);
}

TEST(effect_list, is_a_range_of_effects) {
    EXPECT_EQ(std::distance(rotation.begin(), rotation.end()), 3);
    EXPECT_EQ(std::ranges::count_if(rotation, [](effect const& e) { return attempt_of(e) == 2; }), 2);
    effect_list changed = rotation;
    for (effect& each : changed) { each = begin_work{7}; }
    EXPECT_EQ(changed, (effect_list{begin_work{7}, begin_work{7}, begin_work{7}}));
    auto at = rotation.begin();
    EXPECT_EQ(at++->index(), rotation[0].index());
    EXPECT_EQ(*at, rotation[1]);
}

TEST(effect_list, becomes_a_vector_where_one_is_asked_for) {
    std::vector<effect> const all = rotation;
    EXPECT_TRUE(std::ranges::equal(all, rotation));
    EXPECT_TRUE(std::vector<effect>(effect_list{}).empty());
}

// a variant of states and lists moves without throwing only if they do, and stores ask for that
static_assert(std::is_nothrow_move_constructible_v<effect_list> && std::is_nothrow_move_assignable_v<effect_list>);

TEST(effect_list_death_test, one_too_many_ends_the_program) {
    effect_list full = rotation;
    EXPECT_DEATH(full.push_back(begin_work{9}), "");
}

} // namespace
} // namespace firehose_sse::encryption
