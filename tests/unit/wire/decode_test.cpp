#include "firehose_sse/wire/decode.hpp"

#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/record.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse {
namespace {

using wire::decode;
using wire::decode_reason;
using names = std::vector<std::string>;

template <class T> wire::decoded<T> good(std::string_view body, wire::decode_options const& options = {}) {
    auto result = decode<T>(body, options);
    if (!result) {
        ADD_FAILURE() << to_string(result.error()) << " in " << body;
        return {};
    }
    return *std::move(result);
}

TEST(Decode, ReadsEveryMemberOfAStartRequest) {
    auto const read = good<model::StartDeliveryStreamEncryptionInput>(
        R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":)"
        R"({"KeyARN":"arn:aws:kms:us-east-1:123456789012:key/k","KeyType":"CUSTOMER_MANAGED_CMK"}})");
    EXPECT_EQ(read.value.DeliveryStreamName.value, "orders");
    ASSERT_TRUE(read.value.DeliveryStreamEncryptionConfigurationInput);
    auto const& configuration = *read.value.DeliveryStreamEncryptionConfigurationInput;
    EXPECT_EQ(configuration.KeyARN->value, "arn:aws:kms:us-east-1:123456789012:key/k");
    EXPECT_EQ(configuration.KeyType, model::KeyType::CUSTOMER_MANAGED_CMK);
    EXPECT_EQ(read.missing, names{});
}

TEST(Decode, OrderAndWhiteSpaceMeanNothing) {
    auto const read = good<model::StartDeliveryStreamEncryptionInput>(
        " \t\r\n{ \"DeliveryStreamEncryptionConfigurationInput\"\n:\t{ \"KeyType\" : \"AWS_OWNED_CMK\" } ,\r\n"
        "\"DeliveryStreamName\" : \"orders\" } \n");
    EXPECT_EQ(read.value.DeliveryStreamName.value, "orders");
    EXPECT_EQ(read.value.DeliveryStreamEncryptionConfigurationInput->KeyType, model::KeyType::AWS_OWNED_CMK);
}

TEST(Decode, AnswerAsSeenOnTheWire) {
    auto const read = good<model::PutRecordBatchOutput>(
        R"({"Encrypted":false,"FailedPutCount":450,"RequestResponses":[{"RecordId":"a"},)"
        R"({"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]})");
    EXPECT_EQ(read.value.Encrypted, false);
    EXPECT_EQ(read.value.FailedPutCount, 450);
    ASSERT_EQ(read.value.RequestResponses.size(), 2u);
    EXPECT_EQ(read.value.RequestResponses[0].RecordId->value, "a");
    EXPECT_EQ(read.value.RequestResponses[1].ErrorMessage->value, "Slow down.");
}

TEST(Decode, EnumerationsAreOpen) {
    auto const read = good<model::FailureDescription>(R"({"Type":"CREATE_PRIVATE_LINK_FAILED","Details":"d"})");
    EXPECT_EQ(read.value.Type.value(), std::nullopt);
    EXPECT_EQ(read.value.Type.unknown_text(), "CREATE_PRIVATE_LINK_FAILED");
}

TEST(Decode, StringsKeepNulAndEscapes) {
    auto const read = good<model::Tag>(R"({"Key":"a\u0000b\"\\\/\b\f\n\r\t\u20AC\ud83d\ude00","Value":"\u0000"})");
    EXPECT_EQ(read.value.Key.value, std::string("a\0b\"\\/\b\f\n\r\t\xE2\x82\xAC\xF0\x9F\x98\x80", 18));
    EXPECT_EQ(read.value.Value->value, std::string(1, '\0'));
}

TEST(Decode, KeysMayBeSpelledByEscapes) {
    auto const read = good<model::Tag>(R"({"\u004bey":"k","V\u0061lue":"v"})");
    EXPECT_EQ(read.value.Key.value, "k");
    EXPECT_EQ(read.value.Value->value, "v");
    EXPECT_EQ(read.missing, names{});
}

