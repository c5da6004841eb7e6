#include "firehose_sse/wire/decode_options.hpp"

#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <utility>

namespace firehose_sse {
namespace {

using wire::decode;
using wire::decode_options;
using wire::decode_reason;

std::string nested(std::size_t levels, std::string const& open, std::string const& shut) {
    std::string text;
    for (std::size_t i = 0; i < levels; ++i) { text += open; }
    text += "1";
    for (std::size_t i = 0; i < levels; ++i) { text += shut; }
    return text;
}

TEST(DecodeOptions, DepthIsLimited) {
    for (auto const& brackets : {std::pair<std::string, std::string>{"[", "]"}, {R"({"a":)", "}"}}) {
        auto const& open = brackets.first;
        auto const& shut = brackets.second;
        struct place {
            std::string before;
            std::size_t levels_left;
            std::string after;
        };
        for (place const& at :
             {place{R"({"Ignored":)", 31, "}"}, place{R"({"S3DestinationConfiguration":{"a":)", 30, "}}"}}) {
            auto const body = [&](std::size_t levels) { return at.before + nested(levels, open, shut) + at.after; };
            EXPECT_TRUE(decode<model::CreateDeliveryStreamInput>(body(at.levels_left)));
            auto const deep = decode<model::CreateDeliveryStreamInput>(body(at.levels_left + 1));
            ASSERT_TRUE(deep.has_error());
            EXPECT_EQ(deep.error().reason, decode_reason::too_deep);
            EXPECT_EQ(deep.error().offset, at.before.size() + at.levels_left * open.size());
        }
    }
    EXPECT_TRUE(decode<model::DeleteDeliveryStreamInput>("{}", {.max_depth = 1}));
    EXPECT_EQ(decode<model::DeleteDeliveryStreamInput>(R"({"x":[]})", {.max_depth = 1}).error().reason,
              decode_reason::too_deep);
    EXPECT_EQ(decode<model::DeleteDeliveryStreamInput>("{}", {.max_depth = 0}).error().reason, decode_reason::too_deep);
}

TEST(DecodeOptions, DepthHasACeiling) {
    decode_options const options{.max_depth = 100'000'000};
    std::size_t const most = decode_options::depth_ceiling - 1;
    EXPECT_TRUE(decode<model::CreateDeliveryStreamInput>(R"({"x":)" + nested(most, "[", "]") + "}", options));
    auto const deep = decode<model::CreateDeliveryStreamInput>(R"({"x":)" + nested(1'000'000, "[", "]") + "}", options);
    ASSERT_TRUE(deep.has_error());
    EXPECT_EQ(deep.error().reason, decode_reason::too_deep);
}

TEST(DecodeOptions, SizeIsLimited) {
    auto const sized = [](std::size_t size) { return "{" + std::string(size - 2, ' ') + "}"; };
    EXPECT_TRUE(decode<model::DeleteDeliveryStreamInput>(sized(8 * 1024 * 1024)));
    auto const large = decode<model::DeleteDeliveryStreamInput>(sized(8 * 1024 * 1024 + 1));
    ASSERT_TRUE(large.has_error());
    EXPECT_EQ(large.error(), (wire::decode_error{decode_reason::too_large, 8 * 1024 * 1024, ""}));
    EXPECT_TRUE(decode<model::DeleteDeliveryStreamInput>(sized(10), {.max_bytes = 10}));
    EXPECT_FALSE(decode<model::DeleteDeliveryStreamInput>(sized(11), {.max_bytes = 10}));
    EXPECT_FALSE(decode<model::DeleteDeliveryStreamInput>(std::string(11, ' '), {.max_bytes = 10}));
}

TEST(DecodeOptions, ABatchOfFourMebibytesFits) {
    model::PutRecordBatchInput batch{"n", {}};
    for (int i = 0; i < 500; ++i) { batch.Records.push_back({model::Data(std::string(8388, '\xFF'))}); }
    auto const read = decode<model::PutRecordBatchInput>(wire::encode(batch));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value, batch);
}

TEST(DecodeOptions, ElementsAreLimited) {
    decode_options const options{.max_elements = 3};
    EXPECT_TRUE(decode<model::PutRecordBatchInput>(R"({"Records":[{},{},{}],"x":[1,2,3,4]})", options));
    auto const many = decode<model::PutRecordBatchInput>(R"({"Records":[{},{},{},{}]})", options);
    ASSERT_TRUE(many.has_error());
    EXPECT_EQ(many.error(), (wire::decode_error{decode_reason::too_many_elements, 21, "/Records/3"}));
    // The limit is for all elements together: a limit for each list would let nested lists multiply.
    EXPECT_FALSE(decode<model::CreateDeliveryStreamInput>(R"({"Tags":[{},{},{},{}]})", options));
}

TEST(DecodeOptions, UnknownMembersCanBeRefused) {
    decode_options const strict{.unknown_members = wire::unknown_members::refuse};
    auto const result = decode<model::PutRecordBatchInput>(R"({"Records":[{"Data":"","Extra":1}]})", strict);
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error(), (wire::decode_error{decode_reason::unknown_member, 23, "/Records/0/Extra"}));
    for (char const* const value : {"1", "1.5", "true", "\"\"", "[]", "{}"}) {
        EXPECT_FALSE(decode<model::PutRecordInput>(std::string(R"({"x":)") + value + "}", strict)) << value;
    }
    EXPECT_TRUE(decode<model::PutRecordInput>(R"({"x":null})", strict)) << "null is absent";
    // Members inside an opaque member are not the model's, so that none of them is unknown.
    EXPECT_TRUE(decode<model::CreateDeliveryStreamInput>(R"({"S3DestinationConfiguration":{"x":{"y":1}}})", strict));
    std::string const name(1000, 'x');
    EXPECT_EQ(decode<model::PutRecordInput>("{\"" + name + "\":1}", strict).error().pointer.size(), 65u);
}

