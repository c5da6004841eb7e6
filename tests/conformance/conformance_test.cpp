// What the service is known to answer, row by row: the state before, the request, the answer, and how that is known.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/enumerators.hpp"
#include "conformance/service.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::conformance {
namespace {

using namespace std::chrono_literals;

/// How a row is known: AWS says so; somebody saw it on the real service; nobody knows, and the row is the default of
/// a policy of this library.
BOOST_DEFINE_FIXED_ENUM_CLASS(evidence, unsigned char, documented, observed, policy)

/// What an answer must be. Texts that are ours are not compared.
struct answer {
    int status = 200;
    std::string outcome = "ok";
    std::optional<std::string> body{};
    std::vector<std::string> shows{};
    std::vector<std::string> hides{};
};

using step = std::function<void(service&)>;

struct row {
    std::string name;
    evidence tag;
    std::string source;
    std::vector<step> before;
    std::string operation;
    std::string body;
    answer expected;
};

void PrintTo(row const& what, std::ostream* out) { *out << what.name; }

// ---- answers

answer exactly(std::string body) { return {.body = std::move(body)}; }
answer empty() { return exactly(""); }
answer shows(std::vector<std::string> parts, std::vector<std::string> hidden = {}) {
    return {.shows = std::move(parts), .hides = std::move(hidden)};
}
/// An error whose text is ours.
answer error(std::string type) { return {.status = 400, .outcome = std::move(type)}; }
/// An error whose text is the service's.
answer error(std::string type, std::string const& message) {
    std::string body = R"({"__type":")" + type + R"(","message":")" + message + "\"}";
    return {.status = 400, .outcome = std::move(type), .body = std::move(body)};
}
answer invalid(std::string const& message) { return error("ValidationException", message); }

// ---- steps; each call must be accepted

std::string const key_a = "arn:aws:kms:us-east-1:123456789012:key/a";
std::string const key_b = "arn:aws:kms:us-east-1:123456789012:key/b";
std::string const named = R"({"DeliveryStreamName":"orders"})";
std::string const own_key = R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK"})";

std::string customer(std::string const& arn) {
    return R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK","KeyARN":")" + arn + "\"}";
}
std::string named_with(std::string const& members) { return R"({"DeliveryStreamName":"orders",)" + members + "}"; }
std::string const s3 = R"("S3DestinationConfiguration":{"BucketARN":"arn:aws:s3:::b"})";
std::string const put_one = named_with(R"("Record":{"Data":"aGk="})");

step call(std::string operation, std::string body) {
    return [=](service& s) {
        auto const made = s.ask(operation, body);
        ASSERT_EQ(made.status, 200) << operation << ": " << made.body;
    };
}
step wait(std::chrono::milliseconds time) {
    return [=](service& s) { s.now += time; };
}
step kms(std::string const& arn, encryption::key_facts facts) {
    return [=](service& s) {
        s.ask("DescribeDeliveryStream", named); // work that has ended by now ends with the old facts
        s.keys.known[arn] = facts;
    };
}
/// The stream, being made.
step create(std::string const& members = s3) { return call("CreateDeliveryStream", named_with(members)); }
step start(std::string const& configuration = own_key) {
    return call("StartDeliveryStreamEncryption", named_with(configuration));
}
step stop() { return call("StopDeliveryStreamEncryption", named); }
step remove() { return call("DeleteDeliveryStream", named); }
/// Long enough for work to end, not for records to settle.
step done() { return wait(1s); }
step settled() { return wait(6s); }

/// One list of steps after the other.
template <class... Step> std::vector<step> after(Step... steps) { return {std::move(steps)...}; }
/// An ACTIVE stream and what happens to it.
template <class... Step> std::vector<step> active(Step... steps) { return {create(), settled(), std::move(steps)...}; }
template <class... Step> std::vector<step> kinesis(Step... steps) {
    return {create(s3 + R"(,"DeliveryStreamType":"KinesisStreamAsSource","KinesisStreamSourceConfiguration":{})"),
            settled(), std::move(steps)...};
}

