// Bodies of requests and answers and what they mean, row by row, each as a client and as a server.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>
#include <ostream>

namespace firehose_sse::conformance::protocol {
namespace {

namespace op = operation;

struct exchange {
    label about;
    side who;
    std::string body;
    message value;
    wire::decode_options options{};
};

void PrintTo(exchange const& row, std::ostream* to) { *to << row.about.name(); }

// ---- a stream, described

std::string const own_key = R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"})";
std::string const key = "arn:aws:kms:us-east-1:123456789012:key/blue";

/// Describe's answer. Members that it may leave out: `encryption` stands behind the status, `rest` behind the version.
std::string shown(std::string const& encryption, std::string const& rest = {}) {
    return R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders","DeliveryStreamARN":)"
           R"("arn:aws:firehose:us-east-1:123456789012:deliverystream/orders","DeliveryStreamStatus":"ACTIVE",)" +
           encryption + R"("DeliveryStreamType":"DirectPut","VersionId":"1",)" + rest +
           R"("Destinations":[],"HasMoreDestinations":false}})";
}

template <class F> message shows(F&& change) {
    op::DescribeDeliveryStream::output made;
    auto& stream = made.DeliveryStreamDescription;
    stream.DeliveryStreamName = "orders";
    stream.DeliveryStreamARN = "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders";
    stream.DeliveryStreamStatus = model::DeliveryStreamStatus::ACTIVE;
    stream.DeliveryStreamType = model::DeliveryStreamType::DirectPut;
    stream.VersionId = "1";
    change(stream);
    return out<op::DescribeDeliveryStream>(std::move(made));
}
message created_at(std::int64_t milliseconds) {
    return shows([=](auto& stream) { stream.CreateTimestamp = timestamp{milliseconds}; });
}
std::string created(std::string const& moment) { return shown({}, R"("CreateTimestamp":)" + moment + ","); }

message start(model::KeyType type, std::optional<model::AWSKMSKeyARNForSSE> arn = {}) {
    return in<op::StartDeliveryStreamEncryption>(
        {"orders", model::DeliveryStreamEncryptionConfigurationInput{std::move(arn), type}});
}
message stop() { return in<op::StopDeliveryStreamEncryption>({"orders"}); }
message limited(std::int32_t limit) { return in<op::ListDeliveryStreams>({.Limit = limit}); }

wire::decode_options with_text_timestamps() { return {.text_timestamps = wire::text_timestamps::iso_8601}; }

std::vector<exchange> requests() {
    using enum part;
    using enum side;
    using enum model::KeyType;
    std::string const named = R"({"DeliveryStreamName":"orders"})";
    std::string const moved = "no request of the service has a timestamp: shown with an answer";
    return {
        // kitchen sink
        {{request, "serializes_string_shapes"}, both, named, stop()},
        {{request, "serializes_integer_shapes"}, both, R"({"Limit":1234})", limited(1234)},
        {{request, "serializes_integer_shapes", "spelled_otherwise"}, server, R"({"Limit":12.340e+2})", limited(1234)},
        {{request, "serializes_blob_shapes"},
         both,
         R"({"DeliveryStreamName":"orders","Record":{"Data":"aGVsbG8="}})",
         in<op::PutRecord>({"orders", {"hello"}})},
        {{request, "serializes_boolean_shapes_true"},
         both,
         R"({"DeliveryStreamName":"orders","AllowForceDelete":true})",
         in<op::DeleteDeliveryStream>({"orders", true})},
        {{request, "serializes_boolean_shapes_false"},
         both,
         R"({"DeliveryStreamName":"orders","AllowForceDelete":false})",
         in<op::DeleteDeliveryStream>({"orders", false})},
        {{request, "serializes_timestamp_shapes", "", stance::same, moved},
         both,
         created("946845296"),
         created_at(946'845'296'000)},
        {{request, "serializes_timestamp_shapes_with_unixtimestamp_timestampformat", "", stance::same, moved},
         both,
         created("1500000000.25"),
         created_at(1'500'000'000'250)},
        {{request, "serializes_list_shapes"},
         both,
         R"({"DeliveryStreamName":"orders","TagKeys":["red","green","blue"]})",
         in<op::UntagDeliveryStream>({"orders", {"red", "green", "blue"}})},
        {{request, "serializes_empty_list_shapes", "", stance::same, "no request may hold an empty list: an answer"},
         both,
         R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})",
         out<op::ListDeliveryStreams>({})},
        {{request, "serializes_list_of_structure_shapes"},
         both,
         R"({"DeliveryStreamName":"orders","Tags":[{"Key":"a","Value":"1"},{"Key":"b"},{"Key":"c","Value":""}]})",
         in<op::TagDeliveryStream>({"orders", {{"a", "1"}, {"b", std::nullopt}, {"c", ""}}})},
        {{request, "serializes_structure_shapes"},
         both,
         R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":{"KeyARN":")" + key +
             R"(","KeyType":"CUSTOMER_MANAGED_CMK"}})",
         start(CUSTOMER_MANAGED_CMK, key)},
        {{request, "serializes_empty_structure_shapes", "", stance::same,
          "every structure of a request has a required member: an answer"},
         both,
         shown(R"("DeliveryStreamEncryptionConfiguration":{},)"),
         shows([](auto& stream) { stream.DeliveryStreamEncryptionConfiguration.emplace(); })},

        // enumerations
        {{request, "AwsJson11Enums"}, both, R"({"DeliveryStreamName":"orders",)" + own_key + "}", start(AWS_OWNED_CMK)},
        {{request, "AwsJson11Enums", "mixed_case"},
         both,
         R"({"DeliveryStreamType":"KinesisStreamAsSource"})",
         in<op::ListDeliveryStreams>({.DeliveryStreamType = model::DeliveryStreamType::KinesisStreamAsSource})},

        // null
        {{request, "AwsJson11StructuresDontSerializeNullValues"},
         client,
         named,
         in<op::StartDeliveryStreamEncryption>({"orders", std::nullopt})},
        {{request, "AwsJson11StructuresDontSerializeNullValues", "nested"},
         client,
         R"({"DeliveryStreamName":"orders",)" + own_key + "}",
         start(AWS_OWNED_CMK, std::nullopt)},
        {{request, "AwsJson11ServersDontDeserializeNullStructureValues"},
         server,
         R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":null})",
         in<op::StartDeliveryStreamEncryption>({"orders", std::nullopt})},
        {{request, "AwsJson11ServersDontDeserializeNullStructureValues", "nested"},
         server,
         R"({"DeliveryStreamEncryptionConfigurationInput":{"KeyARN":null,"KeyType":"AWS_OWNED_CMK"},)"
         R"("DeliveryStreamName":"orders"})",
         start(AWS_OWNED_CMK)},

        // no input: every operation of the service has one, but all members of List's input may be left out
        {{request, "json_1_1_client_sends_empty_payload_for_no_input_shape"},
         both,
         "{}",
         in<op::ListDeliveryStreams>({})},
        {{request, "json_1_1_service_supports_empty_payload_for_no_input_shape"},
         server,
         "",
         in<op::ListDeliveryStreams>({})},
        {{request, "json_1_1_service_supports_empty_payload_for_no_input_shape", "blanks"},
         server,
         " \r\n\t",
         in<op::ListDeliveryStreams>({})},
        {{request, "can_call_operation_with_no_input_or_output"}, both, "{}", in<op::ListDeliveryStreams>({})},
        {{request, "can_call_operation_with_optional_input"},
         both,
         R"({"ExclusiveStartDeliveryStreamName":"orders"})",
         in<op::ListDeliveryStreams>({.ExclusiveStartDeliveryStreamName = "orders"})},

        // documents: what the library does not type travels as it came
        {{request, "PutAndGetInlineDocumentsInput"},
         both,
         R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{ "any" : ["\u0041", 1.50, null] }})",
         in<op::CreateDeliveryStream>(
             {.DeliveryStreamName = "orders",
              .S3DestinationConfiguration = raw_json{R"({ "any" : ["\u0041", 1.50, null] })"}})},
    };
}

