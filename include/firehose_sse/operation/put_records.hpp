// What PutRecord and PutRecordBatch share: whether the stream takes records now.
// Level 4 (operation). Pure.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/operation/refusal.hpp"
#include <optional>

namespace firehose_sse::operation {

/// The error that a Put on this stream gets, if any. Order [I]: existence, source, stream status, key.
template <class Op>
[[nodiscard]] std::optional<answer<Op>> why_not_put(std::optional<stream_record> const& stream,
                                                    std::string_view stream_name, context const& with) {
    if (!exists(stream)) { return not_found(stream_name, with); }
    auto const& state = stream->encryption;
    if (state.source != model::DeliveryStreamType::DirectPut) { return not_permitted_on(state.source); }
    bool const taken_to_the_end = state.stream == model::DeliveryStreamStatus::DELETING &&
                                  with.policy.deleting_put == deleting_put_answer::accept;
    if (state.stream != model::DeliveryStreamStatus::ACTIVE && !taken_to_the_end) {
        switch (with.policy.inactive_put) {
        case inactive_put_answer::resource_not_found: return not_found(stream_name, with);
        case inactive_put_answer::invalid_argument: return not_active(with.policy);
        case inactive_put_answer::service_unavailable: return model::ServiceUnavailableException{"Slow down."};
        }
    }
    if (state.effective && state.effective->key.needs_grant()) {
        auto const facts = with.keys.find(state.effective->key.arn);
        if (!encryption::is_usable(facts.state)) { return key_unusable(facts.state, with.policy); }
    }
    return std::nullopt;
}

} // namespace firehose_sse::operation
