// Which requests have a token, and what it is bound to.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/call_token.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::gateway {
namespace {

using wire::header_view;

constexpr std::string_view id = "0a1b2c3d-0000-4000-8000-000000000001";
constexpr std::string_view signed_by_a =
    "AWS4-HMAC-SHA256 Credential=AKIAONE/20261125/us-east-1/firehose/aws4_request, SignedHeaders=host, Signature=0";
constexpr std::string_view signed_by_b =
    "AWS4-HMAC-SHA256 Credential=AKIATWO/20261125/us-east-1/firehose/aws4_request, SignedHeaders=host, Signature=0";

std::optional<quota::call_token> token_of(std::vector<header_view> const& headers, std::string_view body = "{}",
                                          quota::hash_seed seed = {1, 2}, std::string_view operation = "Start") {
    return call_token_of(operation, headers, body, seed);
}

TEST(call_token_of, is_the_same_for_every_attempt) {
    auto const first =
        token_of({{"amz-sdk-invocation-id", id}, {"amz-sdk-request", "attempt=1"}, {"Authorization", signed_by_a}});
    auto const second =
        token_of({{"Authorization", signed_by_a}, {"Amz-Sdk-Invocation-Id", id}, {"amz-sdk-request", "attempt=2"}});
    ASSERT_TRUE(first);
    EXPECT_EQ(first, second);
}

TEST(call_token_of, is_bound_to_caller_operation_body_and_seed) {
    auto const token = token_of({{"amz-sdk-invocation-id", id}, {"Authorization", signed_by_a}});
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", id}, {"Authorization", signed_by_b}}));
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", id}}));
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", id}, {"Authorization", signed_by_a}}, "{ }"));
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", id}, {"Authorization", signed_by_a}}, "{}", {1, 3}));
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", id}, {"Authorization", signed_by_a}}, "{}", {1, 2}, "Stop"));
    EXPECT_NE(token, token_of({{"amz-sdk-invocation-id", "other"}, {"Authorization", signed_by_a}}));
}

TEST(call_token_of, needs_a_name_that_can_be_believed) {
    EXPECT_EQ(token_of({}), std::nullopt);
    EXPECT_EQ(token_of({{"amz-sdk-invocation-id", "a b"}}), std::nullopt);
    EXPECT_EQ(token_of({{"amz-sdk-invocation-id", " x "}}), token_of({{"amz-sdk-invocation-id", "x"}}));
}

} // namespace
} // namespace firehose_sse::gateway
