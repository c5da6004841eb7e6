// Whether records are encrypted at a moment: yes, no, or nobody can know.
// Level 2 (encryption). Reads a state; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <optional>

namespace firehose_sse::encryption {

/// Three-valued, because for up to 5 seconds after a change both kinds of records are written [D].
BOOST_DEFINE_FIXED_ENUM_CLASS(truth, unsigned char, no, yes, indeterminate)

/// Whether a record written at `now` is encrypted.
/// ENABLING without a key in effect: no [D]. ENABLING_FAILED: as before the attempt, so yes with a key in effect [I].
/// A change of key under way, DISABLING and DISABLING_FAILED: indeterminate while a key is in effect [U].
[[nodiscard]] constexpr truth records_encrypted(state const& s, instant now) noexcept {
    truth const settled = now < s.settled_at ? truth::indeterminate : s.effective ? truth::yes : truth::no;
    using enum model::DeliveryStreamEncryptionStatus;
    switch (status(s)) {
    case ENABLED:
    case DISABLED:
    case ENABLING_FAILED: return settled;
    case ENABLING:
    case DISABLING:
    case DISABLING_FAILED: break;
    }
    return s.effective ? truth::indeterminate : settled;
}

namespace detail {

// Only while records_encrypted() is indeterminate: after settling, this means that the key is being changed or dropped.
constexpr changing_answer answer_while_changing(state const& s, policy const& rules, instant now) noexcept {
    if (now < s.settled_at) { return changing_answer::unsettled; }
    return status(s) == model::DeliveryStreamEncryptionStatus::ENABLING ? rules.rotating : rules.disabling;
}

} // namespace detail

/// The `Encrypted` member a Put answers at `now`; nothing when the policy leaves it out.
/// *Model:* PutRecordOutput$Encrypted, PutRecordBatchOutput$Encrypted.
[[nodiscard]] constexpr std::optional<bool> reported_encrypted(state const& s, policy const& rules,
                                                               instant now) noexcept {
    switch (records_encrypted(s, now)) {
    case truth::no: return false;
    case truth::yes: return true;
    case truth::indeterminate: break;
    }
    switch (detail::answer_while_changing(s, rules, now)) {
    case changing_answer::encrypted: return true;
    case changing_answer::not_encrypted: return false;
    case changing_answer::unsettled: break;
    }
    switch (rules.unsettled) {
    case unsettled_answer::not_encrypted: return false;
    case unsettled_answer::encrypted: return true;
    case unsettled_answer::absent: break;
    }
    return std::nullopt;
}

} // namespace firehose_sse::encryption
