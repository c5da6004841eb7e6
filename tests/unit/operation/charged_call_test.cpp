// What Start and Stop are charged: under every way of counting, at the limit, and until a call no longer counts.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/charged_call.hpp"
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <array>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Start = StartDeliveryStreamEncryption;
using Stop = StopDeliveryStreamEncryption;
using quota::counting;

Start::input const start_own{.DeliveryStreamName = "orders", .DeliveryStreamEncryptionConfigurationInput = {}};
Start::input const start_without_arn{
    .DeliveryStreamName = "orders",
    .DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = {}, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}}};
Stop::input const stop_orders{.DeliveryStreamName = "orders"};

std::optional<std::size_t> charged_to(stream_record const& before, decision<Start> const& decided) {
    if (decided.change == quota::cell_change::keep) { return 0; }
    if (decided.change != quota::cell_change::put) { return std::nullopt; }
    // refused and yet counted: nothing but the quota may have moved
    if (told(decided) != "ok" && !same_but_charged(*decided.cell, before)) { return std::nullopt; }
    return decided.cell->quota.charged.size() - before.quota.charged.size();
}

// For each fate: is it counted under accepted, answered, attempted?
struct fate_row {
    char const* what;
    stream_record stream;
    Start::input request;
    char const* answered;
    std::array<bool, 3> counted;
};

TEST(charged_call, every_way_of_counting) {
    auto const one_short = [](stream_record stream) { return charged(std::move(stream), 24, now - 1h); };
    std::vector<fate_row> const table{
        {"accepted", one_short(never_encrypted()), start_own, "ok", {true, true, true}},
        {"source", one_short(from_source(MSKAsSource)), start_own, "InvalidArgumentException", {false, true, true}},
        {"stream status", one_short(creating()), start_own, "ResourceInUseException", {false, true, true}},
        {"status", one_short(disabling()), start_own, "ResourceInUseException", {false, true, true}},
        {"key rule", one_short(enabled()), start_without_arn, "InvalidArgumentException", {false, true, true}},
    };
    for (auto const check : {quota_check::after_state, quota_check::before_state}) {
        for (auto const counts : {counting::accepted, counting::answered, counting::attempted}) {
            world w;
            w.rules.quota_check = check;
            w.rules.quota.counts = counts;
            for (auto const& row : table) {
                auto const decided = Start::decide(row.stream, row.request, w.with(), now);
                EXPECT_EQ(kind_of(decided), row.answered) << row.what;
                EXPECT_EQ(charged_to(row.stream, decided), row.counted[static_cast<std::size_t>(counts)] ? 1u : 0u)
                    << row.what;
            }
        }
    }
}

