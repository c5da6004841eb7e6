// What AWS does not document about the life cycle, each as a field with a documented default.
// Level 2 (encryption). Values only; facts that are documented are defaults too where a test needs them smaller.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstddef>

namespace firehose_sse::encryption {

/// How a stream that is created with a key comes by it: all that is said is that CREATING ends as ACTIVE or as
/// CREATING_FAILED [U]. `together`: ENABLING while CREATING; ACTIVE once the key is in effect, else CREATING_FAILED.
/// `then_enabling`: DISABLED while CREATING; ACTIVE, and then as after Start.
BOOST_DEFINE_FIXED_ENUM_CLASS(create_with_key_answer, unsigned char, together, then_enabling)

/// Answer to Start or Stop while an attempt is under way [U].
/// `queue` accepts it and begins it when the attempt ends; a later one replaces a queued one.
BOOST_DEFINE_FIXED_ENUM_CLASS(busy_answer, unsigned char, resource_in_use, queue)

/// Answer to Stop on a stream that is not encrypted [U]. `accept` changes nothing.
/// `through_disabling`: by way of DISABLING, as the operation's text has it of any stream.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_when_disabled_answer, unsigned char, accept, invalid_argument, resource_in_use,
                              through_disabling)

/// Answer to Start on ENABLED with the very key in effect [U]. `no_op` accepts and changes nothing. After a failed
/// change such a Start begins an attempt under either.
BOOST_DEFINE_FIXED_ENUM_CLASS(same_key_answer, unsigned char, attempt, no_op)

/// When a key that KMS refuses is noticed [U]: at the end of ENABLING, or at once as InvalidKMSResourceException.
BOOST_DEFINE_FIXED_ENUM_CLASS(bad_key_answer, unsigned char, enabling_failed, invalid_kms_resource)

/// When session credentials that are too old for KMS are noticed [U]: as bad_key_answer has it for keys.
BOOST_DEFINE_FIXED_ENUM_CLASS(old_session_answer, unsigned char, enabling_failed, invalid_kms_resource)

/// Answer to Stop when the first attempt to encrypt has failed, so that there is nothing to stop [U].
/// `at_once`: DISABLED without a detour. `through_disabling`: by way of DISABLING.
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_without_key_answer, unsigned char, at_once, through_disabling, invalid_argument,
                              resource_in_use)

/// Answer to Start when Stop has failed (DISABLING_FAILED) [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(start_after_failed_stop_answer, unsigned char, accept, resource_in_use)

/// Answer to Stop after a change that has failed, with a key in effect that could be stopped [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(stop_after_failure_answer, unsigned char, accept, invalid_argument, resource_in_use)

/// Answer to Delete on ENABLING: of an ACTIVE stream it is documented to be taken [D], during DISABLING it is refused
/// [O], so that it is here as well is inferred [I]. `accept` gives the attempt up, and its grant.
BOOST_DEFINE_FIXED_ENUM_CLASS(delete_while_enabling_answer, unsigned char, resource_in_use, accept)

/// Which key Describe shows while there are two [U].
/// `by_status`: ENABLING the attempted one, every other status the effective one, else the attempted one.
BOOST_DEFINE_FIXED_ENUM_CLASS(described_key, unsigned char, by_status, effective_only, attempted_only)

/// Where Describe tells of a failure: the model has the same words for the stream's member and for its encryption
/// block's [D], and which failure is told where is inferred from their places [I].
/// `by_operation`: Create's and Delete's of the stream, those of Start, Stop and of a Create's key in the block.
/// `everywhere`: in both places; where both have failed, each tells its own.
BOOST_DEFINE_FIXED_ENUM_CLASS(described_failure, unsigned char, by_operation, everywhere)

/// What a Put reports in `Encrypted` while nobody can know [U]: the member is optional.
BOOST_DEFINE_FIXED_ENUM_CLASS(unsettled_answer, unsigned char, not_encrypted, encrypted, absent)

/// What a Put reports in `Encrypted` where the service's word and its mechanism contradict each other [U].
/// `unsettled`: what unsettled_answer says.
BOOST_DEFINE_FIXED_ENUM_CLASS(changing_answer, unsigned char, unsettled, encrypted, not_encrypted)

/// The choices a life cycle is run under.
struct policy {
    /// How long after ENABLED or DISABLED records may still be of the other kind [D].
    std::chrono::milliseconds settling{5'000};
    /// Oldest session credentials with which KMS grants can be made [D].
    std::chrono::seconds max_credential_age{6 * 60 * 60};
    /// Streams that one customer key may encrypt [D].
    std::size_t max_streams_per_key = 500;
    /// Grants on their way to be retired that a state remembers; the oldest is forgotten for one more.
    std::size_t max_scheduled_grants = 8;
    create_with_key_answer create_with_key = create_with_key_answer::together;
    busy_answer busy = busy_answer::resource_in_use;
    stop_when_disabled_answer stop_when_disabled = stop_when_disabled_answer::accept;
    same_key_answer same_key = same_key_answer::attempt;
    bad_key_answer bad_key = bad_key_answer::enabling_failed;
    old_session_answer old_session = old_session_answer::enabling_failed;
    stop_without_key_answer stop_without_key = stop_without_key_answer::at_once;
    start_after_failed_stop_answer start_after_failed_stop = start_after_failed_stop_answer::accept;
    /// DISABLING_FAILED.
    stop_after_failure_answer stop_after_failed_stop = stop_after_failure_answer::accept;
    /// ENABLING_FAILED with another key, or the same, in effect.
    stop_after_failure_answer stop_after_failed_rotation = stop_after_failure_answer::accept;
    delete_while_enabling_answer delete_while_enabling = delete_while_enabling_answer::resource_in_use;
    described_key describe_key = described_key::by_status;
    described_failure describe_failure = described_failure::by_operation;
    unsettled_answer unsettled = unsettled_answer::not_encrypted;
    /// ENABLING with another key in effect: records are "not encrypted" [D], yet a failure leaves the old key on [D].
    changing_answer rotating = changing_answer::unsettled;
    /// DISABLING and DISABLING_FAILED.
    changing_answer disabling = changing_answer::unsettled;
    friend constexpr bool operator==(policy const&, policy const&) = default;
};

} // namespace firehose_sse::encryption
