// Start: what it begins, everything that refuses it, and which refusal comes first.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Start = StartDeliveryStreamEncryption;

static_assert(std::same_as<answer<Start>,
                           std::variant<model::StartDeliveryStreamEncryptionOutput, model::ResourceNotFoundException,
                                        model::ResourceInUseException, model::InvalidArgumentException,
                                        model::LimitExceededException, model::InvalidKMSResourceException>>);

Start::input bare() { return {.DeliveryStreamName = "orders", .DeliveryStreamEncryptionConfigurationInput = {}}; }

Start::input with_key(std::optional<model::AWSKMSKeyARNForSSE> arn, open_enum<model::KeyType> type) {
    auto request = bare();
    request.DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = std::move(arn), .KeyType = std::move(type)}};
    return request;
}

Start::input customer(std::string const& arn) {
    return with_key(model::AWSKMSKeyARNForSSE(arn), model::KeyType::CUSTOMER_MANAGED_CMK);
}

std::string tell(std::optional<stream_record> const& stream, Start::input const& request, world const& w = {}) {
    return told(Start::decide(stream, request, w.with(), now));
}

TEST(start_delivery_stream_encryption, without_a_configuration_takes_the_key_that_aws_owns) {
    world w;
    w.rules.work = 7s;
    auto const before = never_encrypted();
    auto const decided = Start::decide(before, bare(), w.with(), now);

    EXPECT_EQ(told(decided), "ok");
    ASSERT_EQ(decided.change, quota::cell_change::put);
    auto const& after = decided.cell->encryption;
    EXPECT_EQ(status(after), model::DeliveryStreamEncryptionStatus::ENABLING);
    EXPECT_EQ(after.attempted, own_key);
    EXPECT_EQ(after.effective, std::nullopt);
    EXPECT_EQ(after.pending, (encryption::work{.kind = work_kind::enabling, .attempt = 2}));
    EXPECT_EQ(decided.cell->work_due, now + 7s);
    EXPECT_EQ(decided.answer.effects,
              (std::vector<encryption::effect>{encryption::begin_work{2, work_kind::enabling}})); // and no grant
}

TEST(start_delivery_stream_encryption, explicit_own_key_is_the_same_as_none) {
    EXPECT_EQ(Start::wanted_key(with_key({}, model::KeyType::AWS_OWNED_CMK).DeliveryStreamEncryptionConfigurationInput),
              own_key);
    EXPECT_EQ(Start::wanted_key({}), own_key);
    EXPECT_EQ(Start::wanted_key(customer(arn_a).DeliveryStreamEncryptionConfigurationInput), key_a);
}

TEST(start_delivery_stream_encryption, customer_key_asks_for_a_grant_before_the_work) {
    auto const decided = Start::decide(never_encrypted(), customer(arn_a), world{}.with(), now);
    EXPECT_EQ(told(decided), "ok");
    EXPECT_EQ(decided.answer.effects,
              (std::vector<encryption::effect>{encryption::create_grant{2, key_a},
                                               encryption::begin_work{2, work_kind::enabling}}));
}

TEST(start_delivery_stream_encryption, changes_only_the_encryption_and_the_quota) {
    auto before = charged(never_encrypted(), 3, now - 1h);
    before.tags = {{.Key = "team", .Value = "data"}};
    before.source = raw_json{"{}"};
    auto const decided = Start::decide(before, customer(arn_a), world{}.with(), now);
    ASSERT_EQ(told(decided), "ok");
    auto after = *decided.cell;
    EXPECT_EQ(after.quota.charged, (std::vector<instant>{now - 1h, now - 1h, now - 1h, now}));
    after.encryption = before.encryption;
    after.quota = before.quota;
    after.work_due = before.work_due;
    EXPECT_EQ(after.charged_at, now);
    after.charged_at = before.charged_at;
    EXPECT_TRUE(same(after, before));
}

