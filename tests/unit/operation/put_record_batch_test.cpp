// PutRecordBatch: an entry for every record, ids that never repeat, and the bytes of a batch.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/put_record_batch.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::operation {
namespace {

static_assert(std::same_as<answer<PutRecordBatch>,
                           std::variant<model::PutRecordBatchOutput, model::ResourceNotFoundException,
                                        model::InvalidArgumentException, model::InvalidKMSResourceException,
                                        model::InvalidSourceException, model::ServiceUnavailableException>>);

PutRecordBatch::input batch(std::size_t records, std::size_t bytes_each = 1) {
    PutRecordBatch::input request;
    request.DeliveryStreamName = "orders";
    request.Records.resize(records, {std::string(bytes_each, 'x')});
    return request;
}

decision<PutRecordBatch> decide(std::optional<stream_record> const& stream, PutRecordBatch::input const& request,
                                world const& w = {}) {
    return PutRecordBatch::decide(stream, request, w.with(), now);
}

TEST(put_record_batch, every_record_has_its_entry) {
    for (std::size_t const records : {1u, 2u, 500u}) {
        auto const decided = decide(enabled(), batch(records));
        auto const& answer = output_of<PutRecordBatch>(decided);
        EXPECT_EQ(answer.FailedPutCount, 0);
        ASSERT_EQ(answer.RequestResponses.size(), records);
        for (auto const& each : answer.RequestResponses) {
            EXPECT_TRUE(each.RecordId);
            EXPECT_FALSE(each.ErrorCode);
            EXPECT_FALSE(each.ErrorMessage);
        }
        EXPECT_EQ(decided.change, quota::cell_change::keep);
    }
}

TEST(put_record_batch, ids_never_repeat) {
    std::set<std::string> ids;
    std::size_t records = 0;
    for (char const* const call : {"request-1", "request-2"}) {
        auto const decided = decide(enabled(), batch(500), {.request_id = call});
        for (auto const& each : output_of<PutRecordBatch>(decided).RequestResponses) {
            ids.insert(each.RecordId->value);
        }
        records += 500;
    }
    auto const single = PutRecord::decide(enabled(), {.DeliveryStreamName = "orders", .Record = {"data"}},
                                          world{.request_id = "request-3"}.with(), now);
    ids.insert(output_of<PutRecord>(single).RecordId.value);
    EXPECT_EQ(ids.size(), records + 1);
}

TEST(put_record_batch, says_whether_the_records_are_encrypted) {
    auto const encrypted = [](stream_record const& stream) {
        return output_of<PutRecordBatch>(decide(stream, batch(1))).Encrypted;
    };
    EXPECT_EQ(encrypted(never_encrypted()), false);
    EXPECT_EQ(encrypted(enabled(key_a)), true);
    EXPECT_EQ(encrypted(rotation_failed(key_a, key_b)), true);
    EXPECT_EQ(encrypted(enabling_failed()), false);
    EXPECT_EQ(encrypted(disabling(key_a)), false); // nobody can know: the policy decides
}

TEST(put_record_batch, four_mebibytes_and_no_more) {
    auto request = batch(4, 1'000'000);
    request.Records.push_back({std::string(194'304, 'x')});
    EXPECT_EQ(told(decide(enabled(), request)), "ok");
    request.Records.push_back({std::string(1, 'x')});
    auto const refused = decide(enabled(), request);
    EXPECT_EQ(told(refused), "InvalidArgumentException: Records size exceeds 4 MB limit");
    EXPECT_EQ(refused.change, quota::cell_change::keep);
}

TEST(put_record_batch, bytes_may_be_counted_as_they_are_sent) {
    world w;
    w.rules.constraints.basis = constraint::batch_basis::encoded_bytes;
    w.rules.constraints.batch_bytes = 8;
    EXPECT_EQ(told(decide(enabled(), batch(2, 3), w)), "ok"); // four characters each
    EXPECT_EQ(kind_of(decide(enabled(), batch(2, 4), w)), "InvalidArgumentException");
    EXPECT_EQ(kind_of(decide(enabled(), batch(3, 1), w)), "InvalidArgumentException");
}

TEST(put_record_batch, limit_holds_where_no_violation_is_kept) {
    world w;
    w.rules.constraints = {.max_violations = 0, .batch_bytes = 10};
    EXPECT_EQ(told(decide(enabled(), batch(2, 5), w)), "ok");
    EXPECT_EQ(kind_of(decide(enabled(), batch(1, 11), w)), "InvalidArgumentException");
}

TEST(put_record_batch, stream_and_key_come_before_the_bytes) {
    world w;
    w.rules.constraints.batch_bytes = 0;
    w.keys.known[arn_a] = {.state = key_state::disabled};
    EXPECT_EQ(kind_of(decide(std::nullopt, batch(1), w)), "ResourceNotFoundException");
    EXPECT_EQ(kind_of(decide(enabled(key_a), batch(1), w)), "InvalidKMSResourceException");
    EXPECT_EQ(told(decide(enabled(), batch(1), w)), "InvalidArgumentException: Records size exceeds 4 MB limit");
}

} // namespace
} // namespace firehose_sse::operation
