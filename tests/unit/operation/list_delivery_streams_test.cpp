// List: pages, where they start, and the filter.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/list_delivery_streams.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using List = ListDeliveryStreams;

static_assert(std::same_as<answer<List>, std::variant<model::ListDeliveryStreamsOutput>>); // no error at all
static_assert(List::default_limit == 10);

using words = std::vector<std::string>;

words names(List::output const& page) {
    words result;
    for (auto const& each : page.DeliveryStreamNames) { result.push_back(each.value); }
    return result;
}

List::output page(std::vector<listed_stream> const& streams, std::optional<std::int32_t> limit = std::nullopt,
                  std::optional<std::string> after = std::nullopt,
                  std::optional<open_enum<model::DeliveryStreamType>> type = std::nullopt) {
    List::input request;
    if (limit) { request.Limit = *limit; }
    if (after) { request.ExclusiveStartDeliveryStreamName = *after; }
    request.DeliveryStreamType = type;
    return std::get<List::output>(List::decide(streams, request));
}

std::vector<listed_stream> const mixed{{"a", DirectPut}, {"b", KinesisStreamAsSource},
                                       {"c", DirectPut}, {"d", MSKAsSource},
                                       {"e", DirectPut}, {"f", KinesisStreamAsSource}};

TEST(list_delivery_streams, no_streams) {
    auto const all = page({});
    EXPECT_TRUE(all.DeliveryStreamNames.empty());
    EXPECT_FALSE(all.HasMoreDeliveryStreams);
    EXPECT_FALSE(page({}, 1, "a").HasMoreDeliveryStreams);
}

TEST(list_delivery_streams, ten_names_when_no_limit_is_set) {
    std::vector<listed_stream> streams;
    for (char name = 'a'; name < 'a' + 10; ++name) { streams.push_back({std::string(1, name)}); }
    EXPECT_EQ(page(streams).DeliveryStreamNames.size(), 10u);
    EXPECT_FALSE(page(streams).HasMoreDeliveryStreams);
    streams.push_back({"z"});
    EXPECT_EQ(page(streams).DeliveryStreamNames.size(), 10u);
    EXPECT_TRUE(page(streams).HasMoreDeliveryStreams);
    EXPECT_EQ(page(streams, 10'000).DeliveryStreamNames.size(), 11u);
    EXPECT_FALSE(page(streams, 10'000).HasMoreDeliveryStreams);
}

TEST(list_delivery_streams, pages_follow_one_another_without_gap_or_repeat) {
    words seen;
    std::optional<std::string> after;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        auto const each = page(mixed, 2, after);
        for (auto const& name : names(each)) { seen.push_back(name); }
        after = seen.back();
        more = each.HasMoreDeliveryStreams;
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen, (words{"a", "b", "c", "d", "e", "f"}));
}

TEST(list_delivery_streams, starts_after_a_name_whether_it_exists_or_not) {
    EXPECT_EQ(names(page(mixed, {}, "d")), (words{"e", "f"}));
    EXPECT_EQ(names(page(mixed, {}, "cc")), (words{"d", "e", "f"}));
    EXPECT_EQ(names(page(mixed, {}, "A")), (words{"a", "b", "c", "d", "e", "f"})); // in order of bytes
    EXPECT_EQ(names(page(mixed, {}, "f")), words{});
    EXPECT_EQ(names(page(mixed, {}, "zz")), words{});
}

TEST(list_delivery_streams, only_of_one_type) {
    EXPECT_EQ(names(page(mixed, {}, {}, DirectPut)), (words{"a", "c", "e"}));
    EXPECT_EQ(names(page(mixed, {}, {}, KinesisStreamAsSource)), (words{"b", "f"}));
    EXPECT_EQ(names(page(mixed, {}, {}, MSKAsSource)), (words{"d"}));
    EXPECT_EQ(names(page(mixed, {}, {}, DatabaseAsSource)), words{});
}

TEST(list_delivery_streams, more_means_more_of_that_type) {
    EXPECT_TRUE(page(mixed, 2, {}, DirectPut).HasMoreDeliveryStreams);
    EXPECT_EQ(names(page(mixed, 2, {}, DirectPut)), (words{"a", "c"}));
    EXPECT_FALSE(page(mixed, 3, {}, DirectPut).HasMoreDeliveryStreams); // only f, of another type, stands after e
    EXPECT_FALSE(page(mixed, 1, {}, MSKAsSource).HasMoreDeliveryStreams);
    EXPECT_TRUE(page(mixed, 1, "a", KinesisStreamAsSource).HasMoreDeliveryStreams);
    EXPECT_FALSE(page(mixed, 1, "b", KinesisStreamAsSource).HasMoreDeliveryStreams);
}

} // namespace
} // namespace firehose_sse::operation
