// TagDeliveryStream: adds tags to a stream, or gives existing keys new values.
// Level 4 (operation). Pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/refusal.hpp"
#include "firehose_sse/operation/tags.hpp"

namespace firehose_sse::operation {

/// The error that a change of tags gets on this stream, if any.
template <class Op>
[[nodiscard]] std::optional<answer<Op>> why_not_tag(std::optional<stream_record> const& stream,
                                                    std::string_view stream_name, context const& with) {
    if (!exists(stream)) { return not_found(stream_name, with); }
    if (with.policy.inactive_tag == inactive_tag_answer::resource_in_use && stream->encryption.pending &&
        stream->encryption.stream != model::DeliveryStreamStatus::ACTIVE) {
        return to_error<Op>(encryption::refusal::stream_not_active, stream_name, stream->encryption.source, {}, with);
    }
    return std::nullopt;
}

/// *Model:* TagDeliveryStream.
struct TagDeliveryStream {
    static constexpr std::string_view name = "TagDeliveryStream";
    /// 50 tags of the longest keys and values, every character escaped.
    static constexpr std::size_t max_body_bytes = 256 * 1024;
    using input = model::TagDeliveryStreamInput;
    using output = model::TagDeliveryStreamOutput;
    using errors = error_set<model::ResourceNotFoundException, model::ResourceInUseException,
                             model::InvalidArgumentException, model::LimitExceededException>;

    [[nodiscard]] static decision<TagDeliveryStream> decide(std::optional<stream_record> const& stream,
                                                            input const& request, context const& with, instant) {
        if (auto error = why_not_tag<TagDeliveryStream>(stream, request.DeliveryStreamName, with)) {
            return keep<TagDeliveryStream>(*std::move(error));
        }
        stream_record after = *stream;
        set_tags(after.tags, request.Tags);
        if (after.tags.size() > with.policy.max_tags) {
            return keep<TagDeliveryStream>(too_many_tags(with.policy), limit_kind::tags);
        }
        return put<TagDeliveryStream>(std::move(after), output{});
    }
};

} // namespace firehose_sse::operation
