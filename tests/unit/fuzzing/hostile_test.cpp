// Hostile bodies: every kind is made, is what its name says, and keeps to the largest size; reading them ends well.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/hostile.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "unit/fuzzing/digest.hpp"
#include "unit/fuzzing/every_operation.hpp"
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

/// Counts what decode() says to many bodies of one kind: a reason, or `read`.
std::map<std::string_view, int> verdicts(hostile_kind kind) {
    std::mt19937 engine(static_cast<unsigned>(kind));
    engine_source choices(engine);
    std::map<std::string_view, int> seen;
    for (int i = 0; i < 120; ++i) {
        auto const made = hostile_of<operation::PutRecord>(kind, choices);
        EXPECT_EQ(made.kind, kind);
        EXPECT_LE(made.payload.size(), options{}.largest_payload);
        auto const read = wire::decode<model::PutRecordInput>(made.payload);
        ++seen[read ? "read" : reflect::enum_name(read.error().reason)];
    }
    return seen;
}

TEST(hostile, every_kind_is_what_its_name_says) {
    using enum hostile_kind;
    std::map<hostile_kind, std::set<std::string_view>> const leads_to{
        {deep_lists, {"too_deep", "wrong_kind"}},
        {deep_objects, {"too_deep", "wrong_kind"}},
        {many_members, {"read"}},
        {many_elements, {"read", "wrong_kind"}},
        {repeated_names, {"duplicate_member"}},
        {lone_surrogates, {"lone_surrogate"}},
        {overlong_utf8, {"invalid_utf8"}},
        {nul_bytes, {"trailing_text", "syntax", "read", "bad_base64"}},
        {other_encodings, {"byte_order_mark", "syntax"}},
        {huge_numbers, {"number_out_of_range"}},
        {tiny_numbers, {"wrong_kind", "read"}},
        {long_string, {"read", "wrong_kind"}},
        {long_name, {"read"}},
        {white_space, {"read"}},
        {cut, {"incomplete"}},
        {several_documents, {"trailing_text"}},
        {noise, {"syntax"}},
        {wrong_kinds, {"wrong_kind"}},
        {all_null, {"read"}},
        {look_alike_names, {"read"}},
        {escapes, {"read"}},
        {extensions, {"syntax"}},
        {not_json, {"syntax"}},
        {loaded_texts, {"read", "wrong_kind"}},
    };
    for (auto const& each : reflect::enumerators<hostile_kind>) {
        auto const seen = verdicts(each.value);
        ASSERT_TRUE(leads_to.contains(each.value)) << each.name;
        for (auto const reason : leads_to.at(each.value)) {
            EXPECT_TRUE(seen.contains(reason)) << each.name << ' ' << reason;
        }
    }
}

TEST(hostile, what_is_read_is_not_always_valid_and_never_wrong) {
    auto const only = [](hostile_kind kind) { return verdicts(kind).size(); };
    EXPECT_EQ(only(hostile_kind::repeated_names), 1U) << "two readers would read two values";
    EXPECT_EQ(only(hostile_kind::lone_surrogates), 1U);
    EXPECT_EQ(only(hostile_kind::overlong_utf8), 1U);
    EXPECT_EQ(only(hostile_kind::many_members), 1U);
    EXPECT_EQ(only(hostile_kind::escapes), 1U);
    EXPECT_EQ(only(hostile_kind::white_space), 1U);
    EXPECT_EQ(only(hostile_kind::long_name), 1U);
    EXPECT_EQ(only(hostile_kind::look_alike_names), 1U) << "such a name is nobody's";
    EXPECT_EQ(only(hostile_kind::wrong_kinds), 1U);
}

TEST(hostile, escapes_leave_no_character_as_it_is) {
    byte_source none({});
    auto const made = hostile_of<operation::StopDeliveryStreamEncryption>(hostile_kind::escapes, none);
    EXPECT_EQ(made.payload.find_first_of("SNlvym"), std::string::npos) << made.payload;
    auto const read = wire::decode<model::StopDeliveryStreamEncryptionInput>(made.payload);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.DeliveryStreamName, "a");
}

TEST(hostile, every_kind_is_reached) {
    std::mt19937 engine(1);
    engine_source choices(engine);
    std::set<hostile_kind> seen;
    for (int i = 0; i < 400; ++i) { seen.insert(hostile(choices).kind); }
    EXPECT_EQ(seen.size(), reflect::enumerators<hostile_kind>.size());
}

TEST(hostile, reading_any_of_them_ends_well) {
    std::mt19937 engine(2);
    engine_source choices(engine);
    for_each_operation([&](auto op) {
        using Op = typename decltype(op)::type;
        using input = typename Op::input;
        for (int i = 0; i < 60; ++i) {
            auto const rules = options::small();
            auto const made = hostile<Op>(choices, rules);
            auto const read = wire::inspect<input>(made.payload, wire::decode_options{});
            auto const found = constraint::validate(read.document.value, rules.constraints, read.document.missing);
            EXPECT_LE(found.list.size(), rules.constraints.max_violations);
            for (auto const& each : read.faults) { EXPECT_LE(each.offset, made.payload.size()); }
        }
    });
}

TEST(hostile, keeps_to_its_size_and_ends_when_the_source_does) {
    std::mt19937 engine(3);
    engine_source choices(engine);
    options narrow;
    narrow.largest_payload = 100;
    for (auto const& each : reflect::enumerators<hostile_kind>) {
        for (int i = 0; i < 20; ++i) {
            auto const made = hostile_of<operation::CreateDeliveryStream>(each.value, choices, narrow);
            EXPECT_LE(made.payload.size(), 100U) << each.name;
        }
        byte_source none({});
        auto const least = hostile_of<operation::ListDeliveryStreams>(each.value, none);
        EXPECT_EQ(least.payload.empty(), each.value == hostile_kind::cut) << each.name;
        EXPECT_LT(least.payload.size(), 512U) << each.name;
    }
}

TEST(hostile, goes_as_far_as_there_is_room) {
    std::mt19937 engine(4);
    engine_source choices(engine);
    std::size_t longest = 0;
    std::size_t deepest = 0;
    for (int i = 0; i < 60; ++i) {
        longest =
            std::max(longest, hostile_of<operation::PutRecord>(hostile_kind::long_string, choices).payload.size());
        auto const deep = hostile_of<operation::PutRecord>(hostile_kind::deep_lists, choices).payload;
        deepest = std::max(deepest, static_cast<std::size_t>(std::ranges::count(deep, '[')));
    }
    EXPECT_GT(longest, options{}.largest_payload / 8);
    EXPECT_GT(deepest, 8'000U);
}

TEST(hostile, the_same_choices_make_the_same_for_ever) {
    std::mt19937 engine(11);
    engine_source choices(engine);
    digest all;
    for (auto const& each : reflect::enumerators<hostile_kind>) {
        for (int i = 0; i < 30; ++i) {
            all.add(hostile_of<operation::PutRecordBatch>(each.value, choices).payload);
            all.add(hostile_of<operation::StartDeliveryStreamEncryption>(each.value, choices).payload);
        }
    }
    EXPECT_EQ(all.value(), 531119852536676565U);
}

} // namespace
} // namespace firehose_sse::fuzzing
