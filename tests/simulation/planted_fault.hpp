// Mistakes that endpoints make, each as a change at one place of a sound endpoint.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/exchange.hpp"
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <algorithm>
#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

BOOST_DEFINE_FIXED_ENUM_CLASS(planted_fault, unsigned char, none,
                              // in the answer
                              not_found_is_404, type_left_out, html_error, request_id_left_out, html_content_type,
                              failed_count_off, entry_dropped, entry_with_id_and_error, record_id_twice,
                              same_record_id_always, internal_failure, always_encrypted_false, no_encryption_block,
                              arn_of_owned_key, failure_not_described, unknown_operation_accepted,
                              // in reading and validating
                              any_base64, any_name, any_spelling, validation_is_invalid_argument,
                              customer_key_without_arn,
                              // in the life cycle
                              enabled_at_once, start_ignored, start_accepted_while_busy, key_shown_after_stop,
                              kinesis_source_encrypted, failed_change_drops_key, failed_change_takes_key,
                              encrypted_before_enabled, settles_late, never_active, put_while_creating,
                              duplicate_create, unknown_stream_takes_records, never_deleted, delete_while_busy,
                              // in the quota
                              quota_one_more, quota_one_less, no_quota, quota_never_free, refused_call_charged,
                              // in tags and lists
                              tag_keeps_old_value, untag_ignored, tags_set_though_refused, list_forgets_last,
                              list_above_limit, list_backwards, list_never_ends)

/// Faults that are a wrong policy.
inline void alter_policy(planted_fault fault, operation::policy& rules, gateway::options& options) {
    using enum planted_fault;
    if (fault == any_base64) { options.decode.spare_base64_bits = wire::spare_base64_bits::drop; }
    if (fault == any_spelling) { options.decode.fractional_integers = wire::fractional_integers::truncate; }
    if (fault == any_name) { options.constraints.off = {constraint::rule::pattern}; }
    if (fault == customer_key_without_arn) { rules.constraints.off = {constraint::rule::customer_key_needs_arn}; }
    if (fault == quota_one_more) { ++rules.quota.limit; }
    if (fault == quota_one_less) { --rules.quota.limit; }
    if (fault == no_quota) { rules.quota.limit = 1'000'000; }
    if (fault == quota_never_free) { rules.quota.period = std::chrono::hours(24 * 365); }
    if (fault == refused_call_charged) { rules.quota.counts = quota::counting::answered; }
    if (fault == settles_late) { rules.encryption.settling = std::chrono::minutes(1); }
    if (fault == never_active) { rules.work = std::chrono::hours(24 * 365); }
    if (fault == start_accepted_while_busy) { rules.encryption.busy = encryption::busy_answer::queue; }
}

/// Faults in how work ends.
inline void alter_end(planted_fault fault, encryption::state const& before, operation::stream_record& after) {
    using enum planted_fault;
    bool const failed = before.pending && !after.encryption.pending && after.encryption.encryption_failure &&
                        before.pending->kind == encryption::work_kind::enabling;
    if (!failed || !before.effective) { return; }
    if (fault == failed_change_drops_key) { after.encryption.effective.reset(); }
    if (fault == failed_change_takes_key) {
        after.encryption.effective = encryption::effective_key{*before.attempted, 0};
    }
}

/// Faults in what an operation sees of the stream.
template <class Op> void alter_view(planted_fault fault, std::optional<operation::stream_record>& seen) {
    using enum planted_fault;
    constexpr bool is_create = std::same_as<Op, operation::CreateDeliveryStream>;
    if (fault == duplicate_create && is_create) { seen.reset(); }
    if (fault == unknown_stream_takes_records && operation::is_put<Op> && !seen) {
        seen.emplace();
        seen->encryption.stream = model::DeliveryStreamStatus::ACTIVE;
    }
    if (!seen) { return; }
    auto& state = seen->encryption;
    if (fault == put_while_creating && operation::is_put<Op>) { state.stream = model::DeliveryStreamStatus::ACTIVE; }
    if (fault == encrypted_before_enabled && operation::is_put<Op> && state.attempted && state.pending) {
        state.effective = encryption::effective_key{encryption::key{}, 0};
        state.pending.reset();
        state.settled_at = instant::min();
    }
    if (fault == kinesis_source_encrypted && operation::is_charged<Op>) {
        state.source = model::DeliveryStreamType::DirectPut;
    }
    if (fault == delete_while_busy && std::same_as<Op, operation::DeleteDeliveryStream> &&
        state.stream == model::DeliveryStreamStatus::ACTIVE) {
        state.pending.reset();
    }
}

