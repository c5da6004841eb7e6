// ListDeliveryStreams: the account's streams in order of their names, page by page.
// Level 4 (operation). Pure; the only operation that looks at more than one stream.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/decision.hpp"
#include <algorithm>
#include <span>
#include <string>

namespace firehose_sse::operation {

/// What a listing needs of a stream.
struct listed_stream {
    std::string name;
    model::DeliveryStreamType source = model::DeliveryStreamType::DirectPut;
};

/// *Model:* ListDeliveryStreams.
struct ListDeliveryStreams {
    static constexpr std::string_view name = "ListDeliveryStreams";
    static constexpr std::size_t max_body_bytes = 64 * 1024;
    /// Names in an answer when the request sets no limit [D].
    static constexpr std::int64_t default_limit = 10;
    using input = model::ListDeliveryStreamsInput;
    using output = model::ListDeliveryStreamsOutput;
    using errors = error_set<>;

    /// `streams` must be in order of their names. A start that is no stream's name starts at the place it would have.
    [[nodiscard]] static answer<ListDeliveryStreams> decide(std::span<listed_stream const> streams,
                                                            input const& request) {
        auto const limit = request.Limit ? static_cast<std::int64_t>(*request.Limit) : default_limit;
        auto const wanted = request.DeliveryStreamType ? request.DeliveryStreamType->value() : std::nullopt;
        auto first = streams.begin();
        if (request.ExclusiveStartDeliveryStreamName) {
            first = std::ranges::upper_bound(streams, request.ExclusiveStartDeliveryStreamName->value, {},
                                             &listed_stream::name);
        }
        output shown;
        for (; first != streams.end(); ++first) {
            if (wanted && first->source != *wanted) { continue; }
            if (std::ssize(shown.DeliveryStreamNames) >= limit) {
                shown.HasMoreDeliveryStreams = true;
                break;
            }
            shown.DeliveryStreamNames.emplace_back(first->name);
        }
        return shown;
    }
};

} // namespace firehose_sse::operation
