// A call sent again is charged once, for as long as it is remembered.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/quota/window.hpp"
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;

constexpr instant at(std::int64_t milliseconds) { return instant(std::chrono::milliseconds(milliseconds)); }
constexpr call_token one{1, 0};
constexpr call_token two{0, 1};
static_assert(one != two);

TEST(call_token, is_bound_to_seed_sender_name_and_body) {
    auto const token = make_call_token({1, 2}, "AKIA", "6d1f", "{}");
    EXPECT_EQ(token, make_call_token({1, 2}, "AKIA", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 3}, "AKIA", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIB", "6d1f", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "6d1e", "{}"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA", "6d1f", "{ }"));
    EXPECT_NE(token, make_call_token({1, 2}, "AKIA6", "d1f", "{}")); // where one ends and the other begins
    EXPECT_NE(token, make_call_token({1, 2}, "", "AKIA6d1f", "{}"));
}

TEST(call_token, admitted_call_is_admitted_again_and_charged_once) {
    quota_policy const policy{.limit = 1};
    auto const first = admit({}, policy, at(0), one);
    EXPECT_TRUE(first.verdict.admitted);
    EXPECT_FALSE(first.verdict.repeated);
    EXPECT_EQ(first.charged_at, at(0));
    EXPECT_FALSE(admit(first.next, policy, at(1)).verdict.admitted);
    EXPECT_FALSE(admit(first.next, policy, at(1), two).verdict.admitted);

    auto const again = admit(first.next, policy, at(1), one);
    EXPECT_TRUE(again.verdict.admitted);
    EXPECT_TRUE(again.verdict.repeated);
    EXPECT_EQ(again.verdict.left, 0u);
    EXPECT_EQ(again.charged_at, std::nullopt); // nothing to take back
    EXPECT_EQ(again.next.charged.size(), 1u);
    EXPECT_EQ(again.next.latest, at(1));
    EXPECT_TRUE(peek(again.next, policy, at(2), one).repeated);
    EXPECT_FALSE(peek(again.next, policy, at(2), two).admitted);
}

TEST(call_token, is_remembered_up_to_and_without_the_end_of_the_memory) {
    quota_policy const policy{.limit = 5, .retry_memory = 100ms};
    auto const first = admit({}, policy, at(0), one).next;
    EXPECT_TRUE(peek(first, policy, at(99), one).repeated);
    EXPECT_TRUE(was_charged(first, policy, at(99), one));
    EXPECT_FALSE(was_charged(first, policy, at(99), two));
    EXPECT_FALSE(was_charged(first, policy, at(99), std::nullopt));
    EXPECT_FALSE(was_charged(first, policy, at(100), one));
    auto const late = admit(first, policy, at(100), one);
    EXPECT_FALSE(late.verdict.repeated);
    EXPECT_EQ(late.next.charged.size(), 2u);
    EXPECT_EQ(late.next.remembered.size(), 1u); // the old one has gone
}

TEST(call_token, is_not_remembered_without_a_memory) {
    quota_policy const policy{.retry_memory = 0ms};
    auto const first = admit({}, policy, at(0), one).next;
    EXPECT_TRUE(first.remembered.empty());
    EXPECT_FALSE(peek(first, policy, at(0), one).repeated);
}

TEST(call_token, refused_call_is_not_remembered_unless_it_counts) {
    quota_policy policy{.limit = 1, .period = 100ms};
    auto const full = admit({}, policy, at(0)).next;
    auto const refused = admit(full, policy, at(1), one);
    EXPECT_FALSE(refused.verdict.admitted);
    EXPECT_TRUE(refused.next.remembered.empty());
    EXPECT_FALSE(admit(refused.next, policy, at(100), one).verdict.repeated); // admitted now as a new call
}

TEST(call_token, refused_call_that_counts_is_charged_once_and_may_be_admitted_later) {
    quota_policy const policy{.limit = 1, .period = 100ms, .counts = counting::attempted};
    auto const full = admit({}, policy, at(0)).next;
    auto const refused = admit(full, policy, at(10), one);
    EXPECT_EQ(refused.verdict.retry_at, at(110));
    auto const again = admit(refused.next, policy, at(50), one);
    EXPECT_FALSE(again.verdict.admitted);
    EXPECT_EQ(again.verdict.retry_at, at(110)); // not put off once more
    auto const later = admit(again.next, policy, at(110), one);
    EXPECT_TRUE(was_charged(again.next, policy, at(110), one));
    EXPECT_TRUE(later.verdict.admitted);
    EXPECT_EQ(later.charged_at, std::nullopt); // charged when it was refused
    EXPECT_TRUE(admit(later.next, policy, at(111), one).verdict.repeated);
}

TEST(call_token, no_more_are_remembered_than_the_limit) {
    quota_policy const policy{.limit = 3, .counts = counting::attempted};
    window cell;
    for (std::uint64_t i = 1; i <= 10; ++i) { cell = admit(cell, policy, at(0), call_token{i, i}).next; }
    EXPECT_EQ(cell.remembered.size(), 3u);
    EXPECT_EQ(admit({}, {.limit = 0, .counts = counting::attempted}, at(0), one).next.remembered.size(), 0u);
}

TEST(call_token, a_clock_that_steps_back_forgets_nothing) {
    quota_policy const policy{.limit = 1};
    auto const first = admit({}, policy, at(1'000), one).next;
    EXPECT_TRUE(admit(first, policy, at(-1'000'000), one).verdict.repeated);
}

} // namespace
} // namespace firehose_sse::quota
