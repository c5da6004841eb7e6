// Tag: what it adds, the limit, and streams that come or go.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/tag_delivery_stream.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Tag = TagDeliveryStream;

static_assert(std::same_as<answer<Tag>, std::variant<model::TagDeliveryStreamOutput, model::ResourceNotFoundException,
                                                     model::ResourceInUseException, model::InvalidArgumentException,
                                                     model::LimitExceededException>>);

decision<Tag> decide(std::optional<stream_record> const& stream, std::vector<model::Tag> const& tags,
                     world const& w = {}) {
    Tag::input request;
    request.DeliveryStreamName = "orders";
    request.Tags.assign(tags.begin(), tags.end());
    return perform<Tag>(stream, request, w.with(), now);
}

std::vector<model::Tag> numbered(int from, int to) {
    std::vector<model::Tag> tags;
    for (int i = from; i < to; ++i) { tags.push_back({.Key = "key" + std::to_string(100 + i), .Value = {}}); }
    return tags;
}

TEST(tag_delivery_stream, merges_and_changes_nothing_else) {
    auto before = charged(enabled(key_a), 3, now);
    before.tags = {{.Key = "b", .Value = "1"}};
    auto const decided = decide(before, {{.Key = "b", .Value = "2"}, {.Key = "a", .Value = {}}});
    ASSERT_EQ(told(decided), "ok");
    ASSERT_EQ(decided.change, quota::cell_change::put);
    EXPECT_EQ(decided.cell->tags, (std::vector<model::Tag>{{.Key = "a", .Value = {}}, {.Key = "b", .Value = "2"}}));
    auto after = *decided.cell;
    after.tags = before.tags;
    EXPECT_TRUE(same(after, before));
    EXPECT_TRUE(decided.answer.effects.empty());
}

TEST(tag_delivery_stream, fifty_tags_and_no_more) {
    auto before = never_encrypted();
    before.tags = numbered(0, 49);
    EXPECT_EQ(told(decide(before, numbered(49, 50))), "ok");
    EXPECT_EQ(told(decide(before, numbered(48, 50))), "ok"); // one of them is there already
    auto const refused = decide(before, numbered(49, 51));
    EXPECT_EQ(told(refused), "LimitExceededException: A delivery stream can have at most 50 tags.");
    EXPECT_EQ(refused.change, quota::cell_change::keep);
    EXPECT_EQ(refused.answer.reached, limit_kind::tags);
    EXPECT_EQ(decide(before, numbered(48, 50)).answer.reached, std::nullopt);

    before.tags = numbered(0, 50);
    EXPECT_EQ(told(decide(before, numbered(0, 50))), "ok"); // all of them new values
    EXPECT_EQ(kind_of(decide(before, numbered(50, 51))), "LimitExceededException");

    world w;
    w.rules.max_tags = 1;
    EXPECT_EQ(told(decide(never_encrypted(), numbered(0, 2), w)),
              "LimitExceededException: A delivery stream can have at most 1 tags.");
}

TEST(tag_delivery_stream, unknown_stream) {
    EXPECT_EQ(told(decide(std::nullopt, numbered(0, 1))),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
}

TEST(tag_delivery_stream, of_a_stream_that_comes_or_goes_is_the_policys) {
    world w;
    for (auto const& stream : {creating(), deleting(), creating_failed(), enabling(), disabling()}) {
        EXPECT_EQ(told(decide(stream, numbered(0, 1), w)), "ok");
    }
    w.rules.inactive_tag = inactive_tag_answer::resource_in_use;
    for (auto const& stream : {creating(), creating(key_a), deleting()}) {
        auto const refused = decide(stream, numbered(0, 1), w);
        EXPECT_EQ(told(refused),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the ACTIVE state.");
        EXPECT_EQ(refused.change, quota::cell_change::keep);
    }
    for (auto const& stream : {never_encrypted(), enabling(), disabling(), creating_failed(), deleting_failed()}) {
        EXPECT_EQ(told(decide(stream, numbered(0, 1), w)), "ok");
    }
    EXPECT_EQ(kind_of(decide(std::nullopt, numbered(0, 1), w)), "ResourceNotFoundException");
}

TEST(tag_delivery_stream, other_sources_have_tags_too) {
    EXPECT_EQ(told(decide(from_source(KinesisStreamAsSource), numbered(0, 1))), "ok");
}

} // namespace
} // namespace firehose_sse::operation
