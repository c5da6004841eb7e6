// Random sequences of calls against a counter that remembers every call and counts it anew each time.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/window.hpp"
#include "unit/quota/moments.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <gtest/gtest.h>
#include <random>
#include <ranges>

namespace firehose_sse::quota {
namespace {

class naive_counter {
public:
    explicit naive_counter(quota_policy const& policy) : policy_(policy) {}

    void see(std::int64_t now) { latest_ = std::max(latest_, now); }
    void charge() { all_.push_back(latest_); }

    [[nodiscard]] std::int64_t latest() const { return latest_; }

    [[nodiscard]] std::int64_t counted(std::int64_t now) const {
        switch (policy_.window) {
        case window_kind::rolling:
            return std::ranges::count_if(all_, [&](auto each) { return each + policy_.period.count() > now; });
        case window_kind::fixed: {
            std::int64_t begin = 0;
            std::int64_t count = 0;
            for (auto const each : all_) {
                if (count == 0 || each >= begin + policy_.period.count()) {
                    begin = each;
                    count = 0;
                }
                ++count;
            }
            return now < begin + policy_.period.count() ? count : 0;
        }
        case window_kind::utc_day:
            return std::ranges::count_if(all_, [&](auto each) { return each / day_ms == now / day_ms; });
        }
        return 0;
    }

private:
    quota_policy policy_;
    std::deque<std::int64_t> all_;
    std::int64_t latest_ = 0;
};

struct tally {
    std::size_t admitted = 0;
    std::size_t refused = 0;
    std::size_t refused_otherwise = 0;
    std::size_t stepped_back = 0;
};

void expect_exact_retry(naive_counter const& naive, window const& cell, quota_policy const& policy,
                        std::optional<instant> retry_at) {
    ASSERT_TRUE(retry_at);
    auto const moment = std::int64_t{retry_at->time_since_epoch().count()};
    ASSERT_GT(moment, naive.latest());
    ASSERT_TRUE(peek(cell, policy, at(moment)).admitted);
    ASSERT_LT(naive.counted(moment), policy.limit);
    ASSERT_FALSE(peek(cell, policy, at(moment - 1)).admitted);
    ASSERT_GE(naive.counted(moment - 1), policy.limit);
}

void run_sequence(std::uint32_t seed, tally& seen) {
    std::minstd_rand random(seed);
    auto const below = [&](std::uint32_t bound) { return static_cast<std::uint32_t>(random() % bound); };

    quota_policy const policy{
        .limit = 1 + below(4),
        .period = std::chrono::milliseconds(1 + below(12)),
        .window = static_cast<window_kind>(below(3)),
        .counts = static_cast<counting>(below(3)),
    };
    // A utc_day is long: cross it in a few steps.
    std::int64_t const unit = policy.window == window_kind::utc_day ? day_ms / (3 + below(3)) : 1;

    naive_counter naive(policy);
    window cell;
    std::vector<std::int64_t> accepted;
    std::int64_t now = 50 * day_ms;
    for (int call = 0; call < 16; ++call) {
        if (below(8) == 0) {
            now -= unit * static_cast<std::int64_t>(below(6));
            ++seen.stepped_back;
        } else {
            now += unit * static_cast<std::int64_t>(below(5)) + below(2);
        }
        naive.see(now);
        bool const expected = naive.counted(naive.latest()) < policy.limit;
        auto const asked = peek(cell, policy, at(now));
        ASSERT_EQ(asked.admitted, expected);
        ASSERT_EQ(asked.left, expected ? policy.limit - naive.counted(naive.latest()) : 0);
        if (expected) {
            ASSERT_FALSE(asked.retry_at);
        } else {
            expect_exact_retry(naive, cell, policy, asked.retry_at);
        }

        if (expected && below(4) == 0) { // refused for a reason that is not the quota's
            ++seen.refused_otherwise;
            if (is_counted(policy.counts, call_fate::refused)) {
                cell = charge(cell, policy, at(now));
                naive.charge();
            } else {
                cell.latest = at(naive.latest());
            }
            continue;
        }
        auto result = admit(cell, policy, at(now));
        ASSERT_EQ(result.verdict.admitted, expected);
        ASSERT_EQ(result.verdict.left, asked.left);
        cell = std::move(result.next);
        ASSERT_LE(cell.charged.size(), policy.limit);
        ASSERT_TRUE(std::ranges::is_sorted(cell.charged));
        ASSERT_EQ(cell.latest, at(naive.latest()));
        if (expected) {
            ++seen.admitted;
            naive.charge();
            accepted.push_back(naive.latest());
            auto const count = accepted.size();
            if (policy.window == window_kind::rolling && count > policy.limit) {
                ASSERT_GE(accepted[count - 1] - accepted[count - 1 - policy.limit], policy.period.count());
            }
        } else {
            ++seen.refused;
            if (policy.counts == counting::attempted) { naive.charge(); }
            expect_exact_retry(naive, cell, policy, result.verdict.retry_at);
        }
    }
}

TEST(window_sequences, agree_with_a_naive_counter) {
    tally seen;
    for (std::uint32_t seed = 1; seed <= 120'000; ++seed) {
        run_sequence(seed, seen);
        if (HasFatalFailure()) {
            ADD_FAILURE() << "seed " << seed;
            return;
        }
    }
    // The sequences must have reached what they are about.
    EXPECT_GT(seen.admitted, 300'000u);
    EXPECT_GT(seen.refused, 300'000u);
    EXPECT_GT(seen.refused_otherwise, 100'000u);
    EXPECT_GT(seen.stepped_back, 100'000u);
}

} // namespace
} // namespace firehose_sse::quota
