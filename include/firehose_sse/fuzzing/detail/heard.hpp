// An answer as far as it can be read without its request, and what is wrong with it by itself.
// Level 5 (fuzzing). Knows no state.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/fuzzing/detail/report.hpp"
#include "firehose_sse/fuzzing/exchange.hpp"
#include "firehose_sse/fuzzing/oracle_policy.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include "firehose_sse/wire/error_kind.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse::fuzzing::detail {

/// The type of an error as a finding may show it: an unknown type is the endpoint's own text and is left out.
[[nodiscard]] inline std::string shown_type(std::string_view type) {
    return wire::kind_of_type(type) == wire::error_kind::unknown ? std::string("an unknown error") : std::string(type);
}

/// What an answer says.
template <class Op> struct heard {
    /// The outcome is not known: no answer, one that cannot be read, or a failure of the server.
    bool unclear = false;
    /// The type of the error; empty for a success.
    std::string error{};
    /// Present for a success that can be read.
    std::optional<typename Op::output> output{};

    [[nodiscard]] bool success() const noexcept { return !unclear && error.empty(); }
    /// Short, for a finding.
    [[nodiscard]] std::string text() const {
        return unclear ? "no clear answer" : error.empty() ? "200" : shown_type(error);
    }
};

/// Whose error it is. `operation`: an operation's own. `service`: any operation may answer it although the model does
/// not list it. `access`: the same, and it tells the sender that he is not allowed to call, or is not known.
enum class error_origin : unsigned char { operation, service, access };

[[nodiscard]] constexpr error_origin origin_of(std::string_view type) noexcept {
    using enum wire::error_kind;
    switch (wire::kind_of_type(type)) {
    case ConcurrentModificationException:
    case InvalidArgumentException:
    case InvalidKMSResourceException:
    case InvalidSourceException:
    case LimitExceededException:
    case ResourceInUseException:
    case ResourceNotFoundException:
    case unknown: break;
    case ServiceUnavailableException:
    case ValidationException:
    case SerializationException:
    case UnknownOperationException:
    case ThrottlingException:
    case InvalidParameterValueException:
    case InternalFailure: return error_origin::service;
    case AccessDeniedException:
    case UnrecognizedClientException:
    case InvalidSignatureException:
    case ExpiredTokenException:
    case IncompleteSignature:
    case MissingAuthenticationToken:
    case InvalidClientTokenId:
    case NotAuthorized:
    case OptInRequired:
    case RequestExpired: return error_origin::access;
    }
    return error_origin::operation;
}

/// Errors that AWS documents for every service, or for this one's API as a whole [D], and that nobody has seen from
/// this service. The first list refuses a request, the second says that the request has not come through. AWS's pages
/// differ in the statuses.
inline constexpr std::array<std::string_view, 7> unseen_refusals{
    "ValidationError",      "InvalidAction",    "InvalidParameterCombination",  "InvalidQueryParameter",
    "MalformedQueryString", "MissingParameter", "MalformedHttpRequestException"};
inline constexpr std::array<std::string_view, 3> unseen_interruptions{
    "RequestAbortedException", "RequestEntityTooLargeException", "RequestTimeoutException"};

[[nodiscard]] constexpr bool is_unseen_refusal(std::string_view type) noexcept {
    return std::ranges::find(unseen_refusals, type) != unseen_refusals.end();
}
[[nodiscard]] constexpr bool is_unseen_interruption(std::string_view type) noexcept {
    return std::ranges::find(unseen_interruptions, type) != unseen_interruptions.end();
}

[[nodiscard]] constexpr bool is_common_error(std::string_view type) noexcept {
    return origin_of(type) != error_origin::operation || is_unseen_refusal(type) || is_unseen_interruption(type);
}

[[nodiscard]] constexpr bool is_access_error(std::string_view type) noexcept {
    return origin_of(type) == error_origin::access;
}

/// True for a status that an error may have; documents differ on those of access errors.
[[nodiscard]] constexpr bool is_status_of(std::string_view type, int status, oracle_policy const& rules) noexcept {
    if (wire::kind_of_type(type) == wire::error_kind::unknown) { return true; } // nobody knows its status
    bool const denied = status == 401 || status == 403;
    return status == wire::http_status(type) || (denied && rules.tolerated.access && is_access_error(type));
}

/// Calls `f(std::type_identity<E>{})` for the modelled error of that name that `Op` may answer; false without one.
template <class Op, class F> bool with_error(std::string_view type, F&& f) {
    bool found = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Op::errors>>([&](auto error) {
        if (found || reflect::shape_name<typename decltype(error)::type> != type) { return; }
        found = true;
        f(error);
    });
    return found;
}

/// True for a modelled error that `Op` may answer.
template <class Op> [[nodiscard]] bool is_error_of(std::string_view type) {
    return with_error<Op>(type, [](auto) {});
}

