// Every cause has its entry, every entry its texts, and every example breaks the rule it stands for.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/rule_book.hpp"
#include "firehose_sse/diagnostic/diagnose.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::diagnostic {
namespace {

TEST(rule_book, every_cause_has_exactly_one_entry_in_the_order_of_the_enumerators) {
    std::vector<std::string_view> causes;
    for (auto const& each : reflect::enumerators<wire::decode_reason>) { causes.push_back(rule_id(each.value)); }
    for (auto const& each : reflect::enumerators<constraint::rule>) { causes.push_back(rule_id(each.value)); }
    std::vector<std::string_view> entries;
    for (rule_entry const& each : rule_book) { entries.push_back(each.id); }
    EXPECT_EQ(entries, causes);
}

TEST(rule_book, is_found_by_id) {
    for (rule_entry const& each : rule_book) { EXPECT_EQ(find_rule(each.id), &each); }
    EXPECT_EQ(find_rule("no_such_rule"), nullptr);
    EXPECT_EQ(find_rule(""), nullptr);
    static_assert(find_rule("pattern")->id == "pattern");
}

TEST(rule_book, every_entry_says_everything) {
    for (rule_entry const& each : rule_book) {
        for (std::string_view const text : {each.summary, each.explanation, each.source, each.answer, each.mend}) {
            EXPECT_FALSE(text.empty()) << each.id;
        }
        EXPECT_FALSE(each.summary.ends_with('.')) << each.id;
        EXPECT_FALSE(each.answer.ends_with('.')) << each.id;
        for (std::string_view const text : {each.explanation, each.source, each.mend}) {
            EXPECT_TRUE(text.ends_with('.')) << each.id << ": " << text;
        }
        EXPECT_EQ(each.example.empty(), each.example_shape.empty()) << each.id;
    }
}

/// Whether the example breaks its rule when it is read as T; `known` becomes true if it is meant to be a T.
template <class T> bool breaks(rule_entry const& entry, bool& known) {
    if (entry.example_shape != reflect::shape_name<T>) { return false; }
    known = true;
    options rules;
    rules.decode.empty_body = wire::empty_body::refuse;
    rules.decode.text_timestamps = wire::text_timestamps::iso_8601;
    auto const found = diagnose<T>(entry.example, rules).list;
    return std::ranges::any_of(found, [&](finding const& each) { return rule_id(each.cause) == entry.id; });
}

TEST(rule_book, every_example_breaks_its_rule) {
    for (rule_entry const& each : rule_book) {
        if (each.example.empty()) { continue; }
        bool known = false;
        bool broken = false;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>([&](auto op) {
            using type = typename decltype(op)::type;
            broken = breaks<typename type::input>(each, known) || broken;
            broken = breaks<typename type::output>(each, known) || broken;
        });
        EXPECT_TRUE(known) << each.example_shape << " is no shape of an operation";
        EXPECT_TRUE(broken) << each.id << ": " << each.example;
    }
}

TEST(rule_book, only_limits_of_size_have_no_example) {
    std::vector<std::string_view> without;
    for (rule_entry const& each : rule_book) {
        if (each.example.empty()) { without.push_back(each.id); }
    }
    EXPECT_EQ(without, (std::vector<std::string_view>{"too_deep", "too_large", "too_many_elements", "batch_bytes"}));
}

} // namespace
} // namespace firehose_sse::diagnostic