/// Faults in what an operation decides: in its answer, or in what becomes of the stream.
template <class Op>
void alter_decision(planted_fault fault, std::optional<operation::stream_record> const& before,
                    typename Op::input const& input, operation::answer<Op>& what,
                    std::optional<operation::stream_record>& cell, instant now) {
    using enum planted_fault;
    auto* const output = std::get_if<typename Op::output>(&what);
    if constexpr (std::same_as<Op, operation::StartDeliveryStreamEncryption>) {
        if (fault == start_ignored && output != nullptr) { cell = before; }
        if (fault == enabled_at_once && output != nullptr && cell && cell->encryption.pending) { cell->work_due = now; }
    }
    if constexpr (std::same_as<Op, operation::DeleteDeliveryStream>) {
        if (fault == never_deleted && output != nullptr) { cell->work_due = now + std::chrono::hours(24 * 365); }
    }
    if constexpr (std::same_as<Op, operation::TagDeliveryStream>) {
        if (fault == tag_keeps_old_value && output != nullptr) {
            for (auto const& each : before->tags) {
                auto const same = std::ranges::find(cell->tags, each.Key, &model::Tag::Key);
                if (same != cell->tags.end()) { *same = each; }
            }
        }
        if (fault == tags_set_though_refused && output == nullptr && cell) {
            operation::set_tags(cell->tags, input.Tags);
            cell->tags.resize(std::min<std::size_t>(cell->tags.size(), 50));
        }
    }
    if constexpr (std::same_as<Op, operation::UntagDeliveryStream>) {
        if (fault == untag_ignored && output != nullptr) { cell = before; }
    }
    if constexpr (std::same_as<Op, operation::PutRecordBatch>) {
        if (output == nullptr) { return; }
        auto& entries = output->RequestResponses;
        if (fault == failed_count_off) { ++output->FailedPutCount.value; }
        if (fault == entry_dropped && entries.size() > 1) { entries.pop_back(); }
        if (fault == entry_with_id_and_error) {
            entries.front().ErrorCode = "InternalFailure";
            output->FailedPutCount = 1;
        }
        if (fault == record_id_twice && entries.size() > 1) { entries.back().RecordId = entries.front().RecordId; }
    }
    if constexpr (std::same_as<Op, operation::PutRecord>) {
        if (fault == same_record_id_always && output != nullptr) { output->RecordId = "1"; }
    }
    if constexpr (operation::is_put<Op>) {
        if (fault == always_encrypted_false && output != nullptr) { output->Encrypted = false; }
    }
    if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
        if (output == nullptr) { return; }
        auto& block = output->DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration;
        if (!block) { return; }
        if (fault == failure_not_described) { block->FailureDescription.reset(); }
        if (fault == arn_of_owned_key && block->KeyType == model::KeyType::AWS_OWNED_CMK) {
            block->KeyARN = "arn:aws:kms:us-east-1:123456789012:key/aws";
        }
        bool const disabled = block->Status == model::DeliveryStreamEncryptionStatus::DISABLED;
        if (fault == key_shown_after_stop && disabled) { block->KeyType = model::KeyType::AWS_OWNED_CMK; }
        if (fault == no_encryption_block && disabled) { block.reset(); }
    }
}

/// Faults in a listing.
[[nodiscard]] inline model::ListDeliveryStreamsOutput
alter_list(planted_fault fault, std::vector<operation::listed_stream> all, model::ListDeliveryStreamsInput input) {
    using enum planted_fault;
    if (fault == list_forgets_last && !all.empty()) { all.pop_back(); }
    if (fault == list_above_limit) { input.Limit.reset(); }
    auto shown = std::get<model::ListDeliveryStreamsOutput>(operation::ListDeliveryStreams::decide(all, input));
    if (fault == list_backwards) { std::ranges::reverse(shown.DeliveryStreamNames); }
    if (fault == list_never_ends) { shown.HasMoreDeliveryStreams = true; }
    return shown;
}

inline void replace(std::string& text, std::string_view what, std::string_view with) {
    auto const at = text.find(what);
    if (at != std::string::npos) { text.replace(at, what.size(), with); }
}

/// Faults in how an answer is written.
inline void alter_answer(planted_fault fault, std::string_view operation, fuzzing::answer& made) {
    using enum planted_fault;
    bool const error = made.status != 200;
    if (fault == not_found_is_404 && made.body.find("NotFound") != std::string::npos) { made.status = 404; }
    if (fault == type_left_out && error) { replace(made.body, "__type", "kind"); }
    if (fault == html_error && error) { made.body = "<html>No.</html>"; }
    if (fault == validation_is_invalid_argument) {
        replace(made.body, "\"ValidationException\"", "\"InvalidArgumentException\"");
    }
    if (fault == internal_failure && operation == "StopDeliveryStreamEncryption" && error) {
        made.status = 500;
        made.body = R"({"__type":"InternalFailure"})";
    }
    if (fault == unknown_operation_accepted && operation.empty()) { made = {200, made.headers, "{}"}; }
    for (auto& each : made.headers) {
        if (fault == request_id_left_out && each.name == "x-amzn-RequestId") { each.name = "x-request"; }
        if (fault == html_content_type && each.name == "Content-Type") { each.value = "text/html"; }
    }
}

} // namespace firehose_sse::simulation
