// A stream after a call that was carried out although it had to be refused.
// Level 5 (fuzzing). For going on after a finding, and for telling that a refused call was carried out.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/expect.hpp"
#include "firehose_sse/fuzzing/policy_space.hpp"
#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// True for the operations that can change a stream.
template <class Op>
inline constexpr bool changes_streams =
    !operation::is_put<Op> && !std::same_as<Op, operation::DescribeDeliveryStream> &&
    !std::same_as<Op, operation::ListTagsForDeliveryStream>;

/// The policy without any reason to refuse a call.
[[nodiscard]] inline operation::policy without_limits(operation::policy rules) {
    using constraint::rule;
    rules.constraints.off = {
        rule::customer_key_needs_arn,  rule::owned_key_has_no_arn, rule::encryption_needs_direct_put,
        rule::exactly_one_destination, rule::source_fits_type,     rule::batch_bytes};
    rules.max_streams = rules.max_tags = std::numeric_limits<std::size_t>::max();
    rules.encryption = encryption::policy{.settling = rules.encryption.settling,
                                          .max_credential_age = rules.encryption.max_credential_age,
                                          .max_streams_per_key = std::numeric_limits<std::size_t>::max(),
                                          .create_with_key = rules.encryption.create_with_key};
    return rules;
}

/// Takes from the stream every reason to refuse a change, except its source.
inline void make_free(encryption::state& state) {
    state.pending.reset();
    state.queued.reset();
    state.stream = model::DeliveryStreamStatus::ACTIVE;
}

/// The stream after the call; nothing for a call that changes no stream.
template <class Op>
[[nodiscard]] std::optional<candidate> carry_out(candidate c, typename Op::input const& input,
                                                 operation::policy const& policy, surroundings const& with) {
    if constexpr (!changes_streams<Op>) {
        return std::nullopt; // nothing changes; a Limit that breaks its bounds must not be used
    } else if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        c.record.reset();
    } else {
        if (!c.record) { return std::nullopt; }
        if constexpr (operation::is_charged<Op> || std::same_as<Op, operation::DeleteDeliveryStream>) {
            make_free(c.record->encryption);
        }
    }
    auto const rules = without_limits(policy);
    operation::context context{rules, with.keys, with.caller, 0, "record"};
    context.shared_verdict = quota::admission{.admitted = true};
    auto const decided = Op::decide(c.record, input, context, with.at.first);
    if (decided.change != quota::cell_change::put) { return std::nullopt; }
    candidate next = after(c, decided, with);
    if constexpr (operation::is_charged<Op>) { charge_call(decided, c, rules, with, *context.shared_verdict, next); }
    normalise(next);
    return next;
}

/// The same under each choice that decides what is left of the quota.
template <class Op, class F>
void carry_out_each(candidate const& c, typename Op::input const& input, surroundings const& with, F&& use) {
    operation::policy policy = with.rules.service;
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (input.DeliveryStreamEncryptionConfigurationInput) {
            constexpr std::array over{choice::encrypted_create};
            c.space.for_each(over, policy, [&](operation::policy const& rules, policy_space const& pinned) {
                candidate one = c;
                one.space = pinned;
                use(carry_out<Op>(std::move(one), input, rules, with));
            });
            return;
        }
    }
    use(carry_out<Op>(c, input, policy, with));
}

/// The same for all ways that a stream may stand by then.
template <class Op>
[[nodiscard]] std::vector<candidate> carry_out_all(std::vector<candidate> const& from, typename Op::input const& input,
                                                   surroundings const& with) {
    std::vector<candidate> all;
    for (auto const& each : pass_time_all(from, with)) {
        carry_out_each<Op>(each, input, with, [&](std::optional<candidate> next) {
            if (next) { add(all, *std::move(next)); }
        });
    }
    return all;
}

} // namespace firehose_sse::fuzzing::detail
