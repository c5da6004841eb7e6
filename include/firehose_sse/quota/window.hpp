// The calls a stream has made that still count, and whether one more is admitted: pure functions of a value.
// Level 2 (quota). Knows no stream, no clock and no store: `now` is a parameter.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/call_token.hpp"
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

/// When the calls that still count were charged, oldest first; a default-constructed window has no calls.
/// Holds at most quota_policy::limit moments: the newest, or in a fixed window the oldest, which say when it began.
/// The policy may change between calls; a greater limit does not bring back what a smaller one left out.
/// `Moments` and `Calls` are sequences of instant and of remembered_call.
template <class Moments, class Calls> struct basic_window {
    Moments charged{};
    /// The latest moment ever seen. Time never runs backwards from here, so a clock that steps back frees no call.
    instant latest = instant::min();
    /// Charged calls with a token, kept for quota_policy::retry_memory, oldest first; at most as many as the limit.
    Calls remembered{};

    friend bool operator==(basic_window const&, basic_window const&) = default; // constexpr where its parts are
};

namespace detail {
template <class T> inline constexpr bool is_window = false;
template <class M, class C> inline constexpr bool is_window<basic_window<M, C>> = true;
} // namespace detail

/// A basic_window of any kind.
template <class T>
concept any_window = detail::is_window<T>;

/// The window for any policy; for millions of windows there is compact_window.
using window = basic_window<std::vector<instant>, std::vector<remembered_call>>;

/// Whether a call may be made.
struct admission {
    bool admitted = false;
    /// Calls left before this one is charged.
    std::uint32_t left = 0;
    /// Earliest moment at which a call would be admitted if none is charged until then, to the millisecond.
    /// Absent when admitted, and when no such moment exists.
    std::optional<instant> retry_at{};
    /// The call was admitted before: it is the same call, sent again, and is not charged.
    bool repeated = false;

    friend constexpr bool operator==(admission const&, admission const&) = default;
};

/// A verdict and the window to store with it.
template <any_window Window = window> struct admit_result {
    admission verdict{};
    Window next{};
    /// The moment that an admitted call was charged at, for cancel(); absent when it was charged before.
    std::optional<instant> charged_at{};

    friend bool operator==(admit_result const&, admit_result const&) = default;
};

