// Gathers violations under a policy's switches and cap.
// Level 2 (constraint). Knows no shape and no rule's check.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/constraint/violation.hpp"
#include <utility>

namespace firehose_sse::constraint {

/// Keeps the violations of the rules in force up to the policy's cap, and only counts those beyond it.
class collector {
public:
    /// Keeps a reference to the policy.
    explicit collector(policy const& rules) noexcept : rules_(rules) {}
    explicit collector(policy const&&) = delete;

    [[nodiscard]] policy const& rules() const noexcept { return rules_; }

    void add(violation found) {
        if (rules_.off.contains(found.rule)) { return; }
        if (found_.list.size() < rules_.max_violations) {
            found_.list.push_back(std::move(found));
        } else {
            ++found_.more;
        }
    }

    [[nodiscard]] violations take() && { return std::move(found_); }

private:
    policy const& rules_;
    violations found_;
};

} // namespace firehose_sse::constraint
