// Every refusal as each operation's error, word for word.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/refusal.hpp"
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/tag_delivery_stream.hpp"
#include "unit/operation/world.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::operation {
namespace {

using encryption::refusal;
using Start = StartDeliveryStreamEncryption;
using Stop = StopDeliveryStreamEncryption;

template <class Op> std::string text(refusal why, encryption::key_facts const& facts = {}) {
    return told(to_error<Op>(why, "orders", MSKAsSource, facts, world{}.with()));
}

TEST(refusal, of_start) {
    std::string const in_use = "ResourceInUseException: Firehose orders under accountId 123456789012 ";
    EXPECT_EQ(text<Start>(refusal::stream_not_found),
              "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    EXPECT_EQ(text<Start>(refusal::not_direct_put),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    EXPECT_EQ(text<Start>(refusal::stream_not_active), in_use + "is not in the ACTIVE state.");
    EXPECT_EQ(text<Start>(refusal::change_under_way), in_use + "is changing its encryption.");
    EXPECT_TRUE(text<Start>(refusal::key_unusable, {.state = key_state::missing})
                    .starts_with("InvalidKMSResourceException [KMSNotFoundException]: "));
}

TEST(refusal, of_stop) {
    EXPECT_EQ(text<Stop>(refusal::not_encrypted),
              "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream.");
    EXPECT_EQ(text<Stop>(refusal::not_encrypted_in_use),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not encrypted.");
}

TEST(refusal, after_a_change_that_has_failed) {
    std::string const in_use =
        "ResourceInUseException: Firehose orders under accountId 123456789012 has failed to change its encryption.";
    EXPECT_EQ(text<Start>(refusal::change_failed_in_use), in_use);
    EXPECT_EQ(text<Stop>(refusal::change_failed_in_use), in_use);
    EXPECT_EQ(text<Stop>(refusal::change_failed),
              "InvalidArgumentException: The latest change of encryption has failed on this delivery stream.");
}

TEST(refusal, of_another_source_as_the_policy_has_it) {
    world w;
    w.rules.other_source = other_source_answer::resource_in_use;
    std::string const words = "This operation is not permitted on MSKAsSource delivery stream type.";
    auto const tell = [&]<class Op>(Op) {
        return told(to_error<Op>(refusal::not_direct_put, "orders", MSKAsSource, {}, w.with()));
    };
    EXPECT_EQ(tell(Start{}), "ResourceInUseException: " + words);
    EXPECT_EQ(tell(Stop{}), "ResourceInUseException: " + words);
    EXPECT_EQ(tell(CreateDeliveryStream{}), "InvalidArgumentException: " + words);
    EXPECT_EQ(tell(TagDeliveryStream{}), "InvalidArgumentException: " + words);
}

TEST(refusal, of_create_and_delete) {
    EXPECT_EQ(text<CreateDeliveryStream>(refusal::stream_exists),
              "ResourceInUseException: Firehose orders under accountId 123456789012 already exists");
    EXPECT_EQ(text<DeleteDeliveryStream>(refusal::stream_not_active),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the ACTIVE state.");
    EXPECT_EQ(text<DeleteDeliveryStream>(refusal::change_under_way),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is changing its encryption.");
}

TEST(refusal, of_what_the_key_does_not_allow) {
    std::string const many = "LimitExceededException: A customer managed CMK can encrypt up to 500 delivery streams.";
    EXPECT_EQ(text<Start>(refusal::key_in_too_many_streams), many);
    EXPECT_EQ(text<CreateDeliveryStream>(refusal::key_in_too_many_streams), many);
    EXPECT_TRUE(text<Start>(refusal::credentials_too_old)
                    .starts_with("InvalidKMSResourceException [KMSAccessDeniedException]: "));
    EXPECT_TRUE(text<CreateDeliveryStream>(refusal::credentials_too_old)
                    .starts_with("InvalidKMSResourceException [KMSAccessDeniedException]: "));
}

TEST(refusal, quota_names_its_own_limits) {
    EXPECT_EQ(quota_used_up({}).message,
              "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of 25 calls per "
              "delivery stream per 24 hours.");
    EXPECT_EQ(quota_used_up({.quota = {.limit = 3, .period = 2h}}).message,
              "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of 3 calls per "
              "delivery stream per 2 hours.");
    EXPECT_TRUE(quota_used_up({.quota = {.period = 1h}}).message->value.ends_with("per 1 hour."));
    EXPECT_TRUE(quota_used_up({.quota = {.period = 1h + 500ms}}).message->value.ends_with("per 3600500 milliseconds."));
}

/// What an operation answers when all texts are the caller's, each saying its own name.
struct own_texts : world {
    own_texts() {
        for (auto const& each : reflect::enumerators<unobserved_message>) {
            rules.texts.emplace(each.value, "text of " + std::string(each.name));
        }
    }
    template <class Op>
    [[nodiscard]] std::string tell(std::optional<stream_record> const& stream, typename Op::input const& input) const {
        return told(Op::decide(stream, input, with(), now));
    }
};

TEST(refusal, callers_text_stands_in_the_place_of_ours) {
    own_texts w;
    Start::input const start{.DeliveryStreamName = "orders", .DeliveryStreamEncryptionConfigurationInput = {}};
    auto const start_with = [&](open_enum<model::KeyType> type, std::optional<model::AWSKMSKeyARNForSSE> arn) {
        auto made = start;
        made.DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = std::move(arn), .KeyType = std::move(type)}};
        return made;
    };
    Stop::input const stop{.DeliveryStreamName = "orders"};
    PutRecord::input const put{"orders", {"data"}};
    CreateDeliveryStream::input create;
    create.DeliveryStreamName = "orders";
    create.S3DestinationConfiguration = raw_json{"{}"};
    std::set<std::string> seen;
    auto const expect = [&](std::string const& told, std::string const& kind, std::string const& name) {
        EXPECT_EQ(told, kind + ": text of " + name);
        seen.insert(name);
    };

    expect(w.tell<Start>(creating(), start), "ResourceInUseException", "stream_not_active");
    w.rules.inactive_change = inactive_change_answer::invalid_argument;
    expect(w.tell<Start>(creating(), start), "InvalidArgumentException", "stream_not_active");
    w.rules.inactive_put = inactive_put_answer::invalid_argument;
    expect(w.tell<PutRecord>(creating(), put), "InvalidArgumentException", "stream_not_active");
    expect(w.tell<Stop>(enabling(), stop), "ResourceInUseException", "change_under_way");
    w.rules.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::invalid_argument;
    expect(w.tell<Stop>(never_encrypted(), stop), "InvalidArgumentException", "not_encrypted");
    w.rules.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::resource_in_use;
    expect(w.tell<Stop>(never_encrypted(), stop), "ResourceInUseException", "not_encrypted");
    w.rules.encryption.start_after_failed_stop = encryption::start_after_failed_stop_answer::resource_in_use;
    expect(w.tell<Start>(disabling_failed(), start), "ResourceInUseException", "change_failed");
    w.rules.encryption.stop_after_failed_stop = encryption::stop_after_failure_answer::invalid_argument;
    expect(w.tell<Stop>(disabling_failed(), stop), "InvalidArgumentException", "change_failed");
    auto const full = charged(never_encrypted(), 25, now);
    expect(w.tell<Start>(full, start), "LimitExceededException", "quota_used_up");

    auto const with_a = start_with(model::KeyType::CUSTOMER_MANAGED_CMK, model::AWSKMSKeyARNForSSE(arn_a));
    w.keys.known[arn_a] = {.state = key_state::disabled, .other_streams = 500};
    expect(w.tell<Start>(never_encrypted(), with_a), "LimitExceededException", "key_in_too_many_streams");
    expect(w.tell<PutRecord>(enabled(key_a), put), "InvalidKMSResourceException [KMSDisabledException]",
           "key_unusable");
    expect(w.tell<Start>(never_encrypted(), start_with(model::KeyType::CUSTOMER_MANAGED_CMK, {})),
           "InvalidArgumentException", "key_arn_missing");
    auto const own_with_arn = start_with(model::KeyType::AWS_OWNED_CMK, model::AWSKMSKeyARNForSSE(arn_a));
    expect(w.tell<Start>(never_encrypted(), own_with_arn), "InvalidArgumentException", "key_arn_not_allowed");

    auto sourced = create;
    sourced.DeliveryStreamType = MSKAsSource;
    sourced.DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = {}, .KeyType = model::KeyType::AWS_OWNED_CMK}};
    expect(w.tell<CreateDeliveryStream>(std::nullopt, sourced), "InvalidArgumentException", "source_not_encryptable");
    auto misfit = create;
    misfit.MSKSourceConfiguration = raw_json{"{}"};
    expect(w.tell<CreateDeliveryStream>(std::nullopt, misfit), "InvalidArgumentException", "source_of_other_type");
    w.rules.max_tags = 0;
    expect(w.tell<TagDeliveryStream>(never_encrypted(),
                                     {.DeliveryStreamName = "orders", .Tags = {{.Key = "k", .Value = {}}}}),
           "LimitExceededException", "too_many_tags");
    EXPECT_EQ(seen.size(), reflect::enumerators<unobserved_message>.size()); // every text is used
}

TEST(refusal, what_has_been_observed_has_no_other_text) {
    own_texts w;
    Start::input const start{.DeliveryStreamName = "orders", .DeliveryStreamEncryptionConfigurationInput = {}};
    auto const observed = [](std::string const& told) { return told.find("text of") == told.npos; };
    EXPECT_TRUE(observed(w.tell<Start>(std::nullopt, start)));
    EXPECT_TRUE(observed(w.tell<Start>(from_source(KinesisStreamAsSource), start)));
    w.keys.known[arn_a] = {.state = key_state::denied};
    EXPECT_TRUE(observed(w.tell<PutRecord>(enabled(key_a), {"orders", {"data"}})));
    CreateDeliveryStream::input nowhere;
    nowhere.DeliveryStreamName = "orders";
    EXPECT_TRUE(observed(w.tell<CreateDeliveryStream>(std::nullopt, nowhere)));
    EXPECT_TRUE(observed(w.tell<CreateDeliveryStream>(never_encrypted(), nowhere)));
}

TEST(refusal, every_state_of_a_key_has_a_code_and_a_sentence) {
    for (auto const& each : reflect::enumerators<key_state>) {
        auto const error = key_unusable(each.value);
        ASSERT_TRUE(error.code && error.message) << each.name;
        EXPECT_TRUE(error.code->value.starts_with("KMS")) << each.name;
        EXPECT_FALSE(error.message->value.empty()) << each.name;
    }
}

TEST(refusal, messages_hold_no_key) {
    for (auto const& each : reflect::enumerators<key_state>) {
        EXPECT_EQ(told(answer<Start>(key_unusable(each.value))).find("arn:"), std::string::npos);
    }
}

} // namespace
} // namespace firehose_sse::operation
