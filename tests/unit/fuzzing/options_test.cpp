// Options: the small ones leave room for what they ask for.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/options.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(options, the_default_ones_are_those_of_the_service) {
    EXPECT_EQ(options{}.constraints, constraint::policy{});
    EXPECT_EQ(options{}.decode, wire::decode_options{});
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
