// The body and the status of an error answer, as a server writes them.
// Level 3 (wire). Knows neither which errors an operation may have nor any transport.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/wire/detail/append_json.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

/// Body of a modelled error: its type in `__type` without a namespace [O], then its members.
///
/// *Example:* `encode_error(model::ResourceNotFoundException{"no such stream"})` gives
/// `{"__type":"ResourceNotFoundException","message":"no such stream"}`
template <reflect::described E> [[nodiscard]] std::string encode_error(E const& error) {
    std::string out = "{\"__type\":";
    detail::append_string(reflect::shape_name<E>, out);
    detail::append_members(error, out, false);
    out += '}';
    return out;
}

/// Body of an error that no model knows, such as SerializationException, which comes without a message [O].
[[nodiscard]] inline std::string encode_error(std::string_view type, std::optional<std::string_view> message) {
    std::string out = "{\"__type\":";
    detail::append_string(type, out);
    if (message) {
        out += ",\"message\":";
        detail::append_string(*message, out);
    }
    out += '}';
    return out;
}

/// HTTP status of an error by its type: 400 for whatever is the caller's fault, not-found and in-use included [O].
[[nodiscard]] constexpr int http_status(std::string_view type) noexcept {
    if (type == "ServiceUnavailableException" || type == "ServiceUnavailable") { return 503; }
    if (type == "InternalFailure" || type == "InternalFailureException") { return 500; }
    return 400;
}

} // namespace firehose_sse::wire
