// What a stream may answer to a request, and how it would stand then.
// Level 5 (fuzzing). The library's own decisions, tried for every way the endpoint may be.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/open_key.hpp"
#include "firehose_sse/fuzzing/detail/pass_time.hpp"
#include "firehose_sse/fuzzing/detail/relevant.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// One possible answer, and the stream after it.
template <class Op> struct expectation {
    operation::answer<Op> answer;
    std::optional<operation::limit_kind> reached{};
    candidate next{};
    /// What a Put may say of `Encrypted`.
    std::vector<std::optional<bool>> encrypted{};
    /// The key that a Describe shows.
    std::optional<encryption::key> key{};
};

/// True when a call that is sent again may be charged again, see tolerances::resent_calls.
[[nodiscard]] inline bool may_charge_again(surroundings const& with) {
    return with.token && with.rules.tolerated.resent_calls;
}

/// True when the quota would refuse a call if every call that may have been charged was charged. It is then unknown
/// when a fixed period began, so it is treated as rolling: it counts no more than any span of its length.
[[nodiscard]] inline bool refuses_perhaps(candidate const& c, quota::quota_policy rules, surroundings const& with) {
    if (c.perhaps_charged.empty() && !may_charge_again(with)) { return false; }
    quota::window most{.latest = c.record->quota.latest};
    std::ranges::merge(c.record->quota.charged, c.perhaps_charged, std::back_inserter(most.charged));
    if (rules.window == quota::window_kind::fixed) { rules.window = quota::window_kind::rolling; }
    return !quota::peek(most, rules, with.at.first - c.quota_late).admitted;
}

/// True when a fixed period may have begun before the one that is known; the quota has forgotten what was charged in
/// that earlier period.
[[nodiscard]] inline bool may_count_from_elsewhere(candidate const& c, quota::quota_policy const& rules) {
    auto const& charged = c.record->quota.charged;
    return rules.window == quota::window_kind::fixed && !c.perhaps_charged.empty() && !charged.empty() &&
           c.perhaps_charged.front() < charged.front();
}

/// Every verdict that the quota may have come to, as far as it is known which calls were charged, and when.
[[nodiscard]] inline std::vector<quota::admission> verdicts(candidate const& c, quota::quota_policy const& rules,
                                                            surroundings const& with) {
    auto const& window = c.record->quota;
    std::vector<quota::admission> all{quota::peek(window, rules, with.at.last, with.token)};
    auto const strictest = quota::peek(window, rules, with.at.first - c.quota_late, with.token);
    if (strictest.admitted != all.front().admitted) { all.push_back(strictest); }
    bool const doubted = with.quota_doubted || may_count_from_elsewhere(c, rules) ||
                         (all.front().admitted && refuses_perhaps(c, rules, with));
    bool const lessened = with.quota_lessened && all.front().admitted;
    if ((doubted || lessened) && all.size() == 1) { all.push_back({.admitted = !all.front().admitted}); }
    return all;
}

/// True while nobody can know whether records are encrypted, and it is not known what this endpoint's Put says then. It
/// may say another thing each time, since records of both kinds are written [D]; so nothing is learnt from it.
[[nodiscard]] inline bool may_say_anything(encryption::state const& state, encryption::policy const& rules,
                                           policy_space const& space, instant now) {
    if (encryption::records_encrypted(state, now) != encryption::truth::indeterminate) { return false; }
    if (now >= state.settled_at) {
        bool const rotating = encryption::status(state) == model::DeliveryStreamEncryptionStatus::ENABLING;
        if (space.is_open(rotating ? choice::rotating : choice::disabling)) { return true; }
        auto const answer = rotating ? rules.rotating : rules.disabling;
        if (answer != encryption::changing_answer::unsettled) { return false; }
    }
    return space.is_open(choice::unsettled);
}

/// What a Put may say of `Encrypted`: the endpoint decided at one of the two moments, or between them.
[[nodiscard]] inline std::vector<std::optional<bool>>
possible_encrypted(candidate const& c, encryption::policy const& rules, surroundings const& with) {
    auto const& state = c.record->encryption;
    std::vector<std::optional<bool>> all;
    for (instant const now : {with.at.last, with.at.first - c.settled_late}) {
        all.push_back(encryption::reported_encrypted(state, rules, now));
        if (may_say_anything(state, rules, c.space, now)) { all.insert(all.end(), {false, true, std::nullopt}); }
    }
    return all;
}

/// Charges a call as the endpoint would have, at the earliest moment.
template <class Op>
void charge_call(operation::decision<Op> const& decided, candidate const& before, operation::policy const& rules,
                 surroundings const& with, quota::admission const& verdict, candidate& next) {
    bool const accepted = std::holds_alternative<typename Op::output>(decided.answer.answer);
    bool const by_quota = decided.answer.reached == operation::limit_kind::calls;
    auto const fate = accepted   ? quota::call_fate::accepted
                      : by_quota ? quota::call_fate::refused_by_quota
                                 : quota::call_fate::refused;
    if (!quota::is_counted(rules.quota.counts, fate)) { return; }
    auto& record = *next.record;
    bool const repeated = quota::peek(record.quota, rules.quota, with.at.first, with.token).repeated;
    if (repeated && may_charge_again(with)) { charge_perhaps(next, rules.quota, with.at.first, with.at.width()); }
    if (repeated && !accepted) { return; }
    record.quota = quota::charge(std::move(record.quota), rules.quota, with.at.first, with.token, verdict.admitted);
    next.quota_late = std::max(next.quota_late, with.at.width());
    if (accepted && !repeated) {
        operation::remember_charge(record, before.record->encryption.attempt, record.quota.latest);
    }
}

