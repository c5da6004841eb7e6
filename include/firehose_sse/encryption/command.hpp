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

/// What is known about the caller.
struct caller_facts {
    /// Age of the caller's session credentials; absent when the credentials are not those of a session.
    std::optional<std::chrono::seconds> credential_age{};
    friend constexpr bool operator==(caller_facts const&, caller_facts const&) = default;
};

/// CreateDeliveryStream, with encryption from the start when `wanted` names a key.
struct create {
    model::DeliveryStreamType source = model::DeliveryStreamType::DirectPut;
    std::optional<encryption::key> wanted{};
    caller_facts caller{};
    /// What is known of the key; its state is read only under bad_key_answer::invalid_kms_resource.
    key_facts facts{};
    /// The attempts of this stream get numbers above this one. It is for a host that forgets deleted streams: with a
    /// number that only grows, such as its clock's milliseconds, no acknowledgement for a deleted stream fits a new
    /// stream of the same name. It must be below 2^63: after the largest number, attempts would begin at 0 again.
    std::uint64_t attempts_before = 0;
};

/// StartDeliveryStreamEncryption: turn encryption on, or change its key.
struct start {
    encryption::key wanted{};
    caller_facts caller{};
    /// What is known of the key; its state is read only under bad_key_answer::invalid_kms_resource.
    key_facts facts{};
};

/// StopDeliveryStreamEncryption.
struct stop {};

/// DeleteDeliveryStream.
struct remove {
    bool forced = false;
};

/// The work of this attempt succeeded. This also tells that its grant was made, if the attempt needs one.
struct work_succeeded {
    std::uint64_t attempt = 0;
};

/// The work of this attempt failed. This also tells that its grant was made, unless `type` is CREATE_KMS_GRANT_FAILED.
struct work_failed {
    std::uint64_t attempt = 0;
    model::DeliveryStreamFailureType type = model::DeliveryStreamFailureType::UNKNOWN_ERROR;
};

/// KMS has made the grant of this attempt. A host may leave this out and tell only how the work ended.
struct grant_created {
    std::uint64_t attempt = 0;
};

/// KMS refused the grant of this attempt, which ends the attempt.
struct grant_refused {
    std::uint64_t attempt = 0;
    model::DeliveryStreamFailureType type = model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED;
};

/// The grant that this attempt made is retired.
struct grant_retired {
    std::uint64_t attempt = 0;
};

/// KMS refused to retire the grant that this attempt made. It stays scheduled.
struct retirement_refused {
    std::uint64_t attempt = 0;
};

/// Time has passed. Clears a `settled_at` that is over, so that equal streams have equal states; answers stay the same.
struct time_passed {};

using command = std::variant<create, start, stop, remove, work_succeeded, work_failed, grant_created, grant_refused,
                             grant_retired, retirement_refused, time_passed>;

} // namespace firehose_sse::encryption
