// Requests as values, and the operation that a request names.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/exchange.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::fuzzing {
namespace {

TEST(exchange, a_request_names_its_operation_once) {
    request sent = make_request("PutRecord", "{}");
    EXPECT_EQ(operation_of(sent), "PutRecord");
    EXPECT_EQ(sent.body, "{}");
    EXPECT_EQ(sent.method, "POST");
    EXPECT_EQ(sent.path, "/");
    sent.headers.front().name = "x-amz-target";
    EXPECT_EQ(operation_of(sent), "PutRecord");
    sent.headers.push_back({"X-AMZ-TARGET", "Firehose_20150804.PutRecord"});
    EXPECT_EQ(operation_of(sent), "");
    sent.headers.clear();
    EXPECT_EQ(operation_of(sent), "");
    sent.headers.push_back({"X-Amz-Target", "Kinesis_20131202.PutRecord"});
    EXPECT_EQ(operation_of(sent), "");
}

TEST(exchange, headers_are_seen_in_their_order) {
    request const sent = make_request("PutRecord", "{}");
    auto const seen = views(sent.headers);
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].name, "X-Amz-Target");
    EXPECT_EQ(seen[1].value, "application/x-amz-json-1.1");
}

} // namespace
} // namespace firehose_sse::fuzzing