std::string block(std::string const& members) { return R"("DeliveryStreamEncryptionConfiguration":{)" + members + "}"; }
std::string const shown_a = R"("KeyARN":")" + key_a + R"(","KeyType":"CUSTOMER_MANAGED_CMK")";
std::string const shown_b = R"("KeyARN":")" + key_b + R"(","KeyType":"CUSTOMER_MANAGED_CMK")";
std::string failed(std::string const& type) { return R"("FailureDescription":{"Type":")" + type + '"'; }

encryption::key_facts bad(encryption::key_state state) { return {.state = state}; }
encryption::key_facts const no_grant{.create_grant_fails = true};
encryption::key_facts const no_retirement{.retire_grant_fails = true};
using encryption::key_state;

std::string batch_of(std::size_t bytes) {
    // 'A' in base64: three bytes for four characters
    std::string records;
    for (std::size_t left = bytes / 3 * 4; left != 0;) {
        std::size_t const size = std::min<std::size_t>(left, 1'365'332);
        records += R"({"Data":")" + std::string(size, 'A') + "\"},";
        left -= size;
    }
    records.pop_back();
    return named_with("\"Records\":[" + records + "]");
}

std::vector<step> calls_charged(int starts, int stops) {
    std::vector<step> steps = active();
    for (int i = 0; i < starts || i < stops; ++i) {
        if (i < starts) { steps.insert(steps.end(), {start(), settled()}); }
        if (i < stops) { steps.insert(steps.end(), {stop(), settled()}); }
    }
    return steps;
}
std::vector<step> then(std::vector<step> steps, step last) {
    steps.push_back(std::move(last));
    return steps;
}

std::string tags(int from, int to) {
    std::string list;
    for (int i = from; i < to; ++i) { list += R"({"Key":"key)" + std::to_string(i) + "\"},"; }
    list.pop_back();
    return "\"Tags\":[" + list + "]";
}

std::string const start_op = "StartDeliveryStreamEncryption";
std::string const stop_op = "StopDeliveryStreamEncryption";
std::string const describe_op = "DescribeDeliveryStream";
std::string const api_start = "API reference, StartDeliveryStreamEncryption";
std::string const api_stop = "API reference, StopDeliveryStreamEncryption";
std::string const api_create = "API reference, CreateDeliveryStream";
std::string const api_delete = "API reference, DeleteDeliveryStream";
std::string const api_put = "API reference, PutRecord";
std::string const api_config = "API reference, DeliveryStreamEncryptionConfiguration";
std::string const json_1_1 = "Smithy, AWS JSON 1.1 protocol";
std::string const snapshots = "localstack/localstack, snapshots recorded against AWS";
std::string const probes = "floci-io/floci, probes of the real service";
std::string const ours = "policy of this library";

