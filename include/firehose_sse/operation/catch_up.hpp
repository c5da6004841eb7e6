// Brings a stream up to the moment it is looked at: work that is due ends first.
// Level 4 (operation). For a service whose work ends by the clock; pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/quota/correction.hpp"
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::operation {

/// True when the stream's pending work has ended by `now`.
[[nodiscard]] inline bool is_due(stream_record const& record, instant now) noexcept {
    return record.encryption.pending && record.work_due <= now;
}

/// Stores a decision of the life cycle in the record; work that begins ends `policy.work` after `at`. For a call that
/// is charged, call remember_charge afterwards.
inline void apply(stream_record& record, encryption::decision decided, policy const& rules, instant at) {
    bool const begins = std::ranges::any_of(
        decided.effects, [](auto const& each) { return std::holds_alternative<encryption::begin_work>(each); });
    if (begins) {
        record.work_due = later_by(at, rules.work);
        bool const deletes =
            decided.next.pending && decided.next.pending->kind == encryption::work_kind::deleting; // is not charged
        record.charged_at = deletes ? std::nullopt : record.queued_charged_at; // of the queued change, if any
    }
    record.encryption = std::move(decided.next);
    if (!record.encryption.pending) { record.charged_at.reset(); }
    if (!record.encryption.queued) { record.queued_charged_at.reset(); }
}

/// Notes when the call just applied was charged, so that it can be given back if its work fails. `charged` is empty for
/// a call that was not charged: a change that it queues does not inherit the charge of the one before.
/// `attempt` is the stream's latest attempt before the call; a call that began and queued no work is not noted.
inline void remember_charge(stream_record& record, std::uint64_t attempt, std::optional<instant> charged) {
    if (record.encryption.attempt != attempt) {
        record.charged_at = charged;
    } else if (record.encryption.queued) {
        record.queued_charged_at = charged;
    }
}

/// The result of ending the work that is due.
struct caught_up {
    /// Nothing when the stream is gone because its deletion has ended.
    std::optional<stream_record> record{};
    /// The effects of all decisions on the way, in order. What they ask for is over or already acknowledged in the
    /// record, except the work of a queued change that has begun: the record holds it as pending.
    std::vector<encryption::effect> effects{};
};

namespace detail {

/// Acknowledges for every scheduled grant that KMS retires it, or refuses to, as the keys' facts say.
inline void retire_grants(encryption::state& state, context const& with, instant at) {
    auto const scheduled = state.grants.scheduled;
    for (auto const& each : scheduled) {
        bool const refused = with.keys.find(each.key.arn).retire_grant_fails;
        auto const& rules = with.policy.encryption;
        auto next = refused ? encryption::transition(state, encryption::retirement_refused{each.attempt}, rules, at)
                            : encryption::transition(state, encryption::grant_retired{each.attempt}, rules, at);
        if (auto* decided = std::get_if<encryption::decision>(&next)) { state = std::move(decided->next); }
    }
}

} // namespace detail

/// The stream at `now`: each work that is due ends at its own time, in the way that the keys' facts say, and grants
/// that it leaves behind are retired.
[[nodiscard]] inline caught_up end_due_work(stream_record record, context const& with, instant now) {
    caught_up result;
    while (is_due(record, now)) {
        instant const ended = record.work_due;
        auto const end = encryption::conclude(record.encryption, with.keys);
        auto next = encryption::transition(record.encryption, *end, with.policy.encryption, ended);
        if (auto* decided = std::get_if<encryption::decision>(&next)) {
            std::ranges::move(decided->effects, std::back_inserter(result.effects));
            bool const failed = std::holds_alternative<encryption::work_failed>(*end);
            if (failed && record.charged_at && with.policy.failed_change == failed_change_charge::refunded) {
                record.quota = quota::cancel(std::move(record.quota), *record.charged_at);
            }
            apply(record, std::move(*decided), with.policy, ended);
        }
        detail::retire_grants(record.encryption, with, ended);
        if (!record.encryption.stream) { return result; }
    }
    result.record = std::move(record);
    return result;
}

/// The same as end_due_work(), for a host that does not need the effects.
[[nodiscard]] inline std::optional<stream_record> catch_up(stream_record record, context const& with, instant now) {
    return end_due_work(std::move(record), with, now).record;
}

/// Decides `Op` on a cell: catches up first, then keeps what that changed even when the operation changes nothing.
/// The effects of the work that ended come before those of the operation.
/// This is the function to hand to a cell_store's update().
template <class Op>
[[nodiscard]] decision<Op> perform(std::optional<stream_record> const& cell, typename Op::input const& input,
                                   context const& with, instant now) {
    if (!cell || !is_due(*cell, now)) { return Op::decide(cell, input, with, now); }
    auto caught = end_due_work(*cell, with, now);
    auto decided = Op::decide(caught.record, input, with, now);
    std::ranges::move(decided.answer.effects, std::back_inserter(caught.effects));
    decided.answer.effects = std::move(caught.effects);
    if (decided.change != quota::cell_change::keep) { return decided; }
    if (!caught.record) { return decision<Op>::erase(std::move(decided.answer)); }
    return decision<Op>::put(*std::move(caught.record), std::move(decided.answer));
}

} // namespace firehose_sse::operation
