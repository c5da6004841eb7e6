// A script of calls against an endpoint made from this library, and the oracle that judges the answers: it finds
// nothing wrong with a sound endpoint, whatever its policy and however little of it is known; a script and its text are
// one. Level: none (a fuzz target). Input: choices, see fuzzing/source.hpp: the mode, the endpoint, then the steps; in
// the first mode the rest is the script's text. The endpoint is that of the simulation. By hand: ./dev fuzz oracle 60,
// or as fuzz/decode.cpp says, with -Itests. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle.hpp"
#include "firehose_sse/fuzzing/random_script.hpp"
#include "firehose_sse/fuzzing/script.hpp"
#include "firehose_sse/fuzzing/sequence.hpp"
#include "firehose_sse/fuzzing/shrink.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "require.hpp"
#include "simulation/toy_endpoint.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;
using simulation::planted_fault;

// Limits within reach of a script.
constexpr std::size_t few_calls = 3;
constexpr std::size_t few_tags = 4;
// More only takes longer.
constexpr std::size_t most_steps = 32;
constexpr std::size_t most_payload = 4 * 1024;
constexpr std::size_t most_shrinking_runs = 6;
constexpr std::size_t most_candidates = 16;

/// How an endpoint is and what its judge knows of it.
struct setting {
    planted_fault fault = planted_fault::none;
    operation::policy service{};
    fuzzing::oracle_policy known = fuzzing::oracle_policy::exactly({});
    std::chrono::milliseconds latency{0};
    bool wavers = false;
    /// How many steps are over before the judge begins to listen.
    std::size_t unheard = 0;
};

std::vector<fuzzing::located_finding> play(fuzzing::script const& steps, setting const& with,
                                           std::size_t most = std::numeric_limits<std::size_t>::max()) {
    simulation::toy_endpoint endpoint(with.fault, with.service);
    endpoint.set_latency(with.latency);
    endpoint.set_wavering(with.wavers);
    auto known = with.known;
    known.max_candidates = most_candidates;
    fuzzing::oracle nobody;
    auto const first = steps.begin() + static_cast<std::ptrdiff_t>(std::min(with.unheard, steps.size()));
    (void)fuzzing::run(fuzzing::script(steps.begin(), first), endpoint, nobody);
    fuzzing::oracle judge(std::move(known));
    return fuzzing::run(fuzzing::script(first, steps.end()), endpoint, judge, {}, most);
}

operation::policy some_policy(fuzzing::byte_source& choices) {
    operation::policy made;
    for (auto const& each : reflect::enumerators<fuzzing::choice>) {
        fuzzing::with_choice(each.value, made, [&]<class E>(E& value) {
            value = static_cast<E>(choices.below(reflect::enumerators<E>.size()));
        });
    }
    constexpr std::array works{0ms, 250ms, 1000ms, 6000ms};
    made.work = fuzzing::pick(choices, works);
    made.constraints.set = static_cast<constraint::constraint_set>(choices.below(2));
    made.constraints.basis = static_cast<constraint::batch_basis>(choices.below(2));
    if (fuzzing::coin(choices)) { made.constraints.off.insert(constraint::rule::owned_key_has_no_arn); }
    return made;
}

fuzzing::script some_script(fuzzing::byte_source& choices) {
    fuzzing::script_options rules;
    rules.quota = few_calls;
    rules.tag_limit = few_tags;
    rules.faults = fuzzing::coin(choices);
    fuzzing::script made;
    while (made.size() < most_steps && choices.remaining() != 0) { fuzzing::add_passage(made, choices, rules); }
    made.resize(std::min(made.size(), most_steps));
    return made;
}

/// The input's size chooses among the limits, so that no byte of an older input changes its meaning.
void limit(operation::policy& service, std::size_t size) {
    service.quota.limit = few_calls;
    service.max_tags = few_tags;
    service.max_streams = 2 + size % 2;
    service.encryption.max_streams_per_key = 1 + size / 2 % 2;
}

