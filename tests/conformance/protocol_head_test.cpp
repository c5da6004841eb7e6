// What stands around the bodies, row by row: method, path, target, media type, request id.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>
#include <ostream>

namespace firehose_sse::conformance::protocol {
namespace {

namespace op = operation;

struct head_row {
    label about;
    side who;
    std::string method;
    std::string path;
    fields headers;
    std::string body;
    int status;
    std::string outcome;
};

void PrintTo(head_row const& row, std::ostream* to) { *to << row.about.name(); }

std::string const json = "application/x-amz-json-1.1";
std::string const lists = "Firehose_20150804.ListDeliveryStreams";

/// A request for the list of streams with that media type.
head_row typed(label about, std::string media_type, int status = 200, std::string outcome = "ok") {
    return {std::move(about),
            side::server,
            "POST",
            "/",
            {{"X-Amz-Target", lists}, {"Content-Type", std::move(media_type)}},
            R"({"Limit":7})",
            status,
            std::move(outcome)};
}

std::vector<head_row> table() {
    using enum part;
    using enum side;
    fields const right{{"X-Amz-Target", lists}, {"Content-Type", json}};
    std::string const unsupported = "UnsupportedMediaTypeException";
    std::string const unknown = "UnknownOperationException";
    std::string const parameters = "AwsJson11MustSupportParametersInContentType";
    std::string const body_type = "RestJsonWithBodyExpectsApplicationJsonContentType";
    return {
        {{request, "sends_requests_to_slash"}, both, "POST", "/", right, "{}", 200, "ok"},
        {{request, "sends_requests_to_slash", "other_path"}, server, "POST", "/x", right, "{}", 404, unknown},
        {{request, "sends_requests_to_slash", "other_method"}, server, "PUT", "/", right, "{}", 405, unknown},
        {{request, "includes_x_amz_target_and_content_type"}, both, "POST", "/", right, "{}", 200, "ok"},
        {{request, "includes_x_amz_target_and_content_type", "case_of_names"},
         server,
         "POST",
         "/",
         {{"x-amz-target", lists}, {"CONTENT-TYPE", json}},
         "{}",
         200,
         "ok"},
        {{request, "includes_x_amz_target_and_content_type", "no_target"},
         server,
         "POST",
         "/",
         {{"Content-Type", json}},
         "{}",
         400,
         unknown},
        {{request, "includes_x_amz_target_and_content_type", "other_service"},
         server,
         "POST",
         "/",
         {{"X-Amz-Target", "Kinesis_20131202.ListStreams"}, {"Content-Type", json}},
         "{}",
         400,
         unknown},
        typed({request, parameters}, json + "; charset=utf-8"),
        typed({request, parameters, "no_space"}, json + ";charset=utf-8"),
        typed({request, parameters, "two_of_them"}, json + " ; charset=\"utf-8\"; profile=x"),
        typed({request, parameters, "case"}, "Application/X-AMZ-JSON-1.1;Charset=UTF-8"),
        typed({malformed, body_type}, "application/hal+json", 415, unsupported),
        typed({malformed, body_type, "older_version"}, "application/x-amz-json-1.0", 415, unsupported),
        typed({malformed, body_type, "plain_json"}, "application/json", 415, unsupported),
        typed({malformed, body_type, "only_its_beginning"}, json + "+x", 415, unsupported),
        {{malformed, "RestJsonWithBodyExpectsApplicationJsonContentTypeNoHeaders"},
         server,
         "POST",
         "/",
         {{"X-Amz-Target", lists}},
         "{}",
         415,
         unsupported},
    };
}

class protocol_head_server : public testing::TestWithParam<head_row> {};

TEST_P(protocol_head_server, answers) {
    auto const& row = GetParam();
    auto const seen = serve(row.method, row.path, row.headers, row.body);
    EXPECT_EQ(seen.answer.status, row.status);
    EXPECT_EQ(seen.answer.outcome, row.outcome);
    EXPECT_EQ(seen.calls, row.status == 200 ? 1 : 0);
    EXPECT_EQ(header_of(seen.answer, "Content-Type"), json);
    EXPECT_EQ(header_of(seen.answer, "x-amzn-RequestId"), "00000000-0000-4000-8000-000000000000");
    if (row.status != 200) { EXPECT_EQ(read_error(seen.answer).type, row.outcome); }
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_head_server, testing::ValuesIn(rows_for(side::server, table())), named_by_row);

class protocol_head_client : public testing::TestWithParam<head_row> {};

/// A client makes the head of what the library names: the target's prefix, the operation and the media type.
TEST_P(protocol_head_client, sends) {
    auto const& row = GetParam();
    fields const made{{"X-Amz-Target", std::string(wire::target_prefix) + std::string(op::ListDeliveryStreams::name)},
                      {"Content-Type", std::string(wire::content_type)}};
    EXPECT_EQ(made, row.headers);
    EXPECT_EQ(wire::encode(op::ListDeliveryStreams::input{}), row.body);
    EXPECT_EQ(serve(row.method, row.path, made, row.body).calls, 1);
}

INSTANTIATE_TEST_SUITE_P(rows, protocol_head_client, testing::ValuesIn(rows_for(side::client, table())), named_by_row);

} // namespace

std::vector<covered> head_rows() { return covered_by(table()); }

} // namespace firehose_sse::conformance::protocol
