// Options: their defaults, and the small ones, which put every bound within reach.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/options.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(options, the_default_ones_are_those_of_the_service) {
    EXPECT_EQ(options{}.constraints, constraint::policy{});
    EXPECT_EQ(options{}.decode, wire::decode_options{});
}

TEST(options, sizes) {
    constexpr options usual;
    EXPECT_EQ(usual.usual_text, 24U);
    EXPECT_EQ(usual.usual_list, 3U);
    EXPECT_EQ(usual.usual_blob, 64U);
    EXPECT_EQ(usual.largest_bound, 512U);
    EXPECT_EQ(usual.largest_payload, 65'536U);
    EXPECT_TRUE(usual.odd_spelling);
    constexpr auto small = options::small();
    EXPECT_EQ(small.usual_text, 8U);
    EXPECT_EQ(small.usual_list, 2U);
    EXPECT_EQ(small.usual_blob, 8U);
}

TEST(options, the_small_ones_put_every_bound_within_reach) {
    constexpr auto small = options::small();
    EXPECT_EQ(small.constraints, constraint::policy::fuzz());
    EXPECT_EQ(small.decode, wire::decode_options::fuzz());
    auto const& ceilings = small.constraints.ceilings;
    EXPECT_LE(ceilings.string, small.largest_bound);
    EXPECT_LE(ceilings.list, small.largest_bound);
    EXPECT_LE(ceilings.blob, small.largest_bound);
    EXPECT_LE(small.constraints.batch_bytes, small.largest_bound);
    EXPECT_GE(ceilings.string, 29U) << "one text of every pattern";
    EXPECT_GE(small.decode.max_depth, 3U);
    EXPECT_GE(small.decode.max_elements, ceilings.list);
    EXPECT_GT(ceilings.blob * ceilings.list, small.constraints.batch_bytes) << "a batch can be too large";
}

} // namespace
} // namespace firehose_sse::fuzzing
