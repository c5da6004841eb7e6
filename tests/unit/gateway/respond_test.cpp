// From a body to an answer; and that no broken request ever reaches the service.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/respond.hpp"
#include "unit/gateway/fake_service.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace own_service {

struct service : firehose_sse::gateway::fake_service {};

// A better match than the template, and it must not be called.
inline firehose_sse::gateway::response respond(firehose_sse::gateway::need_body const&, std::string_view, service&,
                                               firehose_sse::gateway::options const&,
                                               firehose_sse::gateway::request_ids const&) {
    return {.status = 599};
}

} // namespace own_service

namespace firehose_sse::gateway {
namespace {

static_assert(performs<fake_service, operation::PutRecord>);
struct no_service {};
static_assert(!performs<no_service, operation::PutRecord>);

need_body wanted(std::string_view name) {
    need_body made{};
    operation::with_operation(name, [&](auto op) {
        made = {decltype(op)::type::name, decltype(op)::type::max_body_bytes};
    });
    return made;
}

response answer(std::string_view name, std::string_view body, fake_service& service, options const& rules = {}) {
    return respond(wanted(name), body, service, rules, test_ids);
}

/// A body that each operation accepts.
std::string valid_body(std::string_view name) {
    if (name == "CreateDeliveryStream") {
        return R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{"BucketARN":"arn:aws:s3:::b"}})";
    }
    if (name == "ListDeliveryStreams") { return "{}"; }
    if (name == "PutRecord") { return R"({"DeliveryStreamName":"orders","Record":{"Data":"aGk="}})"; }
    if (name == "PutRecordBatch") { return R"({"DeliveryStreamName":"orders","Records":[{"Data":"aGk="}]})"; }
    if (name == "TagDeliveryStream") { return R"({"DeliveryStreamName":"orders","Tags":[{"Key":"k"}]})"; }
    if (name == "UntagDeliveryStream") { return R"({"DeliveryStreamName":"orders","TagKeys":["k"]})"; }
    return R"({"DeliveryStreamName":"orders"})";
}

TEST(respond, hands_every_operation_to_the_service) {
    for (auto const& name : operation_names()) {
        fake_service service;
        auto const made = answer(name, valid_body(name), service);
        EXPECT_EQ(made.status, 200) << made.body;
        EXPECT_EQ(made.outcome, "ok");
        EXPECT_EQ(made.operation, name);
        EXPECT_EQ(service.calls, 1);
        EXPECT_EQ(service.last_operation, name);
        bool const has_stream = name != "ListDeliveryStreams";
        EXPECT_EQ(made.stream, has_stream ? "orders" : "");
        EXPECT_EQ(service.stream, has_stream ? "orders" : "");
        EXPECT_EQ(header_of(made, "x-amzn-RequestId"), test_ids.request);
        EXPECT_EQ(header_of(made, "x-amz-id-2"), "ext==");
        EXPECT_EQ(header_of(made, "Content-Type"), "application/x-amz-json-1.1");
    }
}

TEST(respond, an_empty_output_is_an_empty_body) {
    for (char const* const name : {"DeleteDeliveryStream", "StartDeliveryStreamEncryption",
                                   "StopDeliveryStreamEncryption", "TagDeliveryStream", "UntagDeliveryStream"}) {
        fake_service service;
        EXPECT_EQ(answer(name, valid_body(name), service).body, "") << name;
    }
}

TEST(respond, an_output_with_members_is_a_body) {
    fake_service service;
    EXPECT_EQ(answer("PutRecord", valid_body("PutRecord"), service).body, R"({"RecordId":"id","Encrypted":true})");
    EXPECT_EQ(answer("CreateDeliveryStream", valid_body("CreateDeliveryStream"), service).body, "{}");
    EXPECT_EQ(answer("ListDeliveryStreams", "{}", service).body,
              R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})");
    auto& shown = service.description.DeliveryStreamDescription;
    shown.DeliveryStreamName = "orders";
    shown.DeliveryStreamStatus = model::DeliveryStreamStatus::ACTIVE;
    shown.DeliveryStreamType = model::DeliveryStreamType::DirectPut;
    EXPECT_EQ(answer("DescribeDeliveryStream", valid_body("DescribeDeliveryStream"), service).body,
              R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders","DeliveryStreamARN":"",)"
              R"("DeliveryStreamStatus":"ACTIVE","DeliveryStreamType":"DirectPut","VersionId":"","Destinations":[],)"
              R"("HasMoreDestinations":false}})");
}

