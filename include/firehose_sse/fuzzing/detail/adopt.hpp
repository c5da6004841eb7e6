// How a stream may stand that is described so, when nothing else is known of it.
// Level 5 (fuzzing). For going on after a finding, and for streams that were there before.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/pass_time.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// The key that a description shows; AWS's own where it shows none.
[[nodiscard]] inline encryption::key shown_key(model::DeliveryStreamEncryptionConfiguration const& block) {
    encryption::key key;
    if (block.KeyType && *block.KeyType == model::KeyType::CUSTOMER_MANAGED_CMK) {
        key.type = model::KeyType::CUSTOMER_MANAGED_CMK;
        if (block.KeyARN) { key.arn = block.KeyARN->value; }
    }
    return key;
}

/// The states of encryption that look so.
[[nodiscard]] inline std::vector<encryption::state>
states_of(std::optional<model::DeliveryStreamEncryptionConfiguration> const& block) {
    encryption::state plain;
    auto const status = block && block->Status ? block->Status->value() : std::nullopt;
    if (!status) { return {plain}; }
    auto const key = shown_key(*block);
    encryption::state with_key = plain;
    with_key.attempted = key;
    with_key.effective = encryption::effective_key{key, 0};
    encryption::state without = plain;
    without.attempted = key;
    auto const failed = [&](encryption::work_kind during) {
        auto const type = block->FailureDescription ? block->FailureDescription->Type.value() : std::nullopt;
        return encryption::failure{during, type.value_or(model::DeliveryStreamFailureType::UNKNOWN_ERROR)};
    };
    auto const pending = [](encryption::work_kind kind) { return encryption::work{.kind = kind, .attempt = 1}; };
    using enum model::DeliveryStreamEncryptionStatus;
    switch (*status) {
    case DISABLED: return {plain};
    case ENABLED: return {with_key};
    case ENABLING:
        without.pending = with_key.pending = pending(encryption::work_kind::enabling);
        return {without, with_key};
    case DISABLING: with_key.pending = pending(encryption::work_kind::disabling); return {with_key};
    case ENABLING_FAILED:
        without.encryption_failure = with_key.encryption_failure = failed(encryption::work_kind::enabling);
        return {without, with_key};
    case DISABLING_FAILED: with_key.encryption_failure = failed(encryption::work_kind::disabling); break;
    }
    return {with_key};
}

/// The stream's own status, where it is not ACTIVE.
inline void set_stream_status(encryption::state& state, model::DeliveryStreamStatus status) {
    using enum model::DeliveryStreamStatus;
    state.stream = status;
    switch (status) {
    case ACTIVE: return;
    case CREATING: state.pending = encryption::work{.kind = encryption::work_kind::creating, .attempt = 1}; return;
    case DELETING: state.pending = encryption::work{.kind = encryption::work_kind::deleting, .attempt = 1}; return;
    case CREATING_FAILED: state.stream_failure = encryption::failure{.during = encryption::work_kind::creating}; return;
    case DELETING_FAILED: state.stream_failure = encryption::failure{.during = encryption::work_kind::deleting}; return;
    }
}

/// Every way a stream may stand that is described so. What a description does not tell is taken from `before`.
[[nodiscard]] inline std::vector<candidate> adopt(model::DeliveryStreamDescription const& shown,
                                                  std::optional<candidate> const& before, policy_space const& space,
                                                  surroundings const& with) {
    std::vector<candidate> all;
    auto const status = shown.DeliveryStreamStatus.value();
    if (!status) { return all; }
    for (auto& state : states_of(shown.DeliveryStreamEncryptionConfiguration)) {
        candidate made;
        made.space = space;
        auto& record = made.record.emplace();
        if (before && before->record) {
            record = *before->record;
            made.quota_late = before->quota_late;
        }
        made.tags_known = before && before->record && before->tags_known;
        state.source = shown.DeliveryStreamType.value().value_or(model::DeliveryStreamType::DirectPut);
        set_stream_status(state, *status);
        if (shown.FailureDescription && state.stream_failure) {
            state.stream_failure->type = shown.FailureDescription->Type.value().value_or(state.stream_failure->type);
        }
        record.encryption = std::move(state);
        record.encryption.settled_at = with.at.first; // when it was changed is not known
        made.settled_late = bounded(with.at.width() + bounded(with.rules.service.encryption.settling));
        record.work_due = with.at.first;
        made.due_late = bounded(with.at.width() + bounded(with.rules.service.work) + work_spread(with.rules));
        record.name = shown.DeliveryStreamName;
        record.arn = shown.DeliveryStreamARN;
        record.version = shown.VersionId;
        record.created = shown.CreateTimestamp.value_or(timestamp{});
        record.source = shown.Source;
        record.destination = shown.Destinations.empty() ? model::DestinationDescription{} : shown.Destinations.front();
        add(all, std::move(made));
    }
    return all;
}

} // namespace firehose_sse::fuzzing::detail
