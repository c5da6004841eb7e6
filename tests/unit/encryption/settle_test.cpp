// Whether a record is encrypted, in every kind of state, to the millisecond around the end of settling.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/settle.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

struct truth_case {
    std::string from;
    truth unsettled; // at 4,999 ms
    truth settled;   // at 5,000 ms
};

constexpr truth no = truth::no;
constexpr truth yes = truth::yes;
constexpr truth unknown = truth::indeterminate;

std::vector<truth_case> const truth_cases{
    // DISABLED: not encrypted [D], and nobody knows for 5 s after the key was dropped [D]
    {"absent DISABLED -/- n0", no, no},
    {"absent DISABLED -/- n2", no, no},
    {"CREATING DISABLED -/- pending creating@1 n1", no, no},
    {"CREATING_FAILED DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1", no, no},
    {"ACTIVE DISABLED -/- n1", no, no},
    {"ACTIVE DISABLED -/- s5 n2", unknown, no},
    {"DELETING DISABLED -/- pending deleting@2 n2", no, no},
    {"DELETING_FAILED DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2", no, no},
    {"CREATING KinesisStreamAsSource DISABLED -/- pending creating@1 n1", no, no},
    {"CREATING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed creating:UNKNOWN_ERROR n1", no, no},
    {"ACTIVE KinesisStreamAsSource DISABLED -/- n1", no, no},
    {"DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2", no, no},
    {"DELETING_FAILED KinesisStreamAsSource DISABLED -/- stream_failed deleting:UNKNOWN_ERROR n2", no, no},

    // ENABLED: encrypted, and nobody knows for 5 s after the key took effect [D]
    {"ACTIVE ENABLED own@2/own s5 n2", unknown, yes},
    {"ACTIVE ENABLED a@2/a s5 n2", unknown, yes},
    {"ACTIVE ENABLED a@1/a s5 n1", unknown, yes},
    {"DELETING ENABLED own@2/own pending deleting@3 s5 n3", unknown, yes},
    {"DELETING ENABLED a@2/a pending deleting@3 s5 n3", unknown, yes},
    {"DELETING ENABLED a@2/a pending deleting@3 forced s5 n3", unknown, yes},
    {"DELETING_FAILED ENABLED own@2/own stream_failed deleting:UNKNOWN_ERROR s5 n3", unknown, yes},
    {"DELETING_FAILED ENABLED a@2/a stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n3", unknown, yes},

    // ENABLING for the first time: not encrypted [D]; after a Stop it is not known until DISABLED has settled
    {"CREATING ENABLING -/own pending creating@1 n1", no, no},
    {"CREATING ENABLING -/a pending creating@1 n1", no, no},
    {"ACTIVE ENABLING -/own pending enabling@2 n2", no, no},
    {"ACTIVE ENABLING -/a pending enabling@2 n2", no, no},
    {"ACTIVE ENABLING -/a pending enabling@3 s5 n3", unknown, no},
    // ENABLING another key: not documented
    {"ACTIVE ENABLING own@2/own pending enabling@3 s5 n3", unknown, unknown},
    {"ACTIVE ENABLING own@2/a pending enabling@3 s5 n3", unknown, unknown},
    {"ACTIVE ENABLING a@2/own pending enabling@3 s5 n3", unknown, unknown},
    {"ACTIVE ENABLING a@2/a pending enabling@3 s5 n3", unknown, unknown},
    {"ACTIVE ENABLING a@2/b pending enabling@3 s5 n3", unknown, unknown},

    // ENABLING_FAILED: as before the attempt [I]
    {"CREATING_FAILED ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR stream_failed creating:UNKNOWN_ERROR n1", no,
     no},
    {"CREATING_FAILED ENABLING_FAILED -/a failed enabling:DISABLED_KMS_KEY "
     "stream_failed creating:DISABLED_KMS_KEY n1",
     no, no},
    {"ACTIVE ENABLING_FAILED -/own failed enabling:UNKNOWN_ERROR n2", no, no},
    {"ACTIVE ENABLING_FAILED -/a failed enabling:KMS_ACCESS_DENIED n2", no, no},
    {"ACTIVE ENABLING_FAILED own@2/own failed enabling:UNKNOWN_ERROR s5 n3", unknown, yes},
    {"ACTIVE ENABLING_FAILED own@2/a failed enabling:KMS_ACCESS_DENIED s5 n3", unknown, yes},
    {"ACTIVE ENABLING_FAILED a@2/own failed enabling:UNKNOWN_ERROR s5 n3", unknown, yes},
    {"ACTIVE ENABLING_FAILED a@2/a failed enabling:KMS_ACCESS_DENIED s5 n3", unknown, yes},
    {"ACTIVE ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED s5 n3", unknown, yes},
    {"DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2", no, no},
    {"DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3", no, no},
    {"DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4", unknown, yes},
    {"DELETING_FAILED ENABLING_FAILED a@2/b failed enabling:KMS_ACCESS_DENIED "
     "stream_failed deleting:RETIRE_KMS_GRANT_FAILED s5 n4",
     unknown, yes},

    // DISABLING and DISABLING_FAILED: not documented
    {"ACTIVE DISABLING own@2/own pending disabling@3 s5 n3", unknown, unknown},
    {"ACTIVE DISABLING a@2/a pending disabling@3 s5 n3", unknown, unknown},
    {"ACTIVE DISABLING a@2/b pending disabling@4 s5 n4", unknown, unknown},
    {"ACTIVE DISABLING_FAILED own@2/own failed disabling:UNKNOWN_ERROR s5 n3", unknown, unknown},
    {"ACTIVE DISABLING_FAILED a@2/a failed disabling:RETIRE_KMS_GRANT_FAILED s5 n3", unknown, unknown},
    {"ACTIVE DISABLING_FAILED a@2/b failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4", unknown, unknown},
    {"DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4", unknown,
     unknown},
};