TEST(respond, errors_of_the_service) {
    fake_service service;
    service.error = "ResourceNotFoundException";
    auto const missing = answer("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})", service);
    EXPECT_EQ(missing.status, 400);
    EXPECT_EQ(missing.body, R"({"__type":"ResourceNotFoundException","message":"told so"})");
    EXPECT_EQ(missing.outcome, "ResourceNotFoundException");
    EXPECT_EQ(missing.stream, "orders");
    EXPECT_EQ(loggable_name("orders"), "orders");
    EXPECT_EQ(loggable_name(std::string(64, 'x')), std::string(64, 'x'));
    for (auto const& made_up : {std::string(), std::string(65, 'x'), std::string("a\nb"), std::string("\033[31m")}) {
        EXPECT_EQ(loggable_name(made_up), "");
    }
    service.error = "ServiceUnavailableException";
    auto const slow = answer("PutRecord", valid_body("PutRecord"), service);
    EXPECT_EQ(slow.status, 503);
    EXPECT_EQ(slow.body, R"({"__type":"ServiceUnavailableException","message":"told so"})");
    for (char const* const error : {"ResourceInUseException", "LimitExceededException", "InvalidArgumentException",
                                    "InvalidKMSResourceException"}) {
        service.error = error;
        auto const made = answer("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})", service);
        EXPECT_EQ(made.status, 400) << error;
        EXPECT_EQ(made.outcome, error);
    }
}

TEST(respond, unreadable_body_says_no_more_than_that) {
    fake_service service;
    auto const made = answer("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":7})", service);
    EXPECT_EQ(made.status, 400);
    EXPECT_EQ(made.body, R"({"__type":"SerializationException"})");
    EXPECT_EQ(made.outcome, "SerializationException");
    EXPECT_EQ(made.operation, "StopDeliveryStreamEncryption");
    EXPECT_EQ(made.stream, "");
    EXPECT_EQ(header_of(made, "x-amzn-RequestId"), test_ids.request);
    EXPECT_EQ(header_of(made, "x-amz-id-2"), "ext==");
    EXPECT_EQ(header_of(made, "Content-Type"), "application/x-amz-json-1.1");
    EXPECT_EQ(header_of(made, "X-Amzn-ErrorType"), std::nullopt); // the real service was not seen to send it
    EXPECT_EQ(service.calls, 0);
}

std::string validation(std::string const& text) {
    return R"({"__type":"ValidationException","message":")" + text + "\"}";
}

TEST(respond, broken_constraints_word_for_word) {
    struct row {
        char const* operation;
        std::string body;
        std::string message;
    };
    std::string const long_name(65, 'n');
    std::vector<row> const table{
        {"StopDeliveryStreamEncryption", "{}",
         "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must not be "
         "null"},
        {"StopDeliveryStreamEncryption", R"({"DeliveryStreamName":null})",
         "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must not be "
         "null"},
        {"StopDeliveryStreamEncryption", R"({"DeliveryStreamName":")" + long_name + "\"}",
         "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must have "
         "length less than or equal to 64"},
        {"StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"a b"})",
         "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy "
         "regular expression pattern: [a-zA-Z0-9_.-]+"},
        {"StopDeliveryStreamEncryption", R"({"DeliveryStreamName":""})",
         "2 validation errors detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must have "
         "length greater than or equal to 1; Value at 'deliveryStreamName' failed to satisfy constraint: Member must "
         "satisfy regular expression pattern: [a-zA-Z0-9_.-]+"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{}})",
         "1 validation error detected: Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to satisfy "
         "constraint: Member must not be null"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"aws_owned_cmk"}})",
         "1 validation error detected: Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to satisfy "
         "constraint: Member must satisfy enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK",)"
         R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:alias/a"}})",
         "1 validation error detected: Value at 'deliveryStreamEncryptionConfigurationInput.keyARN' failed to satisfy "
         R"(constraint: Member must satisfy regular expression pattern: arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:key/)"
         R"([a-zA-Z_0-9+=,.@\\-_/]+)"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[]})",
         "1 validation error detected: Value at 'records' failed to satisfy constraint: Member must have length "
         "greater "
         "than or equal to 1"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[{"Data":""},{}]})",
         "1 validation error detected: Value at 'records.2.member.data' failed to satisfy constraint: Member must not "
         "be null"},
        {"ListDeliveryStreams", R"({"Limit":0})",
         "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value greater "
         "than or equal to 1"},
        {"ListDeliveryStreams", R"({"Limit":10001})",
         "1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value less than "
         "or equal to 10000"},
    };
    for (auto const& row : table) {
        fake_service service;
        auto const made = answer(row.operation, row.body, service);
        EXPECT_EQ(made.status, 400) << row.body;
        EXPECT_EQ(made.body, validation(row.message)) << row.body;
        EXPECT_EQ(made.outcome, "ValidationException");
        EXPECT_EQ(service.calls, 0) << row.body;
    }
}

