// Puts under the rates of their stream: what is refused, as a whole or record by record, and what the answer says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/rated_put.hpp"
#include "unit/operation/world.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::operation {
namespace {

std::string const slow = "ServiceUnavailableException: Slow down.";

template <class Cell> struct one_cell {
    std::optional<Cell> cell{};
    instant moment = now;
    std::optional<quota::store_error> trouble{};
    int updates = 0;

    template <quota::update_function<Cell> F>
    quota::stored<quota::update_answer<F, Cell>> update(std::string_view, F&& f) {
        ++updates;
        if (trouble) { return *trouble; }
        auto decided = f(std::as_const(cell), moment);
        if (decided.change == quota::cell_change::put) { cell = std::move(decided.cell); }
        return std::move(decided.answer);
    }
};

struct rated : world {
    one_cell<stream_record> streams{enabled()};
    one_cell<quota::put_buckets> buckets{};

    rated() { rules.put_rate = quota::put_rate_policy{{.per_second = 3}, {.per_second = 4}, {.per_second = 100}}; }

    template <class Op> quota::stored<reply<Op>> call(typename Op::input const& request) {
        return perform_rated<Op>(streams, "orders", buckets, "key", request, with());
    }
    reply<PutRecord> put(std::size_t bytes) {
        return call<PutRecord>({.DeliveryStreamName = "orders", .Record = {std::string(bytes, 'x')}}).value();
    }
    reply<PutRecordBatch> put_batch(std::initializer_list<std::size_t> sizes) {
        PutRecordBatch::input request;
        request.DeliveryStreamName = "orders";
        for (auto const size : sizes) { request.Records.push_back({std::string(size, 'x')}); }
        return call<PutRecordBatch>(request).value();
    }
};

/// `+` for a record taken, `-` for one that may be sent again; anything else is a mistake.
std::string fates(reply<PutRecordBatch> const& told) {
    auto const& output = std::get<PutRecordBatch::output>(told.answer);
    std::string text;
    for (auto const& each : output.RequestResponses) {
        bool const taken = each.RecordId && !each.ErrorCode && !each.ErrorMessage;
        bool const refused = !each.RecordId && each.ErrorCode &&
                             each.ErrorCode->value == "ServiceUnavailableException" && each.ErrorMessage &&
                             each.ErrorMessage->value == "Slow down.";
        text += taken ? '+' : refused ? '-' : '?';
    }
    auto const failed = std::count(text.begin(), text.end(), '-');
    return output.FailedPutCount.value == failed ? text : text + " but FailedPutCount is another";
}

TEST(rated_put, a_put_that_does_not_fit_is_refused_and_takes_nothing) {
    rated r;
    EXPECT_EQ(told(r.put(60).answer), "ok");
    auto const refused = r.put(41);
    EXPECT_EQ(told(refused.answer), slow);
    EXPECT_EQ(refused.reached, limit_kind::put_bytes);
    auto const taken = r.put(40);
    EXPECT_EQ(told(taken.answer), "ok");
    EXPECT_EQ(taken.reached, std::nullopt);
    EXPECT_EQ(told(r.put(1).answer), slow);
    r.buckets.moment += 10ms;
    EXPECT_EQ(told(r.put(1).answer), "ok"); // the third request that is taken
    EXPECT_EQ(r.put(0).reached, limit_kind::put_requests);
    r.buckets.moment += 1s;
    EXPECT_EQ(told(r.put(100).answer), "ok");
}

TEST(rated_put, records_of_a_batch_are_taken_as_far_as_they_fit) {
    rated r;
    auto const bytes = r.put_batch({60, 41, 40});
    EXPECT_EQ(fates(bytes), "+-+");
    EXPECT_EQ(bytes.reached, limit_kind::put_bytes);
    r.buckets.moment += 1s;
    auto const records = r.put_batch({1, 1, 1, 1, 1, 1});
    EXPECT_EQ(fates(records), "++++--");
    EXPECT_EQ(records.reached, limit_kind::put_records);
    EXPECT_EQ(fates(r.put_batch({0})), "-");
    r.buckets.moment += 250ms;
    EXPECT_EQ(fates(r.put_batch({0})), "+");
}

TEST(rated_put, a_batch_without_a_request_left_fails_as_a_whole) {
    rated r;
    for (int call = 0; call < 3; ++call) { EXPECT_EQ(fates(r.put_batch({1})), "+"); }
    auto const refused = r.put_batch({1});
    EXPECT_EQ(told(refused.answer), slow);
    EXPECT_EQ(refused.reached, limit_kind::put_requests);
}

TEST(rated_put, a_batch_fails_as_a_whole_where_the_policy_says_so) {
    rated r;
    r.rules.put_overflow = put_overflow_answer::fail_call;
    auto const refused = r.put_batch({60, 41});
    EXPECT_EQ(told(refused.answer), slow);
    EXPECT_EQ(refused.reached, limit_kind::put_bytes);
    EXPECT_EQ(fates(r.put_batch({60, 40})), "++");
}

TEST(rated_put, a_put_that_the_stream_refuses_takes_nothing) {
    rated r;
    r.streams.cell.reset();
    EXPECT_TRUE(told(r.put(1).answer).starts_with("ResourceNotFoundException"));
    r.streams.cell = enabled();
    r.rules.constraints.batch_bytes = 1;
    EXPECT_TRUE(told(r.put_batch({1, 1}).answer).starts_with("InvalidArgumentException"));
    EXPECT_EQ(r.buckets.updates, 0);
}

TEST(rated_put, without_a_rate_nothing_is_counted) {
    rated r;
    r.rules.put_rate.reset();
    EXPECT_EQ(fates(r.put_batch({1'000, 1'000})), "++");
    EXPECT_EQ(r.buckets.updates, 0);
}

TEST(rated_put, trouble_of_either_store_is_told) {
    rated r;
    r.buckets.trouble = quota::store_error::too_slow;
    PutRecord::input const request{.DeliveryStreamName = "orders", .Record = {"x"}};
    EXPECT_EQ(r.call<PutRecord>(request).error(), quota::store_error::too_slow);
    r.streams.trouble = quota::store_error::unavailable;
    EXPECT_EQ(r.call<PutRecord>(request).error(), quota::store_error::unavailable);
}

TEST(rated_put, encrypted_is_told_of_what_was_taken) {
    rated r;
    r.streams.cell = enabled(key_a);
    auto const told = r.put_batch({100, 1});
    EXPECT_EQ(fates(told), "+-");
    EXPECT_EQ(std::get<PutRecordBatch::output>(told.answer).Encrypted, true);
}

} // namespace
} // namespace firehose_sse::operation
