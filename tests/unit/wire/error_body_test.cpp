#include "firehose_sse/wire/error_body.hpp"

#include "firehose_sse/model/error.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::wire {
namespace {

static_assert(http_status("ServiceUnavailableException") == 503);

TEST(ErrorBody, ModelledErrors) {
    EXPECT_EQ(encode_error(model::ResourceNotFoundException{"no such stream"}),
              R"({"__type":"ResourceNotFoundException","message":"no such stream"})");
    EXPECT_EQ(encode_error(model::ResourceInUseException{}), R"({"__type":"ResourceInUseException"})");
    EXPECT_EQ(encode_error(model::InvalidKMSResourceException{"C", "m"}),
              R"({"__type":"InvalidKMSResourceException","code":"C","message":"m"})");
}

TEST(ErrorBody, UnmodelledErrors) {
    EXPECT_EQ(encode_error("SerializationException", std::nullopt), R"({"__type":"SerializationException"})");
    EXPECT_EQ(encode_error("UnknownOperationException", std::nullopt), R"({"__type":"UnknownOperationException"})");
    EXPECT_EQ(encode_error("ValidationException", "a \"b\"\n"),
              R"({"__type":"ValidationException","message":"a \"b\"\u000a"})");
    EXPECT_EQ(encode_error("X", ""), R"({"__type":"X","message":""})");
}

TEST(ErrorBody, AModelledErrorReadsItsOwnBody) {
    model::InvalidKMSResourceException const error{"C", "m"};
    auto const read = decode<model::InvalidKMSResourceException>(encode_error(error));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->value, error);
}

TEST(ErrorBody, Status) {
    for (char const* const type : {"ResourceNotFoundException", "ResourceInUseException", "LimitExceededException",
                                   "ValidationException", "SerializationException", "ThrottlingException",
                                   "AccessDeniedException", "UnknownOperationException", "", "Whatever"}) {
        EXPECT_EQ(http_status(type), 400) << type;
    }
    EXPECT_EQ(http_status("ServiceUnavailableException"), 503);
    EXPECT_EQ(http_status("ServiceUnavailable"), 503);
    EXPECT_EQ(http_status("InternalFailure"), 500);
}

} // namespace
} // namespace firehose_sse::wire
