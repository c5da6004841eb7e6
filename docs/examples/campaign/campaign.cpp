// Episodes: each makes streams of its own, plays with them and removes them.
// SPDX-License-Identifier: BSL-1.0
#include "campaign.hpp"
#include <firehose_sse/fuzzing/oracle.hpp>
#include <firehose_sse/fuzzing/random_script.hpp>
#include <firehose_sse/fuzzing/sequence.hpp>
#include <firehose_sse/fuzzing/shrink.hpp>
#include <firehose_sse/fuzzing/source.hpp>
#include <firehose_sse/wire/service_error.hpp>
#include "bodies.hpp"
#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace campaign {

namespace {

using clock = std::chrono::steady_clock;

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

/// Passes requests on, and counts the answers by kind.
class counting_endpoint {
public:
    counting_endpoint(http_endpoint& to, tally& all) : to_(to), all_(all) {}

    void set_origin(std::string origin) { origin_ = std::move(origin); }

    [[nodiscard]] fz::exchange send(fz::request const& what) {
        auto made = to_.send(what);
        ++all_.requests;
        std::string const word = word_of(made.received);
        ++all_.by_operation[std::string(fz::operation_of(what))][word];
        ++all_.by_body[origin_][word];
        if (!made.received) { ++all_.no_answer; }
        return made;
    }
    void wait(std::chrono::milliseconds time) {
        ++all_.waits;
        to_.wait(time);
    }
    [[nodiscard]] std::optional<fz::interval> set_key(fz::key_setting const& key) {
        auto const when = to_.set_key(key);
        if (when) { ++all_.key_changes; }
        return when;
    }
    [[nodiscard]] bool set_caller(sse::encryption::caller_facts const& caller) { return to_.set_caller(caller); }

private:
    static std::string word_of(std::optional<fz::answer> const& given) {
        if (!given) { return "no answer"; }
        if (given->status == 200) { return "200"; }
        auto const type = sse::wire::read_error(given->status, {}, given->body).type;
        // any other type would be text of the endpoint's choice, of any length
        return sse::wire::kind_of_type(type) != sse::wire::error_kind::unknown
                   ? type
                   : "status " + std::to_string(given->status);
    }

    http_endpoint& to_;
    tally& all_;
    std::string origin_ = "script";
};

/// The pause between two calls of a stream when the endpoint's clock cannot be moved.
constexpr std::chrono::milliseconds between_calls{50};

/// A prefix for names that no earlier run has used.
std::string fresh_prefix() {
    static constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    auto now = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count());
    std::string text = "c";
    for (int i = 0; i < 9; ++i, now /= digits.size()) { text += digits[now % digits.size()]; }
    return text + "-";
}

class run {
public:
    run(settings const& s, http_endpoint& to)
        : s_(s), to_(to), counting_(to, all_), prefix_(fresh_prefix()), judge_(policy()), engine_(s.seed) {
        scripts_.quota = s.service.rules.quota.limit;
        scripts_.quota = std::min<std::size_t>(scripts_.quota, 100);
        scripts_.tag_limit = std::min<std::size_t>(s.service.rules.max_tags, 100);
        scripts_.faults = to.has_control();
        if (!to.has_control()) {
            scripts_.waits = {"1ms", "1ms", "1ms", "1ms", "10ms", "10ms", "100ms", "5500ms"};
            // Long enough for a call's work to end; otherwise that work, not the quota, would refuse the next call.
            auto const work = s.known == knowledge::options ? s.service.rules.work : std::chrono::milliseconds(0);
            auto const pause = std::min(work, s.longest_wait - between_calls) + between_calls;
            scripts_.between_calls = std::to_string(pause.count()) + "ms";
        }
        begin_as_no_session();
        bodies_.constraints = s.service.rules.constraints;
        bodies_.decode = s.service.gateway_options().decode;
    }

    [[nodiscard]] tally finish() {
        all_.took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began_);
        all_.given_up = judge_.given_up();
        for (auto const* const change : {"StartDeliveryStreamEncryption", "StopDeliveryStreamEncryption"}) {
            auto const given = all_.by_operation.find(change);
            all_.quota_reached = all_.quota_reached ||
                                 (given != all_.by_operation.end() && given->second.contains("LimitExceededException"));
        }
        make_short();
        begin_as_no_session(); // the next run must not meet a session
        return std::move(all_);
    }

    void play_all() {
        for (std::size_t i = 0; all_.requests < s_.requests && !is_over(); ++i) {
            names_.prefix = prefix_ + std::to_string(i) + "-";
            episode();
            show(false);
        }
        show(true);
    }

    void play_script(fz::script const& steps) {
        names_.prefix = prefix_;
        for (auto const& each : steps) {
            if (is_over()) { break; }
            play(each, "script");
        }
    }