std::vector<row> life_cycle() {
    using enum evidence;
    return {
        // Start
        {"start_returns_at_once", documented, api_start, active(), start_op, named_with(own_key), empty()},
        {"start_shows_enabling_first", documented, api_start, active(start()), describe_op, named,
         shows({R"("Status":"ENABLING")"})},
        {"start_shows_enabled_in_the_end", documented, api_start, active(start(), done()), describe_op, named,
         shows({R"("Status":"ENABLED")"})},
        {"start_is_never_shown_as_disabled", observed, "hashicorp/terraform-provider-aws, waiter of the resource",
         active(start()), describe_op, named, shows({}, {R"("Status":"DISABLED")"})},
        {"start_without_configuration_means_the_key_that_aws_owns", documented, "API reference, KeyType",
         active(start(R"("DeliveryStreamEncryptionConfigurationInput":null)"), done()), describe_op, named,
         shows({block(R"("KeyType":"AWS_OWNED_CMK","Status":"ENABLED")")})},
        {"empty_configuration_lacks_its_key_type", documented, "service model, required members", active(), start_op,
         named_with(R"("DeliveryStreamEncryptionConfigurationInput":{})"),
         invalid("1 validation error detected: Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to "
                 "satisfy constraint: Member must not be null")},
        {"customer_key_needs_its_arn", documented, api_start, active(), start_op,
         named_with(R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK"})"),
         error("InvalidArgumentException")},
        {"own_key_with_an_arn", policy, ours, active(), start_op,
         named_with(R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":"AWS_OWNED_CMK","KeyARN":")" + key_a +
                    "\"}"),
         error("InvalidArgumentException")},
        {"alias_is_no_key", documented, "service model of 2026-06-12, AWSKMSKeyARNForSSE", active(), start_op,
         named_with(customer("arn:aws:kms:us-east-1:123456789012:alias/a")), error("ValidationException")},
        {"multi_region_key_is_a_key", documented, "service model, pattern of AWSKMSKeyARNForSSE", active(), start_op,
         named_with(customer("arn:aws:kms:us-east-1:123456789012:key/mrk-1234")), empty()},
        {"description_of_the_own_key_has_no_arn", documented, api_config, active(start(), done()), describe_op, named,
         shows({block(R"("KeyType":"AWS_OWNED_CMK","Status":"ENABLED")")}, {"KeyARN"})},
        {"own_key_is_shown_by_its_type", observed, "aws-controllers-k8s/firehose-controller, end-to-end tests",
         active(start(), done()), describe_op, named, shows({R"("KeyType":"AWS_OWNED_CMK")"})},
        {"customer_key_is_shown", documented, api_config, active(start(customer(key_a)), done()), describe_op, named,
         shows({block(shown_a + R"(,"Status":"ENABLED")")})},
        {"start_while_enabling", policy, ours, active(start()), start_op, named, error("ResourceInUseException")},
        {"start_while_disabling", policy, ours, active(start(), done(), stop()), start_op, named,
         error("ResourceInUseException")},
        {"start_while_creating", policy, ours, after(create()), start_op, named, error("ResourceInUseException")},
        {"start_on_another_source", documented, api_start + " (only DirectPut; the error's type is a policy)",
         kinesis(), start_op, named, error("InvalidArgumentException")},
        {"start_on_no_stream",
         observed,
         "turbot/steampipe-plugin-aws#759",
         {},
         start_op,
         named,
         error("ResourceNotFoundException", "Firehose orders under account 123456789012 not found.")},

        // change of key
        {"key_can_be_changed", documented, api_start, active(start(customer(key_a)), settled()), start_op,
         named_with(customer(key_b)), empty()},
        {"changed_key_is_shown_in_the_end", documented, api_start,
         active(start(customer(key_a)), settled(), start(customer(key_b)), done()), describe_op, named,
         shows({block(shown_b + R"(,"Status":"ENABLED")")})},
        {"type_of_the_key_can_be_changed", documented, api_start,
         active(start(customer(key_a)), settled(), start(), done()), describe_op, named,
         shows({block(R"("KeyType":"AWS_OWNED_CMK","Status":"ENABLED")")})},
        {"same_key_again", policy, ours, active(start(customer(key_a)), settled(), start(customer(key_a))), describe_op,
         named, shows({R"("Status":"ENABLING")"})},
        {"failed_change_leaves_the_old_key", documented, api_start,
         active(start(customer(key_a)), settled(), kms(key_b, bad(key_state::disabled)), start(customer(key_b)),
                settled()),
         "PutRecord", put_one, exactly(R"({"RecordId":"id","Encrypted":true})")},
        {"failed_change_shows_the_old_key", policy, ours,
         active(start(customer(key_a)), settled(), kms(key_b, bad(key_state::disabled)), start(customer(key_b)),
                done()),
         describe_op, named, shows({shown_a + R"(,"Status":"ENABLING_FAILED")"}, {key_b})},
        {"change_under_way_shows_the_new_key", policy, ours,
         active(start(customer(key_a)), settled(), start(customer(key_b))), describe_op, named,
         shows({block(shown_b + R"(,"Status":"ENABLING")")})},

        // failures
        {"disabled_key", documented, "API reference, DeliveryStreamFailureType",
         active(kms(key_a, bad(key_state::disabled)), start(customer(key_a)), done()), describe_op, named,
         shows({R"("Status":"ENABLING_FAILED",)" + failed("DISABLED_KMS_KEY")})},
        {"key_that_is_not_there", documented, "API reference, DeliveryStreamFailureType",
         active(kms(key_a, bad(key_state::missing)), start(customer(key_a)), done()), describe_op, named,
         shows({failed("KMS_KEY_NOT_FOUND")})},
        {"key_that_denies_access", documented, "API reference, DeliveryStreamFailureType",
         active(kms(key_a, bad(key_state::denied)), start(customer(key_a)), done()), describe_op, named,
         shows({failed("KMS_ACCESS_DENIED")})},
        {"asymmetric_key", documented, api_start + " (only symmetric keys; the failure's type is a policy)",
         active(kms(key_a, bad(key_state::asymmetric)), start(customer(key_a)), done()), describe_op, named,
         shows({failed("INVALID_KMS_KEY")})},
        {"key_that_waits_for_its_deletion", policy, ours,
         active(kms(key_a, bad(key_state::pending_deletion)), start(customer(key_a)), done()), describe_op, named,
         shows({failed("INVALID_KMS_KEY")})},
        {"account_without_kms", documented, "API reference, DeliveryStreamFailureType",
         active(kms(key_a, bad(key_state::opt_in_required)), start(customer(key_a)), done()), describe_op, named,
         shows({failed("KMS_OPT_IN_REQUIRED")})},
        {"grant_that_is_refused", documented, "API reference, DeliveryStreamFailureType",
         active(kms(key_a, no_grant), start(customer(key_a)), done()), describe_op, named,
         shows({failed("CREATE_KMS_GRANT_FAILED")})},
        {"session_older_than_six_hours", documented, api_start + " (how it shows is a policy)",
         active([](service& s) { s.caller.credential_age = 6h + 1s; }, start(customer(key_a)), done()), describe_op,
         named, shows({R"("Status":"ENABLING_FAILED",)" + failed("CREATE_KMS_GRANT_FAILED")})},
        {"session_of_six_hours", documented, api_start,
         active([](service& s) { s.caller.credential_age = 6h; }, start(customer(key_a)), done()), describe_op, named,
         shows({R"("Status":"ENABLED")"})},
        {"failed_attempt_can_be_repeated", documented, api_start,
         active(kms(key_a, bad(key_state::disabled)), start(customer(key_a)), done(), kms(key_a, {})), start_op,
         named_with(customer(key_a)), empty()},
        {"failure_is_of_the_most_recent_attempt", documented, api_config,
         active(kms(key_a, bad(key_state::disabled)), start(customer(key_a)), done(), kms(key_a, {}),
                start(customer(key_a)), done()),
         describe_op, named, shows({block(shown_a + R"(,"Status":"ENABLED")")}, {"FailureDescription"})},
        {"bad_key_is_not_refused_at_once", policy, ours, active(kms(key_a, bad(key_state::disabled))), start_op,
         named_with(customer(key_a)), empty()},

        // Stop
        {"stop_returns_at_once", documented, api_stop, active(start(), settled()), stop_op, named, empty()},
        {"stop_shows_disabling_first", documented, api_stop, active(start(), settled(), stop()), describe_op, named,
         shows({R"("Status":"DISABLING")"})},
        {"stopped_stream_shows_its_status_only", observed, snapshots,
         active(start(customer(key_a)), settled(), stop(), done()), describe_op, named,
         shows({block(R"("Status":"DISABLED")")})},
        {"stop_may_fail", documented, api_config + " (the status); the cause is a policy",
         active(start(customer(key_a)), settled(), kms(key_a, no_retirement), stop(), done()), describe_op, named,
         shows({R"("Status":"DISABLING_FAILED",)" + failed("RETIRE_KMS_GRANT_FAILED")})},
        {"stop_of_a_stream_that_is_not_encrypted", policy, ours, active(), stop_op, named, empty()},
        {"stop_while_enabling", policy, ours, active(start()), stop_op, named, error("ResourceInUseException")},
        {"stop_on_another_source", policy, ours, kinesis(), stop_op, named, error("InvalidArgumentException")},
        {"on_off_and_on_again", observed, "hashicorp/terraform-provider-aws, acceptance tests",
         active(start(customer(key_a)), settled(), stop(), settled(), start(), done()), describe_op, named,
         shows({block(R"("KeyType":"AWS_OWNED_CMK","Status":"ENABLED")")})},

        // records
        {"put_while_enabling_is_not_encrypted", documented, api_start, active(start()), "PutRecord", put_one,
         exactly(R"({"RecordId":"id","Encrypted":false})")},
        {"put_while_disabling_is_taken", documented, api_stop, active(start(), settled(), stop()), "PutRecord", put_one,
         shows({R"("RecordId")"})},
        {"put_five_seconds_after_enabled_is_encrypted", documented, api_start, active(start(), done(), wait(5s)),
         "PutRecord", put_one, exactly(R"({"RecordId":"id","Encrypted":true})")},
        {"put_before_that_is_unsettled", policy, ours, active(start(), done(), wait(5s - 1ms)), "PutRecord", put_one,
         exactly(R"({"RecordId":"id","Encrypted":false})")},
        {"put_after_stop_is_not_encrypted", documented, api_stop, active(start(), settled(), stop(), settled()),
         "PutRecord", put_one, exactly(R"({"RecordId":"id","Encrypted":false})")},
        {"put_while_the_stream_is_made", documented, api_put + " (an error; which one is a policy)", after(create()),
         "PutRecord", put_one, error("ResourceNotFoundException")},
        {"put_with_a_key_that_was_revoked",
         observed,
         "ministryofjustice/modernisation-platform-environments#19058",
         active(start(customer(key_a)), settled(), kms(key_a, bad(key_state::denied))),
         "PutRecord",
         put_one,
         {.status = 400,
          .outcome = "InvalidKMSResourceException",
          .shows = {R"("code":")",
                    R"("message":"The grant for the CMK to this delivery stream might have been revoked )"
                    R"(or caller might not have sufficient permissions for the CMK.")"}}},
        {"put_with_a_key_that_is_disabled", documented, "API reference, InvalidKMSResourceException",
         active(start(customer(key_a)), settled(), kms(key_a, bad(key_state::disabled))), "PutRecord", put_one,
         error("InvalidKMSResourceException")},
        {"put_on_a_kinesis_source", observed, "aws/aws-cli#7010", kinesis(), "PutRecord", put_one,
         error("InvalidArgumentException",
               "This operation is not permitted on KinesisStreamAsSource delivery stream type.")},
        {"batch_of_four_mebibytes", documented, "developer guide, quotas", active(), "PutRecordBatch",
         batch_of(4'194'303), shows({R"("FailedPutCount":0,"Encrypted":false,"RequestResponses":[{"RecordId":)"})},
        {"batch_of_more", observed, "osquery/osquery#3568 (the text; its type is a policy)", active(), "PutRecordBatch",
         batch_of(4'194'306), error("InvalidArgumentException", "Records size exceeds 4 MB limit")},
        {"four_records_of_almost_a_megabyte", observed, "kolide/fleet#2022", active(), "PutRecordBatch",
         batch_of(4 * 999'999), shows({R"("FailedPutCount":0)"})},
    };
}

std::vector<row> streams() {
    using enum evidence;
    return {
        {"never_encrypted_shows_its_status_only", observed, snapshots, active(), describe_op, named,
         exactly(R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders","DeliveryStreamARN":)"
                 R"("arn:aws:firehose:us-east-1:123456789012:deliverystream/orders","DeliveryStreamStatus":"ACTIVE",)"
                 R"("DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"},"DeliveryStreamType":"DirectPut",)"
                 R"("VersionId":"1","CreateTimestamp":1500000000.25,"Destinations":[{"DestinationId":)"
                 R"("destinationId-000000000001","S3DestinationDescription":{"BucketARN":"arn:aws:s3:::b"}}],)"
                 R"("HasMoreDestinations":false}})")},
        {"kinesis_source_has_no_encryption_block", observed, snapshots, kinesis(), describe_op, named,
         shows({R"("DeliveryStreamType":"KinesisStreamAsSource")"}, {"DeliveryStreamEncryptionConfiguration"})},
        {"extended_s3_is_described_twice", observed, snapshots,
         after(create(R"("ExtendedS3DestinationConfiguration":{"a": 1.0})")), describe_op, named,
         shows({R"("S3DestinationDescription":{"a": 1.0})", R"("ExtendedS3DestinationDescription":{"a": 1.0})"})},
        {"create_answers_the_arn",
         documented,
         api_create,
         {},
         "CreateDeliveryStream",
         named_with(s3),
         exactly(R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"})")},
        {"create_shows_creating_first", documented, api_create, after(create()), describe_op, named,
         shows({R"("DeliveryStreamStatus":"CREATING")"})},
        {"create_with_encryption", documented, api_create, after(create(s3 + "," + customer(key_a)), settled()),
         describe_op, named, shows({R"("DeliveryStreamStatus":"ACTIVE")", block(shown_a + R"(,"Status":"ENABLED")")})},
        {"create_with_a_bad_key_fails", documented, api_create,
         after(kms(key_a, no_grant), create(s3 + "," + customer(key_a)), done()), describe_op, named,
         shows({R"("DeliveryStreamStatus":"CREATING_FAILED",)" + failed("CREATE_KMS_GRANT_FAILED"),
                R"("Status":"ENABLING_FAILED")"})},
        {"failed_creation_takes_no_start", documented, api_create + " (only Delete works; the error is a policy)",
         after(kms(key_a, no_grant), create(s3 + "," + customer(key_a)), done()), start_op, named,
         error("ResourceInUseException")},
        {"failed_creation_takes_no_records", documented, api_create,
         after(kms(key_a, no_grant), create(s3 + "," + customer(key_a)), done()), "PutRecord", put_one,
         error("ResourceNotFoundException")},
        {"failed_creation_can_be_deleted", documented, api_create,
         after(kms(key_a, no_grant), create(s3 + "," + customer(key_a)), done()), "DeleteDeliveryStream", named,
         empty()},
        {"create_of_a_name_that_is_taken", documented, api_create + " (in the text getmoto/moto and localstack agree)",
         active(), "CreateDeliveryStream", named_with(s3),
         error("ResourceInUseException", "Firehose orders under accountId 123456789012 already exists")},
        {"create_without_destination",
         observed,
         probes,
         {},
         "CreateDeliveryStream",
         named,
         error("InvalidArgumentException", "Exactly one destination configuration is supported for a Firehose")},
        {"create_with_two_destinations",
         observed,
         probes,
         {},
         "CreateDeliveryStream",
         named_with(s3 + R"(,"SplunkDestinationConfiguration":{})"),
         error("InvalidArgumentException", "Exactly one destination configuration is supported for a Firehose")},
        {"create_with_a_kinesis_source_of_another_type",
         policy,
         ours + " (the text is getmoto/moto's)",
         {},
         "CreateDeliveryStream",
         named_with(s3 + R"(,"KinesisStreamSourceConfiguration":{})"),
         error("InvalidArgumentException",
               "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type")},
        {"create_with_encryption_of_another_source",
         documented,
         api_start,
         {},
         "CreateDeliveryStream",
         named_with(s3 + "," + own_key + R"(,"DeliveryStreamType":"MSKAsSource")"),
         error("InvalidArgumentException")},
        {"create_of_one_stream_too_many",
         documented,
         "API reference, quotas (the text is getmoto/moto's)",
         {[](service& s) { s.rules.max_streams = 0; }},
         "CreateDeliveryStream",
         named_with(s3),
         error("LimitExceededException")},

        {"delete_while_creating", documented, api_delete, after(create()), "DeleteDeliveryStream", named,
         error("ResourceInUseException")},
        {"delete_while_disabling", observed, "aws-controllers-k8s/firehose-controller, end-to-end tests",
         active(start(), settled(), stop()), "DeleteDeliveryStream", named, error("ResourceInUseException")},
        {"delete_while_enabling", policy, ours, active(start()), "DeleteDeliveryStream", named,
         error("ResourceInUseException")},
        {"delete_of_an_active_stream", documented, api_delete, active(), "DeleteDeliveryStream", named, empty()},
        {"delete_shows_deleting_first", documented, api_delete, active(remove()), describe_op, named,
         shows({R"("DeliveryStreamStatus":"DELETING")"})},
        {"delete_again_while_deleting", documented, api_delete, active(remove()), "DeleteDeliveryStream", named,
         empty()},
        {"deleted_stream_is_not_found", observed, "turbot/steampipe-plugin-aws#759", active(remove(), done()),
         describe_op, named,
         error("ResourceNotFoundException", "Firehose orders under account 123456789012 not found.")},
        {"delete_with_a_grant_that_cannot_be_retired", documented, api_delete,
         active(start(customer(key_a)), settled(), kms(key_a, no_retirement), remove(), done()), describe_op, named,
         shows({R"("DeliveryStreamStatus":"DELETING_FAILED",)" + failed("RETIRE_KMS_GRANT_FAILED")})},
        {"failed_deletion_can_be_repeated", documented, api_delete,
         active(start(customer(key_a)), settled(), kms(key_a, no_retirement), remove(), done()), "DeleteDeliveryStream",
         named, empty()},
        {"forced_deletion_needs_no_grant_retired", documented, api_delete,
         active(start(customer(key_a)), settled(), kms(key_a, no_retirement),
                call("DeleteDeliveryStream", named_with(R"("AllowForceDelete":true)")), done()),
         describe_op, named, error("ResourceNotFoundException")},

        {"list_answers_ten_names",
         documented,
         "API reference, ListDeliveryStreams",
         {[](service& s) {
             for (char name = 'a'; name < 'a' + 11; ++name) {
                 s.ask("CreateDeliveryStream", R"({"DeliveryStreamName":")" + std::string(1, name) + "\"," + s3 + "}");
             }
         }},
         "ListDeliveryStreams",
         "{}",
         exactly(R"({"DeliveryStreamNames":["a","b","c","d","e","f","g","h","i","j"],"HasMoreDeliveryStreams":true})")},
        {"list_of_no_streams",
         documented,
         "API reference, ListDeliveryStreams",
         {},
         "ListDeliveryStreams",
         "{}",
         exactly(R"({"DeliveryStreamNames":[],"HasMoreDeliveryStreams":false})")},
        {"tags_have_no_more", observed, snapshots,
         active(call("TagDeliveryStream", named_with(R"("Tags":[{"Key":"b","Value":"2"},{"Key":"a"}])"))),
         "ListTagsForDeliveryStream", named,
         exactly(R"({"Tags":[{"Key":"a"},{"Key":"b","Value":"2"}],"HasMoreTags":false})")},
        {"fifty_tags", documented, "API reference, TagDeliveryStream", active(), "TagDeliveryStream",
         named_with(tags(0, 50)), empty()},
        {"one_tag_too_many", documented, "API reference, TagDeliveryStream",
         active(call("TagDeliveryStream", named_with(tags(0, 50)))), "TagDeliveryStream", named_with(tags(50, 51)),
         error("LimitExceededException")},
        {"tag_that_is_not_there", documented, "API reference, UntagDeliveryStream", active(), "UntagDeliveryStream",
         named_with(R"("TagKeys":["none"])"), empty()},
    };
}

