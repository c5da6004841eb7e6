// What every look at a stream means for every target, how the delays run, and what is true of records meanwhile.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/next_poll.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <array>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::client {
namespace {

using namespace std::chrono_literals;
using encryption::posture_kind;
using encryption::truth;
using model::DeliveryStreamDescription;
using model::DeliveryStreamFailureType;
using std::chrono::milliseconds;
using enum poll_target;
using sse_status = model::DeliveryStreamEncryptionStatus;
using stream_status = model::DeliveryStreamStatus;

constexpr poll_target targets[] = {at_rest, enabled, disabled};
static_assert(std::size(targets) == reflect::enumerators<poll_target>.size());

// `-`: no block; `?`: a block without a status; else the status as the wire spells it.
DeliveryStreamDescription described(std::string_view sse, std::string_view stream = "ACTIVE",
                                    std::string_view source = "DirectPut") {
    DeliveryStreamDescription description;
    description.DeliveryStreamStatus = reflect::to_open_enum<stream_status>(stream);
    description.DeliveryStreamType = reflect::to_open_enum<model::DeliveryStreamType>(source);
    if (sse != "-") {
        auto& block = description.DeliveryStreamEncryptionConfiguration.emplace();
        if (sse != "?") { block.Status = reflect::to_open_enum<sse_status>(sse); }
    }
    return description;
}

std::string text_of(poll_verdict const& verdict) {
    std::string text(reflect::enum_name(verdict.kind));
    EXPECT_EQ(verdict.why.has_value(), verdict.kind == poll_kind::failed);
    if (verdict.why) { text += ' ' + std::string(reflect::enum_name(*verdict.why)); }
    return text;
}

poll_policy aiming(poll_target target) {
    poll_policy rules;
    rules.target = target;
    return rules;
}

struct look_case {
    std::string_view sse;
    std::array<std::string_view, 3> means; // in the order of `targets`
};

constexpr look_case looks[] = {
    {"ENABLED", {"done", "done", "failed other_end"}},
    {"ENABLING", {"wait", "wait", "wait"}},
    {"ENABLING_FAILED", {"done", "failed change_failed", "failed other_end"}},
    {"DISABLED", {"done", "failed other_end", "done"}},
    {"DISABLING", {"wait", "wait", "wait"}},
    {"DISABLING_FAILED", {"done", "failed other_end", "failed change_failed"}},
    {"ENABLED_WITH_NEWS", {"wait", "wait", "wait"}},
    {"", {"wait", "wait", "wait"}},
    {"?", {"done", "wait", "wait"}},
    {"-", {"done", "wait", "wait"}},
};

TEST(next_poll, of_every_encryption_status_for_every_target) {
    for (auto const& look : looks) {
        for (std::size_t i = 0; i < std::size(targets); ++i) {
            EXPECT_EQ(text_of(next_poll(described(look.sse), 0s, aiming(targets[i]))), look.means[i])
                << look.sse << ' ' << reflect::enum_name(targets[i]);
        }
    }
}

TEST(next_poll, of_a_stream_that_is_not_active_does_not_look_at_its_encryption) {
    struct row {
        std::string_view stream;
        std::string_view means;
    };
    constexpr row rows[] = {
        {"CREATING", "wait"},
        {"CREATING_FAILED", "failed stream_failed"},
        {"DELETING", "failed stream_deleted"},
        {"DELETING_FAILED", "failed stream_deleted"},
        {"SUSPENDED", "wait"},
        {"", "wait"},
    };
    for (auto const& each : rows) {
        for (auto const& look : looks) {
            for (poll_target const target : targets) {
                poll_policy const rules{.target = target, .encrypted_before = truth::no};
                auto const verdict = next_poll(described(look.sse, each.stream), 0s, rules);
                EXPECT_EQ(text_of(verdict), each.means) << each.stream << ' ' << look.sse;
                EXPECT_EQ(verdict.encrypted, truth::indeterminate);
            }
        }
    }
}

TEST(next_poll, of_a_source_that_cannot_be_encrypted) {
    for (std::string_view const sse : {"-", "DISABLED", "ENABLING"}) {
        auto const stream = described(sse, "ACTIVE", "KinesisStreamAsSource");
        EXPECT_EQ(text_of(next_poll(stream, 0s)), "done");
        EXPECT_EQ(text_of(next_poll(stream, 0s, aiming(enabled))), "failed not_applicable");
        EXPECT_EQ(text_of(next_poll(stream, 0s, aiming(disabled))), "failed not_applicable");
        EXPECT_EQ(next_poll(stream, 0s).posture, posture_kind::not_applicable);
        EXPECT_EQ(next_poll(stream, {10s, 10s}).encrypted, truth::indeterminate);
    }
    auto const odd = described("ENABLING_FAILED", "ACTIVE", "KinesisStreamAsSource");
    EXPECT_EQ(next_poll(odd, 0s, {.encrypted_before = truth::yes}).posture, posture_kind::not_applicable);
    EXPECT_EQ(next_poll(odd, 0s, {.encrypted_before = truth::yes}).encrypted, truth::indeterminate);
    EXPECT_EQ(text_of(next_poll(described("-", "CREATING", "MSKAsSource"), 0s)), "wait");
    // a source of tomorrow may well be encrypted: its block decides
    for (auto const& look : looks) {
        auto const newer = described(look.sse, "ACTIVE", "SourceOfTomorrow");
        EXPECT_EQ(text_of(next_poll(newer, 0s, aiming(enabled))), look.means[1]) << look.sse;
    }
}

static_assert(std::is_constructible_v<poll_times, std::chrono::nanoseconds, std::chrono::hours>);
static_assert(std::is_constructible_v<poll_times, std::chrono::duration<double>, std::chrono::duration<float>>);

TEST(next_poll, takes_what_two_moments_of_any_clock_leave) {
    using clock = std::chrono::steady_clock;
    clock::time_point const now(100s);
    auto const asked = now - 40s;
    auto const first_done = now - 5s;
    EXPECT_EQ(next_poll(described("ENABLED"), {now - asked, now - first_done}).kind, poll_kind::settled);
    EXPECT_EQ(next_poll(described("ENABLED"), {now - asked, now - first_done - 1ms}).delay, 1ms);
    constexpr poll_times nothing_done{1ns, std::nullopt};
    static_assert(!nothing_done.since_done);
}

TEST(next_poll, of_a_stream_at_rest_tells_why_its_latest_change_has_failed) {
    for (std::string_view const sse : {"ENABLING_FAILED", "DISABLING_FAILED", "ENABLED"}) {
        auto stream = described(sse);
        EXPECT_EQ(next_poll(stream, 0s).cause, std::nullopt);
        stream.DeliveryStreamEncryptionConfiguration->FailureDescription = {DeliveryStreamFailureType::DISABLED_KMS_KEY,
                                                                            "of the change"};
        auto const verdict = next_poll(stream, 0s);
        EXPECT_EQ(text_of(verdict), "done");
        EXPECT_EQ(verdict.cause == DeliveryStreamFailureType::DISABLED_KMS_KEY, sse != "ENABLED") << sse;
        EXPECT_EQ(verdict.encrypted, truth::indeterminate);
    }
    poll_policy const known{.encrypted_before = truth::yes};
    auto const kept = next_poll(described("ENABLING_FAILED"), {10s, 5s}, known);
    EXPECT_EQ(kept.kind, poll_kind::settled);
    EXPECT_EQ(kept.posture, posture_kind::rotation_failed_but_encrypted);
    EXPECT_EQ(kept.encrypted, truth::yes);
}

TEST(next_poll, names_the_cause_of_a_failure_at_its_own_level_or_else_at_the_other) {
    auto failed = described("ENABLING_FAILED");
    EXPECT_EQ(next_poll(failed, 0s).cause, std::nullopt);
    failed.FailureDescription = {DeliveryStreamFailureType::CREATE_ENI_FAILED, "of the stream"};
    EXPECT_EQ(next_poll(failed, 0s).cause, DeliveryStreamFailureType::CREATE_ENI_FAILED);
    failed.DeliveryStreamEncryptionConfiguration->FailureDescription = {DeliveryStreamFailureType::DISABLED_KMS_KEY,
                                                                        "of the change"};
    EXPECT_EQ(next_poll(failed, 0s).cause, DeliveryStreamFailureType::DISABLED_KMS_KEY);
    EXPECT_EQ(next_poll(failed, 0s, aiming(disabled)).cause, std::nullopt) << "not of the change waited for";
    for (char const* const status : {"CREATING_FAILED", "DELETING_FAILED"}) {
        failed.DeliveryStreamStatus = reflect::to_open_enum<stream_status>(status);
        EXPECT_EQ(next_poll(failed, 0s).cause, DeliveryStreamFailureType::CREATE_ENI_FAILED);
    }
    auto newer = described("DISABLING_FAILED");
    newer.DeliveryStreamEncryptionConfiguration->FailureDescription = {
        reflect::to_open_enum<DeliveryStreamFailureType>("CREATE_PRIVATE_LINK_FAILED"), "of tomorrow"};
    auto const verdict = next_poll(newer, 0s);
    ASSERT_TRUE(verdict.cause);
    EXPECT_EQ(verdict.cause->unknown_text(), "CREATE_PRIVATE_LINK_FAILED");
}

// Delays.

// Looks at a change that never ends, as often as it is told to; returns the delays.
std::vector<std::int64_t> delays_of(poll_policy const& rules) {
    std::vector<std::int64_t> delays;
    milliseconds elapsed{0};
    while (delays.size() < 10'000) {
        auto const verdict = next_poll(described("ENABLING"), elapsed, rules);
        if (verdict.kind != poll_kind::wait) {
            EXPECT_EQ(verdict.kind, poll_kind::give_up);
            EXPECT_EQ(verdict.delay, 0ms);
            break;
        }
        delays.push_back(verdict.delay.count());
        elapsed += verdict.delay;
    }
    return delays;
}

TEST(next_poll, delays_grow_to_the_most_and_end_at_the_limit) {
    auto const delays = delays_of({});
    std::vector<std::int64_t> const first{2'000, 3'000, 4'500, 6'750, 10'100, 15'150, 22'750, 30'000};
    ASSERT_GT(delays.size(), first.size());
    EXPECT_EQ(std::vector(delays.begin(), delays.begin() + 8), first);
    std::int64_t sum = 0;
    for (auto const each : delays) { sum += each; }
    EXPECT_EQ(milliseconds(sum), poll_policy{}.limit) << "the last look is at the limit";
    EXPECT_EQ(delays.size(), 65u);
}

TEST(next_poll, delays_are_what_the_policy_says) {
    using delays = std::vector<std::int64_t>;
    EXPECT_EQ(delays_of({.first_delay = 3s, .growth_percent = 0, .limit = 9s}), (delays{3'000, 3'000, 3'000}));
    EXPECT_EQ(delays_of({.first_delay = 3s, .growth_percent = 0, .limit = 10s}), (delays{3'000, 3'000, 3'000, 1'000}));
    EXPECT_EQ(delays_of({.first_delay = 1s, .growth_percent = 100, .max_delay = 5s, .limit = 12s}),
              (delays{1'000, 2'000, 4'000, 5'000}));
    EXPECT_EQ(delays_of({.first_delay = 9s, .max_delay = 5s, .limit = 10s}), (delays{5'000, 5'000}));
    EXPECT_EQ(delays_of({.first_delay = 10ms, .growth_percent = 0, .min_delay = 200ms, .limit = 500ms}),
              (delays{200, 200, 200}))
        << "never sooner than the least, even at the end";
    EXPECT_EQ(delays_of({.min_delay = 40s, .limit = 60s}), (delays{40'000, 40'000}));
    EXPECT_EQ(delays_of({.limit = 0s}), delays{});
}

TEST(next_poll, a_look_counts_even_after_the_limit) {
    EXPECT_EQ(text_of(next_poll(described("ENABLED"), 31min)), "done");
    EXPECT_EQ(text_of(next_poll(described("ENABLING_FAILED"), 31min, aiming(enabled))), "failed change_failed");
    EXPECT_EQ(text_of(next_poll(described("ENABLING"), 30min)), "give_up");
    EXPECT_EQ(text_of(next_poll(described("ENABLING"), 30min - 1ms)), "wait");
    EXPECT_EQ(text_of(next_poll(described("ENABLED_WITH_NEWS"), 24h)), "give_up");
}

TEST(next_poll, a_clock_that_steps_back_counts_as_no_time) {
    EXPECT_EQ(next_poll(described("ENABLING"), -1h), next_poll(described("ENABLING"), 0s));
    EXPECT_EQ(next_poll(described("ENABLED"), {0s, -1h}), next_poll(described("ENABLED"), 0s));
}

TEST(next_poll, believes_no_look_that_may_be_stale) {
    poll_policy const rules{.target = enabled, .stale_for = 10s, .encrypted_before = truth::yes};
    for (auto const& look : looks) {
        for (std::string_view const stream : {"ACTIVE", "CREATING_FAILED"}) {
            auto const early = next_poll(described(look.sse, stream), {9'999ms, 1h}, rules);
            EXPECT_EQ(early, next_poll(described("ENABLED_WITH_NEWS", stream), 9'999ms, rules)) << look.sse;
            EXPECT_EQ(text_of(early), "wait");
        }
        EXPECT_EQ(text_of(next_poll(described(look.sse), 10s, rules)), look.means[1]);
    }
    EXPECT_EQ(text_of(next_poll(described("ENABLED"), 5s, {.limit = 4s, .stale_for = 10s})), "give_up");
}

// No policy and no time, however absurd, asks for a delay that is out of its bounds.
TEST(next_poll, delays_keep_their_bounds_under_any_policy) {
    constexpr std::int64_t odd[] = {std::numeric_limits<std::int64_t>::min(),
                                    -1,
                                    0,
                                    1,
                                    99,
                                    100,
                                    1'000,
                                    86'400'000,
                                    std::numeric_limits<std::int64_t>::max() - 1,
                                    std::numeric_limits<std::int64_t>::max()};
    std::size_t waits = 0;
    for (std::uint32_t seed = 1; seed <= 20'000; ++seed) {
        std::minstd_rand random(seed);
        auto const any = [&] { return milliseconds(odd[random() % std::size(odd)]); };
        poll_policy const rules{.first_delay = any(),
                                .growth_percent = random() % 2 == 0 ? std::numeric_limits<std::uint32_t>::max()
                                                                    : static_cast<std::uint32_t>(random() % 200),
                                .max_delay = any(),
                                .min_delay = any(),
                                .limit = any(),
                                .stale_for = any(),
                                .settling = any()};
        poll_times const times(any(), random() % 2 == 0 ? std::optional(any()) : std::nullopt);
        for (std::string_view const sse : {"ENABLING", "ENABLED"}) {
            auto const verdict = next_poll(described(sse), times, rules);
            ASSERT_GE(verdict.delay, std::min(rules.min_delay, milliseconds(0))) << seed;
            if (verdict.kind != poll_kind::wait) { continue; }
            ++waits;
            ASSERT_GE(verdict.delay, rules.min_delay) << seed;
            ASSERT_LE(verdict.delay, std::max({rules.max_delay, rules.min_delay, milliseconds(0)})) << seed;
        }
    }
    EXPECT_GT(waits, 8'000u);
}

// Truth.

TEST(next_poll, is_settled_only_five_seconds_after_the_first_done) {
    struct row {
        std::optional<milliseconds> since_done;
        std::string_view kind;
        milliseconds delay;
    };
    constexpr row rows[] = {
        {std::nullopt, "done", 5'000ms}, {0ms, "done", 5'000ms},    {1ms, "done", 4'999ms},
        {4'999ms, "done", 1ms},          {5'000ms, "settled", 0ms}, {1h, "settled", 0ms},
    };
    for (auto const& each : rows) {
        bool const settled = each.kind == "settled";
        auto const on = next_poll(described("ENABLED"), {20s, each.since_done}, aiming(enabled));
        EXPECT_EQ(text_of(on), each.kind);
        EXPECT_EQ(on.delay, each.delay);
        EXPECT_EQ(on.encrypted, settled ? truth::yes : truth::indeterminate);
        auto const off = next_poll(described("DISABLED"), {20s, each.since_done}, aiming(disabled));
        EXPECT_EQ(text_of(off), each.kind);
        EXPECT_EQ(off.delay, each.delay);
        EXPECT_EQ(off.encrypted, settled ? truth::no : truth::indeterminate);
    }
    EXPECT_EQ(text_of(next_poll(described("ENABLED"), {0s, 0s}, {.settling = 0s})), "settled");
    EXPECT_EQ(text_of(next_poll(described("ENABLED"), 0s, {.settling = 0s})), "done") << "not asked";
    EXPECT_EQ(next_poll(described("ENABLED"), 0s, {.settling = 0s}).delay, 0ms) << "nothing to wait for";
    EXPECT_EQ(text_of(next_poll(described("ENABLED"), {0s, 6s}, {.settling = 7s})), "done");
}

TEST(next_poll, a_look_that_is_not_done_is_not_settled_either) {
    for (auto const& look : looks) {
        for (poll_target const target : targets) {
            auto const first = next_poll(described(look.sse), 20s, aiming(target));
            if (first.kind == poll_kind::done) { continue; }
            EXPECT_EQ(next_poll(described(look.sse), {20s, 1h}, aiming(target)), first) << look.sse;
        }
    }
}

TEST(next_poll, knows_what_a_failed_start_left_behind_only_from_the_caller) {
    struct row {
        truth before;
        posture_kind posture;
    };
    constexpr row rows[] = {{truth::yes, posture_kind::rotation_failed_but_encrypted},
                            {truth::no, posture_kind::not_encrypted},
                            {truth::indeterminate, posture_kind::undetermined}};
    for (auto const& each : rows) {
        poll_policy const rules{.target = enabled, .encrypted_before = each.before};
        auto const failed = next_poll(described("ENABLING_FAILED"), 0s, rules);
        EXPECT_EQ(failed.posture, each.posture);
        EXPECT_EQ(failed.encrypted, each.before);
        EXPECT_EQ(next_poll(described("DISABLING_FAILED"), 0s, rules).posture, posture_kind::undetermined);
        EXPECT_EQ(next_poll(described("DISABLING_FAILED"), 0s, rules).encrypted, truth::indeterminate);
        EXPECT_EQ(next_poll(described("ENABLED_WITH_NEWS"), 0s, rules).posture, posture_kind::undetermined);
        EXPECT_EQ(next_poll(described("ENABLING"), 0s, rules).posture, posture_kind::in_transition);
        EXPECT_EQ(next_poll(described("ENABLING"), 0s, rules).encrypted,
                  each.before == truth::no ? truth::no : truth::indeterminate);
    }
}

// What a client is told never contradicts what is true of the stream, and says all that a description can tell.
TEST(next_poll, tells_the_truth_about_every_state) {
    using namespace encryption::worlds;
    std::size_t told = 0;
    for (place const& each : places()) {
        encryption::state const s = reach(each.path);
        if (!s.stream) { continue; }
        DeliveryStreamDescription description;
        description.DeliveryStreamStatus = *s.stream;
        description.DeliveryStreamType = s.source;
        description.DeliveryStreamEncryptionConfiguration = encryption::describe(s, {});
        for (truth const before : {truth::indeterminate, s.effective ? truth::yes : truth::no}) {
            for (poll_target const target : targets) {
                auto rules = aiming(target);
                rules.encrypted_before = before;
                auto const verdict = next_poll(description, {1h, 1h}, rules);
                if (verdict.encrypted != truth::indeterminate) {
                    ++told;
                    EXPECT_EQ(verdict.encrypted, encryption::records_encrypted(s, s.settled_at + 1h)) << each.text;
                }
                if (verdict.posture != posture_kind::undetermined) {
                    EXPECT_EQ(verdict.posture, encryption::posture(s)) << each.text;
                }
                auto const young = next_poll(description, 1h, rules);
                if (young.encrypted != truth::indeterminate) { EXPECT_EQ(young.encrypted, before) << each.text; }
            }
        }
    }
    EXPECT_GT(told, 20u);
}

TEST(poll, has_names) {
    EXPECT_EQ(reflect::enum_value<poll_kind>("settled"), poll_kind::settled);
    EXPECT_EQ(reflect::enum_value<poll_failure>("other_end"), poll_failure::other_end);
    EXPECT_EQ(reflect::enum_value<poll_target>("at_rest"), at_rest);
}

TEST(poll_policy, defaults) {
    constexpr poll_policy policy;
    EXPECT_EQ(policy.target, poll_target::at_rest);
    EXPECT_EQ(policy.first_delay, 2'000ms);
    EXPECT_EQ(policy.growth_percent, 50U);
    EXPECT_EQ(policy.max_delay, 30'000ms);
    EXPECT_EQ(policy.min_delay, 1'000ms);
    EXPECT_EQ(policy.limit, 1'800'000ms);
    EXPECT_EQ(policy.stale_for, 0ms);
    EXPECT_EQ(policy.settling, 5'000ms);
    EXPECT_EQ(policy.encrypted_before, truth::indeterminate);
}

} // namespace
} // namespace firehose_sse::client
