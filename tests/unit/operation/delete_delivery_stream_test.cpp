// Delete: when it is taken, what it begins, and how it ends.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Delete = DeleteDeliveryStream;

static_assert(
    std::same_as<answer<Delete>, std::variant<model::DeleteDeliveryStreamOutput, model::ResourceInUseException,
                                              model::ResourceNotFoundException>>);

Delete::input const unforced{.DeliveryStreamName = "orders", .AllowForceDelete = {}};
Delete::input const forced{.DeliveryStreamName = "orders", .AllowForceDelete = true};

std::string tell(std::optional<stream_record> const& stream) {
    return told(Delete::decide(stream, unforced, world{}.with(), now));
}

TEST(delete_delivery_stream, begins_to_delete_a_stream_that_rests) {
    world w;
    w.rules.work = 7s;
    for (auto const& before :
         {never_encrypted(), enabled(key_a), enabling_failed(), rotation_failed(key_a, key_b), disabling_failed(),
          creating_failed(), deleting_failed(), from_source(KinesisStreamAsSource)}) {
        auto const decided = Delete::decide(before, unforced, w.with(), now);
        ASSERT_EQ(told(decided), "ok");
        ASSERT_EQ(decided.change, quota::cell_change::put);
        auto const& after = *decided.cell;
        EXPECT_EQ(after.encryption.stream, DeliveryStreamStatus::DELETING);
        EXPECT_EQ(after.encryption.pending->kind, work_kind::deleting);
        EXPECT_FALSE(after.encryption.pending->forced);
        EXPECT_EQ(after.encryption.stream_failure, std::nullopt);
        EXPECT_EQ(after.encryption.effective, before.encryption.effective); // still encrypts what is left
        EXPECT_EQ(after.work_due, now + 7s);
        EXPECT_EQ(after.quota, before.quota);
        EXPECT_EQ(decided.answer.effects, (std::vector<encryption::effect>{
                                              encryption::begin_work{after.encryption.attempt, work_kind::deleting}}));
    }
}

TEST(delete_delivery_stream, force_is_remembered) {
    EXPECT_TRUE(Delete::decide(enabled(key_a), forced, world{}.with(), now).cell->encryption.pending->forced);
    Delete::input const explicitly_not{.DeliveryStreamName = "orders", .AllowForceDelete = false};
    EXPECT_FALSE(Delete::decide(enabled(key_a), explicitly_not, world{}.with(), now).cell->encryption.pending->forced);
}

TEST(delete_delivery_stream, again_while_deleting_is_accepted_and_may_add_force) {
    world const w;
    auto const before = deleting(enabled(key_a), now + 1s);
    auto const again = Delete::decide(before, unforced, w.with(), now);
    ASSERT_EQ(told(again), "ok");
    EXPECT_TRUE(again.change == quota::cell_change::keep || same(*again.cell, before));
    EXPECT_TRUE(again.answer.effects.empty());

    auto const with_force = Delete::decide(before, forced, w.with(), now);
    ASSERT_EQ(told(with_force), "ok");
    EXPECT_TRUE(with_force.cell->encryption.pending->forced);
    EXPECT_EQ(with_force.cell->work_due, now + 1s); // the work ends when it would have ended anyway

    auto const without = Delete::decide(with_force.cell, unforced, w.with(), now);
    EXPECT_TRUE(without.change == quota::cell_change::keep || without.cell->encryption.pending->forced);
}

TEST(delete_delivery_stream, refusals) {
    EXPECT_EQ(tell(std::nullopt), "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    EXPECT_EQ(tell(creating()),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the ACTIVE state.");
    world w; // this policy is for Start and Stop only
    w.rules.inactive_change = inactive_change_answer::invalid_argument;
    EXPECT_EQ(kind_of(Delete::decide(creating(), forced, w.with(), now)), "ResourceInUseException");
    for (auto const& stream : {enabling(), rotating(key_a, key_b), disabling()}) {
        EXPECT_EQ(tell(stream),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is changing its encryption.");
        EXPECT_EQ(Delete::decide(stream, forced, world{}.with(), now).change, quota::cell_change::keep);
    }
}

TEST(delete_delivery_stream, gives_an_attempt_up_where_the_policy_says_so) {
    world w;
    w.rules.encryption.delete_while_enabling = encryption::delete_while_enabling_answer::accept;
    w.rules.failed_change = failed_change_charge::refunded;
    w.keys.known[arn_a] = {.retire_grant_fails = true};
    auto before = charged(rotating(key_a, key_b), 2, now - 1s);
    before.charged_at = before.queued_charged_at = now - 1s;
    before.encryption.queued = encryption::queued_change{};
    auto const decided = Delete::decide(before, unforced, w.with(), now);
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(decided.cell->encryption.stream, DeliveryStreamStatus::DELETING);
    EXPECT_EQ(decided.cell->charged_at, std::nullopt);
    EXPECT_EQ(decided.cell->queued_charged_at, std::nullopt);
    auto const failed = catch_up(*decided.cell, w.with(), decided.cell->work_due);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->encryption.stream, DeliveryStreamStatus::DELETING_FAILED);
    EXPECT_EQ(failed->quota, before.quota) << "a deletion that fails gives no call back";
    EXPECT_EQ(kind_of(Delete::decide(disabling(), unforced, w.with(), now)), "ResourceInUseException");
}

TEST(delete_delivery_stream, grant_that_cannot_be_retired_fails_it_until_forced) {
    world w;
    w.rules.work = 0ms;
    w.keys.known[arn_a] = {.retire_grant_fails = true};
    auto const begun = perform<Delete>(enabled(key_a), unforced, w.with(), now);
    auto const failed = catch_up(*begun.cell, w.with(), now);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->encryption.stream, DeliveryStreamStatus::DELETING_FAILED);
    EXPECT_EQ(failed->encryption.stream_failure,
              (encryption::failure{work_kind::deleting, DeliveryStreamFailureType::RETIRE_KMS_GRANT_FAILED}));
    EXPECT_EQ(failed->encryption.effective->key, key_a);

    auto const again = perform<Delete>(failed, forced, w.with(), now);
    ASSERT_EQ(told(again), "ok");
    EXPECT_EQ(catch_up(*again.cell, w.with(), now), std::nullopt);
}

} // namespace
} // namespace firehose_sse::operation
