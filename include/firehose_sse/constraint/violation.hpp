// A broken rule, located; and all that a value broke.
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

/// What stands at a violation's place; `none` when nothing does, or when more than one member is meant.
BOOST_DEFINE_FIXED_ENUM_CLASS(value_kind, unsigned char, none, string, enumeration, blob, list, integer)

/// One broken rule.
struct violation {
    constraint::rule rule = constraint::rule::required;
    /// RFC 6901, such as `/Records/3/Data`; list elements count from 0.
    std::string pointer{};
    /// Smallest and largest allowed, as the policy in force has them; all there is where the rule has none.
    /// *Units:* code points of a string, raw bytes of a blob or a batch, elements of a list, else the number itself.
    range bounds{};
    /// What the value has: its length, its number, or a count. *Units:* as `bounds`.
    /// No renderer of this library prints an integer's.
    std::int64_t actual = 0;
    /// The pattern's text, or the enumeration's names; a string that lives for ever.
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

/// What a value broke: the first ones, and how many more there were. A structure's own members come before what is
/// nested in them, rules that look at several members last.
struct violations {
    std::vector<violation> list{};
    std::size_t more = 0;

    [[nodiscard]] bool empty() const noexcept { return list.empty() && more == 0; }
    [[nodiscard]] std::size_t count() const noexcept { return list.size() + more; }
    friend bool operator==(violations const&, violations const&) = default;
};

} // namespace firehose_sse::constraint
