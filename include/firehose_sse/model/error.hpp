// The eight errors the service's model knows.
// Level 1 (model). AWS's words only; knows no JSON and no behaviour.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/string_shape.hpp"
#include <boost/describe/class.hpp>
#include <optional>

namespace firehose_sse::model {

/// What an error says to a person; programs do not match it. *Model:* ErrorMessage.
struct ErrorMessage : string_shape<ErrorMessage> {
    using string_shape::string_shape;
};

/// A more detailed reason that some errors and batch entries carry. *Model:* ErrorCode.
struct ErrorCode : string_shape<ErrorCode> {
    using string_shape::string_shape;
};

/// Another modification has already happened. *Model:* ConcurrentModificationException.
struct ConcurrentModificationException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(ConcurrentModificationException const&, ConcurrentModificationException const&) = default;
};
BOOST_DESCRIBE_STRUCT(ConcurrentModificationException, (), (message))

/// A value that the service cannot accept. *Model:* InvalidArgumentException.
struct InvalidArgumentException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(InvalidArgumentException const&, InvalidArgumentException const&) = default;
};
BOOST_DESCRIBE_STRUCT(InvalidArgumentException, (), (message))

/// KMS refused the key. `code` is data of this error, not its type: see wire::read_error. *Model:*
/// InvalidKMSResourceException.
struct InvalidKMSResourceException {
    std::optional<model::ErrorCode> code{};
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(InvalidKMSResourceException const&, InvalidKMSResourceException const&) = default;
};
BOOST_DESCRIBE_STRUCT(InvalidKMSResourceException, (), (code, message))

/// Records from a source that this stream does not accept. `code` is data, not the error's type. *Model:*
/// InvalidSourceException.
struct InvalidSourceException {
    std::optional<model::ErrorCode> code{};
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(InvalidSourceException const&, InvalidSourceException const&) = default;
};
BOOST_DESCRIBE_STRUCT(InvalidSourceException, (), (code, message))

/// A quota is used up. *Model:* LimitExceededException.
struct LimitExceededException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(LimitExceededException const&, LimitExceededException const&) = default;
};
BOOST_DESCRIBE_STRUCT(LimitExceededException, (), (message))

/// The stream exists already, or its state does not allow the call. *Model:* ResourceInUseException.
struct ResourceInUseException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(ResourceInUseException const&, ResourceInUseException const&) = default;
};
BOOST_DESCRIBE_STRUCT(ResourceInUseException, (), (message))

/// No such stream. *Model:* ResourceNotFoundException.
struct ResourceNotFoundException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(ResourceNotFoundException const&, ResourceNotFoundException const&) = default;
};
BOOST_DESCRIBE_STRUCT(ResourceNotFoundException, (), (message))

/// Ask again later; the only modelled error that is the service's fault (503). *Model:* ServiceUnavailableException.
struct ServiceUnavailableException {
    std::optional<model::ErrorMessage> message{};
    friend bool operator==(ServiceUnavailableException const&, ServiceUnavailableException const&) = default;
};
BOOST_DESCRIBE_STRUCT(ServiceUnavailableException, (), (message))

} // namespace firehose_sse::model
