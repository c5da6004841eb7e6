// What is made as valid is valid: it can be read and breaks no rule. Every bound is reached.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/valid.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "unit/fuzzing/digest.hpp"
#include "unit/fuzzing/every_operation.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing {
namespace {

template <class T> void expect_valid(std::string const& text, options const& rules) {
    auto const read = wire::decode<T>(text, rules.decode);
    ASSERT_TRUE(read) << to_string(read.error()) << '\n' << text;
    auto const found = constraint::validate(read->value, rules.constraints, read->missing);
    ASSERT_TRUE(found.empty()) << reflect::enum_name(found.list.front().rule) << ' ' << found.list.front().pointer
                               << '\n'
                               << text;
}

TEST(valid, payloads_of_every_operation_are_valid) {
    std::mt19937 engine(1);
    engine_source choices(engine);
    for (auto const& rules : every_options()) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            for (int i = 0; i < 400; ++i) {
                std::string const text = valid_payload<Op>(choices, rules);
                ASSERT_LE(text.size(), Op::max_body_bytes);
                expect_valid<typename Op::input>(text, rules);
            }
        });
    }
}

TEST(valid, documents_of_answers_and_errors_are_valid) {
    std::mt19937 engine(2);
    engine_source choices(engine);
    for (auto const& rules : every_options()) {
        for (int i = 0; i < 200; ++i) {
            using describe = model::DescribeDeliveryStreamOutput;
            expect_valid<describe>(valid_document<describe>(choices, rules), rules);
            using batch = model::PutRecordBatchOutput;
            expect_valid<batch>(valid_document<batch>(choices, rules), rules);
            using key = model::InvalidKMSResourceException;
            expect_valid<key>(valid_document<key>(choices, rules), rules);
        }
    }
}

TEST(valid, the_input_is_what_the_payload_says) {
    options rules;
    rules.odd_spelling = false;
    for_each_operation([&](auto op) {
        using Op = typename decltype(op)::type;
        std::mt19937 one(3);
        std::mt19937 same(3);
        engine_source first(one);
        engine_source second(same);
        for (int i = 0; i < 20; ++i) {
            auto const read = wire::decode<typename Op::input>(valid_payload<Op>(first, rules));
            ASSERT_TRUE(read);
            EXPECT_EQ(read->value, valid<Op>(second)) << "odd spelling or not";
        }
    });
}

TEST(valid, a_source_that_has_run_out_makes_the_least) {
    byte_source none({});
    EXPECT_EQ(valid_payload<operation::StartDeliveryStreamEncryption>(none), R"({"DeliveryStreamName":"a"})");
    EXPECT_EQ(valid_payload<operation::ListDeliveryStreams>(none), "{}");
    EXPECT_EQ(valid_payload<operation::PutRecordBatch>(none), R"({"DeliveryStreamName":"a","Records":[{"Data":""}]})");
    EXPECT_EQ(valid<operation::CreateDeliveryStream>(none).DeliveryStreamName, "a");
    EXPECT_TRUE(valid<operation::CreateDeliveryStream>(none).S3DestinationConfiguration);
}

TEST(valid, keeps_to_the_limits_of_reading) {
    std::mt19937 engine(4);
    engine_source choices(engine);
    options narrow;
    narrow.decode.max_bytes = 60;
    narrow.decode.max_elements = 1;
    narrow.decode.max_depth = 3;
    for (int i = 0; i < 300; ++i) {
        expect_valid<model::TagDeliveryStreamInput>(valid_payload<operation::TagDeliveryStream>(choices, narrow),
                                                    narrow);
    }
}

// ---- what is reached

/// Collects what `tell` sees in many valid inputs of an operation.
template <class Op, class F> std::set<std::string> seen_in(options const& rules, int count, F&& tell) {
    std::mt19937 engine(5);
    engine_source choices(engine);
    std::set<std::string> seen;
    for (int i = 0; i < count; ++i) { tell(valid<Op>(choices, rules), seen); }
    return seen;
}

