// Error answers, row by row: what a client reads, what a server writes.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>
#include <ostream>

namespace firehose_sse::conformance::protocol {
namespace {

namespace op = operation;

struct error_row {
    label about;
    side who;
    int status;
    /// What the answer's head says of the error.
    std::string header;
    std::string body;
    std::string type;
    std::string message{};
    std::optional<std::string> code{};
    /// What the service answers, where a server is tested.
    std::any raised{};
    gateway::error_type_header policy = gateway::error_type_header::with_code;
};

void PrintTo(error_row const& row, std::ostream* to) { *to << row.about.name(); }

std::string const kms = "InvalidKMSResourceException";
std::string const down = "ServiceUnavailableException";

/// What a client reads when the type stands in a header, without a body.
error_row in_header(label about, std::string header) {
    return {std::move(about), side::client, 503, std::move(header), "", down};
}
/// The same when the type stands in the body.
error_row in_body(label about, std::string body) {
    return {std::move(about), side::client, 503, "", std::move(body), down};
}

std::vector<error_row> table() {
    using enum side;
    using enum gateway::error_type_header;
    auto const like = [](std::string id, std::string variant = {}) {
        return label{part::response, std::move(id), std::move(variant)};
    };
    std::string const space = "com.amazonaws.firehose.v20150804#";
    std::string const uri = ":http://internal.example.com/coral/com.example.validate/";
    std::string const in_use = "ResourceInUseException";
    std::string const simple = "AwsJson11InvalidGreetingError";
    std::string const complex = "AwsJson11ComplexError";
    std::string const by_header = "AwsJson11FooErrorUsingXAmznErrorType";
    return {
        {like(simple), both, 400, "", R"({"__type":"ResourceInUseException","message":"Hi"})", in_use, "Hi",
         std::nullopt, model::ResourceInUseException{"Hi"}},
        {like(simple, "service_s_fault"), both, 503, "",
         R"({"__type":"ServiceUnavailableException","message":"Slow down."})", down, "Slow down.", std::nullopt,
         model::ServiceUnavailableException{"Slow down."}},
        {like(simple, "capital_m"), client, 400, "", R"({"__type":"ResourceInUseException","Message":"Hi"})", in_use,
         "Hi"},
        {like(simple, "type_last"), client, 400, "", R"({ "message" : "Hi" , "__type" : "ResourceInUseException" })",
         in_use, "Hi"},

        // a member beside the message: `code`, which is data; nothing nested is modelled
        {like(complex), client, 400, "", R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException"})",
         kms, "", "KMSDisabledException"},
        {label{part::response, complex, "type_in_a_header_too", stance::same,
               "a type beside a code is also told in a header: error_type_header::with_code"},
         both, 400, kms, R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException"})", kms, "",
         "KMSDisabledException", model::InvalidKMSResourceException{"KMSDisabledException", std::nullopt}},
        {by_policy(part::response, complex, "no_header", "error_type_header::never"), both, 400, "",
         R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException","message":"m"})", kms, "m",
         "KMSDisabledException", model::InvalidKMSResourceException{"KMSDisabledException", "m"}, never},
        {like(complex, "nested_members_are_ignored"), client, 400, "",
         R"({"__type":"InvalidKMSResourceException","Nested":{"code":"c","message":"m"},"code":"KMSNotFoundException"})",
         kms, "", "KMSNotFoundException"},
        {like("AwsJson11EmptyComplexError"), both, 400, "", R"({"__type":"InvalidKMSResourceException"})", kms, "",
         std::nullopt, model::InvalidKMSResourceException{}},

        // the type in a header
        in_header(like(by_header), down),
        in_header(like(by_header + "WithUri"), down + uri),
        in_header(like(by_header + "WithUriAndNamespace"), space + down + uri),
        {like(by_header, "before_the_body"), client, 503, down,
         R"({"__type":"ResourceInUseException","code":"LimitExceededException","message":"m"})", down, "m",
         "LimitExceededException"},
        {by_policy(part::response, by_header, "by_a_server", "error_type_header::always"), both, 400, in_use,
         R"({"__type":"ResourceInUseException","message":"Hi"})", in_use, "Hi", std::nullopt,
         model::ResourceInUseException{"Hi"}, always},

        // the type in `code`
        {like("AwsJson11FooErrorUsingCode"), client, 503, "", R"({"code":"ServiceUnavailableException"})", down, "",
         down},
        {like("AwsJson11FooErrorUsingCodeAndNamespace"), client, 503, "",
         R"({"code":")" + space + R"(ServiceUnavailableException"})", down, "", space + down},
        {like("AwsJson11FooErrorUsingCodeUriAndNamespace"), client, 503, "",
         R"({"code":")" + space + down + uri + R"("})", down, "", space + down + uri},
        {unlike(part::response, "AwsJson11FooErrorUsingCode", "beside_a_type",
                "the suite's text looks at `code` next to the header; two errors of this service have data of that "
                "name, so `__type` goes first"),
         client, 400, "", R"({"code":"ServiceUnavailableException","__type":"InvalidSourceException"})",
         "InvalidSourceException", "", down},

        // the type in `__type`
        in_body(like("AwsJson11FooErrorWithDunderType"), R"({"__type":"ServiceUnavailableException"})"),
        in_body(like("AwsJson11FooErrorWithDunderTypeAndNamespace"),
                R"({"__type":")" + space + R"(ServiceUnavailableException"})"),
        in_body(like("AwsJson11FooErrorWithDunderTypeAndDifferentNamespace"),
                R"({"__type":"org.example.other#ServiceUnavailableException"})"),
        in_body(like("AwsJson11FooErrorWithDunderTypeUriAndNamespace"),
                R"({"__type":")" + space + down + uri + R"("})"),
        in_body(like("AwsJson11FooErrorWithNestedTypeProperty"),
                R"({"__type":"com.amazonaws.firehose#ServiceUnavailableException",)"
                R"("Details":[{"__type":"com.example#ResourceInUseException","reason":"r"}]})"),
        in_body(like("AwsJson11FooErrorWithNestedTypeProperty", "nested_first"),
                R"({"Details":{"__type":"ResourceInUseException","code":"c"},"__type":"ServiceUnavailableException"})"),
    };
}

class protocol_error_client : public testing::TestWithParam<error_row> {};

TEST_P(protocol_error_client, reads) {
    auto const& row = GetParam();
    std::vector<wire::header_view> headers{{"x-amzn-RequestId", "id"}};
    if (!row.header.empty()) { headers.push_back({"X-Amzn-Errortype", row.header}); }
    auto const error = wire::read_error(row.status, headers, row.body);
    EXPECT_EQ(error.type, row.type);
    EXPECT_EQ(reflect::enum_name(wire::kind(error)), row.type);
    EXPECT_EQ(error.message, row.message);
    EXPECT_EQ(error.code, row.code);
    EXPECT_EQ(error.status, row.status);
    EXPECT_EQ(error.request_id, "id");
    EXPECT_EQ(error.body, row.body);
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_error_client, testing::ValuesIn(rows_for(side::client, table())), named_by_row);

class protocol_error_server : public testing::TestWithParam<error_row> {};

TEST_P(protocol_error_server, writes) {
    auto const& row = GetParam();
    bool const start = row.type != down; // the operation that may answer the error
    std::string const operation = start ? "StartDeliveryStreamEncryption" : "PutRecord";
    gateway::options rules;
    rules.error_type_header = row.policy;
    auto const seen = serve(operation, valid_body(operation), row.raised, rules);
    EXPECT_EQ(seen.calls, 1);
    EXPECT_EQ(seen.answer.status, row.status);
    EXPECT_EQ(seen.answer.body, row.body);
    EXPECT_EQ(seen.answer.outcome, row.type);
    EXPECT_EQ(header_of(seen.answer, "X-Amzn-ErrorType"), row.header.empty() ? "none" : row.header);
    EXPECT_EQ(header_of(seen.answer, "Content-Type"), "application/x-amz-json-1.1");
    auto const read = read_error(seen.answer);
    EXPECT_EQ(read.type, row.type);
    EXPECT_EQ(read.message, row.message);
    EXPECT_EQ(read.code, row.code);
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_error_server, testing::ValuesIn(rows_for(side::server, table())), named_by_row);

// ---- success

/// parses_the_request_id_from_the_response: on success the id stands in the head only.
label const request_id{part::response, "parses_the_request_id_from_the_response"};

TEST(protocol_request_id, both_sides) {
    auto const seen = serve("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})");
    EXPECT_EQ(header_of(seen.answer, "X-Amzn-Requestid"), "00000000-0000-4000-8000-000000000000");
    wire::header_view const headers[] = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amzn-Requestid", "r-1"}};
    EXPECT_EQ(wire::find_header(headers, "x-amzn-RequestId"), "r-1");
    EXPECT_EQ(wire::read_error(400, headers, "{}").request_id, "r-1");
}

} // namespace

std::vector<covered> error_rows() {
    auto all = covered_by(table());
    all.push_back({request_id, side::both});
    return all;
}

} // namespace firehose_sse::conformance::protocol
