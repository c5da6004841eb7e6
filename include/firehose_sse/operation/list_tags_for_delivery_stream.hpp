// ListTagsForDeliveryStream: a stream's tags in order of their keys, page by page.
// Level 4 (operation). Pure; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/refusal.hpp"
#include <algorithm>

namespace firehose_sse::operation {

/// *Model:* ListTagsForDeliveryStream.
struct ListTagsForDeliveryStream {
    static constexpr std::string_view name = "ListTagsForDeliveryStream";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    using input = model::ListTagsForDeliveryStreamInput;
    using output = model::ListTagsForDeliveryStreamOutput;
    using errors =
        error_set<model::ResourceNotFoundException, model::InvalidArgumentException, model::LimitExceededException>;

    [[nodiscard]] static decision<ListTagsForDeliveryStream>
    decide(std::optional<stream_record> const& stream, input const& request, context const& with, instant) {
        if (!exists(stream)) { return keep<ListTagsForDeliveryStream>(not_found(request.DeliveryStreamName, with)); }
        auto first = stream->tags.begin();
        if (request.ExclusiveStartTagKey) {
            first = std::ranges::upper_bound(stream->tags, *request.ExclusiveStartTagKey, {}, &model::Tag::Key);
        }
        constexpr auto most = model::ListTagsForDeliveryStreamInputLimit::bounds.max;
        auto const limit = request.Limit ? static_cast<std::int64_t>(*request.Limit) : most;
        auto const count = std::clamp<std::int64_t>(limit, 0, stream->tags.end() - first); // maybe not validated
        output answer;
        answer.Tags.assign(first, first + count);
        answer.HasMoreTags = first + count != stream->tags.end();
        return keep<ListTagsForDeliveryStream>(std::move(answer));
    }
};

} // namespace firehose_sse::operation
