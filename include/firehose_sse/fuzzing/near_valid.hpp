// Inputs that break exactly one rule, together with where it is broken and what a correct endpoint may answer.
// Level 5 (fuzzing). Knows no engine; labels are made with the inputs, without asking the code that they are to test.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/answer_set.hpp"
#include "firehose_sse/fuzzing/broken_rule.hpp"
#include "firehose_sse/fuzzing/detail/break_reason.hpp"
#include "firehose_sse/fuzzing/detail/break_rule.hpp"
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/reflect/members.hpp"
#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace firehose_sse::fuzzing {

/// An input that is valid but for one thing.
struct near_valid_case {
    /// The request's body.
    std::string payload;
    broken_rule rule;
    /// RFC 6901 pointer to what is wrong, as decode() and validate() tell it.
    std::string pointer;
    /// The errors that an endpoint which refuses it may answer; any other error is wrong.
    answer_set answers{};
    /// True when nobody knows whether the service refuses it, see is_known_to_be_refused(): then success is wrong only
    /// for an endpoint that is to read and check as `options` say. When false, success is wrong for any endpoint.
    bool may_be_accepted = false;
};

namespace detail {

class near_valid_maker {
public:
    /// `most_bytes` is how large a payload may get.
    near_valid_maker(shape const& type, any_source& choices, options const& rules, std::size_t most_bytes)
        : type_(type), choices_(choices), rules_(rules), most_bytes_(most_bytes) {}

    /// Breaks any document, else the least one, else the least one with the least choices too.
    [[nodiscard]] std::optional<near_valid_case> make(broken_rule broken) {
        drafter maker(choices_, rules_);
        if (auto made = break_in(maker.draft(type_, most_bytes_), broken, choices_)) { return made; }
        if (auto made = break_in(maker.least(type_), broken, choices_)) { return made; }
        no_choices none;
        any_source plain(none);
        return break_in(maker.least(type_), broken, plain);
    }

private:
    [[nodiscard]] std::optional<near_valid_case> break_in(node root, broken_rule broken, any_source& choices) {
        std::optional<broken_text> made;
        bool too_large = false;
        if (auto const* reason = std::get_if<wire::decode_reason>(&broken)) {
            made = reason_breaker(root, choices, rules_, most_bytes_).break_one(*reason);
            too_large = *reason == wire::decode_reason::too_large;
        } else if (auto pointer = rule_breaker(root, choices, rules_, most_bytes_).break_one(std::get<1>(broken))) {
            made = broken_text{write(root, choices), *std::move(pointer)};
        }
        std::size_t const limit = too_large ? most_bytes_ : std::min(most_bytes_, rules_.decode.max_bytes);
        if (!made || made->text.size() > limit) { return std::nullopt; }
        bool const too_many = broken == broken_rule(wire::decode_reason::too_many_elements);
        if (!too_many && count_elements(root) > rules_.decode.max_elements) { return std::nullopt; }
        return near_valid_case{
            std::move(made->text), broken, std::move(made->pointer), {}, !is_known_to_be_refused(broken)};
    }

    [[nodiscard]] std::string write(node& root, any_source& choices) {
        std::string plain = document_writer().write(root);
        drafter maker(choices, rules_);
        if (!maker.is_odd()) { return plain; }
        maker.make_odd(root);
        std::string odd = document_writer(&choices).write(root);
        return odd.size() <= std::min(most_bytes_, rules_.decode.max_bytes) ? odd : plain;
    }

    shape const& type_;
    any_source& choices_;
    options const& rules_;
    std::size_t most_bytes_;
};

/// options::largest_payload limits only near_valid(); where a rule is asked for, it is broken at any price.
inline constexpr std::size_t at_any_price = std::numeric_limits<std::size_t>::max();

[[nodiscard]] inline std::optional<near_valid_case> any_near_valid(shape const& type, any_source& choices,
                                                                   options const& rules) {
    std::size_t const first = choices.index(broken_rules.size());
    for (std::size_t i = 0; i < broken_rules.size(); ++i) {
        broken_rule const broken = broken_rules[(first + i) % broken_rules.size()];
        if (auto made = near_valid_maker(type, choices, rules, rules.largest_payload).make(broken)) { return made; }
    }
    return std::nullopt;
}

} // namespace detail

/// A text that breaks this one rule of a `T`, a type of the model: input, output or error.
/// *Errors:* nothing where no text of this type can break it under these options, such as a limit it has no member for.
template <reflect::described T, source S>
[[nodiscard]] std::optional<near_valid_case> near_valid_document_of(broken_rule broken, S& choices,
                                                                    options const& rules = {}) {
    detail::any_source any(choices);
    return detail::near_valid_maker(detail::shape_of<T>, any, rules, detail::at_any_price).make(broken);
}

/// A text that breaks one rule of a `T`, whichever the source chooses.
template <reflect::described T, source S>
[[nodiscard]] std::optional<near_valid_case> near_valid_document(S& choices, options const& rules = {}) {
    detail::any_source any(choices);
    return detail::any_near_valid(detail::shape_of<T>, any, rules);
}

/// The body of a request that breaks this one rule; with the answers that a correct endpoint may give.
/// *Errors:* nothing where no request of this operation can break it under these options.
///
/// *Example:* `fuzzing::near_valid_of<operation::PutRecord>(wire::decode_reason::bad_base64, choices)`
template <class Op, source S>
[[nodiscard]] std::optional<near_valid_case> near_valid_of(broken_rule broken, S& choices, options const& rules = {}) {
    auto made = near_valid_document_of<typename Op::input>(broken, choices, rules);
    if (made) { made->answers = answers_to<Op>(broken, made->payload.size()); }
    return made;
}

/// The body of a request that breaks one rule, whichever the source chooses.
template <class Op, source S>
[[nodiscard]] std::optional<near_valid_case> near_valid(S& choices, options const& rules = {}) {
    auto made = near_valid_document<typename Op::input>(choices, rules);
    if (made) { made->answers = answers_to<Op>(made->rule, made->payload.size()); }
    return made;
}

} // namespace firehose_sse::fuzzing