/// True for a source whose streams nobody has seen: it is unknown whether they show an encryption block [U].
[[nodiscard]] constexpr bool is_unobserved(model::DeliveryStreamType source) noexcept {
    using enum model::DeliveryStreamType;
    return source != DirectPut && source != KinesisStreamAsSource;
}

/// The candidate after a decision.
template <class Op>
[[nodiscard]] candidate after(candidate const& before, operation::decision<Op> const& decided,
                              surroundings const& with) {
    candidate next = before;
    switch (decided.change) {
    case quota::cell_change::keep: return next;
    case quota::cell_change::erase: next.record.reset(); return next;
    case quota::cell_change::put: next.record = *decided.cell; break;
    }
    bool const made = !before.record;
    bool const began = made || before.record->encryption.attempt != next.record->encryption.attempt;
    if (began) { next.due_late = bounded(with.at.width() + work_spread(with.rules)); }
    if (made) {
        next.created_late = next.quota_late = with.at.width();
        next.perhaps_charged.clear();
        next.settled_late = span{};
        next.tags_known = true;
        next.block_open = with.rules.tolerated.identity && is_unobserved(next.record->encryption.source);
    }
    return next;
}

/// Calls `use` with every answer that a stream in this state may give.
template <class Op, class F>
void expect_under(candidate const& c, typename Op::input const& input, operation::policy const& rules,
                  policy_space const& pinned, surroundings const& with, F&& use) {
    encryption::key_directory keys = with.keys;
    operation::context context{rules, keys, with.caller, with.streams.least, "record"};
    auto const decide = [&](std::optional<quota::admission> const& verdict) {
        context.shared_verdict = verdict;
        auto decided = Op::decide(c.record, input, context, with.at.first);
        expectation<Op> made{decided.answer.answer, decided.answer.reached, after(c, decided, with)};
        made.next.space = pinned;
        if constexpr (operation::is_charged<Op>) {
            if (c.record) { charge_call(decided, c, rules, with, *verdict, made.next); }
        }
        if constexpr (operation::is_put<Op>) {
            if (c.record) { made.encrypted = possible_encrypted(c, rules.encryption, with); }
        }
        if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
            auto const* const shown =
                c.record ? encryption::shown_key(c.record->encryption, rules.encryption) : nullptr;
            if (shown != nullptr) { made.key = *shown; }
        }
        use(std::move(made));
    };
    auto const with_counts = [&](std::optional<quota::admission> const& verdict) {
        context.stream_count = with.streams.least;
        decide(verdict);
        if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
            if (with.streams.most >= rules.max_streams && with.streams.least < rules.max_streams) {
                context.stream_count = with.streams.most;
                decide(verdict);
            }
        }
    };
    auto const with_key_users = [&](std::optional<quota::admission> const& verdict) {
        if constexpr (requires { input.DeliveryStreamEncryptionConfigurationInput; }) {
            auto const wanted =
                operation::StartDeliveryStreamEncryption::wanted_key(input.DeliveryStreamEncryptionConfigurationInput);
            auto const most = rules.encryption.max_streams_per_key;
            if (wanted.needs_grant() && with.key_users.most >= most) {
                keys.known[wanted.arn].other_streams = with.key_users.most;
                with_counts(verdict);
                if (with.key_users.least >= most) { return; }
                keys.known[wanted.arn].other_streams = with.key_users.least;
            }
        }
        with_counts(verdict);
    };
    if constexpr (operation::is_charged<Op>) {
        if (c.record) {
            for (auto const& verdict : verdicts(c, rules.quota, with)) { with_key_users(verdict); }
            return;
        }
    }
    with_key_users(std::nullopt);
}

/// The same under every policy that the endpoint may have.
template <class Op, class F>
void expect(candidate const& c, typename Op::input const& input, surroundings const& with, F&& use) {
    operation::policy policy = with.rules.service;
    auto const over = relevant_choices<Op>(c, with);
    c.space.for_each(over, policy, [&](operation::policy const& rules, policy_space const& pinned) {
        expect_under<Op>(c, input, rules, pinned, with, use);
    });
    if (with.rules.loose_constraints == with.rules.service.constraints) { return; }
    policy.constraints = with.rules.loose_constraints;
    c.space.for_each(over, policy, [&](operation::policy const& rules, policy_space const& pinned) {
        expect_under<Op>(c, input, rules, pinned, with, use);
    });
}

} // namespace firehose_sse::fuzzing::detail