std::vector<exchange> answers() {
    using enum part;
    using enum side;
    using enum model::DeliveryStreamEncryptionStatus;
    std::string const iso = "read only under text_timestamps::iso_8601: the service's timestamps are numbers";
    return {
        // kitchen sink
        {{response, "parses_operations_with_empty_json_bodies"}, both, "{}", out<op::CreateDeliveryStream>({})},
        {{response, "parses_string_shapes"},
         both,
         R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"})",
         out<op::CreateDeliveryStream>({"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"})},
        {{response, "parses_integer_shapes"},
         both,
         R"({"FailedPutCount":1234,"RequestResponses":[]})",
         out<op::PutRecordBatch>({1234, std::nullopt, {}})},
        {{response, "parses_boolean_shapes_true"},
         both,
         R"({"RecordId":"r","Encrypted":true})",
         out<op::PutRecord>({"r", true})},
        {{response, "parses_boolean_false"},
         both,
         R"({"RecordId":"r","Encrypted":false})",
         out<op::PutRecord>({"r", false})},
        {{response, "parses_blob_shapes", "", stance::same,
          "no answer of the service has a blob: shown with a request"},
         both,
         R"({"DeliveryStreamName":"orders","Record":{"Data":"AP+AAQ=="}})",
         in<op::PutRecord>({"orders", {std::string("\0\xFF\x80\x01", 4)}})},
        {{response, "parses_timestamp_shapes"}, both, created("946845296"), created_at(946'845'296'000)},
        {{response, "parses_timestamp_shapes", "milliseconds"},
         both,
         created("946845296.123"),
         created_at(946'845'296'123)},
        {{response, "parses_timestamp_shapes", "exponent"},
         client,
         created("9.468452960e8"),
         created_at(946'845'296'000)},
        {{response, "parses_list_shapes"},
         both,
         R"({"DeliveryStreamNames":["red","green","blue"],"HasMoreDeliveryStreams":true})",
         out<op::ListDeliveryStreams>({{"red", "green", "blue"}, true})},
        {{response, "parses_list_of_structure_shapes"},
         both,
         R"({"FailedPutCount":1,"Encrypted":true,"RequestResponses":[{"RecordId":"a"},)"
         R"({"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]})",
         out<op::PutRecordBatch>({1, true, {{"a", {}, {}}, {{}, "ServiceUnavailableException", "Slow down."}}})},

        // enumerations
        {{response, "AwsJson11Enums"},
         both,
         shown(R"("DeliveryStreamEncryptionConfiguration":{"KeyType":"AWS_OWNED_CMK","Status":"ENABLING_FAILED",)"
               R"("FailureDescription":{"Type":"KMS_ACCESS_DENIED","Details":"d"}},)"),
         shows([](auto& stream) {
             auto& shown_key = stream.DeliveryStreamEncryptionConfiguration.emplace();
             shown_key.KeyType = model::KeyType::AWS_OWNED_CMK;
             shown_key.Status = ENABLING_FAILED;
             shown_key.FailureDescription.emplace(
                 model::FailureDescription{model::DeliveryStreamFailureType::KMS_ACCESS_DENIED, "d"});
         })},
        {{response, "AwsJson11Enums", "unknown_value"},
         both,
         shown(R"("DeliveryStreamEncryptionConfiguration":{"Status":"PAUSED"},)"),
         shows([](auto& stream) {
             stream.DeliveryStreamEncryptionConfiguration.emplace().Status =
                 open_enum<model::DeliveryStreamEncryptionStatus>::unknown("PAUSED");
         })},

        // null
        {{response, "AwsJson11StructuresDontDeserializeNullValues"},
         client,
         R"({"RecordId":"r","Encrypted":null})",
         out<op::PutRecord>({"r", std::nullopt})},
        {{response, "AwsJson11StructuresDontDeserializeNullValues", "nested"},
         client,
         shown(R"("FailureDescription":null,"DeliveryStreamEncryptionConfiguration":{"KeyARN":null,)"
               R"("KeyType":null,"Status":"DISABLED","FailureDescription":null},)",
               R"("CreateTimestamp":null,"Source":null,)"),
         shows([](auto& stream) { stream.DeliveryStreamEncryptionConfiguration.emplace().Status = DISABLED; })},
        {{response, "AwsJson11ServersDontSerializeNullStructureValues"},
         server,
         R"({"RecordId":"r"})",
         out<op::PutRecord>({"r", std::nullopt})},
        {{response, "AwsJson11ServersDontSerializeNullStructureValues", "nested"},
         server,
         shown(R"("DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"},)"),
         shows([](auto& stream) { stream.DeliveryStreamEncryptionConfiguration.emplace().Status = DISABLED; })},

        // empty outputs
        {{response, "handles_empty_output_shape"}, client, "{}", out<op::StartDeliveryStreamEncryption>({})},
        {{response, "handles_unexpected_json_output"},
         client,
         R"({"Unexpected":true,"Other":{"x":[1]}})",
         out<op::StopDeliveryStreamEncryption>({})},
        {{response, "handles_unexpected_json_output", "beside_what_is_expected"},
         client,
         R"({"Unexpected":[{}],"RecordId":"r","Other":1.5})",
         out<op::PutRecord>({"r", std::nullopt})},
        {{response, "json_1_1_service_responds_with_no_payload"}, both, "", out<op::StartDeliveryStreamEncryption>({})},
        {{response, "json_1_1_service_responds_with_no_payload", "tags"}, both, "", out<op::TagDeliveryStream>({})},

        // of the suite's tests of unions, only this one fits the service
        {{response, "AwsJson11DeserializeIgnoreType"},
         client,
         shown(R"("DeliveryStreamEncryptionConfiguration":{"__type":"com.example#Encryption","Status":"ENABLED"},)"),
         shows([](auto& stream) { stream.DeliveryStreamEncryptionConfiguration.emplace().Status = ENABLED; })},

        // documents
        {{response, "PutAndGetInlineDocumentsInput"},
         both,
         shown({}, R"("Source":{"KinesisStreamSourceDescription" : {"any":[1.0,{}]}},)"),
         shows([](auto& stream) {
             stream.Source = raw_json{R"({"KinesisStreamSourceDescription" : {"any":[1.0,{}]}})"};
         })},

        // timestamps as text
        {by_policy(response, "AwsJson11DateTimeWithFractionalSeconds", "", iso), client,
         created(R"("2000-01-02T20:34:56.123Z")"), created_at(946'845'296'123), with_text_timestamps()},
        {by_policy(response, "AwsJson11DateTimeWithNegativeOffset", "", iso), client,
         created(R"("2000-01-02T19:34:56-01:00")"), created_at(946'845'296'000), with_text_timestamps()},
        {by_policy(response, "AwsJson11DateTimeWithPositiveOffset", "", iso), client,
         created(R"("2000-01-03T02:04:56+05:30")"), created_at(946'845'296'000), with_text_timestamps()},
        {by_policy(response, "parses_iso8601_timestamps", "", iso), client, created(R"("2000-01-02T20:34:56Z")"),
         created_at(946'845'296'000), with_text_timestamps()},
        {unlike(response, "parses_iso8601_timestamps", "written",
                "written as a number: the service has no timestamps of that format"),
         server, created("946845296"), created_at(946'845'296'000)},
    };
}

/// Bodies from tests of malformed requests that pass here, most of them by a choice of a policy.
std::vector<exchange> let_pass() {
    using enum part;
    using enum side;
    std::string const letter = "\xF0\x90\x90\x80"; // U+10400
    std::string const text = "where text is read it does not replace numbers, and clients must read offsets";
    return {
        {by_policy(malformed, "RestJsonBodyIntegerMalformedValueRejected", "fraction_cut_off",
                   "fractional_integers::truncate, as a sibling service does"),
         server,
         R"({"Limit":7.9})",
         limited(7),
         {.fractional_integers = wire::fractional_integers::truncate}},
        {by_policy(malformed, "RestJsonBodyMalformedListNullItem", "skipped_in_an_answer", "null_elements::skip"),
         client,
         R"({"DeliveryStreamNames":["a",null],"HasMoreDeliveryStreams":false})",
         out<op::ListDeliveryStreams>({{"a"}, false}),
         {.null_elements = wire::null_elements::skip}},
        {by_policy(malformed, "RestJsonBodyMalformedListNullItem", "skipped", "null_elements::skip"),
         server,
         R"({"DeliveryStreamName":"orders","TagKeys":["a",null,"b"]})",
         in<op::UntagDeliveryStream>({"orders", {"a", "b"}}),
         {.null_elements = wire::null_elements::skip}},
        {by_policy(malformed, "RestJsonBodyTimestampDefaultRejectsDateTime", "read_as_text",
                   "text_timestamps::iso_8601"),
         client, created(R"("1985-04-12T23:20:50.520Z")"), created_at(482'196'050'520), with_text_timestamps()},
        {unlike(malformed, "RestJsonBodyTimestampDateTimeRejectsEpochSeconds", "", text), client,
         created("1515531081.125"), created_at(1'515'531'081'125), with_text_timestamps()},
        {unlike(malformed, "RestJsonBodyTimestampDateTimeRejectsUTCOffsets", "", text), client,
         created(R"("1996-12-19T16:39:57-08:00")"), created_at(851'042'397'000), with_text_timestamps()},
        {unlike(malformed, "RestJsonBodyTimestampDateTimeRejectsDifferent8601Formats", "blank_for_the_t",
                "RFC 3339 leaves it to the sender"),
         client, created(R"("1996-12-19 16:39:57Z")"), created_at(851'013'597'000), with_text_timestamps()},
        {{malformed, "RestJsonMalformedLengthString", "longest_by_code_points"},
         both,
         R"({"DeliveryStreamName":"orders","TagKeys":[")" + times(128, letter) + "\"]}",
         in<op::UntagDeliveryStream>({"orders", {times(128, letter)}})},
    };
}

std::vector<exchange> table() {
    auto all = requests();
    for (auto& each : answers()) { all.push_back(std::move(each)); }
    for (auto& each : let_pass()) { all.push_back(std::move(each)); }
    return all;
}

// ---- the two sides

class protocol_exchange_client : public testing::TestWithParam<exchange> {};

TEST_P(protocol_exchange_client, writes_or_reads) {
    auto const& [about, who, body, value, options] = GetParam();
    if (value.type->is_request) {
        EXPECT_EQ(value.type->write(value.value), body);
        return;
    }
    auto const read = value.type->read(body, options);
    ASSERT_FALSE(read.error) << to_string(*read.error);
    EXPECT_TRUE(value.type->equal(read.value, value.value)) << value.type->write(read.value);
    EXPECT_EQ(read.missing, std::vector<std::string>{});
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_exchange_client, testing::ValuesIn(rows_for(side::client, table())),
                         named_by_row);

class protocol_exchange_server : public testing::TestWithParam<exchange> {};

TEST_P(protocol_exchange_server, reads_or_writes) {
    auto const& [about, who, body, value, options] = GetParam();
    gateway::options rules;
    rules.decode = options;
    auto const& operation = value.type->operation;
    bool const is_request = value.type->is_request;
    auto const seen =
        is_request ? serve(operation, body, {}, rules) : serve(operation, valid_body(operation), value.value, rules);
    ASSERT_EQ(seen.answer.status, 200) << seen.answer.body;
    EXPECT_EQ(seen.calls, 1);
    EXPECT_EQ(header_of(seen.answer, "Content-Type"), "application/x-amz-json-1.1");
    if (is_request) {
        EXPECT_TRUE(value.type->equal(seen.input, value.value)) << value.type->write(seen.input);
    } else {
        EXPECT_EQ(seen.answer.body, body);
    }
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_exchange_server, testing::ValuesIn(rows_for(side::server, table())),
                         named_by_row);

/// A row that is said to need a policy must not pass by default.
TEST(protocol_exchange, policies_are_not_the_default) {
    for (auto const& each : table()) {
        if (each.about.stance == stance::same) { continue; }
        auto const read = each.value.type->read(each.body, {});
        // numbers are read whatever the policy for text is
        bool const number =
            each.about.id == "RestJsonBodyTimestampDateTimeRejectsEpochSeconds" || each.about.variant == "written";
        EXPECT_EQ(read.error.has_value(), !number) << each.about.name();
    }
}

} // namespace

std::vector<covered> exchange_rows() { return covered_by(table()); }

} // namespace firehose_sse::conformance::protocol
