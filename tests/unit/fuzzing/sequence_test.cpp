// A script run against an endpoint: what is sent, how long the run waits, and which step makes a finding.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/sequence.hpp"
#include "unit/fuzzing/talk.hpp"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::fuzzing {
namespace {

/// Answers everything with one answer and writes down what it is asked.
struct parrot {
    answer says = error("ResourceNotFoundException");
    bool has_control = true;
    instant now{500'000h};
    std::string log{};

    exchange send(request const& what) {
        log += std::string(operation_of(what)) + ";";
        return {what, says, now, now};
    }
    void wait(std::chrono::milliseconds time) { log += std::to_string(time.count()) + "ms;"; }
    std::optional<interval> set_key(key_setting const& key) {
        log += key.arn.substr(key.arn.rfind('/')) + ";";
        return has_control ? std::optional(interval{now, now}) : std::nullopt;
    }
    bool set_caller(encryption::caller_facts const& caller) {
        log += caller.credential_age ? std::to_string(caller.credential_age->count()) + "old;" : "fresh;";
        return has_control;
    }
};
static_assert(endpoint<parrot>);

TEST(sequence, runs_each_step) {
    parrot to;
    oracle judge;
    auto const steps = parse_script("describe a\nwait 2s\nkey blue disabled\ncaller 9\ncaller none\nstop a");
    EXPECT_TRUE(run(*steps, to, judge).empty());
    EXPECT_EQ(to.log, "DescribeDeliveryStream;2000ms;/blue;9old;fresh;StopDeliveryStreamEncryption;");
}

TEST(sequence, tells_which_step_made_a_finding_and_stops_after_enough) {
    parrot to;
    to.says = error("ThrottlingException");
    auto const steps = parse_script("wait 1s\ndescribe a\nstop a\nput a 1");
    oracle judge;
    auto const found = run(*steps, to, judge);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].step, 1U);
    EXPECT_EQ(found[0].what.kind, finding_kind::throttled_without_reason);
    EXPECT_EQ(found[2].step, 3U);
    oracle other;
    EXPECT_EQ(run(*steps, to, other, {}, 1).size(), 1U);
}

TEST(sequence, tells_the_oracle_of_keys_and_callers_only_where_the_endpoint_was_told) {
    for (bool const control : {true, false}) {
        parrot to;
        to.has_control = control;
        talk other;
        EXPECT_EQ(other.make_active(), "");
        to.now = other.now;
        for (auto const& each : *parse_script("caller 30000\nkey blue disabled")) {
            EXPECT_TRUE(run_step(each, to, other.oracle).empty());
        }
        EXPECT_EQ(other.start(ok(),
                              R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK",)"
                              R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/blue"})"),
                  "");
        other.now += 1s;
        auto const shown = talk::description(
            instant(500'000h), R"({"KeyType":"CUSTOMER_MANAGED_CMK",)"
                               R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/blue","Status":"ENABLED"})");
        EXPECT_EQ(other.describe(shown), control ? "encryption_status_wrong" : "");
    }
}

} // namespace
} // namespace firehose_sse::fuzzing