std::vector<row> quota_of_calls() {
    using enum evidence;
    return {
        {"thirteen_starts_and_twelve_stops", documented, api_start, calls_charged(13, 11), stop_op, named, empty()},
        {"the_26th_call_start", documented, api_start, calls_charged(13, 12), start_op, named,
         error("LimitExceededException")},
        {"the_26th_call_stop", documented, api_stop, calls_charged(13, 12), stop_op, named,
         error("LimitExceededException")},
        // calls_charged makes its first call at 6 s and then one every 6 s: the first is 150 s old
        {"a_day_less_a_millisecond_later", policy, ours + ": the window rolls",
         then(calls_charged(13, 12), wait(24h - 150s - 1ms)), stop_op, named, error("LimitExceededException")},
        {"a_day_later", policy, ours + ": the window rolls", then(calls_charged(13, 12), wait(24h - 150s)), stop_op,
         named, empty()},
        {"refused_calls_do_not_count", policy, ours + ": accepted calls count",
         then(calls_charged(13, 11),
              [](service& s) {
                  for (int i = 0; i < 30; ++i) {
                      s.ask(start_op, named_with(R"("DeliveryStreamEncryptionConfigurationInput":)"
                                                 R"({"KeyType":"CUSTOMER_MANAGED_CMK"})"));
                  }
              }),
         stop_op, named, empty()},
        {"stop_of_a_stream_that_is_not_encrypted_counts", policy, ours, calls_charged(0, 25), start_op, named,
         error("LimitExceededException")},
        {"creation_with_encryption_does_not_count", policy, ours,
         after(create(s3 + "," + own_key), settled(),
               [](service& s) {
                   for (int i = 0; i < 24; ++i) {
                       s.ask(i % 2 == 0 ? stop_op : start_op, named);
                       s.now += 6s;
                   }
               }),
         stop_op, named, empty()},
    };
}

