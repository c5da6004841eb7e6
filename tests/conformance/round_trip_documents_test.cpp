// A handful of documents with every member set, written and compared by hand, so that not everything depends on what
// round_trip_test.cpp generates.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::conformance {
namespace {

/// Reads a document in which nothing is unknown and nothing is missing.
template <class T> T read(std::string_view text) {
    auto const made = wire::decode<T>(text, {.unknown_members = wire::unknown_members::refuse});
    EXPECT_TRUE(made) << to_string(made.error());
    if (!made) { return {}; }
    EXPECT_EQ(made->missing, std::vector<std::string>{});
    return made->value;
}

/// That a value is written as `text`, and that this is read as the value.
template <class T> void expect_written(T const& value, std::string const& text) {
    EXPECT_EQ(wire::encode(value), text);
    EXPECT_EQ(read<T>(text), value);
}

TEST(round_trip_documents, start) {
    auto const value = read<model::StartDeliveryStreamEncryptionInput>(R"(
        { "DeliveryStreamEncryptionConfigurationInput" :
            { "KeyType" : "CUSTOMER_MANAGED_\u0043MK",
              "KeyARN" : "arn:aws:kms:us-east-1:123456789012:key\/bl\u00fce \ud83d\ude00" },
          "DeliveryStreamName" : "ord\u0065rs" })");
    EXPECT_EQ(value.DeliveryStreamName.value, "orders");
    ASSERT_TRUE(value.DeliveryStreamEncryptionConfigurationInput);
    auto const& key = *value.DeliveryStreamEncryptionConfigurationInput;
    EXPECT_EQ(key.KeyType, model::KeyType::CUSTOMER_MANAGED_CMK);
    EXPECT_EQ(key.KeyARN->value, "arn:aws:kms:us-east-1:123456789012:key/bl\xC3\xBC"
                                 "e \xF0\x9F\x98\x80");
    expect_written(value, "{\"DeliveryStreamName\":\"orders\",\"DeliveryStreamEncryptionConfigurationInput\":{"
                          "\"KeyARN\":\"arn:aws:kms:us-east-1:123456789012:key/bl\xC3\xBC"
                          "e \xF0\x9F\x98\x80\",\"KeyType\":\"CUSTOMER_MANAGED_CMK\"}}");
}

TEST(round_trip_documents, create) {
    auto const value = read<model::CreateDeliveryStreamInput>(R"({
        "DeliveryStreamName": "orders",
        "DeliveryStreamType": "SomethingNewAsSource",
        "DirectPutSourceConfiguration": {"ThroughputHintInMBs": 1e0},
        "KinesisStreamSourceConfiguration": { "KinesisStreamARN" : "arn:\u0061ws" , "RoleARN":"r" },
        "DeliveryStreamEncryptionConfigurationInput": {"KeyType": "AWS_OWNED_CMK", "KeyARN": "k"},
        "S3DestinationConfiguration": {"BucketARN" : "a\/b",
                                       "Prefix":"\ud83d\ude00"},
        "ExtendedS3DestinationConfiguration": {"BufferingHints":{"SizeInMBs":5.0,"IntervalInSeconds":-0}},
        "RedshiftDestinationConfiguration": {"Username":"r", "Password":" } \" { "},
        "ElasticsearchDestinationConfiguration": {"e":[[],[[ ]]]},
        "AmazonopensearchserviceDestinationConfiguration": {"o":[null,true,false]},
        "SplunkDestinationConfiguration": {},
        "HttpEndpointDestinationConfiguration": {"h":{"h":{"h":{}}}},
        "Tags": [{"Key": "caf\u00e9", "Value": ""}, {"Value": "2", "Key": "b"}],
        "AmazonOpenSearchServerlessDestinationConfiguration": {"s":1.50},
        "MSKSourceConfiguration": { },
        "SnowflakeDestinationConfiguration": {"KeyPassphrase":"\\"},
        "IcebergDestinationConfiguration": {"i":12345678901234567890},
        "DatabaseSourceConfiguration": {"d":"\u0000"}})");
    EXPECT_EQ(value.DeliveryStreamName.value, "orders");
    ASSERT_TRUE(value.DeliveryStreamType);
    EXPECT_EQ(value.DeliveryStreamType->value(), std::nullopt);
    EXPECT_EQ(value.DeliveryStreamType->unknown_text(), "SomethingNewAsSource");
    EXPECT_EQ(value.DirectPutSourceConfiguration->text, R"({"ThroughputHintInMBs": 1e0})");
    EXPECT_EQ(value.KinesisStreamSourceConfiguration->text,
              R"({ "KinesisStreamARN" : "arn:\u0061ws" , "RoleARN":"r" })");
    EXPECT_EQ(value.DeliveryStreamEncryptionConfigurationInput->KeyType, model::KeyType::AWS_OWNED_CMK);
    EXPECT_EQ(value.DeliveryStreamEncryptionConfigurationInput->KeyARN->value, "k");
    EXPECT_EQ(value.S3DestinationConfiguration->text, R"({"BucketARN" : "a\/b",
                                       "Prefix":"\ud83d\ude00"})");
    EXPECT_EQ(value.ExtendedS3DestinationConfiguration->text,
              R"({"BufferingHints":{"SizeInMBs":5.0,"IntervalInSeconds":-0}})");
    EXPECT_EQ(value.RedshiftDestinationConfiguration->text, R"({"Username":"r", "Password":" } \" { "})");
    EXPECT_EQ(value.ElasticsearchDestinationConfiguration->text, R"({"e":[[],[[ ]]]})");
    EXPECT_EQ(value.AmazonopensearchserviceDestinationConfiguration->text, R"({"o":[null,true,false]})");
    EXPECT_EQ(value.SplunkDestinationConfiguration->text, "{}");
    EXPECT_EQ(value.HttpEndpointDestinationConfiguration->text, R"({"h":{"h":{"h":{}}}})");
    ASSERT_EQ(value.Tags->size(), 2u);
    EXPECT_EQ((*value.Tags)[0], (model::Tag{"caf\xC3\xA9", ""}));
    EXPECT_EQ((*value.Tags)[1], (model::Tag{"b", "2"}));
    EXPECT_EQ(value.AmazonOpenSearchServerlessDestinationConfiguration->text, R"({"s":1.50})");
    EXPECT_EQ(value.MSKSourceConfiguration->text, "{ }");
    EXPECT_EQ(value.SnowflakeDestinationConfiguration->text, R"({"KeyPassphrase":"\\"})");
    EXPECT_EQ(value.IcebergDestinationConfiguration->text, R"({"i":12345678901234567890})");
    EXPECT_EQ(value.DatabaseSourceConfiguration->text, R"({"d":"\u0000"})");
    expect_written(
        value, R"({"DeliveryStreamName":"orders","DeliveryStreamType":"SomethingNewAsSource",)"
               R"("DirectPutSourceConfiguration":{"ThroughputHintInMBs": 1e0},)"
               R"("KinesisStreamSourceConfiguration":{ "KinesisStreamARN" : "arn:\u0061ws" , "RoleARN":"r" },)"
               R"("DeliveryStreamEncryptionConfigurationInput":{"KeyARN":"k","KeyType":"AWS_OWNED_CMK"},)"
               R"("S3DestinationConfiguration":{"BucketARN" : "a\/b",
                                       "Prefix":"\ud83d\ude00"},)"
               R"("ExtendedS3DestinationConfiguration":{"BufferingHints":{"SizeInMBs":5.0,"IntervalInSeconds":-0}},)"
               R"("RedshiftDestinationConfiguration":{"Username":"r", "Password":" } \" { "},)"
               R"("ElasticsearchDestinationConfiguration":{"e":[[],[[ ]]]},)"
               R"("AmazonopensearchserviceDestinationConfiguration":{"o":[null,true,false]},)"
               R"("SplunkDestinationConfiguration":{},"HttpEndpointDestinationConfiguration":{"h":{"h":{"h":{}}}},)"
               "\"Tags\":[{\"Key\":\"caf\xC3\xA9\",\"Value\":\"\"},{\"Key\":\"b\",\"Value\":\"2\"}],"
               R"("AmazonOpenSearchServerlessDestinationConfiguration":{"s":1.50},"MSKSourceConfiguration":{ },)"
               R"("SnowflakeDestinationConfiguration":{"KeyPassphrase":"\\"},)"
               R"("IcebergDestinationConfiguration":{"i":12345678901234567890},)"
               R"("DatabaseSourceConfiguration":{"d":"\u0000"}})");
}

