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

/// Decides a call that is charged. Order [I]: existence, source, stream status, encryption status, quota, key rules,
/// transition; policy.quota_check puts the quota before the statuses. A call that is refused but counted
/// (quota::counting) leaves its charge and changes nothing else.
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
    auto const verdict = quota::peek(record.quota, rules.quota, now);

    auto const refuse = [&](quota::call_fate fate, answer<Op> error) -> decision<Op> {
        if (!quota::is_counted(rules.quota.counts, fate)) { return keep<Op>(std::move(error)); }
        stream_record charged = record;
        charged.quota = quota::charge(std::move(charged.quota), rules.quota, now);
        return put<Op>(std::move(charged), std::move(error));
    };
    if (refused && !key_refused && !(quota_first && !verdict.admitted)) {
        return refuse(quota::call_fate::refused,
                      to_error<Op>(*refused, record.name, record.encryption.source, facts, with));
    }
    if (!verdict.admitted) { return refuse(quota::call_fate::refused_by_quota, quota_used_up(rules.quota)); }
    if (key_rule) { return refuse(quota::call_fate::refused, *std::move(key_rule)); }
    if (refused) {
        return refuse(quota::call_fate::refused,
                      to_error<Op>(*refused, record.name, record.encryption.source, facts, with));
    }
    auto& decided = std::get<encryption::decision>(next);
    std::vector<encryption::effect> effects = decided.effects;
    stream_record after = record;
    after.quota = quota::charge(std::move(after.quota), rules.quota, now);
    apply(after, std::move(decided), rules, now);
    return put<Op>(std::move(after), typename Op::output{}, std::move(effects));
}

} // namespace firehose_sse::operation
