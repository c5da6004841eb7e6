// Stop: what it begins, everything that refuses it, and which refusal comes first.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Stop = StopDeliveryStreamEncryption;

static_assert(std::same_as<answer<Stop>, std::variant<model::StopDeliveryStreamEncryptionOutput,
                                                      model::ResourceNotFoundException, model::ResourceInUseException,
                                                      model::InvalidArgumentException, model::LimitExceededException>>);

Stop::input const request{.DeliveryStreamName = "orders"};

std::string tell(std::optional<stream_record> const& stream, world const& w = {}) {
    return told(Stop::decide(stream, request, w.with(), now));
}

TEST(stop_delivery_stream_encryption, begins_to_disable_and_keeps_the_key_until_then) {
    world w;
    w.rules.work = 7s;
    for (auto const& before : {enabled(), enabled(key_a), rotation_failed(key_b, key_a), disabling_failed()}) {
        auto const decided = Stop::decide(before, request, w.with(), now);
        ASSERT_EQ(told(decided), "ok");
        ASSERT_EQ(decided.change, quota::cell_change::put);
        auto const& after = decided.cell->encryption;
        EXPECT_EQ(status(after), model::DeliveryStreamEncryptionStatus::DISABLING);
        EXPECT_EQ(after.effective, before.encryption.effective);
        EXPECT_EQ(after.encryption_failure, std::nullopt);
        EXPECT_EQ(decided.cell->work_due, now + 7s);
        EXPECT_EQ(decided.cell->quota.charged, std::vector{now});
        EXPECT_EQ(decided.answer.effects,
                  (std::vector<encryption::effect>{encryption::begin_work{after.attempt, work_kind::disabling}}));
    }
}

TEST(stop_delivery_stream_encryption, of_a_first_attempt_that_failed_is_done_at_once) {
    auto const decided = Stop::decide(enabling_failed(), request, world{}.with(), now);
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(status(decided.cell->encryption), model::DeliveryStreamEncryptionStatus::DISABLED);
    EXPECT_EQ(decided.cell->encryption.pending, std::nullopt);
    EXPECT_TRUE(decided.answer.effects.empty());
    EXPECT_EQ(decided.cell->quota.charged, std::vector{now});
}

TEST(stop_delivery_stream_encryption, of_a_stream_that_is_not_encrypted_is_the_policys) {
    world w;
    auto const before = never_encrypted();
    auto const accepted = Stop::decide(before, request, w.with(), now);
    ASSERT_EQ(told(accepted), "ok");
    EXPECT_EQ(accepted.cell->encryption, before.encryption);
    EXPECT_EQ(accepted.cell->quota.charged, std::vector{now}); // an accepted call is charged even if it changes nothing

    w.rules.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::invalid_argument;
    EXPECT_EQ(tell(before, w),
              "InvalidArgumentException: Server-side encryption is not enabled on this delivery stream.");
    w.rules.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::resource_in_use;
    EXPECT_EQ(tell(before, w),
              "ResourceInUseException: Firehose orders under accountId 123456789012 is not encrypted.");
    EXPECT_EQ(tell(enabled(), w), "ok");
    EXPECT_EQ(tell(enabling_failed(), w), "ok"); // its status is not DISABLED
}

TEST(stop_delivery_stream_encryption, refusals) {
    EXPECT_EQ(tell(std::nullopt), "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    for (auto const source : {KinesisStreamAsSource, MSKAsSource, DatabaseAsSource}) {
        EXPECT_EQ(tell(from_source(source)), "InvalidArgumentException: This operation is not permitted on " +
                                                 std::string(reflect::enum_name(source)) + " delivery stream type.");
    }
    for (auto const& stream : {creating(), creating(key_a), creating_failed(), deleting(), deleting_failed()}) {
        EXPECT_EQ(tell(stream), "ResourceInUseException: Firehose orders under accountId 123456789012 is not in the "
                                "ACTIVE state.");
    }
    world w;
    w.rules.inactive_change = inactive_change_answer::resource_not_found;
    EXPECT_EQ(tell(creating(), w), "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    w.rules.inactive_change = inactive_change_answer::invalid_argument;
    EXPECT_EQ(tell(creating(), w), "InvalidArgumentException: The delivery stream is not in the ACTIVE state.");
    for (auto const& stream : {enabling(), rotating(key_a, key_b), disabling()}) {
        EXPECT_EQ(tell(stream),
                  "ResourceInUseException: Firehose orders under accountId 123456789012 is changing its encryption.");
    }
    EXPECT_EQ(tell(charged(enabled(), 25, now - 1ms)),
              "LimitExceededException: StartDeliveryStreamEncryption and StopDeliveryStreamEncryption have a combined "
              "limit of 25 calls per delivery stream per 24 hours.");
}

TEST(stop_delivery_stream_encryption, order_of_the_checks) {
    auto const full = [](stream_record stream) { return charged(std::move(stream), 25, now - 1h); };
    EXPECT_EQ(tell(full(from_source(MSKAsSource, deleting(disabling())))).substr(0, 24), "InvalidArgumentException");
    EXPECT_TRUE(tell(full(deleting(disabling()))).ends_with("is not in the ACTIVE state."));
    EXPECT_TRUE(tell(full(disabling())).ends_with("is changing its encryption."));
    EXPECT_EQ(tell(full(enabled())).substr(0, 22), "LimitExceededException");

    world w; // where the policy refuses because of the status, this refusal comes before the quota
    w.rules.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::invalid_argument;
    EXPECT_EQ(tell(full(never_encrypted()), w).substr(0, 24), "InvalidArgumentException");
    w.rules.quota_check = quota_check::before_state;
    for (auto const& stream : {never_encrypted(), disabling(), deleting()}) {
        EXPECT_EQ(tell(full(stream), w).substr(0, 22), "LimitExceededException");
    }
    EXPECT_EQ(tell(full(from_source(MSKAsSource)), w).substr(0, 24), "InvalidArgumentException");
}

TEST(stop_delivery_stream_encryption, refused_call_leaves_the_cell_as_it_is) {
    world const w;
    for (std::optional<stream_record> const& stream :
         std::vector<std::optional<stream_record>>{std::nullopt, from_source(MSKAsSource), deleting(), enabling(),
                                                   disabling(), charged(enabled(), 25, now)}) {
        auto const refused = Stop::decide(stream, request, w.with(), now);
        EXPECT_NE(told(refused), "ok");
        EXPECT_EQ(refused.change, quota::cell_change::keep) << told(refused);
        EXPECT_TRUE(refused.answer.effects.empty());
    }
}

} // namespace
} // namespace firehose_sse::operation
