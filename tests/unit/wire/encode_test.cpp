#include "firehose_sse/wire/encode.hpp"

#include "firehose_sse/wire/decode.hpp"
#include "every_type.hpp"
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace firehose_sse {
namespace {

using wire::encode;

TEST(Encode, MembersInOrderAbsentOnesLeftOut) {
    EXPECT_EQ(encode(model::StopDeliveryStreamEncryptionInput{"orders"}), R"({"DeliveryStreamName":"orders"})");
    EXPECT_EQ(encode(model::StartDeliveryStreamEncryptionOutput{}), "{}");
    EXPECT_EQ(encode(model::ListDeliveryStreamsInput{}), "{}");
    EXPECT_EQ(encode(model::StartDeliveryStreamEncryptionInput{
                  "n", model::DeliveryStreamEncryptionConfigurationInput{std::nullopt, model::KeyType::AWS_OWNED_CMK}}),
              R"({"DeliveryStreamName":"n","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"}})");
    EXPECT_EQ(encode(model::DeliveryStreamEncryptionConfiguration{
                  std::nullopt, std::nullopt, model::DeliveryStreamEncryptionStatus::DISABLED, std::nullopt}),
              R"({"Status":"DISABLED"})");
    EXPECT_EQ(encode(model::PutRecordBatchOutput{1, false, {{}, {{"id"}, {}, {}}}}),
              R"({"FailedPutCount":1,"Encrypted":false,"RequestResponses":[{},{"RecordId":"id"}]})");
    EXPECT_EQ(encode(model::ListDeliveryStreamsOutput{}),
              R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})");
}

TEST(Encode, AppendsToWhatIsThere) {
    std::string out = "x";
    wire::encode_to(model::Tag{"k", {}}, out);
    wire::encode_to(model::Tag{"k", "v"}, out);
    EXPECT_EQ(out, R"(x{"Key":"k"}{"Key":"k","Value":"v"})");
}

TEST(Encode, StringsAreEscapedNoMoreThanNeeded) {
    EXPECT_EQ(encode(model::Tag{std::string("\"\\/\0\x01\x1f\x7f\n\t", 9), {}}), R"({"Key":"\"\\/\u0000\u0001\u001f)"
                                                                                 "\x7f"
                                                                                 R"(\u000a\u0009"})");
    EXPECT_EQ(encode(model::Tag{"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", {}}),
              "{\"Key\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}");
}

TEST(Encode, WhatIsNotUtf8IsReplaced) {
    std::string const sign = "\xEF\xBF\xBD";
    EXPECT_EQ(encode(model::Tag{"a\xFF"
                                "b",
                                {}}),
              "{\"Key\":\"a" + sign + "b\"}");
    EXPECT_EQ(encode(model::Tag{"\xC0\xAF", {}}), "{\"Key\":\"" + sign + sign + "\"}");
    EXPECT_EQ(encode(model::Tag{"\xED\xA0\x80", {}}), "{\"Key\":\"" + sign + sign + sign + "\"}");
    EXPECT_EQ(encode(model::Tag{"x\xE2\x82", {}}), "{\"Key\":\"x" + sign + sign + "\"}");
    EXPECT_EQ(encode(model::FailureDescription{open_enum<model::DeliveryStreamFailureType>::unknown("\x80\""), "d"}),
              "{\"Type\":\"" + sign + "\\\"\",\"Details\":\"d\"}");
}

TEST(Encode, PartOfATextEndsWhereItEnds) {
    std::string out;
    wire::detail::append_string(std::string_view("abc").substr(0, 2), out);
    wire::detail::append_string(std::string_view("a\xC3\xA9").substr(0, 2), out);
    EXPECT_EQ(out, "\"ab\"\"a\xEF\xBF\xBD\"");
}

