// The one thing that is wrong with an input: a rule of validate(), or a reason of decode().
// Level 5 (fuzzing). Names only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace firehose_sse::fuzzing {

/// A rule that can be broken: a reason why a body cannot be read, or a rule that a body which can be read breaks.
using broken_rule = std::variant<wire::decode_reason, constraint::rule>;

namespace detail {
template <std::size_t... Reason, std::size_t... Rule>
[[nodiscard]] consteval auto all_broken_rules(std::index_sequence<Reason...>, std::index_sequence<Rule...>) {
    return std::array<broken_rule, sizeof...(Reason) + sizeof...(Rule)>{
        reflect::enumerators<wire::decode_reason>[Reason].value...,
        reflect::enumerators<constraint::rule>[Rule].value...};
}
} // namespace detail

/// Every one there is: the reasons, then the rules, each in the order of its enumeration.
inline constexpr auto broken_rules =
    detail::all_broken_rules(std::make_index_sequence<reflect::enumerators<wire::decode_reason>.size()>(),
                             std::make_index_sequence<reflect::enumerators<constraint::rule>.size()>());

/// Its name, such as `wrong_kind` or `length_max`; no two share one.
[[nodiscard]] constexpr std::string_view name_of(broken_rule broken) noexcept {
    if (auto const* reason = std::get_if<wire::decode_reason>(&broken)) { return reflect::enum_name(*reason); }
    return reflect::enum_name(*std::get_if<constraint::rule>(&broken));
}

/// True where the service is known to refuse what breaks the rule: documented, or observed of it or of a sibling of the
/// same framework. For the other rules only this library is known to do so, under the options in force.
[[nodiscard]] constexpr bool is_known_to_be_refused(broken_rule broken) noexcept {
    using enum wire::decode_reason;
    using enum constraint::rule;
    constexpr broken_rule unknown[] = {
        too_deep,       too_large,      too_many_elements,    byte_order_mark, lone_surrogate,
        empty_body,     not_an_integer, number_out_of_range,  null_element,    duplicate_member,
        unknown_member, bad_timestamp,  owned_key_has_no_arn, source_fits_type};
    return std::ranges::find(unknown, broken) == std::end(unknown);
}

/// The broken rule of that name; nothing when there is none.
[[nodiscard]] inline std::optional<broken_rule> broken_rule_of(std::string_view name) noexcept {
    for (auto const& each : broken_rules) {
        if (name_of(each) == name) { return each; }
    }
    return std::nullopt;
}

} // namespace firehose_sse::fuzzing
