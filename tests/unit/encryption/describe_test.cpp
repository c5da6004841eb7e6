// What Describe shows of every kind of state, under every choice of which key to show.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

// `absent`, or `Status [KeyType [KeyARN's last letter]] [FailureDescription.Type]`.
std::string text_of(std::optional<model::DeliveryStreamEncryptionConfiguration> const& shown) {
    if (!shown) { return "absent"; }
    std::string text = shown->Status ? std::string(reflect::enum_text(*shown->Status)) : "no Status";
    if (shown->KeyType) { text += ' ' + std::string(reflect::enum_text(*shown->KeyType)); }
    if (shown->KeyARN) { text += shown->KeyARN->value == a.arn ? " a" : shown->KeyARN->value == b.arn ? " b" : " ?"; }
    if (shown->FailureDescription) { text += ' ' + std::string(reflect::enum_text(shown->FailureDescription->Type)); }
    return text;
}

struct shown_case {
    std::string from;
    std::string by_status;
    std::string effective_only;
    std::string attempted_only;
};

std::vector<shown_case> const shown_cases{
    {"absent DISABLED -/- n0", "absent", "absent", "absent"},
    {"absent DISABLED -/- n2", "absent", "absent", "absent"},
    {"CREATING KinesisStreamAsSource DISABLED -/- pending creating@1 n1", "absent", "absent", "absent"},
    {"CREATING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1", "absent", "absent",
     "absent"},
    {"ACTIVE KinesisStreamAsSource DISABLED -/- n1", "absent", "absent", "absent"},
    {"DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2", "absent", "absent", "absent"},
    {"DELETING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2", "absent", "absent",
     "absent"},

    {"CREATING DISABLED -/- pending creating@1 n1", "DISABLED", "DISABLED", "DISABLED"},
    {"CREATING_FAILED DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1", "DISABLED", "DISABLED", "DISABLED"},
    {"ACTIVE DISABLED -/- n1", "DISABLED", "DISABLED", "DISABLED"},
    {"ACTIVE DISABLED -/- s5 n2", "DISABLED", "DISABLED", "DISABLED"},
    {"DELETING DISABLED -/- pending deleting@2 n2", "DISABLED", "DISABLED", "DISABLED"},
    {"DELETING_FAILED DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2", "DISABLED", "DISABLED", "DISABLED"},

    {"ACTIVE ENABLED own@2/own s5 n2", "ENABLED AWS_OWNED_CMK", "ENABLED AWS_OWNED_CMK", "ENABLED AWS_OWNED_CMK"},
    {"ACTIVE ENABLED a@2/a s5 n2", "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a",
     "ENABLED CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLED a@1/a s5 n1", "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a",
     "ENABLED CUSTOMER_MANAGED_CMK a"},
    {"DELETING ENABLED own@2/own pending deleting@3 s5 n3", "ENABLED AWS_OWNED_CMK", "ENABLED AWS_OWNED_CMK",
     "ENABLED AWS_OWNED_CMK"},
    {"DELETING ENABLED a@2/a pending deleting@3 s5 n3", "ENABLED CUSTOMER_MANAGED_CMK a",
     "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a"},
    {"DELETING ENABLED a@2/a pending deleting@3 forced s5 n3", "ENABLED CUSTOMER_MANAGED_CMK a",
     "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a"},
    {"DELETING_FAILED ENABLED own@2/own stream_failed deleting:UNKNOWN_ERROR s5 n3", "ENABLED AWS_OWNED_CMK",
     "ENABLED AWS_OWNED_CMK", "ENABLED AWS_OWNED_CMK"},
    {"DELETING_FAILED ENABLED a@2/a stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n3",
     "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a", "ENABLED CUSTOMER_MANAGED_CMK a"},

    // by status, ENABLING shows the key that is being tried
    {"CREATING ENABLING -/own pending creating@1 n1", "ENABLING AWS_OWNED_CMK", "ENABLING", "ENABLING AWS_OWNED_CMK"},
    {"CREATING ENABLING -/a pending creating@1 n1", "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING",
     "ENABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLING -/own pending enabling@2 n2", "ENABLING AWS_OWNED_CMK", "ENABLING", "ENABLING AWS_OWNED_CMK"},
    {"ACTIVE ENABLING -/a pending enabling@2 n2", "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING",
     "ENABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLING -/a pending enabling@3 s5 n3", "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING",
     "ENABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLING own@2/own pending enabling@3 s5 n3", "ENABLING AWS_OWNED_CMK", "ENABLING AWS_OWNED_CMK",
     "ENABLING AWS_OWNED_CMK"},
    {"ACTIVE ENABLING own@2/a pending enabling@3 s5 n3", "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING AWS_OWNED_CMK",
     "ENABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLING a@2/own pending enabling@3 s5 n3", "ENABLING AWS_OWNED_CMK", "ENABLING CUSTOMER_MANAGED_CMK a",
     "ENABLING AWS_OWNED_CMK"},
    {"ACTIVE ENABLING a@2/a pending enabling@3 s5 n3", "ENABLING CUSTOMER_MANAGED_CMK a",
     "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE ENABLING a@2/b pending enabling@3 s5 n3", "ENABLING CUSTOMER_MANAGED_CMK b",
     "ENABLING CUSTOMER_MANAGED_CMK a", "ENABLING CUSTOMER_MANAGED_CMK b"},

    // by status, ENABLING_FAILED shows the key in effect, else the one that was tried
    {"CREATING_FAILED ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR stream_failed creating:UNKNOWN_ERROR n1",
     "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR", "ENABLING_FAILED UNKNOWN_ERROR",
     "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR"},
    {"CREATING_FAILED ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY "
     "stream_failed creating:DISABLED_KMS_KEY n1",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a DISABLED_KMS_KEY", "ENABLING_FAILED DISABLED_KMS_KEY",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a DISABLED_KMS_KEY"},
    {"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2", "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR",
     "ENABLING_FAILED UNKNOWN_ERROR", "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR"},
    {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED", "ENABLING_FAILED KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED"},
    {"ACTIVE ENABLING_FAILED own@2/own failed enabling:UNKNOWN_ERROR s5 n3",
     "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR", "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR",
     "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR"},
    {"ACTIVE ENABLING_FAILED own@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
     "ENABLING_FAILED AWS_OWNED_CMK KMS_ACCESS_DENIED", "ENABLING_FAILED AWS_OWNED_CMK KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED"},
    {"ACTIVE ENABLING_FAILED a@2/own failed enabling:UNKNOWN_ERROR s5 n3",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a UNKNOWN_ERROR", "ENABLING_FAILED CUSTOMER_MANAGED_CMK a UNKNOWN_ERROR",
     "ENABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR"},
    {"ACTIVE ENABLING_FAILED a@2/a failed enabling:KMS_ACCESS_DENIED s5 n3",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED"},
    {"ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK b KMS_ACCESS_DENIED"},
    {"DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a DISABLED_KMS_KEY", "ENABLING_FAILED DISABLED_KMS_KEY",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a DISABLED_KMS_KEY"},
    {"DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED", "ENABLING_FAILED KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED"},
    {"DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK b KMS_ACCESS_DENIED"},
    {"DELETING_FAILED ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED "
     "stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n4",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK a KMS_ACCESS_DENIED",
     "ENABLING_FAILED CUSTOMER_MANAGED_CMK b KMS_ACCESS_DENIED"},

    // DISABLING and DISABLING_FAILED show the key in effect
    {"ACTIVE DISABLING own@2/own pending disabling@3 s5 n3", "DISABLING AWS_OWNED_CMK", "DISABLING AWS_OWNED_CMK",
     "DISABLING AWS_OWNED_CMK"},
    {"ACTIVE DISABLING a@2/a pending disabling@3 s5 n3", "DISABLING CUSTOMER_MANAGED_CMK a",
     "DISABLING CUSTOMER_MANAGED_CMK a", "DISABLING CUSTOMER_MANAGED_CMK a"},
    {"ACTIVE DISABLING a@2/b pending disabling@4 s5 n4", "DISABLING CUSTOMER_MANAGED_CMK a",
     "DISABLING CUSTOMER_MANAGED_CMK a", "DISABLING CUSTOMER_MANAGED_CMK b"},
    {"ACTIVE DISABLING_FAILED own@2/own failed disabling:UNKNOWN_ERROR s5 n3",
     "DISABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR", "DISABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR",
     "DISABLING_FAILED AWS_OWNED_CMK UNKNOWN_ERROR"},
    {"ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED"},
    {"ACTIVE DISABLING_FAILED a@2/b failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK b RETIRE_KMS_GRANT_FAILED"},
    {"DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED",
     "DISABLING_FAILED CUSTOMER_MANAGED_CMK a RETIRE_KMS_GRANT_FAILED"},
};

TEST(describe, table_has_every_state_once) {
    std::set<std::string> seen;
    for (shown_case const& each : shown_cases) { EXPECT_TRUE(seen.insert(each.from).second) << each.from; }
    for (place const& each : places()) { EXPECT_EQ(seen.count(each.text), 1u) << each.text; }
    EXPECT_EQ(seen.size(), places().size());
}

TEST(describe, shows_every_state_as_written) {
    static_assert(reflect::enumerators<described_key>.size() == 3);
    for (shown_case const& each : shown_cases) {
        state const s = state_at(each.from);
        EXPECT_EQ(text_of(describe(s, {})), each.by_status) << each.from;
        EXPECT_EQ(text_of(describe(s, {.describe_key = described_key::by_status})), each.by_status) << each.from;
        EXPECT_EQ(text_of(describe(s, {.describe_key = described_key::effective_only})), each.effective_only)
            << each.from;
        EXPECT_EQ(text_of(describe(s, {.describe_key = described_key::attempted_only})), each.attempted_only)
            << each.from;
    }
}

TEST(describe, disabled_is_the_status_and_nothing_else) {
    model::DeliveryStreamEncryptionConfiguration const status_only{.KeyARN = {},
                                                                   .KeyType = {},
                                                                   .Status =
                                                                       model::DeliveryStreamEncryptionStatus::DISABLED,
                                                                   .FailureDescription = {}};
    for (auto const& shown : reflect::enumerators<described_key>) {
        for (char const* from : {"ACTIVE DISABLED -/- n1", "ACTIVE DISABLED -/- s5 n2"}) {
            EXPECT_EQ(describe(state_at(from), {.describe_key = shown.value}), status_only) << from;
        }
        // Stop after a first attempt failed: the attempt is no longer shown
        state const failed = state_at("ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2");
        auto const stopped = std::get<decision>(transition(failed, stop{}, {}, {})).next;
        EXPECT_EQ(describe(stopped, {.describe_key = shown.value}), status_only);
        state remembering = state_at("ACTIVE DISABLED -/- n1");
        remembering.attempted = a; // no sequence of commands leaves it behind; a host's store may
        EXPECT_EQ(describe(remembering, {.describe_key = shown.value}), status_only);
    }
}

TEST(describe, tells_a_failure_in_its_own_place_or_everywhere) {
    using enum model::DeliveryStreamFailureType;
    auto const type_of = [](std::optional<model::FailureDescription> const& told) {
        return told ? told->Type.value() : std::nullopt;
    };
    struct types {
        std::optional<model::DeliveryStreamFailureType> of_stream, of_block;
        bool operator==(types const&) const = default;
    };
    auto const told = [&](state const& s, described_failure where) {
        policy const rules{.describe_failure = where};
        return types{type_of(describe_failure(s, rules)), type_of(describe(s, rules)->FailureDescription)};
    };
    using enum described_failure;

    state change = state_at("ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2");
    EXPECT_EQ(told(change, by_operation), (types{std::nullopt, KMS_ACCESS_DENIED}));
    EXPECT_EQ(told(change, everywhere), (types{KMS_ACCESS_DENIED, KMS_ACCESS_DENIED}));

    state both = change;
    both.stream = model::DeliveryStreamStatus::DELETING_FAILED;
    both.stream_failure = failure{work_kind::deleting, RETIRE_KMS_GRANT_FAILED};
    for (auto const where : {by_operation, everywhere}) {
        EXPECT_EQ(told(both, where), (types{RETIRE_KMS_GRANT_FAILED, KMS_ACCESS_DENIED}));
    }

    state encrypted = state_at("ACTIVE ENABLED a@2/a s5 n2");
    EXPECT_EQ(told(encrypted, everywhere), types{});
    encrypted.stream = both.stream;
    encrypted.stream_failure = both.stream_failure;
    EXPECT_EQ(told(encrypted, by_operation), (types{RETIRE_KMS_GRANT_FAILED, std::nullopt}));
    EXPECT_EQ(told(encrypted, everywhere), (types{RETIRE_KMS_GRANT_FAILED, RETIRE_KMS_GRANT_FAILED}));

    state plain = state_at("ACTIVE DISABLED -/- n1");
    plain.stream = both.stream;
    plain.stream_failure = both.stream_failure;
    EXPECT_EQ(told(plain, everywhere), (types{RETIRE_KMS_GRANT_FAILED, std::nullopt})); // DISABLED is the status only
}

TEST(describe, a_key_that_was_given_up_is_shown_nowhere) {
    policy const rules{.delete_while_enabling = delete_while_enabling_answer::accept,
                       .describe_key = described_key::attempted_only};
    state const rotating = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
    EXPECT_EQ(*shown_key(rotating, rules), b);
    auto const deleting = std::get<decision>(transition(rotating, remove{}, rules, at(60s))).next;
    ASSERT_EQ(status(deleting), model::DeliveryStreamEncryptionStatus::ENABLED);
    EXPECT_EQ(*shown_key(deleting, rules), a);
}

TEST(describe, shows_the_whole_arn_of_a_customer_key) {
    auto const shown = describe(state_at("ACTIVE ENABLED a@2/a s5 n2"), {});
    ASSERT_TRUE(shown && shown->KeyARN);
    EXPECT_EQ(shown->KeyARN->value, "arn:aws:kms:us-east-1:123456789012:key/a");
}

TEST(describe, never_shows_an_arn_of_the_key_of_aws) {
    state s = state_at("ACTIVE ENABLED own@2/own s5 n2");
    s.effective->key.arn = s.attempted->arn = a.arn; // a state from a careless host
    for (auto const& shown : reflect::enumerators<described_key>) {
        EXPECT_EQ(text_of(describe(s, {.describe_key = shown.value})), "ENABLED AWS_OWNED_CMK");
    }
}

TEST(describe, what_waits_is_not_shown) {
    state s = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
    auto const before = describe(s, {});
    s.queued = queued_change{own, false};
    EXPECT_EQ(describe(s, {}), before);
}

TEST(failure_description, passes_the_constraints_of_its_shape) {
    for (auto const& type : reflect::enumerators<DeliveryStreamFailureType>) {
        for (auto const& during : reflect::enumerators<work_kind>) {
            auto const shown = to_description({during.value, type.value});
            EXPECT_EQ(shown.Type, type.value);
            EXPECT_EQ(shown.Details.value, failure_hint(type.value));
            EXPECT_TRUE(constraint::validate(shown).empty()) << type.name;
        }
    }
}

// One word from each hint that says what to mend; the hints promise no whole sentences.
struct hint_case {
    DeliveryStreamFailureType type;
    std::string_view word;
};
constexpr hint_case hint_cases[] = {
    {DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED, "kms:RetireGrant"},
    {DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED, "kms:CreateGrant"},
    {DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED, "6 hours"},
    {DeliveryStreamFailureType::KMS_ACCESS_DENIED, "kms:GenerateDataKey"},
    {DeliveryStreamFailureType::KMS_ACCESS_DENIED, "kms:Decrypt"},
    {DeliveryStreamFailureType::DISABLED_KMS_KEY, "disabled"},
    {DeliveryStreamFailureType::INVALID_KMS_KEY, "symmetric"},
    {DeliveryStreamFailureType::INVALID_KMS_KEY, "deletion"},
    {DeliveryStreamFailureType::KMS_KEY_NOT_FOUND, "does not exist"},
    {DeliveryStreamFailureType::KMS_OPT_IN_REQUIRED, "not subscribed"},
    {DeliveryStreamFailureType::UNKNOWN_ERROR, "not known"},
    {DeliveryStreamFailureType::SUBNET_NOT_FOUND, "not known"},
};

TEST(failure_hint, says_what_to_mend) {
    for (auto const& [type, word] : hint_cases) {
        EXPECT_NE(failure_hint(type).find(word), std::string_view::npos) << reflect::enum_name(type);
    }
    std::set<std::string_view> different;
    for (auto const& each : reflect::enumerators<DeliveryStreamFailureType>) {
        different.insert(failure_hint(each.value));
    }
    EXPECT_EQ(different.size(), 8u); // seven for KMS, and one for all other types
}

} // namespace
} // namespace firehose_sse::encryption
