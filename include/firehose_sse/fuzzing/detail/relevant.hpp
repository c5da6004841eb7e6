// Which open choices can decide what an operation does with a stream: only they are tried.
// Level 5 (fuzzing). May name a choice too many, never one too few.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/operation/operations.hpp"
#include <concepts>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// Collects the choices that are open.
class open_choices {
public:
    explicit open_choices(policy_space const& space) : space_(space) {}
    void add(choice which, bool relevant = true) {
        if (relevant && space_.is_open(which)) { found_.push_back(which); }
    }
    [[nodiscard]] std::vector<choice> const& list() const noexcept { return found_; }

private:
    policy_space const& space_;
    std::vector<choice> found_;
};

/// True when the window's kind may decide how many calls of the stream count now.
[[nodiscard]] inline bool window_matters(candidate const& c, surroundings const& with) {
    auto const& charged = c.record->quota.charged;
    if (!c.perhaps_charged.empty()) { return true; }
    if (charged.empty()) { return false; }
    auto const& quota = with.rules.service.quota;
    auto const day = std::chrono::floor<std::chrono::days>(charged.front());
    return charged.size() >= quota.limit || later_by(charged.front(), quota.period) <= with.at.last ||
           day != std::chrono::floor<std::chrono::days>(with.at.last);
}

inline void add_quota_choices(open_choices& all, candidate const& c, surroundings const& with) {
    all.add(choice::quota_counts);
    all.add(choice::quota_check);
    all.add(choice::quota_window, window_matters(c, with));
}

template <class Op> [[nodiscard]] std::vector<choice> relevant_choices(candidate const& c, surroundings const& with) {
    open_choices all(c.space);
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        for (auto const which : {choice::encrypted_create, choice::bad_key, choice::old_session}) {
            all.add(which, !c.record);
        }
        return all.list();
    }
    if (!c.record) { return {}; }
    auto const& state = c.record->encryption;
    bool const active = state.stream == model::DeliveryStreamStatus::ACTIVE;
    if constexpr (operation::is_charged<Op>) {
        auto const status = encryption::status(state);
        all.add(choice::busy, state.pending.has_value());
        all.add(choice::inactive_change, !active);
        all.add(choice::other_source, state.source != model::DeliveryStreamType::DirectPut);
        if constexpr (std::same_as<Op, operation::StartDeliveryStreamEncryption>) {
            all.add(choice::same_key, status == model::DeliveryStreamEncryptionStatus::ENABLED);
            all.add(choice::start_after_failed_stop, status == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED);
            all.add(choice::bad_key);
            all.add(choice::old_session);
        } else {
            all.add(choice::stop_when_disabled, status == model::DeliveryStreamEncryptionStatus::DISABLED);
            all.add(choice::stop_without_key, !state.effective);
            all.add(choice::stop_after_failed_stop, status == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED);
            all.add(choice::stop_after_failed_rotation,
                    status == model::DeliveryStreamEncryptionStatus::ENABLING_FAILED);
        }
        add_quota_choices(all, c, with);
    } else if constexpr (operation::is_put<Op>) {
        all.add(choice::inactive_put, !active); // what it says of Encrypted is not learnt, see may_say_anything
        all.add(choice::deleting_put, state.stream == model::DeliveryStreamStatus::DELETING);
    } else if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
        all.add(choice::describe_key);
    } else if constexpr (std::same_as<Op, operation::DeleteDeliveryStream>) {
        all.add(choice::delete_while_enabling, active && state.pending.has_value());
    } else if constexpr (std::same_as<Op, operation::TagDeliveryStream> ||
                         std::same_as<Op, operation::UntagDeliveryStream>) {
        all.add(choice::inactive_tag, !active);
    }
    return all.list();
}

} // namespace firehose_sse::fuzzing::detail
