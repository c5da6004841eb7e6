// How work ends, a second time: a table written from what AWS documents, so that a check need not ask the library.
// Tests only. It shares with the library the words of its interface, and no function.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/model/failure.hpp"
#include <optional>

// For hosts that keep their own books:
//
//     std::optional<model::DeliveryStreamFailureType> expected_end(ending_work const&, encryption::policy const&);
//
// Nothing means success. What is asked for comes from what the caller has seen: the key and the age of the caller's
// session from the Start or Create that began the work (for a queued change, from the Start that waited), what KMS says
// of the keys from the moment the work ends.

namespace firehose_sse::simulation {

/// Work at its end.
struct ending_work {
    encryption::work_kind kind = encryption::work_kind::creating;
    /// The key that the work puts into effect; nothing for Stop, Delete, and Create without encryption.
    std::optional<encryption::key> wanted{};
    encryption::key_facts facts_of_wanted{};
    /// The key in effect when the work ends.
    std::optional<encryption::key> in_effect{};
    encryption::key_facts facts_of_in_effect{};
    /// Whose session it was that asked for the key.
    encryption::caller_facts caller{};
    /// KMS has already said that the grant was made.
    bool granted = false;
    /// Delete with AllowForceDelete.
    bool forced = false;
};

namespace work_end_detail {

using failed_with = std::optional<model::DeliveryStreamFailureType>;

/// Only a customer's key has grants; AWS's own always works.
inline bool is_customers(std::optional<encryption::key> const& k) {
    return k && k->type == model::KeyType::CUSTOMER_MANAGED_CMK;
}

/// What KMS says of the key, before any grant is spoken of.
inline failed_with by_key(encryption::key_state state) {
    using enum model::DeliveryStreamFailureType;
    switch (state) {
    case encryption::key_state::disabled: return DISABLED_KMS_KEY;
    case encryption::key_state::missing: return KMS_KEY_NOT_FOUND;
    case encryption::key_state::denied: return KMS_ACCESS_DENIED;
    case encryption::key_state::opt_in_required: return KMS_OPT_IN_REQUIRED;
    case encryption::key_state::pending_deletion: // KMSInvalidState
    case encryption::key_state::asymmetric: return INVALID_KMS_KEY;
    case encryption::key_state::enabled:
    case encryption::key_state::grant_limit: break; // works; whether it takes one more grant is another question
    }
    return std::nullopt;
}

/// A new grant needs room on the key, KMS's consent, and a session that is not "more than 6 hours old".
inline bool can_be_granted(ending_work const& w, encryption::policy const& rules) {
    bool const too_old = w.caller.credential_age && *w.caller.credential_age > rules.max_credential_age;
    bool const full = w.facts_of_wanted.state == encryption::key_state::grant_limit;
    return !too_old && !full && !w.facts_of_wanted.create_grant_fails;
}

inline failed_with end_of_change_of_key(ending_work const& w, encryption::policy const& rules) {
    if (!is_customers(w.wanted)) { return std::nullopt; }
    if (auto const refused = by_key(w.facts_of_wanted.state)) { return refused; }
    bool const granted = w.granted || can_be_granted(w, rules);
    return granted ? std::nullopt : failed_with(model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
}

/// "If the grant cannot be retired" stopping and deleting fail, but for a deletion that is forced.
inline failed_with end_of_letting_go(ending_work const& w) {
    bool const kept = is_customers(w.in_effect) && w.facts_of_in_effect.retire_grant_fails;
    return kept && !w.forced ? failed_with(model::DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED) : std::nullopt;
}

} // namespace work_end_detail

/// The failure with which the work ends; nothing for success. Where the key and its grant are both bad, the key is
/// named: KMS looks at the key before it makes a grant.
inline std::optional<model::DeliveryStreamFailureType> expected_end(ending_work const& w,
                                                                    encryption::policy const& rules) {
    switch (w.kind) {
    case encryption::work_kind::creating:
    case encryption::work_kind::enabling: return work_end_detail::end_of_change_of_key(w, rules);
    case encryption::work_kind::disabling:
    case encryption::work_kind::deleting: break;
    }
    return work_end_detail::end_of_letting_go(w);
}

} // namespace firehose_sse::simulation
