// Places are by name: joining twice is joining once.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/roster.hpp"
#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::quota {
namespace {

TEST(roster, has_no_more_places_than_the_limit) {
    roster all;
    for (std::string const name : {"orders", "billing", "orders", "audit"}) {
        auto joined = join(all, name, 2);
        EXPECT_EQ(joined.admitted, name != "audit");
        all = joined.next;
    }
    EXPECT_EQ(all.members, (std::set<std::string, std::less<>>{"billing", "orders"}));
    all = leave(all, "audit");
    EXPECT_EQ(all.members.size(), 2u);
    all = leave(all, "orders");
    EXPECT_TRUE(join(all, "audit", 2).admitted);
}

TEST(roster, a_smaller_limit_takes_no_place_back) {
    roster const all{{"a", "b", "c"}};
    EXPECT_TRUE(join(all, "b", 1).admitted);
    EXPECT_FALSE(join(all, "d", 3).admitted);
    EXPECT_EQ(join(all, "d", 3).next, all);
    EXPECT_FALSE(join({}, "a", 0).admitted);
}

} // namespace
} // namespace firehose_sse::quota
