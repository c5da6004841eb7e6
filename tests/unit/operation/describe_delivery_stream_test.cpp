// Describe: the whole answer, text for text, in every state.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/describe_delivery_stream.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Describe = DescribeDeliveryStream;

static_assert(std::same_as<answer<Describe>,
                           std::variant<model::DescribeDeliveryStreamOutput, model::ResourceNotFoundException>>);

decision<Describe> decide(std::optional<stream_record> const& stream,
                          std::optional<model::DestinationId> after = std::nullopt, world const& w = {}) {
    return Describe::decide(
        stream, {.DeliveryStreamName = "orders", .Limit = {}, .ExclusiveStartDestinationId = std::move(after)},
        w.with(), now);
}

std::string shown(stream_record const& stream, world const& w = {}) {
    return wire::encode(output_of<Describe>(decide(stream, std::nullopt, w)));
}

/// The answer for a stream of that status, with these members between the status and the type.
std::string expected(std::string const& status, std::string const& between, std::string const& type = "DirectPut",
                     std::string const& source = "") {
    return R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders",)"
           R"("DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders",)"
           R"("DeliveryStreamStatus":")" +
           status + "\"," + between + R"("DeliveryStreamType":")" + type +
           R"(","VersionId":"1","CreateTimestamp":1500000000.25,)" + source +
           R"("Destinations":[{"DestinationId":"destinationId-000000000001",)"
           R"("S3DestinationDescription":{"BucketARN":"arn:aws:s3:::b"}}],"HasMoreDestinations":false}})";
}

std::string sse(std::string const& members) { return R"("DeliveryStreamEncryptionConfiguration":{)" + members + "},"; }

TEST(describe_delivery_stream, never_encrypted_shows_disabled_and_nothing_else) {
    EXPECT_EQ(shown(never_encrypted()), expected("ACTIVE", sse(R"("Status":"DISABLED")")));
    EXPECT_EQ(shown(creating()), expected("CREATING", sse(R"("Status":"DISABLED")")));
    EXPECT_EQ(shown(deleting()), expected("DELETING", sse(R"("Status":"DISABLED")")));
}

TEST(describe_delivery_stream, encryption_in_every_status) {
    std::string const a = R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a","KeyType":"CUSTOMER_MANAGED_CMK",)";
    std::string const b = R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/b","KeyType":"CUSTOMER_MANAGED_CMK",)";
    std::string const own = R"("KeyType":"AWS_OWNED_CMK",)"; // and no ARN
    EXPECT_EQ(shown(enabling()), expected("ACTIVE", sse(own + R"("Status":"ENABLING")")));
    EXPECT_EQ(shown(enabling(key_a)), expected("ACTIVE", sse(a + R"("Status":"ENABLING")")));
    EXPECT_EQ(shown(creating(key_a)), expected("CREATING", sse(a + R"("Status":"ENABLING")")));
    EXPECT_EQ(shown(enabled()), expected("ACTIVE", sse(own + R"("Status":"ENABLED")")));
    EXPECT_EQ(shown(enabled(key_a)), expected("ACTIVE", sse(a + R"("Status":"ENABLED")")));
    EXPECT_EQ(shown(deleting(enabled(key_a))), expected("DELETING", sse(a + R"("Status":"ENABLED")")));
    EXPECT_EQ(shown(rotating(key_a, key_b)), expected("ACTIVE", sse(b + R"("Status":"ENABLING")")));
    EXPECT_EQ(shown(disabling(key_a)), expected("ACTIVE", sse(a + R"("Status":"DISABLING")")));
}

std::string failure(std::string const& type, DeliveryStreamFailureType kind) {
    return R"("FailureDescription":{"Type":")" + type + R"(","Details":")" +
           std::string(encryption::failure_hint(kind)) + "\"}";
}

TEST(describe_delivery_stream, failures_of_the_encryption_stand_in_its_block) {
    std::string const a = R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a","KeyType":"CUSTOMER_MANAGED_CMK",)";
    EXPECT_EQ(shown(enabling_failed()),
              expected("ACTIVE", sse(a + R"("Status":"ENABLING_FAILED",)" +
                                     failure("DISABLED_KMS_KEY", DeliveryStreamFailureType::DISABLED_KMS_KEY))));
    // a failed change of key shows the old one, which still encrypts
    EXPECT_EQ(shown(rotation_failed(key_a, key_b)),
              expected("ACTIVE", sse(a + R"("Status":"ENABLING_FAILED",)" +
                                     failure("KMS_KEY_NOT_FOUND", DeliveryStreamFailureType::KMS_KEY_NOT_FOUND))));
    EXPECT_EQ(shown(disabling_failed(key_a)),
              expected("ACTIVE",
                       sse(a + R"("Status":"DISABLING_FAILED",)" +
                           failure("RETIRE_KMS_GRANT_FAILED", DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED))));
}

