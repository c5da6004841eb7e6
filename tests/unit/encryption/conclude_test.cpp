// How each piece of work ends for each state of its key, and where the life cycle is then.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/conclude.hpp"
#include "firehose_sse/encryption/transition.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "unit/encryption/worlds.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

std::string text_of(std::optional<command> const& c) {
    if (!c) { return "nothing"; }
    if (auto const* succeeded = std::get_if<work_succeeded>(&*c)) {
        return "succeeded@" + std::to_string(succeeded->attempt);
    }
    auto const* failed = std::get_if<work_failed>(&*c);
    if (failed == nullptr) { return "neither"; }
    return std::string(reflect::enum_name(failed->type)) + '@' + std::to_string(failed->attempt);
}

// How work that tries key a ends when KMS says this of the key.
struct key_case {
    key_facts facts;
    std::string end;
};

constexpr bool grant_fails = true;
constexpr bool retire_fails = true;

std::vector<key_case> const key_cases{
    {{key_state::enabled, false, false}, "succeeded"},
    {{key_state::disabled, false, false}, "DISABLED_KMS_KEY"},
    {{key_state::pending_deletion, false, false}, "INVALID_KMS_KEY"},
    {{key_state::missing, false, false}, "KMS_KEY_NOT_FOUND"},
    {{key_state::denied, false, false}, "KMS_ACCESS_DENIED"},
    {{key_state::asymmetric, false, false}, "INVALID_KMS_KEY"},
    {{key_state::opt_in_required, false, false}, "KMS_OPT_IN_REQUIRED"},
    {{key_state::grant_limit, false, false}, "CREATE_KMS_GRANT_FAILED"},
    {{key_state::enabled, grant_fails, false}, "CREATE_KMS_GRANT_FAILED"},
    {{key_state::enabled, false, retire_fails}, "succeeded"},
    {{key_state::denied, grant_fails, retire_fails}, "KMS_ACCESS_DENIED"}, // the key is checked before the grant
};

TEST(conclude, nothing_when_nothing_is_pending) {
    for (place const& each : places()) {
        state const s = reach(each.path);
        EXPECT_EQ(conclude(s, {}).has_value(), s.pending.has_value()) << each.text;
    }
}

TEST(conclude, everything_succeeds_with_good_keys) {
    for (place const& each : places()) {
        state const s = reach(each.path);
        if (s.pending) { EXPECT_EQ(text_of(conclude(s, {})), "succeeded@" + std::to_string(s.attempt)) << each.text; }
    }
}

TEST(conclude, key_cases_have_every_state) {
    std::set<key_state> seen;
    for (key_case const& each : key_cases) { seen.insert(each.facts.state); }
    EXPECT_EQ(seen.size(), reflect::enumerators<key_state>.size());
}

TEST(conclude, an_attempt_ends_as_the_state_of_its_key_has_it) {
    for (auto const& [text, attempt] : {std::pair{"CREATING ENABLING -/a pending creating@1 n1", "@1"},
                                        std::pair{"ACTIVE ENABLING -/a pending enabling@2 n2", "@2"},
                                        std::pair{"ACTIVE ENABLING own@2/a pending enabling@3 s5 n3", "@3"},
                                        std::pair{"ACTIVE ENABLING a@2/a pending enabling@3 s5 n3", "@3"}}) {
        for (key_case const& each : key_cases) {
            EXPECT_EQ(text_of(conclude(state_at(text), {{{a.arn, each.facts}}})), each.end + attempt)
                << text << ", " << reflect::enum_name(each.facts.state);
        }
    }
}

