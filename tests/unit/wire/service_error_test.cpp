#include "firehose_sse/wire/service_error.hpp"

#include "firehose_sse/model/error.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::wire {
namespace {

static_assert(bare_type("aws.protocoltests#Foo:http://x") == "Foo");

service_error read(std::string_view body) { return read_error(400, {}, body); }

TEST(ServiceError, BodiesAsSeenOnTheWire) {
    auto const serialization = read(R"({"__type":"SerializationException"})");
    EXPECT_EQ(serialization.type, "SerializationException");
    EXPECT_EQ(serialization.message, "");
    EXPECT_EQ(kind(serialization), error_kind::SerializationException);
    auto const denied = read(R"({"__type":"AccessDeniedException","Message":"User: … is not authorized"})");
    EXPECT_EQ(denied.message, "User: … is not authorized") << "with a capital M";
    EXPECT_EQ(kind(denied), error_kind::AccessDeniedException);
    EXPECT_EQ(read(R"({"__type":"ThrottlingException","message":"Rate exceeded"})").message, "Rate exceeded");
    EXPECT_EQ(read(R"({"__type":"X","errorMessage":"m"})").message, "m");
}

TEST(ServiceError, HeadersAreKept) {
    header_view const headers[] = {{"x-amzn-RequestId", "d1"}, {"X-Amz-Id-2", "e2"}};
    auto const error = read_error(503, headers, "busy");
    EXPECT_EQ(error.request_id, "d1");
    EXPECT_EQ(error.extended_request_id, "e2");
    EXPECT_EQ(error.status, 503);
    EXPECT_EQ(error.body, "busy");
    EXPECT_EQ(error.type, "");
}

TEST(ServiceError, TheTypeComesFromTheHeaderThenTypeThenCode) {
    header_view const header[] = {{"X-Amzn-ErrorType", "FromHeader"}};
    std::string_view const all = R"({"code":"FromCode","__type":"FromType"})";
    EXPECT_EQ(read_error(400, header, all).type, "FromHeader");
    EXPECT_EQ(read(all).type, "FromType");
    EXPECT_EQ(read(R"({"code":"FromCode"})").type, "FromCode");
    EXPECT_EQ(read(R"({"code":"FromCode","__type":7})").type, "FromCode");
    EXPECT_EQ(read(R"({"code":7})").type, "");
    header_view const empty[] = {{"X-Amzn-ErrorType", ""}};
    EXPECT_EQ(read_error(400, empty, all).type, "FromType");
    for (char const* const nothing : {"", " ", ":http://x", "ns#", "ns# :http://x"}) {
        auto const error = read(R"({"code":"FromCode","__type":")" + std::string(nothing) + "\"}");
        EXPECT_EQ(error.type, "FromCode") << nothing;
        EXPECT_EQ(error.code, "FromCode") << nothing;
    }
}

TEST(ServiceError, NamespacesAndAddressesAreCutOff) {
    for (std::string_view const spelled :
         {"FooError", "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
          "aws.protocoltests.restjson#FooError",
          "aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/", "FooError:http://x#y", " FooError ",
          " aws.protocoltests # FooError :http://x"}) {
        EXPECT_EQ(bare_type(spelled), "FooError") << spelled;
        header_view const header[] = {{"x-amzn-errortype", spelled}};
        EXPECT_EQ(read_error(500, header, "").type, "FooError") << spelled;
        EXPECT_EQ(read(encode_error(spelled, std::nullopt)).type, "FooError") << spelled;
        EXPECT_EQ(read(R"({"code":")" + std::string(spelled) + "\"}").type, "FooError") << spelled;
    }
}

TEST(ServiceError, CodeIsDataAndNeverBeatsTheType) {
    auto const error = read(encode_error(model::InvalidKMSResourceException{"C", "m"}));
    EXPECT_EQ(error.type, "InvalidKMSResourceException");
    EXPECT_EQ(error.code, "C");
    EXPECT_EQ(error.message, "m");
    EXPECT_EQ(kind(error), error_kind::InvalidKMSResourceException);
    EXPECT_EQ(read(R"({"__type":"InvalidSourceException","code":400})").code, "400");
    EXPECT_EQ(read(R"({"__type":"InvalidSourceException","code":4.50})").code, "4.50");
    for (char const* const none : {"null", "true", "{}", "[\"x\"]"}) {
        auto const odd = read(std::string(R"({"__type":"InvalidSourceException","code":)") + none + "}");
        EXPECT_EQ(odd.code, std::nullopt) << none;
        EXPECT_EQ(odd.type, "InvalidSourceException") << none;
    }
    EXPECT_EQ(read(R"({"__type":"X"})").code, std::nullopt);
}

TEST(ServiceError, OnlyTheTopLevelCounts) {
    auto const nested = read(R"({"detail":{"__type":"Nested","message":"n","code":"c"},"list":[{"__type":"L"}]})");
    EXPECT_EQ(nested.type, "");
    EXPECT_EQ(nested.message, "");
    EXPECT_EQ(read(R"({"x":{"__type":"Nested"},"__type":"Top"})").type, "Top");
    EXPECT_EQ(read(R"({"__type":{"__type":"Nested"},"code":"c"})").type, "c");
}

TEST(ServiceError, MembersOfOddKindsAreNoMessage) {
    for (char const* const odd : {"7", "true", "null", "{\"message\":\"n\"}", "[\"n\"]"}) {
        auto const error = read(std::string(R"({"message":)") + odd + R"(,"__type":"X","Message":"m"})");
        EXPECT_EQ(error.message, "m") << odd;
        EXPECT_EQ(error.type, "X") << odd;
    }
    EXPECT_EQ(read(R"({"message":"lower","Message":"upper"})").message, "lower");
}

TEST(ServiceError, NoBodyIsLost) {
    for (std::string const& body :
         {std::string(), std::string("   "), std::string("<html><body>503 Service Unavailable</body></html>"),
          std::string("null"), std::string("\"text\""), std::string("[{\"__type\":\"X\"}]"), std::string("{"),
          std::string(R"({"__type":"Validation)"), std::string(R"({"__type":"X","message":"cut off)"),
          std::string(R"({"__type":"X","__type":"Y"})"), std::string("\xFF\xFE\0x", 4), std::string("Slow down."),
          std::string(R"({"__type":"X"} trailing)"), std::string(100, '[')}) {
        header_view const headers[] = {{"x-amzn-requestid", "id"}};
        auto const error = read_error(502, headers, body);
        EXPECT_EQ(error.body, body);
        EXPECT_EQ(error.type, "") << body;
        EXPECT_EQ(error.message, "") << body;
        EXPECT_EQ(error.code, std::nullopt) << body;
        EXPECT_EQ(error.status, 502);
        EXPECT_EQ(error.request_id, "id");
        EXPECT_EQ(kind(error), error_kind::unknown);
    }
}

} // namespace
} // namespace firehose_sse::wire
