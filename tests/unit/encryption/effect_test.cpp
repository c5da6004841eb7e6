// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>
#include <string_view>
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

TEST(encryption_effect, id_is_the_stream_the_attempt_and_the_kind) {
    auto const names = [](std::string_view stream, effect const& e) { return id_of(stream, e); };
    EXPECT_EQ(names("s", begin_work{3}), (effect_id{"s", 3, effect_kind::begin_work}));
    EXPECT_EQ(names("s", create_grant{3, a}), (effect_id{"s", 3, effect_kind::create_grant}));
    EXPECT_EQ(names("s", schedule_retirement{3, a}), (effect_id{"s", 3, effect_kind::schedule_retirement}));
    EXPECT_EQ(names("s", retire_after_delivery{3, a}), (effect_id{"s", 3, effect_kind::retire_after_delivery}));
    EXPECT_EQ(names("s", create_grant{3, a}), names("s", create_grant{3, b})); // an attempt has one key
    EXPECT_NE(names("s", begin_work{3}), names("t", begin_work{3}));
    EXPECT_LT(names("s", begin_work{3}), names("s", begin_work{4}));
    EXPECT_EQ(reflect::enumerators<effect_kind>.size(), std::variant_size_v<effect>);
}

TEST(encryption_effect, belongs_to_an_attempt) {
    for (effect const& each : {effect(begin_work{7}), effect(create_grant{7, a}), effect(schedule_retirement{7, a}),
                               effect(retire_after_delivery{7, a})}) {
        EXPECT_EQ(attempt_of(each), 7u);
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
