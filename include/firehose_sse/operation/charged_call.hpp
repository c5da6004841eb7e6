// What Start and Stop share: the order of the checks, and the charge against the quota.
// Level 4 (operation). Pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/operation/refusal.hpp"
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::operation {

/// The error of Start or Stop on a stream that is not ACTIVE.
template <class Op> [[nodiscard]] answer<Op> not_changeable(stream_record const& record, context const& with) {
    switch (with.policy.inactive_change) {
    case inactive_change_answer::resource_in_use: break;
    case inactive_change_answer::resource_not_found: return not_found(record.name, with);
    case inactive_change_answer::invalid_argument: return not_active(with.policy);
    }
    return to_error<Op>(encryption::refusal::stream_not_active, record.name, record.encryption.source, {}, with);
}

/// Decides a call that is charged. Order [I]: existence, source, stream status, encryption status, quota, key rules,
/// transition; policy.quota_check puts the quota before the statuses. A call that is refused but counted
/// (quota::counting) is charged and changes nothing else.
/// `key_rule` is the error of a broken key rule, if any.
template <class Op>
[[nodiscard]] decision<Op>
decide_charged(stream_record const& record, encryption::command const& command, encryption::key_facts const& facts,
               std::optional<model::InvalidArgumentException> key_rule, context const& with, instant now) {
    auto const& rules = with.policy;
    auto next = encryption::transition(record.encryption, command, rules.encryption, now);
    auto const* refused = std::get_if<encryption::refusal>(&next);
    bool const wrong_source = refused && *refused == encryption::refusal::not_direct_put;
    bool const key_refused = refused && (*refused == encryption::refusal::key_unusable ||
                                         *refused == encryption::refusal::credentials_too_old ||
                                         *refused == encryption::refusal::key_in_too_many_streams);
    bool const quota_first = rules.quota_check == quota_check::before_state && !wrong_source;
    auto const verdict =
        with.shared_verdict ? *with.shared_verdict : quota::peek(record.quota, rules.quota, now, with.token);

    auto const refuse = [&](quota::call_fate fate, answer<Op> error,
                            std::optional<limit_kind> reached) -> decision<Op> {
        // a call that was accepted before is charged already; a refusal now is no second acceptance
        if (with.shared_verdict || verdict.repeated || !quota::is_counted(rules.quota.counts, fate)) {
            return keep<Op>(std::move(error), reached);
        }
        stream_record charged = record;
        charged.quota = quota::charge(std::move(charged.quota), rules.quota, now, with.token, verdict.admitted);
        auto decided = put<Op>(std::move(charged), std::move(error));
        decided.answer.reached = reached;
        return decided;
    };
    auto const reached = refused ? limit_of(*refused) : std::nullopt;
    auto const refusal = [&]() -> answer<Op> {
        if (*refused == encryption::refusal::stream_not_active) { return not_changeable<Op>(record, with); }
        return to_error<Op>(*refused, record.name, record.encryption.source, facts, with);
    };
    if (refused && !key_refused && !(quota_first && !verdict.admitted)) {
        return refuse(quota::call_fate::refused, refusal(), reached);
    }
    if (!verdict.admitted) {
        return refuse(quota::call_fate::refused_by_quota, quota_used_up(rules), limit_kind::calls);
    }
    if (key_rule) { return refuse(quota::call_fate::refused, *std::move(key_rule), std::nullopt); }
    if (refused) { return refuse(quota::call_fate::refused, refusal(), reached); }
    auto& decided = std::get<encryption::decision>(next);
    std::vector<encryption::effect> effects = decided.effects;
    stream_record after = record;
    bool const charged_here = !with.shared_verdict && !verdict.repeated;
    if (!with.shared_verdict) { after.quota = quota::charge(std::move(after.quota), rules.quota, now, with.token); }
    apply(after, std::move(decided), rules, now);
    remember_charge(after, record.encryption.attempt, charged_here ? std::optional(after.quota.latest) : std::nullopt);
    return put<Op>(std::move(after), typename Op::output{}, std::move(effects));
}

} // namespace firehose_sse::operation
