// An answer as a value: status, headers, body, and what a log may say of it.
// Level 5 (gateway). No sockets: any HTTP stack can send it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::gateway {

/// One header of an answer.
struct header {
    std::string name;
    std::string value;
};

/// The ids of a request; the caller makes them, since only it has randomness.
struct request_ids {
    /// A UUID, see wire::request_id.
    std::string request;
    /// Opaque; sent as the header x-amz-id-2 when not empty.
    std::string extended{};
};

/// An HTTP answer without Date and Content-Length, which belong to the transport.
struct response {
    int status = 200;
    std::vector<header> headers{};
    std::string body{};
    /// The operation asked for, a string that is never destroyed; empty when none was recognised.
    std::string_view operation{};
    /// The stream's name, only if it is a valid one; safe to log.
    std::string stream{};
    /// `ok`, or the type of the error.
    std::string outcome = "ok";
    /// Why a body could not be read and at which byte, such as `wrong_kind at byte 22`; safe to log.
    std::string fault{};
    /// How many members the model does not know, under unknown_members::warn.
    std::size_t unknown_members = 0;
};

/// Whether the header X-Amzn-ErrorType tells an error's type too [U]: the service is only known not to send it with
/// errors that have no `code` [O]. `with_code`: it is sent with errors that have a `code`, which some clients, the
/// JavaScript SDK among them, would otherwise take for the type.
BOOST_DEFINE_FIXED_ENUM_CLASS(error_type_header, unsigned char, with_code, never, always)

/// An answer of this protocol with a body.
[[nodiscard]] inline response make_response(int status, std::string body, request_ids const& ids) {
    response made;
    made.status = status;
    made.headers.push_back({"x-amzn-RequestId", ids.request});
    if (!ids.extended.empty()) { made.headers.push_back({"x-amz-id-2", ids.extended}); }
    made.headers.push_back({"Content-Type", std::string(wire::content_type)});
    made.body = std::move(body);
    return made;
}

/// An error that the service's model does not list, such as ValidationException.
[[nodiscard]] inline response error_response(std::string_view type, std::optional<std::string_view> message,
                                             request_ids const& ids, int status,
                                             error_type_header header = error_type_header::with_code) {
    response made = make_response(status, wire::encode_error(type, message), ids);
    made.outcome = type;
    if (header == error_type_header::always) { made.headers.push_back({"X-Amzn-ErrorType", made.outcome}); }
    return made;
}

/// A modelled error, with the status that belongs to it.
template <reflect::described E>
[[nodiscard]] response error_response(E const& error, request_ids const& ids,
                                      error_type_header header = error_type_header::with_code) {
    constexpr std::string_view type = reflect::shape_name<E>;
    response made = make_response(wire::http_status(type), wire::encode_error(error), ids);
    made.outcome = type;
    bool has_code = false;
    if constexpr (requires { error.code; }) { has_code = error.code.has_value(); }
    if (header == error_type_header::always || (header == error_type_header::with_code && has_code)) {
        made.headers.push_back({"X-Amzn-ErrorType", made.outcome});
    }
    return made;
}

} // namespace firehose_sse::gateway
