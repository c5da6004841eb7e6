// What a request's own bytes decide about the answer, and what is wrong with an answer to these bytes.
// Level 5 (fuzzing). Knows no state.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/broken_rule.hpp"
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include <boost/describe/enum.hpp>
#include <concepts>
#include <optional>
#include <string_view>
#include <utility>

namespace firehose_sse::fuzzing::detail {

/// What a request's own bytes decide.
template <class Op> struct asked {
    /// Nothing where none of the options that are in question can read the body.
    std::optional<typename Op::input> input{};
    /// Of a body without `input`: an endpoint may read it all the same, and in its own way.
    bool may_be_readable = false;
    bool may_be_unreadable = false;
    bool must_be_invalid = false;
    bool may_be_invalid = false;
};

/// Reads a request's body by all the options that are in question.
template <class Op> [[nodiscard]] asked<Op> read_body(std::string_view body, oracle_policy const& rules) {
    asked<Op> what;
    auto read = wire::decode<typename Op::input>(body, rules.reading);
    if (!read) {
        what.may_be_readable = rules.tolerated.reading && !is_known_to_be_refused(read.error().reason);
        return what;
    }
    what.may_be_unreadable = rules.reading != rules.strict_reading &&
                             !wire::decode<typename Op::input>(body, rules.strict_reading).has_value();
    auto const broken = [&](constraint::policy const& by) {
        return !constraint::validate_constraints(read->value, by, read->missing).empty();
    };
    what.may_be_invalid = broken(rules.service.constraints);
    what.must_be_invalid =
        rules.loose_constraints == rules.service.constraints ? what.may_be_invalid : broken(rules.loose_constraints);
    what.input = std::move(read->value);
    return what;
}

[[nodiscard]] constexpr bool means_refused(std::string_view error) noexcept {
    using enum wire::error_kind;
    auto const kind = wire::kind_of_type(error);
    return kind == SerializationException || kind == ValidationException || kind == InvalidArgumentException ||
           kind == InvalidParameterValueException || is_unseen_refusal(error);
}

/// True for an error that says nothing about the request: its sender is not allowed to call, or not so often, or the
/// stream's source or the service has a fault.
template <class Op> [[nodiscard]] bool is_unrelated(std::string_view error, oracle_policy const& rules) noexcept {
    auto const& tolerated = rules.tolerated;
    using enum wire::error_kind;
    auto const kind = wire::kind_of_type(error);
    if (is_access_error(error)) { return tolerated.access; }
    if (kind == ThrottlingException) {
        return tolerated.throttling || (operation::is_control_plane<Op> && rules.service.control_rate.has_value());
    }
    if (kind == ServiceUnavailableException) {
        return tolerated.throttling || (operation::is_put<Op> && rules.service.put_rate.has_value());
    }
    if (is_unseen_interruption(error)) { return tolerated.throttling; }
    // the model lists it for the operations on tags, each of which has a rate
    if (kind == LimitExceededException) {
        return tolerated.throttling &&
               (std::same_as<Op, operation::ListTagsForDeliveryStream> ||
                std::same_as<Op, operation::TagDeliveryStream> || std::same_as<Op, operation::UntagDeliveryStream>);
    }
    return kind == InvalidSourceException && tolerated.configurations && operation::is_put<Op>;
}

/// What is left to be decided by the stream's state.
BOOST_DEFINE_FIXED_ENUM_CLASS(body_verdict, unsigned char,
                              refused, ///< the answer refuses the body, rightly or not: nothing was carried out
                              accepted_wrongly, ///< the body should have been refused and was carried out
                              open)             ///< the body is good, or may be taken for good

/// Judges the answer by the body alone.
template <class Op>
[[nodiscard]] body_verdict judge_body(asked<Op> const& what, heard<Op> const& said, oracle_policy const& rules,
                                      report& found) {
    using enum finding_kind;
    if (said.unclear) { return what.input && !what.must_be_invalid ? body_verdict::open : body_verdict::refused; }
    auto const kind = wire::kind_of_type(said.error);
    bool const unreadable = kind == wire::error_kind::SerializationException;
    bool const invalid = kind == wire::error_kind::ValidationException;
    if (is_unrelated<Op>(said.error, rules)) { return body_verdict::refused; }
    bool const any_refusal = rules.tolerated.refusal_types && means_refused(said.error);
    bool const told =
        !said.success() && !is_common_error(said.error) && !is_error_of<Op>(said.error); // by hear_error()
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (rules.tolerated.configurations && means_refused(said.error)) { return body_verdict::refused; }
    }
    if (!what.input) {
        if (said.success()) {
            if (!what.may_be_readable) { found.add(unreadable_accepted, "SerializationException", said.text()); }
        } else if (!unreadable && !any_refusal && !told) {
            found.add(wrong_error_for_unreadable, "SerializationException", said.text());
        }
        return body_verdict::refused;
    }
    if (told && !what.must_be_invalid) { return body_verdict::refused; }
    if (what.may_be_unreadable && (unreadable || any_refusal)) { return body_verdict::refused; }
    if (what.must_be_invalid) {
        if (said.success()) {
            found.add(invalid_accepted, "ValidationException", said.text());
            return body_verdict::accepted_wrongly;
        }
        if (!invalid && !any_refusal && !told) {
            found.add(wrong_error_for_invalid, "ValidationException", said.text());
        }
        return body_verdict::refused;
    }
    if (what.may_be_invalid && (invalid || any_refusal)) { return body_verdict::refused; }
    if (any_refusal && !constraint::validate_cross_members(*what.input, rules.service.constraints).empty()) {
        return body_verdict::refused; // which error belongs to members that contradict each other is not known
    }
    if (unreadable || invalid || kind == wire::error_kind::UnknownOperationException) {
        found.add(valid_refused, "an answer to a valid request", said.text());
        return body_verdict::refused;
    }
    return body_verdict::open;
}

} // namespace firehose_sse::fuzzing::detail
