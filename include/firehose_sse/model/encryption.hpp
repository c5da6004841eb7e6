// Server-side encryption (SSE) of a stream: the key, the status, StartDeliveryStreamEncryption and its counterpart.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/failure.hpp"
#include "firehose_sse/model/stream.hpp"
#include <optional>

namespace firehose_sse::model {

/// Who owns the key that encrypts. *Model:* KeyType.
BOOST_DEFINE_FIXED_ENUM_CLASS(KeyType, unsigned char, AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK)

/// Status of the most recent attempt to change a stream's encryption. *Model:* DeliveryStreamEncryptionStatus.
/// ENABLING_FAILED after a change of key leaves encryption on with the old key: see encryption::posture.
BOOST_DEFINE_FIXED_ENUM_CLASS(DeliveryStreamEncryptionStatus, unsigned char, ENABLED, ENABLING, ENABLING_FAILED,
                              DISABLED, DISABLING, DISABLING_FAILED)

/// Customer key for SSE: ARN of a key, not of an alias. *Model:* AWSKMSKeyARNForSSE (since the model of 2026-06-12).
struct AWSKMSKeyARNForSSE : string_shape<AWSKMSKeyARNForSSE> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 512};
    using pattern = pattern_text<R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:key/[a-zA-Z_0-9+=,.@\-_/]+)">;
    /// The pattern of this member in the models before 2026-06-12 (shape AWSKMSKeyARN), which accepts an alias too.
    using pattern_before_2026_06_12 =
        pattern_text<R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\-_/]+)">;
};

/// The key a caller asks for. *Model:* DeliveryStreamEncryptionConfigurationInput.
struct DeliveryStreamEncryptionConfigurationInput {
    std::optional<model::AWSKMSKeyARNForSSE> KeyARN{};
    open_enum<model::KeyType> KeyType{};
    friend bool operator==(DeliveryStreamEncryptionConfigurationInput const&,
                           DeliveryStreamEncryptionConfigurationInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeliveryStreamEncryptionConfigurationInput, (), (KeyARN, KeyType))

/// Encryption as DescribeDeliveryStream shows it; no member is required. *Model:*
/// DeliveryStreamEncryptionConfiguration.
struct DeliveryStreamEncryptionConfiguration {
    std::optional<model::AWSKMSKeyARNForSSE> KeyARN{};
    std::optional<open_enum<model::KeyType>> KeyType{};
    std::optional<open_enum<model::DeliveryStreamEncryptionStatus>> Status{};
    std::optional<model::FailureDescription> FailureDescription{};
    friend bool operator==(DeliveryStreamEncryptionConfiguration const&,
                           DeliveryStreamEncryptionConfiguration const&) = default;
};
BOOST_DESCRIBE_STRUCT(DeliveryStreamEncryptionConfiguration, (), (KeyARN, KeyType, Status, FailureDescription))

/// Turns encryption on or changes its key; without a configuration the key is AWS's own.
/// *Model:* StartDeliveryStreamEncryptionInput.
struct StartDeliveryStreamEncryptionInput {
    model::DeliveryStreamName DeliveryStreamName{};
    std::optional<model::DeliveryStreamEncryptionConfigurationInput> DeliveryStreamEncryptionConfigurationInput{};
    friend bool operator==(StartDeliveryStreamEncryptionInput const&,
                           StartDeliveryStreamEncryptionInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(StartDeliveryStreamEncryptionInput, (),
                      (DeliveryStreamName, DeliveryStreamEncryptionConfigurationInput))

/// *Model:* StartDeliveryStreamEncryptionOutput.
struct StartDeliveryStreamEncryptionOutput {
    friend bool operator==(StartDeliveryStreamEncryptionOutput const&,
                           StartDeliveryStreamEncryptionOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(StartDeliveryStreamEncryptionOutput, (), ())

/// Turns encryption off. *Model:* StopDeliveryStreamEncryptionInput.
struct StopDeliveryStreamEncryptionInput {
    model::DeliveryStreamName DeliveryStreamName{};
    friend bool operator==(StopDeliveryStreamEncryptionInput const&,
                           StopDeliveryStreamEncryptionInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(StopDeliveryStreamEncryptionInput, (), (DeliveryStreamName))

/// *Model:* StopDeliveryStreamEncryptionOutput.
struct StopDeliveryStreamEncryptionOutput {
    friend bool operator==(StopDeliveryStreamEncryptionOutput const&,
                           StopDeliveryStreamEncryptionOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(StopDeliveryStreamEncryptionOutput, (), ())

} // namespace firehose_sse::model