std::vector<row> wire_form() {
    using enum evidence;
    std::string const name = "Value at 'deliveryStreamName' failed to satisfy constraint: ";
    return {
        {"malformed_body",
         observed,
         "pplu/aws-sdk-perl#237",
         {},
         stop_op,
         "{",
         {.status = 400, .outcome = "SerializationException", .body = R"({"__type":"SerializationException"})"}},
        {"kind_that_does_not_fit",
         observed,
         "Kinesis Data Streams, the same framework",
         {},
         stop_op,
         R"({"DeliveryStreamName":7})",
         {.status = 400, .outcome = "SerializationException", .body = R"({"__type":"SerializationException"})"}},
        {"base64_without_padding", observed, "Kinesis Data Streams, the same framework", active(), "PutRecord",
         named_with(R"("Record":{"Data":"aGk"})"), error("SerializationException")},
        {"base64_with_bits_left_over", observed, "Kinesis Data Streams, the same framework", active(), "PutRecord",
         named_with(R"("Record":{"Data":"aGl="})"), error("SerializationException")},
        {"integer_with_a_fraction",
         policy,
         ours,
         {},
         "ListDeliveryStreams",
         R"({"Limit":1.5})",
         error("SerializationException")},
        {"null_in_a_list", policy, ours, active(), "PutRecordBatch", named_with(R"("Records":[null])"),
         error("SerializationException")},
        {"unknown_operation",
         observed,
         "awslabs/amazon-kinesis-agent#65",
         {},
         "Nothing",
         "{}",
         {.status = 400, .outcome = "UnknownOperationException", .body = R"({"__type":"UnknownOperationException"})"}},
        {"operations_have_case", documented, json_1_1, {}, "putRecord", "{}", error("UnknownOperationException")},
        {"empty_body_is_an_empty_object", documented, json_1_1, {}, "ListDeliveryStreams", "", shows({})},
        {"null_member_is_absent", documented, json_1_1, {}, "ListDeliveryStreams", R"({"Limit":null})", shows({})},
        {"unknown_member_is_ignored", policy, ours, {}, "ListDeliveryStreams", R"({"Unknown":[]})", shows({})},
        {"empty_output_is_an_empty_body", documented, json_1_1, active(), stop_op, named, empty()},
        {"not_found_is_400",
         observed,
         "awslabs/lambda-streams-to-firehose#22",
         {},
         describe_op,
         named,
         error("ResourceNotFoundException")},
        {"constraints_come_before_the_stream",
         observed,
         probes,
         {},
         describe_op,
         named_with(R"("Limit":0)"),
         invalid("1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value "
                 "greater than or equal to 1")},
        {"value_above",
         observed,
         probes,
         {},
         "ListDeliveryStreams",
         R"({"Limit":10001})",
         invalid("1 validation error detected: Value at 'limit' failed to satisfy constraint: Member must have value "
                 "less than or equal to 10000")},
        {"member_that_is_missing",
         observed,
         probes,
         {},
         describe_op,
         "{}",
         invalid("1 validation error detected: " + name + "Member must not be null")},
        {"null_for_a_required_member",
         documented,
         "Smithy, validation tests",
         {},
         describe_op,
         R"({"DeliveryStreamName":null})",
         invalid("1 validation error detected: " + name + "Member must not be null")},
        {"name_too_long",
         observed,
         "awslabs/lambda-streams-to-firehose#23",
         {},
         describe_op,
         R"({"DeliveryStreamName":")" + std::string(65, 'n') + "\"}",
         invalid("1 validation error detected: " + name + "Member must have length less than or equal to 64")},
        {"name_with_a_line_break",
         observed,
         "osquery/osquery#3694",
         {},
         describe_op,
         R"({"DeliveryStreamName":"orders\n"})",
         invalid("1 validation error detected: " + name +
                 "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")},
        {"empty_name_breaks_two_rules",
         observed,
         probes,
         {},
         describe_op,
         R"({"DeliveryStreamName":""})",
         invalid("2 validation errors detected: " + name + "Member must have length greater than or equal to 1; " +
                 name + "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")},
        {"list_elements_count_from_one",
         observed,
         "postmates/cernan#210",
         {},
         "PutRecordBatch",
         named_with(R"("Records":[{"Data":""},{}])"),
         invalid("1 validation error detected: Value at 'records.2.member.data' failed to satisfy constraint: Member "
                 "must not be null")},
        {"text_that_is_no_enumerator",
         observed,
         probes,
         {},
         start_op,
         named_with(R"("DeliveryStreamEncryptionConfigurationInput":{"KeyType":""})"),
         {.status = 400,
          .outcome = "ValidationException",
          .shows =
              {"Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to satisfy constraint: Member "
               "must satisfy enum value set: ["}}},
        {"a_parents_own_members_come_first",
         observed,
         probes,
         {},
         start_op,
         R"({"DeliveryStreamEncryptionConfigurationInput":{}})",
         invalid("2 validation errors detected: " + name +
                 "Member must not be null; Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to "
                 "satisfy constraint: Member must not be null")},
        {"values_are_not_echoed",
         observed,
         probes,
         {},
         describe_op,
         R"({"DeliveryStreamName":"my secret"})",
         {.status = 400, .outcome = "ValidationException", .hides = {"secret"}}},
    };
}

