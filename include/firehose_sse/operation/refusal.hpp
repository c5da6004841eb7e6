// A refusal of the life cycle or of the quota as the error an operation answers, with its message.
// Level 4 (operation). Observed wording where there is any, else ours; code must not match on it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace firehose_sse::operation {

/// *Model:* ResourceNotFoundException; wording [O].
[[nodiscard]] inline model::ResourceNotFoundException not_found(std::string_view name, context const& with) {
    return {"Firehose " + std::string(name) + " under account " + with.policy.account_id + " not found."};
}

/// *Model:* InvalidArgumentException; wording [O] for Kinesis, by its pattern [I] for the other sources.
[[nodiscard]] inline model::InvalidArgumentException not_permitted_on(model::DeliveryStreamType source) {
    return {"This operation is not permitted on " + std::string(reflect::enum_name(source)) + " delivery stream type."};
}

/// *Model:* LimitExceededException of Start and Stop; wording ours [U].
[[nodiscard]] inline model::LimitExceededException quota_used_up(quota::quota_policy const& rules) {
    auto const hours = std::chrono::duration_cast<std::chrono::hours>(rules.period);
    std::string period = std::to_string(rules.period.count()) + " milliseconds.";
    if (hours == rules.period) { period = std::to_string(hours.count()) + (hours.count() == 1 ? " hour." : " hours."); }
    return {"StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of " +
            std::to_string(rules.limit) + " calls per delivery stream per " + period};
}

/// *Model:* LimitExceededException of Create and Start; wording ours [U].
[[nodiscard]] inline model::LimitExceededException key_used_up(std::size_t max_streams) {
    return {"A customer managed CMK can encrypt up to " + std::to_string(max_streams) + " delivery streams."};
}

/// The `code` and message of an error about a customer's key. Codes as the sibling service spells them [I];
/// the sentence for a denied key is observed [O], the others are ours [U].
/// *Model:* InvalidKMSResourceException.
[[nodiscard]] inline model::InvalidKMSResourceException key_unusable(encryption::key_state state) {
    using encryption::key_state;
    std::string_view code;
    switch (state) {
    case key_state::disabled: code = "KMSDisabledException"; break;
    case key_state::missing: code = "KMSNotFoundException"; break;
    case key_state::opt_in_required: code = "KMSOptInRequired"; break;
    case key_state::pending_deletion:
    case key_state::asymmetric: code = "KMSInvalidStateException"; break;
    case key_state::denied:
    case key_state::enabled:
    case key_state::grant_limit:
        return {"KMSAccessDeniedException",
                "The grant for the CMK to this delivery stream might have been revoked or caller might not have "
                "sufficient permissions for the CMK."};
    }
    return {code, encryption::failure_hint(encryption::failure_type(state))};
}

/// The error for a refused command. `source` and `facts` are the stream's and the wanted key's.
template <class Op>
[[nodiscard]] answer<Op> to_error(encryption::refusal why, std::string_view name, model::DeliveryStreamType source,
                                  encryption::key_facts const& facts, context const& with) {
    using encryption::refusal;
    auto const in_use = [&](std::string_view state) -> answer<Op> {
        return model::ResourceInUseException{"Firehose " + std::string(name) + " under accountId " +
                                             with.policy.account_id + " " + std::string(state)};
    };
    switch (why) {
    case refusal::stream_not_found:
        if constexpr (may_answer<Op, model::ResourceNotFoundException>) { return not_found(name, with); }
        break;
    case refusal::not_direct_put:
        if constexpr (may_answer<Op, model::InvalidArgumentException>) { return not_permitted_on(source); }
        break;
    case refusal::not_encrypted:
        if constexpr (may_answer<Op, model::InvalidArgumentException>) {
            return model::InvalidArgumentException{"Server-side encryption is not enabled on this delivery stream."};
        }
        break;
    case refusal::key_unusable:
        if constexpr (may_answer<Op, model::InvalidKMSResourceException>) { return key_unusable(facts.state); }
        break;
    case refusal::credentials_too_old: // KMS denies the grant to them
        if constexpr (may_answer<Op, model::InvalidKMSResourceException>) {
            return key_unusable(encryption::key_state::denied);
        }
        break;
    case refusal::key_in_too_many_streams:
        if constexpr (may_answer<Op, model::LimitExceededException>) {
            return key_used_up(with.policy.encryption.max_streams_per_key);
        }
        break;
    case refusal::stream_exists: return in_use("already exists");
    case refusal::stream_not_active: return in_use("is not in the ACTIVE state.");
    case refusal::not_encrypted_in_use: return in_use("is not encrypted.");
    case refusal::change_under_way:
    case refusal::stale_acknowledgement: break;
    }
    return in_use("is changing its encryption.");
}

} // namespace firehose_sse::operation