TEST(DecodeOptions, FractionsCanBeTruncated) {
    decode_options const lenient{.fractional_integers = wire::fractional_integers::truncate};
    auto const limit = [&](char const* text) {
        return decode<model::ListDeliveryStreamsInput>(std::string(R"({"Limit":)") + text + "}", lenient);
    };
    EXPECT_EQ(limit("1.5")->value.Limit->value, 1);
    EXPECT_EQ(limit("-1.999999999999999999999")->value.Limit->value, -1);
    EXPECT_EQ(limit("1e-400")->value.Limit->value, 0);
    EXPECT_EQ(limit("2147483647.9")->value.Limit->value, 2147483647);
    EXPECT_EQ(limit("2147483648.0").error().reason, decode_reason::number_out_of_range);
    EXPECT_EQ(limit("-2147483648.9")->value.Limit->value, std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(limit("-2147483649.0").error().reason, decode_reason::number_out_of_range);
}

TEST(DecodeOptions, AnEmptyBodyCanBeRefused) {
    decode_options const strict{.empty_body = wire::empty_body::refuse};
    for (char const* const body : {"", " ", "\r\n\t"}) {
        auto const result = decode<model::ListDeliveryStreamsInput>(body, strict);
        ASSERT_TRUE(result.has_error());
        EXPECT_EQ(result.error(), (wire::decode_error{decode_reason::empty_body, 0, ""}));
    }
    EXPECT_TRUE(decode<model::ListDeliveryStreamsInput>("{}", strict));
}

TEST(DecodeOptions, NullElementsCanBeSkipped) {
    decode_options const lenient{.null_elements = wire::null_elements::skip};
    auto const read = decode<model::PutRecordBatchInput>(R"({"Records":[null,{"Data":"QQ=="},null,{}]})", lenient);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.Records.size(), 2u);
    // The pointer speaks of the decoded list, which is what validate() walks.
    EXPECT_EQ(read->missing.back(), "/Records/1/Data");
}