TEST(describe_delivery_stream, failures_of_the_stream_stand_beside_its_status) {
    std::string const a = R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a","KeyType":"CUSTOMER_MANAGED_CMK",)";
    std::string const no_grant = failure("CREATE_KMS_GRANT_FAILED", DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
    EXPECT_EQ(shown(creating_failed()),
              expected("CREATING_FAILED", no_grant + "," + sse(a + R"("Status":"ENABLING_FAILED",)" + no_grant)));
    EXPECT_EQ(shown(deleting_failed(enabled(key_a))),
              expected("DELETING_FAILED",
                       failure("RETIRE_KMS_GRANT_FAILED", DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED) + "," +
                           sse(a + R"("Status":"ENABLED")")));
}

TEST(describe_delivery_stream, other_sources_have_no_encryption_block) {
    for (auto const& [source, key] :
         {std::pair(KinesisStreamAsSource, "KinesisStreamSourceDescription"),
          std::pair(MSKAsSource, "MSKSourceDescription"), std::pair(DatabaseAsSource, "DatabaseSourceDescription")}) {
        auto stream = from_source(source);
        std::string const text = R"({")" + std::string(key) + R"(":{ "odd" : 1.0 }})";
        stream.source = raw_json{text};
        EXPECT_EQ(shown(stream),
                  expected("ACTIVE", "", std::string(reflect::enum_name(source)), R"("Source":)" + text + ","));
    }
}

TEST(describe_delivery_stream, both_s3_descriptions_byte_for_byte) {
    auto stream = never_encrypted();
    std::string const text = R"({ "BucketARN":"arn:aws:s3:::b" , "n": 1.50 })";
    stream.destination.S3DestinationDescription = raw_json{text};
    stream.destination.ExtendedS3DestinationDescription = raw_json{text};
    auto const answer = shown(stream);
    EXPECT_NE(answer.find(R"("S3DestinationDescription":)" + text + R"(,"ExtendedS3DestinationDescription":)" + text),
              std::string::npos)
        << answer;
}

TEST(describe_delivery_stream, policy_chooses_the_key_that_is_shown) {
    world w;
    w.rules.encryption.describe_key = encryption::described_key::effective_only;
    EXPECT_NE(shown(rotating(key_a, key_b), w).find(arn_a), std::string::npos);
    w.rules.encryption.describe_key = encryption::described_key::attempted_only;
    EXPECT_NE(shown(rotation_failed(key_a, key_b), w).find(arn_b), std::string::npos);
}

TEST(describe_delivery_stream, policy_chooses_where_a_failure_is_told) {
    world w;
    auto const failed = rotation_failed(key_a, key_b);
    auto const told = [&] { return output_of<Describe>(decide(failed, std::nullopt, w)).DeliveryStreamDescription; };
    EXPECT_FALSE(told().FailureDescription);
    ASSERT_TRUE(told().DeliveryStreamEncryptionConfiguration->FailureDescription);
    w.rules.encryption.describe_failure = encryption::described_failure::everywhere;
    EXPECT_EQ(told().FailureDescription, told().DeliveryStreamEncryptionConfiguration->FailureDescription);
}

TEST(describe_delivery_stream, one_destination_is_shown_or_passed) {
    auto const destinations = [](char const* after) {
        auto const decided = decide(never_encrypted(), model::DestinationId(after));
        auto const& description = output_of<Describe>(decided).DeliveryStreamDescription;
        EXPECT_FALSE(description.HasMoreDestinations);
        return description.Destinations.size();
    };
    EXPECT_EQ(destinations("destinationId-000000000000"), 1u);
    EXPECT_EQ(destinations("destinationId-000000000001"), 0u);
    EXPECT_EQ(destinations("destinationId-000000000002"), 0u);
}

TEST(describe_delivery_stream, unknown_stream) {
    EXPECT_EQ(told(decide(std::nullopt)),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    EXPECT_EQ(told(decide(stream_record{})),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
}

TEST(describe_delivery_stream, changes_nothing) {
    for (auto const& stream : {never_encrypted(), rotating(key_a, key_b), deleting()}) {
        auto const decided = decide(stream);
        EXPECT_EQ(decided.change, quota::cell_change::keep);
        EXPECT_TRUE(decided.answer.effects.empty());
    }
}

} // namespace
} // namespace firehose_sse::operation