/// Judges the headers, which all answers share.
inline void judge_headers(answer const& given, oracle_policy const& rules, report& found) {
    if (rules.tolerated.headers || given.headers.empty()) { return; }
    auto const headers = views(given.headers);
    auto const type = wire::find_only_header(headers, "Content-Type");
    if (!given.body.empty() && (!type || !wire::is_content_type(*type))) {
        found.add(finding_kind::content_type_wrong, wire::content_type, type ? "another" : "none, or more than one");
    }
    auto const id = wire::find_header(headers, "x-amzn-RequestId");
    if (!id || id->empty()) { found.add(finding_kind::request_id_missing, "x-amzn-RequestId", "none"); }
}

/// The type that an error's body names; empty, with a finding, when it names none.
[[nodiscard]] inline std::string error_type(answer const& given, report& found) {
    auto error = wire::read_error(given.status, {}, given.body); // clients read the type from the body
    if (!error.type.empty()) { return std::move(error.type); }
    auto options = wire::decode_options::sdk();
    options.empty_body = wire::empty_body::refuse;
    bool const object = wire::decode<model::DeleteDeliveryStreamOutput>(given.body, options).has_value();
    found.add(object ? finding_kind::error_without_type : finding_kind::error_unreadable,
              "an object with the error's type in __type", "status " + std::to_string(given.status));
    return {};
}

template <class Op> [[nodiscard]] heard<Op> hear_error(answer const& given, oracle_policy const& rules, report& found) {
    heard<Op> said;
    if (given.status >= 500 && wire::read_error(given.status, {}, given.body).type.empty()) {
        found.add(finding_kind::server_failed, "an answer", "status " + std::to_string(given.status));
        said.unclear = true;
        return said;
    }
    said.error = error_type(given, found);
    if (said.error.empty()) {
        said.unclear = true;
        return said;
    }
    int const status = wire::http_status(said.error);
    if (status == 500) {
        found.add(finding_kind::server_failed, "an answer", shown_type(said.error));
        said.unclear = true;
    } else if (!is_status_of(said.error, given.status, rules)) {
        found.add(finding_kind::error_status_wrong,
                  "status " + std::to_string(status) + " with " + shown_type(said.error),
                  "status " + std::to_string(given.status));
    }
    bool const modelled = with_error<Op>(said.error, [&](auto error) {
        using type = typename decltype(error)::type;
        if (!wire::decode<type>(given.body, wire::decode_options::sdk())) {
            found.add(finding_kind::error_unreadable, "the members of " + said.error, "others of the same names");
        }
    });
    // the exception's own text names Stop too, whose list of errors lacks it [D both]
    bool const of_kms = rules.tolerated.outcomes && std::same_as<Op, operation::StopDeliveryStreamEncryption> &&
                        wire::kind_of_type(said.error) == wire::error_kind::InvalidKMSResourceException;
    if (!modelled && !of_kms && !is_common_error(said.error)) {
        found.add(finding_kind::error_not_of_operation, "an error of " + std::string(Op::name), shown_type(said.error));
    }
    return said;
}

template <class Op>
[[nodiscard]] heard<Op> hear_output(answer const& given, oracle_policy const& rules, report& found) {
    using output = typename Op::output;
    heard<Op> said;
    if (reflect::member_count<output> == 0 && given.body.empty()) {
        said.output.emplace();
        return said;
    }
    auto options = wire::decode_options::sdk();
    options.empty_body = wire::empty_body::refuse;
    auto read = wire::decode<output>(given.body, options);
    if (!read) {
        found.add(finding_kind::output_unreadable, reflect::shape_name<output>,
                  wire::to_string(wire::decode_error{read.error().reason, read.error().offset, {}}));
        return said;
    }
    constraint::policy by{.set = rules.loose_constraints.set, .off = rules.loose_constraints.off, .max_violations = 1};
    by.off.insert(constraint::rule::enumeration); // the service answers values that are in no model [O]
    auto const broken = constraint::validate_constraints(read->value, by, read->missing);
    if (!broken.empty()) {
        auto const& first = broken.list.front();
        found.add(finding_kind::output_invalid, reflect::shape_name<output>,
                  std::string(reflect::enum_name(first.rule)) + " at " + first.pointer);
    }
    said.output = std::move(read->value);
    return said;
}

/// Reads an answer.
template <class Op>
[[nodiscard]] heard<Op> hear(std::optional<answer> const& given, oracle_policy const& rules, report& found) {
    if (!given) { return {.unclear = true}; }
    judge_headers(*given, rules, found);
    if (given->status == 200) { return hear_output<Op>(*given, rules, found); }
    if (given->status >= 400 && given->status <= 599) { return hear_error<Op>(*given, rules, found); }
    found.add(finding_kind::status_not_of_protocol, "200, or an error's", "status " + std::to_string(given->status));
    return {.unclear = true};
}

} // namespace firehose_sse::fuzzing::detail
