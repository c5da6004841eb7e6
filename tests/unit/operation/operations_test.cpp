// The list of operations, and room for the largest valid body of each.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "unit/operation/world.hpp"
#include <concepts>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::operation {
namespace {

using words = std::vector<std::string>;

TEST(operations, all_in_order_of_their_names) {
    words names;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>(
        [&](auto op) { names.emplace_back(decltype(op)::type::name); });
    EXPECT_EQ(names,
              (words{"CreateDeliveryStream", "DeleteDeliveryStream", "DescribeDeliveryStream", "ListDeliveryStreams",
                     "ListTagsForDeliveryStream", "PutRecord", "PutRecordBatch", "StartDeliveryStreamEncryption",
                     "StopDeliveryStreamEncryption", "TagDeliveryStream", "UntagDeliveryStream"}));
}

TEST(operations, bodies_have_a_room_that_is_written_down) {
    std::vector<std::size_t> kibibytes;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        EXPECT_EQ(decltype(op)::type::max_body_bytes % 1024, 0U);
        kibibytes.push_back(decltype(op)::type::max_body_bytes / 1024);
    });
    EXPECT_EQ(kibibytes, (std::vector<std::size_t>{1024, 64, 64, 64, 64, 2048, 8192, 64, 64, 256, 128}));
}

TEST(operations, inputs_and_outputs_are_the_shapes_of_that_name) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([](auto op) {
        using type = typename decltype(op)::type;
        EXPECT_EQ(reflect::shape_name<type>, type::name);
        EXPECT_EQ(reflect::shape_name<typename type::input>, std::string(type::name) + "Input");
        EXPECT_EQ(reflect::shape_name<typename type::output>, std::string(type::name) + "Output");
    });
}

TEST(operations, are_found_by_their_exact_name) {
    std::string_view found;
    EXPECT_TRUE(with_operation("StopDeliveryStreamEncryption", [&](auto op) { found = decltype(op)::type::name; }));
    EXPECT_EQ(found, "StopDeliveryStreamEncryption");
    int calls = 0;
    for (std::string_view const name :
         {"", "putrecord", "PutRecord ", "PutRecordBatc", "PutRecordBatches", "UpdateDestination"}) {
        EXPECT_FALSE(with_operation(name, [&](auto) { ++calls; })) << name;
    }
    EXPECT_EQ(calls, 0);
    EXPECT_TRUE(with_operation("PutRecord", [&](auto) { ++calls; }));
    EXPECT_EQ(calls, 1);
}

TEST(operations, a_stream_that_has_gone_is_found_by_none) {
    world w;
    w.rules.quota.counts = quota::counting::attempted; // the call is not charged either
    stream_record gone;
    gone.name = "orders";
    gone.encryption.attempt = 7;
    int asked = 0;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        using type = typename decltype(op)::type;
        if constexpr (may_answer<type, model::ResourceNotFoundException>) {
            typename type::input request;
            request.DeliveryStreamName = "orders";
            auto const decided = type::decide(gone, request, w.with(), at(20'000h));
            EXPECT_EQ(told(decided), "ResourceNotFoundException: Firehose orders under account 123456789012 not found.")
                << type::name;
            EXPECT_EQ(decided.change, quota::cell_change::keep) << type::name;
            ++asked;
        }
    });
    EXPECT_EQ(asked, 9);
}

TEST(operations, those_that_take_records_are_no_control_plane) {
    words puts;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        using type = typename decltype(op)::type;
        EXPECT_NE(is_put<type>, is_control_plane<type>);
        if (is_put<type>) { puts.emplace_back(type::name); }
    });
    EXPECT_EQ(puts, (words{"PutRecord", "PutRecordBatch"}));
}

TEST(operations, those_that_change_the_encryption_are_charged) {
    words charged;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        using type = typename decltype(op)::type;
        if (is_charged<type>) { charged.emplace_back(type::name); }
    });
    EXPECT_EQ(charged, (words{"StartDeliveryStreamEncryption", "StopDeliveryStreamEncryption"}));
}

TEST(operations, an_error_is_answered_only_where_it_is_modelled) {
    static_assert(may_answer<StartDeliveryStreamEncryption, model::InvalidKMSResourceException>);
    static_assert(!may_answer<StopDeliveryStreamEncryption, model::InvalidKMSResourceException>);
    static_assert(!may_answer<DeleteDeliveryStream, model::InvalidArgumentException>);
    static_assert(!may_answer<PutRecord, model::ResourceInUseException>);
    static_assert(!may_answer<ListDeliveryStreams, model::ResourceNotFoundException>);
}

/// A text as long as this number of characters when a client escapes each of them: `\uXXXX`, twice beyond U+FFFF.
std::string escaped(std::size_t characters) { return std::string(characters * 12, 'x'); }

TEST(operations, the_largest_valid_body_is_not_too_large) {
    PutRecord::input one;
    one.DeliveryStreamName = std::string(64, 'n');
    one.Record.Data = std::string(model::Data::bounds.max, 'x');
    EXPECT_LE(wire::encode(one).size(), PutRecord::max_body_bytes);

    PutRecordBatch::input batch;
    batch.DeliveryStreamName = one.DeliveryStreamName;
    batch.Records.resize(500, {std::string(4'194'304 / 500, 'x')});
    EXPECT_LE(wire::encode(batch).size(), PutRecordBatch::max_body_bytes);

    TagDeliveryStream::input tag;
    tag.DeliveryStreamName = escaped(64);
    tag.Tags.resize(50, {.Key = escaped(128), .Value = escaped(256)});
    EXPECT_LE(wire::encode(tag).size(), TagDeliveryStream::max_body_bytes);

    UntagDeliveryStream::input untag;
    untag.DeliveryStreamName = escaped(64);
    untag.TagKeys.resize(50, escaped(128));
    EXPECT_LE(wire::encode(untag).size(), UntagDeliveryStream::max_body_bytes);

    StartDeliveryStreamEncryption::input start;
    start.DeliveryStreamName = escaped(64);
    start.DeliveryStreamEncryptionConfigurationInput = {
        {.KeyARN = escaped(512), .KeyType = model::KeyType::CUSTOMER_MANAGED_CMK}};
    EXPECT_LE(wire::encode(start).size(), StartDeliveryStreamEncryption::max_body_bytes);
}

} // namespace
} // namespace firehose_sse::operation
