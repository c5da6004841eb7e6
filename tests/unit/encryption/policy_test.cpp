// The default of every policy; what the other values change is shown by transition_policy_test.cpp.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/pfr/tuple_size.hpp>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace std::chrono_literals;

TEST(encryption_policy, defaults) {
    constexpr policy rules;
    static_assert(boost::pfr::tuple_size_v<policy> == 20, "a new field needs its default stated here");
    EXPECT_EQ(rules.settling, 5'000ms);
    EXPECT_EQ(rules.max_credential_age, 21'600s);
    EXPECT_EQ(rules.create_with_key, create_with_key_answer::together);
    EXPECT_EQ(rules.busy, busy_answer::resource_in_use);
    EXPECT_EQ(rules.stop_when_disabled, stop_when_disabled_answer::accept);
    EXPECT_EQ(rules.same_key, same_key_answer::attempt);
    EXPECT_EQ(rules.bad_key, bad_key_answer::enabling_failed);
    EXPECT_EQ(rules.max_streams_per_key, 500u);
    EXPECT_EQ(rules.max_scheduled_grants, 8u);
    EXPECT_EQ(rules.old_session, old_session_answer::enabling_failed);
    EXPECT_EQ(rules.stop_without_key, stop_without_key_answer::at_once);
    EXPECT_EQ(rules.start_after_failed_stop, start_after_failed_stop_answer::accept);
    EXPECT_EQ(rules.stop_after_failed_stop, stop_after_failure_answer::accept);
    EXPECT_EQ(rules.stop_after_failed_rotation, stop_after_failure_answer::accept);
    EXPECT_EQ(rules.delete_while_enabling, delete_while_enabling_answer::resource_in_use);
    EXPECT_EQ(rules.rotating, changing_answer::unsettled);
    EXPECT_EQ(rules.disabling, changing_answer::unsettled);
    EXPECT_EQ(rules.describe_key, described_key::by_status);
    EXPECT_EQ(rules.describe_failure, described_failure::by_operation);
    EXPECT_EQ(rules.unsettled, unsettled_answer::not_encrypted);
}

template <class E> std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (auto const& each : reflect::enumerators<E>) { all.push_back(each.name); }
    return all;
}

TEST(encryption_policy, choices_have_names) {
    using texts = std::vector<std::string_view>;
    EXPECT_EQ(names<busy_answer>(), (texts{"resource_in_use", "queue"}));
    EXPECT_EQ(names<stop_when_disabled_answer>(),
              (texts{"accept", "invalid_argument", "resource_in_use", "through_disabling"}));
    EXPECT_EQ(names<same_key_answer>(), (texts{"attempt", "no_op"}));
    EXPECT_EQ(names<bad_key_answer>(), (texts{"enabling_failed", "invalid_kms_resource"}));
    EXPECT_EQ(names<old_session_answer>(), (texts{"enabling_failed", "invalid_kms_resource"}));
    EXPECT_EQ(names<stop_without_key_answer>(),
              (texts{"at_once", "through_disabling", "invalid_argument", "resource_in_use"}));
    EXPECT_EQ(names<start_after_failed_stop_answer>(), (texts{"accept", "resource_in_use"}));
    EXPECT_EQ(names<stop_after_failure_answer>(), (texts{"accept", "invalid_argument", "resource_in_use"}));
    EXPECT_EQ(names<delete_while_enabling_answer>(), (texts{"resource_in_use", "accept"}));
    EXPECT_EQ(names<changing_answer>(), (texts{"unsettled", "encrypted", "not_encrypted"}));
    EXPECT_EQ(names<described_key>(), (texts{"by_status", "effective_only", "attempted_only"}));
    EXPECT_EQ(names<create_with_key_answer>(), (texts{"together", "then_enabling"}));
    EXPECT_EQ(names<described_failure>(), (texts{"by_operation", "everywhere"}));
    EXPECT_EQ(names<unsettled_answer>(), (texts{"not_encrypted", "encrypted", "absent"}));
}

TEST(encryption_policy, equal_by_every_field) {
    EXPECT_EQ(policy{}, policy{});
    for (policy const& other : {policy{.settling = 4'999ms},
                                policy{.max_credential_age = 1s},
                                policy{.busy = busy_answer::queue},
                                policy{.stop_when_disabled = stop_when_disabled_answer::resource_in_use},
                                policy{.max_streams_per_key = 499},
                                policy{.max_scheduled_grants = 7},
                                policy{.old_session = old_session_answer::invalid_kms_resource},
                                policy{.stop_without_key = stop_without_key_answer::through_disabling},
                                policy{.start_after_failed_stop = start_after_failed_stop_answer::resource_in_use},
                                policy{.stop_after_failed_stop = stop_after_failure_answer::invalid_argument},
                                policy{.stop_after_failed_rotation = stop_after_failure_answer::resource_in_use},
                                policy{.delete_while_enabling = delete_while_enabling_answer::accept},
                                policy{.rotating = changing_answer::encrypted},
                                policy{.disabling = changing_answer::not_encrypted},
                                policy{.same_key = same_key_answer::no_op},
                                policy{.bad_key = bad_key_answer::invalid_kms_resource},
                                policy{.create_with_key = create_with_key_answer::then_enabling},
                                policy{.describe_key = described_key::effective_only},
                                policy{.describe_failure = described_failure::everywhere},
                                policy{.unsettled = unsettled_answer::absent}}) {
        EXPECT_NE(other, policy{});
    }
}

} // namespace
} // namespace firehose_sse::encryption