TEST(respond, stream_is_named_for_the_log_only_when_its_name_is_valid) {
    auto const named = [](std::string const& name) {
        fake_service service;
        return answer("ListTagsForDeliveryStream", R"({"DeliveryStreamName":")" + name + R"(","Limit":0})", service)
            .stream;
    };
    EXPECT_EQ(named("orders"), "orders");
    EXPECT_EQ(named(std::string(64, 'n')), std::string(64, 'n'));
    EXPECT_EQ(named(std::string(65, 'n')), "");
    EXPECT_EQ(named(""), "");
    EXPECT_EQ(named("two words"), "");
    EXPECT_EQ(named("line\\nbreak"), "");
    EXPECT_EQ(named("\\u001b[31m"), "");
}

TEST(respond, rules_can_be_switched_off) {
    fake_service service;
    options rules;
    rules.constraints.off = {constraint::rule::pattern};
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"a b"})", service, rules).status, 200);
    rules.constraints.set = constraint::constraint_set::before_2026_06_12;
    rules.constraints.off = {};
    EXPECT_EQ(answer("StartDeliveryStreamEncryption",
                     R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":)"
                     R"("CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:alias/a"}})",
                     service, rules)
                  .status,
              200);
    EXPECT_EQ(service.calls, 2);
}

TEST(respond, unknown_members_are_ignored_or_refused) {
    fake_service service;
    std::string const body = R"({"DeliveryStreamName":"orders","Unknown":{"a":[1,null]}})";
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", body, service).status, 200);
    EXPECT_EQ(service.calls, 1);
    options strict;
    strict.decode.unknown_members = wire::unknown_members::refuse;
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", body, service, strict).outcome, "SerializationException");
    EXPECT_EQ(service.calls, 1);
}

TEST(respond, null_is_absent) {
    fake_service service;
    EXPECT_EQ(answer("StartDeliveryStreamEncryption",
                     R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":null})", service)
                  .status,
              200);
    EXPECT_EQ(service.calls, 1);
}

TEST(respond, empty_body_is_an_empty_object_or_refused) {
    fake_service service;
    EXPECT_EQ(answer("ListDeliveryStreams", "", service).status, 200);
    EXPECT_EQ(answer("ListDeliveryStreams", " \r\n\t", service).status, 200);
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", "", service).outcome, "ValidationException");
    options strict;
    strict.decode.empty_body = wire::empty_body::refuse;
    EXPECT_EQ(answer("ListDeliveryStreams", "", service, strict).outcome, "SerializationException");
    EXPECT_EQ(service.calls, 2);
}

TEST(respond, null_elements_are_refused_or_skipped) {
    fake_service service;
    std::string const body = R"({"DeliveryStreamName":"o","Records":[null,{"Data":"aGk="},null]})";
    EXPECT_EQ(answer("PutRecordBatch", body, service).outcome, "SerializationException");
    EXPECT_EQ(service.calls, 0);
    options lenient;
    lenient.decode.null_elements = wire::null_elements::skip;
    EXPECT_EQ(answer("PutRecordBatch", body, service, lenient).status, 200);
    EXPECT_EQ(service.calls, 1);
}

