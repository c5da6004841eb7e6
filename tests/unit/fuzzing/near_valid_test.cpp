// Near misses: every rule can be broken on purpose, alone, and is found exactly where the label says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/near_valid.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "unit/fuzzing/digest.hpp"
#include "unit/fuzzing/every_operation.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

/// What decode() and validate() say of a text: every broken rule, by name and place.
template <class T> std::string verdict(std::string_view text, options const& rules) {
    auto const read = wire::decode<T>(text, rules.decode);
    if (!read) { return std::string(name_of(read.error().reason)) + " " + read.error().pointer; }
    std::string all;
    auto const found = constraint::validate(read->value, rules.constraints, read->missing);
    for (auto const& each : found.list) {
        if (!all.empty()) { all += ", "; }
        all += std::string(name_of(each.rule)) + " " + each.pointer;
    }
    return all + (found.more != 0 ? " and more" : "");
}

std::string label(near_valid_case const& made) { return std::string(name_of(made.rule)) + " " + made.pointer; }

/// Options under which every reason refuses, with limits that a small body exceeds.
options strict_options() {
    options rules;
    rules.constraints.batch_bytes = 10'000;
    rules.constraints.ceilings.blob = 4'000;
    rules.decode = wire::decode_options::gateway();
    rules.decode.empty_body = wire::empty_body::refuse;
    rules.decode.text_timestamps = wire::text_timestamps::iso_8601;
    rules.decode.max_bytes = 50'000;
    rules.decode.max_elements = 600;
    return rules;
}

template <class T> void expect_label(near_valid_case const& made, options const& rules) {
    ASSERT_EQ(verdict<T>(made.payload, rules), label(made)) << made.payload.substr(0, 400);
}

TEST(near_valid, every_rule_and_every_reason_can_be_broken_on_purpose) {
    std::mt19937 engine(1);
    engine_source choices(engine);
    options const rules = strict_options();
    std::map<std::string_view, std::set<std::string_view>> broken_in;
    for (auto const& each : broken_rules) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            auto const made = near_valid_of<Op>(each, choices, rules);
            if (!made) { return; }
            EXPECT_EQ(made->rule, each);
            expect_label<typename Op::input>(*made, rules);
            broken_in[name_of(each)].insert(Op::name);
        });
        using answer = model::DescribeDeliveryStreamOutput;
        if (auto const made = near_valid_document_of<answer>(each, choices, rules)) {
            expect_label<answer>(*made, rules);
            broken_in[name_of(each)].insert("an answer");
        }
    }
    for (auto const& each : broken_rules) { EXPECT_FALSE(broken_in[name_of(each)].empty()) << name_of(each); }

    // Where a rule can be broken is a property of the model.
    using names = std::set<std::string_view>;
    EXPECT_EQ(broken_in["syntax"].size(), 12U);
    EXPECT_EQ(broken_in["bad_timestamp"], names{"an answer"});
    EXPECT_EQ(broken_in["bad_base64"], (names{"PutRecord", "PutRecordBatch"}));
    EXPECT_EQ(broken_in["batch_bytes"], names{"PutRecordBatch"});
    EXPECT_EQ(broken_in["source_fits_type"], names{"CreateDeliveryStream"});
    EXPECT_EQ(broken_in["owned_key_has_no_arn"], (names{"CreateDeliveryStream", "StartDeliveryStreamEncryption"}));
    EXPECT_EQ(broken_in["value_max"],
              (names{"DescribeDeliveryStream", "ListDeliveryStreams", "ListTagsForDeliveryStream"}));
    EXPECT_EQ(broken_in["required"].size(), 11U) << "all but ListDeliveryStreams, and the answer";
    EXPECT_EQ(broken_in["too_deep"], (names{"CreateDeliveryStream", "an answer"})) << "unknown members are refused";
}

TEST(near_valid, labels_are_what_is_found) {
    std::mt19937 engine(2);
    engine_source choices(engine);
    for (auto const& rules : every_options()) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            for (int i = 0; i < 80; ++i) {
                auto const made = near_valid<Op>(choices, rules);
                ASSERT_TRUE(made);
                ASSERT_LE(made->payload.size(), rules.largest_payload);
                expect_label<typename Op::input>(*made, rules);
            }
        });
        for (int i = 0; i < 80; ++i) {
            using answer = model::DescribeDeliveryStreamOutput;
            auto const made = near_valid_document<answer>(choices, rules);
            ASSERT_TRUE(made);
            expect_label<answer>(*made, rules);
        }
    }
}

TEST(near_valid, labels_are_what_is_found_where_few_elements_may_be_read) {
    std::mt19937 engine(1);
    engine_source choices(engine);
    options rules;
    for (std::size_t const most : {1u, 16u}) {
        rules.decode.max_elements = most;
        for (int i = 0; i < 2'000; ++i) {
            auto const made = near_valid<operation::CreateDeliveryStream>(choices, rules);
            ASSERT_TRUE(made);
            expect_label<model::CreateDeliveryStreamInput>(*made, rules);
        }
    }
}

