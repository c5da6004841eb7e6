// The umbrella: one include carries a request from the caller's struct to the service's answer.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse.hpp"
#include <gtest/gtest.h>
#include <string>
#include <variant>

namespace {

using namespace firehose_sse;

// The smallest service: every stream is encrypted, and nothing is remembered.
struct always_encrypted {
    operation::policy rules{};
    encryption::key_directory keys{};

    template <class Op> operation::answer<Op> perform(typename Op::input const& input) const {
        if constexpr (std::same_as<Op, operation::ListDeliveryStreams>) {
            return Op::decide({}, input);
        } else {
            operation::stream_record record;
            record.name = input.DeliveryStreamName;
            record.encryption.stream = model::DeliveryStreamStatus::ACTIVE;
            record.encryption.effective = encryption::effective_key{};
            operation::context const with{.policy = rules, .keys = keys, .request_id = "r"};
            return operation::perform<Op>(record, input, with, instant(std::chrono::seconds(10))).answer.answer;
        }
    }
};

TEST(umbrella, carries_a_request_to_its_answer) {
    model::PutRecordInput request;
    request.DeliveryStreamName = "orders";
    request.Record.Data = "hello";
    ASSERT_TRUE(constraint::validate(request).empty());

    std::string const body = wire::encode(request);
    wire::header_view const headers[] = {{"X-Amz-Target", "Firehose_20150804.PutRecord"},
                                         {"Content-Type", wire::content_type}};
    always_encrypted service;
    auto const answer = gateway::handle({"POST", "/", headers, body.size()}, body, service, {}, {"id"});

    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const output = wire::decode<model::PutRecordOutput>(answer.body);
    ASSERT_TRUE(output.has_value());
    EXPECT_EQ(output->value.RecordId, "r");
    EXPECT_EQ(output->value.Encrypted, true);
}

TEST(umbrella, refuses_an_invalid_request_with_the_services_words) {
    model::PutRecordInput request;
    request.DeliveryStreamName = "not a name";
    wire::header_view const headers[] = {{"X-Amz-Target", "Firehose_20150804.PutRecord"},
                                         {"Content-Type", wire::content_type}};
    always_encrypted service;
    auto const answer = gateway::handle({"POST", "/", headers, {}}, wire::encode(request), service, {}, {"id"});

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.outcome, "ValidationException");
    auto const error = wire::read_error(answer.status, {}, answer.body);
    EXPECT_EQ(error.message, "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
                             "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

} // namespace
