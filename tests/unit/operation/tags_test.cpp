// Merging tags.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/tags.hpp"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using tags = std::vector<model::Tag>;

tags merged(tags into, tags const& added) {
    set_tags(into, added);
    return into;
}

TEST(tags, are_kept_in_order_of_their_keys_whatever_the_order_they_come_in) {
    EXPECT_EQ(merged({}, {{"c", "3"}, {"a", "1"}, {"b", "2"}}), (tags{{"a", "1"}, {"b", "2"}, {"c", "3"}}));
    EXPECT_EQ(merged({{"b", "2"}}, {{"a", "1"}, {"c", "3"}}), (tags{{"a", "1"}, {"b", "2"}, {"c", "3"}}));
    EXPECT_EQ(merged({}, {{"é", {}}, {"z", {}}, {"Z", {}}}), (tags{{"Z", {}}, {"z", {}}, {"é", {}}})); // byte order
}

TEST(tags, an_existing_key_gets_the_new_value) {
    EXPECT_EQ(merged({{"a", "1"}, {"b", "2"}}, {{"a", "9"}}), (tags{{"a", "9"}, {"b", "2"}}));
    EXPECT_EQ(merged({{"a", "1"}}, {{"a", {}}}), (tags{{"a", {}}})); // also when the new value is absent
    EXPECT_EQ(merged({{"a", {}}}, {{"a", ""}}), (tags{{"a", ""}}));
}

TEST(tags, of_two_equal_keys_the_last_counts) { EXPECT_EQ(merged({}, {{"a", "1"}, {"a", "2"}}), (tags{{"a", "2"}})); }

TEST(tags, nothing_added_changes_nothing) {
    EXPECT_EQ(merged({{"a", "1"}}, {}), (tags{{"a", "1"}}));
    EXPECT_EQ(merged({}, {}), tags{});
}

} // namespace
} // namespace firehose_sse::operation
