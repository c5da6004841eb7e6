// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/delivery_stream.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <type_traits>

namespace firehose_sse::model {
namespace {

TEST(delivery_stream_model, members) {
    EXPECT_EQ(
        members_of<CreateDeliveryStreamInput>(),
        (words{"DeliveryStreamName: DeliveryStreamName", "DeliveryStreamType?: open DeliveryStreamType",
               "DirectPutSourceConfiguration?: raw_json", "KinesisStreamSourceConfiguration?: raw_json",
               "DeliveryStreamEncryptionConfigurationInput?: DeliveryStreamEncryptionConfigurationInput",
               "S3DestinationConfiguration?: raw_json", "ExtendedS3DestinationConfiguration?: raw_json",
               "RedshiftDestinationConfiguration?: raw_json", "ElasticsearchDestinationConfiguration?: raw_json",
               "AmazonopensearchserviceDestinationConfiguration?: raw_json",
               "SplunkDestinationConfiguration?: raw_json", "HttpEndpointDestinationConfiguration?: raw_json",
               "Tags?: TagDeliveryStreamInputTagList", "AmazonOpenSearchServerlessDestinationConfiguration?: raw_json",
               "MSKSourceConfiguration?: raw_json", "SnowflakeDestinationConfiguration?: raw_json",
               "IcebergDestinationConfiguration?: raw_json", "DatabaseSourceConfiguration?: raw_json"}));
    EXPECT_EQ(members_of<CreateDeliveryStreamOutput>(), (words{"DeliveryStreamARN?: DeliveryStreamARN"}));
    EXPECT_EQ(members_of<DeleteDeliveryStreamInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "AllowForceDelete?: bool"}));
    EXPECT_TRUE(members_of<DeleteDeliveryStreamOutput>().empty());
    EXPECT_EQ(members_of<DescribeDeliveryStreamInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "Limit?: DescribeDeliveryStreamInputLimit",
                     "ExclusiveStartDestinationId?: DestinationId"}));
    EXPECT_EQ(members_of<DescribeDeliveryStreamOutput>(),
              (words{"DeliveryStreamDescription: DeliveryStreamDescription"}));
    EXPECT_EQ(members_of<DeliveryStreamDescription>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "DeliveryStreamARN: DeliveryStreamARN",
                     "DeliveryStreamStatus: open DeliveryStreamStatus", "FailureDescription?: FailureDescription",
                     "DeliveryStreamEncryptionConfiguration?: DeliveryStreamEncryptionConfiguration",
                     "DeliveryStreamType: open DeliveryStreamType", "VersionId: DeliveryStreamVersionId",
                     "CreateTimestamp?: timestamp", "LastUpdateTimestamp?: timestamp", "Source?: raw_json",
                     "Destinations: DestinationDescriptionList", "HasMoreDestinations: bool"}));
    EXPECT_EQ(members_of<ListDeliveryStreamsInput>(),
              (words{"Limit?: ListDeliveryStreamsInputLimit", "DeliveryStreamType?: open DeliveryStreamType",
                     "ExclusiveStartDeliveryStreamName?: DeliveryStreamName"}));
    EXPECT_EQ(members_of<ListDeliveryStreamsOutput>(),
              (words{"DeliveryStreamNames: DeliveryStreamNameList", "HasMoreDeliveryStreams: bool"}));
}

TEST(delivery_stream_model, rules) {
    EXPECT_EQ(DescribeDeliveryStreamInputLimit::bounds, (range{1, 10'000}));
    EXPECT_EQ(ListDeliveryStreamsInputLimit::bounds, (range{1, 10'000}));
    EXPECT_FALSE(bounded<DeliveryStreamNameList>);
}

TEST(delivery_stream_model, elements) {
    EXPECT_TRUE((std::is_same_v<DeliveryStreamNameList::element, DeliveryStreamName>));
}

TEST(delivery_stream_model, defaults) {
    CreateDeliveryStreamInput const create;
    EXPECT_EQ(create.DeliveryStreamType, std::nullopt);
    EXPECT_EQ(create.DeliveryStreamEncryptionConfigurationInput, std::nullopt);
    EXPECT_EQ(create.Tags, std::nullopt);
    EXPECT_EQ(DeleteDeliveryStreamInput().AllowForceDelete, std::nullopt);
    EXPECT_EQ(ListDeliveryStreamsInput().Limit, std::nullopt);
    DeliveryStreamDescription const described;
    EXPECT_EQ(described.DeliveryStreamStatus.value(), std::nullopt);
    EXPECT_EQ(described.DeliveryStreamType.value(), std::nullopt);
    EXPECT_EQ(described.CreateTimestamp, std::nullopt);
    EXPECT_FALSE(described.HasMoreDestinations);
    EXPECT_FALSE(ListDeliveryStreamsOutput().HasMoreDeliveryStreams);
}

TEST(delivery_stream_model, equality) {
    CreateDeliveryStreamInput const one{.DeliveryStreamName = "orders"};
    auto other = one;
    EXPECT_EQ(one, other);
    other.DatabaseSourceConfiguration = raw_json{"{}"};
    EXPECT_NE(one, other);
}

} // namespace
} // namespace firehose_sse::model