TEST(Encode, EveryStringOfTwoBytesIsReadBack) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            std::string const text{static_cast<char>(first), static_cast<char>(second)};
            std::string const body = encode(model::Tag{text, {}});
            auto const read = wire::decode<model::Tag>(body);
            ASSERT_TRUE(read) << to_string(read.error()) << " in " << body;
            if (first < 0x80 && second < 0x80) { ASSERT_EQ(read->value.Key.value, text); }
        }
    }
}

TEST(Encode, EnumerationsByTheirText) {
    EXPECT_EQ(encode(model::FailureDescription{model::DeliveryStreamFailureType::DISABLED_KMS_KEY, "d"}),
              R"({"Type":"DISABLED_KMS_KEY","Details":"d"})");
    EXPECT_EQ(encode(model::FailureDescription{{}, "d"}), R"({"Type":"","Details":"d"})");
}

TEST(Encode, Blobs) {
    EXPECT_EQ(encode(model::Record{}), R"({"Data":""})");
    EXPECT_EQ(encode(model::Record{std::string("\0\xFF\x80\x01", 4)}), R"({"Data":"AP+AAQ=="})");
}

TEST(Encode, TimestampsAreSeconds) {
    struct row {
        std::int64_t milliseconds;
        char const* text;
    };
    using limits = std::numeric_limits<std::int64_t>;
    for (row const each :
         {row{0, "0"}, row{1'795'457'043'885, "1795457043.885"}, row{1'795'457'043'000, "1795457043"}, row{1, "0.001"},
          row{10, "0.01"}, row{100, "0.1"}, row{120, "0.12"}, row{101, "0.101"}, row{-1, "-0.001"}, row{-1500, "-1.5"},
          row{-1000, "-1"}, row{limits::max(), "9223372036854775.807"}, row{limits::min(), "-9223372036854775.808"}}) {
        model::DeliveryStreamDescription description;
        description.CreateTimestamp = timestamp{each.milliseconds};
        auto const body = encode(description);
        EXPECT_NE(body.find(std::string(R"("CreateTimestamp":)") + each.text + ","), std::string::npos) << body;
        EXPECT_EQ(wire::decode<model::DeliveryStreamDescription>(body)->value.CreateTimestamp->milliseconds,
                  each.milliseconds);
    }
}

TEST(Encode, RawMembersGoOutAsTheyAre) {
    model::CreateDeliveryStreamInput input{};
    input.DeliveryStreamName = "n";
    input.S3DestinationConfiguration = raw_json{"{ \"a\" : 1.50 }"};
    EXPECT_EQ(encode(input), R"({"DeliveryStreamName":"n","S3DestinationConfiguration":{ "a" : 1.50 }})");
    input.S3DestinationConfiguration = raw_json{};
    EXPECT_EQ(encode(input), R"({"DeliveryStreamName":"n","S3DestinationConfiguration":{}})");
}

TEST(Encode, Integers) {
    model::ListDeliveryStreamsInput input;
    input.Limit = std::numeric_limits<std::int32_t>::min();
    EXPECT_EQ(encode(input), R"({"Limit":-2147483648})");
}

template <class T> class RoundTrip : public ::testing::Test {};
TYPED_TEST_SUITE(RoundTrip, testing::every_type, testing::type_names);

TYPED_TEST(RoundTrip, WithEveryMemberSet) {
    auto const value = testing::filled<TypeParam>();
    auto const read = wire::decode<TypeParam>(encode(value), {.unknown_members = wire::unknown_members::refuse});
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(read->value, value);
    EXPECT_TRUE(read->missing.empty());
    if constexpr (reflect::member_count<TypeParam> != 0) { EXPECT_NE(read->value, TypeParam{}); }
}

TYPED_TEST(RoundTrip, WithNothingSet) {
    auto const read = wire::decode<TypeParam>(encode(TypeParam{}));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(read->value, TypeParam{});
    EXPECT_TRUE(read->missing.empty());
}

} // namespace
} // namespace firehose_sse
