// UntagDeliveryStream: removes tags from a stream; keys that it does not have are ignored.
// Level 4 (operation). Pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/tag_delivery_stream.hpp"
#include <algorithm>
#include <vector>

namespace firehose_sse::operation {

/// *Model:* UntagDeliveryStream.
struct UntagDeliveryStream {
    static constexpr std::string_view name = "UntagDeliveryStream";
    /// 50 of the longest keys, every character escaped.
    static constexpr std::size_t max_body_bytes = 128 * 1024;
    using input = model::UntagDeliveryStreamInput;
    using output = model::UntagDeliveryStreamOutput;
    using errors = error_set<model::ResourceNotFoundException, model::ResourceInUseException,
                             model::InvalidArgumentException, model::LimitExceededException>;

    [[nodiscard]] static decision<UntagDeliveryStream> decide(std::optional<stream_record> const& stream,
                                                              input const& request, context const& with, instant) {
        if (auto error = why_not_tag<UntagDeliveryStream>(stream, request.DeliveryStreamName, with)) {
            return keep<UntagDeliveryStream>(*std::move(error));
        }
        stream_record after = *stream;
        std::erase_if(after.tags, [&](model::Tag const& tag) {
            return std::ranges::find(request.TagKeys, tag.Key) != request.TagKeys.end();
        });
        return put<UntagDeliveryStream>(std::move(after), output{});
    }
};

} // namespace firehose_sse::operation
