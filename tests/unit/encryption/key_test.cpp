// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::encryption {
namespace {

using enum model::DeliveryStreamFailureType;

TEST(key, default_is_the_key_of_aws) {
    key const k;
    EXPECT_EQ(k.type, model::KeyType::AWS_OWNED_CMK);
    EXPECT_EQ(k.arn, "");
}

TEST(key, only_a_key_of_the_customer_needs_a_grant) {
    EXPECT_FALSE((key{}.needs_grant()));
    EXPECT_TRUE((key{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"}.needs_grant()));
}

TEST(key, equal_by_type_and_arn) {
    key const a{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"};
    key const b{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/b"};
    EXPECT_EQ(a, key(a));
    EXPECT_NE(a, b);
    EXPECT_NE(a, (key{model::KeyType::AWS_OWNED_CMK, a.arn}));
}

TEST(key_facts, default_is_a_key_that_works_and_is_not_shared) { EXPECT_EQ(key_facts{}.other_streams, 0u); }

TEST(key_directory, a_key_that_is_not_listed_works) {
    key_directory const keys{{{"listed", {key_state::denied, true, true}}}};
    EXPECT_EQ(keys.find("listed"), (key_facts{key_state::denied, true, true}));
    EXPECT_EQ(keys.find("not listed"), (key_facts{key_state::enabled, false, false}));
    EXPECT_EQ(keys.find(""), key_facts{});
    EXPECT_EQ(key_directory{}.find("listed"), key_facts{});
}

struct failure_case {
    key_state state;
    model::DeliveryStreamFailureType type;
};
constexpr failure_case failure_cases[] = {
    {key_state::enabled, UNKNOWN_ERROR},
    {key_state::disabled, DISABLED_KMS_KEY},
    {key_state::pending_deletion, INVALID_KMS_KEY},
    {key_state::missing, KMS_KEY_NOT_FOUND},
    {key_state::denied, KMS_ACCESS_DENIED},
    {key_state::asymmetric, INVALID_KMS_KEY},
    {key_state::opt_in_required, KMS_OPT_IN_REQUIRED},
    {key_state::grant_limit, CREATE_KMS_GRANT_FAILED},
};
static_assert(std::size(failure_cases) == reflect::enumerators<key_state>.size());
static_assert([] {
    for (auto const& each : failure_cases) {
        if (failure_type(each.state) != each.type) { return false; }
    }
    return true;
}());

TEST(key_state, leads_to_a_failure) {
    for (auto const& each : failure_cases) {
        EXPECT_EQ(failure_type(each.state), each.type) << reflect::enum_name(each.state);
    }
}

TEST(key_state, grants_that_exist_go_on_working_when_there_can_be_no_more) {
    for (auto const& each : reflect::enumerators<key_state>) {
        bool const usable = each.value == key_state::enabled || each.value == key_state::grant_limit;
        EXPECT_EQ(is_usable(each.value), usable) << each.name;
    }
}

TEST(key_state, one_that_is_none_leads_to_an_unknown_failure) {
    EXPECT_EQ(failure_type(static_cast<key_state>(200)), UNKNOWN_ERROR);
}

TEST(key_state, has_names) {
    using reflect::enum_value;
    EXPECT_EQ(enum_value<key_state>("enabled"), key_state::enabled);
    EXPECT_EQ(enum_value<key_state>("disabled"), key_state::disabled);
    EXPECT_EQ(enum_value<key_state>("pending_deletion"), key_state::pending_deletion);
    EXPECT_EQ(enum_value<key_state>("missing"), key_state::missing);
    EXPECT_EQ(enum_value<key_state>("denied"), key_state::denied);
    EXPECT_EQ(enum_value<key_state>("asymmetric"), key_state::asymmetric);
    EXPECT_EQ(enum_value<key_state>("opt_in_required"), key_state::opt_in_required);
    EXPECT_EQ(enum_value<key_state>("grant_limit"), key_state::grant_limit);
}

} // namespace
} // namespace firehose_sse::encryption
