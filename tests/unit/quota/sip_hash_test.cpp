// The published test vectors: the key 00 01 ... 0f, and messages 00 01 ... of rising length.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::quota::detail {
namespace {

constexpr hash_seed seed{0x0706050403020100, 0x0f0e0d0c0b0a0908};
static_assert(hash_seed{} == hash_seed{0, 0});

std::string message(std::size_t size) {
    std::string made;
    for (std::size_t i = 0; i < size; ++i) { made.push_back(static_cast<char>(i)); }
    return made;
}

TEST(sip_hash, of_64_bits) {
    EXPECT_EQ(sip_hash_64(seed, message(0)), 0x726fdb47dd0e0e31u);
    EXPECT_EQ(sip_hash_64(seed, message(1)), 0x74f839c593dc67fdu);
    EXPECT_EQ(sip_hash_64(seed, message(8)), 0x93f5f5799a932462u);
    EXPECT_EQ(sip_hash_64(seed, message(15)), 0xa129ca6149be45e5u);
    static_assert(sip_hash_64(seed, "") == 0x726fdb47dd0e0e31u);
}

TEST(sip_hash, of_128_bits) {
    struct {
        std::size_t size;
        std::uint64_t first; // the reference's bytes as they are written, highest first
        std::uint64_t second;
    } const rows[] = {
        {0, 0xa3817f04ba25a8e6, 0x6df67214c7550293},  {1, 0xda87c1d86b99af44, 0x347659119b22fc45},
        {7, 0xa1f1ebbed8dbc153, 0xc0b84aa61ff08239},  {8, 0x3b62a9ba6258f561, 0x0f83e264f31497b4},
        {15, 0x5493e99933b0a811, 0x7e08ec0f97cfc3d9}, {63, 0x5150d1772f50834a, 0x503e069a973fbd7c},
    };
    auto const bytes_turned = [](std::uint64_t value) {
        std::uint64_t turned = 0;
        for (int i = 0; i < 8; ++i, value >>= 8) { turned = turned << 8 | (value & 0xff); }
        return turned;
    };
    for (auto const& row : rows) {
        auto const hash = sip_hash_128(seed, message(row.size));
        EXPECT_EQ(hash.low, bytes_turned(row.first)) << row.size;
        EXPECT_EQ(hash.high, bytes_turned(row.second)) << row.size;
    }
}

TEST(sip_hash, differs_by_seed_and_by_message) {
    std::set<hash_128> seen;
    for (std::size_t size = 0; size < 300; ++size) {
        for (std::uint64_t const low : {0U, 1U}) {
            for (std::uint64_t const high : {0U, 1U}) {
                seen.insert(sip_hash_128({low, high}, std::string(size, 'x')));
            }
        }
    }
    EXPECT_EQ(seen.size(), 1'200u);
}

} // namespace
} // namespace firehose_sse::quota::detail
