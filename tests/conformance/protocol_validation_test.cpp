// Requests that are well spelled and break a constraint, row by row: what a caller is told, and what a server answers.
// The suite has the texts of its own framework, we have the service's: only the meaning of its tests carries over.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>
#include <ostream>

namespace firehose_sse::conformance::protocol {
namespace {

namespace op = operation;

struct invalid_row {
    label about;
    side who;
    message_type const* type;
    std::string body;
    /// Rules and places, as the caller is told.
    std::vector<std::string> broken;
    /// What the answer says, after "Value at ".
    std::vector<std::string> said{};
    /// What the answer does not say.
    std::string hidden{};
};

void PrintTo(invalid_row const& row, std::ostream* to) { *to << row.about.name(); }

std::string named(std::string const& members) { return R"({"DeliveryStreamName":"orders",)" + members + '}'; }
std::string elements(std::size_t count, std::string const& element) {
    std::string list = times(count, element + ',');
    list.pop_back();
    return '[' + list + ']';
}

std::vector<invalid_row> table() {
    using enum side;
    auto const like = [](std::string id, std::string variant = {}) {
        return label{part::malformed, std::move(id), std::move(variant)};
    };
    auto const* const start = &request_of<op::StartDeliveryStreamEncryption>;
    auto const* const list = &request_of<op::ListDeliveryStreams>;
    auto const* const describe = &request_of<op::DescribeDeliveryStream>;
    auto const* const batch = &request_of<op::PutRecordBatch>;
    auto const* const tag = &request_of<op::TagDeliveryStream>;
    auto const* const untag = &request_of<op::UntagDeliveryStream>;
    std::string const key_type = "DeliveryStreamEncryptionConfigurationInput";
    std::string const failed = "' failed to satisfy constraint: Member must ";
    std::string const long_name(65, 'n');
    std::string const name_pattern = failed + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
    auto const kms = [&](std::string const& members) { return named('"' + key_type + "\":{" + members + '}'); };
    auto const key = [&](std::string const& arn) {
        return kms(R"("KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":")" + arn + '"');
    };
    return {
        // enumerations: exact text, and case matters
        {like("RestJsonMalformedEnumString"),
         both,
         start,
         kms(R"("KeyType":"XYZ")"),
         {"enumeration /DeliveryStreamEncryptionConfigurationInput/KeyType"},
         {"'deliveryStreamEncryptionConfigurationInput.keyType" + failed + "satisfy enum value set: ["},
         "XYZ"},
        {like("RestJsonMalformedEnumString", "case"),
         both,
         start,
         kms(R"("KeyType":"aws_owned_cmk")"),
         {"enumeration /DeliveryStreamEncryptionConfigurationInput/KeyType"},
         {"'deliveryStreamEncryptionConfigurationInput.keyType" + failed + "satisfy enum value set: ["}},
        {like("RestJsonMalformedEnumString", "more_after_a_nul"),
         both,
         start,
         kms(R"("KeyType":"AWS_OWNED_CMK\u0000")"),
         {"enumeration /DeliveryStreamEncryptionConfigurationInput/KeyType"},
         {"'deliveryStreamEncryptionConfigurationInput.keyType" + failed + "satisfy enum value set: ["}},
        {like("RestJsonMalformedEnumTraitString"),
         both,
         list,
         R"({"DeliveryStreamType":"directput"})",
         {"enumeration /DeliveryStreamType"},
         {"'deliveryStreamType" + failed + "satisfy enum value set: [DirectPut, "},
         "directput"},

        // lengths
        {like("RestJsonMalformedLengthBlob"),
         both,
         &request_of<op::PutRecord>,
         named(R"("Record":{"Data":")" + times(341'333, "AAAA") + "AAA=\"}"), // 1,024,001 bytes
         {"length_max /Record/Data"},
         {"'record.data" + failed + "have length less than or equal to 1024000"},
         "AAAA"},
        {like("RestJsonMalformedLengthString", "too_short"),
         both,
         describe,
         named(R"("ExclusiveStartDestinationId":"")"),
         {"length_min /ExclusiveStartDestinationId", "pattern /ExclusiveStartDestinationId"},
         {"'exclusiveStartDestinationId" + failed + "have length greater than or equal to 1",
          "'exclusiveStartDestinationId" + failed + "satisfy regular expression pattern: [a-zA-Z0-9-]+"}},
        {like("RestJsonMalformedLengthString"),
         both,
         describe,
         R"({"DeliveryStreamName":")" + long_name + "\"}",
         {"length_max /DeliveryStreamName"},
         {"'deliveryStreamName" + failed + "have length less than or equal to 64"},
         long_name},
        {like("RestJsonMalformedLengthString", "by_code_points"),
         both,
         untag,
         named(R"("TagKeys":[")" + times(129, "\xF0\x90\x90\x80") + "\"]"),
         {"length_max /TagKeys/0"},
         {"'tagKeys.1.member" + failed + "have length less than or equal to 128"}},
        {like("RestJsonMalformedLengthMinString"),
         client, // such a shape stands in answers only
         &answer_of<op::PutRecord>,
         R"({"RecordId":""})",
         {"length_min /RecordId"}},
        {like("RestJsonMalformedLengthMaxString"),
         both,
         tag,
         named(R"("Tags":[{"Key":"k","Value":")" + std::string(257, 'v') + "\"}]"),
         {"length_max /Tags/0/Value"},
         {"'tags.1.member.value" + failed + "have length less than or equal to 256"}},
        {like("RestJsonMalformedLengthList", "too_short"),
         both,
         untag,
         named(R"("TagKeys":[])"),
         {"length_min /TagKeys"},
         {"'tagKeys" + failed + "have length greater than or equal to 1"}},
        {like("RestJsonMalformedLengthList"),
         both,
         batch,
         named(R"("Records":)" + elements(501, R"({"Data":""})")),
         {"length_max /Records"},
         {"'records" + failed + "have length less than or equal to 500"}},
        {like("RestJsonMalformedLengthListValue"),
         both,
         untag,
         named(R"("TagKeys":["a",""])"),
         {"length_min /TagKeys/1"},
         {"'tagKeys.2.member" + failed + "have length greater than or equal to 1"}},

        // patterns
        {like("RestJsonMalformedPatternString"),
         both,
         describe,
         R"({"DeliveryStreamName":"two words"})",
         {"pattern /DeliveryStreamName"},
         {"'deliveryStreamName" + name_pattern},
         "two words"},
        {like("RestJsonMalformedPatternString", "only_its_beginning"),
         both,
         describe,
         R"({"DeliveryStreamName":"orders\n"})",
         {"pattern /DeliveryStreamName"},
         {"'deliveryStreamName" + name_pattern}},
        {like("RestJsonMalformedPatternReDOSString"),
         both,
         start,
         key("arn:" + times(62, ":kms:a:1") + "!"),
         {"pattern /DeliveryStreamEncryptionConfigurationInput/KeyARN"},
         {"'deliveryStreamEncryptionConfigurationInput.keyARN" + failed + "satisfy regular expression pattern: arn:"},
         ":kms:a:1"},
        {like("RestJsonMalformedPatternList"),
         both,
         untag,
         named(R"("TagKeys":["fine","not!"])"),
         {"pattern /TagKeys/1"},
         {"'tagKeys.2.member" + failed + "satisfy regular expression pattern: ^(?!aws:)"},
         "not!"},

        // ranges
        {like("RestJsonMalformedRangeInteger"),
         both,
         list,
         R"({"Limit":0})",
         {"value_min /Limit"},
         {"'limit" + failed + "have value greater than or equal to 1"}},
        {like("RestJsonMalformedRangeInteger", "too_large"),
         both,
         list,
         R"({"Limit":10001})",
         {"value_max /Limit"},
         {"'limit" + failed + "have value less than or equal to 10000"}},
        {like("RestJsonMalformedRangeMinInteger"),
         client, // such a shape stands in answers only
         &answer_of<op::PutRecordBatch>,
         R"({"FailedPutCount":-1,"RequestResponses":[{}]})",
         {"value_min /FailedPutCount"}},

        // required members
        {like("RestJsonMalformedRequiredBodyUnset"),
         both,
         describe,
         "{}",
         {"required /DeliveryStreamName"},
         {"'deliveryStreamName" + failed + "not be null"}},
        {like("RestJsonMalformedRequiredBodyUnset", "in_an_answer"),
         client,
         &answer_of<op::PutRecord>,
         R"({"Encrypted":true})",
         {"required /RecordId"}},
        {like("RestJsonMalformedRequiredBodyUnset", "no_body_at_all"),
         both,
         describe,
         "",
         {"required /DeliveryStreamName"},
         {"'deliveryStreamName" + failed + "not be null"}},
        {like("RestJsonMalformedRequiredBodyExplicitNull"),
         both,
         describe,
         R"({"DeliveryStreamName":null})",
         {"required /DeliveryStreamName"},
         {"'deliveryStreamName" + failed + "not be null"}},
        {like("RestJsonMalformedUniqueItemsStructureMissingKeyList"),
         both,
         batch,
         named(R"("Records":[{"Data":"aGk="},{"Other":"aGk="}])"),
         {"required /Records/1/Data"},
         {"'records.2.member.data" + failed + "not be null"}},

        // no value is echoed, sensitive or not
        {like("RestJsonMalformedPatternSensitiveString"),
         both,
         start,
         key("arn of the secret key"),
         {"pattern /DeliveryStreamEncryptionConfigurationInput/KeyARN"},
         {"'deliveryStreamEncryptionConfigurationInput.keyARN" + failed + "satisfy regular expression pattern: arn:"},
         "secret"},
    };
}

