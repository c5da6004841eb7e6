// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/tag.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <type_traits>

namespace firehose_sse::model {
namespace {

TEST(tag_model, members) {
    EXPECT_EQ(members_of<Tag>(), (words{"Key: TagKey", "Value?: TagValue"}));
    EXPECT_EQ(members_of<TagDeliveryStreamInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "Tags: TagDeliveryStreamInputTagList"}));
    EXPECT_TRUE(members_of<TagDeliveryStreamOutput>().empty());
    EXPECT_EQ(members_of<UntagDeliveryStreamInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "TagKeys: TagKeyList"}));
    EXPECT_TRUE(members_of<UntagDeliveryStreamOutput>().empty());
    EXPECT_EQ(members_of<ListTagsForDeliveryStreamInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "ExclusiveStartTagKey?: TagKey",
                     "Limit?: ListTagsForDeliveryStreamInputLimit"}));
    EXPECT_EQ(members_of<ListTagsForDeliveryStreamOutput>(),
              (words{"Tags: ListTagsForDeliveryStreamOutputTagList", "HasMoreTags: bool"}));
}

TEST(tag_model, rules) {
    EXPECT_EQ(TagKey::bounds, (length{1, 128}));
    EXPECT_EQ(TagKey::pattern::text, R"(^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)");
    EXPECT_EQ(TagValue::bounds, (length{0, 256}));
    EXPECT_EQ(TagValue::pattern::text, R"(^[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)");
    EXPECT_EQ(TagDeliveryStreamInputTagList::bounds, (length{1, 50}));
    EXPECT_EQ(TagKeyList::bounds, (length{1, 50}));
    EXPECT_EQ(ListTagsForDeliveryStreamInputLimit::bounds, (range{1, 50}));
    EXPECT_EQ(ListTagsForDeliveryStreamOutputTagList::bounds, (length{0, 50}));
}

TEST(tag_model, elements) {
    EXPECT_TRUE((std::is_same_v<TagDeliveryStreamInputTagList::element, Tag>));
    EXPECT_TRUE((std::is_same_v<ListTagsForDeliveryStreamOutputTagList::element, Tag>));
    EXPECT_TRUE((std::is_same_v<TagKeyList::element, TagKey>));
}

TEST(tag_model, defaults) {
    EXPECT_EQ(Tag().Value, std::nullopt);
    EXPECT_TRUE(TagDeliveryStreamInput().Tags.empty());
    EXPECT_EQ(ListTagsForDeliveryStreamInput().Limit, std::nullopt);
    EXPECT_EQ(ListTagsForDeliveryStreamInput().ExclusiveStartTagKey, std::nullopt);
    EXPECT_FALSE(ListTagsForDeliveryStreamOutput().HasMoreTags);
}

TEST(tag_model, equality) {
    EXPECT_EQ((Tag{"team", "blue"}), (Tag{"team", "blue"}));
    EXPECT_NE((Tag{"team", "blue"}), (Tag{"team", "red"}));
    EXPECT_NE((Tag{"team", ""}), (Tag{"team", {}})); // an empty value is not an absent one
}

} // namespace
} // namespace firehose_sse::model