class conformance : public testing::TestWithParam<row> {};

TEST_P(conformance, row) {
    auto const& [name, tag, source, before, operation, body, expected] = GetParam();
    std::string const known = std::string(reflect::enum_name(tag)) + ": " + source;
    SCOPED_TRACE(known);
    RecordProperty("evidence", known);
    ASSERT_EQ(tag == evidence::policy, source.starts_with(ours)); // only a policy has this library as source
    service s;
    for (auto const& each : before) {
        each(s);
        if (HasFatalFailure()) { return; }
    }
    auto const made = s.ask(operation, body);
    EXPECT_EQ(made.status, expected.status) << made.body;
    EXPECT_EQ(made.outcome, expected.outcome) << made.body;
    if (expected.body) { EXPECT_EQ(made.body, *expected.body); }
    for (auto const& part : expected.shows) {
        EXPECT_NE(made.body.find(part), std::string::npos) << part << " is missing in " << made.body;
    }
    for (auto const& part : expected.hides) {
        EXPECT_EQ(made.body.find(part), std::string::npos) << part << " stands in " << made.body;
    }
}

auto const named_by_row = [](testing::TestParamInfo<row> const& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(life_cycle, conformance, testing::ValuesIn(life_cycle()), named_by_row);
INSTANTIATE_TEST_SUITE_P(streams, conformance, testing::ValuesIn(streams()), named_by_row);
INSTANTIATE_TEST_SUITE_P(quota, conformance, testing::ValuesIn(quota_of_calls()), named_by_row);
INSTANTIATE_TEST_SUITE_P(wire, conformance, testing::ValuesIn(wire_form()), named_by_row);

} // namespace
} // namespace firehose_sse::conformance
