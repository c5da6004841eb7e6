// An oracle beside a proxy, and a script that is run and judged: the endpoint here is a few lines that make a mistake.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <firehose_sse/fuzzing/sequence.hpp>
#include <firehose_sse/fuzzing/shrink.hpp>
#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace encryption = firehose_sse::encryption;
namespace fuzzing = firehose_sse::fuzzing;
namespace operation = firehose_sse::operation;

namespace {

// [snippet:endpoint]
/// Something that answers: here it says 200 to everything, and never encrypts.
struct careless_endpoint {
    firehose_sse::instant now{std::chrono::hours(500'000)};
    int records = 0;

    fuzzing::exchange send(fuzzing::request const& what) {
        fuzzing::answer made;
        std::string_view const name = fuzzing::operation_of(what);
        if (name == "PutRecord") {
            made.body = R"({"RecordId":")" + std::to_string(++records) + R"(","Encrypted":false})";
        }
        if (name == "CreateDeliveryStream") {
            made.body = R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/a"})";
        }
        return {what, made, now, now}; // sent and answered at once
    }
    void wait(std::chrono::milliseconds time) { now += time; }
    std::optional<fuzzing::interval> set_key(fuzzing::key_setting const&) { return std::nullopt; } // it has no KMS
    bool set_caller(encryption::caller_facts const&) { return false; }
};
// [/snippet]

// [snippet:proxy]
/// What a proxy does with each request that it has passed on, once it has the answer.
class watching_proxy {
public:
    void passed_on(fuzzing::exchange const& what) {
        for (auto const& each : oracle_.hear(what)) { std::cout << to_text(each) << '\n'; }
    }

private:
    fuzzing::oracle oracle_{fuzzing::oracle_policy::any_endpoint()};
};
// [/snippet]

} // namespace

int main() {
    careless_endpoint endpoint;
    watching_proxy proxy;
    proxy.passed_on(endpoint.send(fuzzing::make_request("StopDeliveryStreamEncryption", "{")));

    // [snippet:script]
    auto const steps = fuzzing::parse_script("create a\n"
                                             "wait 2s\n"
                                             "put a 5\n"
                                             "start a key blue\n"
                                             "wait 10s\n"
                                             "put a 5\n");
    fuzzing::oracle judge(fuzzing::oracle_policy::exactly(operation::policy{}));
    for (auto const& each : fuzzing::run(*steps, endpoint, judge)) {
        std::cout << "step " << each.step + 1 << ": " << to_text(each.what) << '\n';
    }
    auto const wrong = [](fuzzing::script const& fewer) {
        careless_endpoint fresh;
        fuzzing::oracle again(fuzzing::oracle_policy::exactly(operation::policy{}));
        auto const found = fuzzing::run(fewer, fresh, again);
        return !found.empty() && found.front().what.kind == fuzzing::finding_kind::encrypted_wrong;
    };
    auto const least = fuzzing::shrink(*steps, wrong, 100);
    std::cout << to_text(least.steps);
    // [/snippet]
    return least.minimal && least.steps.size() == 5 ? 0 : 1;
}
