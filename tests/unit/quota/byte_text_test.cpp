// One way to write a number, and what is refused.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/byte_text.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <string_view>

namespace firehose_sse::quota::detail {
namespace {

TEST(byte_text, numbers_come_back) {
    for (unsigned bit = 0; bit < 64; ++bit) {
        for (std::uint64_t const value :
             {std::uint64_t{1} << bit, (std::uint64_t{1} << bit) - 1, ~std::uint64_t{0} >> bit}) {
            std::string out;
            put_number(out, value);
            put_word(out, value);
            byte_reader in(out);
            EXPECT_EQ(in.number(), value);
            EXPECT_EQ(in.word(), value);
            EXPECT_TRUE(in.ok());
            EXPECT_EQ(in.left(), 0u);
        }
    }
}

TEST(byte_text, refuses_other_spellings_and_what_is_cut) {
    using namespace std::string_view_literals;
    for (auto const bytes :
         {""sv, "\x80"sv, "\x80\x00"sv, "\xff\x80\x00"sv, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv,
          "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00"sv}) {
        byte_reader in(bytes);
        EXPECT_EQ(in.number(), 0u);
        EXPECT_FALSE(in.ok());
        EXPECT_EQ(in.left(), 0u);
    }
    byte_reader zero("\0"sv);
    EXPECT_EQ(zero.number(), 0u);
    EXPECT_TRUE(zero.ok());
    byte_reader cut("1234567"sv);
    EXPECT_EQ(cut.word(), 0u);
    EXPECT_FALSE(cut.ok());
}

TEST(byte_text, texts_end_with_the_bytes) {
    using namespace std::string_view_literals;
    byte_reader in("abc"sv);
    EXPECT_EQ(in.text(2), "ab");
    EXPECT_EQ(in.text(0), "");
    EXPECT_EQ(in.text(1), "c");
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.text(1), "");
    EXPECT_FALSE(in.ok());
    byte_reader hostile("abc"sv);
    EXPECT_EQ(hostile.text(std::numeric_limits<std::uint64_t>::max()), "");
    EXPECT_FALSE(hostile.ok());
}

TEST(byte_text, either_sign_as_small_numbers) {
    EXPECT_EQ(zigzag(0), 0u);
    EXPECT_EQ(zigzag(-1), 1u);
    EXPECT_EQ(zigzag(1), 2u);
    for (std::int64_t const value : {std::int64_t{-7}, std::int64_t{123'456}, std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_EQ(unzigzag(zigzag(value)), value);
    }
}

} // namespace
} // namespace firehose_sse::quota::detail