TEST(Decode, KeysMatchByCaseAndLength) {
    auto const read = good<model::Tag>(R"({"key":"a","Ke":"b","Keyy":"c","Key\u0000":"d","":"e"})");
    EXPECT_EQ(read.value.Key.value, "");
    EXPECT_EQ(read.missing, names{"/Key"});
}

// The parser hands over text with escapes in pieces of 4096 bytes; a character must not be lost where two meet.
TEST(Decode, LongStringsWithEscapesKeepEveryCharacter) {
    for (std::size_t length = 4070; length < 4110; ++length) {
        std::string const run(length, 'x');
        std::string const spelled =
            R"(\n)" + run + "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80" + R"(\u00e9\ud83d\ude00\\)" + run;
        std::string const meant =
            "\n" + run + "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80" + "\xC3\xA9\xF0\x9F\x98\x80\\" + run;
        auto const value = good<model::Tag>(R"({"Key":")" + spelled + R"(","Value":"v"})");
        ASSERT_EQ(value.value.Key.value, meant) << length;
        ASSERT_EQ(value.value.Value->value, "v") << length;
        auto const key = good<model::Tag>(R"({")" + spelled + R"(":1,"Key":"k"})");
        ASSERT_EQ(key.value.Key.value, "k") << length;
        auto const twice = decode<model::Tag>(R"({")" + meant.substr(1, length) + "\":1,\"" + R"(\u0078)" +
                                              meant.substr(2, length - 1) + R"(":1})");
        ASSERT_TRUE(twice.has_error()) << length;
        ASSERT_EQ(twice.error().reason, decode_reason::duplicate_member) << length;
    }
}

TEST(Decode, NullIsAbsent) {
    auto const read = good<model::StartDeliveryStreamEncryptionInput>(
        R"({"DeliveryStreamName":null,"DeliveryStreamEncryptionConfigurationInput":null,"Other":null})",
        {.unknown_members = wire::unknown_members::refuse});
    EXPECT_FALSE(read.value.DeliveryStreamEncryptionConfigurationInput);
    EXPECT_EQ(read.missing, names{"/DeliveryStreamName"});
    auto const inner = good<model::StartDeliveryStreamEncryptionInput>(
        R"({"DeliveryStreamName":"n","DeliveryStreamEncryptionConfigurationInput":{"KeyARN":null,"KeyType":null}})");
    ASSERT_TRUE(inner.value.DeliveryStreamEncryptionConfigurationInput);
    EXPECT_FALSE(inner.value.DeliveryStreamEncryptionConfigurationInput->KeyARN);
    EXPECT_EQ(inner.missing, names{"/DeliveryStreamEncryptionConfigurationInput/KeyType"});
}

TEST(Decode, NullIsAbsentForEveryKindOfMember) {
    auto const read = good<model::DeliveryStreamDescription>(
        R"({"CreateTimestamp":null,"Source":null,"Destinations":null,"HasMoreDestinations":null,)"
        R"("DeliveryStreamStatus":null,"DeliveryStreamEncryptionConfiguration":null})");
    EXPECT_EQ(read.value, model::DeliveryStreamDescription{});
    EXPECT_EQ(read.missing.size(), 7u);
    auto const record = good<model::PutRecordInput>(R"({"DeliveryStreamName":"n","Record":{"Data":null}})");
    EXPECT_EQ(record.missing, names{"/Record/Data"});
}

TEST(Decode, MissingMembersAreToldParentsFirst) {
    auto const read = good<model::PutRecordBatchInput>(
        R"({"Records":[{"Data":""},{},{"Data":null},{"Data":"QQ=="},{"data":"QQ=="}]})");
    EXPECT_EQ(read.missing, (names{"/DeliveryStreamName", "/Records/1/Data", "/Records/2/Data", "/Records/4/Data"}));
    EXPECT_EQ(good<model::PutRecordBatchInput>("{}").missing, (names{"/DeliveryStreamName", "/Records"}));
}

