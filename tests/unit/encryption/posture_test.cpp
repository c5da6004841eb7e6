// One word for every kind of state, and for every Describe answer, also one from a newer service.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;
using enum posture_kind;
using sse_status = model::DeliveryStreamEncryptionStatus;

posture_kind expected_of(place const& each) {
    // read from the words of the text, not from the members of the state
    auto const has = [&](char const* word) { return each.text.find(word) != std::string::npos; };
    if (has("KinesisStreamAsSource")) { return not_applicable; }
    if (has(" ENABLING_FAILED -/")) { return not_encrypted; }
    if (has(" ENABLING_FAILED ")) { return rotation_failed_but_encrypted; }
    if (has(" DISABLING_FAILED ")) { return undetermined; }
    if (has(" ENABLING ") || has(" DISABLING ")) { return in_transition; }
    return has(" ENABLED ") ? encrypted : not_encrypted;
}

TEST(posture, of_every_state) {
    for (place const& each : places()) { EXPECT_EQ(posture(reach(each.path)), expected_of(each)) << each.text; }
}

TEST(posture, of_states_as_written) {
    EXPECT_EQ(posture(state_at("ACTIVE DISABLED -/- n1")), not_encrypted);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLED own@2/own s5 n2")), encrypted);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLED a@2/a s5 n2")), encrypted);
    EXPECT_EQ(posture(state_at("CREATING ENABLING -/a pending creating@1 n1")), in_transition);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLING -/a pending enabling@2 n2")), in_transition);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3")), in_transition);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2")), not_encrypted);
    EXPECT_EQ(posture(state_at("ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3")),
              rotation_failed_but_encrypted);
    EXPECT_EQ(posture(state_at("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3")), in_transition);
    EXPECT_EQ(posture(state_at("ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3")),
              undetermined);
    EXPECT_EQ(posture(state_at("ACTIVE KinesisStreamAsSource DISABLED -/- n1")), not_applicable);
}

model::DeliveryStreamDescription described(std::optional<open_enum<sse_status>> status) {
    model::DeliveryStreamDescription description;
    description.DeliveryStreamType = model::DeliveryStreamType::DirectPut;
    description.DeliveryStreamEncryptionConfiguration.emplace();
    description.DeliveryStreamEncryptionConfiguration->Status = std::move(status);
    return description;
}

struct description_case {
    sse_status status;
    posture_kind kind;
};
constexpr description_case description_cases[] = {
    {sse_status::ENABLED, encrypted},
    {sse_status::ENABLING, in_transition},
    {sse_status::ENABLING_FAILED, undetermined}, // a failed change of key leaves the old key in effect
    {sse_status::DISABLED, not_encrypted},
    {sse_status::DISABLING, in_transition},
    {sse_status::DISABLING_FAILED, undetermined},
};
static_assert(std::size(description_cases) == reflect::enumerators<sse_status>.size());

TEST(posture, of_every_status_in_a_description) {
    for (auto const& [status, kind] : description_cases) {
        EXPECT_EQ(posture(described(status)), kind) << reflect::enum_name(status);
    }
}

TEST(posture, key_and_failure_do_not_decide) {
    for (auto const& [status, kind] : description_cases) {
        auto description = described(status);
        auto& block = *description.DeliveryStreamEncryptionConfiguration;
        block.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK;
        block.KeyARN = a.arn;
        block.FailureDescription = to_description({work_kind::enabling, DeliveryStreamFailureType::KMS_ACCESS_DENIED});
        description.DeliveryStreamStatus = open_enum<model::DeliveryStreamStatus>::unknown("SUSPENDED");
        EXPECT_EQ(posture(description), kind) << reflect::enum_name(status);
    }
}

TEST(posture, is_never_guessed_from_a_description) {
    EXPECT_EQ(posture(described(open_enum<sse_status>::unknown("ENABLED_WITH_NEWS"))), undetermined);
    EXPECT_EQ(posture(described(open_enum<sse_status>::unknown("enabled"))), undetermined);
    EXPECT_EQ(posture(described(open_enum<sse_status>{})), undetermined);
    EXPECT_EQ(posture(described(std::nullopt)), undetermined);
    auto without_block = described(sse_status::DISABLED);
    without_block.DeliveryStreamEncryptionConfiguration.reset();
    EXPECT_EQ(posture(without_block), undetermined);
}

TEST(posture, of_a_source_other_than_direct_put_does_not_apply) {
    for (auto const& type : reflect::enumerators<model::DeliveryStreamType>) {
        if (type.value == model::DeliveryStreamType::DirectPut) { continue; }
        for (auto const& [status, kind] : description_cases) {
            auto description = described(status);
            description.DeliveryStreamType = type.value;
            EXPECT_EQ(posture(description), not_applicable) << type.name;
        }
        model::DeliveryStreamDescription plain;
        plain.DeliveryStreamType = type.value;
        EXPECT_EQ(posture(plain), not_applicable) << type.name;
    }
    auto newer = described(std::nullopt);
    newer.DeliveryStreamType = open_enum<model::DeliveryStreamType>::unknown("SourceOfTomorrow");
    EXPECT_EQ(posture(newer), undetermined); // nobody knows yet whether such a source is encrypted
}

// What is read from a description is true, or it is left open.
TEST(posture, of_a_description_never_contradicts_the_state) {
    for (place const& each : places()) {
        state const s = reach(each.path);
        if (!s.stream) { continue; }
        for (auto const& shown : reflect::enumerators<described_key>) {
            model::DeliveryStreamDescription description;
            description.DeliveryStreamType = s.source;
            description.DeliveryStreamEncryptionConfiguration = describe(s, {.describe_key = shown.value});
            auto const told = posture(description);
            EXPECT_TRUE(told == posture(s) || told == undetermined) << each.text;
        }
    }
}

TEST(posture_kind, has_names) {
    using reflect::enum_value;
    EXPECT_EQ(enum_value<posture_kind>("encrypted"), encrypted);
    EXPECT_EQ(enum_value<posture_kind>("not_encrypted"), not_encrypted);
    EXPECT_EQ(enum_value<posture_kind>("not_applicable"), not_applicable);
    EXPECT_EQ(enum_value<posture_kind>("in_transition"), in_transition);
    EXPECT_EQ(enum_value<posture_kind>("rotation_failed_but_encrypted"), rotation_failed_but_encrypted);
    EXPECT_EQ(enum_value<posture_kind>("undetermined"), undetermined);
    EXPECT_EQ(reflect::enumerators<posture_kind>.size(), 6u);
}

} // namespace
} // namespace firehose_sse::encryption
