// A mutation keeps to its size, is the same for the same choices and mostly still JSON; every change is reached.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/mutate.hpp"
#include "firehose_sse/fuzzing/detail/loose_json.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "unit/fuzzing/digest.hpp"
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

constexpr std::string_view tag_body =
    R"({"DeliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})";
constexpr std::string_view start_body =
    R"({"DeliveryStreamName":"bills","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"}})";

/// Every text that many mutations of one text make.
std::set<std::string> mutations(std::string_view text, int count, std::size_t max_size = 4096) {
    std::mt19937 engine(1);
    engine_source choices(engine);
    std::set<std::string> all;
    for (int i = 0; i < count; ++i) { all.insert(mutate(text, max_size, choices)); }
    return all;
}

std::set<std::string> crosses(std::string_view text, std::string_view other, int count, std::size_t max_size = 4096) {
    std::mt19937 engine(2);
    engine_source choices(engine);
    std::set<std::string> all;
    for (int i = 0; i < count; ++i) { all.insert(crossover(text, other, max_size, choices)); }
    return all;
}

/// Whether the text is JSON, as far as decode() reads it.
bool is_json(std::string const& text) {
    using enum wire::decode_reason;
    auto const read = wire::decode<model::TagDeliveryStreamInput>(text);
    return read || read.error().reason == wrong_kind || read.error().reason == duplicate_member;
}

TEST(mutate, mostly_leaves_json) {
    std::mt19937 engine(4);
    engine_source choices(engine);
    int mutated = 0;
    int crossed = 0;
    for (int i = 0; i < 1000; ++i) {
        mutated += is_json(mutate(tag_body, 4096, choices));
        crossed += is_json(crossover(tag_body, start_body, 4096, choices));
    }
    EXPECT_GT(mutated, 700);
    EXPECT_LT(mutated, 950) << "and sometimes does not";
    EXPECT_GT(crossed, 700);
    EXPECT_LT(crossed, 950);
}

TEST(mutate, reaches_every_change) {
    auto const all = mutations(tag_body, 20'000);
    for (
        std::string_view const wanted : {
            R"({"DeliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"}]})", // an element gone
            R"({ "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})",               // the first member
            R"({"DeliveryStreamName":"orders"})",                                         // the last member
            R"({"DeliveryStreamName":"orders","DeliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})",
            R"({"DeliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"},{"Key":"stage"}]})",
            R"({"deliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})",   // case
                                                                                                            // changed
            R"({"DeliveryStreamName":"orders", "Tags":[{"Value":"team","Value":"blue"},{"Key":"stage"}]})", // renamed
            R"({"DeliveryStreamName":"orders", "Tags":[{"Key":"blue","Value":"team"},{"Key":"stage"}]})",   // swapped
            "\"orders\"", // a value in place of the one that holds it
            R"({"DeliveryStreamName":null, "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})",
            R"({"DeliveryStreamName":["orders"], "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})", // nested
            R"({"DeliveryStreamName":{"a":"orders"}, "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})",
        }) {
        EXPECT_TRUE(all.contains(std::string(wanted))) << wanted;
    }
    auto const shows = [&](std::string_view what) {
        for (auto const& each : all) {
            if (each.find(what) != std::string::npos) { return true; }
        }
        return false;
    };
    for (std::string_view const wanted : {"KeyARN", "CUSTOMER_MANAGED_CMK", "Records", "AllowForceDelete", "1e400"}) {
        EXPECT_TRUE(shows(wanted)) << wanted;
    }
    EXPECT_TRUE(shows('"' + std::string(65, 'A') + '"')) << "one more than a name may have";
}

TEST(mutate, puts_values_at_bounds) {
    bool many = false;
    for (auto const& each : mutations(tag_body, 5000, 64 * 1024)) {
        auto const read = wire::decode<model::TagDeliveryStreamInput>(each);
        many = many || (read && read->value.Tags.size() == 51);
    }
    EXPECT_TRUE(many) << "one tag more than there may be";
}

TEST(mutate, never_exceeds_its_size) {
    for (std::size_t const max_size : {0U, 1U, 40U, 90U, 91U}) {
        for (auto const& each : mutations(tag_body, 1000, max_size)) { ASSERT_LE(each.size(), max_size); }
        for (auto const& each : crosses(tag_body, start_body, 1000, max_size)) { ASSERT_LE(each.size(), max_size); }
    }
}