TEST(near_valid, labels_of_rules_asked_for_are_what_is_found) {
    std::mt19937 engine(8);
    engine_source choices(engine);
    options rules = options::small();
    for (auto const unknown : {wire::unknown_members::warn, wire::unknown_members::refuse}) {
        rules.decode.unknown_members = unknown;
        for (auto const& each : broken_rules) {
            for_each_operation([&](auto op) {
                using Op = typename decltype(op)::type;
                for (int i = 0; i < 40; ++i) {
                    auto const made = near_valid_of<Op>(each, choices, rules);
                    if (!made) { break; }
                    expect_label<typename Op::input>(*made, rules);
                }
            });
        }
    }
}

TEST(near_valid, small_options_reach_every_rule_with_small_bodies) {
    std::mt19937 engine(3);
    engine_source choices(engine);
    options const rules = options::small();
    std::map<std::string_view, std::size_t> smallest;
    for_each_operation([&](auto op) {
        using Op = typename decltype(op)::type;
        for (int i = 0; i < 600; ++i) {
            auto const made = near_valid<Op>(choices, rules);
            ASSERT_TRUE(made);
            auto const [at, first] = smallest.insert({name_of(made->rule), made->payload.size()});
            if (!first && made->payload.size() < at->second) { at->second = made->payload.size(); }
        }
    });
    EXPECT_EQ(smallest.size(), broken_rules.size() - 3);
    for (auto const absent : {"empty_body", "unknown_member", "bad_timestamp"}) { // these options accept them
        EXPECT_FALSE(smallest.contains(absent)) << absent;
    }
    for (auto const& [name, size] : smallest) { EXPECT_LE(size, name == "too_large" ? 513U : 256U) << name; }
}

TEST(near_valid, a_rule_that_is_not_in_force_is_not_broken) {
    std::mt19937 engine(4);
    engine_source choices(engine);
    options rules;
    rules.constraints.off = {constraint::rule::pattern, constraint::rule::batch_bytes};
    EXPECT_FALSE(near_valid_of<operation::TagDeliveryStream>(constraint::rule::pattern, choices, rules));
    EXPECT_FALSE(near_valid_of<operation::PutRecordBatch>(constraint::rule::batch_bytes, choices, rules));
    EXPECT_TRUE(near_valid_of<operation::TagDeliveryStream>(constraint::rule::length_max, choices, rules));

    rules.decode = wire::decode_options::sdk();
    using enum wire::decode_reason;
    for (auto const reason : {empty_body, unknown_member, not_an_integer, null_element}) {
        for_each_operation([&](auto op) {
            EXPECT_FALSE(near_valid_of<typename decltype(op)::type>(reason, choices, rules)) << name_of(reason);
        });
    }
}

TEST(near_valid, a_rule_asked_for_is_broken_at_any_price) {
    std::mt19937 engine(5);
    engine_source choices(engine);
    auto const batch = near_valid_of<operation::PutRecordBatch>(constraint::rule::batch_bytes, choices);
    ASSERT_TRUE(batch);
    auto const read = wire::decode<model::PutRecordBatchInput>(batch->payload);
    ASSERT_TRUE(read);
    auto const found = constraint::validate(read->value);
    ASSERT_EQ(found.count(), 1U);
    EXPECT_EQ(found.list.front().actual, 4'194'305) << "one byte too many";
    EXPECT_FALSE(batch->answers.contains("RequestEntityTooLargeException"));

    auto const large = near_valid_of<operation::StopDeliveryStreamEncryption>(wire::decode_reason::too_large, choices);
    ASSERT_TRUE(large);
    EXPECT_EQ(large->payload.size(), wire::decode_options{}.max_bytes + 1);
    EXPECT_TRUE(large->answers.contains("RequestEntityTooLargeException"));
}

TEST(near_valid, bounds_are_missed_by_one_and_by_more) {
    std::mt19937 engine(6);
    engine_source choices(engine);
    auto const sizes_of = [&](options const& rules, int count) {
        std::set<std::int64_t> sizes;
        for (int i = 0; i < count; ++i) {
            auto const made = near_valid_of<operation::PutRecordBatch>(constraint::rule::length_max, choices, rules);
            if (!made) { continue; }
            auto const read = wire::decode<model::PutRecordBatchInput>(made->payload, rules.decode);
            auto const found = constraint::validate(read->value, rules.constraints);
            sizes.insert(found.list.front().actual);
        }
        return sizes;
    };
    EXPECT_EQ(sizes_of({}, 50), (std::set<std::int64_t>{65, 69, 501, 505, 1'024'001, 1'024'005}));
    EXPECT_EQ(sizes_of(options::small(), 200), (std::set<std::int64_t>{3, 25, 29, 49, 53}))
        << "with 7 records there would be too many elements first";
}

TEST(near_valid, keeps_answers_with_the_rule) {
    std::mt19937 engine(7);
    engine_source choices(engine);
    for (int i = 0; i < 300; ++i) {
        auto const made = near_valid<operation::StartDeliveryStreamEncryption>(choices);
        ASSERT_TRUE(made);
        EXPECT_EQ(made->answers,
                  (answers_to<operation::StartDeliveryStreamEncryption>(made->rule, made->payload.size())));
        EXPECT_FALSE(made->answers.empty());
    }
}

