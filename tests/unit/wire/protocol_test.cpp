#include "firehose_sse/wire/protocol.hpp"

#include <gtest/gtest.h>
#include <string>

namespace firehose_sse::wire {
namespace {

static_assert(operation_of_target("Firehose_20150804.PutRecord") == "PutRecord");
static_assert(is_content_type("application/x-amz-json-1.1"));

TEST(Protocol, TargetsNameAnOperation) {
    EXPECT_EQ(operation_of_target("Firehose_20150804.StartDeliveryStreamEncryption"), "StartDeliveryStreamEncryption");
    EXPECT_EQ(operation_of_target(" Firehose_20150804.PutRecord\t"), "PutRecord");
    EXPECT_EQ(operation_of_target("Firehose_20150804.Whatever"), "Whatever") << "existence is not this function's";
}

TEST(Protocol, MalformedTargetsNameNone) {
    for (std::string_view const target :
         {"", ".", "PutRecord", "Firehose_20150804", "Firehose_20150804.", "firehose_20150804.PutRecord",
          "FIREHOSE_20150804.PutRecord", "Firehose_20150805.PutRecord", "Kinesis_20131202.PutRecord",
          "Firehose_20150804.Put.Record", "Firehose_20150804.Put Record", "Firehose_20150804.PutRecord,X",
          "Firehose_20150804..PutRecord", "Firehose_20150804.Put\xC3\xA9", "Firehose_20150804. PutRecord"}) {
        EXPECT_EQ(operation_of_target(target), std::nullopt) << target;
    }
    EXPECT_EQ(operation_of_target(std::string_view("Firehose_20150804.PutRecord\0", 28)), std::nullopt);
}

TEST(Protocol, MediaType) {
    for (std::string_view const good :
         {"application/x-amz-json-1.1", "Application/X-Amz-JSON-1.1", "application/x-amz-json-1.1; charset=utf-8",
          " application/x-amz-json-1.1 ;charset=utf-8;q=1", "application/x-amz-json-1.1;"}) {
        EXPECT_TRUE(is_content_type(good)) << good;
    }
    for (std::string_view const bad :
         {"", ";", "application/json", "application/x-amz-json-1.0", "application/x-amz-json-1.10",
          "x application/x-amz-json-1.1", "text/plain;application/x-amz-json-1.1"}) {
        EXPECT_FALSE(is_content_type(bad)) << bad;
    }
}

TEST(Protocol, RequestIdIsAUuid) {
    EXPECT_EQ(request_id(0, 0), "00000000-0000-4000-8000-000000000000");
    EXPECT_EQ(request_id(~0ull, ~0ull), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    EXPECT_EQ(request_id(0x0123456789abcdef, 0xfedcba9876543210), "01234567-89ab-4def-bedc-ba9876543210");
}

TEST(Protocol, HeadersAreFoundWhateverTheCase) {
    header_view const headers[] = {{"X-Amz-Target", "a"}, {"x-amz-target", "b"}, {"Empty", ""}};
    EXPECT_EQ(find_header(headers, "x-AMZ-target"), "a");
    EXPECT_EQ(find_header(headers, "empty"), "");
    EXPECT_EQ(find_header(headers, "x-amz-targe"), std::nullopt);
    EXPECT_EQ(find_header(headers, "x_amz_target"), std::nullopt);
    EXPECT_EQ(find_header({}, "x"), std::nullopt);
}

TEST(Protocol, AHeaderGivenTwiceIsNotTheOnlyOne) {
    header_view const headers[] = {{"X-Amz-Target", "a"}, {"x-amz-target", "a"}, {"Empty", ""}};
    EXPECT_EQ(find_only_header(headers, "X-Amz-Target"), std::nullopt);
    EXPECT_EQ(find_only_header(headers, "empty"), "");
    EXPECT_EQ(find_only_header(headers, "absent"), std::nullopt);
}

} // namespace
} // namespace firehose_sse::wire