TEST(round_trip_documents, describe) {
    auto const value = read<model::DescribeDeliveryStreamOutput>(R"({"DeliveryStreamDescription":{
        "HasMoreDestinations":true,
        "Destinations":[
            {"DestinationId":"destinationId-000000000001","S3DestinationDescription":{ "a":1 },
             "ExtendedS3DestinationDescription":{"b":2},"RedshiftDestinationDescription":{"c":3},
             "ElasticsearchDestinationDescription":{"d":4},"AmazonopensearchserviceDestinationDescription":{"e":5},
             "SplunkDestinationDescription":{"f":6},"HttpEndpointDestinationDescription":{"g":7},
             "SnowflakeDestinationDescription":{"h":8},"AmazonOpenSearchServerlessDestinationDescription":{"i":9},
             "IcebergDestinationDescription":{"j":10}},
            {"DestinationId":"destinationId-000000000002","SplunkDestinationDescription":{"k" : "\u2028"}}],
        "Source":{"KinesisStreamSourceDescription":{"DeliveryStartTimestamp":1.5e9}},
        "LastUpdateTimestamp":1.500000001e9,
        "CreateTimestamp":1500000000.250,
        "VersionId":"12",
        "DeliveryStreamType":"MSKAsSource",
        "DeliveryStreamEncryptionConfiguration":{
            "FailureDescription":{"Details":"no\ngrant","Type":"CREATE_PRIVATE_LINK_FAILED"},
            "Status":"ENABLING_FAILED","KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:::key/\u00e9"},
        "FailureDescription":{"Type":"SUBNET_NOT_FOUND","Details":"\t"},
        "DeliveryStreamStatus":"SUSPENDED",
        "DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream\/orders",
        "DeliveryStreamName":"orders"}})");
    auto const& stream = value.DeliveryStreamDescription;
    EXPECT_EQ(stream.DeliveryStreamName.value, "orders");
    EXPECT_EQ(stream.DeliveryStreamARN.value, "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders");
    EXPECT_EQ(stream.DeliveryStreamStatus, open_enum<model::DeliveryStreamStatus>::unknown("SUSPENDED"));
    EXPECT_EQ(stream.FailureDescription,
              (model::FailureDescription{model::DeliveryStreamFailureType::SUBNET_NOT_FOUND, "\t"}));
    auto const& encryption = *stream.DeliveryStreamEncryptionConfiguration;
    EXPECT_EQ(encryption.KeyARN->value, "arn:aws:kms:::key/\xC3\xA9");
    EXPECT_EQ(encryption.KeyType, open_enum(model::KeyType::CUSTOMER_MANAGED_CMK));
    EXPECT_EQ(encryption.Status, open_enum(model::DeliveryStreamEncryptionStatus::ENABLING_FAILED));
    EXPECT_EQ(encryption.FailureDescription->Type.unknown_text(), "CREATE_PRIVATE_LINK_FAILED");
    EXPECT_EQ(encryption.FailureDescription->Details.value, "no\ngrant");
    EXPECT_EQ(stream.DeliveryStreamType, model::DeliveryStreamType::MSKAsSource);
    EXPECT_EQ(stream.VersionId.value, "12");
    EXPECT_EQ(stream.CreateTimestamp->milliseconds, 1'500'000'000'250);
    EXPECT_EQ(stream.LastUpdateTimestamp->milliseconds, 1'500'000'001'000);
    EXPECT_EQ(stream.Source->text, R"({"KinesisStreamSourceDescription":{"DeliveryStartTimestamp":1.5e9}})");
    EXPECT_TRUE(stream.HasMoreDestinations);
    ASSERT_EQ(stream.Destinations.size(), 2u);
    auto const& first = stream.Destinations[0];
    EXPECT_EQ(first.DestinationId.value, "destinationId-000000000001");
    EXPECT_EQ(first.S3DestinationDescription->text, R"({ "a":1 })");
    EXPECT_EQ(first.ExtendedS3DestinationDescription->text, R"({"b":2})");
    EXPECT_EQ(first.RedshiftDestinationDescription->text, R"({"c":3})");
    EXPECT_EQ(first.ElasticsearchDestinationDescription->text, R"({"d":4})");
    EXPECT_EQ(first.AmazonopensearchserviceDestinationDescription->text, R"({"e":5})");
    EXPECT_EQ(first.SplunkDestinationDescription->text, R"({"f":6})");
    EXPECT_EQ(first.HttpEndpointDestinationDescription->text, R"({"g":7})");
    EXPECT_EQ(first.SnowflakeDestinationDescription->text, R"({"h":8})");
    EXPECT_EQ(first.AmazonOpenSearchServerlessDestinationDescription->text, R"({"i":9})");
    EXPECT_EQ(first.IcebergDestinationDescription->text, R"({"j":10})");
    EXPECT_EQ(stream.Destinations[1].SplunkDestinationDescription->text, R"({"k" : "\u2028"})");
    EXPECT_EQ(stream.Destinations[1].S3DestinationDescription, std::nullopt);
    expect_written(
        value,
        R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders",)"
        R"("DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders",)"
        R"("DeliveryStreamStatus":"SUSPENDED","FailureDescription":{"Type":"SUBNET_NOT_FOUND","Details":"\u0009"},)"
        "\"DeliveryStreamEncryptionConfiguration\":{\"KeyARN\":\"arn:aws:kms:::key/\xC3\xA9\","
        R"("KeyType":"CUSTOMER_MANAGED_CMK","Status":"ENABLING_FAILED",)"
        R"("FailureDescription":{"Type":"CREATE_PRIVATE_LINK_FAILED","Details":"no\u000agrant"}},)"
        R"("DeliveryStreamType":"MSKAsSource","VersionId":"12","CreateTimestamp":1500000000.25,)"
        R"("LastUpdateTimestamp":1500000001,)"
        R"("Source":{"KinesisStreamSourceDescription":{"DeliveryStartTimestamp":1.5e9}},)"
        R"("Destinations":[{"DestinationId":"destinationId-000000000001","S3DestinationDescription":{ "a":1 },)"
        R"("ExtendedS3DestinationDescription":{"b":2},"RedshiftDestinationDescription":{"c":3},)"
        R"("ElasticsearchDestinationDescription":{"d":4},"AmazonopensearchserviceDestinationDescription":{"e":5},)"
        R"("SplunkDestinationDescription":{"f":6},"HttpEndpointDestinationDescription":{"g":7},)"
        R"("SnowflakeDestinationDescription":{"h":8},"AmazonOpenSearchServerlessDestinationDescription":{"i":9},)"
        R"("IcebergDestinationDescription":{"j":10}},)"
        R"({"DestinationId":"destinationId-000000000002","SplunkDestinationDescription":{"k" : "\u2028"}}],)"
        R"("HasMoreDestinations":true}})");
}

