// How the work under way ends, given what KMS says of the keys.
// Level 2 (encryption). Asks nobody: facts come in, a command comes out.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <optional>

namespace firehose_sse::encryption {

/// The acknowledgement that ends the pending work: work_succeeded, or work_failed with its reason.
/// Session credentials that were too old end as CREATE_KMS_GRANT_FAILED [U], as does a grant that KMS refuses.
/// *Errors:* nothing when no work is pending.
[[nodiscard]] inline std::optional<command> conclude(state const& s, key_directory const& keys) {
    if (!s.pending) { return std::nullopt; }
    std::uint64_t const attempt = s.pending->attempt;
    switch (s.pending->kind) {
    case work_kind::creating:
    case work_kind::enabling:
        if (s.attempted && s.attempted->needs_grant()) {
            key_facts const facts = keys.find(s.attempted->arn);
            bool const needs_only_use = s.pending->granted; // the key may have no room for another grant by now
            if (facts.state != key_state::enabled && !(needs_only_use && is_usable(facts.state))) {
                return work_failed{attempt, failure_type(facts.state)};
            }
            if (needs_only_use) { break; }
            if (s.pending->credentials_too_old || facts.create_grant_fails) {
                return work_failed{attempt, model::DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED};
            }
        }
        break;
    case work_kind::disabling:
    case work_kind::deleting:
        if (s.effective && s.effective->key.needs_grant() && !s.pending->forced &&
            keys.find(s.effective->key.arn).retire_grant_fails) {
            return work_failed{attempt, model::DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED};
        }
        break;
    }
    return work_succeeded{attempt};
}

} // namespace firehose_sse::encryption