TEST(settle, table_has_every_state_once) {
    std::set<std::string> seen;
    for (truth_case const& each : truth_cases) { EXPECT_TRUE(seen.insert(each.from).second) << each.from; }
    for (place const& each : places()) { EXPECT_EQ(seen.count(each.text), 1u) << each.text; }
    EXPECT_EQ(seen.size(), places().size());
}

TEST(settle, records_encrypted_in_every_state) {
    for (truth_case const& each : truth_cases) {
        state const s = state_at(each.from);
        EXPECT_EQ(records_encrypted(s, at(0s)), each.unsettled) << each.from;
        EXPECT_EQ(records_encrypted(s, at(4'999ms)), each.unsettled) << each.from;
        EXPECT_EQ(records_encrypted(s, at(5'000ms)), each.settled) << each.from;
        EXPECT_EQ(records_encrypted(s, at(5'001ms)), each.settled) << each.from;
        EXPECT_EQ(records_encrypted(s, at(24h)), each.settled) << each.from;
    }
}

struct report_case {
    unsettled_answer policy;
    std::optional<bool> unknown;
};
constexpr report_case report_cases[] = {
    {unsettled_answer::not_encrypted, false}, {unsettled_answer::encrypted, true}, {unsettled_answer::absent, {}}};
static_assert(std::size(report_cases) == reflect::enumerators<unsettled_answer>.size());

TEST(settle, what_nobody_can_know_is_reported_by_policy) {
    for (truth_case const& each : truth_cases) {
        state const s = state_at(each.from);
        for (auto const& [answer, when_unknown] : report_cases) {
            auto const reported = [&, when = when_unknown](truth t) {
                return t == unknown ? when : std::optional<bool>(t == yes);
            };
            policy const rules{.unsettled = answer};
            EXPECT_EQ(reported_encrypted(s, rules, at(4'999ms)), reported(each.unsettled)) << each.from;
            EXPECT_EQ(reported_encrypted(s, rules, at(5'000ms)), reported(each.settled)) << each.from;
        }
    }
}

state succeed(state const& s, policy const& rules, instant now) {
    return std::get<decision>(transition(s, work_succeeded{s.pending->attempt}, rules, now)).next;
}

TEST(settle, begins_when_the_change_is_done) {
    constexpr instant done = at(1'795'457'043'885ms);
    state const enabled = succeed(state_at("ACTIVE ENABLING -/a pending enabling@2 n2"), {}, done);
    EXPECT_EQ(records_encrypted(enabled, done), unknown);
    EXPECT_EQ(records_encrypted(enabled, done + 4'999ms), unknown);
    EXPECT_EQ(records_encrypted(enabled, done + 5'000ms), yes);
    state const changed = succeed(state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3"), {}, done);
    EXPECT_EQ(records_encrypted(changed, done + 4'999ms), unknown);
    EXPECT_EQ(records_encrypted(changed, done + 5'000ms), yes);
    state const disabled = succeed(state_at("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3"), {}, done);
    EXPECT_EQ(records_encrypted(disabled, done), unknown);
    EXPECT_EQ(records_encrypted(disabled, done + 4'999ms), unknown);
    EXPECT_EQ(records_encrypted(disabled, done + 5'000ms), no);
}

TEST(settle, a_failure_does_not_begin_it_again) {
    state const changing = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
    auto const failed =
        std::get<decision>(transition(changing, make(column::failed_denied, changing), {}, at(60s))).next;
    EXPECT_EQ(records_encrypted(failed, at(60s)), yes);
}

TEST(settle, takes_as_long_as_the_policy_says) {
    state const enabling = state_at("ACTIVE ENABLING -/own pending enabling@2 n2");
    state const at_once = succeed(enabling, {.settling = 0ms}, at(1s));
    EXPECT_EQ(records_encrypted(at_once, at(1s)), yes);
    state const slowly = succeed(enabling, {.settling = 1min}, at(1s));
    EXPECT_EQ(records_encrypted(slowly, at(60'999ms)), unknown);
    EXPECT_EQ(records_encrypted(slowly, at(61s)), yes);
}

TEST(truth, has_names) {
    EXPECT_EQ(reflect::enum_value<truth>("no"), truth::no);
    EXPECT_EQ(reflect::enum_value<truth>("yes"), truth::yes);
    EXPECT_EQ(reflect::enum_value<truth>("indeterminate"), truth::indeterminate);
}

} // namespace
} // namespace firehose_sse::encryption
