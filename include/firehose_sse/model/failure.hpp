// Why creating, deleting, or an encryption attempt failed.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/shape/open_enum.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace firehose_sse::model {

/// Kind of a failure. *Model:* DeliveryStreamFailureType.
BOOST_DEFINE_FIXED_ENUM_CLASS(DeliveryStreamFailureType, unsigned char, VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND,
                              VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED, RETIRE_KMS_GRANT_FAILED,
                              CREATE_KMS_GRANT_FAILED, KMS_ACCESS_DENIED, DISABLED_KMS_KEY, INVALID_KMS_KEY,
                              KMS_KEY_NOT_FOUND, KMS_OPT_IN_REQUIRED, CREATE_ENI_FAILED, DELETE_ENI_FAILED,
                              SUBNET_NOT_FOUND, SECURITY_GROUP_NOT_FOUND, ENI_ACCESS_DENIED, SUBNET_ACCESS_DENIED,
                              SECURITY_GROUP_ACCESS_DENIED, UNKNOWN_ERROR)

/// Text that is neither empty nor blank. *Model:* NonEmptyString.
struct NonEmptyString : string_shape<NonEmptyString> {
    using string_shape::string_shape;
    static constexpr length bounds{1, 1024};
    using pattern = pattern_text<R"(^(?!\s*$).+)">;
};

/// A failure's kind and its explanation. *Model:* FailureDescription.
struct FailureDescription {
    open_enum<model::DeliveryStreamFailureType> Type{};
    model::NonEmptyString Details{};
    friend bool operator==(FailureDescription const&, FailureDescription const&) = default;
};
BOOST_DESCRIBE_STRUCT(FailureDescription, (), (Type, Details))

} // namespace firehose_sse::model
