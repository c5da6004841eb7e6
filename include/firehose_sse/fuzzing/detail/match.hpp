// Which ways a stream may stand fit an answer, and if none does, what is wrong with the answer.
// Level 5 (fuzzing). Names the difference by what was expected and what came.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/compare.hpp"
#include "firehose_sse/fuzzing/detail/excuse.hpp"
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// The type of a possible answer's error; empty for a success.
template <class Op> [[nodiscard]] std::string_view error_of(operation::answer<Op> const& possible) {
    return std::visit(
        []<class A>(A const&) -> std::string_view {
            if constexpr (std::same_as<A, typename Op::output>) {
                return {};
            } else {
                return reflect::shape_name<A>;
            }
        },
        possible);
}

/// The finding when a call was carried out that had to be refused.
template <class Op>
[[nodiscard]] finding_kind wrongly_accepted(wire::error_kind expected, expectation<Op> const& possible) {
    using enum wire::error_kind;
    auto const& record = possible.next.record;
    if (expected == ResourceNotFoundException && !record) { return finding_kind::unknown_stream_accepted; }
    if (expected == LimitExceededException) {
        return possible.reached == operation::limit_kind::calls ? finding_kind::quota_overrun
                                                                : finding_kind::limit_overrun;
    }
    if (expected == InvalidKMSResourceException) { return finding_kind::bad_key_accepted; }
    bool const other = record && record->encryption.source != model::DeliveryStreamType::DirectPut;
    if (expected == InvalidArgumentException) {
        return other ? finding_kind::wrong_source_accepted : finding_kind::broken_rule_accepted;
    }
    if (operation::is_charged<Op> && other) { return finding_kind::wrong_source_accepted; } // see other_source_answer
    return std::same_as<Op, operation::CreateDeliveryStream> ? finding_kind::duplicate_create_accepted
                                                             : finding_kind::in_use_accepted;
}

/// The finding when a call was refused that had to be carried out, or refused for another reason.
template <class Op> [[nodiscard]] finding_kind wrongly_refused(wire::error_kind given, bool expected_success) {
    using enum wire::error_kind;
    if (given == ResourceNotFoundException) { return finding_kind::known_stream_not_found; }
    if (given == LimitExceededException) {
        return operation::is_charged<Op> ? finding_kind::quota_too_early : finding_kind::limit_too_early;
    }
    if (given == ThrottlingException || given == ServiceUnavailableException) {
        return finding_kind::throttled_without_reason;
    }
    if (!expected_success) { return finding_kind::wrong_error; }
    if (given == ResourceInUseException) { return finding_kind::in_use_without_reason; }
    if (given == InvalidKMSResourceException) { return finding_kind::good_key_refused; }
    return finding_kind::refused_without_reason;
}

/// Compares an answer with one that was possible.
template <class Op>
[[nodiscard]] std::optional<difference> compare(expectation<Op> const& possible, heard<Op> const& said,
                                                oracle_policy const& rules) {
    auto const error = error_of<Op>(possible.answer);
    if (error == said.error) {
        if (!said.output || !error.empty()) { return std::nullopt; }
        return compare_outputs<Op>(possible, std::get<typename Op::output>(possible.answer), *said.output, rules);
    }
    auto const expected = error.empty() ? std::string("200") : std::string(error);
    if (said.success()) {
        return difference{wrongly_accepted<Op>(wire::kind_of_type(error), possible), expected, said.text()};
    }
    return difference{wrongly_refused<Op>(wire::kind_of_type(said.error), error.empty()), expected, said.text()};
}

