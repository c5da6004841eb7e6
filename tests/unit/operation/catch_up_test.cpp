// Work that is due ends first, at its own time; its changes are kept whatever the call is answered.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "firehose_sse/operation/describe_delivery_stream.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "unit/operation/world.hpp"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using enum model::DeliveryStreamEncryptionStatus;

constexpr instant due = at(1'000'000s);

DescribeDeliveryStream::input const describe{
    .DeliveryStreamName = "orders", .Limit = {}, .ExclusiveStartDestinationId = {}};
StartDeliveryStreamEncryption::input const start{.DeliveryStreamName = "orders",
                                                 .DeliveryStreamEncryptionConfigurationInput = {}};
StopDeliveryStreamEncryption::input const stop{.DeliveryStreamName = "orders"};
PutRecord::input const put_one{.DeliveryStreamName = "orders", .Record = {"data"}};

TEST(catch_up, work_is_due_from_its_moment_on) {
    EXPECT_FALSE(is_due(enabling(key_a, due), due - 1ms));
    EXPECT_TRUE(is_due(enabling(key_a, due), due));
    EXPECT_TRUE(is_due(enabling(key_a, due), due + 1h));
    auto idle = enabled();
    idle.work_due = due;
    EXPECT_FALSE(is_due(idle, due + 1h)); // no work is under way, so that nothing is due
}

TEST(catch_up, nothing_due_changes_nothing) {
    world const w;
    for (auto const& stream : {never_encrypted(), enabled(), enabling(key_a, due), deleting(enabled(), due)}) {
        auto const after = catch_up(stream, w.with(), due - 1ms);
        ASSERT_TRUE(after);
        EXPECT_TRUE(same(*after, stream));
    }
}

TEST(catch_up, only_a_decision_that_begins_work_sets_when_it_ends) {
    world w;
    w.rules.work = 7s;
    auto record = enabled();
    record.work_due = due;
    apply(record, {.next = record.encryption, .effects = {encryption::schedule_retirement{1, key_a}}}, w.rules,
          due + 1h);
    EXPECT_EQ(record.work_due, due);
    apply(record, {.next = enabling().encryption, .effects = {encryption::begin_work{2, work_kind::enabling}}}, w.rules,
          due + 1h);
    EXPECT_EQ(record.work_due, due + 1h + 7s);
    EXPECT_EQ(record.encryption, enabling().encryption);
}

TEST(catch_up, work_without_end_is_never_due) {
    world w;
    w.rules.work = std::chrono::milliseconds::max();
    auto const decided = perform<StartDeliveryStreamEncryption>(never_encrypted(), start, w.with(), due);
    ASSERT_TRUE(decided.cell);
    EXPECT_EQ(decided.cell->work_due, instant::max());
    EXPECT_FALSE(is_due(*decided.cell, due + 24h));
}

TEST(catch_up, settling_counts_from_when_the_work_ended_not_from_the_look) {
    world const w;
    auto const after = catch_up(enabling(key_a, due), w.with(), due + 3s);
    ASSERT_TRUE(after);
    EXPECT_EQ(status(after->encryption), ENABLED);
    EXPECT_EQ(after->encryption.settled_at, due + 5s);

    auto const encrypted_at = [&](instant when) {
        return output_of<PutRecord>(perform<PutRecord>(enabling(key_a, due), put_one, w.with(), when)).Encrypted;
    };
    EXPECT_EQ(encrypted_at(due - 1ms), false);
    EXPECT_EQ(encrypted_at(due), false); // nobody can know yet: the policy decides
    EXPECT_EQ(encrypted_at(due + 5s - 1ms), false);
    EXPECT_EQ(encrypted_at(due + 5s), true);
}

TEST(catch_up, a_look_long_after_is_the_same_as_many_looks_between) {
    world w;
    w.rules.work = 10s;
    w.rules.encryption.busy = encryption::busy_answer::queue;
    auto queued = enabling(key_a, due);
    queued.encryption.queued = encryption::queued_change{.key = key_b};

    auto const at_once = catch_up(queued, w.with(), due + 1h);
    auto by_steps = std::optional(queued);
    for (std::chrono::milliseconds step = -1s; step <= 1h; step += 500ms) {
        by_steps = catch_up(*by_steps, w.with(), due + step);
    }
    ASSERT_TRUE(at_once && by_steps);
    EXPECT_TRUE(same(*at_once, *by_steps));
}

TEST(catch_up, several_pieces_of_work_each_end_at_their_own_time) {
    world w;
    w.rules.work = 10s;
    w.rules.encryption.busy = encryption::busy_answer::queue;
    auto record = enabling(key_a, due);
    record.encryption.queued = encryption::queued_change{}; // Stop

    auto const first = catch_up(record, w.with(), due + 9s);
    ASSERT_TRUE(first);
    EXPECT_EQ(status(first->encryption), DISABLING);
    EXPECT_EQ(first->work_due, due + 10s);
    EXPECT_EQ(first->encryption.settled_at, due + 5s);

    auto const both = catch_up(record, w.with(), due + 1h);
    ASSERT_TRUE(both);
    EXPECT_EQ(status(both->encryption), DISABLED);
    EXPECT_EQ(both->encryption.settled_at, due + 10s + 5s);
    EXPECT_EQ(both->encryption.pending, std::nullopt);
    EXPECT_EQ(both->encryption.queued, std::nullopt);
}

