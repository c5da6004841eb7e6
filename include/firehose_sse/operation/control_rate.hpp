// How often the operations of the control plane may be called: one bucket for each operation, or one for all.
// Level 4 (operation). Pure; knows no error: the model has none for a call too many, see gateway/throttle.hpp.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::operation {

/// The key of the bucket that a call of `operation` takes from; accounts and regions have their own.
[[nodiscard]] inline std::string control_bucket(std::string_view operation, policy const& rules) {
    std::string key = rules.account_id + ':' + rules.region;
    switch (rules.control_rate_scope) {
    case control_rate_scope::each_operation: key.append(":").append(operation); break;
    case control_rate_scope::all_together: break;
    }
    return key;
}

/// Takes one call of `operation` from its bucket in `buckets`; a call that is refused takes nothing. Without a
/// policy::control_rate, and for a Put or an unknown operation, nothing is taken and the call is admitted.
/// *Errors:* those of `buckets`.
template <quota::cell_store<quota::token_bucket> Buckets>
[[nodiscard]] quota::stored<quota::rate_verdict> take_control_call(Buckets& buckets, std::string_view operation,
                                                                   policy const& rules) {
    bool limited = false;
    if (rules.control_rate) {
        with_operation(operation, [&](auto op) { limited = is_control_plane<typename decltype(op)::type>; });
    }
    if (!limited) { return quota::rate_verdict{.admitted = true}; }
    return buckets.update(
        control_bucket(operation, rules), [&](std::optional<quota::token_bucket> const& cell, instant now) {
            using next = quota::next<quota::token_bucket, quota::rate_verdict>;
            auto const taken = quota::take(cell.value_or(quota::token_bucket{}), *rules.control_rate, 1, now);
            return taken.verdict.admitted ? next::put(taken.next, taken.verdict) : next::keep(taken.verdict);
        });
}

} // namespace firehose_sse::operation
