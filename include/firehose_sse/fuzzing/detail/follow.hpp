// One exchange of one stream: which of the ways it may stand are left, and which finding is made when none is.
// Level 5 (fuzzing). Changes beliefs; judges by detail/match.hpp.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/adopt.hpp"
#include "firehose_sse/fuzzing/detail/asked.hpp"
#include "firehose_sse/fuzzing/detail/candidate.hpp"
#include "firehose_sse/fuzzing/detail/carry_out.hpp"
#include "firehose_sse/fuzzing/detail/listing.hpp"
#include "firehose_sse/fuzzing/detail/match.hpp"
#include "firehose_sse/fuzzing/detail/put_entries.hpp"
#include "firehose_sse/fuzzing/detail/totals.hpp"
#include "firehose_sse/wire/invocation.hpp"
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// The token of a call that its sender has given an invocation id, see quota::call_token.
[[nodiscard]] inline std::optional<quota::call_token> token_of(request const& sent) {
    auto const headers = views(sent.headers);
    auto const id = wire::invocation_id(headers);
    if (!id) { return std::nullopt; }
    return quota::make_call_token({}, wire::access_key_id(headers), operation_of(sent), *id, sent.body);
}

/// Updates what is known of the streams with one exchange of operation `Op`.
template <class Op> struct follower {
    using input = typename Op::input;

    oracle_policy const& rules;
    policy_space& known;
    beliefs& streams;
    std::size_t& given_up;
    /// Set when a stream may exist that is not followed.
    bool& overlooked;
    surroundings with;

    void operator()(input const& asked, heard<Op> const& said, body_verdict verdict, report& found) {
        std::string const& name = asked.DeliveryStreamName.value;
        auto const at = streams.find(name);
        if (at == streams.end() && streams.size() >= rules.max_streams) {
            bool const absent = wire::kind_of_type(said.error) == wire::error_kind::ResourceNotFoundException;
            overlooked = overlooked || !absent;
            return;
        }
        belief fresh;
        if (is_own(name, rules)) { fresh.candidates.push_back({.space = known}); }
        belief& believed = at == streams.end() ? fresh : at->second;
        with.quota_doubted = believed.quota_doubted_until > with.at.first;
        with.quota_lessened = believed.quota_lessened_until > with.at.first;
        count_others<Op>(asked, streams, with);
        restrict(believed, found);
        if (verdict == body_verdict::refused) {
            note_refusal(believed, asked);
        } else if (verdict == body_verdict::accepted_wrongly) {
            believed.candidates = carry_out_all<Op>(believed.candidates, asked, with);
            believed.otherwise.clear();
        } else if (believed.lost()) {
            find_again(believed, asked, said);
        } else {
            judge(believed, asked, said, found);
        }
        if constexpr (std::same_as<Op, operation::DeleteDeliveryStream>) {
            if (rules.tolerated.deleted_calls && (said.success() || said.unclear)) {
                believed.quota_lessened_until = later_by(with.at.last, longest_count(rules.service.quota));
            }
        }
        if (believed.lose_beyond(rules.max_candidates)) { ++given_up; }
        store(name, at, std::move(believed));
    }

private:
    void store(std::string const& name, beliefs::iterator at, belief&& believed) {
        bool const none = !believed.lost() && std::ranges::none_of(believed.candidates, [](candidate const& c) {
            return c.record.has_value();
        });
        bool const unheard_of = is_own(name, rules) ? none && believed.otherwise.empty() : believed.lost();
        if (unheard_of && std::max(believed.quota_doubted_until, believed.quota_lessened_until) <= with.at.last) {
            if (at != streams.end()) { streams.erase(at); }
        } else if (at == streams.end()) {
            streams.emplace(name, std::move(believed));
        }
    }

    // what other streams have told about the endpoint's choices holds here too
    void restrict(belief& believed, report& found) {
        if (believed.lost()) { return; }
        for (auto& each : believed.candidates) { each.space.narrow(known); }
        auto const impossible = [](candidate const& c) { return c.space.empty(); };
        if (std::ranges::all_of(believed.candidates, impossible)) {
            found.add(finding_kind::policy_contradicted, "one policy for all streams", "another");
            known = rules.choices;
            for (auto& each : believed.candidates) { each.space = known; }
        }
        std::erase_if(believed.candidates, impossible);
        for (auto& each : believed.otherwise) { each.space = known; }
    }

    void learn_choices(belief const& believed) {
        policy_space possible = believed.candidates.front().space;
        for (auto const& each : believed.candidates) { possible.widen(each.space); }
        known.narrow(possible);
    }

    // the stream would stand so if the refused call had been carried out all the same
    void note_refusal(belief& believed, input const& asked) {
        believed.otherwise = carry_out_all<Op>(believed.candidates, asked, with);
        believed.otherwise_kind = finding_kind::refused_call_changed;
        for (auto& each : believed.candidates) { each = refused<Op>(std::move(each), with, false); }
    }

    void judge(belief& believed, input const& asked, heard<Op> const& said, report& found) {
        auto result = match<Op>(believed.candidates, asked, said, with);
        if (result.fitting.empty()) {
            disagree(believed, asked, said, std::move(result), found);
            return;
        }
        auto before = std::exchange(believed.candidates, std::move(result.fitting));
        learn_choices(believed);
        if (said.unclear) {
            believed.otherwise.clear();
        } else if (!said.success()) {
            believed.otherwise = carry_out_all<Op>(before, asked, with);
            believed.otherwise_kind = finding_kind::refused_call_changed;
        } else if constexpr (changes_streams<Op>) {
            believed.otherwise = std::move(before);
            believed.otherwise_kind = finding_kind::accepted_call_ignored;
            believed.encrypted_told = false;
            believed.description_told.reset();
        } else {
            believed.otherwise.clear();
            if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) { believed.description_told.reset(); }
        }
    }

    // the same wrong answer again, while nothing has changed the stream, is the same fault
    static bool is_told(belief& believed, heard<Op> const& said, finding_kind kind) {
        if (kind == finding_kind::encrypted_wrong) { return std::exchange(believed.encrypted_told, true); }
        if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
            if (!said.output) { return false; }
            auto const& given = said.output->DeliveryStreamDescription;
            return std::exchange(believed.description_told, given) == given;
        }
        return false;
    }

    void disagree(belief& believed, input const& asked, heard<Op> const& said, matches result, report& found) {
        result.keep_nearest();
        // a call that is accepted, or what a Put says, tells too little of what became of the call before
        bool const tells = !said.success() || std::same_as<Op, operation::DescribeDeliveryStream> ||
                           std::same_as<Op, operation::ListTagsForDeliveryStream>;
        if (!believed.otherwise.empty() && tells) {
            auto other = match<Op>(believed.otherwise, asked, said, with);
            if (!other.fitting.empty()) {
                tell(believed.otherwise_kind, result, found);
                believed.candidates = std::move(other.fitting);
                believed.otherwise.clear();
                return;
            }
        }
        auto const kind = result.differences.empty() ? finding_kind::wrong_error : result.differences.front().kind;
        if (!is_told(believed, said, kind)) { tell(kind, result, found); }
        believed.candidates = pass_time_all(std::move(believed.candidates), with);
        believed.otherwise.clear();
        resume(believed, asked, said, kind);
    }

    static void tell(finding_kind kind, matches const& result, report& found) {
        auto const& all = result.differences;
        std::string expected;
        for (auto at = all.begin(); at != all.end() && at - all.begin() < 4; ++at) {
            if (std::ranges::find(all.begin(), at, at->expected, &difference::expected) != at) { continue; }
            expected += (expected.empty() ? "" : " or ") + at->expected;
        }
        found.add(kind, expected, all.empty() ? "another answer" : all.front().got);
    }

    // one fault is told once: the oracle goes on from what the answer says
    void resume(belief& believed, input const& asked, heard<Op> const& said, finding_kind kind) {
        if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
            if (said.output) {
                find_again(believed, asked, said);
                return;
            }
        }
        if constexpr (std::same_as<Op, operation::ListTagsForDeliveryStream>) {
            for (auto& each : believed.candidates) {
                each.tags_known = false;
                if (each.record) { each.record->tags.clear(); }
            }
            return;
        }
        if (kind == finding_kind::quota_too_early) {
            believed.quota_doubted_until = later_by(with.at.last, rules.service.quota.period);
            return;
        }
        if (said.success()) {
            if constexpr (changes_streams<Op>) {
                believed.candidates = carry_out_all<Op>(believed.candidates, asked, with);
            }
            if (kind == finding_kind::unknown_stream_accepted) { believed.lose(); }
            return;
        }
        if (kind == finding_kind::known_stream_not_found) { add(believed.candidates, {.space = known}); }
    }

    // a stream of which nothing is known is followed again once an answer tells how it stands
    void find_again(belief& believed, input const& asked, heard<Op> const& said) {
        if (said.unclear) { return; }
        if (!said.success()) {
            if (wire::kind_of_type(said.error) == wire::error_kind::ResourceNotFoundException &&
                std::same_as<Op, operation::DescribeDeliveryStream>) {
                believed.candidates = {{.space = known}};
            }
            return;
        }
        bool const quota_lost = believed.lost();
        if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
            believed.candidates = carry_out_all<Op>({{.space = known}}, asked, with);
        } else if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
            if (!said.output) { return; }
            believed.candidates = adopt(said.output->DeliveryStreamDescription, believed.candidates, known, with);
            if (quota_lost) { believed.quota_doubted_until = later_by(with.at.last, rules.service.quota.period); }
        }
        for (auto& each : believed.candidates) { learn<Op>(each, asked, said, rules); }
    }
};

} // namespace firehose_sse::fuzzing::detail
