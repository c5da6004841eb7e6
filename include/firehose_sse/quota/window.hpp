// The calls a stream has made that still count, and whether one more is admitted: pure functions of a value.
// Level 2 (quota). Knows no stream, no clock and no store: `now` is a parameter.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/policy.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::quota {

/// When the calls that still count were charged, oldest first; a default-made one was never charged.
/// Holds at most quota_policy::limit moments, the newest (of a fixed window the oldest, for they say when it began).
/// The policy may change between calls; a greater limit does not bring back what a smaller one left out.
struct window {
    std::vector<instant> charged{};
    /// The latest moment ever seen. Time never runs backwards from here, so a clock that steps back frees no call.
    instant latest = instant::min();

    friend constexpr bool operator==(window const&, window const&) = default;
};

/// Whether a call may be made.
struct admission {
    bool admitted = false;
    /// Calls left before this one is charged.
    std::uint32_t left = 0;
    /// Earliest moment at which a call would be admitted if none is charged until then, to the millisecond.
    /// Absent when admitted, and when no such moment exists.
    std::optional<instant> retry_at{};

    friend constexpr bool operator==(admission const&, admission const&) = default;
};

/// A verdict and the window to store with it.
struct admit_result {
    admission verdict{};
    window next{};

    friend constexpr bool operator==(admit_result const&, admit_result const&) = default;
};

namespace detail {

using moments = std::vector<instant>;

constexpr instant forward_only(window const& current, instant now) noexcept {
    instant const seen = std::max(current.latest, now);
    return current.charged.empty() ? seen : std::max(seen, current.charged.back());
}

// Nothing when the end lies beyond what an instant can hold: such a period never ends. `period` is above zero.
constexpr std::optional<instant> end_of_period(instant begin, std::chrono::milliseconds period) noexcept {
    if (begin > instant::max() - period) { return std::nullopt; }
    return begin + period;
}

constexpr bool has_ended(instant begin, std::chrono::milliseconds period, instant now) noexcept {
    auto const end = end_of_period(begin, period);
    return end && *end <= now;
}

constexpr std::chrono::sys_days day_of(instant moment) noexcept {
    return std::chrono::floor<std::chrono::days>(moment);
}

constexpr std::optional<instant> end_of_day(instant moment) noexcept {
    auto const day = day_of(moment);
    if (day == day_of(instant::max())) { return std::nullopt; }
    return instant(day + std::chrono::days(1));
}

// First of the moments that still count at `now`; all after it count too.
constexpr moments::const_iterator first_counted(moments const& charged, quota_policy const& policy,
                                                instant now) noexcept {
    auto const period = policy.period;
    switch (policy.window) {
    case window_kind::rolling:
        if (period <= period.zero()) { return charged.end(); }
        return std::ranges::partition_point(charged, [&](instant each) { return has_ended(each, period, now); });
    case window_kind::fixed: {
        if (period <= period.zero()) { return charged.end(); }
        auto begin = charged.begin();
        while (begin != charged.end() && has_ended(*begin, period, now)) {
            begin = std::lower_bound(begin, charged.end(), *begin + period);
        }
        return begin;
    }
    case window_kind::utc_day:
        return std::ranges::partition_point(charged, [&](instant each) { return day_of(each) < day_of(now); });
    }
    return charged.begin();
}

// When the last `limit` moments are no longer all counted; `first` is what first_counted() found.
constexpr std::optional<instant> next_admission(moments const& charged, moments::const_iterator first,
                                                quota_policy const& policy, instant now) noexcept {
    switch (policy.window) {
    case window_kind::rolling: return end_of_period(*std::prev(charged.end(), policy.limit), policy.period);
    case window_kind::fixed: return end_of_period(*first, policy.period);
    case window_kind::utc_day: return end_of_day(now);
    }
    return std::nullopt;
}

} // namespace detail

/// Whether a call at `now` would be admitted; charges nothing.
/// A call charged at `t` counts up to and without `t + period`: at exactly that moment it no longer counts.
[[nodiscard]] constexpr admission peek(window const& current, quota_policy const& policy, instant now) noexcept {
    if (policy.limit == 0) { return {}; }
    instant const moment = detail::forward_only(current, now);
    auto const first = detail::first_counted(current.charged, policy, moment);
    auto const counted = static_cast<std::size_t>(std::distance(first, current.charged.end()));
    if (counted >= policy.limit) {
        return {
            .admitted = false, .left = 0, .retry_at = detail::next_admission(current.charged, first, policy, moment)};
    }
    return {.admitted = true, .left = policy.limit - static_cast<std::uint32_t>(counted), .retry_at = std::nullopt};
}

/// The window after one more call at `now`, admitted or not; forgets what no longer counts.
[[nodiscard]] constexpr window charge(window current, quota_policy const& policy, instant now) {
    current.latest = detail::forward_only(current, now);
    auto& charged = current.charged;
    charged.erase(charged.begin(), detail::first_counted(charged, policy, current.latest));
    if (charged.size() < policy.limit) {
        charged.push_back(current.latest);
    } else if (policy.window == window_kind::fixed) {
        // The oldest moment is the period's beginning: a call above the limit changes nothing until the period ends.
        charged.resize(policy.limit);
    } else {
        charged.push_back(current.latest);
        charged.erase(charged.begin(), std::prev(charged.end(), policy.limit));
    }
    return current;
}

/// Asks and charges in one step: the call is charged when admitted and, under counting::attempted, also when refused.
/// A caller with reasons of its own to refuse uses peek, then charge where is_counted says so.
///
/// *Example:* `auto [verdict, next] = admit(cell, policy, now); if (!verdict.admitted) { refuse(verdict.retry_at); }`
[[nodiscard]] constexpr admit_result admit(window current, quota_policy const& policy, instant now) {
    admission verdict = peek(current, policy, now);
    if (is_counted(policy.counts, verdict.admitted ? call_fate::accepted : call_fate::refused_by_quota)) {
        current = charge(std::move(current), policy, now);
        // A refused call that counts has put off the moment it asks for.
        if (!verdict.admitted) { verdict.retry_at = peek(current, policy, now).retry_at; }
    } else {
        current.latest = detail::forward_only(current, now);
    }
    return {verdict, std::move(current)};
}

} // namespace firehose_sse::quota
