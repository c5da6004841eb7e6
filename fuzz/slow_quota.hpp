// The quota counted the slow way: every call is kept for ever, and all of them are counted anew for each question.
// For the targets of fuzz/ only. Shares no code with quota/window.hpp but the policy it reads.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/policy.hpp"
#include "firehose_sse/shape/instant.hpp"
#include "require.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

class slow_quota {
public:
    using instant = firehose_sse::instant;

    explicit slow_quota(firehose_sse::quota::quota_policy const& rules) : rules_(rules) {}

    /// How many calls count at `now`. A clock that is set back stands still instead.
    [[nodiscard]] std::size_t counted(instant now) const {
        using firehose_sse::quota::window_kind;
        instant const moment = forward(now);
        std::size_t count = 0;
        std::optional<instant> begin;
        for (instant const call : calls_) {
            switch (rules_.window) {
            case window_kind::rolling: count += moment - call < rules_.period ? 1U : 0U; break;
            case window_kind::utc_day: count += day(call) == day(moment) ? 1U : 0U; break;
            case window_kind::fixed:
                if (!begin || call - *begin >= rules_.period) { begin = call, count = 0; }
                ++count;
                break;
            }
        }
        return begin && moment - *begin >= rules_.period ? 0 : count;
    }
    [[nodiscard]] bool full(instant now) const { return counted(now) >= rules_.limit; }

    void charge(instant now) { calls_.push_back(forward(now)); }
    void look(instant now) { latest_ = forward(now); }
    /// Takes one call of that moment back.
    void cancel(instant at) {
        for (auto* const calls : {&calls_, &accepted_}) {
            auto const found = std::ranges::find(*calls, at);
            if (found != calls->end()) { calls->erase(found); }
        }
    }
    void forget() {
        latest_ = instant::min();
        calls_.clear();
        accepted_.clear();
    }

    /// Takes out a call of that moment that counted without being accepted.
    void uncount(instant at) {
        auto const found = std::ranges::find(calls_, at);
        require(found != calls_.end(), "what is taken out was counted");
        calls_.erase(found);
    }

    /// A call that is accepted, charged then or before.
    void accept(instant now) {
        accepted_.push_back(forward(now));
        require(accepted_with_the_last() <= rules_.limit, "never more accepted calls than the limit in any period");
    }

    [[nodiscard]] instant forward(instant now) const {
        instant const seen = std::max(latest_, now);
        return calls_.empty() ? seen : std::max(seen, calls_.back());
    }

private:
    // How many calls were accepted in the period, or on the day, of the last one. The charged calls tell when a fixed
    // period began; if only accepted calls are known, a period begins with one of them.
    [[nodiscard]] std::size_t accepted_with_the_last() const {
        using firehose_sse::quota::window_kind;
        instant const last = accepted_.back();
        std::optional<instant> begin;
        for (instant const call : calls_.empty() ? accepted_ : calls_) {
            if (call <= last && (!begin || call - *begin >= rules_.period)) { begin = call; }
        }
        return static_cast<std::size_t>(std::ranges::count_if(accepted_, [&](instant call) {
            switch (rules_.window) {
            case window_kind::rolling: break;
            case window_kind::utc_day: return day(call) == day(last);
            case window_kind::fixed: return begin && call >= *begin && last - *begin < rules_.period;
            }
            return last - call < rules_.period;
        }));
    }

    static std::chrono::sys_days day(instant moment) { return std::chrono::floor<std::chrono::days>(moment); }

    firehose_sse::quota::quota_policy const& rules_;
    instant latest_ = instant::min();
    std::vector<instant> calls_{};
    std::vector<instant> accepted_{};
};
