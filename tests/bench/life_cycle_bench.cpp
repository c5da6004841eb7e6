// What a step of the life cycle and a look at its state cost, by command, owner of the key, length of its ARN (up to 15
// characters need no memory besides the std::string) and number of grants that wait to be retired.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/describe.hpp"
#include "firehose_sse/encryption/posture.hpp"
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "measure.hpp"
#include "string_table.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::bench {
namespace {

using namespace encryption;
using namespace std::chrono_literals;

constexpr instant now{500'000h};
constexpr instant later = now + 1h;
constexpr std::int64_t later_ms = later.time_since_epoch().count();

void demand(bool holds, char const* what) {
    if (holds) { return; }
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

// A key ARN of 75 characters is what KMS hands out; 512 is the most that the service takes.
key customer_key(std::size_t length, char last) {
    constexpr std::string_view begin = "arn:aws:kms:us-east-1:123456789012:key/";
    std::string arn(length > begin.size() ? begin : std::string_view("k"));
    arn.resize(length - 1, '0');
    return {model::KeyType::CUSTOMER_MANAGED_CMK, arn + last};
}

// Both machines, ours and the rival, led through the same commands.
struct stream {
    state ours{};
    string_table::stream rival{};

    stream() {
        give(create{});
        give(work_succeeded{ours.attempt});
        rival.attempt = ours.attempt;
    }

    stream& started(key const& k) {
        give(start{k});
        return rival_does({"start", {std::string(reflect::enum_name(k.type)), k.arn}});
    }
    stream& succeeded() {
        give(work_succeeded{ours.attempt});
        return rival_does({"succeeded", {}, ours.attempt});
    }
    stream& failed() {
        give(work_failed{ours.attempt});
        return rival_does({"failed", {}, ours.attempt, "UNKNOWN_ERROR"});
    }
    stream& stopped() {
        give(stop{});
        return rival_does({"stop"});
    }

private:
    void give(command const& what) {
        auto got = transition(ours, what, policy{}, now);
        demand(std::holds_alternative<decision>(got), "refused");
        ours = std::get<decision>(std::move(got)).next;
    }
    stream& rival_does(string_table::event const& what) {
        auto got = string_table::step(rival, what, now.time_since_epoch().count());
        demand(got.has_value(), "the rival refuses");
        rival = got->next;
        demand(rival.status == reflect::enum_name(status(ours)), "the rival's status is another");
        return *this;
    }
};

void step(std::string const& name, state const& from, command const& what) {
    measure("transition", name, [=] { return transition(from, what, policy{}, later); });
}

void step(std::string const& name, stream const& from, command const& what, string_table::event const& rival) {
    bool const accepted = std::holds_alternative<decision>(transition(from.ours, what, policy{}, later));
    demand(accepted == string_table::step(from.rival, rival, later_ms).has_value(), "the rival decides otherwise");
    step(name, from.ours, what);
    measure("rival", name, [from = from.rival, rival] { return string_table::step(from, rival, later_ms); });
}

string_table::event rival_start(key const& k) { return {"start", {std::string(reflect::enum_name(k.type)), k.arn}}; }

void steps_with(std::string const& suffix, key const& first, key const& second) {
    stream const plain;
    stream const enabling = stream().started(first);
    stream const enabled = stream(enabling).succeeded();
    stream const rotating = stream(enabled).started(second);
    stream const disabling = stream(enabled).stopped();
    auto const attempt = [](stream const& s) { return s.ours.attempt; };

    step("start" + suffix, plain, start{first}, rival_start(first));
    step("start_succeeded" + suffix, enabling, work_succeeded{attempt(enabling)}, {"succeeded", {}, attempt(enabling)});
    step("rotate" + suffix, enabled, start{second}, rival_start(second));
    step("rotate_succeeded" + suffix, rotating, work_succeeded{attempt(rotating)},
         {"succeeded", {}, attempt(rotating)});
    step("rotate_failed" + suffix, rotating, work_failed{attempt(rotating)},
         {"failed", {}, attempt(rotating), "UNKNOWN_ERROR"});
    step("stop" + suffix, enabled, stop{}, {"stop"});
    step("stop_succeeded" + suffix, disabling, work_succeeded{attempt(disabling)},
         {"succeeded", {}, attempt(disabling)});
    step("refused_busy" + suffix, rotating, start{second}, rival_start(second));
    step("refused_stale" + suffix, enabled, work_succeeded{7}, {"succeeded", {}, 7});
}

void register_steps() {
    stream const plain;
    step("create", state{}, create{});
    step("create/own_key", state{}, create{.wanted = key{}});
    step("stop_when_disabled", plain, stop{}, {"stop"});
    steps_with("/own_key", {}, {});
    steps_with("/arn_of_15", customer_key(15, 'a'), customer_key(15, 'b'));
    steps_with("/arn_of_75", customer_key(75, 'a'), customer_key(75, 'b'));
    key const longest = customer_key(512, 'a');
    step("start/arn_of_512", plain, start{longest}, rival_start(longest));

    // until the host says that old grants are retired, a state remembers them
    key const a = customer_key(75, 'a');
    key const b = customer_key(75, 'b');
    stream unretired = stream().started(a).succeeded();
    for (int i = 0; i < 4; ++i) { unretired.started(b).succeeded().started(a).succeeded(); }
    step("rotate/arn_of_75/8_grants_to_retire", unretired.ours, start{b});
    step("refused_stale/arn_of_75/8_grants_to_retire", unretired.ours, work_succeeded{7});
}

void register_projections() {
    key const a = customer_key(75, 'a');
    key const b = customer_key(75, 'b');
    stream const own = stream().started({}).succeeded();
    stream const enabled = stream().started(a).succeeded();
    stream const failed = stream(enabled).started(b).failed();
    stream const rotating = stream(enabled).started(b);

    // an emulator reads these for every record, so the state is the one that takes longest to read
    measure("projection", "status", [s = failed.ours] { return status(s); });
    measure("projection", "posture", [s = failed.ours] { return posture(s); });
    measure("projection", "records_encrypted", [s = failed.ours] { return records_encrypted(s, later); });
    measure("rival", "records_encrypted", [s = failed.rival] { return string_table::records_encrypted(s, later_ms); });
    measure("projection", "reported_encrypted", [s = failed.ours] { return reported_encrypted(s, policy{}, later); });
    for (auto const& [name, s] : std::vector<std::pair<std::string, stream>>{{"describe/disabled", stream()},
                                                                             {"describe/own_key", own},
                                                                             {"describe/arn_of_75", enabled},
                                                                             {"describe/failed_arn_of_75", failed}}) {
        measure("projection", name, [ours = s.ours] { return describe(ours, policy{}); });
        measure("rival", name, [rival = s.rival] { return string_table::describe(rival); });
    }
    key_directory const keys{{{b.arn, {.state = key_state::disabled}}}};
    measure("projection", "conclude/arn_of_75", [s = rotating.ours, keys] { return conclude(s, keys); });
}

bool const registered = [] {
    register_steps();
    register_projections();
    return true;
}();

} // namespace
} // namespace firehose_sse::bench
