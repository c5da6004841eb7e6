// Reading an error answer.
// Level 3 (wire). Goes through the same reader as every document.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/detail/read_document.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include <utility>

namespace firehose_sse::wire {

namespace detail {

/// The members that error bodies are seen with, each a string or a number or neither.
struct error_members {
    loose_scalar type, code, lower_message, upper_message, error_message;
};

inline constexpr type_table loose_table{value_kind::scalar};

template <loose_scalar error_members::*Member> consteval member_entry error_entry(std::string_view name) {
    return {name, &loose_table, [](void* owner) -> void* { return &(static_cast<error_members*>(owner)->*Member); },
            false};
}

inline constexpr member_entry error_entries[] = {
    error_entry<&error_members::type>("__type"), error_entry<&error_members::code>("code"),
    error_entry<&error_members::lower_message>("message"), error_entry<&error_members::upper_message>("Message"),
    error_entry<&error_members::error_message>("errorMessage")};

inline constexpr type_table error_table{.kind = value_kind::structure, .members = error_entries};

} // namespace detail

[[nodiscard]] FIREHOSE_SSE_COMPILED service_error read_error(int status, std::span<header_view const> headers,
                                                             std::string_view body) {
    using detail::loose_scalar;
    service_error error;
    error.status = status;
    error.request_id = find_header(headers, "x-amzn-requestid").value_or("");
    error.extended_request_id = find_header(headers, "x-amz-id-2").value_or("");
    error.body = body;

    detail::error_members members;
    detail::findings found;
    if (!detail::read_document(body, {&members, &detail::error_table}, decode_options::sdk(), found)) { members = {}; }

    for (auto* const message : {&members.lower_message, &members.upper_message, &members.error_message}) {
        if (error.message.empty() && message->held == loose_scalar::kind::string) {
            error.message = std::move(message->text);
        }
    }
    auto const header = find_header(headers, "x-amzn-errortype");
    if (header && !bare_type(*header).empty()) {
        error.type = bare_type(*header);
    } else if (members.type.held == loose_scalar::kind::string && !bare_type(members.type.text).empty()) {
        error.type = bare_type(members.type.text);
    } else if (members.code.held == loose_scalar::kind::string) {
        error.type = bare_type(members.code.text);
    }
    if (members.code.held != loose_scalar::kind::none) { error.code = std::move(members.code.text); }
    return error;
}

} // namespace firehose_sse::wire
