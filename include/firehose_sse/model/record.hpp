// Records and the two operations that put them.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/model/stream.hpp"
#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include <boost/describe/class.hpp>
#include <optional>

namespace firehose_sse::model {

/// Bytes of one record. *Model:* Data. *Units:* raw bytes, before base64.
struct Data : blob_shape<Data> {
    using blob_shape::blob_shape;
    static constexpr length bounds{0, 1'024'000};
};

/// Unique id of an accepted record. *Model:* PutResponseRecordId.
struct PutResponseRecordId : string_shape<PutResponseRecordId> {
    using string_shape::string_shape;
    static constexpr length bounds{1};
};

/// A count. *Model:* NonNegativeIntegerObject.
struct NonNegativeIntegerObject : integer_shape<NonNegativeIntegerObject> {
    using integer_shape::integer_shape;
    static constexpr range bounds{0};
};

/// One record. *Model:* Record.
struct Record {
    model::Data Data{};
    friend bool operator==(Record const&, Record const&) = default;
};
BOOST_DESCRIBE_STRUCT(Record, (), (Data))

/// *Model:* PutRecordInput.
struct PutRecordInput {
    model::DeliveryStreamName DeliveryStreamName{};
    model::Record Record{};
    friend bool operator==(PutRecordInput const&, PutRecordInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(PutRecordInput, (), (DeliveryStreamName, Record))

/// `Encrypted` says whether this very record was encrypted. *Model:* PutRecordOutput.
struct PutRecordOutput {
    model::PutResponseRecordId RecordId{};
    std::optional<bool> Encrypted{};
    friend bool operator==(PutRecordOutput const&, PutRecordOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(PutRecordOutput, (), (RecordId, Encrypted))

/// The records of one batch; their bytes together are limited too, see the rule `batch_bytes`.
/// *Model:* PutRecordBatchRequestEntryList.
struct PutRecordBatchRequestEntryList : list_shape<PutRecordBatchRequestEntryList, model::Record> {
    using list_shape::list_shape;
    static constexpr length bounds{1, 500};
};

/// *Model:* PutRecordBatchInput.
struct PutRecordBatchInput {
    model::DeliveryStreamName DeliveryStreamName{};
    model::PutRecordBatchRequestEntryList Records{};
    friend bool operator==(PutRecordBatchInput const&, PutRecordBatchInput const&) = default;
};
BOOST_DESCRIBE_STRUCT(PutRecordBatchInput, (), (DeliveryStreamName, Records))

/// Result for one record of a batch, at the index of the record: an id, or an error.
/// *Model:* PutRecordBatchResponseEntry.
struct PutRecordBatchResponseEntry {
    std::optional<model::PutResponseRecordId> RecordId{};
    std::optional<model::ErrorCode> ErrorCode{};
    std::optional<model::ErrorMessage> ErrorMessage{};
    friend bool operator==(PutRecordBatchResponseEntry const&, PutRecordBatchResponseEntry const&) = default;
};
BOOST_DESCRIBE_STRUCT(PutRecordBatchResponseEntry, (), (RecordId, ErrorCode, ErrorMessage))

/// *Model:* PutRecordBatchResponseEntryList.
struct PutRecordBatchResponseEntryList
    : list_shape<PutRecordBatchResponseEntryList, model::PutRecordBatchResponseEntry> {
    using list_shape::list_shape;
    static constexpr length bounds{1, 500};
};

/// A 200 answer may still hold failures: see FailedPutCount. *Model:* PutRecordBatchOutput.
struct PutRecordBatchOutput {
    model::NonNegativeIntegerObject FailedPutCount{};
    std::optional<bool> Encrypted{};
    model::PutRecordBatchResponseEntryList RequestResponses{};
    friend bool operator==(PutRecordBatchOutput const&, PutRecordBatchOutput const&) = default;
};
BOOST_DESCRIBE_STRUCT(PutRecordBatchOutput, (), (FailedPutCount, Encrypted, RequestResponses))

} // namespace firehose_sse::model
