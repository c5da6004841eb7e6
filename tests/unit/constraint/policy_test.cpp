// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/pfr/tuple_size.hpp>
#include <gtest/gtest.h>

namespace firehose_sse::constraint {
namespace {

TEST(constraint_policy, defaults) {
    constexpr policy rules;
    static_assert(boost::pfr::tuple_size_v<policy> == 6, "a new field needs its default stated here");
    EXPECT_EQ(rules.set, constraint_set::of_2026_06_12); // the newest
    EXPECT_EQ(rules.off, rule_set{});
    EXPECT_EQ(rules.max_violations, 32u);
    EXPECT_EQ(rules.batch_bytes, 4u * 1024u * 1024u);
    EXPECT_EQ(rules.basis, batch_basis::raw_bytes);
    EXPECT_EQ(rules.ceilings, (ceilings{ceilings::none, ceilings::none, ceilings::none}));
}

TEST(constraint_policy, the_fuzzing_preset_only_lowers_limits) {
    constexpr policy rules = policy::fuzz();
    EXPECT_EQ(rules.max_violations, 4u);
    EXPECT_EQ(rules.batch_bytes, 32u);
    EXPECT_EQ(rules.ceilings, (ceilings{.string = 48, .list = 2, .blob = 24}));
    EXPECT_EQ(rules.off, rule_set{});
    EXPECT_EQ(rules.set, policy{}.set);
}

TEST(rule_set, takes_rules_one_by_one) {
    rule_set rules;
    rules.insert(rule::pattern);
    rules.insert(rule::batch_bytes);
    rules.insert(rule::pattern);
    EXPECT_EQ(rules, (rule_set{rule::batch_bytes, rule::pattern}));
    EXPECT_TRUE(rules.contains(rule::pattern));
    EXPECT_FALSE(rules.contains(rule::required));
}

TEST(constraint_set, is_stamped_with_the_date_of_its_model) {
    EXPECT_EQ(model_date(policy{}.set), "2026-06-12");
    EXPECT_EQ(model_date(constraint_set::before_2026_06_12), "before 2026-06-12");
}

TEST(constraint_policy, equal_by_every_field) {
    EXPECT_EQ(policy{}, policy{});
    for (policy const& other : {policy{.set = constraint_set::before_2026_06_12}, policy{.off = {rule::pattern}},
                                policy{.max_violations = 31}, policy{.batch_bytes = 0},
                                policy{.basis = batch_basis::encoded_bytes}, policy{.ceilings = {.blob = 1}}}) {
        EXPECT_NE(other, policy{});
    }
}

TEST(rule_set, holds_what_it_is_given) {
    for (auto const& one : reflect::enumerators<rule>) {
        rule_set const only{one.value};
        for (auto const& other : reflect::enumerators<rule>) {
            EXPECT_EQ(only.contains(other.value), one.value == other.value) << one.name << ' ' << other.name;
            EXPECT_FALSE(rule_set{}.contains(other.value));
        }
    }
    constexpr rule_set two{rule::required, rule::batch_bytes};
    static_assert(two.contains(rule::required) && two.contains(rule::batch_bytes) && !two.contains(rule::pattern));
    static_assert(two == rule_set{rule::batch_bytes, rule::required, rule::required});
    static_assert(two != rule_set{rule::required});
}

} // namespace
} // namespace firehose_sse::constraint
