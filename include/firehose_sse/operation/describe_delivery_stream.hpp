// DescribeDeliveryStream: all that is shown of a stream.
// Level 4 (operation). Pure; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/operation/refusal.hpp"

namespace firehose_sse::operation {

/// *Model:* DescribeDeliveryStream. A stream has one destination, so a page shows it or none.
struct DescribeDeliveryStream {
    static constexpr std::string_view name = "DescribeDeliveryStream";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    using input = model::DescribeDeliveryStreamInput;
    using output = model::DescribeDeliveryStreamOutput;
    using errors = error_set<model::ResourceNotFoundException>;

    [[nodiscard]] static decision<DescribeDeliveryStream> decide(std::optional<stream_record> const& stream,
                                                                 input const& request, context const& with, instant) {
        if (!exists(stream)) { return keep<DescribeDeliveryStream>(not_found(request.DeliveryStreamName, with)); }
        output answer;
        auto& shown = answer.DeliveryStreamDescription;
        shown.DeliveryStreamName = stream->name;
        shown.DeliveryStreamARN = stream->arn;
        shown.DeliveryStreamStatus = *stream->encryption.stream;
        shown.FailureDescription = encryption::describe_failure(stream->encryption, with.policy.encryption);
        shown.DeliveryStreamEncryptionConfiguration = encryption::describe(stream->encryption, with.policy.encryption);
        shown.DeliveryStreamType = stream->encryption.source;
        shown.VersionId = stream->version;
        shown.CreateTimestamp = stream->created;
        shown.Source = stream->source;
        if (!request.ExclusiveStartDestinationId ||
            *request.ExclusiveStartDestinationId < stream->destination.DestinationId) {
            shown.Destinations.push_back(stream->destination);
        }
        return keep<DescribeDeliveryStream>(std::move(answer));
    }
};

} // namespace firehose_sse::operation
