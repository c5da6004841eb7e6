// For every kind of finding an exchange that makes it, and one that does not.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/oracle.hpp"
#include "unit/fuzzing/talk.hpp"
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::fuzzing {
namespace {

constexpr std::string_view put_body = R"({"DeliveryStreamName":"orders","Record":{"Data":"aGk="}})";
constexpr std::string_view missing = R"({"__type":"ResourceNotFoundException","message":"m"})";

/// What is found in an answer to a request that stands alone: no stream exists.
std::string alone(std::string_view operation, std::string_view body, answer what, oracle_policy rules = {}) {
    return talk(std::move(rules)).hear(operation, std::string(body), std::move(what));
}

answer with_body(int status, std::string_view body) {
    answer made = ok(std::string(body));
    made.status = status;
    return made;
}

TEST(oracle, judges_an_error_by_itself) {
    auto const put = [](answer what) { return alone("PutRecord", put_body, std::move(what)); };
    EXPECT_EQ(put(with_body(400, missing)), "");
    EXPECT_EQ(put(with_body(404, missing)), "error_status_wrong");
    EXPECT_EQ(put(with_body(302, missing)), "status_not_of_protocol");
    EXPECT_EQ(put(with_body(500, R"({"__type":"InternalFailure"})")), "server_failed");
    EXPECT_EQ(put(with_body(500, "<html>")), "server_failed");
    EXPECT_EQ(put(with_body(400, "<html>")), "error_unreadable");
    EXPECT_EQ(put(with_body(400, "")), "error_unreadable");
    EXPECT_EQ(put(with_body(400, R"({"message":"m"})")), "error_without_type");
    EXPECT_EQ(put(with_body(400, R"({"__type":"ResourceNotFoundException","message":{}})")), "error_unreadable");
    EXPECT_EQ(put(with_body(400, R"({"__type":"com.amazonaws.firehose#ResourceNotFoundException"})")), "");
    EXPECT_EQ(put(with_body(400, R"({"__type":"ResourceInUseException"})")), "error_not_of_operation");
    EXPECT_EQ(put(with_body(400, R"({"__type":"Oops"})")), "error_not_of_operation");
}

TEST(oracle, lets_pass_what_any_service_may_answer) {
    auto const any = oracle_policy::any_endpoint();
    auto const start = [&](int status, std::string_view type, oracle_policy const& rules) {
        return alone("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})",
                     with_body(status, wire::encode_error(type, "m")), rules);
    };
    for (std::string_view const type :
         {"AccessDeniedException", "ExpiredTokenException", "MissingAuthenticationToken", "InvalidSignatureException",
          "InvalidClientTokenId", "OptInRequired", "NotAuthorized", "RequestExpired"}) {
        for (int const status : {400, 401, 403}) { EXPECT_EQ(start(status, type, any), "") << type << status; }
        EXPECT_EQ(start(404, type, any), "error_status_wrong") << type;
        EXPECT_EQ(start(400, type, {}), "wrong_error") << type;
        EXPECT_EQ(start(403, type, {}), "error_status_wrong wrong_error") << type;
    }
    EXPECT_EQ(start(503, "ServiceUnavailable", any), "");
    EXPECT_EQ(start(503, "ServiceUnavailable", {}), "throttled_without_reason");
    EXPECT_EQ(start(403, "ResourceNotFoundException", any), "error_status_wrong");
    EXPECT_EQ(alone("PutRecord", put_body, error("InvalidSourceException"), any), "");
    EXPECT_EQ(alone("PutRecord", put_body, error("InvalidSourceException")), "wrong_error");
    constexpr std::string_view tags = R"({"DeliveryStreamName":"orders"})";
    EXPECT_EQ(alone("ListTagsForDeliveryStream", tags, error("LimitExceededException"), any), "");
    EXPECT_NE(alone("ListTagsForDeliveryStream", tags, error("LimitExceededException")), "");
}

TEST(oracle, knows_operations_that_it_does_not_follow) {
    constexpr std::string_view body = R"({"DeliveryStreamName":"orders","CurrentDeliveryStreamVersionId":"1"})";
    EXPECT_EQ(alone("UpdateDestination", body, ok("{}"), oracle_policy::any_endpoint()), "");
    EXPECT_EQ(alone("UpdateDestinations", body, ok("{}"), oracle_policy::any_endpoint()), "bad_head_accepted");
    EXPECT_EQ(alone("UpdateDestination", body, ok("{}")), "bad_head_accepted"); // this library does not take it
}

TEST(oracle, members_that_contradict_each_other_may_be_refused_as_invalid) {
    std::string const alias = R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a")";
    for (std::string const& key :
         {std::string(R"({"KeyType":"CUSTOMER_MANAGED_CMK"})"), R"({"KeyType":"AWS_OWNED_CMK",)" + alias + "}"}) {
        std::string const body =
            R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":)" + key + "}";
        auto const any = oracle_policy::any_endpoint();
        EXPECT_EQ(alone("StartDeliveryStreamEncryption", body, error("ValidationException"), any), "") << key;
        EXPECT_EQ(alone("StartDeliveryStreamEncryption", body, error("ValidationException")), "valid_refused") << key;
    }
    EXPECT_EQ(alone("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})", error("ValidationException"),
                    oracle_policy::any_endpoint()),
              "valid_refused");
}

TEST(oracle, a_body_that_the_service_is_not_known_to_refuse_may_be_taken) {
    auto const any = oracle_policy::any_endpoint();
    for (std::string_view const odd :
         {R"({"x":1e400,"DeliveryStreamName":"orders"})", R"({"x":"\ud800","DeliveryStreamName":"orders"})",
          R"({"x":{"a":1,"a":2},"DeliveryStreamName":"orders"})"}) {
        EXPECT_EQ(alone("StopDeliveryStreamEncryption", odd, ok(), any), "") << odd;
        EXPECT_EQ(alone("StopDeliveryStreamEncryption", odd, error("SerializationException"), any), "") << odd;
        EXPECT_EQ(alone("StopDeliveryStreamEncryption", odd, ok()), "unreadable_accepted") << odd;
    }
    EXPECT_EQ(alone("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders")", ok(), any),
              "unreadable_accepted");
    std::string const deep =
        R"({"DeliveryStreamName":"orders","x":)" + std::string(200, '[') + std::string(200, ']') + "}";
    EXPECT_EQ(alone("StopDeliveryStreamEncryption", deep, ok(), any), "");
}

TEST(oracle, an_output_is_held_to_the_constraints_in_force) {
    constraint::policy older{.set = constraint::constraint_set::before_2026_06_12};
    operation::policy service;
    service.constraints = older;
    for (auto const& [rules, wanted] : {std::pair(oracle_policy::exactly(service), std::string()),
                                        std::pair(oracle_policy::any_endpoint(), std::string()),
                                        std::pair(oracle_policy{}, std::string("output_invalid"))}) {
        talk t(rules);
        auto const shown = talk::description(t.now, R"({"Status":"ENABLED","KeyType":"CUSTOMER_MANAGED_CMK",)"
                                                    R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:alias/a"})");
        EXPECT_EQ(t.describe(shown).find("output_invalid") == std::string::npos, wanted.empty());
    }
}

TEST(oracle, what_an_endpoint_makes_up_is_not_repeated) {
    for (int const status : {400, 404}) {
        oracle judge;
        auto const sent = make_request("PutRecord", R"({"DeliveryStreamName":"a","Record":{"Data":""}})");
        auto const found = judge.hear({sent, with_body(status, R"({"__type":"Made\u001bUp"})"), instant{}, instant{}});
        ASSERT_FALSE(found.empty());
        for (auto const& each : found) {
            EXPECT_EQ(to_text(each).find("Made"), std::string::npos) << to_text(each);
            EXPECT_NE(to_text(each).find("an unknown error"), std::string::npos) << to_text(each);
        }
    }
}

TEST(oracle, judges_headers_where_there_are_some) {
    auto const put = [](std::vector<header> headers, oracle_policy rules = {}) {
        return alone("PutRecord", put_body, {400, std::move(headers), std::string(missing)}, std::move(rules));
    };
    header const type{"content-type", "application/x-amz-json-1.1; charset=utf-8"};
    header const id{"X-AMZN-REQUESTID", "1"};
    EXPECT_EQ(put({}), "");
    EXPECT_EQ(put({type, id}), "");
    EXPECT_EQ(put({type}), "request_id_missing");
    EXPECT_EQ(put({type, {"x-amzn-RequestId", ""}}), "request_id_missing");
    EXPECT_EQ(put({id}), "content_type_wrong");
    EXPECT_EQ(put({id, type, type}), "content_type_wrong");
    EXPECT_EQ(put({id, {"Content-Type", "text/html"}}), "content_type_wrong");
    oracle_policy open;
    open.tolerated.headers = true;
    EXPECT_EQ(put({{"Content-Type", "text/html"}}, open), "");
}

TEST(oracle, judges_a_head_that_is_not_of_this_protocol) {
    auto const hear = [](request sent, answer what) {
        oracle judge;
        return kinds_of(judge.hear({std::move(sent), std::move(what), {}, {}}));
    };
    answer const unknown = error("UnknownOperationException");
    EXPECT_EQ(hear(make_request("UpdateNothing", "{}"), unknown), "");
    EXPECT_EQ(hear(make_request("UpdateNothing", "{}"), ok("{}")), "bad_head_accepted");
    EXPECT_EQ(hear(make_request("UpdateNothing", "{}"), with_body(500, "oops")), "server_failed");
    EXPECT_EQ(hear(make_request("UpdateNothing", "{}"), error("ValidationException")), "wrong_error_for_head");
    EXPECT_EQ(hear(make_request("putrecord", "{}"), unknown), "");
    request twice = make_request("PutRecord", "{}");
    twice.headers.push_back(twice.headers.front());
    EXPECT_EQ(hear(twice, unknown), "");
    request other = make_request("ListDeliveryStreams", "{}");
    other.path = "/x";
    EXPECT_EQ(hear(other, with_body(404, "not here")), "");
    EXPECT_EQ(hear(other, ok("{}")), "bad_head_accepted");
    other = make_request("ListDeliveryStreams", "{}");
    other.method = "GET";
    EXPECT_EQ(hear(other, with_body(405, "")), "");
    other = make_request("ListDeliveryStreams", "{}");
    other.headers.back().value = "text/plain";
    EXPECT_EQ(hear(other, with_body(415, "")), "");
    EXPECT_EQ(hear(other, ok(R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})")), "bad_head_accepted");
}

TEST(oracle, judges_the_answer_to_a_body_that_must_be_refused) {
    answer const serialization = error("SerializationException");
    answer const validation = error("ValidationException");
    for (std::string_view const body :
         {R"({"DeliveryStreamName":7})", "{", R"({"DeliveryStreamName":"a","DeliveryStreamName":"b"})"}) {
        EXPECT_EQ(alone("DescribeDeliveryStream", body, serialization), "");
        EXPECT_EQ(alone("DescribeDeliveryStream", body, validation), "wrong_error_for_unreadable");
        EXPECT_EQ(alone("DeleteDeliveryStream", body, ok()), "unreadable_accepted");
    }
    for (std::string_view const body : {R"({"DeliveryStreamName":"a b"})", R"({"DeliveryStreamName":""})", "{}"}) {
        EXPECT_EQ(alone("DescribeDeliveryStream", body, validation), "");
        EXPECT_EQ(alone("DescribeDeliveryStream", body, serialization), "wrong_error_for_invalid");
        EXPECT_EQ(alone("DescribeDeliveryStream", body, error("ResourceNotFoundException")), "wrong_error_for_invalid");
        EXPECT_EQ(alone("DeleteDeliveryStream", body, ok()), "invalid_accepted");
    }
    talk tagged;
    EXPECT_EQ(tagged.make_active(), "");
    EXPECT_EQ(tagged.hear("ListTagsForDeliveryStream", R"({"DeliveryStreamName":"orders","Limit":-7})", validation),
              "");
    for (auto const& refusal : {serialization, validation, error("UnknownOperationException")}) {
        EXPECT_EQ(alone("PutRecord", put_body, refusal), "valid_refused");
    }
    oracle_policy open;
    open.tolerated.refusal_types = true;
    EXPECT_EQ(alone("DescribeDeliveryStream", "{", error("InvalidArgumentException"), open), "error_not_of_operation");
    EXPECT_EQ(alone("PutRecord", "{", error("InvalidArgumentException"), open), "");
    EXPECT_EQ(alone("PutRecord", "{", error("ResourceNotFoundException"), open), "wrong_error_for_unreadable");
}

TEST(oracle, lets_pass_either_answer_where_two_ways_of_reading_are_in_question) {
    auto const rules = oracle_policy::any_endpoint();
    std::string_view const unknown_member = R"({"DeliveryStreamName":"orders","X":1})";
    EXPECT_EQ(alone("DescribeDeliveryStream", unknown_member, error("SerializationException"), rules), "");
    EXPECT_EQ(alone("DescribeDeliveryStream", unknown_member, error("ResourceNotFoundException"), rules), "");
    EXPECT_EQ(
        alone("DescribeDeliveryStream", R"({"DeliveryStreamName":"orders"})", error("SerializationException"), rules),
        "valid_refused");
    std::string_view const alias =
        R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":)"
        R"({"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":"arn:aws:kms:us-east-1:123456789012:alias/a"}})";
    EXPECT_EQ(alone("StartDeliveryStreamEncryption", alias, error("ValidationException"), rules), "");
    EXPECT_EQ(alone("StartDeliveryStreamEncryption", alias, error("ResourceNotFoundException"), rules), "");
    EXPECT_EQ(alone("StartDeliveryStreamEncryption", alias, error("ResourceNotFoundException")),
              "wrong_error_for_invalid");
}

TEST(oracle, judges_an_output_by_itself) {
    auto const list = [](std::string_view body) { return alone("ListDeliveryStreams", "{}", ok(std::string(body))); };
    EXPECT_EQ(list(R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})"), "");
    EXPECT_EQ(list(R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false,"More":1})"), "");
    EXPECT_EQ(list(R"({"DeliveryStreamNames":[]})"), "output_invalid");
    EXPECT_EQ(list(R"({"DeliveryStreamNames":{}})"), "output_unreadable");
    EXPECT_EQ(list(""), "output_unreadable");
    talk empty;
    EXPECT_EQ(empty.make_active(), "");
    EXPECT_EQ(empty.start(ok()), "");
    EXPECT_EQ(empty.stop(ok("[]")), "output_unreadable in_use_accepted");
}

TEST(oracle, judges_the_entries_of_a_batch) {
    auto const batch = [](std::string_view answer_body, oracle_policy rules = {}) {
        talk one(std::move(rules));
        EXPECT_EQ(one.make_active(), "");
        return one.hear("PutRecordBatch", R"({"DeliveryStreamName":"orders","Records":[{"Data":""},{"Data":""}]})",
                        ok(std::string(answer_body)));
    };
    std::string_view const two =
        R"({"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":"1"},{"RecordId":"2"}]})";
    EXPECT_EQ(batch(two), "");
    EXPECT_EQ(batch(R"({"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":"1"}]})"),
              "entry_count_wrong");
    EXPECT_EQ(batch(R"({"FailedPutCount":1,"Encrypted":false,"RequestResponses":[{"RecordId":"1"},{"RecordId":"2"}]})"),
              "failed_count_wrong");
    EXPECT_EQ(batch(R"({"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":"1"},{"RecordId":"1"}]})"),
              "record_id_repeated");
    EXPECT_EQ(batch(R"({"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":"1"},{}]})"),
              "entry_contradictory");
    std::string_view const failed =
        R"({"FailedPutCount":1,"Encrypted":false,"RequestResponses":[{"RecordId":"1"},{"ErrorCode":"ServiceUnavailableException"}]})";
    EXPECT_EQ(batch(failed), "entry_failed");
    oracle_policy rated;
    rated.service.put_rate = quota::put_rate_policy{};
    EXPECT_EQ(batch(failed, rated), "");
}

TEST(oracle, no_two_records_have_the_same_id) {
    auto const made = [](oracle_policy rules = {}) {
        talk t(std::move(rules));
        EXPECT_EQ(t.make_active(), "");
        return t;
    };
    auto const one = [](std::string_view id) {
        return ok(R"({"Encrypted":false,"RecordId":")" + std::string(id) + "\"}");
    };
    auto const two = [](talk& t, std::string_view first, std::string_view second) {
        return t.hear("PutRecordBatch", R"({"DeliveryStreamName":"orders","Records":[{"Data":""},{"Data":""}]})",
                      ok(R"({"FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":")" +
                         std::string(first) + R"("},{"RecordId":")" + std::string(second) + R"("}]})"));
    };

    talk t = made();
    EXPECT_EQ(t.put(one("a")), "");
    EXPECT_EQ(t.put(one("b")), "");
    EXPECT_EQ(t.put(one("a")), "record_id_repeated");
    EXPECT_EQ(t.put(one("a")), ""); // a finding is told once
    EXPECT_EQ(two(t, "b", "c"), "record_id_repeated");
    EXPECT_EQ(two(t, "d", "d"), "record_id_repeated");
    EXPECT_EQ(t.put(one("c")), "record_id_repeated");
    EXPECT_EQ(made(oracle_policy::any_endpoint()).put(one("a")), "");

    talk open = made(oracle_policy::any_endpoint());
    EXPECT_EQ(open.put(one("a")), "");
    EXPECT_EQ(open.put(one("a")), "record_id_repeated"); // although nothing else is known of the endpoint

    talk none = made();
    EXPECT_EQ(none.put(one("")), "output_invalid");
    EXPECT_EQ(none.put(one("")), "output_invalid"); // an empty id is no id and cannot repeat

    oracle_policy forgetful;
    forgetful.max_record_ids = 0;
    talk batches = made(forgetful);
    EXPECT_EQ(batches.put(one("a")), "");
    EXPECT_EQ(batches.put(one("a")), "");
    EXPECT_EQ(two(batches, "a", "a"), "record_id_repeated");
}

TEST(oracle, remembers_the_last_ids_of_records) {
    oracle_policy rules;
    rules.max_record_ids = 3;
    talk t(rules);
    EXPECT_EQ(t.make_active(), "");
    auto const put = [&](std::string const& id) {
        return t.put(ok(R"({"Encrypted":false,"RecordId":")" + id + "\"}"));
    };
    for (std::size_t i = 1; i <= 40; ++i) {
        EXPECT_EQ(put(std::to_string(i)), "");
        if (i > 3) { EXPECT_EQ(put(std::to_string(i - 2)), "record_id_repeated"); } // one of the last three ids
    }
    std::string const longest(detail::record_ids::max_id_bytes, 'x');
    EXPECT_EQ(put(longest), "");
    EXPECT_EQ(put(longest), "record_id_repeated");
    EXPECT_EQ(put(longest + 'y'), "");
    EXPECT_EQ(put(longest + 'y'), "");
    for (std::string const id : {"a", "b", "c", "d", "e", "f", "g"}) { EXPECT_EQ(put(id), ""); }
    EXPECT_EQ(put("a"), ""); // at most six ids are remembered
}

TEST(oracle, a_record_that_is_sent_again_may_have_its_id) {
    talk t;
    EXPECT_EQ(t.make_active(), "");
    auto const put = [&](std::string_view invocation, std::string_view data) {
        auto sent = make_request("PutRecord",
                                 R"({"DeliveryStreamName":"orders","Record":{"Data":")" + std::string(data) + R"("}})");
        sent.headers.push_back({"amz-sdk-invocation-id", std::string(invocation)});
        return kinds_of(t.oracle.hear({sent, ok(R"({"Encrypted":false,"RecordId":"a"})"), t.now, t.now}));
    };
    EXPECT_EQ(put("one", "aGk="), "");
    EXPECT_EQ(put("one", "aGk="), "");
    EXPECT_EQ(put("one", "aG8="), "record_id_repeated"); // another body is another call
    EXPECT_EQ(put("two", "aGk="), "");                   // a finding is told once
}

} // namespace
} // namespace firehose_sse::fuzzing
