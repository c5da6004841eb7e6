// Create: the record it makes, byte for byte where it keeps JSON, and everything that refuses it.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace firehose_sse::operation {
namespace {

using Create = CreateDeliveryStream;

static_assert(
    std::same_as<answer<Create>, std::variant<model::CreateDeliveryStreamOutput, model::InvalidArgumentException,
                                              model::LimitExceededException, model::ResourceInUseException,
                                              model::InvalidKMSResourceException>>);

constexpr instant creation = at(1'500'000'000'250ms);

// Spelled oddly on purpose: what is kept must be kept byte for byte.
raw_json const odd{"{ \"BucketARN\" : \"arn:aws:s3:::b\",\n\t\"x\": [1.0, 1e2, \"\\u00e9\", null] }"};

Create::input plain() {
    Create::input request;
    request.DeliveryStreamName = "orders";
    request.ExtendedS3DestinationConfiguration = odd;
    return request;
}

Create::input from(model::DeliveryStreamType type) {
    auto request = plain();
    request.DeliveryStreamType = type;
    return request;
}

Create::input encrypted(std::optional<model::AWSKMSKeyARNForSSE> arn, open_enum<model::KeyType> type) {
    auto request = plain();
    request.DeliveryStreamEncryptionConfigurationInput = {{.KeyARN = std::move(arn), .KeyType = std::move(type)}};
    return request;
}

decision<Create> decide(Create::input const& request, world const& w = {}) {
    return Create::decide(std::nullopt, request, w.with(), creation);
}
std::string tell(Create::input const& request, world const& w = {}) { return told(decide(request, w)); }

TEST(create_delivery_stream, makes_an_unencrypted_stream) {
    world w;
    w.rules.work = 7s;
    auto const decided = decide(plain(), w);
    ASSERT_EQ(told(decided), "ok");
    EXPECT_EQ(output_of<Create>(decided).DeliveryStreamARN,
              "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders");
    ASSERT_EQ(decided.change, quota::cell_change::put);
    auto const& made = *decided.cell;
    EXPECT_EQ(made.encryption.stream, DeliveryStreamStatus::CREATING);
    EXPECT_EQ(made.encryption.source, DirectPut);
    EXPECT_EQ(made.encryption.attempted, std::nullopt);
    EXPECT_EQ(status(made.encryption), model::DeliveryStreamEncryptionStatus::DISABLED);
    EXPECT_EQ(made.name, "orders");
    EXPECT_EQ(made.arn, *output_of<Create>(decided).DeliveryStreamARN);
    EXPECT_EQ(made.version, "1");
    EXPECT_EQ(made.created, timestamp{1'500'000'000'250});
    EXPECT_EQ(made.source, std::nullopt);
    EXPECT_TRUE(made.tags.empty());
    EXPECT_EQ(made.quota, quota::window{});
    EXPECT_EQ(made.work_due, creation + 7s);
    EXPECT_EQ(decided.answer.effects,
              (std::vector<encryption::effect>{encryption::begin_work{1, work_kind::creating}}));
}

TEST(create_delivery_stream, arn_is_made_of_the_policys_identity) {
    world w;
    w.rules.partition = "aws-cn";
    w.rules.region = "cn-north-1";
    w.rules.account_id = "000000000042";
    EXPECT_EQ(output_of<Create>(decide(plain(), w)).DeliveryStreamARN,
              "arn:aws-cn:firehose:cn-north-1:000000000042:deliverystream/orders");
}

TEST(create_delivery_stream, encryption_from_the_start_takes_no_call_of_the_quota) {
    auto const customer = decide(encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK));
    ASSERT_EQ(told(customer), "ok");
    EXPECT_EQ(customer.cell->encryption.attempted, key_a);
    EXPECT_EQ(status(customer.cell->encryption), model::DeliveryStreamEncryptionStatus::ENABLING);
    EXPECT_EQ(customer.cell->quota, quota::window{});
    EXPECT_EQ(customer.answer.effects,
              (std::vector<encryption::effect>{encryption::create_grant{1, key_a},
                                               encryption::begin_work{1, work_kind::creating}}));

    auto const own = decide(encrypted({}, model::KeyType::AWS_OWNED_CMK));
    ASSERT_EQ(told(own), "ok");
    EXPECT_EQ(own.cell->encryption.attempted, own_key);
    EXPECT_EQ(own.answer.effects.size(), 1u);
}

