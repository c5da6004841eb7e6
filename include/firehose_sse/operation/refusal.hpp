// A refusal of the life cycle or of the quota as the error an operation answers, with its message.
// Level 4 (operation). Observed wording where there is any, else policy::texts or ours; code must not match on it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::operation {

/// The error, with the message of policy::texts in place of ours, if there is one.
template <class Error> [[nodiscard]] Error worded(unobserved_message what, Error ours, policy const& rules) {
    auto const found = rules.texts.find(what);
    if (found != rules.texts.end()) { ours.message = found->second; }
    return ours;
}

/// *Model:* ResourceNotFoundException; wording [O].
[[nodiscard]] inline model::ResourceNotFoundException not_found(std::string_view name, context const& with) {
    return {"Firehose " + std::string(name) + " under account " + with.policy.account_id + " not found."};
}

/// *Model:* InvalidArgumentException; wording [O] for Kinesis, after the same pattern [I] for the other sources.
[[nodiscard]] inline model::InvalidArgumentException not_permitted_on(model::DeliveryStreamType source) {
    return {"This operation is not permitted on " + std::string(reflect::enum_name(source)) + " delivery stream type."};
}

/// *Model:* InvalidArgumentException of an operation that looks at the stream's status; wording ours [U].
[[nodiscard]] inline model::InvalidArgumentException not_active(policy const& rules) {
    return worded(unobserved_message::stream_not_active,
                  model::InvalidArgumentException{"The delivery stream is not in the ACTIVE state."}, rules);
}

/// The error for the first broken rule of the semantic layer; wording as in constraint::semantic_message.
/// *Model:* InvalidArgumentException.
[[nodiscard]] inline model::InvalidArgumentException broken_rule(constraint::violation const& first,
                                                                 policy const& rules) {
    model::InvalidArgumentException ours{constraint::semantic_message(first)};
    using constraint::rule;
    switch (first.rule) {
    case rule::customer_key_needs_arn: return worded(unobserved_message::key_arn_missing, ours, rules);
    case rule::owned_key_has_no_arn: return worded(unobserved_message::key_arn_not_allowed, ours, rules);
    case rule::encryption_needs_direct_put: return worded(unobserved_message::source_not_encryptable, ours, rules);
    case rule::source_fits_type: return worded(unobserved_message::source_of_other_type, ours, rules);
    case rule::exactly_one_destination:
    case rule::batch_bytes:
    case rule::required:
    case rule::length_min:
    case rule::length_max:
    case rule::value_min:
    case rule::value_max:
    case rule::pattern:
    case rule::enumeration: break;
    }
    return ours;
}

/// The error for the first cross-member rule that a request breaks, if it breaks one; even where the policy keeps no
/// violation.
template <reflect::described Input>
[[nodiscard]] std::optional<model::InvalidArgumentException> first_broken_rule(Input const& request,
                                                                               policy const& rules) {
    constraint::policy only_first = rules.constraints;
    only_first.max_violations = 1;
    auto const broken = constraint::validate_cross_members(request, only_first);
    if (broken.empty()) { return std::nullopt; }
    return broken_rule(broken.list.front(), rules);
}

/// *Model:* LimitExceededException of Start and Stop; wording ours [U].
[[nodiscard]] inline model::LimitExceededException quota_used_up(policy const& rules) {
    auto const length = rules.quota.period;
    auto const hours = std::chrono::duration_cast<std::chrono::hours>(length);
    std::string period = std::to_string(length.count()) + " milliseconds.";
    if (hours == length) { period = std::to_string(hours.count()) + (hours.count() == 1 ? " hour." : " hours."); }
    return worded(unobserved_message::quota_used_up,
                  model::LimitExceededException{
                      "StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined limit of " +
                      std::to_string(rules.quota.limit) + " calls per delivery stream per " + period},
                  rules);
}

/// *Model:* LimitExceededException of Create and Start; wording ours [U].
[[nodiscard]] inline model::LimitExceededException key_used_up(policy const& rules) {
    return worded(unobserved_message::key_in_too_many_streams,
                  model::LimitExceededException{"A customer managed CMK can encrypt up to " +
                                                std::to_string(rules.encryption.max_streams_per_key) +
                                                " delivery streams."},
                  rules);
}

