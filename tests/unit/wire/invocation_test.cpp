// Who calls, and which call it is, read from headers.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/invocation.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::wire {
namespace {

constexpr std::string_view signed_by_a =
    "AWS4-HMAC-SHA256 Credential=AKIAONE/20261125/us-east-1/firehose/aws4_request, SignedHeaders=host, Signature=0";
constexpr std::string_view signed_by_b =
    "AWS4-HMAC-SHA256 Credential=AKIATWO/20261125/us-east-1/firehose/aws4_request, SignedHeaders=host, Signature=0";

TEST(access_key_id, is_read_from_the_signature) {
    EXPECT_EQ(access_key_id(std::vector<header_view>{{"authorization", signed_by_a}}), "AKIAONE");
    EXPECT_EQ(access_key_id(std::vector<header_view>{{"Authorization", "X Credential=AKIA, Y"}}), "AKIA");
    EXPECT_EQ(access_key_id(std::vector<header_view>{{"Authorization", "X Credential="}}), "");
    EXPECT_EQ(access_key_id(std::vector<header_view>{{"Authorization", "Bearer x"}}), "");
    EXPECT_EQ(access_key_id(std::vector<header_view>{}), "");
    auto const of = [](std::string_view text) {
        return access_key_id(std::vector<header_view>{{"Authorization", text}});
    };
    EXPECT_EQ(of("AWS4-HMAC-SHA256 xCredential=VICTIM/x, Credential=MINE/x, Signature=0"), "MINE");
    EXPECT_EQ(of("AWS4-HMAC-SHA256 SignedHeaders=Credential=VICTIM/x,Credential=MINE/x"), "MINE");
    EXPECT_EQ(of("AWS4-HMAC-SHA256 Signature=0 ,\tCredential=MINE , x"), "MINE");
    EXPECT_EQ(of("Credential=VICTIM/x Credential=MINE/x"), "MINE");
    EXPECT_EQ(of("Credential=VICTIM/x"), ""); // here it is the scheme
    EXPECT_EQ(of("AWS4-HMAC-SHA256 Credential=VICTIM/x, Credential=MINE/x"), "");
    EXPECT_EQ(of("AWS4-HMAC-SHA256 Credential=MINE/x, Credential=MINE/x"), "");
    EXPECT_EQ(of("AWS4-HMAC-SHA256 Credential=/x"), "");
    EXPECT_EQ(of(" ,,"), "");
    EXPECT_EQ(access_key_id(std::vector<header_view>{{"Authorization", signed_by_a}, {"Authorization", signed_by_b}}),
              "");
}

std::optional<std::string> id_of(std::vector<header_view> const& headers) {
    auto const id = invocation_id(headers);
    return id ? std::optional(std::string(*id)) : std::nullopt;
}

TEST(invocation_id, is_one_that_can_be_believed) {
    EXPECT_EQ(id_of({{"Amz-Sdk-Invocation-Id", "\t0a1b2c3d-0000-4000-8000-000000000001 "}}),
              "0a1b2c3d-0000-4000-8000-000000000001");
    EXPECT_EQ(id_of({}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", ""}}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", "  "}}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", "a b"}}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", "a\x7f"}}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", "\xc3\xa9"}}), std::nullopt);
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", "a"}, {"amz-sdk-invocation-id", "a"}}), std::nullopt);
    std::string const longest(128, 'x');
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", longest}}), longest);
    std::string const long_id(129, 'x');
    EXPECT_EQ(id_of({{"amz-sdk-invocation-id", long_id}}), std::nullopt);
}

} // namespace
} // namespace firehose_sse::wire
