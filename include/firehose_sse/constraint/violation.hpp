// A broken rule, located; and all that a value broke.
// Level 2 (constraint). Never holds the value itself: only its place and its size.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::constraint {

/// One broken rule.
struct violation {
    constraint::rule rule = constraint::rule::required;
    /// RFC 6901, such as `/Records/3/Data`; list elements count from 0.
    std::string pointer{};
    /// The bound that was crossed. *Units:* those of the rule.
    std::int64_t limit = 0;
    /// What the value has: its length, its number, or a count. *Units:* as `limit`.
    std::int64_t actual = 0;
    /// The pattern's text, or the enumeration's names; a string that lives for ever.
    std::string_view expected{};
    friend bool operator==(violation const&, violation const&) = default;
};

/// What a value broke: the first ones in document order, and how many more there were.
struct violations {
    std::vector<violation> list{};
    std::size_t more = 0;

    [[nodiscard]] bool empty() const noexcept { return list.empty() && more == 0; }
    [[nodiscard]] std::size_t count() const noexcept { return list.size() + more; }
    friend bool operator==(violations const&, violations const&) = default;
};

} // namespace firehose_sse::constraint
