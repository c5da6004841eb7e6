// How a stream with a given description may stand when nothing else is known of it: what is not shown is open.
// Level 5 (fuzzing). For going on after a finding, and for streams that existed before.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/open_key.hpp"
#include "firehose_sse/fuzzing/detail/pass_time.hpp"
#include "firehose_sse/model/delivery_stream.hpp"
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// The states of encryption that show `status` and, if any, this key. Whether the effective or the attempted key is
/// shown is the endpoint's choice; the other one may be any key.
[[nodiscard]] inline std::vector<encryption::state> states_of(model::DeliveryStreamEncryptionStatus status,
                                                              std::optional<encryption::key> const& seen,
                                                              model::DeliveryStreamFailureType failed) {
    auto const one = seen.value_or(open_key('a'));
    auto const make = [&](encryption::key const& attempted, std::optional<encryption::key> const& effective) {
        encryption::state made;
        made.attempted = attempted;
        if (effective) { made.effective = encryption::effective_key{*effective, 0}; }
        using enum encryption::work_kind;
        switch (status) {
        case model::DeliveryStreamEncryptionStatus::ENABLED: break;
        case model::DeliveryStreamEncryptionStatus::DISABLED: made.attempted.reset(); break;
        case model::DeliveryStreamEncryptionStatus::ENABLING: made.pending = {.kind = enabling, .attempt = 1}; break;
        case model::DeliveryStreamEncryptionStatus::DISABLING: made.pending = {.kind = disabling, .attempt = 1}; break;
        case model::DeliveryStreamEncryptionStatus::ENABLING_FAILED:
            made.encryption_failure = {enabling, failed};
            break;
        case model::DeliveryStreamEncryptionStatus::DISABLING_FAILED:
            made.encryption_failure = {disabling, failed};
            break;
        }
        return made;
    };
    if (status == model::DeliveryStreamEncryptionStatus::DISABLED) { return {make(one, std::nullopt)}; }
    if (status == model::DeliveryStreamEncryptionStatus::ENABLED) { return {make(one, one)}; }
    std::vector<encryption::state> all{make(one, std::nullopt), make(one, open_key('b')), make(open_key('b'), one)};
    bool const stopped = status == model::DeliveryStreamEncryptionStatus::DISABLING ||
                         status == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED;
    if (stopped && !seen) { // it may have been DISABLED, see stop_when_disabled_answer::through_disabling
        all.push_back(all.front());
        all.back().attempted.reset();
    }
    return all;
}

/// The same states, and each once more with a queued change: there may be one that nobody has heard of.
[[nodiscard]] inline std::vector<encryption::state> with_queued(std::vector<encryption::state> all) {
    for (std::size_t i = 0, count = all.size(); i < count; ++i) {
        if (!all[i].pending || all[i].queued) { continue; }
        for (auto const& change : {encryption::queued_change{}, encryption::queued_change{.key = open_key('c')}}) {
            all.push_back(all[i]);
            all.back().queued = change;
        }
    }
    return all;
}

/// The failure that is shown in its own place or, see described_failure, in the other one.
[[nodiscard]] inline model::DeliveryStreamFailureType
seen_failure(std::optional<model::FailureDescription> const& place,
             std::optional<model::FailureDescription> const& other) {
    auto const& told = place ? place : other;
    return (told ? told->Type.value() : std::nullopt).value_or(model::DeliveryStreamFailureType::UNKNOWN_ERROR);
}