TEST(round_trip_documents, put_record_batch) {
    auto const sent = read<model::PutRecordBatchInput>(
        R"({"Records":[ {"Data":"AP+AAQ=="} , {"Data":"\u0061GVsbG8\u003d"} , {"Data":""} ],"DeliveryStreamName":"o"})");
    EXPECT_EQ(sent.DeliveryStreamName.value, "o");
    ASSERT_EQ(sent.Records.size(), 3u);
    EXPECT_EQ(sent.Records[0].Data.bytes, std::string("\0\xFF\x80\x01", 4));
    EXPECT_EQ(sent.Records[1].Data.bytes, "hello");
    EXPECT_EQ(sent.Records[2].Data.bytes, "");
    expect_written(sent,
                   R"({"DeliveryStreamName":"o","Records":[{"Data":"AP+AAQ=="},{"Data":"aGVsbG8="},{"Data":""}]})");

    auto const answered = read<model::PutRecordBatchOutput>(
        R"({"RequestResponses":[{"RecordId":"a","ErrorCode":"","ErrorMessage":"\u00e9"},)"
        R"({"ErrorMessage":"Slow down.","ErrorCode":"ServiceUnavailableException"}],)"
        R"("Encrypted":true,"FailedPutCount":0.1e1})");
    EXPECT_EQ(answered.FailedPutCount.value, 1);
    EXPECT_EQ(answered.Encrypted, true);
    ASSERT_EQ(answered.RequestResponses.size(), 2u);
    EXPECT_EQ(answered.RequestResponses[0], (model::PutRecordBatchResponseEntry{"a", "", "\xC3\xA9"}));
    EXPECT_EQ(answered.RequestResponses[1].RecordId, std::nullopt);
    EXPECT_EQ(answered.RequestResponses[1].ErrorCode->value, "ServiceUnavailableException");
    EXPECT_EQ(answered.RequestResponses[1].ErrorMessage->value, "Slow down.");
    expect_written(answered, "{\"FailedPutCount\":1,\"Encrypted\":true,\"RequestResponses\":[{\"RecordId\":\"a\","
                             "\"ErrorCode\":\"\",\"ErrorMessage\":\"\xC3\xA9\"},"
                             "{\"ErrorCode\":\"ServiceUnavailableException\",\"ErrorMessage\":\"Slow down.\"}]}");
}

} // namespace
} // namespace firehose_sse::conformance