TEST(Decode, MissingMembersAreCapped) {
    std::string body = R"({"Records":[{})";
    for (int i = 0; i < 5000; ++i) { body += ",{}"; }
    auto const read = good<model::PutRecordBatchInput>(body + "]}");
    ASSERT_EQ(read.missing.size(), wire::max_missing);
    EXPECT_EQ(read.missing.front(), "/DeliveryStreamName");
    EXPECT_EQ(read.missing[1], "/Records/0/Data");
    EXPECT_EQ(read.missing.back(), "/Records/62/Data");
    EXPECT_EQ(read.value.Records.size(), 5001u);
}

TEST(Decode, BlobsAreDecoded) {
    EXPECT_EQ(good<model::Record>(R"({"Data":"AP+A"})").value.Data.bytes, std::string("\0\xFF\x80", 3));
    EXPECT_EQ(good<model::Record>(R"({"Data":""})").value.Data.bytes, "");
    // A JSON escape inside base64 is spelling, not content.
    EXPECT_EQ(good<model::Record>(R"({"Data":"\/\/\u002b\/"})").value.Data.bytes, "\xFF\xFF\xBF");
}

TEST(Decode, RawMembersKeepEveryByte) {
    for (std::string const text :
         {R"({})", R"({ })", "{\n \"B\\u0075cketARN\" : \"arn\" ,\t\"x\" : [ 1.50e+2 , null, {\"y\":[]} ] }",
          "{\"x\":[1, [2 ]\n]}", R"({"x":"a\u0000\/b"})", R"({"x":"a\"b\\"})", R"({"\"":"\\"})", R"({"x":""})",
          R"({"x":[-0,1e5,true,false,18446744073709551616]})"}) {
        for (std::string const around : {"", " ", "\n\t"}) {
            auto const read =
                good<model::CreateDeliveryStreamInput>(R"({"DeliveryStreamName":"n","S3DestinationConfiguration":)" +
                                                       around + text + around + R"(,"Tags":[{"Key":"k"}]})");
            ASSERT_TRUE(read.value.S3DestinationConfiguration) << text;
            EXPECT_EQ(read.value.S3DestinationConfiguration->text, text);
            EXPECT_EQ(read.value.Tags->size(), 1u);
        }
    }
}

TEST(Decode, RawMembersAreObjects) {
    std::string const before = R"({"S3DestinationConfiguration": )";
    for (std::string const text : {"[]", "[{}]", R"("{}")", "1.50", "-0", "true", "false"}) {
        auto const read = decode<model::CreateDeliveryStreamInput>(before + text + "}");
        ASSERT_TRUE(read.has_error()) << text;
        EXPECT_EQ(read.error(),
                  (wire::decode_error{decode_reason::wrong_kind, before.size(), "/S3DestinationConfiguration"}));
    }
    EXPECT_FALSE(good<model::CreateDeliveryStreamInput>(before + "null}").value.S3DestinationConfiguration);
}

TEST(Decode, AnEmptyBodyIsAnEmptyObject) {
    for (std::string_view const body : {"", " ", "\t\r\n ", "{}"}) {
        EXPECT_EQ(good<model::StartDeliveryStreamEncryptionOutput>(body).missing, names{});
        EXPECT_EQ(good<model::StopDeliveryStreamEncryptionInput>(body).missing, names{"/DeliveryStreamName"});
    }
}

TEST(Decode, UnknownMembersAreIgnoredWhateverTheyHold) {
    for (char const* const value :
         {"1", "-1.5e300", "true", "null", R"("s")", R"("\u00e9")", "[]", "{}", R"([1,[2,{"a":[{}]}],null])",
          R"({"DeliveryStreamName":"inner","a":{"a":{"a":1}}})", R"([{"a":1},{"a":1}])"}) {
        auto const read = good<model::StopDeliveryStreamEncryptionInput>(
            std::string(R"({"X":)") + value + R"(,"DeliveryStreamName":"n","Y":)" + value + "}");
        EXPECT_EQ(read.value.DeliveryStreamName.value, "n") << value;
    }
}

TEST(Decode, OutputsWithoutMembersIgnoreWhatComes) {
    EXPECT_EQ(good<model::StartDeliveryStreamEncryptionOutput>(R"({"ResponseMetadata":{"x":[1]}})").missing, names{});
}

} // namespace
} // namespace firehose_sse