/// The states of encryption of a stream with this description; `before` are the ways it may have stood before.
[[nodiscard]] inline std::vector<encryption::state> states_of(model::DeliveryStreamDescription const& shown,
                                                              model::DeliveryStreamStatus stream,
                                                              std::vector<candidate> const& before) {
    auto const& block = shown.DeliveryStreamEncryptionConfiguration;
    auto const seen = seen_key(block);
    auto const status = seen_status(block);
    auto const type = seen_failure(block ? block->FailureDescription : std::nullopt, shown.FailureDescription);
    using enum model::DeliveryStreamEncryptionStatus;
    if (stream == model::DeliveryStreamStatus::CREATING) { // without a key the status is DISABLED here
        auto made = states_of(ENABLING, seen, type);
        made.resize(1);
        if (status != ENABLING) { made.emplace_back(); }
        return made;
    }
    if (status) { return states_of(*status, seen, type); }
    std::vector<encryption::state> all;
    for (auto const& each : before) {
        if (each.record && each.record->encryption.stream == stream) { all.push_back(each.record->encryption); }
    }
    if (!all.empty()) { return all; }
    if (shown.DeliveryStreamType != model::DeliveryStreamType::DirectPut) { return {{}}; }
    for (auto const& each : reflect::enumerators<model::DeliveryStreamEncryptionStatus>) {
        for (auto& state : states_of(each.value, std::nullopt, type)) { all.push_back(std::move(state)); }
    }
    return all;
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

/// True when a stream in this state would show such a block, with this status.
[[nodiscard]] inline bool would_show(encryption::state const& state, encryption_block const& block) {
    if (block.has_value() != (state.source == model::DeliveryStreamType::DirectPut)) { return false; }
    if (!block) { return true; }
    bool const key_while_disabled = block->KeyType && block->Status == model::DeliveryStreamEncryptionStatus::DISABLED;
    return seen_status(block) == encryption::status(state) && !key_while_disabled;
}

/// Keeps the choices under which a stream may be in this state and shows the key, if any; false when none are left.
[[nodiscard]] inline bool narrow_to(policy_space& space, encryption::state const& state,
                                    std::optional<encryption::key> const& seen) {
    policy_space const all = space;
    operation::policy policy;
    auto const status = encryption::status(state);
    bool const stops_nothing = !state.effective && (status == model::DeliveryStreamEncryptionStatus::DISABLING ||
                                                    status == model::DeliveryStreamEncryptionStatus::DISABLING_FAILED);
    if (stops_nothing && state.attempted) {
        policy.encryption.stop_without_key = encryption::stop_without_key_answer::through_disabling;
        space.pin(choice::stop_without_key, policy);
    } else if (stops_nothing) {
        policy.encryption.stop_when_disabled = encryption::stop_when_disabled_answer::through_disabling;
        space.pin(choice::stop_when_disabled, policy);
    }
    if (state.queued && state.pending->kind != encryption::work_kind::creating) {
        policy.encryption.busy = encryption::busy_answer::queue;
        space.pin(choice::busy, policy);
    }
    if (seen) {
        std::optional<policy_space> fitting;
        for (auto const& each : reflect::enumerators<encryption::described_key>) {
            policy.encryption.describe_key = each.value;
            auto const* const shown = encryption::shown_key(state, policy.encryption);
            if (shown == nullptr || *shown != *seen) { continue; }
            policy_space one = space;
            one.pin(choice::describe_key, policy);
            if (fitting) { one.widen(*fitting); }
            fitting = one;
        }
        if (!fitting) { return false; }
        space = *fitting;
    }
    space.narrow(all);
    return !space.empty();
}

/// Every way that a stream with this description may stand. What a description does not tell is taken from the ways
/// `before`, where there are some.
[[nodiscard]] inline std::vector<candidate> adopt(model::DeliveryStreamDescription const& shown,
                                                  std::vector<candidate> const& before, policy_space const& space,
                                                  surroundings const& with) {
    std::vector<candidate> all;
    auto const status = shown.DeliveryStreamStatus.value();
    if (!status) { return all; }
    bool const known = !before.empty() && before.front().record;
    auto states = states_of(shown, *status, before);
    if (status == model::DeliveryStreamStatus::ACTIVE) { states = with_queued(std::move(states)); }
    bool const key_comes_later =
        with.rules.service.encryption.create_with_key == encryption::create_with_key_answer::then_enabling;
    if (status == model::DeliveryStreamStatus::CREATING && key_comes_later) {
        states.emplace_back().queued = encryption::queued_change{.key = open_key('a')};
    }
    for (auto& state : states) {
        candidate made;
        made.space = space;
        auto& record = made.record.emplace();
        if (known) {
            record = *before.front().record;
            made.quota_late = before.front().quota_late;
            made.perhaps_charged = before.front().perhaps_charged;
        }
        made.tags_known = known && before.front().tags_known;
        state.source = shown.DeliveryStreamType.value().value_or(model::DeliveryStreamType::DirectPut);
        set_stream_status(state, *status);
        auto const& block = shown.DeliveryStreamEncryptionConfiguration;
        if (state.stream_failure) {
            state.stream_failure->type =
                seen_failure(shown.FailureDescription, block ? block->FailureDescription : std::nullopt);
        }
        made.block_open = !would_show(state, block);
        if (!narrow_to(made.space, state, made.block_open ? std::nullopt : seen_key(block))) { continue; }
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
