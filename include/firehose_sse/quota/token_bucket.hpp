// A limit on units a second: the control plane's 5 calls, a stream's records, bytes and requests.
// Level 2 (quota). Pure; `now` is a parameter.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace firehose_sse::quota {

/// A rate, and how much of it may be saved up.
struct rate_policy {
    /// Units a second; 0 gives nothing.
    std::uint64_t per_second = 5;
    /// Units a full bucket holds: the most that is admitted at once. Absent: as many as flow back in one second,
    /// whatever `per_second` is set to; our choice [U].
    std::optional<std::uint64_t> burst{};

    /// A rate so high that it refuses nothing that can be sent.
    [[nodiscard]] static constexpr rate_policy unlimited() noexcept {
        return {.per_second = std::numeric_limits<std::uint64_t>::max()};
    }

    friend constexpr bool operator==(rate_policy const&, rate_policy const&) = default;
};

/// What was taken and has not flowed back yet; a default-constructed bucket is full.
struct token_bucket {
    /// *Units:* thousandths of a unit, so that a millisecond of any rate is a whole number.
    std::uint64_t missing = 0;
    /// The moment for which `missing` holds; time never runs backwards from here.
    instant latest = instant::min();

    friend constexpr bool operator==(token_bucket const&, token_bucket const&) = default;
};

/// Whether the units may be taken.
struct rate_verdict {
    bool admitted = false;
    /// Whole units in the bucket before these are taken.
    std::uint64_t left = 0;
    /// Earliest moment at which as many would be admitted; absent when admitted, and for more than a bucket ever holds.
    std::optional<instant> retry_at{};

    friend constexpr bool operator==(rate_verdict const&, rate_verdict const&) = default;
};

/// A verdict and the bucket to store with it.
struct take_result {
    rate_verdict verdict{};
    token_bucket next{};

    friend constexpr bool operator==(take_result const&, take_result const&) = default;
};

namespace detail {

/// The most units that are counted: thousandths of more no longer fit.
inline constexpr std::uint64_t most_units = std::numeric_limits<std::uint64_t>::max() / 4000;

// Thousandths of a unit that flow back from one moment to another. Saturates at a number that fills any bucket.
constexpr std::uint64_t flown_back(std::uint64_t per_second, instant from, instant to) noexcept {
    if (to <= from || per_second == 0) { return 0; }
    // the difference of two instants may not fit; the difference of their counts as unsigned numbers does
    auto const count = [](instant moment) { return static_cast<std::uint64_t>(moment.time_since_epoch().count()); };
    std::uint64_t const milliseconds = count(to) - count(from);
    std::uint64_t const most = std::numeric_limits<std::uint64_t>::max();
    return milliseconds > most / per_second ? most : milliseconds * per_second;
}

} // namespace detail

/// Takes `units` if the bucket holds them, all or nothing; a refusal takes nothing.
/// *Units:* whatever the rate counts: calls, records, bytes. Rates and bursts above 4.6 * 10^15 (2^64 / 4000) are
/// treated as that number.
///
/// *Example:* `auto [verdict, next] = take(cell, {.per_second = 5}, 1, now);`
[[nodiscard]] constexpr take_result take(token_bucket current, rate_policy const& policy, std::uint64_t units,
                                         instant now) noexcept {
    std::uint64_t const rate = std::min(policy.per_second, detail::most_units);
    std::uint64_t const burst = std::min(policy.burst.value_or(policy.per_second), detail::most_units);
    instant const moment = std::max(current.latest, now);
    std::uint64_t const back = detail::flown_back(rate, current.latest, moment);
    std::uint64_t const full = burst * 1000;
    std::uint64_t const missing = std::min(current.missing > back ? current.missing - back : 0, full);
    token_bucket next{missing, moment};
    rate_verdict verdict{.left = (full - missing) / 1000};
    if (units <= verdict.left) {
        verdict.admitted = true;
        next.missing += units * 1000;
    } else if (units <= burst && rate != 0) {
        std::uint64_t const lacking = missing - (full - units * 1000);
        std::uint64_t const wait = (lacking + rate - 1) / rate;
        std::chrono::milliseconds const span(static_cast<std::int64_t>(wait));
        if (moment <= instant::max() - span) { verdict.retry_at = moment + span; }
    }
    return {verdict, next};
}

/// The moment from which the bucket is full, so that an absent one means the same; nothing when it never fills.
[[nodiscard]] constexpr std::optional<instant> full_at(token_bucket const& current,
                                                       rate_policy const& policy) noexcept {
    std::uint64_t const rate = std::min(policy.per_second, detail::most_units);
    if (current.missing == 0) { return current.latest; }
    if (rate == 0) { return std::nullopt; }
    std::chrono::milliseconds const span(static_cast<std::int64_t>((current.missing + rate - 1) / rate));
    if (current.latest > instant::max() - span) { return std::nullopt; }
    return current.latest + span;
}

} // namespace firehose_sse::quota
