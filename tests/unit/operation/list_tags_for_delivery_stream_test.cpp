// ListTags: order and pages.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/list_tags_for_delivery_stream.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using ListTags = ListTagsForDeliveryStream;

static_assert(std::same_as<answer<ListTags>,
                           std::variant<model::ListTagsForDeliveryStreamOutput, model::ResourceNotFoundException,
                                        model::InvalidArgumentException, model::LimitExceededException>>);

stream_record tagged(std::vector<model::Tag> tags) {
    auto stream = never_encrypted();
    stream.tags = std::move(tags);
    return stream;
}

std::vector<model::Tag> const abc{{.Key = "a", .Value = "1"}, {.Key = "b", .Value = {}}, {.Key = "c", .Value = ""}};

decision<ListTags> decide(std::optional<stream_record> const& stream, std::optional<model::TagKey> after = {},
                          std::optional<model::ListTagsForDeliveryStreamInputLimit> limit = {}) {
    return ListTags::decide(stream,
                            {.DeliveryStreamName = "orders", .ExclusiveStartTagKey = std::move(after), .Limit = limit},
                            world{}.with(), now);
}

void expect_page(decision<ListTags> const& decided, std::vector<model::Tag> const& tags, bool more) {
    auto const& answer = output_of<ListTags>(decided);
    EXPECT_EQ(static_cast<std::vector<model::Tag> const&>(answer.Tags), tags);
    EXPECT_EQ(answer.HasMoreTags, more);
    EXPECT_EQ(decided.change, quota::cell_change::keep);
}

TEST(list_tags_for_delivery_stream, all_in_order_of_their_keys) {
    expect_page(decide(tagged(abc)), abc, false);
    expect_page(decide(never_encrypted()), {}, false);
    for (auto const& stream : {creating(), deleting(), from_source(MSKAsSource)}) {
        EXPECT_EQ(told(decide(stream)), "ok");
    }
}

TEST(list_tags_for_delivery_stream, pages) {
    expect_page(decide(tagged(abc), {}, 2), {abc[0], abc[1]}, true);
    expect_page(decide(tagged(abc), "b", 2), {abc[2]}, false);
    expect_page(decide(tagged(abc), {}, 3), abc, false);
    expect_page(decide(tagged(abc), "a"), {abc[1], abc[2]}, false);
    expect_page(decide(tagged(abc), "aa"), {abc[1], abc[2]}, false); // no such key: from where it would stand
    expect_page(decide(tagged(abc), "c"), {}, false);
}

TEST(list_tags_for_delivery_stream, never_more_than_fifty) {
    std::vector<model::Tag> many;
    for (int i = 10; i < 70; ++i) { many.push_back({.Key = std::to_string(i), .Value = {}}); }
    auto const first = decide(tagged(many));
    expect_page(first, {many.begin(), many.begin() + 50}, true);
    expect_page(decide(tagged(many), output_of<ListTags>(first).Tags.back().Key), {many.begin() + 50, many.end()},
                false);
}

TEST(list_tags_for_delivery_stream, limit_below_nothing_is_nothing) {
    expect_page(decide(tagged(abc), {}, 0), {}, true);
    expect_page(decide(tagged(abc), {}, -2), {}, true); // a limit that was not validated
    expect_page(decide(tagged({}), {}, -2), {}, false);
}

TEST(list_tags_for_delivery_stream, unknown_stream) {
    EXPECT_EQ(told(decide(std::nullopt)),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
}

} // namespace
} // namespace firehose_sse::operation
