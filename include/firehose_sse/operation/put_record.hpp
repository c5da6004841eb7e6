// PutRecord: takes one record and says whether it was encrypted.
// Level 4 (operation). Pure; the record's bytes are the host's to deliver.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/operation/put_records.hpp"

namespace firehose_sse::operation {

/// *Model:* PutRecord.
struct PutRecord {
    static constexpr std::string_view name = "PutRecord";
    /// The largest record as base64, with room for the rest of the body and for about half as much again in escapes. A
    /// valid record with more escapes is refused: for example one of only 0xFF bytes, with each `/` written as `\/`.
    static constexpr std::size_t max_body_bytes = 2 * 1024 * 1024;
    using input = model::PutRecordInput;
    using output = model::PutRecordOutput;
    using errors =
        error_set<model::ResourceNotFoundException, model::InvalidArgumentException, model::InvalidKMSResourceException,
                  model::InvalidSourceException, model::ServiceUnavailableException>;

    [[nodiscard]] static decision<PutRecord> decide(std::optional<stream_record> const& stream, input const& request,
                                                    context const& with, instant now) {
        if (auto error = why_not_put<PutRecord>(stream, request.DeliveryStreamName, with)) {
            return keep<PutRecord>(*std::move(error));
        }
        return keep<PutRecord>(
            output{with.request_id, encryption::reported_encrypted(stream->encryption, with.policy.encryption, now)});
    }
};

} // namespace firehose_sse::operation
