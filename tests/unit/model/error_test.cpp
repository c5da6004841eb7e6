// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/error.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>

namespace firehose_sse::model {
namespace {

TEST(error_model, members) {
    EXPECT_EQ(members_of<ConcurrentModificationException>(), (words{"message?: ErrorMessage"}));
    EXPECT_EQ(members_of<InvalidArgumentException>(), (words{"message?: ErrorMessage"}));
    EXPECT_EQ(members_of<InvalidKMSResourceException>(), (words{"code?: ErrorCode", "message?: ErrorMessage"}));
    EXPECT_EQ(members_of<InvalidSourceException>(), (words{"code?: ErrorCode", "message?: ErrorMessage"}));
    EXPECT_EQ(members_of<LimitExceededException>(), (words{"message?: ErrorMessage"}));
    EXPECT_EQ(members_of<ResourceInUseException>(), (words{"message?: ErrorMessage"}));
    EXPECT_EQ(members_of<ResourceNotFoundException>(), (words{"message?: ErrorMessage"}));
    EXPECT_EQ(members_of<ServiceUnavailableException>(), (words{"message?: ErrorMessage"}));
}

TEST(error_model, rules) {
    EXPECT_FALSE(bounded<ErrorMessage>);
    EXPECT_FALSE(patterned<ErrorMessage>);
    EXPECT_FALSE(bounded<ErrorCode>);
    EXPECT_FALSE(patterned<ErrorCode>);
}

TEST(error_model, defaults) {
    EXPECT_EQ(InvalidArgumentException().message, std::nullopt);
    EXPECT_EQ(InvalidKMSResourceException().code, std::nullopt);
}

TEST(error_model, equality) {
    EXPECT_EQ((InvalidSourceException{"C", "m"}), (InvalidSourceException{"C", "m"}));
    EXPECT_NE((InvalidSourceException{"C", "m"}), (InvalidSourceException{"D", "m"}));
    EXPECT_NE((ResourceNotFoundException{"m"}), (ResourceNotFoundException{}));
}

} // namespace
} // namespace firehose_sse::model
