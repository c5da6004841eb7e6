// What a head alone decides.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/precheck.hpp"
#include "unit/gateway/fake_service.hpp"
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::gateway {
namespace {

/// A head that passes, to be broken.
struct head {
    std::string_view method = "POST";
    std::string_view path = "/";
    std::vector<wire::header_view> headers{{"Host", "firehose.us-east-1.amazonaws.com"},
                                           {"X-Amz-Target", "Firehose_20150804.PutRecord"},
                                           {"Content-Type", "application/x-amz-json-1.1"}};
    std::optional<std::uint64_t> content_length{};

    [[nodiscard]] std::variant<need_body, response> checked() const {
        return precheck({method, path, headers, content_length}, test_ids);
    }
    /// "PutRecord 2097152", or "400 UnknownOperationException".
    [[nodiscard]] std::string verdict() const {
        auto const result = checked();
        if (auto const* go_on = std::get_if<need_body>(&result)) {
            return std::string(go_on->operation) + " " + std::to_string(go_on->max_bytes);
        }
        auto const& refused = std::get<response>(result);
        return std::to_string(refused.status) + " " + refused.outcome;
    }
};

head with_target(std::string_view target) {
    head made;
    made.headers[1].value = target;
    return made;
}

head with_type(std::string_view type) {
    head made;
    made.headers[2].value = type;
    return made;
}

TEST(precheck, every_operation_passes_with_its_own_limit) {
    for (auto const& name : operation_names()) {
        std::size_t limit = 0;
        operation::with_operation(name, [&](auto op) { limit = decltype(op)::type::max_body_bytes; });
        std::string const target = "Firehose_20150804." + name;
        EXPECT_EQ(with_target(target).verdict(), name + " " + std::to_string(limit));
    }
    EXPECT_EQ(with_target("Firehose_20150804.PutRecord").verdict(), "PutRecord 2097152");
    EXPECT_EQ(with_target("Firehose_20150804.StartDeliveryStreamEncryption").verdict(),
              "StartDeliveryStreamEncryption 65536");
}

TEST(precheck, the_operation_named_outlives_the_request) {
    std::string target = "Firehose_20150804.PutRecord";
    auto const result = with_target(target).checked();
    target.assign(target.size(), 'x');
    EXPECT_EQ(std::get<need_body>(result).operation, "PutRecord");
}

TEST(precheck, path_of_a_target) {
    for (std::string_view const target : {"http://h/", "https://h", "HTTP://h:80/", "hTTps://127.0.0.1"}) {
        EXPECT_EQ(path_of_target(target), "/") << target;
    }
    static_assert(path_of_target("http://h/x?y") == "/x?y" && path_of_target("http://h?x/") == "?x/");
    static_assert(path_of_target("http://h#/") == "#/");
    for (std::string_view const target :
         {"", "/", "/x", "*", "h", "http:/", "http://", "http:///", "https://?x", "ftp://h/"}) {
        EXPECT_EQ(path_of_target(target), target);
    }
}

TEST(precheck, path_and_method) {
    for (std::string_view const path : {"", "/x", "//", "/?a=b", "*", "http://localhost/"}) {
        head other;
        other.path = path;
        EXPECT_EQ(other.verdict(), "404 UnknownOperationException") << path;
    }
    for (std::string_view const method : {"GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "post", ""}) {
        head other;
        other.method = method;
        EXPECT_EQ(other.verdict(), "405 UnknownOperationException") << method;
        EXPECT_EQ(header_of(std::get<response>(other.checked()), "Allow"), "POST");
    }
    head both;
    both.path = "/x";
    both.method = "GET";
    EXPECT_EQ(both.verdict(), "404 UnknownOperationException");
}

TEST(precheck, target_that_names_no_operation) {
    for (std::string_view const target :
         {"", "PutRecord", "Firehose_20150804", "Firehose_20150804.", "Firehose_20150804.putrecord",
          "firehose_20150804.PutRecord", "Firehose_20150803.PutRecord", "Firehose_20150804.PutRecord.x",
          "Firehose_20150804..PutRecord", "Firehose_20150804.Put Record", "Firehose_20150804.UpdateDestination",
          "Kinesis_20131202.PutRecord", "DynamoDB_20120810.PutItem"}) {
        auto const result = with_target(target).checked();
        ASSERT_TRUE(std::holds_alternative<response>(result)) << target;
        auto const& refused = std::get<response>(result);
        EXPECT_EQ(refused.status, 400) << target;
        EXPECT_EQ(refused.body, R"({"__type":"UnknownOperationException"})") << target;
        EXPECT_EQ(refused.operation, "") << target;
    }
    head missing;
    missing.headers.erase(missing.headers.begin() + 1);
    EXPECT_EQ(missing.verdict(), "400 UnknownOperationException");
    head bare;
    bare.headers.clear();
    EXPECT_EQ(bare.verdict(), "400 UnknownOperationException");
}

TEST(precheck, names_of_headers_have_no_case) {
    head lower;
    lower.headers = {{"x-amz-target", "Firehose_20150804.PutRecord"}, {"content-type", "application/x-amz-json-1.1"}};
    EXPECT_EQ(lower.verdict(), "PutRecord 2097152");
    head upper;
    upper.headers = {{"X-AMZ-TARGET", "Firehose_20150804.PutRecord"}, {"CONTENT-TYPE", "application/x-amz-json-1.1"}};
    EXPECT_EQ(upper.verdict(), "PutRecord 2097152");
}

TEST(precheck, header_given_twice_is_none) {
    head two_targets;
    two_targets.headers.push_back({"x-amz-target", "Firehose_20150804.DeleteDeliveryStream"});
    EXPECT_EQ(two_targets.verdict(), "400 UnknownOperationException");
    head same_target_twice;
    same_target_twice.headers.push_back(same_target_twice.headers[1]);
    EXPECT_EQ(same_target_twice.verdict(), "400 UnknownOperationException");
    head two_types;
    two_types.headers.push_back({"content-type", "text/plain"});
    EXPECT_EQ(two_types.verdict(), "415 UnsupportedMediaTypeException");
    head other_header_twice;
    other_header_twice.headers.push_back({"Host", "localhost"});
    EXPECT_EQ(other_header_twice.verdict(), "PutRecord 2097152");
}

TEST(precheck, media_type) {
    for (std::string_view const type : {"application/x-amz-json-1.1", "application/x-amz-json-1.1; charset=utf-8",
                                        "application/x-amz-json-1.1;charset=UTF-8", "Application/X-Amz-Json-1.1"}) {
        EXPECT_EQ(with_type(type).verdict(), "PutRecord 2097152") << type;
    }
    for (std::string_view const type : {"", "application/json", "application/x-amz-json-1.0", "text/plain",
                                        "application/x-amz-json-1.10", "x application/x-amz-json-1.1"}) {
        EXPECT_EQ(with_type(type).verdict(), "415 UnsupportedMediaTypeException") << type;
    }
    head missing;
    missing.headers.pop_back();
    auto const result = missing.checked();
    ASSERT_TRUE(std::holds_alternative<response>(result));
    auto const& refused = std::get<response>(result);
    EXPECT_EQ(refused.status, 415);
    EXPECT_EQ(refused.body, R"({"__type":"UnsupportedMediaTypeException",)"
                            R"("message":"Content-Type must be application/x-amz-json-1.1"})");
    EXPECT_EQ(refused.operation, "PutRecord"); // recognised all the same: a log may name it
}

TEST(precheck, declared_size) {
    head sized = with_target("Firehose_20150804.StopDeliveryStreamEncryption");
    sized.content_length = 0;
    EXPECT_EQ(sized.verdict(), "StopDeliveryStreamEncryption 65536");
    sized.content_length = 65'536;
    EXPECT_EQ(sized.verdict(), "StopDeliveryStreamEncryption 65536");
    for (std::uint64_t const size : {std::uint64_t{65'537}, ~std::uint64_t{0}}) {
        sized.content_length = size;
        auto const result = sized.checked();
        ASSERT_TRUE(std::holds_alternative<response>(result));
        auto const& refused = std::get<response>(result);
        EXPECT_EQ(refused.status, 413);
        EXPECT_EQ(refused.body, R"({"__type":"RequestEntityTooLargeException",)"
                                R"("message":"Request body exceeds 65536 bytes"})");
        EXPECT_EQ(refused.operation, "StopDeliveryStreamEncryption");
    }
}

TEST(precheck, every_refusal_has_the_protocols_headers) {
    head get;
    get.method = "GET";
    head sized;
    sized.content_length = ~std::uint64_t{0};
    for (auto const& each : {get, with_target(""), with_type("text/html"), sized}) {
        auto const result = each.checked();
        ASSERT_TRUE(std::holds_alternative<response>(result));
        auto const& refused = std::get<response>(result);
        EXPECT_EQ(header_of(refused, "x-amzn-RequestId"), test_ids.request);
        EXPECT_EQ(header_of(refused, "x-amz-id-2"), "ext==");
        EXPECT_EQ(header_of(refused, "Content-Type"), "application/x-amz-json-1.1");
        EXPECT_TRUE(refused.body.starts_with(R"({"__type":")"));
    }
}

} // namespace
} // namespace firehose_sse::gateway
