// An error answer as a client reads it, whatever it contains.
// Level 3 (wire). Keeps all that came; judges nothing, retries nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/error_kind.hpp"
#include "firehose_sse/wire/linkage.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

/// All that an error answer tells.
struct service_error {
    /// Without namespace; empty when the answer names none.
    std::string type;
    std::string message;
    /// The member `code`: data of InvalidKMSResourceException and InvalidSourceException, not their type. When nothing
    /// else names a type, it is taken for the type as well. A number is kept as text.
    std::optional<std::string> code;
    int status = 0;
    std::string request_id;
    std::string extended_request_id;
    /// As it came.
    std::string body;
    friend bool operator==(service_error const&, service_error const&) = default;
};

/// A type as it is compared: cut at the first `:`, then only what follows `#` [D], without blanks around it.
///
/// *Example:* `bare_type("com.amazonaws.firehose#LimitExceededException:http://x") == "LimitExceededException"`
[[nodiscard]] constexpr std::string_view bare_type(std::string_view type) noexcept {
    type = type.substr(0, type.find(':'));
    auto const hash = type.find('#');
    return detail::trimmed(hash == std::string_view::npos ? type : type.substr(hash + 1));
}

/// Reads an error answer; any status, any headers, any bytes.
///
/// The type comes from the header `X-Amzn-ErrorType`, else from a string `__type` at the top of the body, else from a
/// string `code` there, which comes last since it is data of two errors of this service. A type of which bare_type()
/// leaves nothing counts as absent.
/// *Errors:* none. A body that is empty, or that decode() would refuse under decode_options::sdk() (no JSON object, cut
/// off, text behind it, not UTF-8, a repeated name, a number beyond any double), tells nothing, but is kept.
[[nodiscard]] FIREHOSE_SSE_COMPILED service_error read_error(int status, std::span<header_view const> headers,
                                                             std::string_view body);

/// The error as something to switch on; `unknown` when it names no type or one that is not listed.
[[nodiscard]] constexpr error_kind kind(service_error const& error) noexcept { return kind_of_type(error.type); }

} // namespace firehose_sse::wire

#ifndef FIREHOSE_SSE_SEPARATE_COMPILATION
#include "firehose_sse/wire/impl/service_error.ipp"
#endif
