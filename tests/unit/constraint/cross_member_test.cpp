// Each rule that looks at more than one member: kept, broken alone, and switched off.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/cross_member.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::constraint {
namespace {

using enum model::DeliveryStreamType;
using model::CreateDeliveryStreamInput;
using key_request = model::DeliveryStreamEncryptionConfigurationInput;

constexpr char const* arn = "arn:aws:kms:us-east-1:123456789012:key/a";

std::string text_of(violations const& found) {
    std::string text;
    for (violation const& each : found.list) {
        text += (text.empty() ? "" : ", ") + std::string(reflect::enum_name(each.rule)) + " at " + each.pointer;
        if (each.bounds != range{} || each.actual != 0) {
            text += ' ' + std::to_string(each.actual) + " not " + std::to_string(each.limit());
        }
        EXPECT_EQ(each.expected, "");
    }
    EXPECT_EQ(found.more, 0u);
    return text.empty() ? "nothing" : text;
}

template <class T> std::string broken_by(T const& value, policy const& rules = {}) {
    return text_of(validate_cross_members(value, rules));
}

// Key and ARN.

struct key_case {
    key_request request;
    std::string broken; // `%` is where the configuration stands
};

std::vector<key_case> const key_cases{
    {{.KeyARN = {}, .KeyType = model::KeyType::AWS_OWNED_CMK}, "nothing"},
    {{.KeyARN = arn, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}, "nothing"},
    {{.KeyARN = {}, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}, "customer_key_needs_arn at %/KeyARN"},
    {{.KeyARN = arn, .KeyType = model::KeyType::AWS_OWNED_CMK}, "owned_key_has_no_arn at %/KeyARN"},
    {{.KeyARN = "", .KeyType = model::KeyType::AWS_OWNED_CMK}, "owned_key_has_no_arn at %/KeyARN"}, // "" is given
    {{.KeyARN = "", .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}, "nothing"}, // another rule refuses its length
    {{.KeyARN = {}, .KeyType = {}}, "nothing"},                                   // another rule refuses this type
    {{.KeyARN = arn, .KeyType = {}}, "nothing"},
    {{.KeyARN = {}, .KeyType = open_enum<model::KeyType>::unknown("KEY_OF_TOMORROW")}, "nothing"},
    {{.KeyARN = arn, .KeyType = open_enum<model::KeyType>::unknown("KEY_OF_TOMORROW")}, "nothing"},
};

std::string placed(std::string text, std::string const& where) {
    auto const at = text.find('%');
    return at == std::string::npos ? text : text.replace(at, 1, where);
}

CreateDeliveryStreamInput stream() {
    CreateDeliveryStreamInput request{.DeliveryStreamName = "orders"};
    request.ExtendedS3DestinationConfiguration = raw_json{"{}"};
    return request;
}

TEST(cross_member, key_and_arn_belong_together) {
    std::string const member = "/DeliveryStreamEncryptionConfigurationInput";
    for (key_case const& each : key_cases) {
        EXPECT_EQ(broken_by(each.request), placed(each.broken, ""));
        model::StartDeliveryStreamEncryptionInput const start{"orders", each.request};
        EXPECT_EQ(broken_by(start), placed(each.broken, member));
        auto create = stream();
        create.DeliveryStreamEncryptionConfigurationInput = each.request;
        EXPECT_EQ(broken_by(create), placed(each.broken, member));
    }
    EXPECT_EQ(broken_by(model::StartDeliveryStreamEncryptionInput{"orders", {}}), "nothing"); // AWS's own key
}

TEST(cross_member, key_rules_can_be_switched_off) {
    for (key_case const& each : key_cases) {
        policy const without{.off = {rule::customer_key_needs_arn, rule::owned_key_has_no_arn}};
        EXPECT_EQ(broken_by(each.request, without), "nothing");
        policy const arn_ignored{.off = {rule::owned_key_has_no_arn}};
        bool const needed = each.broken.starts_with("customer_key_needs_arn");
        EXPECT_EQ(broken_by(each.request, arn_ignored), needed ? placed(each.broken, "") : "nothing");
    }
}

// Create: the destination.

using destination = std::optional<raw_json> CreateDeliveryStreamInput::*;
constexpr destination destinations[] = {
    &CreateDeliveryStreamInput::S3DestinationConfiguration,
    &CreateDeliveryStreamInput::ExtendedS3DestinationConfiguration,
    &CreateDeliveryStreamInput::RedshiftDestinationConfiguration,
    &CreateDeliveryStreamInput::ElasticsearchDestinationConfiguration,
    &CreateDeliveryStreamInput::AmazonopensearchserviceDestinationConfiguration,
    &CreateDeliveryStreamInput::SplunkDestinationConfiguration,
    &CreateDeliveryStreamInput::HttpEndpointDestinationConfiguration,
    &CreateDeliveryStreamInput::AmazonOpenSearchServerlessDestinationConfiguration,
    &CreateDeliveryStreamInput::SnowflakeDestinationConfiguration,
    &CreateDeliveryStreamInput::IcebergDestinationConfiguration,
};

TEST(cross_member, exactly_one_destination) {
    CreateDeliveryStreamInput const none{.DeliveryStreamName = "orders"};
    EXPECT_EQ(broken_by(none), "exactly_one_destination at  0 not 1");
    EXPECT_EQ(broken_by(none, {.off = {rule::exactly_one_destination}}), "nothing");
    for (destination const one : destinations) {
        CreateDeliveryStreamInput request = none;
        request.*one = raw_json{"{}"};
        EXPECT_EQ(broken_by(request), "nothing");
        for (destination const other : destinations) {
            if (other == one) { continue; }
            CreateDeliveryStreamInput two = request;
            two.*other = raw_json{"{}"};
            EXPECT_EQ(broken_by(two), "exactly_one_destination at  2 not 1");
            EXPECT_EQ(broken_by(two, {.off = {rule::exactly_one_destination}}), "nothing");
        }
    }
    CreateDeliveryStreamInput all = none;
    for (destination const each : destinations) { all.*each = raw_json{"{}"}; }
    EXPECT_EQ(broken_by(all), "exactly_one_destination at  10 not 1");
}

TEST(cross_member, every_destination_of_the_model_is_known_here) {
    std::size_t count = 0;
    reflect::for_each_member<CreateDeliveryStreamInput>([&](auto member) {
        if (reflect::member_name<decltype(member)>.find("Destination") != std::string_view::npos) { ++count; }
    });
    EXPECT_EQ(count, std::size(destinations));
}

// Create: the source. Without a type the stream is DirectPut.

struct source_case {
    std::optional<raw_json> CreateDeliveryStreamInput::*given;
    char const* pointer;
    model::DeliveryStreamType belongs_to;
};
constexpr source_case source_cases[] = {
    {&CreateDeliveryStreamInput::DirectPutSourceConfiguration, "/DirectPutSourceConfiguration", DirectPut},
    {&CreateDeliveryStreamInput::KinesisStreamSourceConfiguration, "/KinesisStreamSourceConfiguration",
     KinesisStreamAsSource},
    {&CreateDeliveryStreamInput::MSKSourceConfiguration, "/MSKSourceConfiguration", MSKAsSource},
    {&CreateDeliveryStreamInput::DatabaseSourceConfiguration, "/DatabaseSourceConfiguration", DatabaseAsSource},
};
static_assert(std::size(source_cases) == reflect::enumerators<model::DeliveryStreamType>.size());

TEST(cross_member, source_fits_type) {
    for (source_case const& each : source_cases) {
        auto request = stream();
        request.*each.given = raw_json{"{}"};
        std::string const broken = "source_fits_type at " + std::string(each.pointer);
        EXPECT_EQ(broken_by(request), each.belongs_to == DirectPut ? "nothing" : broken);
        for (auto const& type : reflect::enumerators<model::DeliveryStreamType>) {
            request.DeliveryStreamType = type.value;
            EXPECT_EQ(broken_by(request), each.belongs_to == type.value ? "nothing" : broken) << type.name;
            EXPECT_EQ(broken_by(request, {.off = {rule::source_fits_type}}), "nothing") << type.name;
        }
    }
    auto all = stream();
    for (source_case const& each : source_cases) { all.*each.given = raw_json{"{}"}; }
    EXPECT_EQ(broken_by(all), "source_fits_type at /KinesisStreamSourceConfiguration, "
                              "source_fits_type at /MSKSourceConfiguration, "
                              "source_fits_type at /DatabaseSourceConfiguration");
}

TEST(cross_member, a_type_that_is_none_is_refused_for_its_name_alone) {
    auto request = stream();
    request.DirectPutSourceConfiguration = raw_json{"{}"};
    request.DeliveryStreamEncryptionConfigurationInput =
        key_request{.KeyARN = {}, .KeyType = model::KeyType::AWS_OWNED_CMK};
    for (char const* const name : {"", "directPut", "SourceOfTomorrow"}) {
        request.DeliveryStreamType = open_enum<model::DeliveryStreamType>::unknown(name);
        EXPECT_EQ(broken_by(request), "nothing") << name;
        auto const all = validate(request);
        ASSERT_EQ(all.list.size(), 1u) << name;
        EXPECT_EQ(all.list[0].rule, rule::enumeration) << name;
    }
}

TEST(cross_member, encryption_needs_direct_put) {
    auto request = stream();
    request.DeliveryStreamEncryptionConfigurationInput =
        key_request{.KeyARN = {}, .KeyType = model::KeyType::AWS_OWNED_CMK};
    std::string const broken = "encryption_needs_direct_put at /DeliveryStreamEncryptionConfigurationInput";
    EXPECT_EQ(broken_by(request), "nothing");
    for (auto const& type : reflect::enumerators<model::DeliveryStreamType>) {
        request.DeliveryStreamType = type.value;
        EXPECT_EQ(broken_by(request), type.value == DirectPut ? "nothing" : broken) << type.name;
        EXPECT_EQ(broken_by(request, {.off = {rule::encryption_needs_direct_put}}), "nothing") << type.name;
        auto plain = request;
        plain.DeliveryStreamEncryptionConfigurationInput.reset();
        EXPECT_EQ(broken_by(plain), "nothing") << type.name;
    }
}

// The bytes of a batch.

model::PutRecordBatchInput batch(std::vector<std::size_t> const& sizes) {
    model::PutRecordBatchInput request{.DeliveryStreamName = "orders"};
    for (std::size_t const size : sizes) { request.Records.push_back({.Data = std::string(size, 'x')}); }
    return request;
}

TEST(cross_member, batch_of_four_mebibytes) {
    std::vector<std::size_t> const four{1'024'000, 1'024'000, 1'024'000, 1'024'000, 98'304};
    EXPECT_EQ(broken_by(batch(four)), "nothing");
    auto more = four;
    more.back() += 1;
    EXPECT_EQ(broken_by(batch(more)), "batch_bytes at /Records 4194305 not 4194304");
    EXPECT_EQ(broken_by(batch(more), {.off = {rule::batch_bytes}}), "nothing");
    EXPECT_EQ(broken_by(batch(more), {.batch_bytes = 4'194'305}), "nothing");
}

struct batch_case {
    std::vector<std::size_t> sizes;
    std::size_t raw;
    std::size_t encoded; // base64 with padding, each record by itself
};
std::vector<batch_case> const batch_cases{
    {{}, 0, 0},
    {{0}, 0, 0},
    {{1}, 1, 4},
    {{2}, 2, 4},
    {{3}, 3, 4},
    {{4}, 4, 8},
    {{5}, 5, 8},
    {{6}, 6, 8},
    {{7}, 7, 12},
    {{1, 1, 1}, 3, 12},
    {{0, 3, 0}, 3, 4},
    {{2, 3, 4}, 9, 16},
    {{1'024'000}, 1'024'000, 1'365'336},
};

TEST(cross_member, batch_is_counted_as_the_policy_says) {
    for (batch_case const& each : batch_cases) {
        auto const request = batch(each.sizes);
        for (auto const& [basis, bytes] :
             {std::pair{batch_basis::raw_bytes, each.raw}, std::pair{batch_basis::encoded_bytes, each.encoded}}) {
            EXPECT_EQ(broken_by(request, {.batch_bytes = bytes, .basis = basis}), "nothing");
            if (bytes == 0) { continue; }
            EXPECT_EQ(broken_by(request, {.batch_bytes = bytes - 1, .basis = basis}),
                      "batch_bytes at /Records " + std::to_string(bytes) +
                          (bytes == 1 ? " not 0" : " not " + std::to_string(bytes - 1)));
        }
    }
}

// All of them together, and requests without such a rule.

TEST(cross_member, rules_of_create_come_in_their_order) {
    CreateDeliveryStreamInput request{.DeliveryStreamName = "orders", .DeliveryStreamType = {MSKAsSource}};
    request.KinesisStreamSourceConfiguration = raw_json{"{}"};
    request.DeliveryStreamEncryptionConfigurationInput =
        key_request{.KeyARN = {}, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK};
    EXPECT_EQ(broken_by(request), "exactly_one_destination at  0 not 1, "
                                  "source_fits_type at /KinesisStreamSourceConfiguration, "
                                  "encryption_needs_direct_put at /DeliveryStreamEncryptionConfigurationInput, "
                                  "customer_key_needs_arn at /DeliveryStreamEncryptionConfigurationInput/KeyARN");
    policy const first_only{.max_violations = 1};
    auto const found = validate_cross_members(request, first_only);
    ASSERT_EQ(found.list.size(), 1u);
    EXPECT_EQ(found.list.front().rule, rule::exactly_one_destination);
    EXPECT_EQ(found.more, 3u);
}

TEST(cross_member, other_requests_have_no_such_rule) {
    EXPECT_EQ(broken_by(model::StopDeliveryStreamEncryptionInput{}), "nothing");
    EXPECT_EQ(broken_by(model::DeleteDeliveryStreamInput{}), "nothing");
    EXPECT_EQ(broken_by(model::DescribeDeliveryStreamInput{}), "nothing");
    EXPECT_EQ(broken_by(model::ListDeliveryStreamsInput{}), "nothing");
    EXPECT_EQ(broken_by(model::PutRecordInput{}), "nothing");
    EXPECT_EQ(broken_by(model::TagDeliveryStreamInput{}), "nothing");
    EXPECT_EQ(broken_by(model::UntagDeliveryStreamInput{}), "nothing");
    EXPECT_EQ(broken_by(model::ListTagsForDeliveryStreamInput{}), "nothing");
}

TEST(cross_member, constraints_of_single_members_are_not_looked_at) {
    model::StartDeliveryStreamEncryptionInput const bad_name{"not a name\n", {}};
    EXPECT_EQ(broken_by(bad_name), "nothing");
    EXPECT_FALSE(validate_constraints(bad_name).empty());
}

} // namespace
} // namespace firehose_sse::constraint
