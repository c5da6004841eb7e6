// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/stream.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::model {
namespace {

TEST(stream_model, rules) {
    EXPECT_EQ(DeliveryStreamName::bounds, (length{1, 64}));
    EXPECT_EQ(DeliveryStreamName::pattern::text, R"([a-zA-Z0-9_.-]+)");
    EXPECT_EQ(DeliveryStreamARN::bounds, (length{1, 512}));
    EXPECT_EQ(DeliveryStreamARN::pattern::text,
              R"(arn:.*:firehose:[a-zA-Z0-9\-]+:\d{12}:deliverystream/[a-zA-Z0-9._-]+)");
    EXPECT_EQ(DeliveryStreamVersionId::bounds, (length{1, 50}));
    EXPECT_EQ(DeliveryStreamVersionId::pattern::text, R"([0-9]+)");
}

TEST(stream_model, enumerators) {
    EXPECT_EQ(enumerators_of<DeliveryStreamType>(),
              (words{"DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"}));
    EXPECT_EQ(enumerators_of<DeliveryStreamStatus>(),
              (words{"CREATING", "CREATING_FAILED", "DELETING", "DELETING_FAILED", "ACTIVE"}));
}

TEST(stream_model, bad_values_can_be_held) {
    EXPECT_EQ(DeliveryStreamName("no spaces allowed").value, "no spaces allowed");
    EXPECT_EQ(DeliveryStreamName(std::string(65, 'x')).value.size(), 65u);
}

} // namespace
} // namespace firehose_sse::model