/// Takes from an answer what is the endpoint's own choice, and what was not known.
template <class Op>
void learn(candidate& next, typename Op::input const& input, heard<Op> const& said, oracle_policy const& rules) {
    if (!next.record || !said.output) { return; }
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (rules.tolerated.identity) { next.record->arn = said.output->DeliveryStreamARN.value_or(""); }
    } else if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
        if (rules.tolerated.identity) { next.record->arn = said.output->DeliveryStreamDescription.DeliveryStreamARN; }
    } else if constexpr (std::same_as<Op, operation::ListTagsForDeliveryStream>) {
        bool const whole = !input.ExclusiveStartTagKey && !said.output->HasMoreTags;
        if (!next.tags_known && whole) {
            next.record->tags = said.output->Tags;
            std::ranges::sort(next.record->tags, {}, &model::Tag::Key); // in whatever order they came
            next.tags_known = true;
        }
    }
}

/// Takes from an answer which key an open one is, and whether the block is as it should be.
inline void learn_block(expectation<operation::DescribeDeliveryStream>& possible,
                        model::DescribeDeliveryStreamOutput const& output, oracle_policy const& rules) {
    auto const& block = output.DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration;
    if (!possible.next.record) { return; }
    if (auto const seen = seen_key(block); seen && is_open(possible.key)) {
        name_key(possible.next.record->encryption, *possible.key, *seen);
    }
    auto const& expected = std::get<model::DescribeDeliveryStreamOutput>(possible.answer).DeliveryStreamDescription;
    if (!compare_encryption(possible, expected.DeliveryStreamEncryptionConfiguration, block, rules)) {
        possible.next.block_open = false;
    }
}

/// The ways to consider for a call: a Start may ask for the very key in effect that nobody has seen.
template <class Op>
[[nodiscard]] std::vector<candidate> ways_for(std::vector<candidate> from, typename Op::input const& input) {
    if constexpr (std::same_as<Op, operation::StartDeliveryStreamEncryption>) {
        auto const wanted = Op::wanted_key(input.DeliveryStreamEncryptionConfigurationInput);
        for (std::size_t i = 0, count = from.size(); i < count; ++i) {
            if (!from[i].record || !is_open(from[i].record->encryption.effective)) { continue; }
            auto same = from[i];
            auto& state = same.record->encryption;
            name_key(state, encryption::key(state.effective->key), wanted);
            from.push_back(std::move(same));
        }
    }
    return from;
}

/// The ways that fit, and if there are none, in what the answer differs from each.
struct matches {
    std::vector<candidate> fitting{};
    std::vector<difference> differences{};

    /// Keeps the differences from the ways that come nearest to the answer: the others are only further off.
    void keep_nearest() {
        auto const nearest = std::ranges::max_element(differences, {}, &difference::until);
        if (nearest == differences.end()) { return; }
        std::erase_if(differences, [until = nearest->until](difference const& each) { return each.until != until; });
    }
};

/// Brings `from` up to the moment of an exchange and keeps what fits the answer.
template <class Op>
[[nodiscard]] matches match(std::vector<candidate> const& from, typename Op::input const& input, heard<Op> const& said,
                            surroundings const& with) {
    matches result;
    for (auto const& c : ways_for<Op>(pass_time_all(from, with), input)) {
        bool fits = false;
        std::vector<difference> differences;
        expect<Op>(c, input, with, [&](expectation<Op> possible) {
            if (said.unclear) { // carried out or not
                add(result.fitting, std::move(possible.next));
                return;
            }
            auto found = compare<Op>(possible, said, with.rules);
            if (found) {
                if (std::ranges::find(differences, *found) == differences.end()) {
                    differences.push_back(*std::move(found));
                }
                return;
            }
            fits = true;
            learn<Op>(possible.next, input, said, with.rules);
            if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
                if (said.output) { learn_block(possible, *said.output, with.rules); }
            }
            add(result.fitting, std::move(possible.next));
        });
        bool const excused =
            is_excused_by_kms<Op>(c, input, said, with) || (!fits && is_excused<Op>(c, input, said, with));
        if (said.unclear || excused) { add(result.fitting, refused<Op>(c, with, true)); }
        for (auto& each : differences) {
            if (std::ranges::find(result.differences, each) == result.differences.end()) {
                result.differences.push_back(std::move(each));
            }
        }
    }
    return result;
}

} // namespace firehose_sse::fuzzing::detail
