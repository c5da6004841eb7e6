// What a rule is, where it comes from, and how to correct what breaks it.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/diagnostic/rule_book.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

/// Every rule, those about HTTP first.
[[nodiscard]] std::vector<firehose_sse::diagnostic::rule_entry> const& all_rules();

/// One rule.
[[nodiscard]] std::string explain(firehose_sse::diagnostic::rule_entry const& rule);

/// A line for each rule.
[[nodiscard]] std::string list_rules();

/// All rules as the page docs/reference/rules.md.
[[nodiscard]] std::string rules_page();

} // namespace check_example
