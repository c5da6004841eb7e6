// Where a stream delivers.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include <boost/describe/class.hpp>
#include <optional>

namespace firehose_sse::model {

/// Id of a destination inside its stream, such as `destinationId-000000000001`. *Model:* DestinationId.
struct DestinationId : string_shape<DestinationId> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 100};
    using pattern = pattern_text<"[a-zA-Z0-9-]+">;
};

/// A destination as Describe shows it; its details are kept as JSON text. *Model:* DestinationDescription.
struct DestinationDescription {
    model::DestinationId DestinationId{};
    std::optional<raw_json> S3DestinationDescription{};
    std::optional<raw_json> ExtendedS3DestinationDescription{};
    std::optional<raw_json> RedshiftDestinationDescription{};
    std::optional<raw_json> ElasticsearchDestinationDescription{};
    std::optional<raw_json> AmazonopensearchserviceDestinationDescription{};
    std::optional<raw_json> SplunkDestinationDescription{};
    std::optional<raw_json> HttpEndpointDestinationDescription{};
    std::optional<raw_json> SnowflakeDestinationDescription{};
    std::optional<raw_json> AmazonOpenSearchServerlessDestinationDescription{};
    std::optional<raw_json> IcebergDestinationDescription{};
    friend bool operator==(DestinationDescription const&, DestinationDescription const&) = default;
};
BOOST_DESCRIBE_STRUCT(DestinationDescription, (),
                      (DestinationId, S3DestinationDescription, ExtendedS3DestinationDescription,
                       RedshiftDestinationDescription, ElasticsearchDestinationDescription,
                       AmazonopensearchserviceDestinationDescription, SplunkDestinationDescription,
                       HttpEndpointDestinationDescription, SnowflakeDestinationDescription,
                       AmazonOpenSearchServerlessDestinationDescription, IcebergDestinationDescription))

/// *Model:* DestinationDescriptionList.
struct DestinationDescriptionList : list_shape<DestinationDescriptionList, model::DestinationDescription> {
    using list_shape::list_shape;
};

} // namespace firehose_sse::model