TEST(respond, a_member_missing_after_a_skipped_null_is_missing) {
    fake_service service;
    options lenient;
    lenient.decode.null_elements = wire::null_elements::skip;
    auto const made = answer("PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[null,{}]})", service, lenient);
    EXPECT_EQ(made.outcome, "ValidationException");
    EXPECT_EQ(service.calls, 0);
}

TEST(respond, header_for_the_type_of_an_error_is_the_policys) {
    auto const header = [](std::string_view body, std::string error, options const& rules) {
        fake_service service{.error = std::move(error)};
        return header_of(answer("StopDeliveryStreamEncryption", body, service, rules), "X-Amzn-ErrorType");
    };
    std::string const good = R"({"DeliveryStreamName":"orders"})";
    for (auto const when : {error_type_header::with_code, error_type_header::never}) {
        options rules;
        rules.error_type_header = when;
        EXPECT_EQ(header(good, "", rules), std::nullopt);
        EXPECT_EQ(header(good, "ResourceInUseException", rules), std::nullopt);
        EXPECT_EQ(header("{}", "", rules), std::nullopt);
        EXPECT_EQ(header("{", "", rules), std::nullopt);
    }
    options always;
    always.error_type_header = error_type_header::always;
    EXPECT_EQ(header(good, "", always), std::nullopt); // no error
    EXPECT_EQ(header(good, "ResourceInUseException", always), "ResourceInUseException");
    EXPECT_EQ(header("{}", "", always), "ValidationException");
    EXPECT_EQ(header("{", "", always), "SerializationException");
}