TEST(conclude, only_the_key_that_is_tried_matters) {
    for (key_case const& each : key_cases) {
        key_directory const old_key{{{a.arn, each.facts}}};
        EXPECT_EQ(text_of(conclude(state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3"), old_key)),
                  "succeeded@3");
        EXPECT_EQ(text_of(conclude(state_at("ACTIVE ENABLING a@2/own pending enabling@3 s5 n3"), old_key)),
                  "succeeded@3");
        key_directory const no_arn{{{"", each.facts}}};
        EXPECT_EQ(text_of(conclude(state_at("ACTIVE ENABLING -/own pending enabling@2 n2"), no_arn)), "succeeded@2");
        EXPECT_EQ(text_of(conclude(state_at("CREATING ENABLING -/own pending creating@1 n1"), no_arn)), "succeeded@1");
        EXPECT_EQ(text_of(conclude(state_at("CREATING DISABLED -/- pending creating@1 n1"), old_key)), "succeeded@1");
    }
}

struct age_case {
    std::optional<std::chrono::seconds> age;
    std::string end;
};
std::vector<age_case> const age_cases{
    {std::nullopt, "succeeded"},          {0s, "succeeded"}, {6h - 1s, "succeeded"}, {6h, "succeeded"},
    {6h + 1s, "CREATE_KMS_GRANT_FAILED"},
};

TEST(conclude, a_session_older_than_six_hours_gets_no_grant) {
    state const disabled = state_at("ACTIVE DISABLED -/- n1");
    state const enabled = state_at("ACTIVE ENABLED a@2/a s5 n2");
    for (age_case const& each : age_cases) {
        caller_facts const caller{each.age};
        auto const direct_put = model::DeliveryStreamType::DirectPut;
        EXPECT_EQ(text_of(conclude(after({}, create{direct_put, a, caller}), {})), each.end + "@1");
        EXPECT_EQ(text_of(conclude(after(disabled, start{a, caller, {}}), {})), each.end + "@2");
        EXPECT_EQ(text_of(conclude(after(enabled, start{b, caller, {}}), {})), each.end + "@3");
        // AWS's own key needs no grant
        EXPECT_EQ(text_of(conclude(after({}, create{direct_put, own, caller}), {})), "succeeded@1");
        EXPECT_EQ(text_of(conclude(after({}, create{direct_put, {}, caller}), {})), "succeeded@1");
        EXPECT_EQ(text_of(conclude(after(disabled, start{own, caller, {}}), {})), "succeeded@2");
    }
}

TEST(conclude, with_a_grant_that_exists_only_its_use_matters) {
    state const s = after(after(state_at("ACTIVE DISABLED -/- n1"), start{a, {7h}, {}}), grant_created{2});
    for (key_case const& each : key_cases) {
        bool const usable = is_usable(each.facts.state);
        EXPECT_EQ(text_of(conclude(s, {{{a.arn, each.facts}}})), (usable ? "succeeded" : each.end) + "@2");
    }
}

TEST(conclude, a_bad_key_tells_before_an_old_session) {
    state const s = after(state_at("ACTIVE DISABLED -/- n1"), start{a, {7h}, {}});
    EXPECT_EQ(text_of(conclude(s, {{{a.arn, {.state = key_state::disabled}}}})), "DISABLED_KMS_KEY@2");
}

struct retirement_case {
    std::string from;
    std::string end; // when the grant of key a cannot be retired
};
std::vector<retirement_case> const retirement_cases{
    {"ACTIVE DISABLING a@2/a pending disabling@3 s5 n3", "RETIRE_KMS_GRANT_FAILED@3"},
    {"ACTIVE DISABLING a@2/b pending disabling@4 s5 n4", "RETIRE_KMS_GRANT_FAILED@4"}, // the key in effect counts
    {"ACTIVE DISABLING own@2/own pending disabling@3 s5 n3", "succeeded@3"},
    {"DELETING ENABLED a@2/a pending deleting@3 s5 n3", "RETIRE_KMS_GRANT_FAILED@3"},
    {"DELETING ENABLED a@2/a pending deleting@3 forced s5 n3", "succeeded@3"},
    {"DELETING ENABLING_FAILED a@2/b pending deleting@4 failed enabling:KMS_ACCESS_DENIED s5 n4",
     "RETIRE_KMS_GRANT_FAILED@4"},
    {"DELETING DISABLING_FAILED a@2/a pending deleting@4 failed disabling:RETIRE_KMS_GRANT_FAILED s5 n4",
     "RETIRE_KMS_GRANT_FAILED@4"},
    {"DELETING ENABLED own@2/own pending deleting@3 s5 n3", "succeeded@3"},
    {"DELETING DISABLED -/- pending deleting@2 n2", "succeeded@2"},
    {"DELETING ENABLING_FAILED -/a pending deleting@2 failed enabling:DISABLED_KMS_KEY n2", "succeeded@2"}, // no grant
    {"DELETING ENABLING_FAILED -/a pending deleting@3 failed enabling:KMS_ACCESS_DENIED n3", "succeeded@3"},
    {"DELETING KinesisStreamAsSource DISABLED -/- pending deleting@2 n2", "succeeded@2"},
    // a grant that cannot be retired stands in the way of no other work
    {"CREATING ENABLING -/a pending creating@1 n1", "succeeded@1"},
    {"ACTIVE ENABLING a@2/b pending enabling@3 s5 n3", "succeeded@3"},
};

TEST(conclude, a_grant_that_cannot_be_retired_fails_stop_and_unforced_delete) {
    for (retirement_case const& each : retirement_cases) {
        EXPECT_EQ(text_of(conclude(state_at(each.from), {{{a.arn, {.retire_grant_fails = true}}}})), each.end)
            << each.from;
    }
}

TEST(conclude, a_bad_key_does_not_stand_in_the_way_of_stop_and_delete) {
    for (retirement_case const& each : retirement_cases) {
        state const s = state_at(each.from);
        if (s.pending->kind != work_kind::disabling && s.pending->kind != work_kind::deleting) { continue; }
        for (auto const& bad : reflect::enumerators<key_state>) {
            key_directory const keys{{{a.arn, {.state = bad.value, .create_grant_fails = true}}}};
            EXPECT_EQ(text_of(conclude(s, keys)), "succeeded@" + std::to_string(s.attempt)) << each.from;
        }
    }
}

TEST(conclude, force_that_comes_later_counts) {
    state const deleting = state_at("DELETING ENABLED a@2/a pending deleting@3 s5 n3");
    key_directory const keys{{{a.arn, {.retire_grant_fails = true}}}};
    EXPECT_EQ(text_of(conclude(after(deleting, remove{true}), keys)), "succeeded@3");
    EXPECT_EQ(text_of(conclude(after(deleting, remove{false}), keys)), "RETIRE_KMS_GRANT_FAILED@3");
}

TEST(conclude, with_a_failed_change_of_key_the_old_key_stays_in_effect) {
    for (key_case const& each : key_cases) {
        if (each.end == "succeeded") { continue; }
        state const changing = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
        auto const end = conclude(changing, {{{b.arn, each.facts}}});
        ASSERT_TRUE(end);
        std::string const scheduled = each.end == "CREATE_KMS_GRANT_FAILED" ? "" : " scheduled b@3";
        EXPECT_EQ(worlds::text_of(after(changing, *end)),
                  "ACTIVE ENABLING_FAILED a@2/b failed enabling:" + each.end + scheduled + " s5 n3");
    }
}

} // namespace
} // namespace firehose_sse::encryption
