// Start and Stop under a quota that gateways share: checked, reserved, done, and given back if refused after all.
// Level 4 (operation). Knows no transport and neither of the stores.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/quota/shared_quota.hpp"
#include <concepts>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace firehose_sse::operation {

/// What quota::shared_quota offers; other types that offer it can stand for one.
template <class Q>
concept reserves_calls = requires(Q& quota, std::string_view key, quota::reservation const& held,
                                  std::optional<quota::call_token> token) {
    { quota.reserve(key, token) } -> std::same_as<quota::reservation>;
    { quota.peek(key, token) } -> std::same_as<quota::stored<quota::admission>>;
    quota.cancel(key, held, token);
};

/// What became of a call under a shared quota.
template <class Op> struct shared_reply {
    /// Absent when the shared store did not answer and unavailable_policy denies: the protocol's own answer is then
    /// ServiceUnavailable (503).
    std::optional<operation::reply<Op>> reply{};
    /// What was reserved; absent when the stream refused the call before the quota was asked.
    std::optional<quota::reservation> held{};
};

/// Performs Start or Stop on the cell `stream` of `streams`, charging `key` in `shared`.
/// Unless refused calls count, a call that the stream would refuse is not reserved, so that it cannot keep another call
/// out; and a reserved call is given back when the stream refuses it after all, since another came between, or when
/// `streams` fails: but not where the change may have been made (store_error::outcome_unknown). The charge and the
/// transition are in two stores: a process that dies between them leaves a call charged that changed nothing, never the
/// reverse. operation::policy::failed_change and encrypted_create do not affect the shared store. A call that the
/// stream refuses while the quota is used up is charged there only under counting::attempted; a stream's own window
/// charges it under counting::answered too. *Errors:* what `streams` throws or fails with.
template <class Op, quota::cell_store<stream_record> Streams, reserves_calls Quota>
[[nodiscard]] quota::stored<shared_reply<Op>> perform_shared(Streams& streams, std::string_view stream, Quota& shared,
                                                             std::string_view key, typename Op::input const& request,
                                                             context with) {
    auto const refused = [](reply<Op> const& what) {
        return !std::holds_alternative<typename Op::output>(what.answer);
    };
    bool there = false;
    auto const run = [&](bool commit) {
        return streams.update(stream, [&](std::optional<stream_record> const& cell, instant now) {
            auto decided = perform<Op>(cell, request, with, now);
            // a stream whose deletion is due is gone
            there = exists(cell) && decided.change != quota::cell_change::erase;
            if (commit) { return decided; }
            decided.answer.effects.clear(); // the end of their work is not stored: the next look ends it again
            return decision<Op>::keep(std::move(decided.answer));
        });
    };
    auto const& rules = with.policy;
    bool const refusals_count = quota::is_counted(rules.quota.counts, quota::call_fate::refused);

    with.shared_verdict = quota::admission{.admitted = true, .left = 1};
    auto asked = run(false);
    if (!asked) { return asked.error(); }
    if (refused(*asked) && !(there && refusals_count)) {
        if (rules.quota_check == quota_check::after_state) { return shared_reply<Op>{*std::move(asked), std::nullopt}; }
        if (auto const verdict = shared.peek(key, with.token)) {
            with.shared_verdict = *verdict;
            asked = run(false);
            if (!asked) { return asked.error(); }
        }
        return shared_reply<Op>{*std::move(asked), std::nullopt};
    }

    quota::reservation const held = shared.reserve(key, with.token);
    bool const undecided = !held.verdict.admitted && held.by == quota::decided_by::nobody;
    if (undecided) { return shared_reply<Op>{std::nullopt, held}; }
    with.shared_verdict = held.verdict;
    auto done = run(true);
    bool const lost = done ? refused(*done) : done.error() != quota::store_error::outcome_unknown;
    if (lost && held.verdict.admitted && !refusals_count) { static_cast<void>(shared.cancel(key, held, with.token)); }
    if (!done) { return done.error(); }
    return shared_reply<Op>{*std::move(done), held};
}

} // namespace firehose_sse::operation