TEST(respond, body_above_the_limit_is_not_read) {
    fake_service service;
    std::string const blanks(65'536 - 30, ' ');
    std::string const full = blanks + R"({"DeliveryStreamName":"orders"})";
    EXPECT_EQ(full.size(), 65'537u);
    auto const made = answer("StopDeliveryStreamEncryption", full, service);
    EXPECT_EQ(made.status, 413);
    EXPECT_EQ(made.outcome, "RequestEntityTooLargeException");
    EXPECT_EQ(made.operation, "StopDeliveryStreamEncryption");
    EXPECT_EQ(service.calls, 0);
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", std::string_view(full).substr(1), service).status, 200);
}

TEST(respond, an_operation_that_is_none_is_not_answered_as_one) {
    fake_service service;
    auto const made = respond({"NoSuchOperation", 100}, "{}", service, {}, test_ids);
    EXPECT_EQ(made.status, 400);
    EXPECT_EQ(made.outcome, "UnknownOperationException");
    EXPECT_EQ(made.operation, "");
    EXPECT_FALSE(made.headers.empty());
    EXPECT_EQ(service.calls, 0);
}

// ---- handle: a whole request

struct request {
    std::string method = "POST";
    std::string path = "/";
    std::string target = "Firehose_20150804.StopDeliveryStreamEncryption";
    std::string type = "application/x-amz-json-1.1";
    std::string body = R"({"DeliveryStreamName":"orders"})";
};

response handled(request const& what, fake_service& service) {
    std::vector<wire::header_view> const headers{{"X-Amz-Target", what.target}, {"Content-Type", what.type}};
    return handle({what.method, what.path, headers, what.body.size()}, what.body, service, {}, test_ids);
}

TEST(handle, does_what_its_parts_do) {
    fake_service service;
    auto const made = handled({}, service);
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(made.operation, "StopDeliveryStreamEncryption");
    EXPECT_EQ(made.stream, "orders");
    EXPECT_EQ(service.calls, 1);
    EXPECT_EQ(handled({.method = "GET"}, service).status, 405);
    EXPECT_EQ(handled({.path = "/x"}, service).status, 404);
    EXPECT_EQ(handled({.target = "Firehose_20150804.Nothing"}, service).body,
              R"({"__type":"UnknownOperationException"})");
    EXPECT_EQ(handled({.type = "text/plain"}, service).status, 415);
    EXPECT_EQ(handled({.body = std::string(65'537, ' ')}, service).status, 413);
    EXPECT_EQ(service.calls, 1);
}

TEST(handle, error_type_header_always_means_every_error) {
    fake_service service;
    options always;
    always.error_type_header = error_type_header::always;
    auto const header = [&](request const& what) {
        std::vector<wire::header_view> const headers{{"X-Amz-Target", what.target}, {"Content-Type", what.type}};
        auto const made =
            handle({what.method, what.path, headers, what.body.size()}, what.body, service, always, test_ids);
        EXPECT_NE(made.outcome, "ok");
        return header_of(made, "X-Amzn-ErrorType").value_or("") == made.outcome;
    };
    EXPECT_TRUE(header({.body = "{"}));
    EXPECT_TRUE(header({.target = "none"}));
    EXPECT_TRUE(header({.method = "GET"}));
    EXPECT_TRUE(header({.path = "/x"}));
    EXPECT_TRUE(header({.type = "text/plain"}));
    EXPECT_TRUE(header({.body = std::string(65'537, ' ')}));
}

TEST(handle, the_first_fault_decides) {
    fake_service service;
    request broken{.method = "GET", .path = "/x", .target = "none", .type = "text/plain", .body = "{"};
    EXPECT_EQ(handled(broken, service).status, 404);
    broken.path = "/";
    EXPECT_EQ(handled(broken, service).status, 405);
    broken.method = "POST";
    EXPECT_EQ(handled(broken, service).outcome, "UnknownOperationException");
    broken.target = "Firehose_20150804.StopDeliveryStreamEncryption";
    EXPECT_EQ(handled(broken, service).status, 415);
    broken.type = "application/x-amz-json-1.1";
    EXPECT_EQ(handled(broken, service).outcome, "SerializationException");
    broken.body = "{}";
    EXPECT_EQ(handled(broken, service).outcome, "ValidationException");
    EXPECT_EQ(service.calls, 0);
}

// Whatever is wrong, at any operation: the answer keeps to the protocol, has a status 4xx and repeats nothing of the
// body, and the service was not asked.
void expect_refused(request const& what, std::string_view outcome) {
    fake_service service;
    auto const made = handled(what, service);
    std::string const told = what.target + " " + what.body.substr(0, 80);
    EXPECT_EQ(made.outcome, outcome) << told;
    EXPECT_TRUE(made.status >= 400 && made.status < 500) << told;
    EXPECT_TRUE(made.body.starts_with(R"({"__type":")" + std::string(outcome) + "\"")) << made.body;
    EXPECT_EQ(header_of(made, "Content-Type"), "application/x-amz-json-1.1") << told;
    EXPECT_EQ(header_of(made, "x-amzn-RequestId"), test_ids.request) << told;
    EXPECT_EQ(made.body.find("secret"), std::string::npos) << told;
    EXPECT_EQ(service.calls, 0) << told;
}

TEST(robustness, body_that_no_operation_can_read) {
    std::string const deep(40, '[');
    std::vector<std::pair<char const*, std::string>> const table{
        {"not JSON", "secret"},
        {"cut off in an object", R"({"DeliveryStreamName":"secret")"},
        {"cut off in a string", R"({"DeliveryStreamName":"secret)"},
        {"cut off in an escape", R"({"DeliveryStreamName":"secret\u00)"},
        {"brace alone", "{"},
        {"trailing text", R"({"a":1} secret)"},
        {"two documents", "{}{}"},
        {"trailing comma", R"({"a":1,})"},
        {"comment", R"({/* secret */})"},
        {"single quotes", "{'a':1}"},
        {"name without quotes", "{a:1}"},
        {"array", R"(["secret"])"},
        {"string", R"("secret")"},
        {"number", "42"},
        {"null", "null"},
        {"true", "true"},
        {"byte order mark", "\xEF\xBB\xBF{}"},
        {"UTF-16", std::string("{\0}\0", 4)},
        {"NUL", std::string("\0", 1)},
        {"NUL after the document", std::string("{}\0", 3)},
        {"NUL in a string", std::string("{\"a\":\"\0\"}", 9)},
        {"control character in a string", "{\"a\":\"\x01\"}"},
        {"broken UTF-8 in a value", "{\"a\":\"\xC3(\"}"},
        {"overlong UTF-8 in a name", "{\"\xC0\xAF\":1}"},
        {"surrogate in UTF-8", "{\"a\":\"\xED\xA0\x80\"}"},
        {"lone surrogate", R"({"a":"\ud800"})"},
        {"lone surrogate in a name", R"({"\udc00":1})"},
        {"number beyond any", R"({"a":1e400})"},
        {"not a number", R"({"a":NaN})"},
        {"infinity", R"({"a":-Infinity})"},
        {"leading zero", R"({"a":01})"},
        {"plus", R"({"a":+1})"},
        {"hexadecimal", R"({"a":0x1})"},
        {"unknown name twice", R"({"secret":1,"secret":2})"},
        {"unknown name twice, one escaped", R"({"a":1,"\u0061":2})"},
        {"nested name twice", R"({"x":{"secret":1,"secret":1}})"},
        {"too deep", R"({"a":)" + deep + "1" + std::string(40, ']') + "}"},
        {"thousands deep", R"({"a":)" + std::string(10'000, '[')},
        {"form", "DeliveryStreamName=secret"},
        {"XML", "<secret/>"},
    };
    for (auto const& operation : operation_names()) {
        for (auto const& [what, body] : table) {
            SCOPED_TRACE(what);
            expect_refused({.target = "Firehose_20150804." + operation, .body = body}, "SerializationException");
        }
    }
}

TEST(robustness, kinds_that_do_not_fit) {
    std::vector<std::pair<char const*, std::string>> const table{
        {"CreateDeliveryStream", R"({"DeliveryStreamName":"o","DeliveryStreamType":1})"},
        {"CreateDeliveryStream", R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":"x"})"},
        {"CreateDeliveryStream", R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":[]})"},
        {"CreateDeliveryStream", R"({"DeliveryStreamName":"o","Tags":{}})"},
        {"CreateDeliveryStream", R"({"DeliveryStreamName":"o","Tags":["k"]})"},
        {"DeleteDeliveryStream", R"({"DeliveryStreamName":"o","AllowForceDelete":"true"})"},
        {"DeleteDeliveryStream", R"({"DeliveryStreamName":"o","AllowForceDelete":1})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":"10"})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":1.5})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":2147483648})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":true})"},
        {"ListDeliveryStreams", R"({"Limit":[]})"},
        {"ListDeliveryStreams", R"({"DeliveryStreamType":{}})"},
        {"ListTagsForDeliveryStream", R"({"DeliveryStreamName":"o","ExclusiveStartTagKey":7})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":"c2VjcmV0"})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":7}})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":"secret"}})"}, // no base64
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":"aGk"}})"},    // no padding
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":"aGl="}})"},   // bits left over
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":"aG k="}})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":[]})"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":{}})"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":["c2VjcmV0"]})"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[null]})"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[{"Data":""},null]})"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":7}})"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyARN":{}}})"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":true})"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[{"Key":7}]})"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[null]})"},
        {"UntagDeliveryStream", R"({"DeliveryStreamName":"o","TagKeys":"k"})"},
        {"UntagDeliveryStream", R"({"DeliveryStreamName":"o","TagKeys":[7]})"},
        {"UntagDeliveryStream", R"({"DeliveryStreamName":"o","TagKeys":[null]})"},
    };
    for (auto const& operation : operation_names()) {
        if (operation == "ListDeliveryStreams") { continue; }
        for (char const* const value : {"7", "true", "[]", "{}", "[\"o\"]", "1e2"}) {
            expect_refused({.target = "Firehose_20150804." + operation,
                            .body = R"({"DeliveryStreamName":)" + std::string(value) + "}"},
                           "SerializationException");
        }
    }
    for (auto const& [operation, body] : table) {
        expect_refused({.target = "Firehose_20150804." + std::string(operation), .body = body},
                       "SerializationException");
    }
    // A member that the library does not type must be an object all the same.
    for (char const* const member :
         {"S3DestinationConfiguration", "SplunkDestinationConfiguration", "KinesisStreamSourceConfiguration"}) {
        for (char const* const value : {"7", "true", "[]", "[{}]", R"("secret")"}) {
            expect_refused({.target = "Firehose_20150804.CreateDeliveryStream",
                            .body = R"({"DeliveryStreamName":"o",")" + std::string(member) + "\":" + value + "}"},
                           "SerializationException");
        }
    }
}