TEST(near_valid, says_where_nobody_knows_that_the_service_refuses_it) {
    std::mt19937 engine(3);
    engine_source choices(engine);
    auto const deep = near_valid_of<operation::StartDeliveryStreamEncryption>(wire::decode_reason::too_deep, choices);
    ASSERT_TRUE(deep);
    EXPECT_TRUE(deep->may_be_accepted);
    auto const cut = near_valid_of<operation::StartDeliveryStreamEncryption>(wire::decode_reason::incomplete, choices);
    ASSERT_TRUE(cut);
    EXPECT_FALSE(cut->may_be_accepted);
}

TEST(near_valid, a_source_that_has_run_out_still_breaks_every_rule) {
    options const rules = strict_options();
    std::set<std::string_view> names;
    for (auto const& each : broken_rules) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            byte_source none({});
            if (auto const made = near_valid_of<Op>(each, none, rules)) {
                expect_label<typename Op::input>(*made, rules);
                names.insert(name_of(each));
            }
        });
    }
    EXPECT_EQ(names.size(), broken_rules.size() - 1) << "all but bad_timestamp";
}

TEST(near_valid, equal_choices_make_equal_cases) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 one(seed);
        std::mt19937 same(seed);
        engine_source first(one);
        engine_source second(same);
        auto const made = near_valid<operation::CreateDeliveryStream>(first);
        auto const again = near_valid<operation::CreateDeliveryStream>(second);
        ASSERT_TRUE(made && again);
        EXPECT_EQ(made->payload, again->payload);
        EXPECT_EQ(label(*made), label(*again));
    }
}

TEST(near_valid, a_pattern_has_the_lengths_that_its_texts_have) {
    options const rules;
    std::mt19937 engine(3);
    engine_source made_of(engine);
    detail::any_source choices(made_of);
    std::size_t patterns = 0;
    auto const has_pattern = [&](detail::path const& each) { return detail::pattern_of(*each.type, rules) != nullptr; };
    for (auto const& each : detail::paths_in(detail::shape_of<model::CreateDeliveryStreamInput>, has_pattern)) {
        ++patterns;
        detail::pattern_walk const walk(*detail::pattern_of(*each.type, rules), 40);
        for (std::size_t length = 0; length <= 41; ++length) {
            ASSERT_EQ(walk.has_length(length), walk.length_from(length) == length) << patterns << ' ' << length;
            if (!walk.has_length(length)) { continue; }
            auto const text = walk.text(choices, length);
            ASSERT_TRUE(!text || count_code_points(*text) == length) << *text;
        }
    }
    EXPECT_GT(patterns, 3U);
}

TEST(near_valid, the_same_choices_make_the_same_for_ever) {
    std::mt19937 engine(11);
    engine_source choices(engine);
    digest all;
    auto const add = [&](std::optional<near_valid_case> const& made) {
        all.add(made ? label(*made) : "");
        all.add(made ? made->payload : "");
    };
    for (auto const& rules : {options::small(), strict_options()}) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            for (int i = 0; i < 150; ++i) { add(near_valid<Op>(choices, rules)); }
            for (auto const& each : broken_rules) { add(near_valid_of<Op>(each, choices, rules)); }
        });
    }
    EXPECT_EQ(all.value(), 13829226159219507213U);
}

TEST(near_valid, a_value_of_another_kind_has_room_below_the_others) {
    std::mt19937 engine(10);
    engine_source choices(engine);
    options rules = options::small();
    rules.decode.max_depth = 3;
    rules.odd_spelling = false;
    std::set<char> begins;
    for (int i = 0; i < 400; ++i) {
        auto const made = near_valid_of<operation::PutRecordBatch>(wire::decode_reason::wrong_kind, choices, rules);
        ASSERT_TRUE(made);
        expect_label<operation::PutRecordBatch::input>(*made, rules);
        if (made->pointer == "/Records/0/Data") { begins.insert(made->payload[made->payload.find("Data") + 6]); }
    }
    EXPECT_EQ(begins, (std::set<char>{'7', 't', '-'})); // neither an object nor a list
}

TEST(near_valid, a_number_that_has_no_bound_of_its_own_crosses_none) {
    byte_source none({});
    EXPECT_FALSE(near_valid_document_of<model::PutRecordBatchOutput>(constraint::rule::value_max, none));
    EXPECT_TRUE(near_valid_document_of<model::PutRecordBatchOutput>(constraint::rule::value_min, none));
    EXPECT_TRUE(near_valid_document_of<model::ListDeliveryStreamsInput>(constraint::rule::value_max, none));
}

TEST(near_valid, the_first_element_can_be_the_one_too_many) {
    options rules;
    rules.decode.max_elements = 0;
    byte_source none({});
    auto const made =
        near_valid_of<operation::UntagDeliveryStream>(wire::decode_reason::too_many_elements, none, rules);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->pointer, "/TagKeys/0");
    expect_label<model::UntagDeliveryStreamInput>(*made, rules);
}

} // namespace
} // namespace firehose_sse::fuzzing
