// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/effect.hpp"
#include <gtest/gtest.h>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

key const a{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"};
key const b{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/b"};

// A host stores effects and repeats them, so that it has to tell two apart.
TEST(encryption_effect, equal_by_kind_attempt_and_key) {
    std::vector<effect> const different{
        begin_work{1, work_kind::creating},
        begin_work{1, work_kind::enabling},
        begin_work{1, work_kind::disabling},
        begin_work{1, work_kind::deleting},
        begin_work{2, work_kind::creating},
        create_grant{1, a},
        create_grant{2, a},
        create_grant{1, b},
        schedule_retirement{1, a},
        schedule_retirement{2, a},
        schedule_retirement{1, b},
        retire_after_delivery{1, a},
        retire_after_delivery{2, a},
        retire_after_delivery{1, b},
    };
    for (auto const& left : different) {
        for (auto const& right : different) { EXPECT_EQ(left == right, &left == &right); }
    }
}

TEST(encryption_effect, holds_each_kind) {
    EXPECT_EQ(std::variant_size_v<effect>, 4u);
    EXPECT_TRUE(std::holds_alternative<begin_work>(effect(begin_work{})));
    EXPECT_TRUE(std::holds_alternative<create_grant>(effect(create_grant{})));
    EXPECT_TRUE(std::holds_alternative<schedule_retirement>(effect(schedule_retirement{})));
    EXPECT_TRUE(std::holds_alternative<retire_after_delivery>(effect(retire_after_delivery{})));
}

} // namespace
} // namespace firehose_sse::encryption
