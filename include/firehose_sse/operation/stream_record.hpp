// Everything a service remembers of one stream, in one cell: charging and transition commit together.
// Level 4 (operation). A value; knows no store and no wire.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/quota/window.hpp"
#include <optional>
#include <vector>

namespace firehose_sse::operation {

/// One stream. `encryption` also tells whether the stream exists and which status it has: see exists().
struct stream_record {
    encryption::state encryption{};
    quota::window quota{};
    model::DeliveryStreamName name{};
    model::DeliveryStreamARN arn{};
    model::DeliveryStreamVersionId version{};
    timestamp created{};
    std::optional<raw_json> source{};
    model::DestinationDescription destination{};
    /// In order of their keys.
    std::vector<model::Tag> tags{};
    /// When the pending work ends; read only while there is some.
    instant work_due{};
    /// When the call that asked for the pending work was charged; nothing when no call was charged for it.
    std::optional<instant> charged_at{};
    /// The same for the queued change, which may also be the key of a Create.
    std::optional<instant> queued_charged_at{};
};

/// True where the cell holds a stream. A host that acknowledges effects may keep the record of a stream that is gone,
/// for its grants.
[[nodiscard]] inline bool exists(std::optional<stream_record> const& cell) noexcept {
    return cell && cell->encryption.stream;
}

} // namespace firehose_sse::operation
