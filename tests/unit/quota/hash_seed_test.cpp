// Seeds: every word counts, and words make another seed than a text with the same bytes.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/hash_seed.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::quota {
namespace {

TEST(hash_seed, every_bit_of_every_word_counts) {
    std::vector<std::uint32_t> words(8, 0x01234567);
    std::set<std::pair<std::uint64_t, std::uint64_t>> seeds;
    auto const add = [&] {
        auto const seed = make_seed(words);
        EXPECT_EQ(seed, make_seed(words));
        seeds.insert({seed.low, seed.high});
    };
    add();
    for (auto& each : words) {
        for (int bit = 0; bit < 32; ++bit) {
            each ^= 1U << bit;
            add();
            each ^= 1U << bit;
        }
    }
    words.push_back(0);
    add();
    EXPECT_EQ(seeds.size(), 8u * 32 + 2);
}

TEST(hash_seed, both_halves_are_filled_by_one_word) {
    std::uint32_t const word[] = {1};
    std::uint32_t const other[] = {2};
    EXPECT_NE(make_seed(word).low, make_seed(other).low);
    EXPECT_NE(make_seed(word).high, make_seed(other).high);
    EXPECT_NE(make_seed(std::vector<std::uint32_t>{}), hash_seed{});
}

TEST(hash_seed, is_the_same_for_all_who_know_the_secret) {
    EXPECT_EQ(make_seed("one secret"), make_seed(std::string_view("one secret")));
    EXPECT_NE(make_seed("one secret"), make_seed("one secreT"));
    EXPECT_NE(make_seed("one secret").low, make_seed("one secret").high);
    std::uint32_t const words[] = {0x64636261}; // "abcd" as bytes
    EXPECT_NE(make_seed(words), make_seed("abcd"));
}

} // namespace
} // namespace firehose_sse::quota
