// Reading on after a fault, and members that are only warned of.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::wire {
namespace {

using lines = std::vector<std::string>;

lines spelled(std::vector<decode_error> const& faults) {
    lines all;
    for (auto const& each : faults) { all.push_back(to_string(each)); }
    return all;
}

TEST(inspect, a_good_document_is_as_decoded) {
    std::string_view const body = R"({"DeliveryStreamName":"n","Records":[{"Data":"YQ=="}]})";
    auto const read = inspect<model::PutRecordBatchInput>(body);
    EXPECT_TRUE(read.complete);
    EXPECT_TRUE(read.faults.empty());
    EXPECT_EQ(read.document.value, decode<model::PutRecordBatchInput>(body)->value);
}

TEST(inspect, goes_on_after_a_fault_of_one_value) {
    auto const read = inspect<model::PutRecordBatchInput>(
        R"({"DeliveryStreamName":{"x":[1]},"Records":[{"Data":"*"},null,{"Data":"YQ=="},3,{"Data":[]}]})");
    EXPECT_TRUE(read.complete);
    EXPECT_EQ(spelled(read.faults),
              (lines{"wrong_kind at byte 22, /DeliveryStreamName", "bad_base64 at byte 51, /Records/0/Data",
                     "null_element at byte 56, /Records/1", "wrong_kind at byte 77, /Records/3",
                     "wrong_kind at byte 87, /Records/4/Data"}));
    auto const& value = read.document.value;
    EXPECT_EQ(value.DeliveryStreamName, "");
    ASSERT_EQ(value.Records.size(), 5u); // as many as the document has: pointers mean the same in both
    EXPECT_EQ(value.Records[2].Data.bytes, "a");
    EXPECT_TRUE(read.document.missing.empty()); // a value of a wrong kind is not missing
}

TEST(inspect, every_fault_of_a_value_is_one_to_go_on_after) {
    struct row {
        std::string_view value;
        decode_reason reason;
    };
    for (auto const& [value, reason] :
         {row{R"("x")", decode_reason::wrong_kind}, row{"1.5", decode_reason::not_an_integer},
          row{"3000000000", decode_reason::number_out_of_range}, row{"1e400", decode_reason::number_out_of_range}}) {
        auto const read = inspect<model::ListDeliveryStreamsInput>(R"({"Limit":)" + std::string(value) +
                                                                   R"(,"ExclusiveStartDeliveryStreamName":"n"})");
        ASSERT_EQ(read.faults.size(), 1u) << value;
        EXPECT_EQ(read.faults[0].reason, reason);
        EXPECT_TRUE(read.complete);
        EXPECT_EQ(read.document.value.ExclusiveStartDeliveryStreamName, "n");
    }
    decode_options options;
    options.text_timestamps = text_timestamps::iso_8601;
    auto const read = inspect<model::DescribeDeliveryStreamOutput>(
        R"({"DeliveryStreamDescription":{"CreateTimestamp":"yesterday","VersionId":"1"}})", options);
    ASSERT_EQ(read.faults.size(), 1u);
    EXPECT_EQ(read.faults[0].reason, decode_reason::bad_timestamp);
    EXPECT_EQ(read.document.value.DeliveryStreamDescription.VersionId, "1");
}

TEST(inspect, a_root_of_another_kind_is_one_fault) {
    for (std::string_view const body : {"[[1],{}]", "\"x\"", "1", "null", "true"}) {
        auto const read = inspect<model::PutRecordInput>(body);
        ASSERT_EQ(read.faults.size(), 1u) << body;
        EXPECT_EQ(read.faults[0], (decode_error{decode_reason::not_an_object, 0, ""})) << body;
        EXPECT_TRUE(read.complete) << body;
    }
}

TEST(inspect, a_fault_of_the_text_comes_last_and_ends_it) {
    auto const read = inspect<model::PutRecordInput>(R"({"DeliveryStreamName":1,"Record":{"Data":2,}})");
    EXPECT_FALSE(read.complete);
    EXPECT_EQ(spelled(read.faults), (lines{"wrong_kind at byte 22, /DeliveryStreamName",
                                           "wrong_kind at byte 41, /Record/Data", "syntax at byte 43, /Record"}));
    for (std::string_view const body :
         {R"({"Record":1,"Record":1})", R"({"Record":1,"x":1,"x":2})", R"({"Record":1} 2)", R"({"Record":1)"}) {
        EXPECT_FALSE(inspect<model::PutRecordInput>(body).complete) << body;
        EXPECT_EQ(inspect<model::PutRecordInput>(body).faults.size(), 2u) << body;
    }
}

TEST(inspect, stops_at_as_many_faults_as_it_was_asked_for) {
    std::string body = R"({"TagKeys":[)";
    for (int i = 0; i < 100; ++i) { body += "1,"; }
    body.back() = ']';
    body += '}';
    EXPECT_EQ(inspect<model::UntagDeliveryStreamInput>(body, {}, 5).faults.size(), 5u);
    EXPECT_FALSE(inspect<model::UntagDeliveryStreamInput>(body, {}, 5).complete);
    EXPECT_EQ(inspect<model::UntagDeliveryStreamInput>(body, {}, 0).faults.size(), 1u);
    EXPECT_EQ(inspect<model::UntagDeliveryStreamInput>(body, {}, 1000).faults.size(), 100u);
    EXPECT_TRUE(inspect<model::UntagDeliveryStreamInput>(body, {}, 1000).complete);
}

TEST(inspect, limits_end_it_whatever_was_asked_for) {
    decode_options options;
    options.max_elements = 3;
    auto const read = inspect<model::UntagDeliveryStreamInput>(R"({"TagKeys":[1,1,1,1,1]})", options);
    EXPECT_FALSE(read.complete);
    EXPECT_EQ(spelled(read.faults),
              (lines{"wrong_kind at byte 12, /TagKeys/0", "wrong_kind at byte 14, /TagKeys/1",
                     "wrong_kind at byte 16, /TagKeys/2", "too_many_elements at byte 18, /TagKeys/3"}));
}

TEST(unknown_members_warn, are_told_beside_the_value) {
    decode_options options;
    options.unknown_members = unknown_members::warn;
    auto const read = decode<model::TagDeliveryStreamInput>(
        R"({"deliveryStreamName":"x","Tags":[{"Key":"k","Ke\u0079s":[{"y":1}]}],"Null":null,"DeliveryStreamName":"n"})",
        options);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.DeliveryStreamName, "n");
    EXPECT_EQ(spelled(read->unknown),
              (lines{"unknown_member at byte 1, /deliveryStreamName", "unknown_member at byte 45, /Tags/0/Keys"}));
}

TEST(unknown_members_warn, are_capped) {
    std::string body = "{";
    for (int i = 0; i < 100; ++i) { body += "\"x" + std::to_string(i) + "\":1,"; }
    body.back() = '}';
    decode_options options;
    options.unknown_members = unknown_members::warn;
    EXPECT_EQ(decode<model::PutRecordInput>(body, options)->unknown.size(), max_missing);
}

} // namespace
} // namespace firehose_sse::wire
