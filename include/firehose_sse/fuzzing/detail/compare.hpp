// Compares an answer with one that was possible: the first thing in which they differ.
// Level 5 (fuzzing). Shows names of enumerations, never a value that was sent.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/expect.hpp"
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include <algorithm>
#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace firehose_sse::fuzzing::detail {

/// How far an answer agrees with one that was possible before they differ: the later the value, the nearer.
enum class agreement : unsigned char { nothing, success, stream_status, encryption_status, key_type, key, encryption };

/// In what an answer differs from one that was possible.
struct difference {
    finding_kind kind{};
    std::string expected{};
    std::string got{};
    agreement until = agreement::nothing;
    friend bool operator==(difference const&, difference const&) = default;
};

[[nodiscard]] inline std::string told(std::optional<bool> value) {
    return value ? (*value ? "Encrypted true" : "Encrypted false") : "no Encrypted";
}

template <class E> [[nodiscard]] std::string told(open_enum<E> const& value) {
    return value.value() ? std::string(reflect::enum_name(*value.value())) : "an unknown value";
}
template <class E> [[nodiscard]] std::string told(std::optional<open_enum<E>> const& value) {
    return value ? told(*value) : "none";
}

[[nodiscard]] inline std::string told(std::optional<model::FailureDescription> const& value) {
    return value ? told(value->Type) : "no FailureDescription";
}

/// Compares a failure with the one expected in its place. Under tolerances::outcomes it may be left out, as the model
/// allows [D], and be shown for the stream, its encryption or both: the model has the same text for either [D].
[[nodiscard]] inline std::optional<difference> compare_failure(std::optional<model::FailureDescription> const& expected,
                                                               std::optional<model::FailureDescription> const& given,
                                                               candidate const& c, oracle_policy const& rules) {
    auto const& state = c.record->encryption;
    bool const any = state.encryption_failure || state.stream_failure;
    bool const same = rules.tolerated.outcomes
                          ? !given || any
                          : expected.has_value() == given.has_value() && (!expected || expected->Type == given->Type);
    if (same) { return std::nullopt; }
    return difference{finding_kind::failure_wrong, told(expected), told(given), agreement::key};
}

/// True when it does not matter which key the block shows, or whether it shows one: the key is open or, under
/// tolerances::identity, the block is not that of ENABLED and shows none.
[[nodiscard]] inline bool need_not_show(std::optional<encryption::key> const& key,
                                        model::DeliveryStreamEncryptionConfiguration const& given,
                                        oracle_policy const& rules) {
    bool const hidden = !given.KeyType && !given.KeyARN;
    return is_open(key) ||
           (rules.tolerated.identity && hidden && given.Status != model::DeliveryStreamEncryptionStatus::ENABLED);
}

/// Compares two encryption blocks.
[[nodiscard]] inline std::optional<difference>
compare_encryption(expectation<operation::DescribeDeliveryStream> const& possible, encryption_block const& expected,
                   encryption_block const& given, oracle_policy const& rules) {
    if (!expected || !given) {
        if (expected.has_value() == given.has_value()) { return std::nullopt; }
        return difference{finding_kind::encryption_status_wrong,
                          expected ? told(expected->Status) : "no encryption block",
                          given ? told(given->Status) : "no encryption block", agreement::stream_status};
    }
    if (expected->Status != given->Status) {
        return difference{finding_kind::encryption_status_wrong, told(expected->Status), told(given->Status),
                          agreement::stream_status};
    }
    bool const any_key = need_not_show(possible.key, *given, rules);
    if (!any_key && expected->KeyType != given->KeyType) {
        return difference{finding_kind::key_wrong, "KeyType " + told(expected->KeyType), told(given->KeyType),
                          agreement::encryption_status};
    }
    if (!any_key && expected->KeyARN != given->KeyARN) {
        return difference{finding_kind::key_wrong, expected->KeyARN ? "the key's KeyARN" : "no KeyARN",
                          given->KeyARN ? "another KeyARN" : "no KeyARN", agreement::key_type};
    }
    return compare_failure(expected->FailureDescription, given->FailureDescription, possible.next, rules);
}

/// Compares name, ARN and type and, unless tolerances::identity leaves them to the endpoint, the other parts.
[[nodiscard]] inline std::optional<difference> compare_identity(candidate const& c,
                                                                model::DeliveryStreamDescription const& expected,
                                                                model::DeliveryStreamDescription const& given,
                                                                oracle_policy const& rules) {
    auto const differs = [](std::string_view what) {
        return difference{finding_kind::description_wrong, std::string(what), "another"};
    };
    bool const open = rules.tolerated.identity;
    if (expected.DeliveryStreamName != given.DeliveryStreamName) { return differs("DeliveryStreamName"); }
    if (expected.DeliveryStreamARN != given.DeliveryStreamARN && !(open && expected.DeliveryStreamARN.value.empty())) {
        return differs("DeliveryStreamARN");
    }
    if (expected.DeliveryStreamType != given.DeliveryStreamType) { return differs("DeliveryStreamType"); }
    if (open) { return std::nullopt; }
    if (expected.VersionId != given.VersionId) { return differs("VersionId"); }
    if (expected.Destinations != given.Destinations || given.HasMoreDestinations) { return differs("Destinations"); }
    if (expected.Source != given.Source) { return differs("Source"); }
    auto const made = given.CreateTimestamp;
    auto const first = expected.CreateTimestamp->milliseconds;
    if (!made || made->milliseconds < first || made->milliseconds > first + c.created_late.count()) {
        return differs("CreateTimestamp");
    }
    return std::nullopt;
}