TEST(robustness, a_name_twice) {
    for (auto const& operation : operation_names()) {
        std::string const member = operation == "ListDeliveryStreams" ? "DeliveryStreamType" : "DeliveryStreamName";
        std::string const escaped = "\\u0044" + member.substr(1);
        for (auto const& second : {member, escaped}) {
            for (char const* const value : {R"("DirectPut")", "null"}) {
                expect_refused({.target = "Firehose_20150804." + operation,
                                .body = "{\"" + member + R"(":"DirectPut",")" + second + "\":" + value + "}"},
                               "SerializationException");
            }
        }
    }
}

TEST(robustness, required_members_absent_or_null) {
    std::vector<std::pair<char const*, std::string>> const table{
        {"CreateDeliveryStream", "{}"},
        {"DeleteDeliveryStream", R"({"AllowForceDelete":true})"},
        {"DescribeDeliveryStream", ""},
        {"ListTagsForDeliveryStream", R"({"DeliveryStreamName":null})"},
        {"PutRecord", R"({"DeliveryStreamName":"o"})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":null})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{}})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":null}})"},
        {"PutRecord", R"({"deliveryStreamName":"o","record":{"data":""}})"}, // case matters
        {"PutRecordBatch", R"({"DeliveryStreamName":"o"})"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[{}]})"},
        {"StartDeliveryStreamEncryption", R"({"DeliveryStreamEncryptionConfigurationInput":null})"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyARN":null}})"},
        {"StopDeliveryStreamEncryption", "{}"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o"})"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[{"Value":"v"}]})"},
        {"UntagDeliveryStream", R"({"DeliveryStreamName":"o","TagKeys":null})"},
    };
    for (auto const& [operation, body] : table) {
        expect_refused({.target = "Firehose_20150804." + std::string(operation), .body = body}, "ValidationException");
    }
}