TEST(charged_call, key_that_kms_refuses_counts_as_any_refusal) {
    world w;
    w.rules.encryption.bad_key = encryption::bad_key_answer::invalid_kms_resource;
    w.keys.known[arn_a] = {.state = key_state::denied};
    Start::input request = start_own;
    request.DeliveryStreamEncryptionConfigurationInput = {
        {.KeyARN = model::AWSKMSKeyARNForSSE(arn_a), .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    for (auto const counts : {counting::accepted, counting::answered, counting::attempted}) {
        w.rules.quota.counts = counts;
        auto const decided = Start::decide(enabled(), request, w.with(), now);
        EXPECT_EQ(kind_of(decided), "InvalidKMSResourceException");
        EXPECT_EQ(charged_to(enabled(), decided), counts == counting::accepted ? 0u : 1u);
    }
}

TEST(charged_call, call_that_the_quota_refuses_counts_only_when_attempts_do) {
    auto const full = charged(enabled(), 25, now - 1h);
    for (auto const check : {quota_check::after_state, quota_check::before_state}) {
        for (auto const counts : {counting::accepted, counting::answered, counting::attempted}) {
            world w;
            w.rules.quota_check = check;
            w.rules.quota.counts = counts;
            auto const decided = Stop::decide(full, stop_orders, w.with(), now);
            EXPECT_EQ(kind_of(decided), "LimitExceededException");
            if (counts != counting::attempted) {
                EXPECT_EQ(decided.change, quota::cell_change::keep);
                continue;
            }
            ASSERT_EQ(decided.change, quota::cell_change::put);
            EXPECT_TRUE(same_but_charged(*decided.cell, full));
            EXPECT_EQ(decided.cell->quota.charged.back(), now); // one old call has made room for it
            EXPECT_EQ(decided.cell->quota.charged.size(), 25u);
        }
    }
}

TEST(charged_call, says_which_limit_was_reached) {
    Start::input with_key = start_own;
    with_key.DeliveryStreamEncryptionConfigurationInput = {
        {.KeyARN = model::AWSKMSKeyARNForSSE(arn_a), .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    world w;
    w.keys.known[arn_a].other_streams = 500;
    for (auto const counts : {counting::accepted, counting::answered, counting::attempted}) {
        w.rules.quota.counts = counts;
        auto const reached = [&](stream_record const& stream, Start::input const& request) {
            return Start::decide(stream, request, w.with(), now).answer.reached;
        };
        EXPECT_EQ(reached(charged(enabled(), 25, now - 1h), with_key), limit_kind::calls);
        EXPECT_EQ(reached(charged(enabled(), 24, now - 1h), with_key), limit_kind::streams_of_key);
        EXPECT_EQ(reached(enabled(), start_own), std::nullopt);
        EXPECT_EQ(reached(charged(enabling(), 25, now - 1h), start_own), std::nullopt); // busy comes first
    }
}

TEST(charged_call, quota_before_the_statuses_makes_a_busy_refusal_one_of_the_quota) {
    auto const full = charged(disabling(), 25, now - 1h);
    world w;
    w.rules.quota_check = quota_check::before_state;
    w.rules.quota.counts = counting::answered;
    auto const decided = Stop::decide(full, stop_orders, w.with(), now);
    EXPECT_EQ(kind_of(decided), "LimitExceededException");
    EXPECT_EQ(decided.change, quota::cell_change::keep); // counting::answered does not count it
}

TEST(charged_call, a_stream_that_is_not_there_is_charged_nothing) {
    world w;
    w.rules.quota.counts = counting::attempted;
    EXPECT_EQ(Start::decide(std::nullopt, start_own, w.with(), now).change, quota::cell_change::keep);
    EXPECT_EQ(Stop::decide(std::nullopt, stop_orders, w.with(), now).change, quota::cell_change::keep);
}

/// One stream and its clock; work is done at the next look.
struct one_stream {
    world w;
    std::optional<stream_record> cell = never_encrypted();
    instant time = now;

    one_stream() { w.rules.work = 0ms; }

    template <class Op> std::string call(typename Op::input const& input) {
        auto decided = perform<Op>(cell, input, w.with(), time);
        std::string text = kind_of(decided);
        if (decided.change == quota::cell_change::put) { cell = std::move(decided.cell); }
        return text;
    }
};

// The documented example: 13 Starts and 12 Stops in a day, and no more.
TEST(charged_call, thirteen_starts_and_twelve_stops_are_a_days_share) {
    one_stream s;
    for (int i = 0; i < 25; ++i) {
        EXPECT_EQ(i % 2 == 0 ? s.call<Start>(start_own) : s.call<Stop>(stop_orders), "ok") << i;
        s.time += 1s;
    }
    auto const used_up = s.cell;
    EXPECT_EQ(s.call<Stop>(stop_orders), "LimitExceededException");
    EXPECT_EQ(s.call<Start>(start_own), "LimitExceededException");
    EXPECT_EQ(s.cell->quota, used_up->quota);

    s.time = now + 24h - 1ms;
    EXPECT_EQ(s.call<Stop>(stop_orders), "LimitExceededException");
    s.time = now + 24h; // to the millisecond, one call is free: the first one's
    EXPECT_EQ(s.call<Stop>(stop_orders), "ok");
    EXPECT_EQ(s.call<Start>(start_own), "LimitExceededException");
    s.time = now + 24h + 1s - 1ms;
    EXPECT_EQ(s.call<Start>(start_own), "LimitExceededException");
    s.time = now + 24h + 1s;
    EXPECT_EQ(s.call<Start>(start_own), "ok");
}

TEST(charged_call, a_call_sent_again_is_charged_once) {
    world const w;
    context with = w.with();
    with.token = quota::call_token{1, 1};
    auto const first = Start::decide(enabled(), start_own, with, now);
    ASSERT_EQ(told(first), "ok");
    EXPECT_EQ(first.cell->charged_at, now);
    stream_record then = enabled();
    then.quota = first.cell->quota;
    auto const again = Start::decide(then, start_own, with, now + 1min);
    ASSERT_EQ(told(again), "ok");
    EXPECT_EQ(again.cell->quota.charged.size(), 1u);
    EXPECT_EQ(again.cell->charged_at, std::nullopt); // it has no charge of its own to give back
    with.token = quota::call_token{2, 2};
    auto const other = Start::decide(then, start_own, with, now + 1min);
    EXPECT_EQ(other.cell->quota.charged.size(), 2u);
}

TEST(charged_call, all_of_one_kind_count_alike) {
    one_stream starts;
    for (int i = 0; i < 25; ++i) { EXPECT_EQ(starts.call<Start>(start_own), "ok") << i; }
    EXPECT_EQ(starts.call<Start>(start_own), "LimitExceededException");
    EXPECT_EQ(starts.call<Stop>(stop_orders), "LimitExceededException");

    one_stream stops;
    for (int i = 0; i < 25; ++i) { EXPECT_EQ(stops.call<Stop>(stop_orders), "ok") << i; }
    EXPECT_EQ(stops.call<Start>(start_own), "LimitExceededException");
}

TEST(charged_call, a_failed_attempt_gives_no_call_back) {
    one_stream s;
    s.w.keys.known[arn_a] = {.state = key_state::disabled};
    Start::input request = start_own;
    request.DeliveryStreamEncryptionConfigurationInput = {
        {.KeyARN = model::AWSKMSKeyARNForSSE(arn_a), .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    for (int i = 0; i < 25; ++i) { EXPECT_EQ(s.call<Start>(request), "ok") << i; }
    EXPECT_EQ(s.call<Start>(request), "LimitExceededException");
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING_FAILED);
}

/// A Start with key_a, which KMS refuses.
struct failing_stream : one_stream {
    Start::input with_a = start_own;

    failing_stream() {
        w.rules.failed_change = failed_change_charge::refunded;
        w.keys.known[arn_a] = {.state = key_state::disabled, .retire_grant_fails = true};
        with_a.DeliveryStreamEncryptionConfigurationInput = {
            {.KeyARN = model::AWSKMSKeyARNForSSE(arn_a), .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    }

    std::vector<instant> charges_at(instant when) {
        cell = catch_up(*cell, w.with(), when);
        return cell->quota.charged;
    }
};

TEST(charged_call, a_failed_attempt_gives_its_call_back_where_the_policy_says_so) {
    failing_stream s;
    for (int i = 0; i < 100; ++i) { ASSERT_EQ(s.call<Start>(s.with_a), "ok") << i; }
    EXPECT_EQ(s.charges_at(s.time), std::vector<instant>{});
    EXPECT_EQ(s.cell->charged_at, std::nullopt);
    EXPECT_EQ(s.call<Start>(start_own), "ok");
    EXPECT_EQ(s.charges_at(s.time), std::vector{s.time}); // one that succeeds keeps its call
}

TEST(charged_call, what_is_given_back_is_the_charge_of_that_attempt) {
    failing_stream s;
    s.w.rules.work = 1h;
    EXPECT_EQ(s.call<Start>(start_own), "ok");
    s.time = now + 2h;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.cell->charged_at, now + 2h);
    EXPECT_EQ(s.charges_at(now + 3h - 1ms), (std::vector{now, now + 2h}));
    EXPECT_EQ(s.charges_at(now + 3h), std::vector{now});

    s.time = now + 4h; // two calls in one moment, of which one fails
    s.cell->quota = quota::charge(s.cell->quota, s.w.rules.quota, s.time);
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.charges_at(now + 5h), (std::vector{now, now + 4h}));
}

TEST(charged_call, what_was_given_back_is_charged_when_it_is_sent_again) {
    failing_stream s;
    s.w.token = quota::call_token{1, 1};
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.charges_at(s.time), std::vector<instant>{});
    s.w.keys.known[arn_a].state = key_state::enabled;
    s.time += 1s;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.charges_at(s.time), std::vector{s.time});
}

TEST(charged_call, a_call_that_was_charged_when_it_was_refused_gives_back_what_it_took_when_it_was_accepted) {
    failing_stream s;
    s.w.rules.quota.counts = counting::attempted;
    s.w.rules.quota.limit = 2;
    s.w.rules.quota.period = 1min;
    s.cell = charged(never_encrypted(), 2, now - 30s);
    s.w.token = quota::call_token{1, 1};
    EXPECT_EQ(s.call<Start>(s.with_a), "LimitExceededException");
    EXPECT_EQ(s.call<Start>(s.with_a), "LimitExceededException"); // charged, but not admitted
    s.time += 40s;                                                // the same call again, now that there is room
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.cell->quota.charged, std::vector{s.time}); // the charge of the refused call is gone
    EXPECT_EQ(s.cell->charged_at, s.time);
    EXPECT_EQ(s.charges_at(s.time), std::vector<instant>{});
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING_FAILED);
}

TEST(charged_call, a_failed_stop_gives_its_call_back_too) {
    failing_stream s;
    s.w.keys.known[arn_a].state = key_state::enabled;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    s.time += 1s;
    EXPECT_EQ(s.call<Stop>(stop_orders), "ok");
    EXPECT_EQ(s.charges_at(s.time), std::vector{now});
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::DISABLING_FAILED);
}

