// Answers as values: headers, bodies, statuses.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/response.hpp"
#include "firehose_sse/model/error.hpp"
#include "unit/gateway/fake_service.hpp"
#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::gateway {
namespace {

TEST(response, carries_the_ids_and_the_media_type) {
    auto const made = make_response(200, "{}", test_ids);
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(made.body, "{}");
    EXPECT_EQ(made.outcome, "ok");
    EXPECT_EQ(made.operation, "");
    EXPECT_EQ(made.stream, "");
    EXPECT_EQ(header_of(made, "x-amzn-RequestId"), test_ids.request);
    EXPECT_EQ(header_of(made, "x-amz-id-2"), "ext==");
    EXPECT_EQ(header_of(made, "Content-Type"), "application/x-amz-json-1.1");
    EXPECT_EQ(made.headers.size(), 3u); // Date and Content-Length are the transport's
}

TEST(response, leaves_out_an_extended_id_that_is_not_there) {
    auto const made = make_response(200, "", {.request = "r"});
    EXPECT_EQ(header_of(made, "x-amz-id-2"), std::nullopt);
    EXPECT_EQ(made.headers.size(), 2u);
}

TEST(response, error_that_no_model_knows) {
    auto const without = error_response("SerializationException", std::nullopt, test_ids, 400);
    EXPECT_EQ(without.status, 400);
    EXPECT_EQ(without.body, R"({"__type":"SerializationException"})");
    EXPECT_EQ(without.outcome, "SerializationException");
    auto const with = error_response("ValidationException", "say \"why\"", test_ids, 400);
    EXPECT_EQ(with.body, R"({"__type":"ValidationException","message":"say \"why\""})");
    EXPECT_EQ(header_of(with, "x-amzn-RequestId"), test_ids.request);
}

TEST(response, modelled_error_has_its_own_status) {
    auto const missing = error_response(model::ResourceNotFoundException{"none"}, test_ids);
    EXPECT_EQ(missing.status, 400);
    EXPECT_EQ(missing.body, R"({"__type":"ResourceNotFoundException","message":"none"})");
    EXPECT_EQ(missing.outcome, "ResourceNotFoundException");
    EXPECT_EQ(error_response(model::ResourceInUseException{}, test_ids).status, 400);
    EXPECT_EQ(error_response(model::LimitExceededException{}, test_ids).status, 400);
    EXPECT_EQ(error_response(model::ServiceUnavailableException{"Slow down."}, test_ids).status, 503);
}

TEST(response, code_of_an_error_is_a_member_beside_its_type) {
    auto const made = error_response(model::InvalidKMSResourceException{"KMSDisabledException", "off"}, test_ids);
    EXPECT_EQ(made.body, R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException","message":"off"})");
    EXPECT_EQ(made.outcome, "InvalidKMSResourceException");
}

TEST(response, header_tells_the_type_of_errors_whose_code_could_be_taken_for_it) {
    model::InvalidKMSResourceException const coded{"KMSDisabledException", "off"};
    model::InvalidKMSResourceException const uncoded{{}, "off"};
    model::LimitExceededException const other{"full"};
    auto const header = [](response const& made) { return header_of(made, "X-Amzn-ErrorType"); };
    EXPECT_EQ(header(error_response(coded, test_ids)), "InvalidKMSResourceException");
    EXPECT_EQ(header(error_response(uncoded, test_ids)), std::nullopt);
    EXPECT_EQ(header(error_response(other, test_ids)), std::nullopt);
    EXPECT_EQ(header(error_response("SerializationException", std::nullopt, test_ids, 400)), std::nullopt);

    using enum error_type_header;
    EXPECT_EQ(header(error_response(coded, test_ids, never)), std::nullopt);
    EXPECT_EQ(header(error_response(uncoded, test_ids, always)), "InvalidKMSResourceException");
    EXPECT_EQ(header(error_response(other, test_ids, always)), "LimitExceededException");
    EXPECT_EQ(header(error_response("SerializationException", std::nullopt, test_ids, 400, never)), std::nullopt);
    EXPECT_EQ(header(error_response("SerializationException", std::nullopt, test_ids, 400, always)),
              "SerializationException");
}

} // namespace
} // namespace firehose_sse::gateway
