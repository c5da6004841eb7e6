// One quota for many gateways: calls are reserved in a shared store; a policy says what holds when it does not answer.
// Level 2 (quota). Knows neither where the store is nor what a call does; clocks are the stores'.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/correction.hpp"
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace firehose_sse::quota {

/// What a call gets while the shared store gives no answer.
enum class unavailable_answer : unsigned char {
    deny,      ///< it is refused: never one call too many
    allow,     ///< it is admitted and not counted
    local_cap, ///< it is counted by this process alone, up to unavailable_policy::local_cap
};
BOOST_DESCRIBE_ENUM(unavailable_answer, deny, allow, local_cap)

/// The choice between a call too few and a call too many. No default suits everyone; ours is deny, since Start and Stop
/// are rare and can wait.
struct unavailable_policy {
    unavailable_answer answer = unavailable_answer::deny;
    /// How many calls of a stream one process admits in a period; each process may add that many to the calls of a
    /// period. The store is not told about these calls when it is back.
    std::uint32_t local_cap = 5;

    friend constexpr bool operator==(unavailable_policy const&, unavailable_policy const&) = default;
};

/// Who has decided about a call.
enum class decided_by : unsigned char { store, local_cap, nobody };
BOOST_DESCRIBE_ENUM(decided_by, store, local_cap, nobody)

/// A verdict, and what is needed to take it back.
struct reservation {
    admission verdict{};
    decided_by by = decided_by::store;
    /// The moment charged; absent when nothing is to be taken back.
    std::optional<instant> charged_at{};
    /// Why the store did not decide. Only with outcome_unknown can it have charged the call.
    std::optional<store_error> trouble{};

    friend constexpr bool operator==(reservation const&, reservation const&) = default;
};

/// Reserves calls in `store`, which any number of processes share. `local` is this process's own store, for
/// unavailable_answer::local_cap. Both must outlive this object; as many threads may call it as may call the stores.
///
/// *Example:* `auto held = quota.reserve("123456789012:us-east-1:orders", token); if (!forward()) quota.cancel(key,
/// held, token);`
template <cell_store<window> Store, cell_store<window> Local> class shared_quota {
public:
    shared_quota(Store& store, Local& local, quota_policy const& policy, unavailable_policy const& unavailable)
        : store_(store), local_(local), policy_(policy), unavailable_(unavailable) {}

    [[nodiscard]] quota_policy const& policy() const noexcept { return policy_; }

    /// Admits and charges a call of the stream that `key` names. A store that was lost while it wrote is asked once
    /// more, if tokens are remembered and the call has a `token` of its own: then the call is charged once, whether or
    /// not the first try arrived, and can be given back.
    [[nodiscard]] reservation reserve(std::string_view key, std::optional<call_token> const& token) {
        std::optional<admitted> tried;
        auto answered = admit_in(store_, policy_, key, token, tried);
        bool const asked_again =
            !answered && answered.error() == store_error::outcome_unknown && token && remembers_tokens(policy_);
        if (asked_again) { answered = admit_in(store_, policy_, key, token, tried); }
        if (answered) { return {answered->verdict, decided_by::store, answered->charged_at, std::nullopt}; }
        // whatever the second try gave, the first may have been written
        store_error const trouble = asked_again ? store_error::outcome_unknown : answered.error();
        switch (unavailable_.answer) {
        case unavailable_answer::deny: break;
        case unavailable_answer::allow:
            return {{.admitted = true, .left = 0, .retry_at = std::nullopt, .repeated = false},
                    decided_by::nobody,
                    std::nullopt,
                    trouble};
        case unavailable_answer::local_cap: {
            quota_policy capped = policy_;
            capped.limit = std::min(capped.limit, unavailable_.local_cap);
            tried.reset();
            auto const counted = admit_in(local_, capped, key, token, tried);
            if (!counted) { break; }
            return {counted->verdict, decided_by::local_cap, counted->charged_at, trouble};
        }
        }
        return {{}, decided_by::nobody, std::nullopt, trouble};
    }

    /// Gives a reserved call back, since the backend refused it and refused calls do not count. True when it is given
    /// back. The call stays charged where it was admitted once more since, for the backend may have accepted that;
    /// where its token is no longer remembered, so that nobody knows; and, perhaps, where the store does not answer.
    /// Under counting::attempted every call stays charged: what a refused one has displaced is no longer known.
    stored<bool> cancel(std::string_view key, reservation const& held, std::optional<call_token> const& token) {
        if (!can_give_back(held)) { return false; }
        auto const take_back = [&](std::optional<window> const& cell, instant) {
            using decision = next<window, bool>;
            if (!cell) { return decision::keep(false); }
            auto after = without(*cell, *held.charged_at, token);
            bool const changed = after != *cell;
            return changed ? decision::put(std::move(after), true) : decision::keep(false);
        };
        return held.by == decided_by::local_cap ? local_.update(key, take_back) : store_.update(key, take_back);
    }

    /// Learns that the service itself answered a call with LimitExceeded. In one update, the call that `held` reserved
    /// is given back as by cancel(), unless such calls count, and the window is closed, see quota::observe. For a call
    /// that was admitted without the store, or before this process began, `held` is a default-constructed reservation.
    /// True when the store has learnt it.
    stored<bool> refused_by_service(std::string_view key, reservation const& held,
                                    std::optional<call_token> const& token) {
        bool const gives_back = can_give_back(held);
        bool const here = held.by == decided_by::local_cap;
        if (gives_back && here) { static_cast<void>(cancel(key, held, token)); }
        return store_.update(key, [&](std::optional<window> const& cell, instant now) {
            window current = cell.value_or(window{});
            if (gives_back && !here) { current = without(std::move(current), *held.charged_at, token); }
            return next<window, bool>::put(quota::observe(std::move(current), policy_, now), true);
        });
    }

    /// What a call would be told, with its token where it has one; charges nothing.
    [[nodiscard]] stored<admission> peek(std::string_view key, std::optional<call_token> const& token) {
        return store_.update(key, [&](std::optional<window> const& cell, instant now) {
            return next<window, admission>::keep(quota::peek(cell.value_or(window{}), policy_, now, token));
        });
    }

private:
    struct admitted {
        admission verdict;
        std::optional<instant> charged_at;
    };

    static bool is_remembered(window const& cell, instant charged, call_token token) {
        return std::ranges::any_of(cell.remembered, [&](remembered_call const& each) {
            return each.token == token && each.charged == charged && each.admitted;
        });
    }
    [[nodiscard]] bool can_give_back(reservation const& held) const noexcept {
        return held.charged_at && !is_counted(policy_.counts, call_fate::refused_by_quota);
    }
    // As quota::cancel(), but keeps a call that is no longer remembered: it may have been admitted again meanwhile.
    [[nodiscard]] window without(window cell, instant charged, std::optional<call_token> const& token) const {
        if (token && remembers_tokens(policy_) && !is_remembered(cell, charged, *token)) { return cell; }
        return quota::cancel(std::move(cell), charged, token);
    }

    static bool was_written(window const& cell, admitted const& what, std::optional<call_token> const& token) {
        return token && what.charged_at && is_remembered(cell, *what.charged_at, *token);
    }

    /// `tried` is first the answer of the try before, when nobody heard whether it was written, and then the answer of
    /// this try. An earlier answer that was written stands: the sender has not sent the call again.
    template <class S>
    static stored<admitted> admit_in(S& store, quota_policy const& policy, std::string_view key,
                                     std::optional<call_token> const& token, std::optional<admitted>& tried) {
        auto const before = std::exchange(tried, std::nullopt);
        return store.update(key, [&](std::optional<window> const& cell, instant now) {
            using decision = next<window, admitted>;
            if (cell && before && was_written(*cell, *before, token)) { return decision::keep(*before); }
            window const none{};
            window const& found = cell ? *cell : none;
            auto result = admit(found, policy, now, token);
            admitted const answer{result.verdict, result.charged_at};
            tried = answer;
            // what changes nothing but the time is not worth a write
            bool const changes = result.next.charged != found.charged || result.next.remembered != found.remembered;
            return changes ? decision::put(std::move(result.next), answer) : decision::keep(answer);
        });
    }

    Store& store_;
    Local& local_;
    quota_policy policy_;
    unavailable_policy unavailable_;
};

} // namespace firehose_sse::quota
