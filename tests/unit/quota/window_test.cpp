// Boundaries to the millisecond, each kind of window, each way of counting, clocks that step back, ends of time.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/quota/moments.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

constexpr std::optional<std::int64_t> ms_of(std::optional<instant> moment) {
    if (!moment) { return std::nullopt; }
    return std::int64_t{moment->time_since_epoch().count()};
}

constexpr quota_policy of_kind(window_kind kind) { return {.window = kind}; }

constexpr window charged_at(quota_policy const& policy, std::int64_t moment, int times) {
    window result;
    for (int i = 0; i < times; ++i) { result = charge(std::move(result), policy, at(moment)); }
    return result;
}

// 24 calls at `early`, one at `late`, then the question at `now`. Moments are milliseconds after some midnight.
struct boundary_case {
    char const* name;
    window_kind kind;
    std::int64_t early;
    std::int64_t late;
    std::int64_t now;
    bool admitted;
    std::uint32_t left;
    std::optional<std::int64_t> retry_at;
};
constexpr boundary_case boundary_cases[] = {
    {"rolling: last millisecond", window_kind::rolling, 1'000, 5'000, day_ms + 999, false, 0, day_ms + 1'000},
    {"rolling: the early ones stop counting", window_kind::rolling, 1'000, 5'000, day_ms + 1'000, true, 24, {}},
    {"rolling: a millisecond later", window_kind::rolling, 1'000, 5'000, day_ms + 1'001, true, 24, {}},
    {"rolling: the late one still counts", window_kind::rolling, 1'000, 5'000, day_ms + 4'999, true, 24, {}},
    {"rolling: the late one stops counting", window_kind::rolling, 1'000, 5'000, day_ms + 5'000, true, 25, {}},
    {"rolling: at once", window_kind::rolling, 1'000, 1'000, 1'000, false, 0, day_ms + 1'000},
    {"rolling: midnight means nothing", window_kind::rolling, day_ms - 2, day_ms - 1, day_ms, false, 0, 2 * day_ms - 2},

    {"fixed: last millisecond", window_kind::fixed, 1'000, 5'000, day_ms + 999, false, 0, day_ms + 1'000},
    {"fixed: all stop counting", window_kind::fixed, 1'000, 5'000, day_ms + 1'000, true, 25, {}},
    {"fixed: a millisecond later", window_kind::fixed, 1'000, 5'000, day_ms + 1'001, true, 25, {}},
    {"fixed: the late one is in the same period", window_kind::fixed, 0, day_ms - 1, day_ms, true, 25, {}},
    {"fixed: the late one begins a period", window_kind::fixed, 0, day_ms, 2 * day_ms - 1, true, 24, {}},
    {"fixed: which ends too", window_kind::fixed, 0, day_ms, 2 * day_ms, true, 25, {}},

    {"utc_day: last millisecond", window_kind::utc_day, 0, 5'000, day_ms - 1, false, 0, day_ms},
    {"utc_day: midnight", window_kind::utc_day, 0, 5'000, day_ms, true, 25, {}},
    {"utc_day: a millisecond later", window_kind::utc_day, 0, 5'000, day_ms + 1, true, 25, {}},
    {"utc_day: however short", window_kind::utc_day, day_ms - 1, day_ms - 1, day_ms, true, 25, {}},
    {"utc_day: only the late one is of the day", window_kind::utc_day, day_ms - 1, day_ms, day_ms, true, 24, {}},
    {"utc_day: before 1970", window_kind::utc_day, -day_ms, -1, -1, false, 0, 0},
    {"utc_day: into 1970", window_kind::utc_day, -day_ms, -1, 0, true, 25, {}},
};

constexpr admission outcome(boundary_case const& given) {
    auto const policy = of_kind(given.kind);
    return peek(charge(charged_at(policy, given.early, 24), policy, at(given.late)), policy, at(given.now));
}
static_assert([] {
    for (auto const& each : boundary_cases) {
        auto const verdict = outcome(each);
        if (verdict.admitted != each.admitted || verdict.left != each.left) { return false; }
        if (ms_of(verdict.retry_at) != each.retry_at) { return false; }
    }
    return true;
}());

TEST(peek, boundaries_to_the_millisecond) {
    for (auto const& each : boundary_cases) {
        SCOPED_TRACE(each.name);
        auto const verdict = outcome(each);
        EXPECT_EQ(verdict.admitted, each.admitted);
        EXPECT_EQ(verdict.left, each.left);
        EXPECT_EQ(ms_of(verdict.retry_at), each.retry_at);
    }
}

TEST(peek, fresh_window_has_all_calls_left) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed, window_kind::utc_day}) {
        auto const verdict = peek(window{}, of_kind(kind), at(0));
        EXPECT_TRUE(verdict.admitted);
        EXPECT_EQ(verdict.left, 25u);
        EXPECT_EQ(verdict.retry_at, std::nullopt);
    }
}

TEST(admit, twenty_five_and_no_more) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed, window_kind::utc_day}) {
        SCOPED_TRACE(reflect::enum_name(kind));
        auto const policy = of_kind(kind);
        window cell;
        for (std::uint32_t i = 0; i < 25; ++i) {
            auto result = admit(cell, policy, at(i));
            EXPECT_TRUE(result.verdict.admitted);
            EXPECT_EQ(result.verdict.left, 25 - i);
            EXPECT_EQ(result.next.charged.size(), i + 1);
            cell = result.next;
        }
        auto const refused = admit(cell, policy, at(25));
        EXPECT_FALSE(refused.verdict.admitted);
        EXPECT_EQ(refused.verdict.left, 0u);
        EXPECT_EQ(ms_of(refused.verdict.retry_at), day_ms);
        EXPECT_EQ(refused.next.charged, cell.charged);
        EXPECT_FALSE(admit(refused.next, policy, at(day_ms - 1)).verdict.admitted);
        EXPECT_TRUE(admit(refused.next, policy, at(day_ms)).verdict.admitted);
    }
}

TEST(admit, is_peek_then_charge) {
    quota_policy const policy{.limit = 2};
    auto const before = charged_at(policy, 10, 1);
    auto const result = admit(before, policy, at(20));
    EXPECT_EQ(result.verdict, peek(before, policy, at(20)));
    EXPECT_EQ(result.next, charge(before, policy, at(20)));
}

TEST(charge, forgets_what_no_longer_counts) {
    quota_policy policy{.limit = 3, .period = 100ms};
    window cell;
    for (auto const moment : {0, 10, 100}) { cell = charge(cell, policy, at(moment)); }
    EXPECT_EQ(cell.charged, (std::vector{at(10), at(100)}));
    policy.window = window_kind::fixed;
    EXPECT_EQ(charge(cell, policy, at(109)).charged, (std::vector{at(10), at(100), at(109)}));
    EXPECT_EQ(charge(cell, policy, at(110)).charged, (std::vector{at(110)}));
    policy.window = window_kind::utc_day;
    EXPECT_EQ(charge(cell, policy, at(day_ms)).charged, (std::vector{at(day_ms)}));
}

TEST(charge, above_the_limit_the_newest_stay) {
    quota_policy const policy{.limit = 2};
    auto cell = charged_at(policy, 1, 2);
    cell = charge(cell, policy, at(7));
    EXPECT_EQ(cell.charged, (std::vector{at(1), at(7)}));
    EXPECT_EQ(charge(cell, policy, at(8)).charged, (std::vector{at(7), at(8)}));
}

TEST(charge, above_the_limit_a_fixed_window_keeps_its_beginning) {
    quota_policy const policy{.limit = 2, .window = window_kind::fixed};
    auto cell = charged_at(policy, 1, 2);
    cell = charge(cell, policy, at(7));
    EXPECT_EQ(cell.charged, (std::vector{at(1), at(1)}));
    EXPECT_EQ(cell.latest, at(7));
    EXPECT_EQ(ms_of(peek(cell, policy, at(8)).retry_at), day_ms + 1);
}

TEST(charge, obeys_a_limit_made_smaller) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed, window_kind::utc_day}) {
        SCOPED_TRACE(reflect::enum_name(kind));
        quota_policy policy{.limit = 5, .window = kind};
        window cell;
        for (int moment = 0; moment < 5; ++moment) { cell = charge(cell, policy, at(moment)); }
        policy.limit = 2;
        auto const verdict = peek(cell, policy, at(5));
        EXPECT_FALSE(verdict.admitted);
        EXPECT_EQ(ms_of(verdict.retry_at), kind == window_kind::rolling ? day_ms + 3 : day_ms);
        EXPECT_EQ(charge(cell, policy, at(5)).charged.size(), 2u);
    }
}

TEST(peek, fixed_window_read_from_a_rolling_cell_finds_the_period) {
    quota_policy policy{.limit = 3, .period = 100ms};
    window cell;
    for (auto const moment : {0, 60, 99}) { cell = charge(cell, policy, at(moment)); }
    cell = charge(cell, policy, at(120)); // forgets 0
    policy.window = window_kind::fixed;
    EXPECT_EQ(ms_of(peek(cell, policy, at(159)).retry_at), 160);
    EXPECT_EQ(peek(cell, policy, at(160)).left, 3u);
}

TEST(peek, fixed_window_with_a_period_made_shorter_finds_the_period) {
    quota_policy const policy{.limit = 3, .period = 100ms, .window = window_kind::fixed};
    window const cell{.charged = {at(0), at(100), at(150)}, .latest = at(150)};
    EXPECT_EQ(peek(cell, policy, at(199)).left, 1u);
    EXPECT_EQ(peek(cell, policy, at(200)).left, 3u);
}

struct step_back_case {
    window_kind kind;
    std::int64_t retry_at;
};

TEST(admit, clock_that_steps_back_frees_nothing) {
    for (auto const each :
         {step_back_case{window_kind::rolling, 2 * day_ms + 500}, step_back_case{window_kind::fixed, 2 * day_ms + 500},
          step_back_case{window_kind::utc_day, 2 * day_ms}}) {
        SCOPED_TRACE(reflect::enum_name(each.kind));
        auto const policy = of_kind(each.kind);
        auto const cell = charged_at(policy, day_ms + 500, 25);
        for (auto const now : {day_ms + 499, day_ms - 1, std::int64_t{0}, -day_ms}) {
            auto const result = admit(cell, policy, at(now));
            EXPECT_FALSE(result.verdict.admitted);
            EXPECT_EQ(ms_of(result.verdict.retry_at), each.retry_at);
            EXPECT_EQ(result.next, cell);
        }
        auto const lowest = admit(cell, policy, instant::min());
        EXPECT_FALSE(lowest.verdict.admitted);
        EXPECT_EQ(lowest.next, cell);
    }
}

TEST(admit, call_at_an_earlier_time_is_charged_at_the_latest_seen) {
    quota_policy const policy{.limit = 2};
    auto const first = admit(window{}, policy, at(1'000)).next;
    auto const second = admit(first, policy, at(200)).next;
    EXPECT_EQ(second.charged, (std::vector{at(1'000), at(1'000)}));
    EXPECT_EQ(second.latest, at(1'000));
}

TEST(admit, refusal_remembers_the_time) {
    quota_policy const policy{.limit = 1, .period = 100ms};
    auto const cell = admit(window{}, policy, at(0)).next;
    auto const refused = admit(cell, policy, at(99));
    EXPECT_EQ(refused.next.latest, at(99));
    EXPECT_EQ(refused.next.charged, cell.charged);
}

TEST(admit, time_once_seen_stays_seen) {
    // The call at 0 stopped counting at 100, and the window has seen 100: at 50 the call does not count again.
    quota_policy const policy{.limit = 2, .period = 100ms};
    auto cell = admit(admit(window{}, policy, at(0)).next, policy, at(100)).next;
    EXPECT_EQ(peek(cell, policy, at(50)).left, 1u);
}

TEST(admit, charges_tell_the_time_too) {
    window const cell{.charged = {at(1'000)}, .latest = instant::min()};
    quota_policy const policy{.limit = 1, .period = 100ms};
    auto const result = admit(cell, policy, at(5));
    EXPECT_FALSE(result.verdict.admitted);
    EXPECT_EQ(ms_of(result.verdict.retry_at), 1'100);
    EXPECT_EQ(result.next.latest, at(1'000));
}

// Limit 3. Accepted at 10, refused at 20 for a reason that is not the quota's, accepted at 30; two more at 40 and 50.
struct counting_case {
    counting counts;
    bool fourth_admitted;
    std::vector<instant> charged;
    std::int64_t retry_at;
};

TEST(admit, each_way_of_counting) {
    for (auto const& each : {counting_case{counting::accepted, true, {at(10), at(30), at(40)}, 110},
                             counting_case{counting::answered, false, {at(10), at(20), at(30)}, 110},
                             counting_case{counting::attempted, false, {at(30), at(40), at(50)}, 130}}) {
        SCOPED_TRACE(reflect::enum_name(each.counts));
        quota_policy const policy{.limit = 3, .period = 100ms, .counts = each.counts};
        window cell = admit({}, policy, at(10)).next;
        ASSERT_TRUE(peek(cell, policy, at(20)).admitted);
        if (is_counted(policy.counts, call_fate::refused)) { cell = charge(cell, policy, at(20)); }
        auto result = admit(cell, policy, at(30));
        EXPECT_TRUE(result.verdict.admitted);
        result = admit(result.next, policy, at(40));
        EXPECT_EQ(result.verdict.admitted, each.fourth_admitted);
        result = admit(result.next, policy, at(50));
        EXPECT_FALSE(result.verdict.admitted);
        EXPECT_EQ(result.next.charged, each.charged);
        EXPECT_EQ(ms_of(result.verdict.retry_at), each.retry_at);
    }
}

TEST(admit, attempted_puts_off_a_rolling_window_only) {
    quota_policy policy{.limit = 1, .period = 100ms, .counts = counting::attempted};
    auto const cell = admit(window{}, policy, at(0)).next;
    EXPECT_EQ(ms_of(admit(cell, policy, at(70)).verdict.retry_at), 170);
    policy.window = window_kind::fixed;
    EXPECT_EQ(ms_of(admit(cell, policy, at(70)).verdict.retry_at), 100);
    policy.window = window_kind::utc_day;
    EXPECT_EQ(ms_of(admit(cell, policy, at(70)).verdict.retry_at), day_ms);
}

TEST(admit, limit_of_zero_admits_nothing_ever) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed, window_kind::utc_day}) {
        for (auto const counts : {counting::accepted, counting::attempted}) {
            auto const result = admit(window{}, {.limit = 0, .window = kind, .counts = counts}, at(5));
            EXPECT_FALSE(result.verdict.admitted);
            EXPECT_EQ(result.verdict.left, 0u);
            EXPECT_EQ(result.verdict.retry_at, std::nullopt);
            EXPECT_TRUE(result.next.charged.empty());
            EXPECT_EQ(result.next.latest, at(5));
        }
    }
}

TEST(admit, period_of_zero_or_less_counts_nothing) {
    for (auto const kind : {window_kind::rolling, window_kind::fixed}) {
        for (auto const period : {0ms, -1ms, std::chrono::milliseconds::min()}) {
            quota_policy const policy{.limit = 1, .period = period, .window = kind};
            window cell;
            for (int i = 0; i < 3; ++i) {
                auto const result = admit(cell, policy, at(i));
                EXPECT_TRUE(result.verdict.admitted);
                cell = result.next;
            }
            EXPECT_EQ(cell.charged.size(), 1u);
        }
    }
}

constexpr bool end_of_time(window_kind kind, instant last_moment_that_can_end) {
    quota_policy const policy{.limit = 1, .window = kind};
    auto const ends = charge({}, policy, last_moment_that_can_end);
    auto const never = charge({}, policy, last_moment_that_can_end + 1ms);
    auto const end = peek(ends, policy, last_moment_that_can_end).retry_at;
    return end && peek(ends, policy, *end).admitted && !peek(ends, policy, *end - 1ms).admitted &&
           !peek(never, policy, instant::max()).admitted && !peek(never, policy, instant::max()).retry_at;
}
constexpr instant last_midnight = std::chrono::floor<std::chrono::days>(instant::max());
static_assert(end_of_time(window_kind::rolling, instant::max() - 24h));
static_assert(end_of_time(window_kind::fixed, instant::max() - 24h));
static_assert(end_of_time(window_kind::utc_day, last_midnight - 1ms));

TEST(peek, end_of_time_is_no_overflow) {
    EXPECT_TRUE(end_of_time(window_kind::rolling, instant::max() - 24h));
    EXPECT_TRUE(end_of_time(window_kind::fixed, instant::max() - 24h));
    EXPECT_TRUE(end_of_time(window_kind::utc_day, last_midnight - 1ms));
}

constexpr bool widest_span(window_kind kind) {
    quota_policy const policy{.limit = 1, .window = kind};
    auto const cell = charge({}, policy, instant::min());
    quota_policy const forever{.limit = 1, .period = std::chrono::milliseconds::max(), .window = kind};
    bool const day = kind == window_kind::utc_day;
    return !peek(cell, policy, instant::min()).admitted && peek(cell, policy, instant::max()).admitted &&
           peek(cell, forever, instant::max()).admitted && peek(cell, forever, at(-1)).admitted &&
           peek(cell, forever, at(-2)).admitted == day;
}
static_assert(widest_span(window_kind::rolling));
static_assert(widest_span(window_kind::fixed));
static_assert(widest_span(window_kind::utc_day));

TEST(peek, widest_span_is_no_overflow) {
    EXPECT_TRUE(widest_span(window_kind::rolling));
    EXPECT_TRUE(widest_span(window_kind::fixed));
    EXPECT_TRUE(widest_span(window_kind::utc_day));
}

TEST(peek, greatest_limit) {
    quota_policy const policy{.limit = std::numeric_limits<std::uint32_t>::max()};
    EXPECT_EQ(peek(charged_at(policy, 0, 2), policy, at(0)).left, std::numeric_limits<std::uint32_t>::max() - 2);
}

TEST(window, equal_when_all_is_equal) {
    quota_policy const policy;
    EXPECT_EQ(window{}, window{});
    EXPECT_EQ(charged_at(policy, 7, 2), charged_at(policy, 7, 2));
    EXPECT_NE(charged_at(policy, 7, 2), charged_at(policy, 7, 1));
    EXPECT_NE(window{}, (window{.charged = {}, .latest = at(0)}));
}

} // namespace
} // namespace firehose_sse::quota
