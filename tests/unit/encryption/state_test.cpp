// The six statuses as a projection of what is pending, what failed and what is in effect.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string_view>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using enum model::DeliveryStreamEncryptionStatus;
using sse_status = model::DeliveryStreamEncryptionStatus;

TEST(encryption_state, default_is_no_stream) {
    state const s;
    EXPECT_EQ(s.stream, std::nullopt);
    EXPECT_EQ(s.source, model::DeliveryStreamType::DirectPut);
    EXPECT_EQ(s.effective, std::nullopt);
    EXPECT_EQ(s.attempted, std::nullopt);
    EXPECT_EQ(s.pending, std::nullopt);
    EXPECT_EQ(s.queued, std::nullopt);
    EXPECT_EQ(s.encryption_failure, std::nullopt);
    EXPECT_EQ(s.stream_failure, std::nullopt);
    EXPECT_EQ(s.settled_at, instant::min());
    EXPECT_EQ(s.attempt, 0u);
    EXPECT_EQ(status(s), DISABLED);
}

// The status shows the change that is under way, else that the last one failed, else whether a key is in effect.
struct status_case {
    std::optional<work_kind> pending;
    std::optional<work_kind> failed_during;
    bool attempted;
    bool effective;
    sse_status shown;
};
constexpr status_case status_cases[] = {
    {std::nullopt, std::nullopt, false, false, DISABLED},
    {std::nullopt, std::nullopt, true, true, ENABLED},
    {std::nullopt, work_kind::enabling, true, false, ENABLING_FAILED},
    {std::nullopt, work_kind::enabling, true, true, ENABLING_FAILED},
    {std::nullopt, work_kind::disabling, true, true, DISABLING_FAILED},
    {work_kind::creating, std::nullopt, false, false, DISABLED},
    {work_kind::creating, std::nullopt, true, false, ENABLING},
    {work_kind::enabling, std::nullopt, true, false, ENABLING},
    {work_kind::enabling, std::nullopt, true, true, ENABLING},
    {work_kind::disabling, std::nullopt, true, true, DISABLING},
    {work_kind::deleting, std::nullopt, false, false, DISABLED},
    {work_kind::deleting, std::nullopt, true, true, ENABLED},
    {work_kind::deleting, work_kind::enabling, true, false, ENABLING_FAILED},
    {work_kind::deleting, work_kind::enabling, true, true, ENABLING_FAILED},
    {work_kind::deleting, work_kind::disabling, true, true, DISABLING_FAILED},
};

TEST(encryption_state, status_is_a_projection) {
    for (auto const& each : status_cases) {
        state s;
        if (each.pending) { s.pending = work{*each.pending, 2, false, false}; }
        if (each.failed_during) {
            s.encryption_failure = failure{*each.failed_during, model::DeliveryStreamFailureType::KMS_ACCESS_DENIED};
        }
        if (each.attempted) { s.attempted = key{}; }
        if (each.effective) { s.effective = effective_key{key{}, 1}; }
        EXPECT_EQ(status(s), each.shown) << "case " << &each - status_cases;
    }
}

TEST(encryption_state, status_does_not_depend_on_the_rest) {
    state s;
    s.effective = effective_key{key{}, 1};
    s.attempted = key{};
    state other = s;
    other.stream = model::DeliveryStreamStatus::DELETING_FAILED;
    other.queued = queued_change{};
    other.stream_failure = failure{work_kind::deleting, model::DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED};
    other.settled_at = instant(std::chrono::hours(1));
    other.attempt = 9;
    EXPECT_EQ(status(s), ENABLED);
    EXPECT_EQ(status(other), ENABLED);
}

TEST(encryption_state, equal_by_every_member) {
    key const customer{model::KeyType::CUSTOMER_MANAGED_CMK, "arn:aws:kms:us-east-1:123456789012:key/a"};
    std::vector<state> const different{
        {},
        {.stream = model::DeliveryStreamStatus::ACTIVE},
        {.source = model::DeliveryStreamType::MSKAsSource},
        {.effective = effective_key{}},
        {.effective = effective_key{customer, 0}},
        {.effective = effective_key{key{}, 1}},
        {.attempted = key{}},
        {.attempted = customer},
        {.pending = work{}},
        {.pending = work{work_kind::deleting, 0, false, false}},
        {.pending = work{work_kind::creating, 1, false, false}},
        {.pending = work{work_kind::creating, 0, true, false}},
        {.pending = work{work_kind::creating, 0, false, true}},
        {.queued = queued_change{}},
        {.queued = queued_change{key{}, false}},
        {.queued = queued_change{std::nullopt, true}},
        {.encryption_failure = failure{}},
        {.encryption_failure = failure{work_kind::disabling, model::DeliveryStreamFailureType::UNKNOWN_ERROR}},
        {.encryption_failure = failure{work_kind::enabling, model::DeliveryStreamFailureType::INVALID_KMS_KEY}},
        {.stream_failure = failure{}},
        {.settled_at = instant(std::chrono::milliseconds(1))},
        {.attempt = 1},
    };
    for (auto const& left : different) {
        for (auto const& right : different) { EXPECT_EQ(left == right, &left == &right); }
    }
}

TEST(work_kind, has_names) {
    using reflect::enum_value;
    EXPECT_EQ(enum_value<work_kind>("creating"), work_kind::creating);
    EXPECT_EQ(enum_value<work_kind>("enabling"), work_kind::enabling);
    EXPECT_EQ(enum_value<work_kind>("disabling"), work_kind::disabling);
    EXPECT_EQ(enum_value<work_kind>("deleting"), work_kind::deleting);
    EXPECT_EQ(reflect::enumerators<work_kind>.size(), 4u);
}

} // namespace
} // namespace firehose_sse::encryption