TEST(robustness, values_out_of_bounds) {
    std::string many_records;
    std::string many_tags;
    for (int i = 0; i < 501; ++i) { many_records += R"({"Data":""},)"; }
    for (int i = 0; i < 51; ++i) { many_tags += R"({"Key":"k"},)"; }
    many_records.pop_back();
    many_tags.pop_back();
    std::string const big(1'365'336 + 4, 'A'); // one byte more than a record may have
    std::vector<std::pair<char const*, std::string>> const table{
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"secret name"})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"secret\n"})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":0})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","Limit":-1})"},
        {"DescribeDeliveryStream", R"({"DeliveryStreamName":"o","ExclusiveStartDestinationId":"secret!"})"},
        {"ListDeliveryStreams", R"({"Limit":10001})"},
        {"ListDeliveryStreams", R"({"DeliveryStreamType":"secret"})"},
        {"ListDeliveryStreams", R"({"DeliveryStreamType":""})"},
        {"ListTagsForDeliveryStream", R"({"DeliveryStreamName":"o","Limit":51})"},
        {"PutRecord", R"({"DeliveryStreamName":"o","Record":{"Data":")" + big + "\"}}"},
        {"PutRecordBatch", R"({"DeliveryStreamName":"o","Records":[)" + many_records + "]}"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"secret"}})"},
        {"StartDeliveryStreamEncryption",
         R"({"DeliveryStreamName":"o","DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK",)"
         R"("KeyARN":"secret"}})"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[)" + many_tags + "]}"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[{"Key":"aws:secret"}]})"},
        {"TagDeliveryStream", R"({"DeliveryStreamName":"o","Tags":[]})"},
        {"UntagDeliveryStream", R"({"DeliveryStreamName":"o","TagKeys":[""]})"},
    };
    for (auto const& [operation, body] : table) {
        expect_refused({.target = "Firehose_20150804." + std::string(operation), .body = body}, "ValidationException");
    }
}

