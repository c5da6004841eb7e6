// The choices a service is run under: identity, limits, and what AWS does not document about its operations.
// Level 4 (operation). Values only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/quota/policy.hpp"
#include "firehose_sse/quota/put_rate.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace firehose_sse::operation {

/// Whether the quota of Start and Stop is looked at before the state of the stream [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(quota_check, unsigned char, after_state, before_state)

/// Whether CreateDeliveryStream with encryption takes one of the calls that Start and Stop have [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(encrypted_create_charge, unsigned char, not_charged, charged)

/// Whether a call still counts when its work has failed later, or is given back [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(failed_change_charge, unsigned char, kept, refunded)

/// The error of Start and Stop on a stream whose source is not DirectPut. AWS documents that Start is refused [D];
/// which error it gets is inferred from a Put's [I]. About Stop nothing is documented [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(other_source_answer, unsigned char, invalid_argument, resource_in_use)

/// Answer to a Put on a stream that is not ACTIVE: an error [D], which one is not stated [U]. For DELETING see
/// deleting_put_answer.
BOOST_DEFINE_FIXED_ENUM_CLASS(inactive_put_answer, unsigned char, resource_not_found, invalid_argument,
                              service_unavailable)

/// Answer to a Put on DELETING [U]: CreateDeliveryStream's text says that a stream which is not ACTIVE takes no
/// records, DeleteDeliveryStream's that a stream being deleted might [D both]. `refuse`: as inactive_put_answer.
BOOST_DEFINE_FIXED_ENUM_CLASS(deleting_put_answer, unsigned char, refuse, accept)

/// Answer to Start or Stop on a stream that is not ACTIVE [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(inactive_change_answer, unsigned char, resource_in_use, resource_not_found,
                              invalid_argument)

/// Answer to a change of tags on a stream that is being made or deleted [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(inactive_tag_answer, unsigned char, accept, resource_in_use)

/// Which calls of the control plane share a rate. AWS documents for each operation on tags five calls a second and
/// account [D]; that each other operation has a rate of its own too is inferred [I].
BOOST_DEFINE_FIXED_ENUM_CLASS(control_rate_scope, unsigned char, each_operation, all_together)

/// What becomes of a batch that fits a stream's rates only in part. The service is known to fail records inside a 200
/// [O]; when it fails the whole call is unknown [U]. A batch for which no request is left fails as a whole.
BOOST_DEFINE_FIXED_ENUM_CLASS(put_overflow_answer, unsigned char, fail_records, fail_call)

/// Messages whose wording nobody has observed [U]: this library uses its own words; see policy::texts.
BOOST_DEFINE_FIXED_ENUM_CLASS(unobserved_message, unsigned char, stream_not_active, change_under_way, not_encrypted,
                              quota_used_up, key_in_too_many_streams, key_unusable, key_arn_missing,
                              key_arn_not_allowed, source_not_encryptable, source_of_other_type, too_many_tags,
                              change_failed)

/// Everything that decides an answer besides the request, the stream and the time.
struct policy {
    std::string partition = "aws";
    std::string region = "us-east-1";
    std::string account_id = "123456789012";
    /// How long CREATING, ENABLING, DISABLING and DELETING take; 0 = done at the next look. Seconds to minutes [O].
    std::chrono::milliseconds work{1'000};
    /// Streams an account may have in a region [D].
    std::size_t max_streams = 5'000;
    /// Tags a stream may have [D].
    std::size_t max_tags = 50;
    constraint::policy constraints{};
    encryption::policy encryption{};
    quota::quota_policy quota{};
    operation::quota_check quota_check = operation::quota_check::after_state;
    encrypted_create_charge encrypted_create = encrypted_create_charge::not_charged;
    failed_change_charge failed_change = failed_change_charge::kept;
    other_source_answer other_source = other_source_answer::invalid_argument;
    inactive_change_answer inactive_change = inactive_change_answer::resource_in_use;
    inactive_put_answer inactive_put = inactive_put_answer::resource_not_found;
    deleting_put_answer deleting_put = deleting_put_answer::refuse;
    inactive_tag_answer inactive_tag = inactive_tag_answer::accept;
    /// Messages that replace this library's own, for whoever has seen the service's.
    std::map<unobserved_message, std::string> texts{};
    /// Calls of the control plane a second and account. The service allows 5 [D], as does a default-constructed
    /// rate_policy. Absent: any number, so that nobody is throttled without having asked for it. See take_control_call.
    std::optional<quota::rate_policy> control_rate{};
    operation::control_rate_scope control_rate_scope = operation::control_rate_scope::each_operation;
    /// Requests, records and bytes a second and stream. The service's rates depend on the region [D], see
    /// put_rate_policy::of_region. Absent: any number. See perform_rated.
    std::optional<quota::put_rate_policy> put_rate{};
    put_overflow_answer put_overflow = put_overflow_answer::fail_records;
};

} // namespace firehose_sse::operation