/// True when a block may be shown although it does not fit the stream's state, see candidate::block_open. How a stream
/// that is not ACTIVE is shown, nobody has said [U].
[[nodiscard]] inline bool may_show(candidate const& c, encryption_block const& given, oracle_policy const& rules) {
    auto const& state = c.record->encryption;
    if (rules.tolerated.identity && state.stream != model::DeliveryStreamStatus::ACTIVE) { return true; }
    if (!c.block_open) { return false; }
    auto const status = seen_status(given);
    if (!status || state.stream != model::DeliveryStreamStatus::ACTIVE) { return true; }
    bool const elsewhere = state.source != model::DeliveryStreamType::DirectPut;
    return *status == encryption::status(state) &&
           (elsewhere || *status == model::DeliveryStreamEncryptionStatus::DISABLED);
}

[[nodiscard]] inline std::optional<difference>
compare_description(expectation<operation::DescribeDeliveryStream> const& possible,
                    model::DeliveryStreamDescription const& expected, model::DeliveryStreamDescription const& given,
                    oracle_policy const& rules) {
    if (expected.DeliveryStreamStatus != given.DeliveryStreamStatus) {
        return difference{finding_kind::stream_status_wrong, told(expected.DeliveryStreamStatus),
                          told(given.DeliveryStreamStatus), agreement::success};
    }
    auto const& block = given.DeliveryStreamEncryptionConfiguration;
    if (auto found = compare_encryption(possible, expected.DeliveryStreamEncryptionConfiguration, block, rules);
        found && !may_show(possible.next, block, rules)) {
        return found;
    }
    auto found = compare_failure(expected.FailureDescription, given.FailureDescription, possible.next, rules);
    if (!found) { found = compare_identity(possible.next, expected, given, rules); }
    if (found) { found->until = agreement::encryption; }
    return found;
}

/// Compares the tags of a page; under tolerances::tag_order in any order, and only on a page that is the whole list.
[[nodiscard]] inline std::optional<difference> compare_tags(candidate const& c,
                                                            model::ListTagsForDeliveryStreamOutput const& expected,
                                                            model::ListTagsForDeliveryStreamOutput const& given,
                                                            oracle_policy const& rules) {
    if (!c.tags_known || expected == given) { return std::nullopt; }
    if (rules.tolerated.tag_order) {
        bool const whole = !expected.HasMoreTags && !given.HasMoreTags && expected.Tags.size() == c.record->tags.size();
        auto const value_of = [](model::Tag const& tag) { // an empty value may be shown as none, or as "" [U]
            return tag.Value ? std::string_view(*tag.Value) : std::string_view();
        };
        bool const same = expected.Tags.size() == given.Tags.size() &&
                          std::ranges::all_of(expected.Tags, [&](model::Tag const& each) {
                              return std::ranges::any_of(given.Tags, [&](model::Tag const& other) {
                                  return other.Key == each.Key && value_of(other) == value_of(each);
                              });
                          });
        if (!whole || same) { return std::nullopt; }
    }
    return difference{finding_kind::tags_wrong, std::to_string(expected.Tags.size()) + " tags",
                      expected.Tags.size() == given.Tags.size() ? "others" : std::to_string(given.Tags.size()),
                      agreement::success};
}

/// Compares two answers that are both successes.
template <class Op>
[[nodiscard]] std::optional<difference> compare_outputs(expectation<Op> const& possible,
                                                        typename Op::output const& expected,
                                                        typename Op::output const& given, oracle_policy const& rules) {
    if constexpr (operation::is_put<Op>) {
        bool const same = std::ranges::find(possible.encrypted, given.Encrypted) != possible.encrypted.end();
        if (same || (rules.tolerated.encrypted_absent && !given.Encrypted)) { return std::nullopt; }
        return difference{finding_kind::encrypted_wrong, told(possible.encrypted.front()), told(given.Encrypted),
                          agreement::success};
    } else if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
        return compare_description(possible, expected.DeliveryStreamDescription, given.DeliveryStreamDescription,
                                   rules);
    } else if constexpr (std::same_as<Op, operation::ListTagsForDeliveryStream>) {
        return compare_tags(possible.next, expected, given, rules);
    } else if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (rules.tolerated.identity || expected == given) { return std::nullopt; }
        return difference{finding_kind::description_wrong, "DeliveryStreamARN", "another", agreement::success};
    } else {
        return std::nullopt; // empty
    }
}

} // namespace firehose_sse::fuzzing::detail