TEST(charged_call, nothing_is_given_back_for_what_took_no_call) {
    failing_stream s;
    s.cell = charged(enabled(key_a), 1, now - 1h);
    EXPECT_EQ(s.call<DeleteDeliveryStream>({.DeliveryStreamName = "orders", .AllowForceDelete = {}}), "ok");
    EXPECT_EQ(s.cell->charged_at, std::nullopt);
    EXPECT_EQ(s.charges_at(now), std::vector{now - 1h});
    EXPECT_EQ(s.cell->encryption.stream, DeliveryStreamStatus::DELETING_FAILED);

    s.cell = charged(enabling_failed(), 1, now - 1h); // accepted and charged, but it begins no work that could fail
    EXPECT_EQ(s.call<Stop>(stop_orders), "ok");
    EXPECT_EQ(s.cell->charged_at, std::nullopt);
    EXPECT_EQ(s.charges_at(now), (std::vector{now - 1h, now}));
}

TEST(charged_call, a_charge_that_no_longer_counts_is_not_given_back) {
    failing_stream s;
    s.w.rules.work = 48h;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    s.w.rules.quota.counts = counting::attempted;
    s.w.rules.quota.limit = 1;
    s.time += 25h;
    EXPECT_EQ(s.call<Start>(start_own), "ResourceInUseException"); // counts, and its charge replaces the first one
    EXPECT_EQ(s.charges_at(now + 48h), std::vector{now + 25h});
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING_FAILED);
}

