// What a backend's answer changes in a window: a reservation is taken back, or a refusal is learnt.
// Level 2 (quota). Pure; for gateways that count before they forward. An emulator is its own backend and needs neither.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace firehose_sse::quota {

/// The window without the call charged at `reserved` (admit_result::charged_at): its backend refused it, or a policy
/// gives failed calls back. The call's token is forgotten too, so that the call is charged when it is sent again. When
/// several calls were charged at that moment, `token` says which one is meant; without `token` any one of them is
/// removed, and no token is forgotten. When calls of that moment are remembered but none has `token`, the call was
/// given back before, and nothing changes. Nothing changes either for a call that no longer counts or was never
/// charged, nor for one that was admitted again since then (remembered_call::again): the backend may have accepted it
/// that time. At worst one call too few is admitted, never one too many. In a window_kind::fixed the period then begins
/// with the next charged call; when the first call of a period that is over is given back, the period's other calls may
/// count again. Under counting::attempted, refused calls have displaced others that are no longer known: giving one
/// back frees a place that those others may still occupy.
template <any_window Window>
[[nodiscard]] constexpr Window cancel(Window current, instant reserved,
                                      std::optional<call_token> const& token = std::nullopt) {
    auto const found = std::ranges::lower_bound(current.charged, reserved);
    if (found == current.charged.end() || *found != reserved) { return current; }
    auto const after = std::next(found);
    bool const alone = after == current.charged.end() || *after != reserved;
    auto const known = std::ranges::find_if(current.remembered, [&](remembered_call const& each) {
        return each.charged == reserved && (token ? each.token == *token : alone);
    });
    bool const is_known = known != current.remembered.end();
    bool const is_another = token && !is_known && std::ranges::any_of(current.remembered, [&](auto const& each) {
                                return each.charged == reserved;
                            });
    if (is_another || (is_known && known->again)) { return current; }
    current.charged.erase(found, after);
    if (is_known) { current.remembered.erase(known, std::next(known)); }
    return current;
}

/// The window after the service has said LimitExceeded at `now`: others made calls that were not counted here. As many
/// calls as are missing are added, dated so that they count for another quota_policy::pause (or for the rest of the
/// day). Calls counted here count as long as these, or as long as before where that is longer. In a window_kind::fixed
/// all calls end together, so the pause lasts at least until the period of the calls counted here ends. During the
/// pause only a call that is known again is admitted, so that at most one such refusal comes in a pause. Give the
/// refused call back first, see cancel(): given back afterwards it leaves its place free, as does any other call that
/// was reserved before and is given back during the pause. As many moments are kept as the limit says.
template <any_window Window>
[[nodiscard]] constexpr Window observe(Window current, quota_policy const& policy, instant now) {
    auto const limit = detail::limit_of(current.charged, policy);
    current.latest = detail::forward_only(current, now);
    instant oldest = current.latest;
    if (policy.window != window_kind::utc_day && policy.period > policy.period.zero()) {
        auto const pause = std::clamp(policy.pause, policy.pause.zero(), policy.period);
        if (oldest >= instant::min() + (policy.period - pause)) { oldest -= policy.period - pause; }
    }
    auto counted = current.charged;
    counted.erase(counted.begin(), detail::first_counted(std::as_const(counted), policy, current.latest));
    if (policy.window == window_kind::fixed && !counted.empty()) {
        oldest = std::max<instant>(oldest, counted.front());
    }
    current.charged = {};
    std::size_t const missing = counted.size() < limit ? limit - counted.size() : 0;
    for (std::size_t i = 0; i < missing; ++i) { current.charged.push_back(oldest); }
    for (instant const each : counted) { current.charged.push_back(std::max(each, oldest)); }
    return current;
}

} // namespace firehose_sse::quota