TEST(DecodeOptions, TimestampsCanBeText) {
    auto const read = [](char const* text, decode_options const& options) {
        return decode<model::DeliveryStreamDescription>(std::string(R"({"CreateTimestamp":")") + text + "\"}", options);
    };
    decode_options const lenient{.text_timestamps = wire::text_timestamps::iso_8601};
    EXPECT_EQ(read("2024-05-01T12:00:00.250Z", lenient)->value.CreateTimestamp->milliseconds, 1'714'564'800'250);
    EXPECT_EQ(read("yesterday", lenient).error(),
              (wire::decode_error{decode_reason::bad_timestamp, 19, "/CreateTimestamp"}));
    EXPECT_EQ(read("2024-05-01T12:00:00Z", {}).error().reason, decode_reason::wrong_kind);
}

// By default a byte order mark is refused, as nothing in JSON begins with it; an option skips it.
TEST(DecodeOptions, AByteOrderMarkCanBeSkipped) {
    decode_options const options{.byte_order_mark = wire::byte_order_mark::skip};
    std::string const mark = "\xEF\xBB\xBF";
    std::string const body = R"({"DeliveryStreamName":"n","x":1})";
    EXPECT_EQ(decode<model::PutRecordInput>(mark + body).error().reason, decode_reason::byte_order_mark);
    auto const read = decode<model::PutRecordInput>(mark + body, options);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value.DeliveryStreamName, "n");
    EXPECT_TRUE(decode<model::ListDeliveryStreamsInput>(mark, options)); // a body of the mark alone counts as empty
    // Only one mark is skipped, and only at the start; offsets are those of the body as it came.
    EXPECT_EQ(decode<model::PutRecordInput>(mark + mark + body, options).error(),
              (wire::decode_error{decode_reason::byte_order_mark, 3, ""}));
    EXPECT_EQ(decode<model::PutRecordInput>(" " + mark + body, options).error().reason, decode_reason::syntax);
    EXPECT_EQ(decode<model::PutRecordInput>(mark + R"({"DeliveryStreamName":1})", options).error(),
              (wire::decode_error{decode_reason::wrong_kind, 25, "/DeliveryStreamName"}));
    auto warned = options;
    warned.unknown_members = wire::unknown_members::warn;
    EXPECT_EQ(decode<model::PutRecordInput>(mark + body, warned)->unknown.at(0).offset, 3 + body.find("\"x\""));
}

TEST(DecodeOptions, SpareBitsOfBase64CanBeDropped) {
    decode_options const options{.spare_base64_bits = wire::spare_base64_bits::drop};
    auto const data = [](std::string const& text) { return R"({"Record":{"Data":")" + text + R"("}})"; };
    for (auto const& [text, bytes] : {std::pair("YR==", "a"), std::pair("YWJ=", "ab"), std::pair("YWL=", "ab")}) {
        EXPECT_EQ(decode<model::PutRecordInput>(data(text)).error().reason, decode_reason::bad_base64) << text;
        auto const read = decode<model::PutRecordInput>(data(text), options);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->value.Record.Data, bytes) << text;
    }
    for (auto const* const text : {"YR=", "YR", "Y===", "Y*==", "YR== ", "YR==YR=="}) {
        EXPECT_EQ(decode<model::PutRecordInput>(data(text), options).error().reason, decode_reason::bad_base64) << text;
    }
}

// What each preset makes of every text that a policy is about.

struct preset_row {
    char const* name;
    decode_options options;
    bool unknown, fraction, null_element, text_time, mark, spare_bits, empty;
};

