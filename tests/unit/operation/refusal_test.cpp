// Every refusal as each operation's error, word for word.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/refusal.hpp"
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::operation {
namespace {

using encryption::refusal;
using Start = StartDeliveryStreamEncryption;
using Stop = StopDeliveryStreamEncryption;

template <class Op> std::string text(refusal why, encryption::key_facts const& facts = {}) {
    return told(to_error<Op>(why, "orders", MSKAsSource, facts, world{}.with()));
}

TEST(refusal, of_start) {
    std::string const in_use = "ResourceInUseException: Firehose orders under accountId 123456789012 ";
    EXPECT_EQ(text<Start>(refusal::stream_not_found),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    EXPECT_EQ(text<Start>(refusal::not_direct_put),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_EQ(text<Start>(refusal::stream_not_active), in_use + "is not in the ACTIVE state.");
    EXPECT_EQ(text<Start>(refusal::change_under_way), in_use + "is changing its encryption.");
    EXPECT_TRUE(text<Start>(refusal::key_unusable, {.state = key_state::missing})
                    .starts_with("InvalidKMSResourceException [KMSNotFoundException]: "));
}

TEST(refusal, of_stop) {
    EXPECT_EQ(text<Stop>(refusal::not_encrypted),
              "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream.");
    EXPECT_EQ(text<Stop>(refusal::not_encrypted_in_use),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not encrypted.");
}

TEST(refusal, of_create_and_delete) {
    EXPECT_EQ(text<CreateDeliveryStream>(refusal::stream_exists),
              "ResourceInUseException: Firehose orders under accountId 123456789012 already exists");
    EXPECT_EQ(text<DeleteDeliveryStream>(refusal::stream_not_active),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the ACTIVE state.");
    EXPECT_EQ(text<DeleteDeliveryStream>(refusal::change_under_way),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is changing its encryption.");
}

TEST(refusal, of_what_the_key_does_not_allow) {
    std::string const many = "LimitExceededException: A customer managed CMK can encrypt up to 500 delivery streams.";
    EXPECT_EQ(text<Start>(refusal::key_in_too_many_streams), many);
    EXPECT_EQ(text<CreateDeliveryStream>(refusal::key_in_too_many_streams), many);
    EXPECT_TRUE(text<Start>(refusal::credentials_too_old)
                    .starts_with("InvalidKMSResourceException [KMSAccessDeniedException]: "));
    EXPECT_TRUE(text<CreateDeliveryStream>(refusal::credentials_too_old)
                    .starts_with("InvalidKMSResourceException [KMSAccessDeniedException]: "));
}

TEST(refusal, quota_names_its_own_limits) {
    EXPECT_EQ(quota_used_up({}).message,
              "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of 25 calls per "
              "delivery stream per 24 hours.");
    EXPECT_EQ(quota_used_up({.limit = 3, .period = 2h}).message,
              "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of 3 calls per "
              "delivery stream per 2 hours.");
    EXPECT_TRUE(quota_used_up({.period = 1h}).message->value.ends_with("per 1 hour."));
    EXPECT_TRUE(quota_used_up({.period = 1h + 500ms}).message->value.ends_with("per 3600500 milliseconds."));
}

TEST(refusal, every_state_of_a_key_has_a_code_and_a_sentence) {
    for (auto const& each : reflect::enumerators<key_state>) {
        auto const error = key_unusable(each.value);
        ASSERT_TRUE(error.code && error.message) << each.name;
        EXPECT_TRUE(error.code->value.starts_with("KMS")) << each.name;
        EXPECT_FALSE(error.message->value.empty()) << each.name;
    }
}

TEST(refusal, messages_hold_no_key) {
    for (auto const& each : reflect::enumerators<key_state>) {
        EXPECT_EQ(told(answer<Start>(key_unusable(each.value))).find("arn:"), std::string::npos);
    }
}

} // namespace
} // namespace firehose_sse::operation
