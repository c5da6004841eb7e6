// The rules that can be broken: the list holds all of them, and each has a name of its own.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/broken_rule.hpp"
#include "firehose_sse/diagnostic/rule_book.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

TEST(broken_rule, every_reason_and_every_rule_is_one) {
    std::size_t reasons = 0;
    std::size_t rules = 0;
    for (auto const& each : broken_rules) { ++(each.index() == 0 ? reasons : rules); }
    EXPECT_EQ(reasons, reflect::enumerators<wire::decode_reason>.size());
    EXPECT_EQ(rules, reflect::enumerators<constraint::rule>.size());
    EXPECT_EQ((std::set<broken_rule>(broken_rules.begin(), broken_rules.end()).size()), broken_rules.size());
}

TEST(broken_rule, what_the_rule_book_does_not_know_is_not_known_to_be_refused) {
    for (auto const& each : broken_rules) {
        auto const* entry = diagnostic::find_rule(name_of(each));
        ASSERT_NE(entry, nullptr);
        bool const unknown = entry->answer.find("not known") != std::string_view::npos;
        if (unknown) { EXPECT_FALSE(is_known_to_be_refused(each)) << name_of(each); }
        bool const seen = entry->answer.find("[O]") != std::string_view::npos;
        if (seen) { EXPECT_TRUE(is_known_to_be_refused(each)) << name_of(each); }
    }
    EXPECT_FALSE(is_known_to_be_refused(wire::decode_reason::empty_body));
    EXPECT_TRUE(is_known_to_be_refused(wire::decode_reason::wrong_kind));
    EXPECT_TRUE(is_known_to_be_refused(constraint::rule::customer_key_needs_arn));
}

TEST(broken_rule, names_are_unique_and_lead_back) {
    std::set<std::string_view> names;
    for (auto const& each : broken_rules) {
        names.insert(name_of(each));
        EXPECT_EQ(broken_rule_of(name_of(each)), each);
    }
    EXPECT_EQ(names.size(), broken_rules.size());
    EXPECT_EQ(name_of(wire::decode_reason::wrong_kind), "wrong_kind");
    EXPECT_EQ(name_of(constraint::rule::batch_bytes), "batch_bytes");
    EXPECT_EQ(broken_rule_of("nothing"), std::nullopt);
    EXPECT_EQ(broken_rule_of(""), std::nullopt);
}

} // namespace
} // namespace firehose_sse::fuzzing