TEST(mutate, makes_nothing_much_larger_than_its_size_on_the_way) {
    std::string const record = R"({"Data":")" + std::string(100'000, 'A') + R"("})";
    std::string const body = R"({"DeliveryStreamName":"orders","Records":[)" + record + "]}";
    std::mt19937 engine(7);
    engine_source choices(engine);
    detail::any_source any(choices);
    for (int i = 0; i < 2'000; ++i) {
        EXPECT_LE(detail::mutator(body, body.size(), any).change().size(), 4 * body.size());
    }
}

TEST(mutate, takes_any_bytes) {
    std::mt19937 engine(3);
    engine_source choices(engine);
    std::string text(tag_body);
    for (int i = 0; i < 5000; ++i) {
        text = mutate(text, 200, choices);
        ASSERT_LE(text.size(), 200U);
        if (one_in(choices, 50)) { text = crossover(start_body, text, 200, choices); }
    }
    for (std::string_view const odd :
         {"", "\"", "{", "}", "]]]]", "{\"a\":", "{\"a\"", "\\", "\"\\", ":,:", "[[[[", "{\"a\":}\"b\""}) {
        EXPECT_FALSE(mutations(odd, 300).empty());
        EXPECT_FALSE(crosses(odd, tag_body, 300).empty());
        EXPECT_FALSE(crosses(tag_body, odd, 300).empty());
    }
}

TEST(mutate, changes_bytes_where_there_is_no_json) {
    auto const all = mutations("", 200);
    EXPECT_TRUE(all.contains("{"));
    EXPECT_TRUE(mutations("{}", 2000).contains("{"));
    EXPECT_GT(mutations("x", 500).size(), 30U);
}

TEST(mutate, the_same_choices_make_the_same_text) {
    EXPECT_EQ(mutations(tag_body, 300), mutations(tag_body, 300));
    EXPECT_EQ(crosses(tag_body, start_body, 300), crosses(tag_body, start_body, 300));
}

TEST(mutate, ends_when_the_source_does) {
    byte_source none({});
    EXPECT_FALSE(mutate(tag_body, 4096, none).empty());
    EXPECT_FALSE(crossover(tag_body, start_body, 4096, none).empty());
    struct last_choice {
        std::uint64_t below(std::uint64_t bound) { return bound - 1; }
    } last;
    EXPECT_LE(mutate(tag_body, 4096, last).size(), 4096U);
}

TEST(crossover, takes_parts_of_the_other) {
    auto const all = crosses(tag_body, start_body, 3000);
    EXPECT_TRUE(
        all.contains(R"({"DeliveryStreamName":"bills", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})"));
    EXPECT_TRUE(all.contains(
        R"({"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"},"DeliveryStreamName":"orders", "Tags":[{"Key":"team","Value":"blue"},{"Key":"stage"}]})"));
    EXPECT_TRUE(all.contains(
        R"({"DeliveryStreamName":"orders", "Tags":[{"KeyType":"AWS_OWNED_CMK"},{"Key":"team","Value":"blue"},{"Key":"stage"}]})"));
}

TEST(crossover, joins_bytes_where_there_is_no_json) {
    auto const all = crosses("", "yz", 400);
    EXPECT_TRUE(all.contains("yz") && all.contains("z") && all.contains(""));
}

TEST(mutate, the_same_choices_make_the_same_for_ever) {
    std::mt19937 engine(11);
    engine_source choices(engine);
    digest all;
    std::string text(tag_body);
    for (int i = 0; i < 4'000; ++i) {
        text = mutate(i % 16 == 0 ? tag_body : text, 400, choices);
        all.add(text);
        all.add(crossover(text, start_body, 300, choices));
    }
    EXPECT_EQ(all.value(), 14441499348620445240U);
}

TEST(mutate, looks_at_so_many_parts_of_a_text_and_no_more) {
    std::string text = "[0";
    for (int i = 0; i < 5'000; ++i) { text += ",0"; }
    EXPECT_EQ(detail::loose_reader(text).read().size(), 2'048U);
    EXPECT_EQ(detail::loose_reader("[0,0]").read().size(), 3U);
}

TEST(mutate, the_outermost_value_has_no_name) {
    for (std::string_view const text : {" {}", " []", " 7", R"( "a")"}) {
        auto const parts = detail::loose_reader(text).read();
        ASSERT_EQ(parts.size(), 1U);
        EXPECT_FALSE(parts.front().is_member()) << text;
    }
}

} // namespace
} // namespace firehose_sse::fuzzing