class protocol_validation_client : public testing::TestWithParam<invalid_row> {};

TEST_P(protocol_validation_client, is_told) {
    auto const& row = GetParam();
    auto const read = row.type->read(row.body, {});
    ASSERT_FALSE(read.error) << to_string(*read.error);
    EXPECT_EQ(read.broken, row.broken);
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_validation_client, testing::ValuesIn(rows_for(side::client, table())),
                         named_by_row);

class protocol_validation_server : public testing::TestWithParam<invalid_row> {};

TEST_P(protocol_validation_server, answers) {
    auto const& row = GetParam();
    auto const seen = serve(row.type->operation, row.body);
    EXPECT_EQ(seen.answer.status, 400);
    EXPECT_EQ(seen.answer.outcome, "ValidationException");
    EXPECT_EQ(seen.calls, 0);
    auto const error = read_error(seen.answer);
    EXPECT_EQ(wire::kind(error), wire::error_kind::ValidationException);
    auto const count = std::to_string(row.said.size());
    EXPECT_TRUE(error.message.starts_with(count + " validation error")) << error.message;
    for (auto const& each : row.said) {
        EXPECT_NE(error.message.find("Value at " + each), std::string::npos) << each << " is not in " << error.message;
    }
    if (!row.hidden.empty()) { EXPECT_EQ(error.message.find(row.hidden), std::string::npos) << error.message; }
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_validation_server, testing::ValuesIn(rows_for(side::server, table())),
                         named_by_row);

} // namespace

std::vector<covered> validation_rows() { return covered_by(table()); }

} // namespace firehose_sse::conformance::protocol