TEST(valid, reaches_both_bounds_of_every_kind) {
    auto const names = seen_in<operation::StopDeliveryStreamEncryption>({}, 100, [](auto const& input, auto& seen) {
        seen.insert(std::to_string(input.DeliveryStreamName.value.size()));
    });
    EXPECT_TRUE(names.contains("1") && names.contains("64"));
    auto const lists = seen_in<operation::PutRecordBatch>(
        {}, 100, [](auto const& input, auto& seen) { seen.insert(std::to_string(input.Records.size())); });
    EXPECT_TRUE(lists.contains("1") && lists.contains("2") && lists.contains("500"));
    auto const limits = seen_in<operation::DescribeDeliveryStream>({}, 100, [](auto const& input, auto& seen) {
        if (input.Limit) { seen.insert(std::to_string(input.Limit->value)); }
    });
    EXPECT_TRUE(limits.contains("1") && limits.contains("10000"));
    EXPECT_GT(limits.size(), 4U);
    auto const blobs = seen_in<operation::PutRecord>(options::small(), 100, [](auto const& input, auto& seen) {
        seen.insert(std::to_string(input.Record.Data.bytes.size()));
    });
    EXPECT_TRUE(blobs.contains("0") && blobs.contains("24"));
}

TEST(valid, fills_a_batch_to_the_last_byte) {
    auto const bytes = [](auto const& input, auto& seen) {
        std::size_t sum = 0;
        for (auto const& each : input.Records) { sum += each.Data.bytes.size(); }
        seen.insert(std::to_string(sum));
    };
    options cut = options::small(); // two records of 24 bytes are too much for 32
    auto const sums = seen_in<operation::PutRecordBatch>(cut, 400, bytes);
    EXPECT_TRUE(sums.contains("0") && sums.contains("32"));
    options filled = cut; // records are empty unless a batch is filled
    filled.usual_blob = 0;
    filled.largest_bound = 12;
    filled.constraints.batch_bytes = 10;
    EXPECT_EQ(seen_in<operation::PutRecordBatch>(filled, 100, bytes), (std::set<std::string>{"0", "10"}));
    filled.constraints.basis = constraint::batch_basis::encoded_bytes;
    EXPECT_EQ(seen_in<operation::PutRecordBatch>(filled, 100, bytes), (std::set<std::string>{"0", "6"}));
}

TEST(valid, reaches_every_way_to_create_a_stream) {
    auto const seen = seen_in<operation::CreateDeliveryStream>({}, 2000, [](auto const& input, auto& found) {
        reflect::for_each_member<model::CreateDeliveryStreamInput>([&](auto member) {
            if constexpr (requires { (input.*member.pointer).has_value(); }) {
                if ((input.*member.pointer).has_value()) {
                    found.insert(std::string(reflect::member_name<decltype(member)>));
                }
            }
        });
        auto const type = input.DeliveryStreamType;
        found.insert("type " + (type ? std::string(reflect::enum_text(*type)) : "absent"));
        auto const& encryption = input.DeliveryStreamEncryptionConfigurationInput;
        if (encryption) { found.insert(std::string(reflect::enum_text(encryption->KeyType))); }
        if (encryption && encryption->KeyARN) { found.insert("KeyARN"); }
    });
    EXPECT_EQ(seen.size(), 17U + 5U + 2U + 1U) << "optional members, types, kinds of key, an ARN";
}

TEST(valid, enumerations_and_characters_beyond_ascii_are_reached) {
    auto const types = seen_in<operation::ListDeliveryStreams>({}, 200, [](auto const& input, auto& seen) {
        if (input.DeliveryStreamType) { seen.insert(std::string(reflect::enum_text(*input.DeliveryStreamType))); }
    });
    EXPECT_EQ(types.size(), 4U);
    auto const bytes = seen_in<operation::UntagDeliveryStream>({}, 200, [](auto const& input, auto& seen) {
        for (auto const& key : input.TagKeys) {
            for (char const byte : key.value) { seen.insert(std::string(1, byte)); }
        }
    });
    EXPECT_GT(bytes.size(), 26U + 26U + 10U + 10U);
}

