// StopDeliveryStreamEncryption: turns encryption off.
// Level 4 (operation). Pure: the stream, the request and the time come in, the next stream and the answer go out.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/charged_call.hpp"

namespace firehose_sse::operation {

/// *Model:* StopDeliveryStreamEncryption.
struct StopDeliveryStreamEncryption {
    static constexpr std::string_view name = "StopDeliveryStreamEncryption";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    using input = model::StopDeliveryStreamEncryptionInput;
    using output = model::StopDeliveryStreamEncryptionOutput;
    using errors = error_set<model::ResourceNotFoundException, model::ResourceInUseException,
                             model::InvalidArgumentException, model::LimitExceededException>;

    [[nodiscard]] static decision<StopDeliveryStreamEncryption>
    decide(std::optional<stream_record> const& stream, input const& request, context const& with, instant now) {
        if (!exists(stream)) { return keep<StopDeliveryStreamEncryption>(not_found(request.DeliveryStreamName, with)); }
        return decide_charged<StopDeliveryStreamEncryption>(*stream, encryption::stop{}, {}, std::nullopt, with, now);
    }
};

} // namespace firehose_sse::operation
