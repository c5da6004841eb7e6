// Brings a stream up to the moment it is looked at: work that is due ends first.
// Level 4 (operation). For a service whose work ends by the clock; pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/operation/decision.hpp"
#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace firehose_sse::operation {

/// True when the stream's pending work has ended by `now`.
[[nodiscard]] inline bool is_due(stream_record const& record, instant now) noexcept {
    return record.encryption.pending && record.work_due <= now;
}

/// Takes over a decision of the life cycle; work that begins ends `policy.work` after `at`.
inline void apply(stream_record& record, encryption::decision decided, policy const& rules, instant at) {
    bool const begins = std::ranges::any_of(
        decided.effects, [](auto const& each) { return std::holds_alternative<encryption::begin_work>(each); });
    if (begins) { record.work_due = at + rules.work; }
    record.encryption = std::move(decided.next);
}

/// The stream at `now`: each work that is due ends at its own time, as the keys' facts have it.
/// Returns nothing when the stream has gone, its deletion done.
[[nodiscard]] inline std::optional<stream_record> catch_up(stream_record record, context const& with, instant now) {
    while (is_due(record, now)) {
        instant const ended = record.work_due;
        auto const end = encryption::conclude(record.encryption, with.keys);
        auto next = encryption::transition(record.encryption, *end, with.policy.encryption, ended);
        if (auto* decided = std::get_if<encryption::decision>(&next)) {
            apply(record, std::move(*decided), with.policy, ended);
        }
        if (!record.encryption.stream) { return std::nullopt; }
    }
    return record;
}

/// Decides `Op` on a cell: catches up first, then keeps what that changed even when the operation changes nothing.
/// This is the function to hand to a cell_store's update().
template <class Op>
[[nodiscard]] decision<Op> perform(std::optional<stream_record> const& cell, typename Op::input const& input,
                                   context const& with, instant now) {
    if (!cell || !is_due(*cell, now)) { return Op::decide(cell, input, with, now); }
    auto caught = catch_up(*cell, with, now);
    auto decided = Op::decide(caught, input, with, now);
    if (decided.change != quota::cell_change::keep) { return decided; }
    if (!caught) { return decision<Op>::erase(std::move(decided.answer)); }
    return decision<Op>::put(*std::move(caught), std::move(decided.answer));
}

} // namespace firehose_sse::operation
