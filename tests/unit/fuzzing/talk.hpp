// Exchanges written down, for the tests of the oracle.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/oracle.hpp"
#include "firehose_sse/wire/error_body.hpp"
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

using namespace std::chrono_literals;

inline std::string kinds_of(std::vector<finding> const& found) {
    std::string text;
    for (auto const& each : found) { text.append(text.empty() ? "" : " ").append(reflect::enum_name(each.kind)); }
    return text;
}

/// An answer's parts: 200 with a body, or an error's type with the status that belongs to it.
inline answer ok(std::string body = {}) {
    return {200, {{"Content-Type", "application/x-amz-json-1.1"}, {"x-amzn-RequestId", "1"}}, std::move(body)};
}
inline answer error(std::string_view type) {
    answer made = ok(wire::encode_error(type, "m"));
    made.status = wire::http_status(type);
    return made;
}

inline answer const created =
    ok(R"({"DeliveryStreamARN":"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"})");

/// What a Create or a Start says besides the name, to ask for the customer's key `a`.
inline constexpr std::string_view with_key_a =
    R"(,"DeliveryStreamEncryptionConfigurationInput":{"KeyType":"CUSTOMER_MANAGED_CMK",)"
    R"("KeyARN":"arn:aws:kms:us-east-1:123456789012:key/a"})";

/// An oracle and a clock: every exchange happens at once, at the clock's moment.
struct talk {
    fuzzing::oracle oracle;
    instant now{500'000h};
    int records = 0;

    explicit talk(oracle_policy rules = {}) : oracle(std::move(rules)) {}

    std::vector<finding> findings(std::string_view operation, std::string body, answer what) {
        return oracle.hear({make_request(operation, std::move(body)), std::move(what), now, now});
    }
    std::string hear(std::string_view operation, std::string body, answer what) {
        return kinds_of(findings(operation, std::move(body), std::move(what)));
    }
    std::string create(answer what = fuzzing::created, std::string_view more = {}) {
        return hear("CreateDeliveryStream",
                    R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{})" + std::string(more) + "}",
                    std::move(what));
    }
    std::string start(answer what = ok(), std::string_view more = {}) {
        return hear("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders")" + std::string(more) + "}",
                    std::move(what));
    }
    std::string stop(answer what = ok()) {
        return hear("StopDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})", std::move(what));
    }
    std::string remove(answer what = ok()) {
        return hear("DeleteDeliveryStream", R"({"DeliveryStreamName":"orders"})", std::move(what));
    }
    std::string put(answer what) {
        return hear("PutRecord", R"({"DeliveryStreamName":"orders","Record":{"Data":"aGk="}})", std::move(what));
    }
    std::string put(std::string_view encrypted) {
        return put(
            ok(R"({"RecordId":")" + std::to_string(++records) + R"(","Encrypted":)" + std::string(encrypted) + "}"));
    }
    std::string describe(answer what) {
        return hear("DescribeDeliveryStream", R"({"DeliveryStreamName":"orders"})", std::move(what));
    }

    [[nodiscard]] std::size_t candidates(std::string_view stream) const { return oracle.candidates(stream); }

    /// What Describe answers of a stream made at this moment, with this encryption block and status.
    [[nodiscard]] static answer description(instant made_at, std::string_view encryption,
                                            std::string_view status = "ACTIVE", std::string_view type = "DirectPut",
                                            std::string const& name = "orders") {
        model::DescribeDeliveryStreamOutput output;
        auto& shown = output.DeliveryStreamDescription;
        shown.DeliveryStreamName = name;
        shown.DeliveryStreamARN = "arn:aws:firehose:us-east-1:123456789012:deliverystream/" + name;
        shown.DeliveryStreamStatus = reflect::to_open_enum<model::DeliveryStreamStatus>(status);
        shown.DeliveryStreamType = reflect::to_open_enum<model::DeliveryStreamType>(type);
        shown.VersionId = "1";
        shown.CreateTimestamp = to_timestamp(made_at);
        shown.Destinations.emplace_back();
        shown.Destinations.front().DestinationId = "destinationId-000000000001";
        shown.Destinations.front().S3DestinationDescription = raw_json{"{}"};
        if (!encryption.empty()) {
            shown.DeliveryStreamEncryptionConfiguration =
                wire::decode<model::DeliveryStreamEncryptionConfiguration>(encryption)->value;
        }
        return ok(wire::encode(output));
    }

    /// A stream "orders" that is ACTIVE.
    std::string make_active() {
        std::string const found = create();
        now += 1s;
        return found;
    }
};

} // namespace firehose_sse::fuzzing
