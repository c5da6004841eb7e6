// A bucket of tokens that is filled millisecond by millisecond, in thousandths of a unit.
// For the targets of fuzz/ only. Shares no code with quota/token_bucket.hpp but the policy it reads.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/token_bucket.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

/// A bucket that is filled as time passes, in thousandths of a unit.
class slow_bucket {
public:
    using instant = firehose_sse::instant;
    using rate_policy = firehose_sse::quota::rate_policy;

    explicit slow_bucket(rate_policy const& rules)
        : rules_(rules), most_(rules.burst ? *rules.burst : rules.per_second), held_(full()) {}

    /// The same at `now`; a clock that is set back stands still.
    [[nodiscard]] slow_bucket at(instant now) const {
        slow_bucket later = *this;
        if (later.latest_ == instant::min()) { later.latest_ = now; } // full since ever
        for (; later.latest_ < now; later.latest_ += std::chrono::milliseconds(1)) {
            if (later.held_ == full() || rules_.per_second == 0) {
                later.latest_ = now;
                break;
            }
            later.fill();
        }
        return later;
    }
    [[nodiscard]] bool holds(std::uint64_t units) const { return units * 1000 <= held_; }
    [[nodiscard]] std::uint64_t units() const { return held_ / 1000; }
    void take(std::uint64_t units) { held_ -= units * 1000; }

    /// The first moment at which it holds so much; nothing when it never will.
    [[nodiscard]] std::optional<instant> when(std::uint64_t units) const {
        if (units * 1000 > full() || (rules_.per_second == 0 && !holds(units))) { return std::nullopt; }
        slow_bucket later = *this;
        for (; !later.holds(units); later.latest_ += std::chrono::milliseconds(1)) { later.fill(); }
        return later.latest_;
    }
    [[nodiscard]] std::optional<instant> when_full() const { return when(most_); }

private:
    [[nodiscard]] std::uint64_t full() const { return most_ * 1000; }
    void fill() { held_ = std::min(held_ + rules_.per_second, full()); }

    rate_policy rules_;
    std::uint64_t most_;
    std::uint64_t held_;
    instant latest_ = instant::min();
};
