#include "firehose_sse/wire/decode.hpp"

#include "firehose_sse/wire/encode.hpp"
#include "every_type.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse {
namespace {

using wire::decode;
using wire::decode_error;
using wire::decode_reason;
using wire::inspect;

template <class T = model::CreateDeliveryStreamInput>
decode_error fault(std::string_view body, wire::decode_options const& options = {}) {
    auto const result = decode<T>(body, options);
    if (result) {
        ADD_FAILURE() << "accepted: " << body.substr(0, 200);
        return {decode_reason::syntax, static_cast<std::size_t>(-1), "accepted"};
    }
    return result.error();
}

/// The fault that ends the reading; faults of single values may come before it.
decode_error last_fault(std::string_view body) {
    auto const read = inspect<model::CreateDeliveryStreamInput>(body, {}, 8);
    return read.faults.empty() ? fault(body) : read.faults.back();
}

#define EXPECT_FAULT(actual, ...)                                                                                      \
    do {                                                                                                               \
        decode_error const got = actual;                                                                               \
        decode_error const wanted __VA_ARGS__;                                                                         \
        EXPECT_EQ(got, wanted) << to_string(got) << " instead of " << to_string(wanted);                               \
    } while (false)

// The parser refuses such a token before it tells of a value: the pointer must name the element all the same.
TEST(DecodeStrictness, ATokenThatIsRefusedIsTheNextElement) {
    using input = model::UntagDeliveryStreamInput;
    struct row {
        std::string_view body;
        std::string_view pointer;
    };
    for (row const each : {
             row{R"({"TagKeys":["a",1e999999999999]})", "/TagKeys/1"},
             row{R"({"TagKeys":[1e999999999999]})", "/TagKeys/0"},
             row{R"({"x":[1,[1,1e999999999999]]})", "/x/1/1"},
             row{"{\"TagKeys\":[\"a\" , \"\xFF\"]}", "/TagKeys/1"},
             row{"{\"TagKeys\":[\"\xFF\"]}", "/TagKeys/0"},
             row{R"({"TagKeys":["a",x]})", "/TagKeys"},
             row{R"({"TagKeys":["a",]})", "/TagKeys"},
             row{R"({"TagKeys":["a",tru]})", "/TagKeys"},
             row{R"({"TagKeys":["a",1.x]})", "/TagKeys/1"},
             row{R"({"TagKeys":["a","b)", "/TagKeys/1"},
             row{R"({"TagKeys":["a",,"b"]})", "/TagKeys"},
             row{R"({"TagKeys":["a" x]})", "/TagKeys/0"},
             row{R"({"TagKeys":[}])", "/TagKeys"},
             row{R"({"TagKeys":[)", "/TagKeys"},
             row{"{\"DeliveryStreamName\":\"a\",\"\xFF\":1}", ""},
             row{R"({"DeliveryStreamName":"a","Tag)", ""},
             row{R"({"DeliveryStreamName":"a" x)", "/DeliveryStreamName"},
         }) {
        EXPECT_EQ(fault<input>(each.body).pointer, each.pointer) << each.body;
    }
    EXPECT_FAULT(fault<input>(R"({"x":[[[]]]})", {.max_depth = 3}), {decode_reason::too_deep, 7, "/x/0/0"});
}

// A string where a name is wanted may be a value whose name or bracket was lost.
TEST(DecodeStrictness, AStringThatNoColonFollowsIsNotPartOfAPointer) {
    struct row {
        std::string_view body;
        std::string_view pointer;
    };
    for (row const each : {
             row{R"({"secret)", ""},
             row{R"({"secret")", ""},
             row{R"({"secret" )", ""},
             row{R"({"secret"})", ""},
             row{R"({"secret" 1})", ""},
             row{R"({"secret" "a":1})", ""},
             row{R"({"secret",:1})", ""},
             row{R"({"s\u0065cret"})", ""},
             row{"{\"secret\xFF\"}", ""},
             row{R"({"Tags":[],"secret"})", ""},
             row{R"({"x":1,"secret"})", ""},
             row{R"({"x":{"secret"}})", "/x"},
             row{R"({"x":{"a":1,"secret",2}})", "/x"},
             row{R"({"x":{"a":{"b":0},"secret")", "/x"},
             row{R"({"x":[0,{"y":{"secret" 1}}]})", "/x/1/y"},
             row{R"({"HttpEndpointDestinationConfiguration":{"AccessKey":{"secret"}}})",
                 "/HttpEndpointDestinationConfiguration/AccessKey"},
             row{R"({"Tags":[{"Key":{"secret"}}]})", "/Tags/0/Key"},
             row{R"({"Tags":[{"Key":"a"},{"secret", "Value":"b"}]})", "/Tags/1"},
             row{R"({"Tags":[{"Key" "secret"}]})", "/Tags/0"}, // a value may be spelled like a name of the model
             row{R"({"Tags":[{"Key":"secret" "Value":"b"}]})", "/Tags/0/Key"},
             row{R"({"x" :)", "/x"},
             row{"{\"x\"\n:\t,1}", "/x"},
             row{R"({"x"::"secret"})", "/x"},
             row{R"({"x":{"y":tru}})", "/x/y"},
         }) {
        EXPECT_EQ(last_fault(each.body).pointer, each.pointer) << each.body;
    }
}

TEST(DecodeStrictness, AKindThatDoesNotFitIsRefused) {
    using description = model::DeliveryStreamDescription;
    struct row {
        char const* member;
        char const* fits;
    };
    for (row const each :
         {row{"DeliveryStreamName", "s"}, row{"DeliveryStreamStatus", "s"}, row{"HasMoreDestinations", "b"},
          row{"CreateTimestamp", "n"}, row{"FailureDescription", "o"}, row{"Destinations", "l"}}) {
        struct value {
            char kind;
            char const* text;
        };
        for (value const other : {value{'s', R"("1")"}, value{'s', R"("\n")"}, value{'b', "true"}, value{'n', "1"},
                                  value{'n', "1.5"}, value{'o', "{}"}, value{'l', "[]"}}) {
            if (other.kind == each.fits[0]) { continue; }
            std::string const body = std::string("{\"") + each.member + "\" : " + other.text + "}";
            EXPECT_FAULT(fault<description>(body),
                         {decode_reason::wrong_kind, body.find(" : ") + 3, std::string("/") + each.member});
        }
    }
    for (char const* const text : {R"("1")", "true", "{}", "[]"}) {
        EXPECT_FAULT(fault<model::ListDeliveryStreamsInput>(std::string(R"({"Limit":)") + text + "}"),
                     {decode_reason::wrong_kind, 9, "/Limit"});
    }
    for (char const* const text : {"1", "1.5", "true", "{}", "[]"}) {
        EXPECT_FAULT(
            fault<model::PutRecordBatchInput>(std::string(R"({"Records":[{"Data":""},{"Data":)") + text + "}]}"),
            {decode_reason::wrong_kind, 32, "/Records/1/Data"});
        EXPECT_FAULT(fault<model::UntagDeliveryStreamInput>(std::string(R"({"TagKeys":["a",)") + text + "]}"),
                     {decode_reason::wrong_kind, 16, "/TagKeys/1"});
    }
    for (char const* const text : {"1", "1.5", "true", "\"\"", "[]"}) {
        EXPECT_FAULT(fault<model::PutRecordBatchInput>(std::string(R"({"Records":[)") + text + "]}"),
                     {decode_reason::wrong_kind, 12, "/Records/0"});
    }
}

TEST(DecodeStrictness, Base64MustBeCanonical) {
    for (char const* const text : {"QQ", "QQ=", "QQ===", "Q===", "====", "QR==", "QUJ=", "QQ==QQ==", "QUI =", "QUI\\n",
                                   "QU-_", "QUJD\\u0000", "\\u00e9QUJ", "=QUJ", "Q=QQ"}) {
        EXPECT_FAULT(fault<model::Record>(std::string(R"({"Data":")") + text + "\"}"),
                     {decode_reason::bad_base64, 8, "/Data"});
    }
}

TEST(DecodeStrictness, ListsHoldNoNull) {
    EXPECT_FAULT(fault<model::PutRecordBatchInput>(R"({"Records":[{"Data":""}, null]})"),
                 {decode_reason::null_element, 25, "/Records/1"});
    EXPECT_FAULT(fault<model::UntagDeliveryStreamInput>(R"({"TagKeys":[null]})"),
                 {decode_reason::null_element, 12, "/TagKeys/0"});
}

TEST(DecodeStrictness, NamesOfTheModelComeOnce) {
    EXPECT_FAULT(fault(R"({"DeliveryStreamName":"a","DeliveryStreamName":"b"})"),
                 {decode_reason::duplicate_member, 26, "/DeliveryStreamName"});
    EXPECT_FAULT(fault(R"({"DeliveryStreamName":"a", "DeliveryStream\u004eame":"a"})"),
                 {decode_reason::duplicate_member, 27, "/DeliveryStreamName"});
    EXPECT_FAULT(fault(R"({"DeliveryStreamName":null,"DeliveryStreamName":null})"),
                 {decode_reason::duplicate_member, 27, "/DeliveryStreamName"});
    EXPECT_FAULT(fault<model::PutRecordBatchInput>(R"({"Records":[{"Data":"","x":{},"Data":""}]})"),
                 {decode_reason::duplicate_member, 30, "/Records/0/Data"});
    EXPECT_TRUE(decode<model::PutRecordBatchInput>(R"({"Records":[{"Data":""},{"Data":""}],"Data":1})"));
}

TEST(DecodeStrictness, TheFirstFaultIsTold) {
    EXPECT_FAULT(fault(R"({"a":1,,"\ud800":1})"), {decode_reason::syntax, 7, ""});
    EXPECT_FAULT(fault(R"({"a":[1,,"\ud800"]})"), {decode_reason::syntax, 8, "/a"});
    EXPECT_FAULT(fault(R"({"DeliveryStreamName":1,"x":1e400,)"),
                 {decode_reason::wrong_kind, 22, "/DeliveryStreamName"});
    EXPECT_FAULT(fault<model::Tag>(R"({"Key":"a\"b\\","Value":1})"), {decode_reason::wrong_kind, 24, "/Value"});
}

TEST(DecodeStrictness, PointersLeadIntoWhatIsIgnored) {
    EXPECT_FAULT(fault(R"({"A/b~c":[0,{"x":1e400}]})"), {decode_reason::number_out_of_range, 17, "/A~1b~0c/1/x"});
    EXPECT_FAULT(fault(R"({"Tags":[{"Key":"k"},{"\u005a":{"a":{"b":0,"b":0}}}]})"),
                 {decode_reason::duplicate_member, 43, "/Tags/1/Z/a/b"});
    EXPECT_FAULT(fault(R"({"S3DestinationConfiguration":{"a":[[1],[2,1e400]]}})"),
                 {decode_reason::number_out_of_range, 43, "/S3DestinationConfiguration/a/1/1"});
    EXPECT_FAULT(fault(R"({"q":1,"Tags":[{"a":{"b":1}, "Key" : 1}]})"), {decode_reason::wrong_kind, 37, "/Tags/0/Key"});
}

TEST(DecodeStrictness, PointersDoNotGrowWithForeignNames) {
    std::string const name(100'000, 'n');
    EXPECT_FAULT(fault("{\"" + name + "\":1e400}"),
                 {decode_reason::number_out_of_range, name.size() + 4, "/" + std::string(64, 'n')});
    // Cut between characters: 63 bytes and a two-byte character would be 65.
    std::string const accented = std::string(63, 'n') + "\xC3\xA9\xC3\xA9";
    EXPECT_FAULT(fault("{\"" + accented + "\":1e400}"),
                 {decode_reason::number_out_of_range, accented.size() + 4, "/" + std::string(63, 'n')});
    EXPECT_FAULT(fault("{\"" + name + "\":1,\"" + name + "\":1}"),
                 {decode_reason::duplicate_member, name.size() + 6, "/" + std::string(64, 'n')});
}

template <class T> class EveryDocument : public ::testing::Test {};
TYPED_TEST_SUITE(EveryDocument, testing::every_type, testing::type_names);

TYPED_TEST(EveryDocument, CutAtAnyByteIsIncomplete) {
    std::string const whole = wire::encode(testing::filled<TypeParam>());
    ASSERT_TRUE(decode<TypeParam>(whole));
    for (std::size_t size = 1; size < whole.size(); ++size) {
        // A copy of just that size: a read past its end is seen by a sanitizer.
        std::vector<char> const part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        auto const result = decode<TypeParam>({part.data(), part.size()});
        ASSERT_TRUE(result.has_error()) << size << " of " << whole;
        ASSERT_EQ(result.error().reason, decode_reason::incomplete) << size << ": " << to_string(result.error());
        ASSERT_EQ(result.error().offset, size);
    }
}

TYPED_TEST(EveryDocument, WithAByteChangedIsRefusedOrMeansSomething) {
    std::string const whole = wire::encode(testing::filled<TypeParam>());
    std::size_t const step = 1 + whole.size() / 400;
    for (std::size_t at = 0; at < whole.size(); at += step) {
        for (char const other : {'\0', '"', '\\', '{', '}', '[', ']', ',', ':', '0', 'e', '\x80', '\xFF', ' '}) {
            std::string changed = whole;
            changed[at] = other;
            auto const result = decode<TypeParam>(changed);
            if (!result) {
                ASSERT_LE(result.error().offset, changed.size());
                continue;
            }
            auto const again = decode<TypeParam>(wire::encode(result->value));
            ASSERT_TRUE(again) << to_string(again.error()) << " in " << changed;
            ASSERT_EQ(again->value, result->value) << changed;
        }
    }
}

} // namespace
} // namespace firehose_sse
