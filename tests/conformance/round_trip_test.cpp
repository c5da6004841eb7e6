// Every input, output and error with every member set, there and back: as bytes, through a gateway, as an error.
// SPDX-License-Identifier: BSL-1.0
#include "conformance/every_member_set.hpp"
#include "conformance/protocol.hpp"
#include <gtest/gtest.h>

namespace firehose_sse::conformance {
namespace {

namespace mp = boost::mp11;

template <class Op> using input_of = typename Op::input;
template <class Op> using output_of = typename Op::output;
template <class Op> using errors_of = typename Op::errors;

/// The errors of the service's model. No operation that is typed may answer ConcurrentModificationException.
using errors =
    mp::mp_list<model::ConcurrentModificationException, model::InvalidArgumentException,
                model::InvalidKMSResourceException, model::InvalidSourceException, model::LimitExceededException,
                model::ResourceInUseException, model::ResourceNotFoundException, model::ServiceUnavailableException>;
using documents = mp::mp_append<mp::mp_transform<input_of, operation::operations>,
                                mp::mp_transform<output_of, operation::operations>, errors>;

template <class E> using is_listed = mp::mp_contains<errors, E>;
static_assert(mp::mp_all_of<mp::mp_flatten<mp::mp_transform<errors_of, operation::operations>>, is_listed>::value,
              "an operation may answer an error that is not listed here");
template <class T> using is_tested = mp::mp_contains<firehose_sse::testing::every_type, T>;
static_assert(mp::mp_all_of<documents, is_tested>::value, "a type is missing in unit/wire/every_type.hpp");

template <class List> using types = mp::mp_rename<List, ::testing::Types>;

// ---- bytes

template <class T> class round_trip : public ::testing::Test {
protected:
    /// Once with values of enumerations that are known (and one that is not), once with unknown ones only.
    static std::vector<T> values() {
        return {firehose_sse::testing::filled<T>(), firehose_sse::testing::filled<T>(true)};
    }
};
TYPED_TEST_SUITE(round_trip, types<documents>, firehose_sse::testing::type_names);

TYPED_TEST(round_trip, every_member_is_set) {
    for (auto const& value : this->values()) {
        members_of const found(value);
        EXPECT_EQ(found.unset, std::vector<std::string>{});
        EXPECT_EQ(found.count == 0, reflect::member_count<TypeParam> == 0);
    }
}

TYPED_TEST(round_trip, bytes_to_value_to_bytes) {
    for (auto const& value : this->values()) {
        std::string const document = oddly_spelled(value);
        auto const read = wire::decode<TypeParam>(document, {.unknown_members = wire::unknown_members::refuse});
        ASSERT_TRUE(read) << to_string(read.error()) << " in " << document;
        EXPECT_EQ(read->value, value) << document;
        EXPECT_EQ(read->missing, std::vector<std::string>{});

        std::string const written = wire::encode(read->value);
        auto const again = wire::decode<TypeParam>(written, {.unknown_members = wire::unknown_members::refuse});
        ASSERT_TRUE(again) << to_string(again.error()) << " in " << written;
        EXPECT_EQ(again->value, value) << written;
        EXPECT_EQ(wire::encode(again->value), written);
        for (auto const& text : members_of(value).opaque) {
            EXPECT_NE(written.find(text), std::string::npos) << text << " did not survive in " << written;
        }
    }
}

// ---- through a gateway

template <class Op> class round_trip_served : public ::testing::Test {};
struct operation_names {
    template <class Op> static std::string GetName(int) { return std::string(Op::name); }
};
TYPED_TEST_SUITE(round_trip_served, types<operation::operations>, operation_names);

TYPED_TEST(round_trip_served, the_service_gets_what_the_client_sends) {
    using input = typename TypeParam::input;
    using enum constraint::rule;
    gateway::options rules; // the values are made to be hard to carry, not to be valid
    rules.constraints.off = {length_min, length_max, value_min, value_max, pattern, enumeration};
    for (bool const unknown : {false, true}) {
        auto const sent = firehose_sse::testing::filled<input>(unknown);
        for (auto const& body : {wire::encode(sent), oddly_spelled(sent)}) {
            auto const seen = protocol::serve(TypeParam::name, body, {}, rules);
            EXPECT_EQ(seen.answer.status, 200) << seen.answer.body;
            auto const* const got = std::any_cast<input>(&seen.input);
            ASSERT_NE(got, nullptr);
            EXPECT_EQ(*got, sent) << body;
        }
    }
}

TYPED_TEST(round_trip_served, the_client_gets_what_the_service_answers) {
    using output = typename TypeParam::output;
    for (bool const unknown : {false, true}) {
        auto const told = firehose_sse::testing::filled<output>(unknown);
        auto const seen = protocol::serve(TypeParam::name, protocol::valid_body(TypeParam::name), told);
        EXPECT_EQ(seen.answer.status, 200);
        auto const read = wire::decode<output>(seen.answer.body);
        ASSERT_TRUE(read) << to_string(read.error()) << " in " << seen.answer.body;
        EXPECT_EQ(read->value, told) << seen.answer.body;
        EXPECT_EQ(read->missing, std::vector<std::string>{});
    }
}

// ---- errors

template <class E> class round_trip_error : public ::testing::Test {};
TYPED_TEST_SUITE(round_trip_error, types<errors>, firehose_sse::testing::type_names);

TYPED_TEST(round_trip_error, read_is_what_was_answered) {
    auto const raised = firehose_sse::testing::filled<TypeParam>();
    std::string const body = wire::encode_error(raised);
    auto const read = wire::decode<TypeParam>(body);
    ASSERT_TRUE(read) << to_string(read.error()) << " in " << body;
    EXPECT_EQ(read->value, raised);
    EXPECT_EQ(wire::encode_error(read->value), body);

    auto const error = protocol::read_error(gateway::error_response(raised, {.request = "r"}));
    EXPECT_EQ(error.type, reflect::shape_name<TypeParam>);
    EXPECT_EQ(reflect::enum_name(wire::kind(error)), reflect::shape_name<TypeParam>);
    EXPECT_EQ(error.message, raised.message->value);
    if constexpr (requires { raised.code; }) {
        EXPECT_EQ(error.code, raised.code->value);
    } else {
        EXPECT_EQ(error.code, std::nullopt);
    }
    EXPECT_EQ(error.status, wire::http_status(error.type));
    EXPECT_EQ(error.request_id, "r");
    EXPECT_EQ(error.body, body);
}

// ---- the tools

TEST(every_member_set, a_member_that_is_not_set_is_found) {
    auto value = firehose_sse::testing::filled<model::DescribeDeliveryStreamOutput>();
    auto& stream = value.DeliveryStreamDescription;
    stream.DeliveryStreamEncryptionConfiguration->KeyARN.reset();
    stream.Destinations[1].DestinationId = {};
    stream.Destinations.resize(2);
    EXPECT_EQ(members_of(value).unset,
              (std::vector<std::string>{"/DeliveryStreamDescription/DeliveryStreamEncryptionConfiguration/KeyARN",
                                        "/DeliveryStreamDescription/Destinations/1/DestinationId"}));
    stream.Destinations.resize(1);
    EXPECT_EQ(members_of(value).unset.back(), "/DeliveryStreamDescription/Destinations");
}

TEST(every_member_set, spelling) {
    EXPECT_EQ(oddly_spelled(model::Tag{"a/b", "\"\n\xC3\xA9"}),
              "{\n \"Va\\u006Cue\" :\t\"\\\"\\n\xC3\xA9\" ,\r\n \"\\u004Bey\" :\t\"\\u0061\\/b\"}");
    EXPECT_EQ(oddly_spelled(model::Record{"hello"}), "{\n \"Da\\u0074a\" :\t\"a\\u0047Vs\\u0062G8\\u003D\"}");
}

} // namespace
} // namespace firehose_sse::conformance
