// What AWS does not document about the life cycle, each as a field with a documented default.
// Level 2 (encryption). Values only; facts that are documented are defaults too where a test needs them smaller.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>
#include <chrono>

namespace firehose_sse::encryption {

/// Answer to Start or Stop while an attempt is under way [U].
/// `queue` accepts it and begins it when the attempt ends; a later one replaces a queued one.
BOOST_DEFINE_FIXED_ENUM_CLASS(busy_answer, unsigned char, resource_in_use, queue)

/// Answer to Stop on a stream that is not encrypted [U]. `accept` changes nothing.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_when_disabled_answer, unsigned char, accept, invalid_argument, resource_in_use)

/// Answer to Start with the very key in effect [U]. `no_op` accepts and changes nothing.
BOOST_DEFINE_FIXED_ENUM_CLASS(same_key_answer, unsigned char, attempt, no_op)

/// When a key that KMS refuses is noticed [U]: at the end of ENABLING, or at once as InvalidKMSResourceException.
BOOST_DEFINE_FIXED_ENUM_CLASS(bad_key_answer, unsigned char, enabling_failed, invalid_kms_resource)

/// Which key Describe shows while there are two [U].
/// `by_status`: ENABLING the attempted one, every other status the effective one, else the attempted one.
BOOST_DEFINE_FIXED_ENUM_CLASS(described_key, unsigned char, by_status, effective_only, attempted_only)

/// What a Put reports in `Encrypted` while nobody can know [U]: the member is optional.
BOOST_DEFINE_FIXED_ENUM_CLASS(unsettled_answer, unsigned char, not_encrypted, encrypted, absent)

/// The choices a life cycle is run under.
struct policy {
    /// How long after ENABLED or DISABLED records may still be of the other kind [D].
    std::chrono::milliseconds settling{5'000};
    /// Oldest session credentials with which KMS grants can be made [D].
    std::chrono::seconds max_credential_age{6 * 60 * 60};
    busy_answer busy = busy_answer::resource_in_use;
    stop_when_disabled_answer stop_when_disabled = stop_when_disabled_answer::accept;
    same_key_answer same_key = same_key_answer::attempt;
    bad_key_answer bad_key = bad_key_answer::enabling_failed;
    described_key describe_key = described_key::by_status;
    unsettled_answer unsettled = unsettled_answer::not_encrypted;
    friend constexpr bool operator==(policy const&, policy const&) = default;
};

} // namespace firehose_sse::encryption
