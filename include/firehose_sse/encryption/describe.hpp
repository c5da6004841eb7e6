// What DescribeDeliveryStream shows of a state, and why an attempt failed, in words.
// Level 2 (encryption). A projection: the state knows more than is shown.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <optional>
#include <string_view>

namespace firehose_sse::encryption {

/// What to repair after a failure of this type: the key's state or a missing permission. Our wording [U].
[[nodiscard]] constexpr std::string_view failure_hint(model::DeliveryStreamFailureType type) noexcept {
    using enum model::DeliveryStreamFailureType;
    switch (type) {
    case RETIRE_KMS_GRANT_FAILED: return "The grant on the key could not be retired. Allow kms:RetireGrant on the key.";
    case CREATE_KMS_GRANT_FAILED:
        return "The grant on the key could not be created. Allow kms:CreateGrant on the key, and call with session "
               "credentials that are at most 6 hours old.";
    case KMS_ACCESS_DENIED:
        return "Access to the key was denied. The key policy must allow kms:GenerateDataKey and kms:Decrypt.";
    case DISABLED_KMS_KEY: return "The key is disabled. Enable it, then start encryption again.";
    case INVALID_KMS_KEY:
        return "The key cannot be used. It must be a symmetric encryption key that does not wait for its deletion.";
    case KMS_KEY_NOT_FOUND: return "The key does not exist in this region.";
    case KMS_OPT_IN_REQUIRED: return "The account is not subscribed to KMS.";
    case VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND:
    case VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED:
    case CREATE_ENI_FAILED:
    case DELETE_ENI_FAILED:
    case SUBNET_NOT_FOUND:
    case SECURITY_GROUP_NOT_FOUND:
    case ENI_ACCESS_DENIED:
    case SUBNET_ACCESS_DENIED:
    case SECURITY_GROUP_ACCESS_DENIED:
    case UNKNOWN_ERROR: break;
    }
    return "The request failed for a reason that is not known.";
}

/// A failure as both levels of Describe show it. *Model:* FailureDescription.
[[nodiscard]] inline model::FailureDescription to_description(failure const& f) {
    return {.Type = f.type, .Details = failure_hint(f.type)};
}

namespace detail {
/// The failure that Describe shows in one place: `own` belongs to that place, `other` to the other place.
[[nodiscard]] inline std::optional<model::FailureDescription>
told_failure(std::optional<failure> const& own, std::optional<failure> const& other, policy const& rules) {
    if (own) { return to_description(*own); }
    if (other && rules.describe_failure == described_failure::everywhere) { return to_description(*other); }
    return std::nullopt;
}
} // namespace detail

/// The failure that Describe shows for the stream, beside its status; see described_failure.
/// *Model:* DeliveryStreamDescription.
[[nodiscard]] inline std::optional<model::FailureDescription> describe_failure(state const& s, policy const& rules) {
    return detail::told_failure(s.stream_failure, s.encryption_failure, rules);
}

/// The key that Describe shows, as a pointer into `s`; null when it shows none. See described_key.
[[nodiscard]] constexpr key const* shown_key(state const& s, policy const& rules) noexcept {
    key const* const effective = s.effective ? &s.effective->key : nullptr;
    key const* const attempted = s.attempted ? &*s.attempted : nullptr;
    using enum model::DeliveryStreamEncryptionStatus;
    auto const current = status(s);
    if (current == DISABLED) { return nullptr; } // Status only [O]
    switch (rules.describe_key) {
    case described_key::effective_only: return effective;
    case described_key::attempted_only: return attempted;
    case described_key::by_status: break;
    }
    if (current == ENABLING) { return attempted; }
    return effective != nullptr ? effective : attempted;
}

/// The encryption block; absent for a source other than DirectPut [O]. AWS's own key is shown without an ARN [D].
/// *Model:* DeliveryStreamEncryptionConfiguration.
[[nodiscard]] inline std::optional<model::DeliveryStreamEncryptionConfiguration> describe(state const& s,
                                                                                          policy const& rules) {
    if (!s.stream || s.source != model::DeliveryStreamType::DirectPut) { return std::nullopt; }
    model::DeliveryStreamEncryptionConfiguration shown;
    shown.Status = status(s);
    if (auto const* const k = shown_key(s, rules)) {
        shown.KeyType = k->type;
        if (k->needs_grant()) { shown.KeyARN = k->arn; }
    }
    if (shown.Status != model::DeliveryStreamEncryptionStatus::DISABLED) { // Status only [O]
        shown.FailureDescription = detail::told_failure(s.encryption_failure, s.stream_failure, rules);
    }
    return shown;
}

} // namespace firehose_sse::encryption
