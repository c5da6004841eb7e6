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
    /// What is known of the key; its state is read only under bad_key_answer::invalid_kms_resource.
    key_facts facts{};
    /// Attempts of this stream are numbered above this. For a host that forgets deleted streams: with a number that
    /// grows, such as its clock's milliseconds, no acknowledgement for a stream that is gone fits one of the same name.
    /// Below 2^63: the largest there is would begin at 0 again.
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

/// The work of this attempt is done. Tells that its grant was made, if there is one to make.
struct work_succeeded {
    std::uint64_t attempt = 0;
};

/// The work of this attempt failed. Tells that its grant was made, unless CREATE_KMS_GRANT_FAILED says it was not.
struct work_failed {
    std::uint64_t attempt = 0;
    model::DeliveryStreamFailureType type = model::DeliveryStreamFailureType::UNKNOWN_ERROR;
};

/// KMS has made the grant of this attempt. A host that only tells how work ended need not say so.
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

/// Time has passed. Lets go of what is over, so that equal streams have equal states; what is shown never needs it.
struct time_passed {};

using command = std::variant<create, start, stop, remove, work_succeeded, work_failed, grant_created, grant_refused,
                             grant_retired, retirement_refused, time_passed>;

} // namespace firehose_sse::encryption