TEST(DecodeOptions, Presets) {
    for (auto const& [name, options, unknown, fraction, null_element, text_time, mark, spare_bits, empty] :
         {preset_row{"default", {}, true, false, false, false, false, false, true},
          preset_row{"sdk", decode_options::sdk(), true, true, true, true, true, true, true},
          preset_row{"gateway", decode_options::gateway(), false, false, false, false, false, false, true},
          preset_row{"fuzz", decode_options::fuzz(), true, false, false, false, false, false, true}}) {
        using list = model::ListDeliveryStreamsInput;
        EXPECT_EQ(decode<list>(R"({"x":1})", options).has_value(), unknown) << name;
        EXPECT_EQ(decode<list>(R"({"Limit":1.5})", options).has_value(), fraction) << name;
        EXPECT_EQ(decode<model::UntagDeliveryStreamInput>(R"({"TagKeys":[null]})", options).has_value(), null_element)
            << name;
        EXPECT_EQ(decode<model::DescribeDeliveryStreamOutput>(
                      R"({"DeliveryStreamDescription":{"CreateTimestamp":"2026-11-25T00:00:00Z"}})", options)
                      .has_value(),
                  text_time)
            << name;
        EXPECT_EQ(decode<list>("\xEF\xBB\xBF{}", options).has_value(), mark) << name;
        EXPECT_EQ(decode<model::PutRecordInput>(R"({"Record":{"Data":"YR=="}})", options).has_value(), spare_bits)
            << name;
        EXPECT_EQ(decode<list>("", options).has_value(), empty) << name;
        // No preset takes what two readers could understand differently.
        for (auto const* const body : {R"({"Limit":1,"Limit":1})", R"({"x":1,"\u0078":1})", R"({"x":"\ud800"})",
                                       R"({"x":1e400})", "{\"x\":\"\xFF\"}", "{} {}", R"({"Limit":"1"})"}) {
            EXPECT_FALSE(decode<list>(body, options).has_value()) << name << ' ' << body;
        }
    }
}

TEST(DecodeOptions, TheFuzzingPresetHasItsLimitsWithinReach) {
    constexpr decode_options tiny = decode_options::fuzz();
    EXPECT_EQ(decode<model::PutRecordInput>(R"({"x":[[[[[1]]]]]})", tiny).error().reason, decode_reason::too_deep);
    EXPECT_EQ(decode<model::PutRecordInput>(std::string(513, ' '), tiny).error().reason, decode_reason::too_large);
    EXPECT_EQ(decode<model::UntagDeliveryStreamInput>(R"({"TagKeys":["","","","",""]})", tiny).error().reason,
              decode_reason::too_many_elements);
    EXPECT_TRUE(tiny.keep_positions);
}

TEST(DecodeOptions, LimitsAreThoseThatTheRuleBookNames) {
    for (decode_options const& each : {decode_options{}, decode_options::gateway()}) {
        EXPECT_EQ(each.max_depth, 32u);
        EXPECT_EQ(each.max_bytes, 8'388'608u);
        EXPECT_EQ(each.max_elements, 100'000u);
        EXPECT_FALSE(each.keep_positions);
    }
    EXPECT_EQ(decode_options::sdk().max_depth, 64u);
    EXPECT_EQ(decode_options::fuzz().max_depth, 5u);
    EXPECT_EQ(decode_options::fuzz().max_bytes, 512u);
    EXPECT_EQ(decode_options::fuzz().max_elements, 4u);
}

TEST(DecodeOptions, MillionsOfNamesAreReadInTime) {
    std::string distinct = "{\"a\":0";
    for (int i = 0; distinct.size() < 5 * 1024 * 1024; ++i) { distinct += ",\"" + std::to_string(i) + "\":0"; }
    EXPECT_TRUE(decode<model::PutRecordInput>(distinct + "}"));
    EXPECT_TRUE(decode<model::CreateDeliveryStreamInput>(R"({"S3DestinationConfiguration":)" + distinct + "}}"));
    auto const repeated = decode<model::PutRecordInput>(distinct + ",\"\\u0061\":0}");
    ASSERT_TRUE(repeated.has_error());
    EXPECT_EQ(repeated.error(), (wire::decode_error{decode_reason::duplicate_member, distinct.size() + 1, "/a"}));

    std::string same = "{\"\":0";
    while (same.size() < 5 * 1024 * 1024) { same += ",\"\":0"; }
    auto const all = decode<model::PutRecordInput>(same + "}");
    ASSERT_TRUE(all.has_error());
    EXPECT_EQ(all.error(), (wire::decode_error{decode_reason::duplicate_member, 6, "/"}));

    std::string long_names = "{\"a\":0";
    std::string const prefix(4000, 'p');
    for (int i = 0; long_names.size() < 5 * 1024 * 1024; ++i) {
        long_names += ",\"" + prefix + std::to_string(i) + "\":0";
    }
    EXPECT_TRUE(decode<model::PutRecordInput>(long_names + "}"));
}

} // namespace
} // namespace firehose_sse