/// *Model:* LimitExceededException of Tag and Create; wording ours [U].
[[nodiscard]] inline model::LimitExceededException too_many_tags(policy const& rules) {
    return worded(unobserved_message::too_many_tags,
                  model::LimitExceededException{"A delivery stream can have at most " + std::to_string(rules.max_tags) +
                                                " tags."},
                  rules);
}

/// The limit that a refused command has reached, if a limit was the reason.
[[nodiscard]] constexpr std::optional<limit_kind> limit_of(encryption::refusal why) noexcept {
    if (why == encryption::refusal::key_in_too_many_streams) { return limit_kind::streams_of_key; }
    return std::nullopt;
}

/// The `code` and message of an error about a customer's key. Codes as the sibling service spells them [I];
/// the sentence for a denied key is observed [O], the others are ours [U].
/// *Model:* InvalidKMSResourceException.
[[nodiscard]] inline model::InvalidKMSResourceException key_unusable(encryption::key_state state,
                                                                     policy const& rules = {}) {
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
    return worded(unobserved_message::key_unusable,
                  model::InvalidKMSResourceException{code, encryption::failure_hint(encryption::failure_type(state))},
                  rules);
}

/// The error for a refused command. `source` and `facts` are the stream's and the wanted key's.
template <class Op>
[[nodiscard]] answer<Op> to_error(encryption::refusal why, std::string_view name, model::DeliveryStreamType source,
                                  encryption::key_facts const& facts, context const& with) {
    using encryption::refusal;
    auto const in_use = [&](std::string_view state) {
        return model::ResourceInUseException{"Firehose " + std::string(name) + " under accountId " +
                                             with.policy.account_id + " " + std::string(state)};
    };
    switch (why) {
    case refusal::stream_not_found:
        if constexpr (may_answer<Op, model::ResourceNotFoundException>) { return not_found(name, with); }
        break;
    case refusal::not_direct_put:
        if (is_charged<Op> && with.policy.other_source == other_source_answer::resource_in_use) {
            return model::ResourceInUseException{not_permitted_on(source).message};
        }
        if constexpr (may_answer<Op, model::InvalidArgumentException>) { return not_permitted_on(source); }
        break;
    case refusal::not_encrypted:
        if constexpr (may_answer<Op, model::InvalidArgumentException>) {
            return worded(
                unobserved_message::not_encrypted,
                model::InvalidArgumentException{"Server-side encryption is not enabled on this delivery stream."},
                with.policy);
        }
        break;
    case refusal::change_failed:
        if constexpr (may_answer<Op, model::InvalidArgumentException>) {
            return worded(
                unobserved_message::change_failed,
                model::InvalidArgumentException{"The latest change of encryption has failed on this delivery stream."},
                with.policy);
        }
        break;
    case refusal::key_unusable:
        if constexpr (may_answer<Op, model::InvalidKMSResourceException>) {
            return key_unusable(facts.state, with.policy);
        }
        break;
    case refusal::credentials_too_old: // KMS denies them the grant
        if constexpr (may_answer<Op, model::InvalidKMSResourceException>) {
            return key_unusable(encryption::key_state::denied, with.policy);
        }
        break;
    case refusal::key_in_too_many_streams:
        if constexpr (may_answer<Op, model::LimitExceededException>) { return key_used_up(with.policy); }
        break;
    case refusal::stream_exists: return in_use("already exists");
    case refusal::stream_not_active:
        return worded(unobserved_message::stream_not_active, in_use("is not in the ACTIVE state."), with.policy);
    case refusal::not_encrypted_in_use:
        return worded(unobserved_message::not_encrypted, in_use("is not encrypted."), with.policy);
    case refusal::change_failed_in_use:
        return worded(unobserved_message::change_failed, in_use("has failed to change its encryption."), with.policy);
    case refusal::change_under_way:
    case refusal::stale_acknowledgement: break;
    }
    return worded(unobserved_message::change_under_way, in_use("is changing its encryption."), with.policy);
}

} // namespace firehose_sse::operation