TEST(charged_call, a_queued_call_that_fails_gives_its_own_charge_back) {
    failing_stream s;
    s.w.rules.work = 1h;
    s.w.rules.encryption.busy = encryption::busy_answer::queue;
    EXPECT_EQ(s.call<Start>(start_own), "ok");
    s.time += 1min;
    EXPECT_EQ(s.call<Start>(start_own), "ok"); // queued; the next call takes its place
    s.time += 1min;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.cell->charged_at, now);
    EXPECT_EQ(s.cell->queued_charged_at, now + 2min);

    EXPECT_EQ(s.charges_at(now + 1h), (std::vector{now, now + 1min, now + 2min}));
    EXPECT_EQ(s.cell->charged_at, now + 2min);
    EXPECT_EQ(s.cell->queued_charged_at, std::nullopt);
    EXPECT_EQ(s.charges_at(now + 2h), (std::vector{now, now + 1min}));
}

TEST(charged_call, a_queued_call_does_not_inherit_the_charge_of_the_one_it_replaces) {
    failing_stream s;
    s.w.rules.work = 1h;
    s.w.rules.encryption.busy = encryption::busy_answer::queue;
    s.w.token = quota::call_token{1, 1};
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    EXPECT_EQ(s.charges_at(now + 1h), std::vector<instant>{}); // failed, and given back
    s.time = now + 2h;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok");
    s.w.token = quota::call_token{2, 2};
    s.time += 1min;
    EXPECT_EQ(s.call<Stop>(stop_orders), "ok");
    s.w.token = quota::call_token{1, 1};
    s.time += 1min;
    EXPECT_EQ(s.call<Start>(s.with_a), "ok"); // sent again: not charged again, and it replaces the queued Stop
    EXPECT_EQ(s.cell->queued_charged_at, std::nullopt);
    EXPECT_EQ(s.charges_at(now + 4h), (std::vector{now + 2h, now + 2h + 1min})); // neither charge is given back
}