private:
    void begin_as_no_session() { static_cast<void>(to_.set_caller({})); }

    /// Whether there is a reason to end; notes the reason.
    [[nodiscard]] bool is_over() {
        if (!all_.ended_early.empty()) { return true; }
        if (interrupted) {
            all_.ended_early = "it was interrupted";
        } else if (to_.control_failed()) {
            all_.ended_early = "the control path has not done what it was asked for";
        } else if (to_.is_gone()) {
            all_.ended_early = "the endpoint has stopped answering";
        }
        return !all_.ended_early.empty();
    }

    [[nodiscard]] fz::oracle_policy policy() {
        auto made = s_.oracle_policy();
        made.own_prefix = prefix_;
        fz::exchange const listed = to_.send(fz::make_request("ListDeliveryStreams", "{}"));
        bool empty = false;
        if (listed.received && listed.received->status == 200) {
            auto const read = sse::wire::decode<sse::model::ListDeliveryStreamsOutput>(listed.received->body);
            empty = read && read->missing.empty() && read->value.DeliveryStreamNames.empty();
        }
        all_.other_streams = !empty || s_.known != knowledge::options;
        made.tolerated.other_streams = all_.other_streams;
        return made;
    }

    void episode() {
        history_.clear();
        fz::script start;
        for (auto const& each : scripts_.streams) { start.push_back({fz::verb::create, {each}}); }
        start.push_back({fz::verb::wait, {scripts_.between_calls}});
        for (auto const& each : start) { play(each, "script"); }
        std::size_t const end = std::min(all_.requests + s_.episode, s_.requests);
        while (all_.requests < end && !is_over()) {
            fz::engine_source choices(engine_);
            if (fz::one_in(choices, 4)) {
                auto const made = random_body(engine_, bodies_);
                play(made.what, made.origin);
                continue;
            }
            fz::script passage;
            fz::add_passage(passage, choices, scripts_);
            for (auto const& each : passage) {
                if (all_.requests >= end || is_over()) { break; }
                play(each, "script");
            }
        }
        for (auto const& each : scripts_.streams) {
            if (!is_over()) { play({fz::verb::remove, {each, "force"}}, "script"); }
        }
        if (scripts_.faults && !is_over()) { play({fz::verb::caller, {"none"}}, "script"); }
    }

    void play(fz::step const& what, std::string const& origin) {
        counting_.set_origin(origin);
        history_.push_back(what);
        auto const found = complaints_of(what, counting_, judge_, names_);
        for (auto const& each : found) { note(each); }
        if (found.empty() || what.words.empty()) { return; }
        bool const of_stream = what.verb != fz::verb::send && what.verb != fz::verb::send_base64 &&
                               what.verb != fz::verb::list && what.verb != fz::verb::describe;
        if (of_stream && !is_over()) { // shows the oracle how the stream really is
            play({fz::verb::describe, {what.words.front()}}, "script");
        }
    }

    /// Runs a step, and runs it again when its kept connection was closed before any byte of an answer came. A server
    /// may close an idle connection; it closes a new one because of the request.
    template <class Endpoint>
    [[nodiscard]] std::vector<complaint> complaints_of(fz::step const& what, Endpoint& to, fz::oracle& judge,
                                                       fz::naming const& names) {
        std::vector<complaint> all;
        auto const once = [&] {
            for (auto const& each : fz::run_step(what, to, judge, names)) { all.push_back(complaint_of(each)); }
        };
        auto const sent = fz::request_of(what, names);
        once();
        if (!sent) { return all; }
        if (to_.was_stale()) {
            ++all_.sent_again;
            once();
        }
        if (auto const why = to_.mishap()) { all.push_back(complaint_of(*why, fz::operation_of(*sent))); }
        return all;
    }

    void note(complaint const& what) {
        auto& entry = all_.found[{what.operation, what.kind}];
        if (entry.count++ != 0) { return; }
        entry.first = what;
        entry.request = all_.requests;
        entry.steps = history_;
        if (!s_.quiet) { std::cerr << "  " << what.text << "\n"; }
    }

    /// Whether a script makes a complaint of that kind again, under new names; nothing when there was no time left to
    /// find out.
    [[nodiscard]] std::optional<bool>
    fails_again(fz::script const& steps, std::pair<std::string, std::string> const& wanted, clock::time_point end) {
        auto rules = s_.oracle_policy();
        rules.tolerated.other_streams = true;
        rules.own_prefix = fresh_prefix();
        fz::naming const names{.prefix = rules.own_prefix};
        fz::oracle judge(rules);
        begin_as_no_session();
        bool found = false;
        bool cut = false;
        for (auto const& each : steps) {
            cut = clock::now() >= end || is_over();
            if (cut) { break; }
            for (auto const& what : complaints_of(each, to_, judge, names)) {
                found = found || std::pair(what.operation, what.kind) == wanted;
            }
            if (found) { break; }
        }
        remove_streams_of(steps, judge, names);
        return cut ? std::nullopt : std::optional(found);
    }

    /// Deletes the script's streams; otherwise the next run would meet the limit of streams. Waits before, so that work
    /// under way ends, and also after, if the clock can be moved.
    void remove_streams_of(fz::script const& steps, fz::oracle& judge, fz::naming const& names) {
        std::set<std::string> made;
        for (auto const& each : steps) {
            if (each.verb == fz::verb::create && !each.words.empty()) { made.insert(each.words.front()); }
        }
        auto const take = [&](fz::step const& what) {
            if (!is_over()) { static_cast<void>(fz::run_step(what, to_, judge, names)); }
        };
        if (made.empty()) { return; }
        take({fz::verb::wait, {scripts_.between_calls}});
        for (auto const& each : made) { take({fz::verb::remove, {each, "force"}}); }
        if (to_.has_control()) { take({fz::verb::wait, {scripts_.between_calls}}); }
    }

    void make_short() {
        if (s_.shrink_runs == 0) { return; }
        for (auto& [kind, each] : all_.found) {
            if (is_over()) { return; }
            auto const end = clock::now() + s_.shrink_time;
            bool in_time = true;
            auto const fails = [&, wanted = kind](fz::script const& fewer) {
                auto const found = in_time ? fails_again(fewer, wanted, end) : std::nullopt;
                in_time = found.has_value();
                return found.value_or(false);
            };
            if (!s_.quiet) { std::cerr << "  shortening " << each.first.text << "\n"; }
            fz::script const last{each.steps.back()}; // many need only the last step
            if (fails(last)) {
                each.steps = last;
                each.seen = shown::again;
                each.minimal = true;
                each.runs = 1;
                continue;
            }
            bool const seen = fails(each.steps);
            if (seen || in_time) { each.seen = seen ? shown::again : shown::not_again; }
            if (!seen) { continue; }
            auto least = fz::shrink(each.steps, fails, s_.shrink_runs);
            each.steps = std::move(least.steps);
            each.minimal = least.minimal && in_time;
            each.runs = least.runs + 2;
        }
    }

    void show(bool last) {
        if (s_.quiet || (!last && clock::now() - shown_ < std::chrono::seconds(2))) { return; }
        shown_ = clock::now();
        auto const seconds = std::chrono::duration<double>(shown_ - began_).count();
        std::cerr << all_.requests << " of " << s_.requests << " requests, "
                  << static_cast<long>(static_cast<double>(all_.requests) / std::max(seconds, 0.001)) << " a second, "
                  << all_.complaints() << " disagreements\n";
    }

    settings const& s_;
    http_endpoint& to_;
    tally all_{};
    counting_endpoint counting_;
    std::string prefix_;
    fz::naming names_{};
    fz::oracle judge_;
    std::mt19937_64 engine_;
    fz::script_options scripts_{};
    fz::options bodies_{};
    fz::script history_{};
    clock::time_point began_ = clock::now();
    clock::time_point shown_ = clock::now();
};

} // namespace

void interrupt() noexcept { interrupted = true; }

tally run_campaign(settings const& s, http_endpoint& endpoint) {
    run one(s, endpoint);
    one.play_all();
    return one.finish();
}

tally replay(settings const& s, http_endpoint& endpoint, fz::script const& steps) {
    run one(s, endpoint);
    one.play_script(steps);
    return one.finish();
}

} // namespace campaign
