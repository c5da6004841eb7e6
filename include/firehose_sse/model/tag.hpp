// Tags of a stream and the three operations on them.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/stream.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include <boost/describe/class.hpp>
#include <optional>

namespace firehose_sse::model {

/// Key of a tag; the prefix `aws:` is reserved. *Model:* TagKey.
struct TagKey : string_shape<TagKey> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 128};
    using pattern = pattern_text<R"(^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)">;
};

/// Value of a tag. *Model:* TagValue.
struct TagValue : string_shape<TagValue> {
    using string_shape::string_shape;
    static constexpr length bounds{0, 256};
    using pattern = pattern_text<R"(^[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)">;
};

/// *Model:* Tag.
struct Tag {
    model::TagKey Key{};
    std::optional<model::TagValue> Value{};
    friend bool operator==(Tag const&, Tag const&) = default;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (Key, Value))

/// *Model:* TagDeliveryStreamInputTagList.
struct TagDeliveryStreamInputTagList : list_shape<TagDeliveryStreamInputTagList, model::Tag> {
    using list_shape::list_shape;
    static constexpr length bounds{1, 50};
};

/// Adds tags, or gives existing keys new values. *Model:* TagDeliveryStreamInput.
struct TagDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    model::TagDeliveryStreamInputTagList Tags{};
    friend bool operator==(TagDeliveryStreamInput const&, TagDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(TagDeliveryStreamInput, (), (DeliveryStreamName, Tags))

/// *Model:* TagDeliveryStreamOutput.
struct TagDeliveryStreamOutput {
    friend bool operator==(TagDeliveryStreamOutput const&, TagDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(TagDeliveryStreamOutput, (), ())

/// *Model:* TagKeyList.
struct TagKeyList : list_shape<TagKeyList, model::TagKey> {
    using list_shape::list_shape;
    static constexpr length bounds{1, 50};
};

/// Removes tags; keys that the stream does not have are ignored. *Model:* UntagDeliveryStreamInput.
struct UntagDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    model::TagKeyList TagKeys{};
    friend bool operator==(UntagDeliveryStreamInput const&, UntagDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(UntagDeliveryStreamInput, (), (DeliveryStreamName, TagKeys))

/// *Model:* UntagDeliveryStreamOutput.
struct UntagDeliveryStreamOutput {
    friend bool operator==(UntagDeliveryStreamOutput const&, UntagDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(UntagDeliveryStreamOutput, (), ())

/// How many tags one answer may list. *Model:* ListTagsForDeliveryStreamInputLimit.
struct ListTagsForDeliveryStreamInputLimit : integer_shape<ListTagsForDeliveryStreamInputLimit> {
    using integer_shape::integer_shape;
    static constexpr range bounds{1, 50};
};

/// *Model:* ListTagsForDeliveryStreamInput.
struct ListTagsForDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    std::optional<model::TagKey> ExclusiveStartTagKey{};
    std::optional<model::ListTagsForDeliveryStreamInputLimit> Limit{};
    friend bool operator==(ListTagsForDeliveryStreamInput const&, ListTagsForDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(ListTagsForDeliveryStreamInput, (), (DeliveryStreamName, ExclusiveStartTagKey, Limit))

/// *Model:* ListTagsForDeliveryStreamOutputTagList.
struct ListTagsForDeliveryStreamOutputTagList : list_shape<ListTagsForDeliveryStreamOutputTagList, model::Tag> {
    using list_shape::list_shape;
    static constexpr length bounds{0, 50};
};

/// *Model:* ListTagsForDeliveryStreamOutput.
struct ListTagsForDeliveryStreamOutput {
    model::ListTagsForDeliveryStreamOutputTagList Tags{};
    bool HasMoreTags = false;
    friend bool operator==(ListTagsForDeliveryStreamOutput const&, ListTagsForDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(ListTagsForDeliveryStreamOutput, (), (Tags, HasMoreTags))

} // namespace firehose_sse::model
