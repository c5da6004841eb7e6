// The oracle against an endpoint without a fault, and against the same endpoint with each of many.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle.hpp"
#include "firehose_sse/fuzzing/random_script.hpp"
#include "firehose_sse/fuzzing/sequence.hpp"
#include "firehose_sse/fuzzing/shrink.hpp"
#include "simulation/policy_text.hpp"
#include "simulation/random.hpp"
#include "simulation/toy_endpoint.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <iostream>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::simulation {
namespace {

using namespace std::chrono_literals;

/// Adds bodies that must be refused, or nearly so, to the steps of a script.
fuzzing::script with_bad_bodies(fuzzing::script steps) {
    using fuzzing::send_step;
    fuzzing::script const bad{
        send_step("DescribeDeliveryStream", R"({"DeliveryStreamName":"a b"})"),
        send_step("PutRecord", R"({"DeliveryStreamName":"a","Record":{"Data":"aGl="}})"),
        send_step("PutRecord", R"({"DeliveryStreamName":"a","Record":{"Data":"aGk="}})"),
        send_step("PutRecord", ""),
        send_step("ListDeliveryStreams", R"({"Limit":1.5})"),
        send_step("ListDeliveryStreams", R"({"Limit":0})"),
        send_step("UpdateNothing", "{}"),
    };
    fuzzing::script all;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (i % 16 == 15) { all.push_back(bad[i / 16 % bad.size()]); }
        all.push_back(std::move(steps[i]));
    }
    return all;
}

fuzzing::script script_of(std::uint64_t seed, std::size_t steps, fuzzing::script_options const& rules = {}) {
    std::mt19937_64 engine(seed);
    fuzzing::engine_source choices(engine);
    fuzzing::script made;
    for (auto const& each : rules.streams) { made.push_back({fuzzing::verb::create, {each}}); }
    made.push_back({fuzzing::verb::wait, {"7s"}});
    while (made.size() < steps) { fuzzing::add_passage(made, choices, rules); }
    return with_bad_bodies(std::move(made));
}

std::vector<fuzzing::located_finding> play(fuzzing::script const& steps, planted_fault fault,
                                           fuzzing::oracle_policy const& rules, operation::policy const& service = {},
                                           std::chrono::milliseconds latency = 0ms) {
    toy_endpoint endpoint(fault, service);
    endpoint.set_latency(latency);
    fuzzing::oracle judge(rules);
    return fuzzing::run(steps, endpoint, judge, {.prefix = rules.own_prefix});
}

std::string told(fuzzing::script const& steps, std::vector<fuzzing::located_finding> const& found) {
    std::string text;
    for (auto const& each : found) {
        text += std::to_string(each.step) + ": " + to_text(each.what) + "\n    " + to_text(steps[each.step]) + "\n";
    }
    return text;
}

TEST(oracle, finds_nothing_in_an_endpoint_that_it_knows) {
    for (std::uint64_t seed = 0; seed < 40 * times("FIREHOSE_SSE_ORACLE_TIMES"); ++seed) {
        auto const steps = script_of(seed, 800);
        for (auto const latency : {0ms, 4ms, 900ms}) {
            auto const found = play(steps, planted_fault::none, fuzzing::oracle_policy::exactly({}), {}, latency);
            ASSERT_TRUE(found.empty()) << "seed " << seed << " latency " << latency.count() << "\n"
                                       << told(steps, found);
        }
    }
}

operation::policy random_policy(dice& random) {
    operation::policy made;
    for (auto const& each : reflect::enumerators<fuzzing::choice>) {
        fuzzing::with_choice(each.value, made, [&]<class E>(E& value) { value = random.any<E>(); });
    }
    made.work = std::chrono::milliseconds(random.of<int>({0, 250, 1'000, 6'000}));
    made.constraints.set = random.any<constraint::constraint_set>();
    made.constraints.basis = random.any<constraint::batch_basis>();
    if (random.one_in(2)) { made.constraints.off.insert(constraint::rule::owned_key_has_no_arn); }
    // limits as documented, or within reach of a script
    if (random.one_in(2)) { made.quota.limit = 3; }
    if (random.one_in(2)) { made.max_tags = 4; }
    if (random.one_in(2)) { made.max_streams = 3; }
    made.encryption.max_streams_per_key = random.of<std::size_t>({500, 1, 2});
    made.encryption.describe_failure = random.any<encryption::described_failure>();
    made.encryption.create_with_key = random.any<encryption::create_with_key_answer>();
    return made;
}

/// A script that comes up against the limits of this policy.
fuzzing::script script_for(operation::policy const& service, std::uint64_t seed, std::size_t steps) {
    return script_of(seed, steps,
                     {.streams = {"a", "b", "c", "d"}, .quota = service.quota.limit, .tag_limit = service.max_tags});
}

