// DeleteDeliveryStream: begins to remove a stream.
// Level 4 (operation). Pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/refusal.hpp"

namespace firehose_sse::operation {

/// *Model:* DeleteDeliveryStream.
struct DeleteDeliveryStream {
    static constexpr std::string_view name = "DeleteDeliveryStream";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    using input = model::DeleteDeliveryStreamInput;
    using output = model::DeleteDeliveryStreamOutput;
    using errors = error_set<model::ResourceInUseException, model::ResourceNotFoundException>;

    [[nodiscard]] static decision<DeleteDeliveryStream> decide(std::optional<stream_record> const& stream,
                                                               input const& request, context const& with, instant now) {
        if (!exists(stream)) { return keep<DeleteDeliveryStream>(not_found(request.DeliveryStreamName, with)); }
        auto next =
            encryption::transition(stream->encryption, encryption::remove{request.AllowForceDelete.value_or(false)},
                                   with.policy.encryption, now);
        if (auto const* refused = std::get_if<encryption::refusal>(&next)) {
            return keep<DeleteDeliveryStream>(to_error<DeleteDeliveryStream>(*refused, request.DeliveryStreamName,
                                                                             stream->encryption.source, {}, with));
        }
        auto& decided = std::get<encryption::decision>(next);
        std::vector<encryption::effect> effects = decided.effects;
        stream_record after = *stream;
        apply(after, std::move(decided), with.policy, now);
        return put<DeleteDeliveryStream>(std::move(after), output{}, std::move(effects));
    }
};

} // namespace firehose_sse::operation
