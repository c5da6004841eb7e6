// The service's wording to the letter where it was observed, and no value in any text.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::constraint {
namespace {

struct path_case {
    std::string_view pointer;
    std::string_view path;
};
constexpr path_case path_cases[] = {
    {"", ""},
    {"/DeliveryStreamName", "deliveryStreamName"},
    {"/DeliveryStreamEncryptionConfigurationInput/KeyARN", "deliveryStreamEncryptionConfigurationInput.keyARN"},
    {"/DeliveryStreamEncryptionConfigurationInput/KeyType", "deliveryStreamEncryptionConfigurationInput.keyType"},
    {"/ExtendedS3DestinationConfiguration/RoleARN", "extendedS3DestinationConfiguration.roleARN"},
    {"/S3DestinationConfiguration", "s3DestinationConfiguration"},
    {"/MSKSourceConfiguration", "mSKSourceConfiguration"}, // only the first letter changes
    {"/A/Z/@/[/a/z", "a.z.@.[.a.z"},
    {"/Record/Data", "record.data"},
    {"/Records", "records"},
    {"/Records/0/Data", "records.1.member.data"},
    {"/Records/3/Data", "records.4.member.data"},
    {"/Records/96/Data", "records.97.member.data"},
    {"/Records/499/Data", "records.500.member.data"},
    {"/TagKeys/9", "tagKeys.10.member"},
    {"/Tags/49/Key", "tags.50.member.key"},
    {"/DeliveryStreamDescription/Destinations/0/DestinationId",
     "deliveryStreamDescription.destinations.1.member.destinationId"},
};

TEST(service_path, spells_pointers_as_the_service_does) {
    for (auto const& [pointer, path] : path_cases) { EXPECT_EQ(service_path(pointer), path); }
}

struct constraint_case {
    violation broken;
    std::string_view text;
};
std::vector<constraint_case> const constraint_cases{
    {{.rule = rule::required, .pointer = "/A"}, "Member must not be null"},
    {{.rule = rule::length_min, .pointer = "/A", .bounds = {.min = 1}},
     "Member must have length greater than or equal to 1"},
    {{.rule = rule::length_max, .pointer = "/A", .bounds = {1, 64}, .actual = 65},
     "Member must have length less than or equal to 64"},
    {{.rule = rule::value_min, .pointer = "/A", .bounds = {1, 50}, .actual = -3},
     "Member must have value greater than or equal to 1"},
    {{.rule = rule::value_max, .pointer = "/A", .bounds = {1, 10'000}, .actual = 10'001},
     "Member must have value less than or equal to 10000"},
    {{.rule = rule::pattern, .pointer = "/A", .expected = "[a-zA-Z0-9_.-]+"},
     "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"},
    {{.rule = rule::enumeration, .pointer = "/A", .expected = "[AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]"},
     "Member must satisfy enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]"},
};

TEST(service_constraint, has_the_observed_words) {
    std::set<rule> seen;
    for (auto const& [broken, text] : constraint_cases) {
        EXPECT_EQ(service_constraint(broken), text);
        EXPECT_EQ(service_message({{broken}, 0}),
                  "1 validation error detected: Value at 'a' failed to satisfy constraint: " + std::string(text));
        EXPECT_EQ(semantic_message(broken), "Value at 'a' failed to satisfy constraint: " + std::string(text));
        seen.insert(broken.rule);
    }
    for (auto const& each : reflect::enumerators<rule>) {
        EXPECT_EQ(seen.count(each.value) == 1, layer_of(each.value) == layer::constraint) << each.name;
    }
}

// Whole messages of whole requests.

TEST(service_message, of_one_violation) {
    model::StopDeliveryStreamEncryptionInput const request{.DeliveryStreamName = std::string(65, 'x')};
    EXPECT_EQ(service_message(validate(request)),
              "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must have length less than or equal to 64");
}

TEST(service_message, of_an_empty_name_has_length_before_pattern) {
    model::StopDeliveryStreamEncryptionInput const request{.DeliveryStreamName = ""};
    EXPECT_EQ(service_message(validate(request)),
              "2 validation errors detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must have length greater than or equal to 1; "
              "Value at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
}

TEST(service_message, of_a_missing_member) {
    std::vector<std::string> const missing{"/DeliveryStreamName"};
    EXPECT_EQ(service_message(validate(model::StopDeliveryStreamEncryptionInput{}, {}, missing)),
              "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must not be null");
}

TEST(service_message, of_an_encryption_configuration) {
    model::StartDeliveryStreamEncryptionInput const request{
        .DeliveryStreamName = "orders",
        .DeliveryStreamEncryptionConfigurationInput = {
            {.KeyARN = "alias/payments", .KeyType = open_enum<model::KeyType>::unknown("customer_managed_cmk")}}};
    EXPECT_EQ(service_message(validate(request)),
              "2 validation errors detected: Value at 'deliveryStreamEncryptionConfigurationInput.keyARN' failed to "
              "satisfy constraint: Member must satisfy regular expression pattern: "
              R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:key/[a-zA-Z_0-9+=,.@\-_/]+; )"
              "Value at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to satisfy constraint: "
              "Member must satisfy enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]");
}

TEST(service_message, of_list_elements_counts_from_one) {
    model::PutRecordBatchInput batch{.DeliveryStreamName = "orders"};
    batch.Records.resize(97);
    batch.Records[96].Data = std::string(1'024'001, 'x');
    EXPECT_EQ(service_message(validate(batch)),
              "1 validation error detected: Value at 'records.97.member.data' failed to satisfy constraint: "
              "Member must have length less than or equal to 1024000");
    model::UntagDeliveryStreamInput const untag{.DeliveryStreamName = "orders", .TagKeys = {"ok", "aws:x"}};
    EXPECT_EQ(service_message(validate(untag)),
              "1 validation error detected: Value at 'tagKeys.2.member' failed to satisfy constraint: "
              R"(Member must satisfy regular expression pattern: ^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)");
}

TEST(service_message, of_a_list_and_a_number) {
    EXPECT_EQ(service_message(validate(model::PutRecordBatchInput{.DeliveryStreamName = "orders"})),
              "1 validation error detected: Value at 'records' failed to satisfy constraint: "
              "Member must have length greater than or equal to 1");
    EXPECT_EQ(service_message(validate(model::ListDeliveryStreamsInput{.Limit = 0})),
              "1 validation error detected: Value at 'limit' failed to satisfy constraint: "
              "Member must have value greater than or equal to 1");
}

TEST(service_message, counts_what_was_not_kept) {
    model::UntagDeliveryStreamInput request{.DeliveryStreamName = "orders"};
    request.TagKeys.assign(40, "aws:x");
    auto const found = validate(request);
    ASSERT_EQ(found.more, 8u);
    std::string const text = service_message(found);
    EXPECT_TRUE(text.starts_with("40 validation errors detected: Value at 'tagKeys.1.member'")) << text;
    EXPECT_NE(text.find("'tagKeys.32.member'"), std::string::npos);
    EXPECT_EQ(text.find("'tagKeys.33.member'"), std::string::npos);
}

// The semantic layer: observed messages are compared to the letter, the others only for what they are about.

TEST(semantic_message, has_the_observed_words) {
    EXPECT_EQ(semantic_message({.rule = rule::exactly_one_destination, .bounds = {1, 1}}),
              "Exactly one destination configuration is supported for a Firehose");
    EXPECT_EQ(semantic_message({.rule = rule::source_fits_type, .pointer = "/KinesisStreamSourceConfiguration"}),
              "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type");
    EXPECT_EQ(semantic_message({.rule = rule::batch_bytes, .pointer = "/Records", .bounds = {0, 4}, .actual = 5}),
              "Records size exceeds 4 MB limit");
}

struct own_case {
    rule id;
    std::string_view pointer;
    std::string_view word;
};
constexpr own_case own_cases[] = {
    {rule::customer_key_needs_arn, "/KeyARN", "KeyARN"},
    {rule::customer_key_needs_arn, "/KeyARN", "CUSTOMER_MANAGED_CMK"},
    {rule::owned_key_has_no_arn, "/KeyARN", "KeyARN"},
    {rule::owned_key_has_no_arn, "/KeyARN", "AWS_OWNED_CMK"},
    {rule::encryption_needs_direct_put, "/A", "encryption"},
    {rule::encryption_needs_direct_put, "/A", "DirectPut"},
    {rule::source_fits_type, "/DirectPutSourceConfiguration", "DirectPutSourceConfiguration"},
    {rule::source_fits_type, "/MSKSourceConfiguration", "MSKSourceConfiguration"},
    {rule::source_fits_type, "/DatabaseSourceConfiguration", "DatabaseSourceConfiguration"},
};

TEST(semantic_message, names_what_it_is_about) {
    for (auto const& [id, pointer, word] : own_cases) {
        std::string const text = semantic_message({.rule = id, .pointer = std::string(pointer)});
        EXPECT_NE(text.find(word), std::string::npos) << text;
    }
}

TEST(semantic_message, needs_no_place) {
    for (auto const& each : reflect::enumerators<rule>) {
        std::string text;
        EXPECT_NO_THROW(text = semantic_message({.rule = each.value})) << each.name;
        EXPECT_NE(text, "") << each.name;
    }
}

// Other styles.

violations three() {
    return validate(model::StartDeliveryStreamEncryptionInput{
        .DeliveryStreamName = std::string(65, '*'),
        .DeliveryStreamEncryptionConfigurationInput = {
            {.KeyARN = {}, .KeyType = open_enum<model::KeyType>::unknown("aws_owned_cmk")}}});
}

TEST(service_message, of_the_first_violation_only) {
    EXPECT_EQ(service_message(three(), {.aggregation = aggregation::first_only}),
              "1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must have length less than or equal to 64");
}

TEST(service_message, of_the_echoing_time_has_kind_and_length_in_the_value_s_place) {
    EXPECT_EQ(service_message(three(), {.wording = wording::echoing}),
              "3 validation errors detected: "
              "Value '(string, 65 code points)' at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must have length less than or equal to 64; "
              "Value '(string, 65 code points)' at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; "
              "Value '(enumeration, 13 code points)' at 'deliveryStreamEncryptionConfigurationInput.keyType' failed to "
              "satisfy constraint: Member must satisfy enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]");
    std::vector<std::string> const missing{"/DeliveryStreamName"};
    EXPECT_EQ(service_message(validate(model::StopDeliveryStreamEncryptionInput{}, {}, missing),
                              {.wording = wording::echoing}),
              "1 validation error detected: Value null at 'deliveryStreamName' failed to satisfy constraint: "
              "Member must not be null");
    EXPECT_EQ(service_message(validate(model::ListDeliveryStreamsInput{.Limit = 31337}), {.wording = wording::echoing}),
              "1 validation error detected: Value '(integer)' at 'limit' failed to satisfy constraint: "
              "Member must have value less than or equal to 10000");
    model::PutRecordBatchInput batch{.DeliveryStreamName = "n"};
    batch.Records.resize(501);
    batch.Records[0].Data = std::string(1'024'001, 'x');
    EXPECT_EQ(service_message(validate_constraints(batch), {.wording = wording::echoing}),
              "2 validation errors detected: Value '(list, 501 elements)' at 'records' failed to satisfy constraint: "
              "Member must have length less than or equal to 500; "
              "Value '(blob, 1024001 bytes)' at 'records.1.member.data' failed to satisfy constraint: "
              "Member must have length less than or equal to 1024000");
}

TEST(service_message, in_our_own_words) {
    EXPECT_EQ(service_message(three(), {.wording = wording::own}),
              "3 validation errors detected: length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed; "
              "pattern at /DeliveryStreamName: must match [a-zA-Z0-9_.-]+; "
              "enumeration at /DeliveryStreamEncryptionConfigurationInput/KeyType: must be one of [AWS_OWNED_CMK, "
              "CUSTOMER_MANAGED_CMK]; did you mean AWS_OWNED_CMK? Upper and lower case matter");
    violations capped = three();
    capped.list.resize(1);
    capped.more = 2;
    EXPECT_EQ(service_message(capped, {.wording = wording::own}),
              "3 validation errors detected: length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed; "
              "and 2 more");
    EXPECT_EQ(service_message(capped, {.wording = wording::own, .aggregation = aggregation::first_only}),
              "1 validation error detected: length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed");
}

// Requests that break every rule with values that contain one word, which no message may repeat.

constexpr char const* leak = "le4ked";

std::vector<violations> everything_broken() {
    std::string const word = leak;
    std::string const long_word = std::string(2'000, ';') + word;
    std::string const arn = "arn:aws:kms:us-east-1:123456789012:key/" + word;
    std::vector<violations> all;

    model::CreateDeliveryStreamInput create{.DeliveryStreamName = long_word};
    create.DeliveryStreamType = open_enum<model::DeliveryStreamType>::unknown(word);
    create.KinesisStreamSourceConfiguration = raw_json{'"' + word + '"'};
    create.MSKSourceConfiguration = raw_json{'"' + word + '"'};
    create.DeliveryStreamEncryptionConfigurationInput = {
        {.KeyARN = long_word, .KeyType = open_enum<model::KeyType>::unknown(word)}};
    create.S3DestinationConfiguration = raw_json{'"' + word + '"'};
    create.SplunkDestinationConfiguration = raw_json{'"' + word + '"'};
    create.Tags = {{.Key = long_word, .Value = long_word}, {.Key = "aws:" + word, .Value = word + ';'}};
    std::vector<std::string> const missing{"/Tags/1/Key"};
    all.push_back(validate(create, {}, missing));
    create.DeliveryStreamType =
        model::DeliveryStreamType::DatabaseAsSource; // an unknown type makes no source configuration wrong
    all.push_back(validate_cross_members(create));

    all.push_back(validate(model::StartDeliveryStreamEncryptionInput{
        .DeliveryStreamName = word + ' ',
        .DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = arn, .KeyType = model::KeyType::AWS_OWNED_CMK}}}));
    all.push_back(validate(model::StartDeliveryStreamEncryptionInput{
        .DeliveryStreamName = word,
        .DeliveryStreamEncryptionConfigurationInput = {
            {.KeyARN = {}, .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}}}));
    all.push_back(validate(model::DescribeDeliveryStreamInput{
        .DeliveryStreamName = "", .Limit = 0, .ExclusiveStartDestinationId = word + '_'}));
    all.push_back(validate(model::ListDeliveryStreamsInput{
        .Limit = 10'001, .DeliveryStreamType = {}, .ExclusiveStartDeliveryStreamName = word + '\n'}));
    all.push_back(validate(model::UntagDeliveryStreamInput{.DeliveryStreamName = word, .TagKeys = {"aws:" + word}}));
    model::PutRecordBatchInput batch{.DeliveryStreamName = word};
    for (int i = 0; i < 5; ++i) { batch.Records.push_back({.Data = std::string(1'024'000, 'x') + word}); }
    all.push_back(validate(batch));
    all.push_back(validate(model::FailureDescription{.Type = open_enum<model::DeliveryStreamFailureType>::unknown(word),
                                                     .Details = word + '\n'}));
    return all;
}

TEST(messages, never_hold_a_value) {
    std::set<rule> seen;
    for (violations const& found : everything_broken()) {
        EXPECT_FALSE(found.empty());
        for (auto const& each : reflect::enumerators<wording>) {
            EXPECT_EQ(service_message(found, {.wording = each.value}).find(leak), std::string::npos) << each.name;
        }
        for (violation const& each : found.list) {
            seen.insert(each.rule);
            for (std::string const& text :
                 {service_path(each.pointer), service_constraint(each), semantic_message(each), to_text(each),
                  each.pointer, std::string(each.expected)}) {
                EXPECT_EQ(text.find(leak), std::string::npos) << text;
            }
        }
    }
    for (auto const& each : reflect::enumerators<rule>) { EXPECT_EQ(seen.count(each.value), 1u) << each.name; }
}

} // namespace
} // namespace firehose_sse::constraint