/// Limits are documented: whoever knows nothing else of a service knows them.
void tell_limits(fuzzing::oracle_policy& rules, operation::policy const& service) {
    rules.service.quota.limit = service.quota.limit;
    rules.service.max_tags = service.max_tags;
    rules.service.max_streams = service.max_streams;
    rules.service.encryption.max_streams_per_key = service.encryption.max_streams_per_key;
}

/// Seed and policy of a run, so that it can be run again.
std::string run_of(std::uint64_t seed, operation::policy const& service) {
    return "seed " + std::to_string(seed) + ", " + text_of(service) + "\n";
}

TEST(policy_text, tells_every_field_that_differs) {
    operation::policy rules;
    EXPECT_EQ(text_of(rules), "the default policy");
    rules.encryption.busy = encryption::busy_answer::queue;
    rules.encryption.max_credential_age = 1s;
    rules.quota.limit = 3;
    rules.constraints.off.insert(constraint::rule::pattern);
    EXPECT_EQ(text_of(rules), "policy busy=queue max_credential_age=1000ms quota.limit=3 pattern=off");
}

TEST(oracle, finds_nothing_in_an_endpoint_of_any_policy_when_it_is_told_the_policy) {
    for (std::uint64_t seed = 0; seed < 60 * times("FIREHOSE_SSE_ORACLE_TIMES"); ++seed) {
        dice random(seed);
        auto const service = random_policy(random);
        auto const steps = script_for(service, seed, 500);
        auto const found = play(steps, planted_fault::none, fuzzing::oracle_policy::exactly(service), service,
                                seed % 2 == 0 ? 0ms : 4ms);
        ASSERT_TRUE(found.empty()) << run_of(seed, service) << told(steps, found);
    }
}

TEST(oracle, is_judged_by_scripts_that_reach_every_limit) {
    using enum operation::limit_kind;
    std::set<operation::limit_kind> reached;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        dice random(seed);
        auto const service = random_policy(random);
        toy_endpoint endpoint(planted_fault::none, service);
        fuzzing::oracle unheard;
        (void)fuzzing::run(script_for(service, seed, 500), endpoint, unheard);
        reached.insert(endpoint.reached().begin(), endpoint.reached().end());
    }
    EXPECT_EQ(reached, (std::set{calls, streams, streams_of_key, tags}));
}

operation::policy small_limits() {
    operation::policy made;
    made.quota.limit = 3;
    made.max_tags = 4;
    made.max_streams = 3;
    made.encryption.max_streams_per_key = 2;
    return made;
}

bool finds_difference(operation::policy const& expected, operation::policy const& service) {
    auto const rules = fuzzing::oracle_policy::exactly(expected);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        if (!play(script_for(expected, seed, 500), planted_fault::none, rules, service).empty()) { return true; }
    }
    return false;
}

TEST(oracle, finds_every_limit_that_is_off_by_one) {
    auto const expected = small_limits();
    EXPECT_FALSE(finds_difference(expected, expected));
    for (bool const more : {true, false}) {
        auto const find = [&](char const* name, auto const& limit) {
            auto service = expected;
            auto& changed = limit(service);
            changed = more ? changed + 1 : changed - 1;
            EXPECT_TRUE(finds_difference(expected, service)) << name << (more ? " one more" : " one less");
        };
        find(
            "quota.limit", [](operation::policy & rules) -> auto& { return rules.quota.limit; });
        find(
            "max_tags", [](operation::policy & rules) -> auto& { return rules.max_tags; });
        find(
            "max_streams", [](operation::policy & rules) -> auto& { return rules.max_streams; });
        find(
            "max_streams_per_key",
            [](operation::policy & rules) -> auto& { return rules.encryption.max_streams_per_key; });
    }
}

/// An endpoint of which only the documentation is known, and that every stream was made by the script.
fuzzing::oracle_policy unknown_endpoint() {
    auto rules = fuzzing::oracle_policy::any_endpoint();
    rules.tolerated.other_streams = false;
    return rules;
}

TEST(oracle, finds_nothing_in_an_endpoint_of_any_policy_when_it_is_told_nothing) {
    for (std::uint64_t seed = 0; seed < 40 * times("FIREHOSE_SSE_ORACLE_TIMES"); ++seed) {
        dice random(seed);
        auto const service = random_policy(random);
        auto const steps = script_for(service, seed, 400);
        auto rules = unknown_endpoint();
        tell_limits(rules, service);
        if (seed % 3 == 0) {
            rules.tolerated.other_streams = true;
            rules.own_prefix = "mine-";
        }
        auto const found = play(steps, planted_fault::none, rules, service, seed % 2 == 0 ? 0ms : 4ms);
        ASSERT_TRUE(found.empty()) << run_of(seed, service) << told(steps, found);
    }
}

