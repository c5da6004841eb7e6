// Compares a page of ListDeliveryStreams with the streams that are followed.
// Level 5 (fuzzing). A page tells of every stream between its first name and its last.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/pass_time.hpp"
#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// What is known of one stream.
struct belief {
    /// Empty: nothing is known.
    std::vector<candidate> candidates{};
    /// Until then it is not known which calls were charged.
    instant quota_doubted_until = instant::min();
    /// Until then calls of an earlier stream of this name may still count, see tolerances::deleted_calls.
    instant quota_lessened_until = instant::min();
    /// How the stream would stand if the latest call had been treated otherwise, and which finding that would be.
    std::vector<candidate> otherwise{};
    finding_kind otherwise_kind = finding_kind::refused_call_changed;
    /// A wrong `Encrypted` has been reported since the stream last changed.
    bool encrypted_told = false;
    /// The wrong description that was reported last, since the stream last changed or was described rightly.
    std::optional<model::DeliveryStreamDescription> description_told{};

    [[nodiscard]] bool lost() const noexcept { return candidates.empty(); }
    void lose() {
        candidates.clear();
        otherwise.clear();
    }
    /// Gives the stream up where it may stand in more ways than `most`; true when it did.
    [[nodiscard]] bool lose_beyond(std::size_t most) {
        if (candidates.size() <= most) { return false; }
        lose();
        return true;
    }
};

using beliefs = std::map<std::string, belief, std::less<>>;

/// True when a stream of this name exists only if the oracle has heard of it.
[[nodiscard]] inline bool is_own(std::string_view name, oracle_policy const& rules) noexcept {
    if (!rules.tolerated.other_streams) { return true; }
    return !rules.own_prefix.empty() && name.starts_with(rules.own_prefix);
}

/// True when a page keeps to its Limit and its order: [D] alphabetical, after the name asked for.
[[nodiscard]] inline bool is_page(model::ListDeliveryStreamsInput const& asked,
                                  model::ListDeliveryStreamsOutput const& page) {
    auto const limit =
        asked.Limit ? static_cast<std::int64_t>(*asked.Limit) : operation::ListDeliveryStreams::default_limit;
    auto const& names = page.DeliveryStreamNames;
    if (std::ssize(names) > limit || (page.HasMoreDeliveryStreams && names.empty())) { return false; }
    std::string_view before = asked.ExclusiveStartDeliveryStreamName
                                  ? std::string_view(asked.ExclusiveStartDeliveryStreamName->value)
                                  : std::string_view();
    for (auto const& each : names) {
        if (each.value <= before) { return false; }
        before = each.value;
    }
    return true;
}

/// Keeps the beliefs that agree with the page, and reports streams for which none does; of unknown streams, the first.
/// `overlooked` is set when there are more unknown streams than may be followed.
inline void judge_list(model::ListDeliveryStreamsInput const& asked, model::ListDeliveryStreamsOutput const& page,
                       beliefs& all, std::size_t& given_up, bool& overlooked, surroundings const& with, report& found) {
    if (!is_page(asked, page)) {
        found.add(finding_kind::list_page_wrong, "at most Limit names, in order, after the one asked for", "others");
        return;
    }
    auto const& names = page.DeliveryStreamNames;
    auto const wanted = asked.DeliveryStreamType ? asked.DeliveryStreamType->value() : std::nullopt;
    std::string_view const first = asked.ExclusiveStartDeliveryStreamName
                                       ? std::string_view(asked.ExclusiveStartDeliveryStreamName->value)
                                       : std::string_view();
    auto const is_news = [&](auto const& name) { return !all.contains(name.value) && is_own(name.value, with.rules); };
    if (auto const stranger = std::ranges::find_if(names, is_news); stranger != names.end()) {
        found.name_stream(stranger->value);
        found.add(finding_kind::list_stream_unknown, "streams that exist", "one that does not");
    }
    for (auto const& each : names) {
        if (!is_news(each)) { continue; }
        if (all.size() >= with.rules.max_streams) {
            overlooked = true;
            break;
        }
        all.try_emplace(each.value);
    }
    auto const belongs = [&](candidate const& c) {
        return c.record && (!wanted || c.record->encryption.source == *wanted);
    };
    auto const may_be_listed = [&](auto const& each) {
        auto const ways = pass_time_all(each.second.candidates, with);
        return ways.empty() || std::ranges::any_of(ways, belongs);
    };
    if (page.HasMoreDeliveryStreams && !with.rules.tolerated.other_streams && !overlooked &&
        std::none_of(all.upper_bound(names.back().value), all.end(), may_be_listed)) {
        found.add(finding_kind::list_page_wrong, "HasMoreDeliveryStreams where there are more", "where there are none");
    }
    for (auto at = all.upper_bound(first); at != all.end(); ++at) {
        auto& [name, known] = *at;
        if (page.HasMoreDeliveryStreams && name > names.back().value) { break; }
        if (known.lost()) { continue; }
        bool const listed = std::ranges::binary_search(names, name, {}, &model::DeliveryStreamName::value);
        known.candidates = pass_time_all(std::move(known.candidates), with);
        auto const contradicts = [&](candidate const& c) {
            if (with.rules.tolerated.order_of_checks && is_being_deleted(c)) { return false; }
            return listed != belongs(c);
        };
        if (std::ranges::all_of(known.candidates, contradicts)) {
            found.name_stream(name);
            found.add(listed ? finding_kind::list_stream_unknown : finding_kind::list_stream_missing,
                      listed ? "streams that exist" : "every stream that exists",
                      listed ? "one that does not" : "one left out");
            known.lose();
        } else {
            std::erase_if(known.candidates, contradicts);
            if (known.lose_beyond(with.rules.max_candidates)) { ++given_up; }
        }
    }
}

} // namespace firehose_sse::fuzzing::detail
