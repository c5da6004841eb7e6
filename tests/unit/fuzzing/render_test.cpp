// What each step sends.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/render.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

std::string sent(std::string_view line, naming const& names = {}) {
    auto const made = request_of(*parse_step(line), names);
    return made ? std::string(operation_of(*made)) + " " + made->body : std::string();
}

TEST(render, makes_the_request_of_a_step) {
    EXPECT_EQ(sent("start a"), R"(StartDeliveryStreamEncryption {"DeliveryStreamName":"a"})");
    EXPECT_EQ(sent("start a aws"), R"(StartDeliveryStreamEncryption {"DeliveryStreamName":"a",)"
                                   R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"}})");
    EXPECT_EQ(sent("start a key -"),
              R"(StartDeliveryStreamEncryption {"DeliveryStreamName":"a",)"
              R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"}})");
    EXPECT_EQ(sent("start a key blue"),
              R"(StartDeliveryStreamEncryption {"DeliveryStreamName":"a","DeliveryStreamEncryptionConfigurationInput":)"
              R"({"KeyARN":"arn:aws:kms:us-east-1:123456789012:key/blue","KeyType":"CUSTOMER_MANAGED_CMK"}})");
    EXPECT_EQ(sent("stop a"), R"(StopDeliveryStreamEncryption {"DeliveryStreamName":"a"})");
    EXPECT_EQ(sent("delete a"), R"(DeleteDeliveryStream {"DeliveryStreamName":"a"})");
    EXPECT_EQ(sent("delete a force"), R"(DeleteDeliveryStream {"DeliveryStreamName":"a","AllowForceDelete":true})");
    EXPECT_EQ(sent("put a 3"), R"(PutRecord {"DeliveryStreamName":"a","Record":{"Data":"eHh4"}})");
    EXPECT_EQ(sent("put_batch a 2 0"),
              R"(PutRecordBatch {"DeliveryStreamName":"a","Records":[{"Data":""},{"Data":""}]})");
    EXPECT_EQ(sent("list"), "ListDeliveryStreams {}");
    EXPECT_EQ(sent("list 2 a"), R"(ListDeliveryStreams {"Limit":2,"ExclusiveStartDeliveryStreamName":"a"})");
    EXPECT_EQ(sent("tag a k=v=w x"),
              R"(TagDeliveryStream {"DeliveryStreamName":"a","Tags":[{"Key":"k","Value":"v=w"},{"Key":"x"}]})");
    EXPECT_EQ(sent("untag a k l"), R"(UntagDeliveryStream {"DeliveryStreamName":"a","TagKeys":["k","l"]})");
    EXPECT_EQ(sent("tags a 7"), R"(ListTagsForDeliveryStream {"DeliveryStreamName":"a","Limit":7})");
    EXPECT_EQ(sent("send PutRecord  {x}"), "PutRecord {x}");
    EXPECT_EQ(sent("send_base64 PutRecord Cg=="), "PutRecord \n");
    EXPECT_EQ(request_of({verb::put_batch, {"a"}}, {})->body, R"({"DeliveryStreamName":"a","Records":[]})");
    for (std::string_view const line : {"wait 1s", "key blue enabled", "caller none"}) { EXPECT_EQ(sent(line), ""); }
}

TEST(render, creates_with_a_destination_unless_told_not_to) {
    auto const plain = sent("create a");
    EXPECT_NE(plain.find("ExtendedS3DestinationConfiguration"), std::string::npos);
    EXPECT_EQ(sent("create a bare"), R"(CreateDeliveryStream {"DeliveryStreamName":"a"})");
    EXPECT_EQ(sent("create a aws source MSKAsSource bare"),
              R"(CreateDeliveryStream {"DeliveryStreamName":"a","DeliveryStreamType":"MSKAsSource",)"
              R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"}})");
}

TEST(render, puts_a_prefix_before_every_name) {
    naming const names{.prefix = "p-", .region = "eu-west-1"};
    EXPECT_EQ(sent("stop a", names), R"(StopDeliveryStreamEncryption {"DeliveryStreamName":"p-a"})");
    EXPECT_EQ(sent("list 1 a", names), R"(ListDeliveryStreams {"Limit":1,"ExclusiveStartDeliveryStreamName":"p-a"})");
    EXPECT_EQ(names.key_arn("blue"), "arn:aws:kms:eu-west-1:123456789012:key/p-blue");
    auto const key = key_setting_of(*parse_step("key blue denied no_grant"), names);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->arn, names.key_arn("blue"));
    EXPECT_EQ(key->facts, (encryption::key_facts{.state = encryption::key_state::denied, .create_grant_fails = true}));
    EXPECT_EQ(key_setting_of(*parse_step("key blue enabled no_retirement"), names)->facts,
              (encryption::key_facts{.retire_grant_fails = true}));
    EXPECT_FALSE(key_setting_of(*parse_step("stop a"), names));
}

TEST(render, knows_how_long_a_wait_is) {
    EXPECT_EQ(wait_of(*parse_step("wait 250ms")), std::chrono::milliseconds(250));
    EXPECT_EQ(wait_of(*parse_step("wait 24h")), std::chrono::hours(24));
    EXPECT_FALSE(wait_of(*parse_step("stop a")));
}

} // namespace
} // namespace firehose_sse::fuzzing