TEST(catch_up, work_ends_as_the_facts_of_the_keys_have_it) {
    world w;
    auto const ended = [&](stream_record const& stream) { return catch_up(stream, w.with(), due); };
    w.keys.known[arn_b] = {.state = key_state::missing};
    auto const rotated = ended(rotating(key_a, key_b, due));
    ASSERT_TRUE(rotated);
    EXPECT_EQ(status(rotated->encryption), ENABLING_FAILED);
    EXPECT_EQ(rotated->encryption.effective->key, key_a); // the old key stays
    EXPECT_EQ(rotated->encryption.encryption_failure->type, DeliveryStreamFailureType::KMS_KEY_NOT_FOUND);

    w.keys.known[arn_b] = {.create_grant_fails = true};
    EXPECT_EQ(ended(enabling(key_b, due))->encryption.encryption_failure->type,
              DeliveryStreamFailureType::CREATE_KMS_GRANT_FAILED);
    EXPECT_EQ(ended(creating(key_b, due))->encryption.stream, DeliveryStreamStatus::CREATING_FAILED);

    w.keys.known[arn_b] = {.retire_grant_fails = true};
    EXPECT_EQ(status(ended(disabling(key_b, due))->encryption), DISABLING_FAILED);
    EXPECT_EQ(ended(deleting(enabled(key_b), due))->encryption.stream, DeliveryStreamStatus::DELETING_FAILED);
    auto forced = deleting(enabled(key_b), due);
    forced.encryption.pending->forced = true;
    EXPECT_EQ(ended(forced), std::nullopt);
}

TEST(catch_up, creation_ends_in_active) {
    world const w;
    auto const plain = catch_up(creating(std::nullopt, due), w.with(), due);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->encryption.stream, DeliveryStreamStatus::ACTIVE);
    EXPECT_EQ(status(plain->encryption), DISABLED);
    auto const with_key = catch_up(creating(key_a, due), w.with(), due);
    ASSERT_TRUE(with_key);
    EXPECT_EQ(status(with_key->encryption), ENABLED);
    EXPECT_EQ(with_key->encryption.settled_at, due + 5s);
}

// ---- perform

TEST(perform, reading_keeps_what_catching_up_changed) {
    world const w;
    auto const before = perform<DescribeDeliveryStream>(enabling(key_a, due), describe, w.with(), due - 1ms);
    EXPECT_EQ(before.change, quota::cell_change::keep);
    auto const after = perform<DescribeDeliveryStream>(enabling(key_a, due), describe, w.with(), due);
    ASSERT_EQ(after.change, quota::cell_change::put);
    EXPECT_EQ(status(after.cell->encryption), ENABLED);
    EXPECT_EQ(output_of<DescribeDeliveryStream>(after)
                  .DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration->Status,
              ENABLED);
}

TEST(perform, hands_out_the_effects_of_the_work_that_ended) {
    world const w;
    using effects = std::vector<encryption::effect>;
    auto const looked = perform<DescribeDeliveryStream>(rotating(key_a, key_b, due), describe, w.with(), due);
    EXPECT_EQ(looked.answer.effects, (effects{encryption::schedule_retirement{2, key_a}}));
    auto const stopped = perform<StopDeliveryStreamEncryption>(rotating(key_a, key_b, due), stop, w.with(), due);
    EXPECT_EQ(stopped.answer.effects,
              (effects{encryption::schedule_retirement{2, key_a}, encryption::begin_work{4, work_kind::disabling}}));
    auto const gone = perform<DescribeDeliveryStream>(deleting(enabled(key_a), due), describe, w.with(), due);
    EXPECT_EQ(gone.answer.effects, (effects{encryption::retire_after_delivery{2, key_a}}));
    EXPECT_TRUE(perform<DescribeDeliveryStream>(enabling(key_a, due), describe, w.with(), due).answer.effects.empty());
}

TEST(catch_up, retires_the_grants_that_the_keys_let_go) {
    world w;
    auto const retired = catch_up(rotating(key_a, key_b, due), w.with(), due);
    EXPECT_EQ(retired->encryption.grants, (encryption::grant_ledger{.created = 1, .retired = 1}));
    w.keys.known[arn_a] = {.retire_grant_fails = true};
    auto const kept = catch_up(rotating(key_a, key_b, due), w.with(), due);
    encryption::scheduled_grant const stuck{.attempt = 2, .key = key_a, .refused = true};
    EXPECT_EQ(kept->encryption.grants, (encryption::grant_ledger{.created = 1, .scheduled = {stuck}}));
    w.keys.known.clear();
    auto again = *kept;
    begin(again, work_kind::disabling, due + 1h);
    EXPECT_TRUE(catch_up(again, w.with(), due + 1h)->encryption.grants.scheduled.empty()); // tried again
}

