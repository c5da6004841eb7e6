// PutRecordBatch: takes up to 500 records and says whether they were encrypted.
// Level 4 (operation). Pure; the records' bytes are the host's to deliver.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/operation/put_records.hpp"

namespace firehose_sse::operation {

/// *Model:* PutRecordBatch.
struct PutRecordBatch {
    static constexpr std::string_view name = "PutRecordBatch";
    /// 4 MiB of records as base64, with room for the rest of the body and for about half as much again in escapes: see
    /// PutRecord. This is also the default of wire::decode_options::max_bytes.
    static constexpr std::size_t max_body_bytes = 8 * 1024 * 1024;
    using input = model::PutRecordBatchInput;
    using output = model::PutRecordBatchOutput;
    using errors =
        error_set<model::ResourceNotFoundException, model::InvalidArgumentException, model::InvalidKMSResourceException,
                  model::InvalidSourceException, model::ServiceUnavailableException>;

    [[nodiscard]] static decision<PutRecordBatch> decide(std::optional<stream_record> const& stream,
                                                         input const& request, context const& with, instant now) {
        if (auto error = why_not_put<PutRecordBatch>(stream, request.DeliveryStreamName, with)) {
            return keep<PutRecordBatch>(*std::move(error));
        }
        if (auto broken = first_broken_rule(request, with.policy)) { return keep<PutRecordBatch>(*std::move(broken)); }
        output answer;
        answer.Encrypted = encryption::reported_encrypted(stream->encryption, with.policy.encryption, now);
        answer.RequestResponses.resize(request.Records.size());
        for (std::size_t i = 0; i < answer.RequestResponses.size(); ++i) {
            answer.RequestResponses[i].RecordId = std::string(with.request_id) + "." + std::to_string(i);
        }
        return keep<PutRecordBatch>(std::move(answer));
    }
};

} // namespace firehose_sse::operation
