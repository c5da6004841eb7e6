// A broken rule with its place, and all the rules that a value broke.
// Level 2 (constraint). Never holds the value itself: only its place and its size.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include "firehose_sse/reflect/nearest_name.hpp"
#include "firehose_sse/shape/bounds.hpp"
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::constraint {

/// What stands at a violation's place; `none` for nothing, or when the rule is about more than one member.
BOOST_DEFINE_FIXED_ENUM_CLASS(value_kind, unsigned char, none, string, enumeration, blob, list, integer)

/// One broken rule.
struct violation {
    constraint::rule rule = constraint::rule::required;
    /// RFC 6901, such as `/Records/3/Data`; list elements count from 0.
    std::string pointer{};
    /// Smallest and largest allowed under the policy in force; unlimited for a rule without bounds. *Units:* code
    /// points, elements, raw bytes of a blob, bytes of a batch (by the policy's `basis`), else the number itself.
    range bounds{};
    /// What was found: a length, a number or a count. *Units:* as `bounds`.
    /// No renderer of this library prints the number of an integer.
    std::int64_t actual = 0;
    /// The pattern's text, or the enumeration's names; a view of a string that is never destroyed.
    std::string_view expected{};
    value_kind kind = value_kind::none;
    /// Of an enumeration: the name that was probably meant.
    reflect::suggestion nearest{};

    /// The bound that was crossed; means nothing for a rule without bounds.
    [[nodiscard]] constexpr std::int64_t limit() const noexcept {
        return rule == rule::length_min || rule == rule::value_min ? bounds.min : bounds.max;
    }
    friend bool operator==(violation const&, violation const&) = default;
};

/// The rules that a value broke: the first violations, and how many more there were. The violations of a structure's
/// own members come before those nested in them; rules that look at several members come last.
struct violations {
    std::vector<violation> list{};
    std::size_t more = 0;

    [[nodiscard]] bool empty() const noexcept { return list.empty() && more == 0; }
    [[nodiscard]] std::size_t count() const noexcept { return list.size() + more; }
    friend bool operator==(violations const&, violations const&) = default;
};

} // namespace firehose_sse::constraint
