// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/fault_message.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <limits>
#include <set>
#include <string>

namespace firehose_sse::diagnostic::detail {
namespace {

using wire::detail::table;

TEST(fault_message, every_reason_has_a_sentence_of_its_own) {
    std::set<std::string> texts;
    for (auto const& each : reflect::enumerators<wire::decode_reason>) {
        auto const bounds = limits_of(each.value, {});
        std::string const text =
            fault_message({each.value, 0, "/Record"}, "[", table<model::PutRecordInput>, bounds, {});
        EXPECT_NE(text, "") << each.name;
        EXPECT_TRUE(texts.insert(text).second || each.value == wire::decode_reason::not_an_object ||
                    each.value == wire::decode_reason::wrong_kind)
            << text;
    }
}

TEST(limits_of, are_no_more_than_the_reader_itself_can_do) {
    wire::decode_options options;
    options.max_bytes = std::numeric_limits<std::size_t>::max();
    options.max_depth = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(limits_of(wire::decode_reason::too_large, options), (range{0, 4'294'967'294}));
    EXPECT_EQ(limits_of(wire::decode_reason::too_deep, options), (range{0, 512}));
    EXPECT_EQ(limits_of(wire::decode_reason::too_large, {.max_bytes = 7}), (range{0, 7}));
}

TEST(fault_message, wrong_kinds_say_what_is_wanted_and_what_is_there) {
    auto const text = [](std::string pointer, std::string_view rest) {
        return fault_message({wire::decode_reason::wrong_kind, 0, std::move(pointer)}, rest,
                             table<model::CreateDeliveryStreamInput>, {}, {});
    };
    EXPECT_EQ(text("/DeliveryStreamName", "true"), "is a boolean, a string is wanted");
    EXPECT_EQ(text("/DeliveryStreamType", "{}"), "is an object, a string is wanted");
    EXPECT_EQ(text("/Tags", "false"), "is a boolean, a list is wanted");
    EXPECT_EQ(text("/Tags/3", "-1"), "is a number, an object is wanted");
    EXPECT_EQ(text("/Tags/3/Key", "["), "is a list, a string is wanted");
    EXPECT_EQ(text("/S3DestinationConfiguration", "\"\""), "is a string, an object is wanted");
}

TEST(table_at, follows_members_and_elements) {
    auto const& root = table<model::DescribeDeliveryStreamOutput>;
    EXPECT_EQ(&table_at(root, ""), &root);
    EXPECT_EQ(&table_at(root, "/DeliveryStreamDescription"), &table<model::DeliveryStreamDescription>);
    EXPECT_EQ(&table_at(root, "/DeliveryStreamDescription/Destinations/7"), &table<model::DestinationDescription>);
    EXPECT_EQ(&table_at(root, "/DeliveryStreamDescription/CreateTimestamp"), &table<timestamp>);
}

TEST(last_token, is_unescaped) {
    EXPECT_EQ(last_token("/a/b~1c~0d"), "b/c~d");
    EXPECT_EQ(last_token("/~01"), "~1");
    EXPECT_EQ(last_token(""), "");
}

} // namespace
} // namespace firehose_sse::diagnostic::detail
