// What AWS does not document about the life cycle, each as a field with a documented default.
// Level 2 (encryption). Values only; a documented fact is a field with a default too where tests need a smaller one.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstddef>

namespace firehose_sse::encryption {

/// How a stream that is created with a key gets it. AWS says only that CREATING ends as ACTIVE or as CREATING_FAILED
/// [U]. `together`: ENABLING while CREATING; ACTIVE once the key is in effect, else CREATING_FAILED.
/// `then_enabling`: DISABLED while CREATING; then ACTIVE, and ENABLING begins as after Start.
BOOST_DEFINE_FIXED_ENUM_CLASS(create_with_key_answer, unsigned char, together, then_enabling)

/// Answer to Start or Stop while an attempt is under way [U].
/// `queue` accepts the call and begins it when the attempt ends; a later call replaces the queued one.
BOOST_DEFINE_FIXED_ENUM_CLASS(busy_answer, unsigned char, resource_in_use, queue)

/// Answer to Stop on a stream that is not encrypted [U]. `accept` changes nothing.
/// `through_disabling`: by way of DISABLING, as the operation's documentation says for any stream.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_when_disabled_answer, unsigned char, accept, invalid_argument, resource_in_use,
                              through_disabling)

/// Answer to Start on ENABLED with the key that is in effect already [U]. `no_op` accepts and changes nothing. After a
/// failed change, such a Start begins an attempt under either value.
BOOST_DEFINE_FIXED_ENUM_CLASS(same_key_answer, unsigned char, attempt, no_op)

/// When a key that KMS refuses is noticed [U]: at the end of ENABLING, or at once as InvalidKMSResourceException.
BOOST_DEFINE_FIXED_ENUM_CLASS(bad_key_answer, unsigned char, enabling_failed, invalid_kms_resource)

/// When session credentials that are too old for KMS are noticed [U]; the values have the meaning of bad_key_answer's.
BOOST_DEFINE_FIXED_ENUM_CLASS(old_session_answer, unsigned char, enabling_failed, invalid_kms_resource)

/// Answer to Stop when the first attempt to encrypt has failed, so that there is nothing to stop [U].
/// `at_once`: DISABLED immediately. `through_disabling`: by way of DISABLING.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_without_key_answer, unsigned char, at_once, through_disabling, invalid_argument,
                              resource_in_use)

/// Answer to Start when Stop has failed (DISABLING_FAILED) [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(start_after_failed_stop_answer, unsigned char, accept, resource_in_use)

/// Answer to Stop after a failed change [U]; see policy::stop_after_failed_stop and policy::stop_after_failed_rotation.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_after_failure_answer, unsigned char, accept, invalid_argument, resource_in_use)

/// Answer to Delete on ENABLING. AWS documents that Delete on an ACTIVE stream is accepted [D]; during DISABLING it is
/// refused [O]; that it is refused here too is inferred [I]. `accept` gives up the attempt and its grant.
BOOST_DEFINE_FIXED_ENUM_CLASS(delete_while_enabling_answer, unsigned char, resource_in_use, accept)

/// Which key Describe shows while there are two [U].
/// `by_status`: while ENABLING the attempted key; otherwise the effective key, or the attempted key if there is none.
BOOST_DEFINE_FIXED_ENUM_CLASS(described_key, unsigned char, by_status, effective_only, attempted_only)

/// Where Describe shows a failure. The model has the same text for the stream's member and for the encryption block's
/// member [D]; which failure is shown where is inferred from the places of these members [I].
/// `by_operation`: a failure of Create or Delete at the stream; one of Start, Stop or a Create's key in the block.
/// `everywhere`: in both places; where both have failed, each place shows its own failure.
BOOST_DEFINE_FIXED_ENUM_CLASS(described_failure, unsigned char, by_operation, everywhere)

/// What a Put reports in `Encrypted` while nobody can know [U]. `absent`: the member, which is optional, is left out.
BOOST_DEFINE_FIXED_ENUM_CLASS(unsettled_answer, unsigned char, not_encrypted, encrypted, absent)

/// What a Put reports in `Encrypted` where AWS's words and the service's mechanism contradict each other [U].
/// `unsettled`: the value of unsettled_answer applies.
BOOST_DEFINE_FIXED_ENUM_CLASS(changing_answer, unsigned char, unsettled, encrypted, not_encrypted)

/// The choices that govern a life cycle.
struct policy {
    /// How long after ENABLED or DISABLED records may still be of the other kind [D].
    std::chrono::milliseconds settling{5'000};
    /// Oldest session credentials with which KMS grants can be made [D].
    std::chrono::seconds max_credential_age{6 * 60 * 60};
    /// Streams that one customer key may encrypt [D].
    std::size_t max_streams_per_key = 500;
    /// How many grants that wait to be retired a state remembers; for one more, the oldest is forgotten.
    std::size_t max_scheduled_grants = 8;
    create_with_key_answer create_with_key = create_with_key_answer::together;
    busy_answer busy = busy_answer::resource_in_use;
    stop_when_disabled_answer stop_when_disabled = stop_when_disabled_answer::accept;
    same_key_answer same_key = same_key_answer::attempt;
    bad_key_answer bad_key = bad_key_answer::enabling_failed;
    old_session_answer old_session = old_session_answer::enabling_failed;
    stop_without_key_answer stop_without_key = stop_without_key_answer::at_once;
    start_after_failed_stop_answer start_after_failed_stop = start_after_failed_stop_answer::accept;
    /// Stop on DISABLING_FAILED.
    stop_after_failure_answer stop_after_failed_stop = stop_after_failure_answer::accept;
    /// Stop on ENABLING_FAILED while a key is in effect: another than the attempted key, or the same.
    stop_after_failure_answer stop_after_failed_rotation = stop_after_failure_answer::accept;
    delete_while_enabling_answer delete_while_enabling = delete_while_enabling_answer::resource_in_use;
    described_key describe_key = described_key::by_status;
    described_failure describe_failure = described_failure::by_operation;
    unsettled_answer unsettled = unsettled_answer::not_encrypted;
    /// ENABLING with a key in effect: AWS calls records "not encrypted" [D], yet a failure leaves the old key on [D].
    changing_answer rotating = changing_answer::unsettled;
    /// DISABLING and DISABLING_FAILED with a key in effect.
    changing_answer disabling = changing_answer::unsettled;
    friend constexpr bool operator==(policy const&, policy const&) = default;
};

} // namespace firehose_sse::encryption
