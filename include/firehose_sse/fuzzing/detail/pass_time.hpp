// What may have become of a stream by the time it is looked at: nobody has told when and how its work ends.
// Level 5 (fuzzing). Steps by the library's own life cycle.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/open_key.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/quota/correction.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// How much longer work may take than the least time.
[[nodiscard]] inline span work_spread(oracle_policy const& rules) {
    return rules.work_at_most ? std::max(*rules.work_at_most - rules.service.work, span{}) : unbounded;
}

/// The choices that decide what follows when the pending work ends.
[[nodiscard]] inline std::span<choice const> choices_of_end(operation::stream_record const& record) {
    static constexpr std::array all{choice::failed_change, choice::same_key, choice::stop_without_key,
                                    choice::stop_when_disabled};
    if (record.encryption.queued) { return all; }
    return std::span(all).first(record.charged_at || record.queued_charged_at ? 1 : 0);
}

/// How pending work may end.
[[nodiscard]] inline std::vector<encryption::command> endings(operation::stream_record const& record,
                                                              surroundings const& with) {
    auto const& state = record.encryption;
    std::vector<encryption::command> all;
    if (auto by_keys = encryption::conclude(state, with.keys)) { all.push_back(*std::move(by_keys)); }
    bool const key_is_open = is_open(state.attempted) || is_open(state.effective); // what KMS says of it is not known
    if (!with.rules.tolerated.outcomes && !key_is_open) { return all; }
    if (std::holds_alternative<encryption::work_failed>(all.front())) {
        all.push_back(encryption::work_succeeded{state.pending->attempt});
    } else {
        all.push_back(encryption::work_failed{state.pending->attempt});
    }
    return all;
}

/// Calls `use` with the stream after its work ended so, at its earliest moment. It may have ended up to `late` later.
template <class F>
void end_work(candidate const& from, encryption::command const& end, surroundings const& with, span late, F&& use) {
    operation::policy policy = with.rules.service;
    from.space.for_each(
        choices_of_end(*from.record), policy, [&](operation::policy const& rules, policy_space const& pinned) {
            candidate next = from;
            next.space = pinned;
            auto& record = *next.record;
            instant const ended = record.work_due;
            bool const failed = std::holds_alternative<encryption::work_failed>(end);
            auto outcome = encryption::transition(record.encryption, end, rules.encryption, ended);
            auto* const decided = std::get_if<encryption::decision>(&outcome);
            if (decided == nullptr) { return; }
            if (failed && record.charged_at && rules.failed_change == operation::failed_change_charge::refunded) {
                record.quota = quota::cancel(std::move(record.quota), *record.charged_at);
            }
            instant const settled = record.encryption.settled_at;
            operation::apply(record, std::move(*decided), rules, ended);
            if (record.encryption.settled_at != settled) { next.settled_late = late; }
            next.due_late = bounded(late + work_spread(with.rules));
            normalise(next);
            use(std::move(next));
        });
}

/// A stream that was made with a key, once it is made: the key may come into effect at the same time, as endings()
/// assumes, or be enabled only from then on; nobody has said which [U].
[[nodiscard]] inline std::optional<candidate> made_before_its_key(candidate from, surroundings const& with, span late) {
    auto& state = from.record->encryption;
    bool const creating = state.pending->kind == encryption::work_kind::creating;
    if (!with.rules.tolerated.outcomes || !creating || !state.attempted) { return std::nullopt; }
    state.stream = model::DeliveryStreamStatus::ACTIVE;
    state.pending->kind = encryption::work_kind::enabling;
    from.due_late = bounded(late + work_spread(with.rules));
    return from;
}

/// Adds to `all` what a candidate may have become by the moment it is looked at, itself included where its work may
/// still be under way.
inline void pass_time(candidate from, surroundings const& with, std::vector<candidate>& all, int depth = 8) {
    auto const& at = with.at;
    if (from.record && from.record->encryption.settled_at + from.settled_late <= at.first) {
        from.record->encryption.settled_at = instant{};
        from.settled_late = span{};
    }
    if (!from.record || !from.record->encryption.pending || depth == 0) {
        add(all, std::move(from));
        return;
    }
    instant const first = from.record->work_due;
    instant const last = later_by(first, from.due_late);
    if (first <= at.last) {
        span const late = std::max(std::min(last, at.last) - first, span{});
        for (auto const& end : endings(*from.record, with)) {
            end_work(from, end, with, late, [&](candidate next) { pass_time(std::move(next), with, all, depth - 1); });
        }
        if (auto made = made_before_its_key(from, with, late)) { pass_time(*std::move(made), with, all, depth - 1); }
    }
    if (last > at.first) { // it may not have ended yet: then it ends later than it was looked at
        from.record->work_due = std::max(first, at.first);
        from.due_late = bounded(last - from.record->work_due);
        add(all, std::move(from));
    }
}

/// All ways, brought up to the moment they are looked at.
[[nodiscard]] inline std::vector<candidate> pass_time_all(std::vector<candidate> from, surroundings const& with) {
    std::vector<candidate> current;
    for (auto& each : from) { pass_time(std::move(each), with, current); }
    return current;
}

} // namespace firehose_sse::fuzzing::detail