/// False for steps that would only cost memory or time, or take the endpoint's clock to its end.
bool is_modest(fuzzing::step const& what) {
    if (auto const time = fuzzing::wait_of(what)) { return *time <= std::chrono::hours(24 * 400); }
    auto const sent = fuzzing::request_of(what, {});
    return !sent || sent->body.size() <= most_payload;
}

/// Whether its numbers are small, before anything is made of them.
bool is_small(fuzzing::step const& what) {
    return std::ranges::all_of(what.words, [](std::string const& word) {
        return word.size() < 4 || word.find_first_not_of("0123456789") != word.npos;
    });
}

void check_text(fuzzing::script const& steps) {
    auto const text = fuzzing::to_text(steps);
    auto const read = fuzzing::parse_script(text);
    require(read && *read == steps, "a script is its text");
    fuzzing::script_limits const fewer{.max_bytes = text.size(), .max_steps = steps.size() - 1};
    if (!steps.empty()) { require(!fuzzing::parse_script(text, fewer), "no more steps are read than may be"); }
}

void check_sound(fuzzing::script const& steps, setting const& with) {
    auto const found = play(steps, with);
    if (!found.empty()) {
        std::fprintf(stderr, "%s\n%s", to_text(found.front().what).c_str(), fuzzing::to_text(steps).c_str());
    }
    require(found.empty(), "nothing is found in an endpoint without a fault");
}

void check_faulty(fuzzing::script const& steps, setting const& with) {
    auto const found = play(steps, with);
    for (auto const& each : found) {
        require(each.step < steps.size(), "a finding has its step");
        require(!to_text(each.what).empty(), "and words");
    }
    if (found.empty()) { return; }
    auto const first = play(steps, with, 1);
    require(!first.empty() && first.front().step == found.front().step && first.front().what == found.front().what,
            "who stops at the first finding has the same one");
    auto const kind = found.front().what.kind;
    auto const fails = [&](fuzzing::script const& fewer) {
        auto const again = play(fewer, with);
        return std::ranges::any_of(again, [&](auto const& each) { return each.what.kind == kind; });
    };
    auto const least = fuzzing::shrink(steps, fails, most_shrinking_runs);
    require(fails(least.steps) && least.steps.size() <= steps.size(), "what is left fails the same way");
    require(least.minimal || least.runs == most_shrinking_runs, "and is the least, unless the runs are used up");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    auto const mode = choices.below(4);
    setting with;
    constexpr std::array latencies{0ms, 4ms, 900ms};
    with.latency = fuzzing::pick(choices, latencies);

    fuzzing::script steps;
    if (mode == 0) {
        std::string_view const text(reinterpret_cast<char const*>(data) + (size - choices.remaining()),
                                    choices.remaining());
        auto read = fuzzing::parse_script(text);
        if (!read) {
            require(read.error().line >= 1 && read.error().column >= 1, "what is no script says where");
            require(!to_text(read.error()).empty(), "and why");
            return 0;
        }
        steps = *std::move(read);
        steps.resize(std::min(steps.size(), most_steps));
    } else {
        if (mode == 1) {
            with.latency = std::min<std::chrono::milliseconds>(with.latency, 4ms);
            with.service = some_policy(choices);
            with.known = fuzzing::oracle_policy::exactly(with.service);
        } else if (mode == 2) {
            with.service = some_policy(choices);
            with.known = fuzzing::oracle_policy::any_endpoint();
            with.wavers = true;
        } else {
            with.fault = fuzzing::pick(choices, reflect::enumerators<planted_fault>).value;
        }
        steps = some_script(choices);
        if (mode == 2) { with.unheard = steps.size() / 4; }
    }
    limit(with.service, size);
    limit(with.known.service, size);
    check_text(steps);
    std::erase_if(steps, [](auto const& each) { return !is_small(each) || !is_modest(each); });
    with.fault == planted_fault::none ? check_sound(steps, with) : check_faulty(steps, with);
    return 0;
}
