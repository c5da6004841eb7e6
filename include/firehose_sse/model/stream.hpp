// Name, ARN, version, source and status of a delivery stream.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include <boost/describe/enum.hpp>

namespace firehose_sse::model {

/// Name of a delivery stream, unique in an account and region. *Model:* DeliveryStreamName.
struct DeliveryStreamName : string_shape<DeliveryStreamName> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 64};
    using pattern = pattern_text<"[a-zA-Z0-9_.-]+">;
};

/// Amazon Resource Name of a delivery stream. *Model:* DeliveryStreamARN.
struct DeliveryStreamARN : string_shape<DeliveryStreamARN> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 512};
    using pattern = pattern_text<R"(arn:.*:firehose:[a-zA-Z0-9\-]+:\d{12}:deliverystream/[a-zA-Z0-9._-]+)">;
};

/// Version of a stream's configuration, as UpdateDestination compares it. *Model:* DeliveryStreamVersionId.
struct DeliveryStreamVersionId : string_shape<DeliveryStreamVersionId> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 50};
    using pattern = pattern_text<"[0-9]+">;
};

/// Where a stream's records come from; only DirectPut can have server-side encryption. *Model:* DeliveryStreamType.
BOOST_DEFINE_FIXED_ENUM_CLASS(DeliveryStreamType, unsigned char, DirectPut, KinesisStreamAsSource, MSKAsSource,
                              DatabaseAsSource)

/// Status of the stream itself, apart from its encryption. *Model:* DeliveryStreamStatus.
BOOST_DEFINE_FIXED_ENUM_CLASS(DeliveryStreamStatus, unsigned char, CREATING, CREATING_FAILED, DELETING, DELETING_FAILED,
                              ACTIVE)

} // namespace firehose_sse::model
