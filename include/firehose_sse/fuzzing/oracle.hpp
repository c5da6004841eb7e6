// Follows an endpoint by its answers, and reports answers that no correct endpoint could have given.
// Level 5 (fuzzing). Pure: no transport, no clock; whoever sends tells what was sent, what came back, and when.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/follow.hpp"
#include "firehose_sse/fuzzing/detail/head.hpp"
#include "firehose_sse/fuzzing/detail/listing.hpp"
#include "firehose_sse/fuzzing/exchange.hpp"
#include "firehose_sse/fuzzing/finding.hpp"
#include "firehose_sse/fuzzing/oracle_policy.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// Judges exchanges one after the other, in the order in which the endpoint handled them; those of one stream must not
/// overlap. For each stream it keeps every way in which the stream may stand after the answers so far. An answer that
/// fits none of them is a finding; the oracle goes on from what the answer says, so that one fault is told once. At the
/// start it assumes no streams at all or, under tolerances::other_streams, none under its own names.
///
/// *Example:* `for (auto const& each : oracle.hear(exchange)) { report(to_text(each)); }`
class oracle {
public:
    explicit oracle(oracle_policy rules = {}) : rules_(std::move(rules)), known_(rules_.choices) {}

    /// Judges one exchange. *Errors:* in the result; nothing is thrown but std::bad_alloc.
    [[nodiscard]] std::vector<finding> hear(exchange const& what);

    /// From a moment between `from` and `to` on, KMS says this about the key. Work due before ends by the old facts.
    void set_key(std::string arn, encryption::key_facts facts, instant from, instant to) {
        pass_all(from, to);
        keys_.known.insert_or_assign(std::move(arn), facts);
    }
    /// From now on this is what is known about the caller.
    void set_caller(encryption::caller_facts caller) { caller_ = caller; }

    /// In how many ways a stream may stand: 0 when nothing is known of it, 1 for a name that no stream has.
    [[nodiscard]] std::size_t candidates(std::string_view stream) const {
        auto const found = streams_.find(stream);
        if (found != streams_.end()) { return found->second.candidates.size(); }
        return detail::is_own(stream, rules_) ? 1 : 0;
    }
    /// The choices that the endpoint may still have made.
    [[nodiscard]] policy_space const& choices() const noexcept { return known_; }
    /// How often a stream was given up for having too many ways to stand.
    [[nodiscard]] std::size_t given_up() const noexcept { return given_up_; }

private:
    void pass_all(instant from, instant to) {
        detail::surroundings const with{rules_, keys_, caller_, {from, to}};
        for (auto& [name, known] : streams_) {
            known.candidates = detail::pass_time_all(std::move(known.candidates), with);
            if (known.lose_beyond(rules_.max_candidates)) { ++given_up_; }
        }
    }

    template <class Op>
    void judge(std::string_view body, std::optional<answer> const& received, detail::surroundings const& with,
               detail::report& found);

    /// For a body that was not read but may have been carried out: how the stream it names stands is now unknown.
    template <class Op> void lose_named(std::string_view body) {
        if constexpr (detail::changes_streams<Op> && !std::same_as<Op, operation::ListDeliveryStreams>) {
            auto const part = wire::inspect<typename Op::input>(body, rules_.reading);
            std::string const& name = part.document.value.DeliveryStreamName.value;
            bool const doubtful = name.empty() || part.faults.front().reason == wire::decode_reason::duplicate_member;
            if (!doubtful && (streams_.contains(name) || streams_.size() < rules_.max_streams)) {
                streams_[name].lose();
                return;
            }
            for (auto& [each, known] : streams_) { known.lose(); }
            overlook();
        }
    }
    /// From now on a name that nobody has heard of may be a stream's.
    void overlook() {
        rules_.tolerated.other_streams = true;
        rules_.own_prefix.clear();
    }

    oracle_policy rules_;
    policy_space known_;
    encryption::key_directory keys_{};
    encryption::caller_facts caller_{};
    detail::beliefs streams_{};
    detail::record_ids record_ids_{};
    std::size_t given_up_ = 0;
};

template <class Op>
void oracle::judge(std::string_view body, std::optional<answer> const& received, detail::surroundings const& with,
                   detail::report& found) {
    bool const too_large = body.size() > Op::max_body_bytes;
    if (too_large && received && received->status == 413) { return; } // nobody has said what the limit is [U]
    auto const what = detail::read_body<Op>(body, rules_);
    if constexpr (requires { what.input->DeliveryStreamName; }) {
        if (what.input) { found.name_stream(what.input->DeliveryStreamName); }
    }
    auto const said = detail::hear<Op>(received, rules_, found);
    auto const verdict = detail::judge_body(what, said, rules_, found);
    if (!what.input) {
        if (what.may_be_readable && (said.success() || said.unclear)) { lose_named<Op>(body); }
        return;
    }
    bool overlooked = false;
    if constexpr (std::same_as<Op, operation::ListDeliveryStreams>) {
        if (verdict == detail::body_verdict::open && said.output) {
            detail::judge_list(*what.input, *said.output, streams_, given_up_, overlooked, with, found);
        }
    } else {
        if constexpr (std::same_as<Op, operation::PutRecordBatch>) {
            if (said.output) { detail::judge_entries(*what.input, *said.output, rules_, found); }
        }
        if constexpr (operation::is_put<Op>) {
            if (said.output) { detail::judge_record_ids(detail::ids_of(*said.output), with, record_ids_, found); }
        }
        detail::follower<Op>{rules_, known_, streams_, given_up_, overlooked, with}(*what.input, said, verdict, found);
    }
    if (overlooked) { overlook(); }
}

inline std::vector<finding> oracle::hear(exchange const& what) {
    std::string_view const name = operation_of(what.sent);
    detail::report found(name, what.answered_at);
    auto const fault = detail::fault_of_head(what.sent);
    bool const untyped = fault == detail::head_fault::target && operation::is_untyped(name);
    if (untyped && rules_.tolerated.configurations) { return {}; }
    if (fault != detail::head_fault::none) {
        if (what.received) { detail::judge_head(fault, *what.received, rules_, found); }
        return found.take();
    }
    detail::surroundings const with{.rules = rules_,
                                    .keys = keys_,
                                    .caller = caller_,
                                    .at = {what.sent_at, std::max(what.sent_at, what.answered_at)},
                                    .token = detail::token_of(what.sent)};
    operation::with_operation(
        name, [&](auto op) { judge<typename decltype(op)::type>(what.sent.body, what.received, with, found); });
    return found.take();
}

} // namespace firehose_sse::fuzzing
