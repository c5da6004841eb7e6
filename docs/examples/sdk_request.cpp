// What a client does around its own transport: build and check a request, read any error, judge a description.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <iostream>
#include <string>
#include <string_view>

namespace constraint = firehose_sse::constraint;
namespace encryption = firehose_sse::encryption;
namespace model = firehose_sse::model;
namespace quota = firehose_sse::quota;
namespace reflect = firehose_sse::reflect;
namespace wire = firehose_sse::wire;

namespace {

// a request that the service would refuse, and what is wrong with it
bool build_and_check() {
    // [snippet:check]
    model::StartDeliveryStreamEncryptionInput request;
    request.DeliveryStreamName = "orders";
    auto& key = request.DeliveryStreamEncryptionConfigurationInput.emplace();
    key.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK;

    for (auto const& broken : constraint::validate(request).list) {
        std::cout << constraint::to_text(broken) << '\n'; // customer_key_needs_arn at /DeliveryStream…
    }
    key.KeyARN = "arn:aws:kms:us-east-1:123456789012:key/blue";
    std::string const body = wire::encode(request); // the body to send
    // [/snippet]
    // [snippet:headers]
    std::string const target = std::string(wire::target_prefix) + "StartDeliveryStreamEncryption"; // X-Amz-Target
    std::string_view const media_type = wire::content_type;                                        // Content-Type
    // [/snippet]
    std::cout << "X-Amz-Target: " << target << "\nContent-Type: " << media_type << '\n' << body << '\n';
    return constraint::validate(request).empty() &&
           body == R"({"DeliveryStreamName":"orders","DeliveryStreamEncryptionConfigurationInput":)"
                   R"({"KeyARN":"arn:aws:kms:us-east-1:123456789012:key/blue","KeyType":"CUSTOMER_MANAGED_CMK"}})";
}

// some rules off, and the constraints of an older service model
bool loosen() {
    model::StartDeliveryStreamEncryptionInput request;
    request.DeliveryStreamName = "orders";
    auto& key = request.DeliveryStreamEncryptionConfigurationInput.emplace();
    key.KeyType = model::KeyType::AWS_OWNED_CMK;
    key.KeyARN = "arn:aws:kms:us-east-1:123456789012:alias/blue";
    // [snippet:loosen]
    constraint::policy rules;
    rules.off = {constraint::rule::owned_key_has_no_arn};      // whether the service refuses it is not known
    rules.set = constraint::constraint_set::before_2026_06_12; // the older model let an alias pass
    auto const broken = constraint::validate(request, rules);
    // [/snippet]
    return broken.empty() && constraint::validate(request).count() == 2;
}

// an error answer, whatever stands in it
bool read_an_error() {
    // [snippet:error]
    wire::header_view const headers[] = {{"x-amzn-RequestId", "8f6c0a52-2f5e-4d6f-9a4e-0c5a3f1f7f10"}};
    auto const error = wire::read_error(
        400, headers,
        R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException","message":"Key is disabled"})");

    std::cout << error.type << ", code " << error.code.value_or("none") << ", request " << error.request_id << '\n';
    bool const later = wire::kind(error) == wire::error_kind::ThrottlingException ||
                       wire::kind(error) == wire::error_kind::ServiceUnavailableException;
    // [/snippet]
    return wire::kind(error) == wire::error_kind::InvalidKMSResourceException && !later &&
           wire::kind(wire::read_error(503, {}, "<html>busy</html>")) == wire::error_kind::unknown;
}

// what a description says of the stream's encryption
bool judge_a_description() {
    std::string_view const body =
        R"({"DeliveryStreamDescription":{"DeliveryStreamName":"orders","DeliveryStreamStatus":"ACTIVE",)"
        R"("DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders",)"
        R"("DeliveryStreamEncryptionConfiguration":{"Status":"ENABLING_FAILED","KeyType":"CUSTOMER_MANAGED_CMK",)"
        R"("FailureDescription":{"Type":"DISABLED_KMS_KEY","Details":"The key is disabled."}},)"
        R"("DeliveryStreamType":"DirectPut","VersionId":"1","Destinations":[],"HasMoreDestinations":false}})";
    // [snippet:posture]
    auto const answer = wire::decode<model::DescribeDeliveryStreamOutput>(body);
    if (!answer) {
        std::cerr << to_string(answer.error()) << '\n'; // such as: wrong_kind at byte 22, /DeliveryStreamName
        return false;
    }
    auto const posture = encryption::posture(answer->value.DeliveryStreamDescription);
    std::cout << reflect::enum_name(posture) << '\n'; // undetermined: the old key may still encrypt
    // [/snippet]
    return posture == encryption::posture_kind::undetermined && answer->missing.empty();
}

// whether one more Start or Stop is wise
bool plan_the_next_call() {
    firehose_sse::instant const now{std::chrono::hours(500'000)};
    // [snippet:plan]
    quota::quota_policy const rules; // 25 calls a stream in any 24 hours
    quota::window calls;             // one for each stream; keep it where your state lives
    for (int i = 0; i < 25; ++i) { calls = quota::admit(calls, rules, now + std::chrono::minutes(i)).next; }

    auto const verdict = quota::peek(calls, rules, now + std::chrono::hours(1));
    // verdict.admitted is false; *verdict.retry_at is 24 hours after the first call
    // [/snippet]
    return !verdict.admitted && verdict.retry_at == now + std::chrono::hours(24);
}

} // namespace

int main() {
    bool const good = build_and_check() && loosen() && read_an_error() && judge_a_description() && plan_the_next_call();
    return good ? 0 : 1;
}
