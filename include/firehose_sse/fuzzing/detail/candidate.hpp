// One way a stream may stand, as far as its answers tell; and how two that are alike become one.
// Level 5 (fuzzing). A value: a moment that is known only roughly is the earliest, with how much later it may be.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/policy_space.hpp"
#include "firehose_sse/operation/stream_record.hpp"
#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

using span = std::chrono::milliseconds;

/// Longer than any campaign, and far from the end of what a moment can hold.
inline constexpr span unbounded = std::chrono::hours(24 * 366 * 1'000);

[[nodiscard]] constexpr span bounded(span length) noexcept { return std::min(length, unbounded); }

/// One way a stream may stand.
struct candidate {
    /// Nothing: there is no such stream.
    std::optional<operation::stream_record> record{};
    /// How much later the pending work may end than `work_due` says.
    span due_late{};
    /// How much later records may have settled than the state says.
    span settled_late{};
    /// How much later each call may have been charged than the window says.
    span quota_late{};
    /// When those calls were made that may or may not have been charged, oldest first.
    std::vector<instant> perhaps_charged{};
    /// How much later the stream may have been made than it says.
    span created_late{};
    /// False: the stream may have other tags besides `tags`.
    bool tags_known = true;
    /// The encryption block was shown as no stream in this state shows it. Until it is shown as it should be, it may be
    /// left out, hold a key while DISABLED and, unless the stream is ACTIVE, have any status.
    bool block_open = false;
    policy_space space{};
};

[[nodiscard]] inline bool is_being_deleted(candidate const& c) noexcept {
    return c.record && c.record->encryption.stream == model::DeliveryStreamStatus::DELETING;
}

/// The longest time that a call may count: for calendar days the period does not matter.
[[nodiscard]] inline span longest_count(quota::quota_policy const& rules) {
    return std::max<span>(rules.period, std::chrono::days(1));
}

/// Notes a call at `now` that may have been charged. Keeps only the newest: as many as the limit admit no further call.
inline void charge_perhaps(candidate& c, quota::quota_policy const& rules, instant now, span width) {
    auto& all = c.perhaps_charged;
    span const counted = bounded(longest_count(rules)) + bounded(c.quota_late);
    std::erase_if(all, [&](instant each) { return later_by(each, counted) <= now; });
    all.insert(std::ranges::upper_bound(all, now), now);
    if (all.size() > rules.limit) { all.erase(all.begin()); }
    c.quota_late = std::max(c.quota_late, width);
}

/// Forgets what no answer can show, so that histories with the same future become equal.
inline void normalise(candidate& c) {
    if (!c.record) { return; }
    if (!c.record->encryption.stream) { // gone
        c = {.space = c.space};
        return;
    }
    auto& state = c.record->encryption;
    state.grants = {};
    state.attempt = 1;
    if (state.pending) {
        state.pending->attempt = 1;
        state.pending->granted = false;
    } else {
        c.record->work_due = instant{};
        c.due_late = span{};
    }
    if (state.effective) { state.effective->attempt = 0; }
    state.settled_at = std::max(state.settled_at, instant{}); // so near that `unbounded` reaches from it to any moment
}

/// Widens `into` and `late` until they also cover `other` and `other_late`: earliest and latest moment of both.
inline void hull(instant& into, span& late, instant other, span other_late) {
    instant const last = std::max(later_by(into, late), later_by(other, other_late));
    into = std::min(into, other);
    late = bounded(last - into);
}

[[nodiscard]] inline bool same_state(encryption::state const& a, encryption::state const& b) {
    return a.stream == b.stream && a.source == b.source && a.effective == b.effective && a.attempted == b.attempted &&
           a.pending == b.pending && a.queued == b.queued && a.encryption_failure == b.encryption_failure &&
           a.stream_failure == b.stream_failure;
}

/// True when two candidates differ only in when things happened and under which policy.
[[nodiscard]] inline bool alike(candidate const& a, candidate const& b) {
    if (a.record.has_value() != b.record.has_value()) { return false; }
    if (!a.record) { return true; }
    auto const& x = *a.record;
    auto const& y = *b.record;
    return same_state(x.encryption, y.encryption) && x.quota.charged == y.quota.charged &&
           x.quota.remembered == y.quota.remembered && x.charged_at == y.charged_at &&
           x.queued_charged_at == y.queued_charged_at && x.arn == y.arn && x.version == y.version &&
           a.tags_known == b.tags_known && x.tags == y.tags && a.block_open == b.block_open;
}

/// Adds a candidate, or widens one that is alike until it covers the new one too.
inline void add(std::vector<candidate>& all, candidate more) {
    normalise(more);
    auto const found = std::ranges::find_if(all, [&](candidate const& each) { return alike(each, more); });
    if (found == all.end()) {
        all.push_back(std::move(more));
        return;
    }
    found->space.widen(more.space);
    if (!found->record) { return; }
    auto& x = *found->record;
    auto const& y = *more.record;
    hull(x.work_due, found->due_late, y.work_due, more.due_late);
    hull(x.encryption.settled_at, found->settled_late, y.encryption.settled_at, more.settled_late);
    instant created{span(x.created.milliseconds)};
    hull(created, found->created_late, instant{span(y.created.milliseconds)}, more.created_late);
    x.created = to_timestamp(created);
    x.quota.latest = std::min(x.quota.latest, y.quota.latest);
    found->quota_late = std::max(found->quota_late, more.quota_late);
    std::vector<instant> perhaps;
    std::ranges::set_union(found->perhaps_charged, more.perhaps_charged, std::back_inserter(perhaps));
    found->perhaps_charged = std::move(perhaps);
}

} // namespace firehose_sse::fuzzing::detail
