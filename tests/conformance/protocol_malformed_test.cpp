// Bodies that must be refused, row by row: as a request that a server gets, as an answer that a client gets.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>
#include <ostream>

namespace firehose_sse::conformance::protocol {
namespace {

namespace op = operation;
using wire::decode_reason;

/// Where a text stands: in the place of the `$` of a body.
struct place {
    message_type const* type = nullptr;
    std::string body{};

    [[nodiscard]] std::string with(std::string const& text) const {
        std::string made = body;
        return made.replace(made.find('$'), 1, text);
    }
};

struct bad_text {
    std::string text;
    decode_reason reason;
};

struct malformed_row {
    label about;
    side who;
    std::vector<bad_text> texts;
    place request{};
    place answer{};
    wire::decode_options options{};
};

void PrintTo(malformed_row const& row, std::ostream* to) { *to << row.about.name(); }

std::vector<bad_text> all(std::vector<std::string> texts, decode_reason reason) {
    std::vector<bad_text> made;
    for (auto& each : texts) { made.push_back({std::move(each), reason}); }
    return made;
}
std::vector<std::string> quoted(std::vector<std::string> texts) {
    for (auto& each : texts) { each = '"' + each + '"'; }
    return texts;
}

std::vector<malformed_row> table() {
    using enum part;
    using enum side;
    using enum decode_reason;
    std::vector<std::string> const words{"True",  "TRUE",  "y", "Y", "yes", "Yes", "YES", "on",  "On",  "ON",
                                         "False", "FALSE", "n", "N", "no",  "No",  "NO",  "off", "Off", "OFF"};
    auto literals = words;
    literals.insert(literals.end(), {"true", "false", "1", "0"});
    auto const bool_in =
        place{&request_of<op::DeleteDeliveryStream>, R"({"DeliveryStreamName":"orders","AllowForceDelete":$})"};
    auto const bool_out = place{&answer_of<op::PutRecord>, R"({"RecordId":"r","Encrypted":$})"};
    auto const int_in = place{&request_of<op::ListDeliveryStreams>, R"({"Limit":$})"};
    auto const int_out = place{&answer_of<op::PutRecordBatch>, R"({"FailedPutCount":$,"RequestResponses":[]})"};
    auto const list_in = place{&request_of<op::UntagDeliveryStream>, R"({"DeliveryStreamName":"o","TagKeys":$})"};
    auto const list_out =
        place{&answer_of<op::ListDeliveryStreams>, R"({"HasMoreDeliveryStreams":false,"DeliveryStreamNames":$})"};
    auto const whole_in = place{&request_of<op::ListDeliveryStreams>, "$"};
    auto const whole_out = place{&answer_of<op::CreateDeliveryStream>, "$"};
    auto const time_out =
        place{&answer_of<op::DescribeDeliveryStream>, R"({"DeliveryStreamDescription":{"CreateTimestamp":$}})"};
    wire::decode_options const iso{.text_timestamps = wire::text_timestamps::iso_8601};
    std::string const iso_note = "seen only where text is read at all: text_timestamps::iso_8601";
    return {
        {{malformed, "RestJsonBodyMalformedBlobInvalidBase64"},
         server,
         {{"hello", syntax},
          {"\"aGk\"", bad_base64},
          {"\"aGVsbG8\"", bad_base64},
          {"\"aA=\"", bad_base64},
          {"\"aGl=\"", bad_base64}, // bits left over
          {"\"_-8=\"", bad_base64}, // the alphabet of addresses
          {"\"{}[]\"", bad_base64},
          {"[104,105]", wrong_kind},
          {R"(["a","G","k","="])", wrong_kind},
          {"104105", wrong_kind},
          {"true", wrong_kind}},
         {&request_of<op::PutRecord>, R"({"DeliveryStreamName":"orders","Record":{"Data":$}})"}},

        {{malformed, "RestJsonBodyBooleanStringCoercion"}, both, all(quoted(literals), wrong_kind), bool_in, bool_out},
        {{malformed, "RestJsonBodyBooleanBadLiteral"}, both, all(words, syntax), bool_in, bool_out},
        {{malformed, "RestJsonBodyBooleanBadLiteral", "numbers"}, both, all({"1", "0"}, wrong_kind), bool_in, bool_out},

        {{malformed, "RestJsonBodyIntegerUnderflowOverflow"},
         both,
         all({"2147483648", "-2147483649", "-9223372036854775809", "9223372036854775808", "123e21"},
             number_out_of_range),
         int_in,
         int_out},
        {{malformed, "RestJsonBodyIntegerMalformedValueRejected"},
         both,
         {{"\"7\"", wrong_kind},
          {"true", wrong_kind},
          {"7.001", not_an_integer},
          {"7ABC", syntax},
          {"0x42", syntax},
          {"Infinity", syntax},
          {"\"Infinity\"", wrong_kind},
          {"-Infinity", syntax},
          {"\"-Infinity\"", wrong_kind},
          {"NaN", syntax},
          {"\"NaN\"", wrong_kind}},
         int_in,
         int_out},

        {{malformed, "RestJsonBodyMalformedListNullItem"},
         both,
         all({R"(["a",null,"b"])", "[null]"}, null_element),
         list_in,
         list_out},
        {{malformed, "RestJsonBodyMalformedListUnclosed"}, both, all({R"(["a","b")", "["}, syntax), list_in, list_out},

        {{malformed, "RestJsonInvalidJsonBody"},
         both,
         {{"{[", syntax},
          {R"({"Limit":7}abc)", trailing_text},
          {R"(abc{"Limit":7})", syntax},
          {"{\"Limit\":7 // seven\n}", syntax},
          {R"({"Limit":7 /* seven */ })", syntax},
          {"{\"Limit\" :\f7}", syntax},
          {"{'Limit':7}", syntax},
          {R"({"Limit":7,})", syntax}},
         whole_in,
         whole_out},
        {{malformed, "RestJsonTechnicallyValidJsonBody"},
         both,
         all({R"([{"Limit":7}])", "7", "null", "\"Limit\"", "true"}, not_an_object),
         whole_in,
         whole_out},

        // timestamps: only answers have them
        {{malformed, "RestJsonBodyTimestampDefaultRejectsDateTime"},
         client,
         all(quoted({"1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50Z", "1996-12-19T16:39:57-08:00"}), wrong_kind),
         {},
         time_out},
        {{malformed, "RestJsonBodyTimestampDefaultRejectsStringifiedEpochSeconds"},
         client,
         all(quoted({"1500000000.25", "1500000000"}), wrong_kind),
         {},
         time_out},
        {by_policy(malformed, "RestJsonBodyTimestampDefaultRejectsStringifiedEpochSeconds", "as_text", iso_note),
         client,
         all(quoted({"1500000000.25", "1500000000"}), bad_timestamp),
         {},
         time_out,
         iso},
        {{malformed, "RestJsonBodyTimestampDefaultRejectsMalformedEpochSeconds"},
         client,
         {{"true", wrong_kind},
          {"1500000000ABC", syntax},
          {"0x42", syntax},
          {"1500000000.1.2", syntax},
          {"Infinity", syntax},
          {"\"Infinity\"", wrong_kind},
          {"-Infinity", syntax},
          {"\"-Infinity\"", wrong_kind},
          {"NaN", syntax},
          {"\"NaN\"", wrong_kind}},
         {},
         time_out},
        {{malformed, "RestJsonBodyTimestampDefaultRejectsHttpDate"},
         client,
         all({R"("Fri, 14 Jul 2017 02:40:00 GMT")"}, wrong_kind),
         {},
         time_out},
        {by_policy(malformed, "RestJsonBodyTimestampDateTimeRejectsHttpDate", "", iso_note),
         client,
         all({R"("Fri, 14 Jul 2017 02:40:00 GMT")"}, bad_timestamp),
         {},
         time_out,
         iso},
        {by_policy(malformed, "RestJsonBodyTimestampDateTimeRejectsDifferent8601Formats", "", iso_note),
         client,
         all(quoted({"2017-07-14T02:40:00+00", "2017-07-14T02:40:00+00Z", "2017-07-14T02:40:00", "2017-07-14T024000",
                     "20170714T024000Z", "20170714T024000", "20170714T02:40:00Z", "20170714T02:40:00",
                     "2017-07-14T02:40Z", "2017-07-14T02:40", "2017-07-14T0240", "2017-07-14T02Z", "2017-07-14T02",
                     "2017-07-14T02:40:00+01:00[Europe/Paris]"}),
             bad_timestamp),
         {},
         time_out,
         iso},

        // tests of good requests and answers, which a choice of a policy refuses
        {by_policy(request, "json_1_1_service_supports_empty_payload_for_no_input_shape", "refused",
                   "empty_body::refuse, as a sibling service does"),
         server,
         all({"", " \n"}, empty_body),
         whole_in,
         {},
         {.empty_body = wire::empty_body::refuse}},
        {by_policy(response, "handles_unexpected_json_output", "refused", "unknown_members::refuse"),
         both,
         all({R"({"Unexpected":true})"}, unknown_member),
         whole_in,
         whole_out,
         {.unknown_members = wire::unknown_members::refuse}},
        {by_policy(response, "AwsJson11DeserializeIgnoreType", "refused", "unknown_members::refuse"),
         both,
         all({R"({"__type":"com.example#Any"})"}, unknown_member),
         whole_in,
         whole_out,
         {.unknown_members = wire::unknown_members::refuse}},
    };
}

class protocol_malformed_server : public testing::TestWithParam<malformed_row> {};

TEST_P(protocol_malformed_server, refuses) {
    auto const& row = GetParam();
    ASSERT_FALSE(row.texts.empty());
    for (auto const& [text, reason] : row.texts) {
        SCOPED_TRACE(text);
        auto const body = row.request.with(text);
        gateway::options rules;
        rules.decode = row.options;
        auto const made = serve(row.request.type->operation, body, {}, rules);
        EXPECT_EQ(made.answer.status, 400);
        EXPECT_EQ(made.answer.body, R"({"__type":"SerializationException"})");
        EXPECT_EQ(made.answer.outcome, "SerializationException");
        EXPECT_EQ(header_of(made.answer, "X-Amzn-ErrorType"), "none");
        EXPECT_EQ(made.calls, 0);
        EXPECT_EQ(wire::kind(read_error(made.answer)), wire::error_kind::SerializationException);
        // where the protocol of the suite's tests has the type
        rules.error_type_header = gateway::error_type_header::always;
        EXPECT_EQ(header_of(serve(row.request.type->operation, body, {}, rules).answer, "X-Amzn-ErrorType"),
                  "SerializationException");
        auto const read = row.request.type->read(body, row.options);
        ASSERT_TRUE(read.error);
        EXPECT_EQ(reflect::enum_name(read.error->reason), reflect::enum_name(reason)) << to_string(*read.error);
    }
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_malformed_server, testing::ValuesIn(rows_for(side::server, table())),
                         named_by_row);

class protocol_malformed_client : public testing::TestWithParam<malformed_row> {};

TEST_P(protocol_malformed_client, refuses) {
    auto const& row = GetParam();
    ASSERT_FALSE(row.texts.empty());
    for (auto const& [text, reason] : row.texts) {
        auto const read = row.answer.type->read(row.answer.with(text), row.options);
        ASSERT_TRUE(read.error) << text;
        EXPECT_EQ(reflect::enum_name(read.error->reason), reflect::enum_name(reason))
            << text << ": " << to_string(*read.error);
    }
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_malformed_client, testing::ValuesIn(rows_for(side::client, table())),
                         named_by_row);

/// The places themselves are good: a right text is read in every one of them.
TEST(protocol_malformed, places_hold_what_is_right) {
    for (auto const& row : table()) {
        for (place const& each : {row.request, row.answer}) {
            if (each.type == nullptr) { continue; }
            bool read = false;
            for (char const* const right : {"\"aGk=\"", "true", "7", "[]", "{}", "1500000000.25"}) {
                read = read || !each.type->read(each.with(right), {}).error;
            }
            EXPECT_TRUE(read) << row.about.name();
        }
    }
}

} // namespace

std::vector<covered> malformed_rows() { return covered_by(table()); }

} // namespace firehose_sse::conformance::protocol