TEST(charged_call, a_call_that_was_accepted_again_is_not_given_back_for_what_failed_first) {
    for (auto const busy : {encryption::busy_answer::queue, encryption::busy_answer::resource_in_use}) {
        bool const accepted_again = busy == encryption::busy_answer::queue;
        failing_stream s;
        s.w.rules.work = 1h;
        s.w.rules.encryption.busy = busy;
        s.w.rules.quota.counts = counting::answered;
        s.w.token = quota::call_token{1, 1};
        EXPECT_EQ(s.call<Start>(s.with_a), "ok");
        s.time += 1min;
        EXPECT_EQ(s.call<Start>(s.with_a), accepted_again ? "ok" : "ResourceInUseException");
        EXPECT_EQ(s.charges_at(now + 1h), accepted_again ? std::vector{now} : std::vector<instant>{});
    }
}

TEST(charged_call, a_call_that_is_refused_while_the_quota_is_used_up_is_not_taken_for_admitted) {
    for (auto const counts : {counting::answered, counting::attempted}) {
        one_stream s;
        s.w.rules.quota.counts = counts;
        s.cell = charged(disabling(), 25, now - 1h);
        s.cell->work_due = now + 1s;
        s.w.token = quota::call_token{1, 1};
        EXPECT_EQ(s.call<Start>(start_own), "ResourceInUseException");
        s.time += 1s;
        EXPECT_EQ(s.call<Start>(start_own), "LimitExceededException"); // sent again, when no work is under way
    }
}

TEST(charged_call, the_charge_of_a_queued_call_without_work_is_forgotten) {
    failing_stream s;
    s.w.rules.work = 1h;
    s.w.rules.encryption.busy = encryption::busy_answer::queue;
    s.w.rules.encryption.same_key = encryption::same_key_answer::no_op;
    EXPECT_EQ(s.call<Start>(start_own), "ok");
    s.time += 1min;
    EXPECT_EQ(s.call<Start>(start_own), "ok");
    EXPECT_EQ(s.charges_at(now + 1h), (std::vector{now, now + 1min}));
    EXPECT_EQ(s.cell->charged_at, std::nullopt);
    EXPECT_EQ(s.cell->queued_charged_at, std::nullopt);
}