TEST(valid, both_sets_of_constraints_have_their_own_keys) {
    options older;
    older.constraints.set = constraint::constraint_set::before_2026_06_12;
    auto const kinds = [](auto const& input, auto& seen) {
        auto const& encryption = input.DeliveryStreamEncryptionConfigurationInput;
        if (!encryption || !encryption->KeyARN) { return; }
        seen.insert(encryption->KeyARN->value.find(":alias/") != std::string::npos ? "alias" : "key");
    };
    EXPECT_EQ(seen_in<operation::StartDeliveryStreamEncryption>({}, 200, kinds), (std::set<std::string>{"key"}));
    EXPECT_EQ(seen_in<operation::StartDeliveryStreamEncryption>(older, 200, kinds),
              (std::set<std::string>{"alias", "key"}));
}

TEST(valid, spells_a_document_oddly_now_and_then) {
    std::mt19937 engine(6);
    engine_source choices(engine);
    std::set<std::string_view> seen;
    for (int i = 0; i < 500; ++i) {
        std::string const text = valid_payload<operation::DescribeDeliveryStream>(choices);
        for (std::string_view const what : {"null", "\\u00", "e1", ".0", "\n", "\"Unknown\"", "0E-1"}) {
            if (text.find(what) != std::string::npos) { seen.insert(what); }
        }
        seen.insert(text.starts_with("{\"Limit\"") ? "another order" : "");
    }
    EXPECT_EQ(seen.size(), 9U);
    options plain;
    plain.odd_spelling = false;
    for (int i = 0; i < 200; ++i) {
        std::string const text = valid_payload<operation::DescribeDeliveryStream>(choices, plain);
        auto const read = wire::decode<model::DescribeDeliveryStreamInput>(text);
        ASSERT_TRUE(read);
        EXPECT_EQ(wire::encode(read->value), text) << "as the library itself spells it";
    }
}

TEST(valid, unknown_members_only_where_they_may_be) {
    std::mt19937 engine(7);
    engine_source choices(engine);
    options strict;
    strict.decode = wire::decode_options::gateway();
    for (int i = 0; i < 300; ++i) {
        expect_valid<model::PutRecordInput>(valid_payload<operation::PutRecord>(choices, strict), strict);
    }
}

TEST(valid, every_byte_counts_and_equal_bytes_make_equal_documents) {
    std::mt19937 engine(8);
    std::vector<std::uint8_t> bytes(200);
    for (auto& each : bytes) { each = static_cast<std::uint8_t>(engine()); }
    byte_source first(bytes);
    byte_source second(bytes);
    std::string const text = valid_payload<operation::TagDeliveryStream>(first);
    EXPECT_EQ(text, valid_payload<operation::TagDeliveryStream>(second));
    EXPECT_EQ(first.remaining(), second.remaining());
    EXPECT_LT(first.remaining(), bytes.size());
}

TEST(valid, as_many_elements_are_made_as_may_be_read) {
    options rules = options::small();
    rules.decode.max_elements = 2;
    std::mt19937 engine(4);
    engine_source choices(engine);
    std::size_t most = 0;
    for (int i = 0; i < 400; ++i) {
        auto const made = valid<operation::TagDeliveryStream>(choices, rules);
        most = std::max(most, made.Tags.size());
    }
    EXPECT_EQ(most, 2U);
}

TEST(valid, the_same_choices_make_the_same_for_ever) {
    std::mt19937 engine(11);
    engine_source choices(engine);
    digest all;
    for (auto const& rules : every_options()) {
        for_each_operation([&](auto op) {
            using Op = typename decltype(op)::type;
            for (int i = 0; i < 150; ++i) {
                all.add(valid_payload<Op>(choices, rules));
                all.add(valid_document<typename Op::output>(choices, rules));
            }
        });
    }
    EXPECT_EQ(all.value(), 8535409667593996806U);
}

} // namespace
} // namespace firehose_sse::fuzzing
