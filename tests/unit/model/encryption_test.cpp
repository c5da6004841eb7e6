// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/encryption.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>

namespace firehose_sse::model {
namespace {

TEST(encryption_model, members) {
    EXPECT_EQ(members_of<StartDeliveryStreamEncryptionInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName",
                     "DeliveryStreamEncryptionConfigurationInput?: DeliveryStreamEncryptionConfigurationInput"}));
    EXPECT_TRUE(members_of<StartDeliveryStreamEncryptionOutput>().empty());
    EXPECT_EQ(members_of<StopDeliveryStreamEncryptionInput>(), (words{"DeliveryStreamName: DeliveryStreamName"}));
    EXPECT_TRUE(members_of<StopDeliveryStreamEncryptionOutput>().empty());
    EXPECT_EQ(members_of<DeliveryStreamEncryptionConfigurationInput>(),
              (words{"KeyARN?: AWSKMSKeyARNForSSE", "KeyType: open KeyType"}));
    EXPECT_EQ(members_of<DeliveryStreamEncryptionConfiguration>(),
              (words{"KeyARN?: AWSKMSKeyARNForSSE", "KeyType?: open KeyType",
                     "Status?: open DeliveryStreamEncryptionStatus", "FailureDescription?: FailureDescription"}));
}

TEST(encryption_model, rules) {
    EXPECT_EQ(AWSKMSKeyARNForSSE::bounds, (length{1, 512}));
    EXPECT_EQ(AWSKMSKeyARNForSSE::pattern::text, R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:key/[a-zA-Z_0-9+=,.@\-_/]+)");
    EXPECT_EQ(AWSKMSKeyARNForSSE::pattern_before_2026_06_12::text,
              R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\-_/]+)");
}

TEST(encryption_model, enumerators) {
    EXPECT_EQ(enumerators_of<KeyType>(), (words{"AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"}));
    EXPECT_EQ(enumerators_of<DeliveryStreamEncryptionStatus>(),
              (words{"ENABLED", "ENABLING", "ENABLING_FAILED", "DISABLED", "DISABLING", "DISABLING_FAILED"}));
}

TEST(encryption_model, defaults) {
    StartDeliveryStreamEncryptionInput const start;
    EXPECT_EQ(start.DeliveryStreamName.value, "");
    EXPECT_EQ(start.DeliveryStreamEncryptionConfigurationInput, std::nullopt);
    DeliveryStreamEncryptionConfigurationInput const input;
    EXPECT_EQ(input.KeyARN, std::nullopt);
    EXPECT_EQ(input.KeyType.value(), std::nullopt); // no key type is chosen for the caller
    DeliveryStreamEncryptionConfiguration const described;
    EXPECT_EQ(described.KeyARN, std::nullopt);
    EXPECT_EQ(described.KeyType, std::nullopt);
    EXPECT_EQ(described.Status, std::nullopt);
    EXPECT_EQ(described.FailureDescription, std::nullopt);
}

TEST(encryption_model, equality) {
    StartDeliveryStreamEncryptionInput const one{
        .DeliveryStreamName = "orders",
        .DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = {}, .KeyType = KeyType::AWS_OWNED_CMK}},
    };
    auto other = one;
    EXPECT_EQ(one, other);
    other.DeliveryStreamEncryptionConfigurationInput->KeyType = KeyType::CUSTOMER_MANAGED_CMK;
    EXPECT_NE(one, other);
    other = one;
    other.DeliveryStreamEncryptionConfigurationInput->KeyARN = "";
    EXPECT_NE(one, other); // an empty text is not an absent one
    other = one;
    other.DeliveryStreamEncryptionConfigurationInput.reset();
    EXPECT_NE(one, other);
}

} // namespace
} // namespace firehose_sse::model
