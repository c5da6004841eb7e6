// An endpoint made from this library, on a clock that a test moves, with one fault planted.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/sequence.hpp"
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "simulation/planted_fault.hpp"
#include <algorithm>
#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::simulation {

/// Answers as `rules` have it, but for the fault.
class toy_endpoint {
public:
    explicit toy_endpoint(planted_fault fault = planted_fault::none, operation::policy rules = {})
        : fault_(fault), rules_(std::move(rules)) {
        alter_policy(fault_, rules_, options_);
    }

    // ---- what a script runs against

    [[nodiscard]] fuzzing::exchange send(fuzzing::request const& what) {
        instant const sent = now_;
        now_ += latency_ / 2;
        auto made = answer(what);
        now_ += latency_ / 2;
        return {what, std::move(made), sent, now_};
    }
    void wait(std::chrono::milliseconds time) { now_ += time; }
    [[nodiscard]] std::optional<fuzzing::interval> set_key(fuzzing::key_setting const& key) {
        end_all_work();
        keys_.known.insert_or_assign(key.arn, key.facts);
        return fuzzing::interval{now_, now_};
    }
    [[nodiscard]] bool set_caller(encryption::caller_facts const& caller) {
        caller_ = caller;
        return true;
    }

    /// How long a call takes; the endpoint decides in the middle of it.
    void set_latency(std::chrono::milliseconds time) { latency_ = time; }

    /// From now on a Put says something else each time, while nobody can know whether it is encrypted.
    void set_wavering(bool wavers) { wavers_ = wavers; }

    /// The limits that calls have come up against.
    [[nodiscard]] std::set<operation::limit_kind> const& reached() const { return reached_; }

    // ---- what gateway::respond asks

    template <class Op> [[nodiscard]] operation::answer<Op> perform(typename Op::input const& input) {
        if constexpr (std::same_as<Op, operation::ListDeliveryStreams>) {
            return alter_list(fault_, list(), input);
        } else {
            return perform_on_stream<Op>(input);
        }
    }

private:
    [[nodiscard]] operation::context context() const { return {rules_, keys_, caller_, streams_.size(), request_id_}; }

    [[nodiscard]] fuzzing::answer answer(fuzzing::request const& what) {
        request_id_ = wire::request_id(1, ++requests_);
        auto const headers = fuzzing::views(what.headers);
        gateway::request_head const head{what.method, what.path, headers, what.body.size()};
        auto made = gateway::handle(head, what.body, *this, options_, {request_id_});
        fuzzing::answer told{made.status, {}, std::move(made.body)};
        for (auto& each : made.headers) { told.headers.push_back({std::move(each.name), std::move(each.value)}); }
        alter_answer(fault_, made.operation, told);
        return told;
    }

    template <class Op> [[nodiscard]] operation::answer<Op> perform_on_stream(typename Op::input const& input) {
        std::string const& name = input.DeliveryStreamName.value;
        auto const found = streams_.find(name);
        std::optional<operation::stream_record> cell;
        if (found != streams_.end()) { cell = found->second; }
        if (cell) {
            auto const before = cell->encryption;
            cell = operation::catch_up(*std::move(cell), context(), now_);
            if (cell) { alter_end(fault_, before, *cell); }
        }
        if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) { end_all_work(); } // it counts streams
        if constexpr (requires { input.DeliveryStreamEncryptionConfigurationInput; }) {
            count_others(input.DeliveryStreamEncryptionConfigurationInput, name);
        }
        if constexpr (operation::is_put<Op>) { waver(); }
        auto seen = cell;
        alter_view<Op>(fault_, seen);
        auto decided = Op::decide(seen, input, context(), now_);
        if (decided.answer.reached) { reached_.insert(*decided.answer.reached); }
        if (decided.change != quota::cell_change::keep) { cell = decided.cell; }
        alter_decision<Op>(fault_, seen, input, decided.answer.answer, cell, now_);
        if (cell) {
            streams_.insert_or_assign(name, *std::move(cell));
        } else {
            streams_.erase(name);
        }
        return std::move(decided.answer.answer);
    }

    void waver() {
        if (!wavers_) { return; }
        using encryption::unsettled_answer;
        auto& rules = rules_.encryption;
        rules.rotating = rules.disabling = encryption::changing_answer::unsettled;
        rules.unsettled = rules.unsettled == unsettled_answer::encrypted ? unsettled_answer::not_encrypted
                                                                         : unsettled_answer::encrypted;
    }

    /// Tells the directory how many other streams have the wanted key, in effect or on its way.
    template <class Wanted> void count_others(Wanted const& wanted, std::string_view name) {
        auto const key = operation::StartDeliveryStreamEncryption::wanted_key(wanted);
        if (!key.needs_grant()) { return; }
        end_all_work();
        auto const has = [&](auto const& stream) {
            auto const& state = stream.second.encryption;
            bool const coming = encryption::wants_grant(state) && *state.attempted == key;
            bool const waits = state.queued && state.queued->key == key;
            return stream.first != name && ((state.effective && state.effective->key == key) || coming || waits);
        };
        keys_.known[key.arn].other_streams = static_cast<std::size_t>(std::ranges::count_if(streams_, has));
    }

    [[nodiscard]] std::vector<operation::listed_stream> list() {
        end_all_work();
        std::vector<operation::listed_stream> all;
        for (auto const& [name, record] : streams_) { all.push_back({name, record.encryption.source}); }
        return all;
    }

    void end_all_work() {
        for (auto at = streams_.begin(); at != streams_.end();) {
            auto const before = at->second.encryption;
            auto caught = operation::catch_up(at->second, context(), now_);
            if (caught) {
                alter_end(fault_, before, *caught);
                at->second = *std::move(caught);
                ++at;
            } else {
                at = streams_.erase(at);
            }
        }
    }

    planted_fault fault_;
    operation::policy rules_;
    gateway::options options_{};
    instant now_{std::chrono::hours(500'000)};
    std::chrono::milliseconds latency_{};
    bool wavers_ = false;
    encryption::key_directory keys_{};
    encryption::caller_facts caller_{};
    std::map<std::string, operation::stream_record> streams_{};
    std::set<operation::limit_kind> reached_{};
    std::uint64_t requests_ = 0;
    std::string request_id_{};
};

} // namespace firehose_sse::simulation
