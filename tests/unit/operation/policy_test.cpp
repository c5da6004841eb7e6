// The defaults: what AWS documents, and what this library has chosen where AWS documents nothing.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <chrono>
#include <gtest/gtest.h>

namespace firehose_sse::operation {
namespace {

TEST(operation_policy, defaults) {
    policy const rules;
    EXPECT_EQ(rules.partition, "aws");
    EXPECT_EQ(rules.region, "us-east-1");
    EXPECT_EQ(rules.account_id, "123456789012");
    EXPECT_EQ(rules.work, std::chrono::seconds(1));
    EXPECT_EQ(rules.max_streams, 5'000u);
    EXPECT_EQ(rules.max_tags, 50u);
    EXPECT_EQ(rules.quota_check, quota_check::after_state);
    EXPECT_EQ(rules.encrypted_create, encrypted_create_charge::not_charged);
    EXPECT_EQ(rules.failed_change, failed_change_charge::kept);
    EXPECT_EQ(rules.inactive_change, inactive_change_answer::resource_in_use);
    EXPECT_EQ(rules.other_source, other_source_answer::invalid_argument);
    EXPECT_EQ(rules.deleting_put, deleting_put_answer::refuse);
    EXPECT_EQ(rules.inactive_put, inactive_put_answer::resource_not_found);
    EXPECT_EQ(rules.inactive_tag, inactive_tag_answer::accept);
    EXPECT_TRUE(rules.texts.empty());
    EXPECT_EQ(rules.encryption, encryption::policy{});
    EXPECT_EQ(rules.quota, quota::quota_policy{});
    EXPECT_EQ(rules.constraints, constraint::policy{});
    EXPECT_FALSE(rules.control_rate); // throttling is off unless it is asked for
    EXPECT_FALSE(rules.put_rate);
    EXPECT_EQ(rules.control_rate_scope, control_rate_scope::each_operation);
    EXPECT_EQ(rules.put_overflow, put_overflow_answer::fail_records);
}

TEST(operation_policy, choices_have_names) {
    EXPECT_EQ(reflect::enum_value<quota_check>("before_state"), quota_check::before_state);
    EXPECT_EQ(reflect::enum_value<encrypted_create_charge>("charged"), encrypted_create_charge::charged);
    EXPECT_EQ(reflect::enum_value<failed_change_charge>("refunded"), failed_change_charge::refunded);
    EXPECT_EQ(reflect::enum_value<inactive_change_answer>("invalid_argument"),
              inactive_change_answer::invalid_argument);
    EXPECT_EQ(reflect::enum_value<other_source_answer>("resource_in_use"), other_source_answer::resource_in_use);
    EXPECT_EQ(reflect::enum_value<deleting_put_answer>("accept"), deleting_put_answer::accept);
    EXPECT_EQ(reflect::enum_value<inactive_put_answer>("service_unavailable"),
              inactive_put_answer::service_unavailable);
    EXPECT_EQ(reflect::enum_value<inactive_tag_answer>("resource_in_use"), inactive_tag_answer::resource_in_use);
    EXPECT_EQ(reflect::enum_value<control_rate_scope>("all_together"), control_rate_scope::all_together);
    EXPECT_EQ(reflect::enum_value<put_overflow_answer>("fail_call"), put_overflow_answer::fail_call);
}

} // namespace
} // namespace firehose_sse::operation
