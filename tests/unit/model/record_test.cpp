// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/record.hpp"
#include "unit/model/spelled.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <type_traits>

namespace firehose_sse::model {
namespace {

TEST(record_model, members) {
    EXPECT_EQ(members_of<Record>(), (words{"Data: Data"}));
    EXPECT_EQ(members_of<PutRecordInput>(), (words{"DeliveryStreamName: DeliveryStreamName", "Record: Record"}));
    EXPECT_EQ(members_of<PutRecordOutput>(), (words{"RecordId: PutResponseRecordId", "Encrypted?: bool"}));
    EXPECT_EQ(members_of<PutRecordBatchInput>(),
              (words{"DeliveryStreamName: DeliveryStreamName", "Records: PutRecordBatchRequestEntryList"}));
    EXPECT_EQ(members_of<PutRecordBatchResponseEntry>(),
              (words{"RecordId?: PutResponseRecordId", "ErrorCode?: ErrorCode", "ErrorMessage?: ErrorMessage"}));
    EXPECT_EQ(members_of<PutRecordBatchOutput>(), (words{"FailedPutCount: NonNegativeIntegerObject", "Encrypted?: bool",
                                                         "RequestResponses: PutRecordBatchResponseEntryList"}));
}

TEST(record_model, rules) {
    EXPECT_EQ(Data::bounds, (length{0, 1'024'000}));
    EXPECT_EQ(PutResponseRecordId::bounds, (length{1}));
    EXPECT_FALSE(patterned<PutResponseRecordId>);
    EXPECT_EQ(NonNegativeIntegerObject::bounds, (range{0}));
    EXPECT_EQ(PutRecordBatchRequestEntryList::bounds, (length{1, 500}));
    EXPECT_EQ(PutRecordBatchResponseEntryList::bounds, (length{1, 500}));
}

TEST(record_model, elements) {
    EXPECT_TRUE((std::is_same_v<PutRecordBatchRequestEntryList::element, Record>));
    EXPECT_TRUE((std::is_same_v<PutRecordBatchResponseEntryList::element, PutRecordBatchResponseEntry>));
}

TEST(record_model, defaults) {
    EXPECT_EQ(PutRecordInput().Record.Data.bytes, "");
    EXPECT_EQ(PutRecordOutput().Encrypted, std::nullopt);
    EXPECT_TRUE(PutRecordBatchInput().Records.empty());
    PutRecordBatchOutput const output;
    EXPECT_EQ(output.FailedPutCount, 0);
    EXPECT_EQ(output.Encrypted, std::nullopt);
    EXPECT_TRUE(output.RequestResponses.empty());
    PutRecordBatchResponseEntry const entry;
    EXPECT_EQ(entry.RecordId, std::nullopt);
    EXPECT_EQ(entry.ErrorCode, std::nullopt);
    EXPECT_EQ(entry.ErrorMessage, std::nullopt);
}

TEST(record_model, equality) {
    PutRecordBatchInput const one{.DeliveryStreamName = "orders", .Records = {{"a"}, {"b"}}};
    auto other = one;
    EXPECT_EQ(one, other);
    other.Records.back().Data.bytes = "c";
    EXPECT_NE(one, other);
    EXPECT_NE((PutRecordOutput{"id", false}), (PutRecordOutput{"id", {}})); // false is not the same as absent
}

} // namespace
} // namespace firehose_sse::model
