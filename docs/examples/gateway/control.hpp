// The control path: moves the clock, sets faults, shows the inner state. Not part of the AWS API, closed to web pages.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/model/error.hpp>
#include <firehose_sse/wire/protocol.hpp>
#include "memory_service.hpp"
#include "metrics.hpp"
#include <boost/json/object.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gateway_example {

inline constexpr std::string_view control_prefix = "/_control/";
inline constexpr std::size_t control_max_body = 64 * 1024;

/// The eight errors of the service's model: each can be set on any operation.
using modelled_errors =
    boost::mp11::mp_list<sse::model::ConcurrentModificationException, sse::model::InvalidArgumentException,
                         sse::model::InvalidKMSResourceException, sse::model::InvalidSourceException,
                         sse::model::LimitExceededException, sse::model::ResourceInUseException,
                         sse::model::ResourceNotFoundException, sse::model::ServiceUnavailableException>;

/// A control answer: a status and a JSON document, or a text in its place.
struct control_answer {
    int status;
    boost::json::object body;
    std::optional<std::string> text{};
};

/// True when the caller cannot be a web page of another origin, nor use a name that merely resolves to loopback.
[[nodiscard]] bool is_local_caller(std::span<sse::wire::header_view const> headers, std::uint16_t port);

/// Answers a control request; `path` begins with control_prefix.
[[nodiscard]] control_answer control(memory_service& service, metrics const& counted, std::string_view method,
                                     std::string_view path, std::string_view body);

} // namespace gateway_example
