// Untag: what it removes, and streams that come or go.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/untag_delivery_stream.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Untag = UntagDeliveryStream;

static_assert(
    std::same_as<answer<Untag>, std::variant<model::UntagDeliveryStreamOutput, model::ResourceNotFoundException,
                                             model::ResourceInUseException, model::InvalidArgumentException,
                                             model::LimitExceededException>>);

decision<Untag> decide(std::optional<stream_record> const& stream, std::vector<model::TagKey> const& keys,
                       world const& w = {}) {
    Untag::input request;
    request.DeliveryStreamName = "orders";
    request.TagKeys.assign(keys.begin(), keys.end());
    return perform<Untag>(stream, request, w.with(), now);
}

TEST(untag_delivery_stream, removes_and_changes_nothing_else) {
    auto before = charged(enabled(key_a), 3, now);
    before.tags = {{.Key = "a", .Value = "1"}, {.Key = "b", .Value = "2"}, {.Key = "c", .Value = {}}};
    auto const decided = decide(before, {"c", "a", "a"});
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(decided.cell->tags, (std::vector<model::Tag>{{.Key = "b", .Value = "2"}}));
    auto after = *decided.cell;
    after.tags = before.tags;
    EXPECT_TRUE(same(after, before));
}

TEST(untag_delivery_stream, keys_that_are_not_there_are_ignored) {
    auto before = never_encrypted();
    before.tags = {{.Key = "a", .Value = "1"}};
    auto const decided = decide(before, {"A", "b", "aa", ""});
    EXPECT_EQ(told(decided), "ok");
    EXPECT_TRUE(decided.change == quota::cell_change::keep || same(*decided.cell, before));
    EXPECT_EQ(told(decide(never_encrypted(), {"a"})), "ok");
}

TEST(untag_delivery_stream, unknown_stream) {
    EXPECT_EQ(told(decide(std::nullopt, {"a"})),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
}

TEST(untag_delivery_stream, of_a_stream_that_comes_or_goes_is_the_policys) {
    world w;
    EXPECT_EQ(told(decide(creating(), {"a"}, w)), "ok");
    w.rules.inactive_tag = inactive_tag_answer::resource_in_use;
    for (auto const& stream : {creating(), deleting()}) {
        auto const refused = decide(stream, {"a"}, w);
        EXPECT_EQ(told(refused),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the ACTIVE state.");
        EXPECT_EQ(refused.change, quota::cell_change::keep);
    }
    EXPECT_EQ(told(decide(disabling(), {"a"}, w)), "ok");
}

} // namespace
} // namespace firehose_sse::operation