TEST(charged_call, a_creation_that_fails_gives_its_call_back) {
    failing_stream s;
    s.w.rules.encrypted_create = encrypted_create_charge::charged;
    s.cell.reset();
    CreateDeliveryStream::input create;
    create.DeliveryStreamName = "orders";
    create.S3DestinationConfiguration = raw_json{"{}"};
    create.DeliveryStreamEncryptionConfigurationInput = s.with_a.DeliveryStreamEncryptionConfigurationInput;
    EXPECT_EQ(s.call<CreateDeliveryStream>(create), "ok");
    EXPECT_EQ(s.cell->quota.charged, std::vector{now});
    EXPECT_EQ(s.charges_at(now), std::vector<instant>{});
    EXPECT_EQ(s.cell->encryption.stream, DeliveryStreamStatus::CREATING_FAILED);
}

TEST(charged_call, a_key_that_fails_after_its_creation_gives_the_call_back) {
    failing_stream s;
    s.w.rules.encrypted_create = encrypted_create_charge::charged;
    s.w.rules.encryption.create_with_key = encryption::create_with_key_answer::then_enabling;
    s.cell.reset();
    CreateDeliveryStream::input create;
    create.DeliveryStreamName = "orders";
    create.S3DestinationConfiguration = raw_json{"{}"};
    create.DeliveryStreamEncryptionConfigurationInput = s.with_a.DeliveryStreamEncryptionConfigurationInput;
    s.w.rules.work = 1s;
    EXPECT_EQ(s.call<CreateDeliveryStream>(create), "ok");
    EXPECT_EQ(s.charges_at(now + 1s), std::vector{now});
    EXPECT_EQ(s.cell->encryption.stream, DeliveryStreamStatus::ACTIVE);
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING);
    EXPECT_EQ(s.charges_at(now + 2s), std::vector<instant>{});
    EXPECT_EQ(status(s.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING_FAILED);
}

TEST(charged_call, a_queued_call_is_accepted_and_charged) {
    world w;
    w.rules.encryption.busy = encryption::busy_answer::queue;
    auto const before = enabling(key_a, now + 1s);
    auto const decided = Stop::decide(before, stop_orders, w.with(), now);
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(decided.cell->quota.charged, std::vector{now});
    EXPECT_EQ(decided.cell->encryption.queued, encryption::queued_change{});
    EXPECT_EQ(decided.cell->encryption.pending, before.encryption.pending);
    EXPECT_EQ(decided.cell->work_due, now + 1s); // the work under way ends when it would have ended anyway
}

TEST(charged_call, other_windows) {
    one_stream fixed;
    fixed.w.rules.quota = {.limit = 2, .period = 1h, .window = quota::window_kind::fixed};
    EXPECT_EQ(fixed.call<Start>(start_own), "ok");
    fixed.time += 59min;
    EXPECT_EQ(fixed.call<Start>(start_own), "ok");
    EXPECT_EQ(fixed.call<Start>(start_own), "LimitExceededException");
    fixed.time += 1min; // a new period: both calls are free again
    EXPECT_EQ(fixed.call<Start>(start_own), "ok");
    EXPECT_EQ(fixed.call<Start>(start_own), "ok");
    EXPECT_EQ(fixed.call<Start>(start_own), "LimitExceededException");

    one_stream day;
    day.w.rules.quota = {.limit = 1, .window = quota::window_kind::utc_day};
    day.time = at(86'400s * 10 - 1ms);
    EXPECT_EQ(day.call<Start>(start_own), "ok");
    EXPECT_EQ(day.call<Start>(start_own), "LimitExceededException");
    day.time += 1ms;
    EXPECT_EQ(day.call<Start>(start_own), "ok");
}

} // namespace
} // namespace firehose_sse::operation