TEST(perform, refused_call_keeps_what_catching_up_changed_and_nothing_else) {
    world const w;
    auto const stream = charged(disabling(key_a, due), 25, due - 1h);
    auto const decided = perform<StopDeliveryStreamEncryption>(stream, stop, w.with(), due + 1s);
    EXPECT_EQ(kind_of(decided), "LimitExceededException");
    ASSERT_EQ(decided.change, quota::cell_change::put);
    EXPECT_TRUE(same(*decided.cell, *catch_up(stream, w.with(), due + 1s)));
    EXPECT_EQ(status(decided.cell->encryption), DISABLED);
}

TEST(perform, a_call_finds_the_work_before_it_done) {
    world w;
    w.rules.work = 0ms;
    auto const started = perform<StartDeliveryStreamEncryption>(never_encrypted(), start, w.with(), due);
    ASSERT_EQ(told(started), "ok");
    auto const stopped = perform<StopDeliveryStreamEncryption>(started.cell, stop, w.with(), due);
    ASSERT_EQ(told(stopped), "ok"); // not "changing its encryption"
    EXPECT_EQ(status(stopped.cell->encryption), DISABLING);
}

TEST(perform, deletion_that_is_done_is_not_found_and_erases_the_cell) {
    world const w;
    auto const decided = perform<DescribeDeliveryStream>(deleting(enabled(), due), describe, w.with(), due);
    EXPECT_EQ(told(decided), "ResourceNotFoundException: Firehose orders under account 123456789012 not found.");
    EXPECT_EQ(decided.change, quota::cell_change::erase);
    EXPECT_FALSE(decided.cell);
    EXPECT_EQ(perform<PutRecord>(deleting(enabled(), due), put_one, w.with(), due).change, quota::cell_change::erase);
    EXPECT_EQ(perform<DeleteDeliveryStream>(deleting(enabled(), due),
                                            {.DeliveryStreamName = "orders", .AllowForceDelete = {}}, w.with(), due)
                  .change,
              quota::cell_change::erase);
}

TEST(perform, name_of_a_deleted_stream_is_free_again) {
    world w;
    CreateDeliveryStream::input request;
    request.DeliveryStreamName = "orders";
    request.S3DestinationConfiguration = raw_json{"{}"};
    auto const gone = charged(deleting(enabled(key_a), due), 25, due - 1h);

    EXPECT_EQ(kind_of(perform<CreateDeliveryStream>(gone, request, w.with(), due - 1ms)), "ResourceInUseException");
    auto const made = perform<CreateDeliveryStream>(gone, request, w.with(), due);
    ASSERT_EQ(told(made), "ok");
    ASSERT_EQ(made.change, quota::cell_change::put);
    EXPECT_EQ(made.cell->encryption.stream, DeliveryStreamStatus::CREATING);
    EXPECT_EQ(made.cell->encryption.effective, std::nullopt);
    EXPECT_TRUE(made.cell->quota.charged.empty()); // another stream, another quota

    w.rules.max_streams = 0;
    auto const refused = perform<CreateDeliveryStream>(gone, request, w.with(), due);
    EXPECT_EQ(kind_of(refused), "LimitExceededException");
    EXPECT_EQ(refused.change, quota::cell_change::erase);
}

TEST(perform, without_a_cell_there_is_nothing_to_catch_up) {
    auto const decided = perform<DescribeDeliveryStream>(std::nullopt, describe, world{}.with(), due);
    EXPECT_EQ(kind_of(decided), "ResourceNotFoundException");
    EXPECT_EQ(decided.change, quota::cell_change::keep);
}

TEST(perform, queued_calls_run_one_after_the_other) {
    world w;
    w.rules.work = 10s;
    w.rules.encryption.busy = encryption::busy_answer::queue;
    std::optional<stream_record> cell = never_encrypted();
    auto const call = [&]<class Op>(std::type_identity<Op>, typename Op::input const& input, instant when) {
        auto decided = perform<Op>(cell, input, w.with(), when);
        if (decided.change == quota::cell_change::put) { cell = decided.cell; }
        return told(decided);
    };
    std::type_identity<StartDeliveryStreamEncryption> const Start;
    std::type_identity<StopDeliveryStreamEncryption> const Stop;
    EXPECT_EQ(call(Start, start, due), "ok");
    EXPECT_EQ(call(Stop, stop, due + 1s), "ok");
    EXPECT_EQ(status(cell->encryption), ENABLING);
    EXPECT_EQ(call(Start, start, due + 2s), "ok"); // takes the place of the queued Stop
    EXPECT_EQ(cell->quota.charged.size(), 3u);
    EXPECT_EQ(call(Stop, stop, due + 10s), "ok"); // the first has ended, the third has begun: queued behind it
    EXPECT_EQ(status(cell->encryption), ENABLING);
    EXPECT_EQ(cell->work_due, due + 20s);
    auto const end = catch_up(*cell, w.with(), due + 1h);
    ASSERT_TRUE(end);
    EXPECT_EQ(status(end->encryption), DISABLED);
    EXPECT_EQ(end->encryption.settled_at, due + 30s + 5s);
}

} // namespace
} // namespace firehose_sse::operation
