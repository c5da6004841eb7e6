// What a request's head alone decides: the operation and how large its body may be, or an answer at once.
// Level 5 (gateway). No sockets; reads no body.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/gateway/response.hpp"
#include "firehose_sse/operation/operations.hpp"
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace firehose_sse::gateway {

/// A request without its body; the views belong to the caller.
struct request_head {
    std::string_view method{};
    /// The request target: path and query.
    std::string_view path{};
    std::span<wire::header_view const> headers{};
    /// Content-Length, when there is one.
    std::optional<std::uint64_t> content_length{};
};

/// The path of a request target. If the target names its server too, as to a proxy (RFC 9112, 3.2.2), this is what
/// follows the server, or `/` if nothing does. Any other target, and one with an empty server name, stays as it is.
[[nodiscard]] constexpr std::string_view path_of_target(std::string_view target) noexcept {
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (!wire::detail::equal_but_for_case(target.substr(0, scheme.size()), scheme)) { continue; }
        auto const server = target.substr(scheme.size());
        auto const end = server.find_first_of("/?#");
        if (server.empty() || end == 0) { return target; }
        return end == server.npos ? std::string_view("/") : server.substr(end);
    }
    return target;
}

/// Go on: read at most so many bytes of body, then call respond().
struct need_body {
    std::string_view operation;
    std::size_t max_bytes;
};

/// The answer to a body that is too large for its operation. The status is HTTP's, the type is ours [U].
[[nodiscard]] inline response body_too_large(std::size_t max_bytes, request_ids const& ids,
                                             error_type_header header = error_type_header::with_code) {
    return error_response("RequestEntityTooLargeException",
                          "Request body exceeds " + std::to_string(max_bytes) + " bytes", ids, 413, header);
}

/// Decides what a head alone can decide: method, path, target, media type, declared size.
/// Another method or path than `POST /` is not this protocol (405, 404) [D], nor is another media type (415) [U]. A
/// malformed or unknown target gives an UnknownOperationException (400) without a message [O]. So does a target given
/// twice: another reader could take the other one.
[[nodiscard]] inline std::variant<need_body, response>
precheck(request_head const& head, request_ids const& ids, error_type_header header = error_type_header::with_code) {
    auto const unknown = [&](int status) {
        return error_response("UnknownOperationException", std::nullopt, ids, status, header);
    };
    if (head.path != "/") { return unknown(404); }
    if (head.method != "POST") {
        response made = unknown(405);
        made.headers.push_back({"Allow", "POST"});
        return made;
    }
    auto const target = wire::find_only_header(head.headers, "X-Amz-Target");
    auto const name = target ? wire::operation_of_target(*target) : std::nullopt;
    std::optional<need_body> wanted;
    if (name) {
        operation::with_operation(*name, [&](auto op) {
            using type = typename decltype(op)::type;
            wanted = need_body{type::name, type::max_body_bytes};
        });
    }
    if (!wanted) { return unknown(400); }
    auto const media_type = wire::find_only_header(head.headers, "Content-Type");
    std::optional<response> refused;
    if (!media_type || !wire::is_content_type(*media_type)) {
        refused = error_response("UnsupportedMediaTypeException",
                                 "Content-Type must be " + std::string(wire::content_type), ids, 415, header);
    } else if (head.content_length && *head.content_length > wanted->max_bytes) {
        refused = body_too_large(wanted->max_bytes, ids, header);
    }
    if (!refused) { return *wanted; }
    refused->operation = wanted->operation;
    return *std::move(refused);
}

} // namespace firehose_sse::gateway
