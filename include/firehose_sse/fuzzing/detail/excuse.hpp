// Answers that are right although another one was expected, under the policy's tolerances.
// Level 5 (fuzzing). A call that is excused has changed nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/carry_out.hpp"
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include <concepts>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

/// True when KMS may have refused the key that the call needs.
template <class Op> [[nodiscard]] bool needs_customer_key(candidate const& c, typename Op::input const& input) {
    if constexpr (operation::is_put<Op>) {
        auto const* const key =
            c.record && c.record->encryption.effective ? &c.record->encryption.effective->key : nullptr;
        return key != nullptr && (key->needs_grant() || is_open(*key));
    } else if constexpr (requires { input.DeliveryStreamEncryptionConfigurationInput; }) {
        return operation::StartDeliveryStreamEncryption::wanted_key(input.DeliveryStreamEncryptionConfigurationInput)
            .needs_grant();
    } else {
        return false;
    }
}

/// The stream after a call that has changed nothing. Where nobody has said whether such calls count, the call may count
/// or not [U]. Otherwise, one that the stream has refused may count if refused calls do, and one that nobody could
/// carry out (`by_stream` is false) does not count.
template <class Op> [[nodiscard]] candidate refused(candidate c, surroundings const& with, bool by_stream) {
    if constexpr (operation::is_charged<Op>) {
        auto const& rules = with.rules.service.quota;
        bool const counts = by_stream && quota::is_counted(rules.counts, quota::call_fate::refused);
        if (c.record && (counts || with.rules.choices.is_open(choice::quota_counts))) {
            charge_perhaps(c, rules, with.at.first, with.at.width());
        }
    }
    return c;
}

/// True when the error may mean that the stream is not ACTIVE. One that is being deleted may be gone for one operation
/// and there for the next.
template <class Op> [[nodiscard]] bool means_inactive(candidate const& c, wire::error_kind error) {
    using enum wire::error_kind;
    if (c.record->encryption.stream == model::DeliveryStreamStatus::ACTIVE) { return false; }
    if (error == ResourceInUseException) { return true; }
    if (error == ResourceNotFoundException && is_being_deleted(c)) {
        return !std::same_as<Op, operation::DescribeDeliveryStream>;
    }
    if (error != ResourceNotFoundException && error != InvalidArgumentException) { return false; }
    return operation::is_charged<Op> || operation::is_put<Op>; // inactive_change, inactive_put
}

/// True when nobody has said that such a Start is carried out, since its key is in effect already [U].
template <class Op> [[nodiscard]] bool asks_for_same_key(candidate const& c, typename Op::input const& input) {
    if constexpr (std::same_as<Op, operation::StartDeliveryStreamEncryption>) {
        auto const& effective = c.record->encryption.effective;
        return effective && effective->key == Op::wanted_key(input.DeliveryStreamEncryptionConfigurationInput);
    } else {
        return false;
    }
}

/// True when there is a reason to refuse the call with `error`, even if there are other reasons too.
template <class Op>
[[nodiscard]] bool has_reason(candidate c, typename Op::input const& input, wire::error_kind error,
                              surroundings const& with) {
    using enum wire::error_kind;
    if (!c.record) { return false; }
    auto& state = c.record->encryption;
    if (means_inactive<Op>(c, error)) { return true; }
    bool const in_use = error == ResourceInUseException;
    bool const other_source = state.source != model::DeliveryStreamType::DirectPut;
    if ((in_use || error == InvalidArgumentException) && asks_for_same_key<Op>(c, input)) { return true; }
    if (in_use) { return state.pending.has_value() || (operation::is_charged<Op> && other_source); }
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (error == LimitExceededException && with.rules.tolerated.other_streams) { return true; }
    }
    if constexpr (operation::is_charged<Op>) {
        if (error == LimitExceededException) {
            for (auto const& verdict : verdicts(c, with.rules.service.quota, with)) {
                if (!verdict.admitted) { return true; }
            }
        }
    }
    if (error != InvalidArgumentException) { return false; }
    if (other_source) { return true; }
    return !constraint::validate_cross_members(input, with.rules.service.constraints).empty();
}

/// True when KMS may have had a reason of its own to refuse. A choice under which the error was expected is then not
/// learnt.
template <class Op>
[[nodiscard]] bool is_excused_by_kms(candidate const& c, typename Op::input const& input, heard<Op> const& said,
                                     surroundings const& with) {
    if (said.unclear || wire::kind_of_type(said.error) != wire::error_kind::InvalidKMSResourceException) {
        return false;
    }
    bool const open_key = operation::is_put<Op> && c.record && is_open(c.record->encryption.effective);
    return (with.rules.tolerated.outcomes || open_key) && needs_customer_key<Op>(c, input);
}

template <class Op>
[[nodiscard]] bool is_excused(candidate const& c, typename Op::input const& input, heard<Op> const& said,
                              surroundings const& with) {
    auto const& tolerated = with.rules.tolerated;
    if (said.unclear) { return false; }
    if (said.success()) { // for other sources than DirectPut, only Start is documented to be refused [D]
        return tolerated.outcomes && std::same_as<Op, operation::StopDeliveryStreamEncryption> && c.record &&
               c.record->encryption.source != model::DeliveryStreamType::DirectPut;
    }
    auto const error = wire::kind_of_type(said.error);
    if (std::same_as<Op, operation::TagDeliveryStream> && error == wire::error_kind::LimitExceededException &&
        c.record && !c.tags_known) {
        return true;
    }
    return tolerated.order_of_checks && has_reason<Op>(c, input, error, with);
}

} // namespace firehose_sse::fuzzing::detail