namespace detail {

template <any_window Window> constexpr instant forward_only(Window const& current, instant now) noexcept {
    instant const seen = std::max(current.latest, now);
    return current.charged.empty() ? seen : std::max<instant>(seen, current.charged.back());
}

// A window with a fixed capacity admits no more than it can hold.
template <class Moments> constexpr std::uint32_t limit_of(Moments const&, quota_policy const& policy) noexcept {
    if constexpr (requires { Moments::capacity; }) {
        return std::min<std::uint32_t>(policy.limit, Moments::capacity);
    } else {
        return policy.limit;
    }
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
template <class Moments>
constexpr auto first_counted(Moments const& charged, quota_policy const& policy, instant now) noexcept {
    auto const period = policy.period;
    switch (policy.window) {
    case window_kind::rolling:
        if (period <= period.zero()) { return charged.end(); }
        return std::ranges::partition_point(charged, [&](instant each) { return has_ended(each, period, now); });
    case window_kind::fixed: {
        if (period <= period.zero()) { return charged.end(); }
        auto begin = charged.begin();
        while (begin != charged.end() && has_ended(*begin, period, now)) {
            begin = std::ranges::lower_bound(begin, charged.end(), *begin + period);
        }
        return begin;
    }
    case window_kind::utc_day: break;
    }
    return std::ranges::partition_point(charged, [&](instant each) { return day_of(each) < day_of(now); });
}

// When one of the last `limit` moments stops counting; `first` is what first_counted() found.
template <class Moments, class Iterator>
constexpr std::optional<instant> next_admission(Moments const& charged, Iterator first, quota_policy const& policy,
                                                instant now) noexcept {
    switch (policy.window) {
    case window_kind::rolling:
        return end_of_period(*std::prev(charged.end(), limit_of(charged, policy)), policy.period);
    case window_kind::fixed: return end_of_period(*first, policy.period);
    case window_kind::utc_day: break;
    }
    return end_of_day(now);
}

constexpr bool is_remembered(remembered_call const& call, quota_policy const& policy, instant now) noexcept {
    return remembers_tokens(policy) && !has_ended(call.charged, policy.retry_memory, now);
}

// The remembered call with that token, or the end.
template <class Calls>
constexpr auto find_call(Calls& calls, quota_policy const& policy, instant now,
                         std::optional<call_token> const& token) noexcept {
    return std::ranges::find_if(calls, [&](remembered_call const& each) {
        return token && each.token == *token && is_remembered(each, policy, now);
    });
}

// Remembers a new call, or one that was charged when it was refused and is admitted now.
template <any_window Window>
constexpr void remember(Window& current, quota_policy const& policy, call_token token, bool admitted) {
    auto& calls = current.remembered;
    auto const first = std::ranges::find_if(
        calls, [&](remembered_call const& each) { return is_remembered(each, policy, current.latest); });
    calls.erase(calls.begin(), first);
    if (policy.limit == 0 || !remembers_tokens(policy)) { return; }
    if (calls.size() >= policy.limit) { calls.erase(calls.begin(), std::next(calls.begin())); }
    calls.push_back({token, current.latest, admitted});
}

// Adds one more moment; forgets what no longer counts.
template <any_window Window> constexpr void count(Window& current, quota_policy const& policy) {
    auto& charged = current.charged;
    auto const limit = limit_of(current.charged, policy);
    charged.erase(charged.begin(), first_counted(std::as_const(charged), policy, current.latest));
    if (charged.size() < limit) {
        charged.push_back(current.latest);
    } else if (policy.window == window_kind::fixed) {
        // The oldest moment is the period's beginning: a call above the limit changes nothing until the period ends.
        charged.erase(std::next(charged.begin(), limit), charged.end());
    } else {
        auto const kept = limit == 0 ? charged.end() : std::prev(charged.end(), limit - 1);
        charged.erase(charged.begin(), kept);
        if (limit != 0) { charged.push_back(current.latest); }
    }
}

} // namespace detail

/// Whether a call at `now` would be admitted; charges nothing.
/// A call charged at `t` counts until `t + period`: at exactly that moment it no longer counts.
/// A call with the token of one that was admitted within quota_policy::retry_memory is admitted, whatever was charged.
template <any_window Window = window>
[[nodiscard]] constexpr admission peek(Window const& current, quota_policy const& policy, instant now,
                                       std::optional<call_token> const& token = std::nullopt) noexcept {
    auto const limit = detail::limit_of(current.charged, policy);
    if (limit == 0) { return {}; }
    instant const moment = detail::forward_only(current, now);
    auto const first = detail::first_counted(current.charged, policy, moment);
    auto const counted = static_cast<std::size_t>(std::distance(first, current.charged.end()));
    auto const left = counted >= limit ? 0 : limit - static_cast<std::uint32_t>(counted);
    if (auto const known = detail::find_call(current.remembered, policy, moment, token);
        known != current.remembered.end() && known->admitted) {
        return {.admitted = true, .left = left, .retry_at = std::nullopt, .repeated = true};
    }
    if (left != 0) { return {.admitted = true, .left = left, .retry_at = std::nullopt, .repeated = false}; }
    return {.admitted = false,
            .left = 0,
            .retry_at = detail::next_admission(current.charged, first, policy, moment),
            .repeated = false};
}

/// The window after one more call at `now`, admitted or not; forgets what no longer counts.
/// A call whose token is remembered has been charged already: it only moves the time on. When it was charged as refused
/// and is admitted only now, its charge moves to `now`: else a period could admit more than the limit.
template <any_window Window = window>
[[nodiscard]] constexpr Window charge(Window current, quota_policy const& policy, instant now,
                                      std::optional<call_token> const& token = std::nullopt, bool admitted = true) {
    current.latest = detail::forward_only(current, now);
    if (auto const known = detail::find_call(current.remembered, policy, current.latest, token);
        known != current.remembered.end()) {
        if (known->admitted || !admitted) {
            known->again = known->again || admitted;
            return current;
        }
        auto const old = std::ranges::lower_bound(std::as_const(current.charged), known->charged);
        if (old != current.charged.end() && *old == known->charged) { current.charged.erase(old, std::next(old)); }
        current.remembered.erase(known, std::next(known));
    }
    detail::count(current, policy);
    if (token) { detail::remember(current, policy, *token, admitted); }
    return current;
}

/// Asks and charges in one step: the call is charged when admitted and, under counting::attempted, also when refused.
/// A caller that may refuse for reasons of its own uses peek, then charge where is_counted says so.
///
/// *Example:* `auto [verdict, next] = admit(cell, policy, now); if (!verdict.admitted) { refuse(verdict.retry_at); }`
/// `token` is that of the call, where it has one: a call that is sent again is charged once.
template <any_window Window = window>
[[nodiscard]] constexpr admit_result<Window> admit(Window current, quota_policy const& policy, instant now,
                                                   std::optional<call_token> const& token = std::nullopt) {
    admission verdict = peek(current, policy, now, token);
    current.latest = detail::forward_only(current, now);
    if (!is_counted(policy.counts, verdict.admitted ? call_fate::accepted : call_fate::refused_by_quota)) {
        return {verdict, std::move(current), std::nullopt};
    }
    current = charge(std::move(current), policy, now, token, verdict.admitted);
    // A refused call that counts postpones the moment at which it may be retried.
    if (!verdict.admitted) { verdict.retry_at = peek(current, policy, now).retry_at; }
    std::optional<instant> charged_at;
    if (verdict.admitted && !verdict.repeated) { charged_at = current.latest; }
    return {verdict, std::move(current), charged_at};
}

} // namespace firehose_sse::quota
