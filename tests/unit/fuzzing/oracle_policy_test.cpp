// What the two presets leave open.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle_policy.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(oracle_policy, a_known_service_leaves_nothing_open) {
    operation::policy service;
    service.work = std::chrono::milliseconds(7);
    service.encryption.busy = encryption::busy_answer::queue;
    service.constraints.batch_bytes = 64;
    auto const made = oracle_policy::exactly(service, wire::decode_options::gateway());
    for (auto const& each : reflect::enumerators<choice>) {
        EXPECT_FALSE(made.choices.is_open(each.value)) << each.name;
    }
    EXPECT_EQ(made.choices, policy_space::of(service));
    EXPECT_EQ(made.work_at_most, service.work);
    EXPECT_EQ(made.reading, wire::decode_options::gateway());
    EXPECT_EQ(made.reading, made.strict_reading);
    EXPECT_EQ(made.loose_constraints, service.constraints);
    EXPECT_EQ(made.tolerated, tolerances{});
}

TEST(oracle_policy, of_an_unknown_endpoint_everything_is_open) {
    auto const made = oracle_policy::any_endpoint();
    for (auto const& each : reflect::enumerators<choice>) {
        EXPECT_TRUE(made.choices.is_open(each.value)) << each.name;
    }
    EXPECT_FALSE(made.work_at_most);
    EXPECT_NE(made.reading, made.strict_reading);
    auto const& all = made.tolerated;
    EXPECT_TRUE(all.outcomes && all.order_of_checks && all.refusal_types && all.throttling && all.access &&
                all.identity && all.configurations && all.tag_order && all.headers && all.resent_calls &&
                all.encrypted_absent && all.other_streams);
}

TEST(oracle_policy, defaults) {
    oracle_policy const policy;
    EXPECT_EQ(policy.choices, policy_space::of({}));
    EXPECT_EQ(policy.work_at_most, policy.service.work);
    EXPECT_EQ(policy.max_candidates, 256U);
    EXPECT_EQ(policy.max_streams, 100'000U);
    EXPECT_EQ(policy.own_prefix, "");
    EXPECT_EQ(policy.tolerated, tolerances{});
    constexpr tolerances none;
    EXPECT_FALSE(none.outcomes || none.order_of_checks || none.refusal_types || none.throttling || none.access ||
                 none.identity || none.configurations || none.tag_order || none.headers || none.resent_calls ||
                 none.encrypted_absent || none.other_streams);
}

} // namespace
} // namespace firehose_sse::fuzzing
