// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/failure.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>

namespace firehose_sse::model {
namespace {

TEST(failure_model, members) {
    EXPECT_EQ(members_of<FailureDescription>(),
              (words{"Type: open DeliveryStreamFailureType", "Details: NonEmptyString"}));
}

TEST(failure_model, rules) {
    EXPECT_EQ(NonEmptyString::bounds, (length{1, 1024}));
    EXPECT_EQ(NonEmptyString::pattern::text, R"(^(?!\s*$).+)");
}

TEST(failure_model, enumerators) {
    EXPECT_EQ(enumerators_of<DeliveryStreamFailureType>(),
              (words{"VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND", "VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED",
                     "RETIRE_KMS_GRANT_FAILED", "CREATE_KMS_GRANT_FAILED", "KMS_ACCESS_DENIED", "DISABLED_KMS_KEY",
                     "INVALID_KMS_KEY", "KMS_KEY_NOT_FOUND", "KMS_OPT_IN_REQUIRED", "CREATE_ENI_FAILED",
                     "DELETE_ENI_FAILED", "SUBNET_NOT_FOUND", "SECURITY_GROUP_NOT_FOUND", "ENI_ACCESS_DENIED",
                     "SUBNET_ACCESS_DENIED", "SECURITY_GROUP_ACCESS_DENIED", "UNKNOWN_ERROR"}));
}

TEST(failure_model, defaults) {
    FailureDescription const made;
    EXPECT_EQ(made.Type.value(), std::nullopt);
    EXPECT_EQ(made.Details.value, "");
}

TEST(failure_model, equality) {
    FailureDescription const one{DeliveryStreamFailureType::KMS_KEY_NOT_FOUND, "gone"};
    EXPECT_EQ(one, (FailureDescription{DeliveryStreamFailureType::KMS_KEY_NOT_FOUND, "gone"}));
    EXPECT_NE(one, (FailureDescription{DeliveryStreamFailureType::DISABLED_KMS_KEY, "gone"}));
    EXPECT_NE(one, (FailureDescription{DeliveryStreamFailureType::KMS_KEY_NOT_FOUND, "lost"}));
}

} // namespace
} // namespace firehose_sse::model
