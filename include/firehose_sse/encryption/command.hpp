// What can happen to a stream's encryption, as values.
// Level 2 (encryption). Carries facts, decides nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/key.hpp"
#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

namespace firehose_sse::encryption {

/// What is known of who calls.
struct caller_facts {
    /// Age of the caller's session credentials; nothing when they are not a session's.
    std::optional<std::chrono::seconds> credential_age{};
    friend constexpr bool operator==(caller_facts const&, caller_facts const&) = default;
};

/// CreateDeliveryStream, with encryption from the start when `wanted` names a key.
struct create {
    model::DeliveryStreamType source = model::DeliveryStreamType::DirectPut;
    std::optional<encryption::key> wanted{};
    caller_facts caller{};
    /// Read only under bad_key_answer::invalid_kms_resource.
    key_facts facts{};
};

/// StartDeliveryStreamEncryption: turn encryption on, or change its key.
struct start {
    encryption::key wanted{};
    caller_facts caller{};
    /// Read only under bad_key_answer::invalid_kms_resource.
    key_facts facts{};
};

/// StopDeliveryStreamEncryption.
struct stop {};

/// DeleteDeliveryStream.
struct remove {
    bool forced = false;
};

/// The work of this attempt is done.
struct work_succeeded {
    std::uint64_t attempt = 0;
};

/// The work of this attempt failed.
struct work_failed {
    std::uint64_t attempt = 0;
    model::DeliveryStreamFailureType type = model::DeliveryStreamFailureType::UNKNOWN_ERROR;
};

using command = std::variant<create, start, stop, remove, work_succeeded, work_failed>;

} // namespace firehose_sse::encryption
