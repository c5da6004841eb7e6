// Keys of both kinds: what is kept of them, and what a snapshot says of them.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/store_keys.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::quota {
namespace {

constexpr hash_seed seed{1, 2};
constexpr hash_seed other{1, 3};

template <class Keys> class store_keys : public testing::Test {};
using kinds = testing::Types<named_keys, hashed_keys>;
TYPED_TEST_SUITE(store_keys, kinds);

TYPED_TEST(store_keys, a_kept_key_is_the_one_sought) {
    for (std::string const text : {"", "a", "a much longer key than any string holds without memory of its own"}) {
        auto const sought = TypeParam::seek(seed, text);
        auto const kept = TypeParam::keep(sought);
        EXPECT_TRUE(TypeParam::same(kept, sought));
        EXPECT_FALSE(TypeParam::same(kept, TypeParam::seek(seed, text + "b")));
        EXPECT_EQ(TypeParam::hash(seed, kept), sought.hash);
        EXPECT_NE(TypeParam::seek(other, text).hash, sought.hash); // nobody without the seed knows the hash
        std::string const bytes(TypeParam::write(kept));
        auto const read = TypeParam::read(seed, bytes);
        ASSERT_TRUE(read);
        EXPECT_TRUE(TypeParam::same(kept, *read));
        EXPECT_EQ(read->hash, sought.hash);
    }
}

TEST(hashed_keys, are_of_sixteen_bytes) {
    static_assert(sizeof(hashed_keys::kept) == 16);
    EXPECT_FALSE(hashed_keys::read(seed, std::string(15, 'x')));
    EXPECT_FALSE(hashed_keys::read(seed, std::string(17, 'x')));
    EXPECT_TRUE(hashed_keys::read(seed, std::string(16, 'x')));
    EXPECT_NE(hashed_keys::seed_mark(seed), hashed_keys::seed_mark(other));
    EXPECT_NE(hashed_keys::mark, named_keys::mark);
}

} // namespace
} // namespace firehose_sse::quota