TEST(create_delivery_stream, encryption_from_the_start_takes_a_call_where_the_policy_says_so) {
    world w;
    w.rules.encrypted_create = encrypted_create_charge::charged;
    auto const made = decide(encrypted({}, model::KeyType::AWS_OWNED_CMK), w);
    ASSERT_EQ(told(made), "ok");
    EXPECT_EQ(made.cell->quota.charged, std::vector{creation});
    EXPECT_EQ(made.cell->charged_at, creation);
    EXPECT_EQ(quota::peek(made.cell->quota, w.rules.quota, creation).left, 24u);
    EXPECT_EQ(quota::peek(made.cell->quota, w.rules.quota, creation + 24h).left, 25u);

    auto const without = decide(plain(), w);
    ASSERT_EQ(told(without), "ok");
    EXPECT_EQ(without.cell->quota, quota::window{});
    EXPECT_EQ(without.cell->charged_at, std::nullopt);
}

TEST(create_delivery_stream, old_session_is_remembered) {
    world w;
    w.caller.credential_age = 7h;
    auto const request = encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK);
    EXPECT_TRUE(decide(request, w).cell->encryption.pending->credentials_too_old);
}

TEST(create_delivery_stream, attempts_go_on_above_what_the_host_says) {
    world const w;
    auto with = w.with();
    EXPECT_EQ(Create::decide(std::nullopt, plain(), with, creation).cell->encryption.attempt, 1u);
    with.attempts_before = 1'000;
    auto const made = Create::decide(std::nullopt, plain(), with, creation);
    EXPECT_EQ(made.cell->encryption.attempt, 1'001u);
    EXPECT_EQ(made.answer.effects,
              (std::vector<encryption::effect>{encryption::begin_work{1'001, work_kind::creating}}));
}

TEST(create_delivery_stream, key_of_five_hundred_streams_takes_no_more) {
    world w;
    auto const request = encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK);
    w.keys.known[arn_a] = {.other_streams = 499};
    EXPECT_EQ(tell(request, w), "ok");
    w.keys.known[arn_a] = {.other_streams = 500};
    EXPECT_EQ(tell(request, w),
              "LimitExceededException: A customer managed CMK can encrypt up to 500 delivery streams.");
    EXPECT_EQ(tell(plain(), w), "ok");
}

TEST(create_delivery_stream, extended_s3_is_described_twice_byte_for_byte) {
    auto const decided = decide(plain());
    model::DestinationDescription expected;
    expected.DestinationId = "destinationId-000000000001";
    expected.ExtendedS3DestinationDescription = odd;
    expected.S3DestinationDescription = odd;
    EXPECT_EQ(decided.cell->destination, expected);
}

TEST(create_delivery_stream, every_other_destination_is_described_once_byte_for_byte) {
    auto const described = [](std::optional<raw_json> Create::input::*given) {
        Create::input request;
        request.DeliveryStreamName = "orders";
        request.*given = odd;
        auto const decided = decide(request);
        EXPECT_EQ(told(decided), "ok");
        return decided.cell->destination;
    };
    auto const expected = [](std::optional<raw_json> model::DestinationDescription::*shown) {
        model::DestinationDescription description;
        description.DestinationId = "destinationId-000000000001";
        description.*shown = odd;
        return description;
    };
    using in = Create::input;
    using out = model::DestinationDescription;
    EXPECT_EQ(described(&in::S3DestinationConfiguration), expected(&out::S3DestinationDescription));
    EXPECT_EQ(described(&in::RedshiftDestinationConfiguration), expected(&out::RedshiftDestinationDescription));
    EXPECT_EQ(described(&in::ElasticsearchDestinationConfiguration),
              expected(&out::ElasticsearchDestinationDescription));
    EXPECT_EQ(described(&in::AmazonopensearchserviceDestinationConfiguration),
              expected(&out::AmazonopensearchserviceDestinationDescription));
    EXPECT_EQ(described(&in::SplunkDestinationConfiguration), expected(&out::SplunkDestinationDescription));
    EXPECT_EQ(described(&in::HttpEndpointDestinationConfiguration), expected(&out::HttpEndpointDestinationDescription));
    EXPECT_EQ(described(&in::SnowflakeDestinationConfiguration), expected(&out::SnowflakeDestinationDescription));
    EXPECT_EQ(described(&in::AmazonOpenSearchServerlessDestinationConfiguration),
              expected(&out::AmazonOpenSearchServerlessDestinationDescription));
    EXPECT_EQ(described(&in::IcebergDestinationConfiguration), expected(&out::IcebergDestinationDescription));
}

TEST(create_delivery_stream, sources_are_kept_byte_for_byte_under_their_key) {
    auto const source = [](model::DeliveryStreamType type, std::optional<raw_json> Create::input::*given) {
        auto request = from(type);
        request.*given = odd;
        auto const decided = decide(request);
        EXPECT_EQ(told(decided), "ok");
        EXPECT_EQ(decided.cell->encryption.source, type);
        return decided.cell->source.value_or(raw_json{}).text;
    };
    using in = Create::input;
    EXPECT_EQ(source(DirectPut, &in::DirectPutSourceConfiguration),
              R"({"DirectPutSourceDescription":)" + odd.text + "}");
    EXPECT_EQ(source(KinesisStreamAsSource, &in::KinesisStreamSourceConfiguration),
              R"({"KinesisStreamSourceDescription":)" + odd.text + "}");
    EXPECT_EQ(source(MSKAsSource, &in::MSKSourceConfiguration), R"({"MSKSourceDescription":)" + odd.text + "}");
    EXPECT_EQ(source(DatabaseAsSource, &in::DatabaseSourceConfiguration),
              R"({"DatabaseSourceDescription":)" + odd.text + "}");
}

TEST(create_delivery_stream, tags_are_kept_in_order_of_their_keys) {
    auto request = plain();
    request.Tags = {{.Key = "b", .Value = "1"}, {.Key = "a", .Value = {}}, {.Key = "b", .Value = "2"}};
    EXPECT_EQ(decide(request).cell->tags,
              (std::vector<model::Tag>{{.Key = "a", .Value = {}}, {.Key = "b", .Value = "2"}}));
}

TEST(create_delivery_stream, name_that_is_taken) {
    for (auto const& stream : {never_encrypted(), creating_failed(), deleting()}) {
        auto const decided = Create::decide(stream, plain(), world{}.with(), creation);
        EXPECT_EQ(told(decided), "ResourceInUseException: Firehose orders under accountId 123456789012 already exists");
        EXPECT_EQ(decided.change, quota::cell_change::keep);
    }
}

TEST(create_delivery_stream, name_of_a_stream_that_has_gone_is_free) {
    stream_record gone;
    gone.encryption.attempt = 7;
    gone.encryption.grants = {.created = 1, .scheduled = {{.attempt = 3, .key = key_a, .after_delivery = true}}};
    world const w;
    auto const made = Create::decide(gone, plain(), w.with(), creation);
    ASSERT_EQ(told(made), "ok");
    EXPECT_EQ(made.cell->encryption.attempt, 8u);
    EXPECT_EQ(made.cell->encryption.grants, gone.encryption.grants); // a retirement can still be acknowledged
    EXPECT_EQ(made.cell->name, "orders");
}

TEST(create_delivery_stream, exactly_one_destination) {
    std::string const text =
        "InvalidArgumentException: Exactly one destination configuration is supported for a Firehose";
    auto none = plain();
    none.ExtendedS3DestinationConfiguration.reset();
    EXPECT_EQ(tell(none), text);
    auto two = plain();
    two.SplunkDestinationConfiguration = raw_json{"{}"};
    EXPECT_EQ(tell(two), text);
    auto both_s3 = plain();
    both_s3.S3DestinationConfiguration = raw_json{"{}"};
    EXPECT_EQ(tell(both_s3), text);
}

TEST(create_delivery_stream, rules_hold_where_no_violation_is_kept) {
    world w;
    w.rules.constraints.max_violations = 0;
    auto nowhere = plain();
    nowhere.ExtendedS3DestinationConfiguration.reset();
    EXPECT_EQ(tell(nowhere, w),
              "InvalidArgumentException: Exactly one destination configuration is supported for a Firehose");
    EXPECT_EQ(tell(plain(), w), "ok");
}

TEST(create_delivery_stream, source_of_another_type) {
    auto request = plain();
    request.KinesisStreamSourceConfiguration = raw_json{"{}"};
    EXPECT_EQ(tell(request), "InvalidArgumentException: KinesisSourceStreamConfig is only applicable for "
                             "KinesisStreamAsSource stream type");
    request = from(KinesisStreamAsSource);
    request.MSKSourceConfiguration = raw_json{"{}"};
    EXPECT_EQ(tell(request), "InvalidArgumentException: MSKSourceConfiguration is only applicable for its own delivery "
                             "stream type.");
}

TEST(create_delivery_stream, key_rules) {
    EXPECT_EQ(tell(encrypted({}, model::KeyType::CUSTOMER_MANAGED_CMK)),
              "InvalidArgumentException: KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.");
    EXPECT_EQ(tell(encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::AWS_OWNED_CMK)),
              "InvalidArgumentException: KeyARN must not be given when KeyType is AWS_OWNED_CMK.");
    for (auto const source : {KinesisStreamAsSource, MSKAsSource, DatabaseAsSource}) {
        auto request = encrypted({}, model::KeyType::AWS_OWNED_CMK);
        request.DeliveryStreamType = source;
        EXPECT_EQ(tell(request), "InvalidArgumentException: Server-side encryption is only supported for delivery "
                                 "streams of type DirectPut.");
    }
}

TEST(create_delivery_stream, rules_that_are_off_leave_the_life_cycles_own) {
    world w;
    w.rules.constraints.off = {constraint::rule::encryption_needs_direct_put,
                               constraint::rule::exactly_one_destination};
    auto request = encrypted({}, model::KeyType::AWS_OWNED_CMK);
    request.DeliveryStreamType = MSKAsSource;
    EXPECT_EQ(tell(request, w),
              "InvalidArgumentException: This operation is not permitted on MSKAsSource delivery stream type.");
    Create::input bare;
    bare.DeliveryStreamName = "orders";
    EXPECT_EQ(tell(bare, w), "ok");
}

TEST(create_delivery_stream, limit_of_streams) {
    world w;
    w.stream_count = 4'999;
    EXPECT_EQ(tell(plain(), w), "ok");
    w.stream_count = 5'000;
    EXPECT_EQ(tell(plain(), w), "LimitExceededException: You have already consumed your firehose quota of 5000 hoses.");
    w.rules.max_streams = 50;
    w.stream_count = 50;
    EXPECT_EQ(tell(plain(), w), "LimitExceededException: You have already consumed your firehose quota of 50 hoses.");
}

TEST(create_delivery_stream, limit_of_tags) {
    world w;
    w.rules.max_tags = 2;
    auto request = plain();
    auto& tags = request.Tags.emplace();
    for (char const* const key : {"a", "b", "a"}) { tags.push_back({.Key = key, .Value = {}}); }
    EXPECT_EQ(tell(request, w), "ok"); // two keys
    tags.push_back({.Key = "c", .Value = {}});
    EXPECT_EQ(tell(request, w), "LimitExceededException: A delivery stream can have at most 2 tags.");
}

TEST(create_delivery_stream, says_which_limit_was_reached) {
    auto const reached = [](Create::input const& request, world const& w) { return decide(request, w).answer.reached; };
    world w;
    auto const keyed = encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK);
    w.keys.known[arn_a].other_streams = 500;
    EXPECT_EQ(reached(keyed, w), limit_kind::streams_of_key);
    EXPECT_EQ(reached(plain(), w), std::nullopt);
    w.rules.max_tags = 0;
    auto tagged = keyed;
    tagged.Tags.emplace().push_back({.Key = "a", .Value = {}});
    EXPECT_EQ(reached(tagged, w), limit_kind::tags);
    w.stream_count = 5'000;
    EXPECT_EQ(reached(tagged, w), limit_kind::streams);
    EXPECT_EQ(Create::decide(never_encrypted(), tagged, w.with(), creation).answer.reached, std::nullopt);
}

TEST(create_delivery_stream, bad_key_is_noticed_at_the_end) {
    world w;
    w.keys.known[arn_a] = {.state = key_state::disabled};
    EXPECT_EQ(tell(encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK), w), "ok");
}

TEST(create_delivery_stream, bad_key_is_refused_at_once_where_the_policy_says_so) {
    world w;
    w.rules.encryption.bad_key = encryption::bad_key_answer::invalid_kms_resource;
    w.keys.known[arn_a] = {.state = key_state::disabled};
    auto const decided = decide(encrypted(model::AWSKMSKeyARNForSSE(arn_a), model::KeyType::CUSTOMER_MANAGED_CMK), w);
    EXPECT_EQ(told(decided), "InvalidKMSResourceException [KMSDisabledException]: The key is disabled. Enable it, then "
                             "start encryption again.");
    EXPECT_EQ(decided.change, quota::cell_change::keep);
    EXPECT_EQ(tell(encrypted({}, model::KeyType::AWS_OWNED_CMK), w), "ok");
    EXPECT_EQ(tell(encrypted(model::AWSKMSKeyARNForSSE(arn_b), model::KeyType::CUSTOMER_MANAGED_CMK), w), "ok");
}

TEST(create_delivery_stream, order_of_the_checks) {
    world w;
    w.stream_count = 5'000;
    auto broken = encrypted({}, model::KeyType::CUSTOMER_MANAGED_CMK);
    broken.ExtendedS3DestinationConfiguration.reset();
    EXPECT_EQ(kind_of(Create::decide(never_encrypted(), broken, w.with(), creation)), "ResourceInUseException");
    EXPECT_EQ(kind_of(decide(broken, w)), "InvalidArgumentException");
    EXPECT_EQ(kind_of(decide(plain(), w)), "LimitExceededException");
}

TEST(create_delivery_stream, refused_call_makes_nothing) {
    world w;
    w.stream_count = 5'000;
    for (auto const& refused : {decide(plain(), w), decide(encrypted({}, model::KeyType::CUSTOMER_MANAGED_CMK))}) {
        EXPECT_EQ(refused.change, quota::cell_change::keep) << told(refused);
        EXPECT_TRUE(refused.answer.effects.empty());
    }
}

} // namespace
} // namespace firehose_sse::operation
