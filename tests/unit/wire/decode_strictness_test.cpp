#include "firehose_sse/wire/decode.hpp"

#include "firehose_sse/wire/encode.hpp"
#include "every_type.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse {
namespace {

using wire::decode;
using wire::decode_error;
using wire::decode_reason;

template <class T = model::CreateDeliveryStreamInput>
decode_error fault(std::string_view body, wire::decode_options const& options = {}) {
    auto const result = decode<T>(body, options);
    if (result) {
        ADD_FAILURE() << "accepted: " << body.substr(0, 200);
        return {decode_reason::syntax, static_cast<std::size_t>(-1), "accepted"};
    }
    return result.error();
}

#define EXPECT_FAULT(actual, ...)                                                                                      \
    do {                                                                                                               \
        decode_error const got = actual;                                                                               \
        decode_error const wanted __VA_ARGS__;                                                                         \
        EXPECT_EQ(got, wanted) << to_string(got) << " instead of " << to_string(wanted);                               \
    } while (false)

struct malformed {
    char const* name;
    std::string text;
    decode_reason reason;
    std::size_t offset = 0;
};

std::vector<malformed> const& malformed_values() {
    using enum decode_reason;
    static std::vector<malformed> const values{
        {"lone high surrogate", R"("a\ud800b")", lone_surrogate, 2},
        {"lone high surrogate at the end", R"("\ud800")", lone_surrogate, 1},
        {"lone low surrogate", R"("\udc00 and more text")", lone_surrogate, 1},
        {"high surrogate twice", R"("\ud800\ud800\udc00")", lone_surrogate, 1},
        {"high surrogate before an escape", R"("\uD800\n0123456789")", lone_surrogate, 1},
        {"pair, then half of one", R"("\ud83d\ude00\ud83d")", lone_surrogate, 13},
        {"surrogate in UTF-8", "\"\xED\xA0\x80\"", invalid_utf8, 1},
        {"overlong slash", "\"a\xC0\xAF\"", invalid_utf8, 2},
        {"overlong in three bytes", "\"\xE0\x80\xAF\"", invalid_utf8, 1},
        {"overlong in four bytes", "\"\xF0\x80\x80\xAF\"", invalid_utf8, 1},
        {"beyond U+10FFFF", "\"\xF4\x90\x80\x80\"", invalid_utf8, 1},
        {"continuation alone", "\"0123456789abcdef\x80\"", invalid_utf8, 17},
        {"sequence cut by the quote", "\"\xE2\x82\"", invalid_utf8, 1},
        {"invalid after an escape", "\"\\n\xFFxxxxxxxxxxxxxxx\"", invalid_utf8, 3},
        {"0xFE", "\"\xFE\"", invalid_utf8, 1},
        {"raw newline", "\"a\nb\"", syntax, 2},
        {"raw NUL", std::string("\"a\0b\"", 5), syntax, 2},
        {"raw control after an escape", "\"\\n\x1f\"", syntax, 3},
        {"unknown escape", R"("\x41")", syntax, 1},
        {"bad hex digit", R"("\u00g0")", syntax, 1},
        {"bad hex digit in the second half", R"("a\ud800\udc0x")", lone_surrogate, 2},
        {"too large", "1e400", number_out_of_range},
        {"too large, negative", "-1e400", number_out_of_range},
        {"too large by digits", std::string(400, '9'), number_out_of_range},
        {"exponent beyond 32 bits", "1e99999999999", number_out_of_range},
        {"repeated name", R"({"a":1,"a":1})", duplicate_member, 7},
        {"repeated name by escape", R"({"a":1,"b":2,"\u0061":1})", duplicate_member, 13},
        {"repeated empty name", R"({"":1,"":1})", duplicate_member, 6},
        {"repeated name after an object", R"({"a":{"a":1},"b":[{"a":1}],"a":1})", duplicate_member, 27},
        {"repeated name inside", R"({"a":[{"b":1,"c":2,"b":3}]})", duplicate_member, 19},
        {"repeated null", R"({"a":null,"a":null})", duplicate_member, 10},
        {"leading zero", "01", syntax, 1},
        {"leading plus", "+1", syntax},
        {"no digit after the point", "1.", syntax, 2},
        {"no digit before the point", ".5", syntax},
        {"no exponent", "1e", syntax, 2},
        {"minus alone", "-", syntax, 1},
        {"hexadecimal", "0x10", syntax, 1},
        {"not a number", "NaN", syntax},
        {"infinity", "Infinity", syntax},
        {"bare word", "undefined", syntax},
        {"capital", "True", syntax},
        {"single quotes", "'a'", syntax},
        {"trailing comma in a list", "[1,]", syntax, 3},
        {"trailing comma in an object", R"({"a":1,})", syntax, 7},
        {"two commas", "[1,,2]", syntax, 3},
        {"no comma", "[1 2]", syntax, 3},
        {"no colon", R"({"a" 1})", syntax, 5},
        {"name without quotes", "{a:1}", syntax, 1},
        {"wrong bracket", "[1}", syntax, 2},
        {"comment", "/**/1", syntax},
        {"comment inside", "[1,//\n2]", syntax, 3},
        {"byte-order mark",
         "\xEF\xBB\xBF"
         "1",
         syntax},
        {"vertical tab", "\v1", syntax},
    };
    return values;
}

/// Wherever a value can stand, each malformed one must be refused for the same reason at the same byte of it.
TEST(DecodeStrictness, MalformedValuesAreRefusedWhereverTheyStand) {
    struct place {
        char const* before;
        char const* after;
    };
    for (place const at :
         {place{R"({"DeliveryStreamName":"n","Ignored":)", "}"},
          place{R"({"DeliveryStreamName":"n","Ignored": )", "  , \"Other\" : 1 }"}, place{R"({"Ignored":[)", "]}"},
          place{R"({"Ignored":[{"x":[null,)", "]}]}"}, place{R"({"Ignored":{"x":{"y":)", "}}}"},
          place{R"({"S3DestinationConfiguration":{"BucketARN":)", "}}"},
          place{R"({"S3DestinationConfiguration":{"Buffering":[1,)", "]}}"},
          place{R"({"Tags":[{"Key":"k","Other":)", "}]}"}}) {
        for (auto const& each : malformed_values()) {
            std::string const body = at.before + each.text + at.after;
            auto const found = fault(body);
            EXPECT_EQ(found.reason, each.reason) << each.name << " in " << body << ": " << to_string(found);
            // What ends a number early is seen by what follows it, blanks included.
            EXPECT_EQ(found.offset, std::string_view(at.before).size() + each.offset) << each.name << " in " << body;
        }
    }
}

TEST(DecodeStrictness, MalformedStringsAreRefusedAsNames) {
    for (auto const& each : malformed_values()) {
        if (each.text.front() != '"') { continue; }
        for (char const* const before :
             {"{", R"({"Ignored":{)", R"({"S3DestinationConfiguration":{)", R"({"Tags":[{)"}) {
            auto const found = fault(before + each.text + ":1}");
            EXPECT_EQ(found.reason, each.reason) << each.name << " after " << before;
            EXPECT_EQ(found.offset, std::string_view(before).size() + each.offset) << each.name << " after " << before;
        }
    }
}

TEST(DecodeStrictness, MalformedStringsAreRefusedAsMembersTheModelKnows) {
    for (auto const& each : malformed_values()) {
        if (each.text.front() != '"') { continue; }
        for (char const* const before :
             {R"({"DeliveryStreamName":)", R"({"DeliveryStreamType":)", R"({"Tags":[{"Key":)"}) {
            EXPECT_EQ(fault(before + each.text + "}").reason, each.reason) << each.name << " after " << before;
        }
        EXPECT_EQ(fault<model::Record>(R"({"Data":)" + each.text + "}").reason, each.reason) << each.name;
    }
}

TEST(DecodeStrictness, TheDocumentIsOneObjectAndNothingElse) {
    EXPECT_FAULT(fault("[]"), {decode_reason::not_an_object, 0, ""});
    EXPECT_FAULT(fault(" null"), {decode_reason::not_an_object, 1, ""});
    EXPECT_FAULT(fault("true"), {decode_reason::not_an_object, 0, ""});
    EXPECT_FAULT(fault("12"), {decode_reason::not_an_object, 0, ""});
    EXPECT_FAULT(fault("1.5"), {decode_reason::not_an_object, 0, ""});
    EXPECT_FAULT(fault(R"("{}")"), {decode_reason::not_an_object, 0, ""});
    EXPECT_FAULT(fault("{}{}"), {decode_reason::trailing_text, 2, ""});
    EXPECT_FAULT(fault("{} x"), {decode_reason::trailing_text, 3, ""});
    EXPECT_FAULT(fault(std::string_view("{}\0", 3)), {decode_reason::trailing_text, 2, ""});
    EXPECT_FAULT(fault("{},"), {decode_reason::trailing_text, 2, ""});
    EXPECT_FAULT(fault("{} \xEF\xBB\xBF"), {decode_reason::trailing_text, 3, ""});
    EXPECT_FAULT(fault("\xEF\xBB\xBF{}"), {decode_reason::byte_order_mark, 0, ""});
    EXPECT_FAULT(fault("\xEF\xBB\xBF"), {decode_reason::byte_order_mark, 0, ""});
    EXPECT_FAULT(fault("\xFF\xFE{\0}\0"), {decode_reason::syntax, 0, ""});
    EXPECT_FAULT(fault("{"), {decode_reason::incomplete, 1, ""});
    EXPECT_FAULT(fault("x"), {decode_reason::syntax, 0, ""});
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

TEST(DecodeStrictness, IntegersMustFit) {
    auto const limit = [](std::string const& text) {
        return fault<model::ListDeliveryStreamsInput>(R"({"Limit":)" + text + "}");
    };
    for (char const* const text :
         {"1.5", "0.1", "-2147483648.5", "1e-1", "1e-400", "1.00000000000000000000000000001"}) {
        EXPECT_FAULT(limit(text), {decode_reason::not_an_integer, 9, "/Limit"});
    }
    for (char const* const text : {"2147483648", "-2147483649", "4294967296", "9223372036854775808", "1e10",
                                   "18446744073709551615", "18446744073709551616", "1e308", "1e309", "1e400"}) {
        EXPECT_FAULT(limit(text), {decode_reason::number_out_of_range, 9, "/Limit"});
    }
}

TEST(DecodeStrictness, TimestampsMustFit) {
    for (char const* const text :
         {"9223372036854775.808", "9223372036854775.8075", "-9223372036854775.8085", "1e16", "-1e300", "1e400"}) {
        EXPECT_FAULT(fault<model::DeliveryStreamDescription>(std::string(R"({"CreateTimestamp":)") + text + "}"),
                     {decode_reason::number_out_of_range, 19, "/CreateTimestamp"});
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
    EXPECT_FAULT(fault(R"({"a":1,,"\ud800":1})"), {decode_reason::syntax, 7, "/a"});
    EXPECT_FAULT(fault(R"({"a":[1,,"\ud800"]})"), {decode_reason::syntax, 8, "/a/0"});
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
