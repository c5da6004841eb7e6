// From an operation's name and body to its answer: decode, validate, perform, encode.
// Level 5 (gateway). No sockets, no clock; the service behind the operations does the work.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/gateway/precheck.hpp"
#include "firehose_sse/gateway/response.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace firehose_sse::gateway {

/// How a gateway reads and checks.
struct options {
    wire::decode_options decode{};
    constraint::policy constraints{};
    /// How the message of a ValidationException is worded.
    constraint::message_style message{};
    gateway::error_type_header error_type_header = gateway::error_type_header::with_code;
};

/// What stands behind the operations: `service.perform<Op>(input)` for every Op of operation::operations.
template <class S, class Op>
concept performs = requires(S& service, typename Op::input const& input) {
    { service.template perform<Op>(input) } -> std::same_as<operation::answer<Op>>;
};

/// A stream's name as a log may have it: empty when it is not a valid one, for a stranger may have made it up.
[[nodiscard]] inline std::string loggable_name(std::string_view name) {
    using shape = model::DeliveryStreamName;
    bool const valid = name.size() <= shape::bounds.max && constraint::matches<shape::pattern>(name);
    return valid ? std::string(name) : std::string();
}

namespace detail {

template <class Op> void name_stream(typename Op::input const& input, response& made) {
    if constexpr (requires { input.DeliveryStreamName.value; }) {
        made.stream = loggable_name(input.DeliveryStreamName.value);
    }
}

/// The service tells only the type [O]: no message, no place. With this library's own wording, the answer tells both.
[[nodiscard]] inline response cannot_read(wire::decode_error const& error, options const& rules,
                                          request_ids const& ids) {
    std::optional<std::string> message;
    if (rules.message.wording == constraint::wording::own) { message = to_string(error); }
    response made = error_response("SerializationException", message, ids, 400, rules.error_type_header);
    made.fault = to_string(wire::decode_error{error.reason, error.offset, {}}); // a pointer can hold a sender's names
    return made;
}

template <class Op, class Service>
response respond_to(std::string_view body, Service& service, options const& rules, request_ids const& ids) {
    static_assert(performs<Service, Op>,
                  "the service must have perform<Op>(Op::input const&) -> operation::answer<Op>");
    auto const header = rules.error_type_header;
    auto decoded = wire::decode<typename Op::input>(body, rules.decode);
    if (!decoded) { return cannot_read(decoded.error(), rules, ids); }
    auto const& input = decoded->value;
    auto const broken = constraint::validate_constraints(input, rules.constraints, decoded->missing);
    if (!broken.empty()) {
        response made =
            error_response("ValidationException", constraint::service_message(broken, rules.message), ids, 400, header);
        name_stream<Op>(input, made);
        made.unknown_members = decoded->unknown.size();
        return made;
    }
    response made = std::visit(
        [&]<class Answer>(Answer const& what) {
            if constexpr (!std::same_as<Answer, typename Op::output>) {
                return error_response(what, ids, header);
            } else if constexpr (reflect::member_count<Answer> == 0) {
                return make_response(200, {}, ids); // an empty output is an empty body [D]
            } else {
                return make_response(200, wire::encode(what), ids);
            }
        },
        service.template perform<Op>(input));
    name_stream<Op>(input, made);
    made.unknown_members = decoded->unknown.size();
    return made;
}

} // namespace detail

/// Answers the request whose head precheck() has let pass. An unknown operation gives an UnknownOperationException, as
/// in precheck(). Order [O]: reading (SerializationException), the constraint layer (ValidationException, all
/// violations), then the operation's own errors.
template <class Service>
[[nodiscard]] response respond(need_body const& wanted, std::string_view body, Service& service, options const& rules,
                               request_ids const& ids) {
    response made;
    bool const known = operation::with_operation(wanted.operation, [&](auto op) {
        using type = typename decltype(op)::type;
        made = body.size() > wanted.max_bytes ? body_too_large(wanted.max_bytes, ids, rules.error_type_header)
                                              : detail::respond_to<type>(body, service, rules, ids);
        made.operation = type::name; // the answer may outlive the caller's view
    });
    if (!known) { return error_response("UnknownOperationException", std::nullopt, ids, 400, rules.error_type_header); }
    return made;
}

/// Answers a whole request: precheck(), then respond().
template <class Service>
[[nodiscard]] response handle(request_head const& head, std::string_view body, Service& service, options const& rules,
                              request_ids const& ids) {
    auto checked = precheck(head, ids, rules.error_type_header);
    if (auto* refused = std::get_if<response>(&checked)) { return std::move(*refused); }
    return gateway::respond(std::get<need_body>(checked), body, service, rules, ids);
}

} // namespace firehose_sse::gateway