TEST(robustness, heads_that_are_not_this_protocol) {
    expect_refused({.target = ""}, "UnknownOperationException");
    expect_refused({.target = "secret"}, "UnknownOperationException");
    expect_refused({.target = "Firehose_20150804.UpdateDestination"}, "UnknownOperationException");
    expect_refused({.method = "GET"}, "UnknownOperationException");
    expect_refused({.path = "/secret"}, "UnknownOperationException");
    expect_refused({.type = "secret/secret"}, "UnsupportedMediaTypeException");
    expect_refused({.body = std::string(65'537, ' ')}, "RequestEntityTooLargeException");
}

TEST(respond, tells_the_host_why_a_body_could_not_be_read) {
    fake_service service;
    auto const made = answer("PutRecord", R"({"le4ked":1,"DeliveryStreamName":1})", service);
    EXPECT_EQ(made.outcome, "SerializationException");
    EXPECT_EQ(made.fault, "wrong_kind at byte 33");
    EXPECT_EQ(made.body, R"({"__type":"SerializationException"})");
    EXPECT_EQ(answer("PutRecord", R"({"le4ked":1e400})", service).fault, "number_out_of_range at byte 10");
    EXPECT_EQ(answer("ListDeliveryStreams", "{}", service).fault, "");
}

TEST(respond, tells_the_sender_in_our_own_words_only) {
    fake_service service;
    options const rules{.message = {.wording = constraint::wording::own}};
    EXPECT_EQ(answer("PutRecord", R"({"DeliveryStreamName":1})", service, rules).body,
              R"({"__type":"SerializationException","message":"wrong_kind at byte 22, /DeliveryStreamName"})");
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"a b"})", service, rules).body,
              R"({"__type":"ValidationException","message":"1 validation error detected: pattern at )"
              R"(/DeliveryStreamName: must match [a-zA-Z0-9_.-]+"})");
    EXPECT_EQ(service.calls, 0);
}

TEST(respond, words_a_validation_error_as_asked) {
    fake_service service;
    options rules{
        .message = {.wording = constraint::wording::echoing, .aggregation = constraint::aggregation::first_only}};
    EXPECT_EQ(answer("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":""})", service, rules).body,
              R"({"__type":"ValidationException","message":"1 validation error detected: Value '(string, 0 code )"
              R"(points)' at 'deliveryStreamName' failed to satisfy constraint: Member must have length greater than )"
              R"(or equal to 1"})");
}

TEST(respond, counts_the_unknown_members_it_was_told_to_warn_of) {
    fake_service service;
    options rules;
    rules.decode.unknown_members = wire::unknown_members::warn;
    auto const name = "StopDeliveryStreamEncryption";
    EXPECT_EQ(answer(name, R"({"x":1,"DeliveryStreamName":"a","y":2})", service, rules).unknown_members, 2u);
    EXPECT_EQ(answer(name, R"({"x":1,"DeliveryStreamName":"a b"})", service, rules).unknown_members, 1u);
    EXPECT_EQ(answer(name, R"({"x":1,"DeliveryStreamName":"a"})", service).unknown_members, 0u);
}

TEST(handle, calls_no_function_of_the_same_name_beside_the_service) {
    own_service::service service;
    wire::header_view const headers[] = {{"X-Amz-Target", "Firehose_20150804.ListDeliveryStreams"},
                                         {"Content-Type", wire::content_type}};
    EXPECT_EQ(handle({.method = "POST", .path = "/", .headers = headers}, "{}", service, {}, test_ids).status, 200);
}

TEST(respond, names_the_operation_even_when_the_request_is_gone) {
    fake_service service;
    std::string name = "StopDeliveryStreamEncryption";
    auto const made = respond({name, 100}, R"({"DeliveryStreamName":"orders"})", service, {}, test_ids);
    auto const too_long = respond({name, 3}, R"({"DeliveryStreamName":"orders"})", service, {}, test_ids);
    name.assign(name.size(), 'x');
    EXPECT_EQ(made.operation, "StopDeliveryStreamEncryption");
    EXPECT_EQ(too_long.operation, "StopDeliveryStreamEncryption");
}

} // namespace
} // namespace firehose_sse::gateway