TEST(oracle, finds_nothing_in_an_endpoint_whose_records_are_of_both_kinds_while_it_changes) {
    for (std::uint64_t seed = 0; seed < 20 * times("FIREHOSE_SSE_ORACLE_TIMES"); ++seed) {
        dice random(seed);
        auto const service = random_policy(random);
        auto const steps = script_for(service, seed, 400);
        toy_endpoint endpoint(planted_fault::none, service);
        endpoint.set_wavering(true);
        auto rules = unknown_endpoint();
        tell_limits(rules, service);
        fuzzing::oracle judge(rules);
        auto const found = fuzzing::run(steps, endpoint, judge);
        ASSERT_TRUE(found.empty()) << run_of(seed, service) << told(steps, found);
    }
}

TEST(oracle, finds_nothing_in_streams_that_were_there_before) {
    for (std::uint64_t seed = 0; seed < 40 * times("FIREHOSE_SSE_ORACLE_TIMES"); ++seed) {
        dice random(seed);
        auto const service = random_policy(random);
        auto const steps = script_for(service, seed, 500);
        auto const middle = steps.begin() + random.of<int>({30, 100, 250});
        toy_endpoint endpoint(planted_fault::none, service);
        fuzzing::oracle unheard;
        (void)fuzzing::run(fuzzing::script(steps.begin(), middle), endpoint, unheard);

        auto rules = seed % 2 == 0 ? fuzzing::oracle_policy::any_endpoint() : fuzzing::oracle_policy::exactly(service);
        tell_limits(rules, service);
        rules.tolerated.other_streams = true;
        rules.tolerated.outcomes = true; // what KMS answers was also decided before the oracle listened
        fuzzing::oracle judge(rules);
        fuzzing::script const rest(middle, steps.end());
        auto const found = fuzzing::run(rest, endpoint, judge);
        ASSERT_TRUE(found.empty()) << run_of(seed, service) << told(rest, found);
    }
}

/// How a fault was found: the first finding, and the seed and the steps that led to it.
struct catch_of_fault {
    std::optional<fuzzing::located_finding> first{};
    std::uint64_t seed = 0;
    fuzzing::script steps{};
};

catch_of_fault look_for(planted_fault fault, fuzzing::oracle_policy const& rules, std::uint64_t seeds) {
    catch_of_fault caught;
    for (caught.seed = 0; caught.seed < seeds; ++caught.seed) {
        caught.steps = script_of(caught.seed, 800);
        auto found = play(caught.steps, fault, rules);
        if (found.empty()) { continue; }
        caught.first = std::move(found.front());
        return caught;
    }
    return caught;
}

TEST(oracle, finds_every_planted_fault_of_an_endpoint_that_it_knows) {
    std::size_t faults = 0;
    std::size_t caught = 0;
    for (auto const& each : reflect::enumerators<planted_fault>) {
        if (each.value == planted_fault::none) { continue; }
        ++faults;
        auto const rules = fuzzing::oracle_policy::exactly({});
        auto found = look_for(each.value, rules, 20);
        if (!found.first) {
            ADD_FAILURE() << each.name << " is not found";
            continue;
        }
        ++caught;
        auto const kind = found.first->what.kind;
        found.steps.resize(found.first->step + 1);
        auto const fails = [&](fuzzing::script const& fewer) {
            auto const again = play(fewer, each.value, rules);
            return std::ranges::any_of(again, [&](auto const& f) { return f.what.kind == kind; });
        };
        auto const least = fuzzing::shrink(found.steps, fails, 3'000);
        EXPECT_TRUE(least.minimal) << each.name;
        EXPECT_LE(least.steps.size(), 60U) << each.name << "\n" << to_text(least.steps);
    }
    std::cout << "planted endpoint faults: " << caught << " of " << faults << "\n";
}

/// Faults that an oracle cannot hold against an endpoint of which it knows nothing: a policy may be so, work may take
/// long or fail, refused calls may count.
bool may_be_a_policy(planted_fault fault) {
    using enum planted_fault;
    return fault == quota_one_less || fault == request_id_left_out || fault == html_content_type ||
           fault == any_base64 || fault == any_spelling || fault == validation_is_invalid_argument ||
           fault == failure_not_described || fault == enabled_at_once || fault == start_accepted_while_busy ||
           fault == never_active || fault == never_deleted || fault == refused_call_charged ||
           fault == delete_while_busy;
}

TEST(oracle, finds_most_planted_faults_of_an_endpoint_that_it_does_not_know) {
    std::size_t caught = 0;
    for (auto const& each : reflect::enumerators<planted_fault>) {
        if (each.value == planted_fault::none || may_be_a_policy(each.value)) { continue; }
        auto const found = look_for(each.value, unknown_endpoint(), 20);
        if (found.first) { ++caught; }
        EXPECT_TRUE(found.first) << each.name << " is not found";
    }
    std::cout << "planted faults of an unknown endpoint: " << caught << " of "
              << reflect::enumerators<planted_fault>.size() - 1 << "\n";
}

} // namespace
} // namespace firehose_sse::simulation
