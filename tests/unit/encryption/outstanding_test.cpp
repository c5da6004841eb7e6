// What is still to be done is read from the state: in every kind of state it is what the effects have said and nobody
// has acknowledged yet.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/encryption/outstanding.hpp"
#include "unit/encryption/worlds.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <variant>
#include <vector>

namespace firehose_sse::encryption {
namespace {

using namespace worlds;

std::string text_of(std::vector<effect> const& effects) {
    std::string text;
    for (effect const& each : effects) { text += (text.empty() ? "" : ", ") + worlds::text_of(each); }
    return text;
}

TEST(outstanding, is_what_the_last_effects_said) {
    for (place const& each : places()) {
        state const from = reach(each.path);
        for (column const of : all_columns()) {
            auto const next = transition(from, make(of, from), {}, {});
            auto const* decided = std::get_if<decision>(&next);
            if (decided == nullptr || decided->effects.empty()) { continue; }
            EXPECT_EQ(text_of(outstanding(decided->next)), text_of(decided->effects))
                << each.text << ", " << reflect::enum_name(of);
        }
    }
}

TEST(outstanding, shrinks_with_every_acknowledgement) {
    state s = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
    EXPECT_EQ(text_of(outstanding(s)), "create_grant b@3, begin enabling@3");
    s = after(s, grant_created{3});
    EXPECT_EQ(text_of(outstanding(s)), "begin enabling@3");
    s = after(s, work_succeeded{3});
    EXPECT_EQ(text_of(outstanding(s)), "schedule a@2");
    s = after(s, retirement_refused{2});
    EXPECT_EQ(text_of(outstanding(s)), "schedule a@2") << "to be tried again";
    s = after(s, grant_retired{2});
    EXPECT_EQ(text_of(outstanding(s)), "");
}

TEST(outstanding, outlives_the_stream) {
    state s = after(state_at("DELETING ENABLED a@2/a pending deleting@3 s5 n3"), work_succeeded{3});
    EXPECT_EQ(text_of(outstanding(s)), "retire a@2");
    s = after(s, create{.wanted = b});
    EXPECT_EQ(text_of(outstanding(s)), "retire a@2, create_grant b@4, begin creating@4");
    s = after(s, grant_retired{2});
    EXPECT_EQ(text_of(outstanding(s)), "create_grant b@4, begin creating@4");
}

TEST(standing_of, follows_a_grant_through_its_life) {
    state s = state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3");
    EXPECT_EQ(standing_of(s, 2), grant_standing::live);
    EXPECT_EQ(standing_of(s, 3), grant_standing::wanted);
    EXPECT_EQ(standing_of(s, 1), grant_standing::none); // the attempt that made the stream
    EXPECT_EQ(standing_of(s, 4), grant_standing::none);
    s = after(s, grant_created{3});
    EXPECT_EQ(standing_of(s, 3), grant_standing::live);
    state const failed = after(s, work_failed{3});
    EXPECT_EQ(standing_of(failed, 2), grant_standing::live);
    EXPECT_EQ(standing_of(failed, 3), grant_standing::scheduled);
    s = after(s, work_succeeded{3});
    EXPECT_EQ(standing_of(s, 2), grant_standing::scheduled);
    EXPECT_EQ(standing_of(s, 3), grant_standing::live);
    s = after(s, grant_retired{2});
    EXPECT_EQ(standing_of(s, 2), grant_standing::none);
}

TEST(standing_of, tells_a_grant_that_came_too_late) {
    state const s = after(state_at("ACTIVE ENABLING a@2/b pending enabling@3 s5 n3"), grant_refused{3});
    EXPECT_EQ(transition(s, grant_created{3}, {}, {}), outcome(refusal::stale_acknowledgement));
    EXPECT_EQ(standing_of(s, 3), grant_standing::none); // so the host retires it
}

TEST(standing_of, of_the_key_of_aws_is_none) {
    EXPECT_EQ(standing_of(state_at("ACTIVE ENABLED own@2/own s5 n2"), 2), grant_standing::none);
    EXPECT_EQ(standing_of(state_at("ACTIVE ENABLING -/own pending enabling@2 n2"), 2), grant_standing::none);
    EXPECT_EQ(standing_of(state_at("ACTIVE DISABLING a@2/a pending disabling@3 s5 n3"), 3), grant_standing::none);
}

} // namespace
} // namespace firehose_sse::encryption