TEST(start_delivery_stream_encryption, is_accepted_in_every_status_that_is_not_under_way) {
    for (auto const& before : {never_encrypted(), enabled(), enabled(key_a), enabled(key_b), enabling_failed(),
                               rotation_failed(key_b, key_a), disabling_failed()}) {
        auto const decided = Start::decide(before, customer(arn_a), world{}.with(), now);
        ASSERT_EQ(told(decided), "ok");
        auto const& after = decided.cell->encryption;
        EXPECT_EQ(status(after), model::DeliveryStreamEncryptionStatus::ENABLING);
        EXPECT_EQ(after.attempted, key_a);
        EXPECT_EQ(after.effective, before.encryption.effective); // still encrypts with the key it had
        EXPECT_EQ(after.encryption_failure, std::nullopt);
    }
}

TEST(start_delivery_stream_encryption, unknown_stream) {
    EXPECT_EQ(tell(std::nullopt, bare()),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    world w;
    w.rules.account_id = "000000000042";
    EXPECT_EQ(tell(std::nullopt, bare(), w),
              "ResourceNotFoundException: Firehose orders under account 000000000042 not found.");
}

TEST(start_delivery_stream_encryption, only_direct_put_can_be_encrypted) {
    EXPECT_EQ(
        tell(from_source(KinesisStreamAsSource), bare()),
        "InvalidArgumentException: This operation is not permitted on KinesisStreamAsSource delivery stream type.");
    EXPECT_EQ(tell(from_source(MSKAsSource), bare()),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_EQ(tell(from_source(DatabaseAsSource), bare()),
              "InvalidArgumentException: This operation is not permitted on DatabaseAsSource delivery stream type.");
}

TEST(start_delivery_stream_encryption, stream_that_is_not_active) {
    for (auto const& stream : {creating(), creating(key_a), creating_failed(), deleting(), deleting_failed()}) {
        EXPECT_EQ(tell(stream, bare()),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is not in "
                  "the ACTIVE state.");
    }
}

TEST(start_delivery_stream_encryption, stream_that_is_not_active_as_the_policy_has_it) {
    world w;
    for (auto const& stream : {creating(), creating(key_a), creating_failed(), deleting(), deleting_failed()}) {
        w.rules.inactive_change = inactive_change_answer::resource_not_found;
        EXPECT_EQ(tell(stream, bare(), w),
                  "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
        w.rules.inactive_change = inactive_change_answer::invalid_argument;
        EXPECT_EQ(tell(stream, bare(), w), "InvalidArgumentException: The delivery stream is not in the ACTIVE state.");
    }
    EXPECT_EQ(tell(from_source(MSKAsSource, creating()), bare(), w), // the source is checked first
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_EQ(kind_of(Start::decide(enabling(), bare(), w.with(), now)), "ResourceInUseException");
}

TEST(start_delivery_stream_encryption, change_under_way) {
    for (auto const& stream : {enabling(), enabling(key_a), rotating(key_a, key_b), disabling()}) {
        EXPECT_EQ(tell(stream, bare()),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is changing its encryption.");
    }
}

TEST(start_delivery_stream_encryption, quota_used_up) {
    EXPECT_EQ(tell(charged(never_encrypted(), 25, now - 1ms), bare()),
              "LimitExceededException: StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined "
              "limit of 25 calls per delivery stream per 24 hours.");
    world w;
    w.rules.quota.limit = 2;
    w.rules.quota.period = 1h;
    EXPECT_EQ(tell(charged(never_encrypted(), 2, now - 1ms), bare(), w),
              "LimitExceededException: StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined "
              "limit of 2 calls per delivery stream per 1 hour.");
}

TEST(start_delivery_stream_encryption, key_rules) {
    EXPECT_EQ(tell(never_encrypted(), with_key({}, model::KeyType::CUSTOMER_MANAGED_CMK)),
              "InvalidArgumentException: KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
    EXPECT_EQ(tell(never_encrypted(), with_key(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::AWS_OWNED_CMK)),
              "InvalidArgumentException: KeyARN must not be given when KeyType is AWS_OWNED_CMK.");
}

TEST(start_delivery_stream_encryption, key_rules_hold_where_no_violation_is_kept) {
    world w;
    w.rules.constraints.max_violations = 0;
    EXPECT_EQ(tell(never_encrypted(), with_key({}, model::KeyType::CUSTOMER_MANAGED_CMK), w),
              "InvalidArgumentException: KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok");
}

TEST(start_delivery_stream_encryption, key_rules_can_be_switched_off) {
    world w;
    w.rules.constraints.off = {constraint::rule::owned_key_has_no_arn};
    auto const request = with_key(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::AWS_OWNED_CMK);
    auto const decided = Start::decide(never_encrypted(), request, w.with(), now);
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(decided.cell->encryption.attempted, own_key); // the ARN is ignored
}

TEST(start_delivery_stream_encryption, bad_key_is_refused_at_once_where_the_policy_says_so) {
    world w;
    w.rules.encryption.bad_key = encryption::bad_key_answer::invalid_kms_resource;
    std::vector<std::pair<key_state, std::string>> const table{
        {key_state::disabled, "KMSDisabledException"},       {key_state::pending_deletion, "KMSInvalidStateException"},
        {key_state::missing, "KMSNotFoundException"},        {key_state::denied, "KMSAccessDeniedException"},
        {key_state::asymmetric, "KMSInvalidStateException"}, {key_state::opt_in_required, "KMSOptInRequired"},
    };
    for (auto const& [state, code] : table) {
        w.keys.known[arn_a] = {.state = state};
        auto const text = tell(never_encrypted(), customer(arn_a), w);
        EXPECT_TRUE(text.starts_with("InvalidKMSResourceException [" + code + "]: ")) << text;
    }
    w.keys.known[arn_a] = {.state = key_state::enabled};
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok");
    w.keys.known[arn_a] = {.state = key_state::disabled};
    EXPECT_EQ(tell(never_encrypted(), bare(), w), "ok"); // another key
    EXPECT_EQ(tell(never_encrypted(), customer(arn_b), w), "ok");
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), {.keys = w.keys}), "ok"); // the default: noticed at the end
}

TEST(start_delivery_stream_encryption, old_session_is_refused_at_once_where_the_policy_says_so) {
    world w;
    w.caller.credential_age = 7h;
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok"); // the default: noticed when the work ends
    w.rules.encryption.old_session = encryption::old_session_answer::invalid_kms_resource;
    EXPECT_TRUE(tell(never_encrypted(), customer(arn_a), w)
                    .starts_with("InvalidKMSResourceException [KMSAccessDeniedException]: "));
    EXPECT_EQ(tell(never_encrypted(), bare(), w), "ok"); // AWS's own key takes no grant
    w.caller.credential_age = 6h;
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok");
}

TEST(start_delivery_stream_encryption, key_of_five_hundred_streams_takes_no_more) {
    world w;
    w.keys.known[arn_a] = {.other_streams = 499};
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok");
    w.keys.known[arn_a] = {.other_streams = 500};
    std::string const refused =
        "LimitExceededException: A customer managed CMK can encrypt up to 500 delivery streams.";
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), refused);
    EXPECT_EQ(tell(enabled(key_b), customer(arn_a), w), refused);
    EXPECT_EQ(tell(enabled(key_a), customer(arn_a), w), "ok"); // the stream has this key already
    EXPECT_EQ(tell(never_encrypted(), customer(arn_b), w), "ok");
    EXPECT_EQ(kind_of(Start::decide(charged(never_encrypted(), 25, now), customer(arn_a), w.with(), now)),
              "LimitExceededException");
    w.rules.encryption.max_streams_per_key = 501;
    EXPECT_EQ(tell(never_encrypted(), customer(arn_a), w), "ok");
}

// Each stream fails the check of its line and all later ones: the refusal of its line must come first.
TEST(start_delivery_stream_encryption, order_of_the_checks) {
    world w;
    w.rules.encryption.bad_key = encryption::bad_key_answer::invalid_kms_resource;
    w.keys.known[""] = {.state = key_state::disabled}; // a customer key without an ARN is looked up under this name
    auto const request = with_key({}, model::KeyType::CUSTOMER_MANAGED_CMK);
    auto const full = [](stream_record stream) { return charged(std::move(stream), 25, now - 1h); };

    EXPECT_EQ(tell(std::nullopt, request, w).substr(0, 25), "ResourceNotFoundException");
    EXPECT_EQ(tell(full(from_source(MSKAsSource, deleting(rotating(key_a, key_b)))), request, w),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_TRUE(tell(full(deleting(rotating(key_a, key_b))), request, w).ends_with("is not in the ACTIVE state."));
    EXPECT_TRUE(tell(full(enabling()), request, w).ends_with("is changing its encryption."));
    EXPECT_EQ(tell(full(never_encrypted()), request, w).substr(0, 22), "LimitExceededException");
    EXPECT_EQ(tell(never_encrypted(), request, w),
              "InvalidArgumentException: KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
    w.rules.constraints.off = {constraint::rule::customer_key_needs_arn};
    EXPECT_TRUE(tell(never_encrypted(), request, w).starts_with("InvalidKMSResourceException [KMSDisabledException]"));
    w.keys.known.clear();
    EXPECT_EQ(tell(never_encrypted(), request, w), "ok");
}

TEST(start_delivery_stream_encryption, quota_may_come_before_the_statuses_but_not_before_the_source) {
    world w;
    w.rules.quota_check = quota_check::before_state;
    auto const full = [](stream_record stream) { return charged(std::move(stream), 25, now - 1h); };
    EXPECT_EQ(tell(full(from_source(MSKAsSource)), bare(), w).substr(0, 24), "InvalidArgumentException");
    for (auto const& stream : {deleting(), enabling(), disabling(), never_encrypted()}) {
        EXPECT_EQ(tell(full(stream), bare(), w).substr(0, 22), "LimitExceededException");
    }
    EXPECT_EQ(tell(deleting(), bare(), w).substr(0, 22), "ResourceInUseException");
    EXPECT_EQ(tell(enabling(), bare(), w).substr(0, 22), "ResourceInUseException");
}

TEST(start_delivery_stream_encryption, refused_call_leaves_the_cell_as_it_is) {
    world const w;
    auto const refusals = {
        Start::decide(std::nullopt, bare(), w.with(), now),
        Start::decide(from_source(MSKAsSource), bare(), w.with(), now),
        Start::decide(deleting(), bare(), w.with(), now),
        Start::decide(enabling(), bare(), w.with(), now),
        Start::decide(charged(enabled(), 25, now), bare(), w.with(), now),
        Start::decide(enabled(), with_key({}, model::KeyType::CUSTOMER_MANAGED_CMK), w.with(), now),
    };
    for (auto const& refused : refusals) {
        EXPECT_NE(told(refused), "ok");
        EXPECT_EQ(refused.change, quota::cell_change::keep) << told(refused);
        EXPECT_FALSE(refused.cell);
        EXPECT_TRUE(refused.answer.effects.empty());
    }
}

TEST(start_delivery_stream_encryption, key_in_effect_may_be_a_no_op_that_still_counts) {
    world w;
    w.rules.encryption.same_key = encryption::same_key_answer::no_op;
    auto const before = enabled(key_a);
    auto const same_key = Start::decide(before, customer(arn_a), w.with(), now);
    ASSERT_EQ(told(same_key), "ok");
    EXPECT_EQ(same_key.cell->encryption, before.encryption);
    EXPECT_EQ(same_key.cell->work_due, before.work_due);
    EXPECT_TRUE(same_key.answer.effects.empty());
    EXPECT_EQ(same_key.cell->quota.charged, std::vector{now});

    auto const other_key = Start::decide(before, customer(arn_b), w.with(), now);
    EXPECT_EQ(status(other_key.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING);
}

TEST(start_delivery_stream_encryption, old_session_is_accepted_and_remembered) {
    world w;
    w.caller.credential_age = 6h + 1s;
    auto const old = Start::decide(never_encrypted(), customer(arn_a), w.with(), now);
    ASSERT_EQ(told(old), "ok");
    EXPECT_TRUE(old.cell->encryption.pending->credentials_too_old);
    w.caller.credential_age = 6h;
    auto const young = Start::decide(never_encrypted(), customer(arn_a), w.with(), now);
    EXPECT_FALSE(young.cell->encryption.pending->credentials_too_old);
}

} // namespace
} // namespace firehose_sse::operation
