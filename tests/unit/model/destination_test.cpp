// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/destination.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <type_traits>

namespace firehose_sse::model {
namespace {

TEST(destination_model, members) {
    EXPECT_EQ(
        members_of<DestinationDescription>(),
        (words{"DestinationId: DestinationId", "S3DestinationDescription?: raw_json",
               "ExtendedS3DestinationDescription?: raw_json", "RedshiftDestinationDescription?: raw_json",
               "ElasticsearchDestinationDescription?: raw_json",
               "AmazonopensearchserviceDestinationDescription?: raw_json", "SplunkDestinationDescription?: raw_json",
               "HttpEndpointDestinationDescription?: raw_json", "SnowflakeDestinationDescription?: raw_json",
               "AmazonOpenSearchServerlessDestinationDescription?: raw_json",
               "IcebergDestinationDescription?: raw_json"}));
}

TEST(destination_model, rules) {
    EXPECT_EQ(DestinationId::bounds, (length{1, 100}));
    EXPECT_EQ(DestinationId::pattern::text, R"([a-zA-Z0-9-]+)");
    EXPECT_FALSE(bounded<DestinationDescriptionList>);
}

TEST(destination_model, elements) {
    EXPECT_TRUE((std::is_same_v<DestinationDescriptionList::element, DestinationDescription>));
}

TEST(destination_model, keeps_what_it_does_not_type) {
    DestinationDescription one{.DestinationId = "destinationId-000000000001"};
    EXPECT_EQ(one.S3DestinationDescription, std::nullopt);
    one.S3DestinationDescription = raw_json{R"({"BucketARN": "x"})"};
    auto other = one;
    EXPECT_EQ(one, other);
    other.S3DestinationDescription->text += ' ';
    EXPECT_NE(one, other);
}

} // namespace
} // namespace firehose_sse::model
