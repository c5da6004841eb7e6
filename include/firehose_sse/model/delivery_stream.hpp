// A stream from creation to deletion: Create, Delete, Describe, List.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/destination.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/shape/timestamp.hpp"
#include <boost/describe/class.hpp>
#include <optional>

namespace firehose_sse::model {

/// Makes a stream; exactly one destination must be given. *Model:* CreateDeliveryStreamInput.
struct CreateDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    std::optional<open_enum<model::DeliveryStreamType>> DeliveryStreamType{};
    std::optional<raw_json> DirectPutSourceConfiguration{};
    std::optional<raw_json> KinesisStreamSourceConfiguration{};
    std::optional<model::DeliveryStreamEncryptionConfigurationInput> DeliveryStreamEncryptionConfigurationInput{};
    std::optional<raw_json> S3DestinationConfiguration{};
    std::optional<raw_json> ExtendedS3DestinationConfiguration{};
    std::optional<raw_json> RedshiftDestinationConfiguration{};
    std::optional<raw_json> ElasticsearchDestinationConfiguration{};
    std::optional<raw_json> AmazonopensearchserviceDestinationConfiguration{};
    std::optional<raw_json> SplunkDestinationConfiguration{};
    std::optional<raw_json> HttpEndpointDestinationConfiguration{};
    std::optional<model::TagDeliveryStreamInputTagList> Tags{};
    std::optional<raw_json> AmazonOpenSearchServerlessDestinationConfiguration{};
    std::optional<raw_json> MSKSourceConfiguration{};
    std::optional<raw_json> SnowflakeDestinationConfiguration{};
    std::optional<raw_json> IcebergDestinationConfiguration{};
    std::optional<raw_json> DatabaseSourceConfiguration{};
    friend bool operator==(CreateDeliveryStreamInput const&, CreateDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(CreateDeliveryStreamInput, (),
                      (DeliveryStreamName, DeliveryStreamType, DirectPutSourceConfiguration,
                       KinesisStreamSourceConfiguration, DeliveryStreamEncryptionConfigurationInput,
                       S3DestinationConfiguration, ExtendedS3DestinationConfiguration, RedshiftDestinationConfiguration,
                       ElasticsearchDestinationConfiguration, AmazonopensearchserviceDestinationConfiguration,
                       SplunkDestinationConfiguration, HttpEndpointDestinationConfiguration, Tags,
                       AmazonOpenSearchServerlessDestinationConfiguration, MSKSourceConfiguration,
                       SnowflakeDestinationConfiguration, IcebergDestinationConfiguration, DatabaseSourceConfiguration))

/// *Model:* CreateDeliveryStreamOutput.
struct CreateDeliveryStreamOutput {
    std::optional<model::DeliveryStreamARN> DeliveryStreamARN{};
    friend bool operator==(CreateDeliveryStreamOutput const&, CreateDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(CreateDeliveryStreamOutput, (), (DeliveryStreamARN))

/// Removes a stream; with `AllowForceDelete`, even when its KMS grant cannot be retired.
/// *Model:* DeleteDeliveryStreamInput.
struct DeleteDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    std::optional<bool> AllowForceDelete{};
    friend bool operator==(DeleteDeliveryStreamInput const&, DeleteDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeleteDeliveryStreamInput, (), (DeliveryStreamName, AllowForceDelete))

/// *Model:* DeleteDeliveryStreamOutput.
struct DeleteDeliveryStreamOutput {
    friend bool operator==(DeleteDeliveryStreamOutput const&, DeleteDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeleteDeliveryStreamOutput, (), ())

/// How many destinations one answer may describe. *Model:* DescribeDeliveryStreamInputLimit.
struct DescribeDeliveryStreamInputLimit : integer_shape<DescribeDeliveryStreamInputLimit> {
    using integer_shape::integer_shape;
    static constexpr range bounds{1, 10'000};
};

/// *Model:* DescribeDeliveryStreamInput.
struct DescribeDeliveryStreamInput {
    model::DeliveryStreamName DeliveryStreamName{};
    std::optional<model::DescribeDeliveryStreamInputLimit> Limit{};
    std::optional<model::DestinationId> ExclusiveStartDestinationId{};
    friend bool operator==(DescribeDeliveryStreamInput const&, DescribeDeliveryStreamInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(DescribeDeliveryStreamInput, (), (DeliveryStreamName, Limit, ExclusiveStartDestinationId))

/// All that Describe tells of a stream. *Model:* DeliveryStreamDescription.
struct DeliveryStreamDescription {
    model::DeliveryStreamName DeliveryStreamName{};
    model::DeliveryStreamARN DeliveryStreamARN{};
    open_enum<model::DeliveryStreamStatus> DeliveryStreamStatus{};
    std::optional<model::FailureDescription> FailureDescription{};
    std::optional<model::DeliveryStreamEncryptionConfiguration> DeliveryStreamEncryptionConfiguration{};
    open_enum<model::DeliveryStreamType> DeliveryStreamType{};
    model::DeliveryStreamVersionId VersionId{};
    std::optional<timestamp> CreateTimestamp{};
    std::optional<timestamp> LastUpdateTimestamp{};
    std::optional<raw_json> Source{};
    model::DestinationDescriptionList Destinations{};
    bool HasMoreDestinations = false;
    friend bool operator==(DeliveryStreamDescription const&, DeliveryStreamDescription const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeliveryStreamDescription, (),
                      (DeliveryStreamName, DeliveryStreamARN, DeliveryStreamStatus, FailureDescription,
                       DeliveryStreamEncryptionConfiguration, DeliveryStreamType, VersionId, CreateTimestamp,
                       LastUpdateTimestamp, Source, Destinations, HasMoreDestinations))

/// *Model:* DescribeDeliveryStreamOutput.
struct DescribeDeliveryStreamOutput {
    model::DeliveryStreamDescription DeliveryStreamDescription{};
    friend bool operator==(DescribeDeliveryStreamOutput const&, DescribeDeliveryStreamOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(DescribeDeliveryStreamOutput, (), (DeliveryStreamDescription))

/// How many names one answer may list; 10 when absent. *Model:* ListDeliveryStreamsInputLimit.
struct ListDeliveryStreamsInputLimit : integer_shape<ListDeliveryStreamsInputLimit> {
    using integer_shape::integer_shape;
    static constexpr range bounds{1, 10'000};
};

/// *Model:* ListDeliveryStreamsInput.
struct ListDeliveryStreamsInput {
    std::optional<model::ListDeliveryStreamsInputLimit> Limit{};
    std::optional<open_enum<model::DeliveryStreamType>> DeliveryStreamType{};
    std::optional<model::DeliveryStreamName> ExclusiveStartDeliveryStreamName{};
    friend bool operator==(ListDeliveryStreamsInput const&, ListDeliveryStreamsInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(ListDeliveryStreamsInput, (), (Limit, DeliveryStreamType, ExclusiveStartDeliveryStreamName))

/// *Model:* DeliveryStreamNameList.
struct DeliveryStreamNameList : list_shape<DeliveryStreamNameList, model::DeliveryStreamName> {
    using list_shape::list_shape;
};

/// *Model:* ListDeliveryStreamsOutput.
struct ListDeliveryStreamsOutput {
    model::DeliveryStreamNameList DeliveryStreamNames{};
    bool HasMoreDeliveryStreams = false;
    friend bool operator==(ListDeliveryStreamsOutput const&, ListDeliveryStreamsOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(ListDeliveryStreamsOutput, (), (DeliveryStreamNames, HasMoreDeliveryStreams))

} // namespace firehose_sse::model
