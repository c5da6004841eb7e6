#include "firehose_sse/wire/json_value.hpp"

#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "every_type.hpp"
#include <boost/json/monotonic_resource.hpp>
#include <boost/mp11/algorithm.hpp>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace firehose_sse {
namespace {

namespace json = boost::json;
using wire::conversion_reason;
using wire::decode_reason;

// Respells opaque members the way Boost.JSON does.
template <class T> void respell(T& value) {
    if constexpr (requires { value.has_value(); }) {
        if (value) { respell(*value); }
    } else if constexpr (std::same_as<T, raw_json>) {
        value = wire::seal(wire::open(value).value()).value();
    } else if constexpr (is_list_shape<T>) {
        for (auto& element : value) { respell(element); }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) { respell(value.*member.pointer); });
    }
}

// The text of a value of any type of the model, though encode() takes structs only.
template <class T> std::string text_of(T const& value) {
    std::string text;
    wire::detail::append_value(value, text);
    return text;
}

// Converts a value of any type, and all that it is made of, there and back; the result is the same as by its text.
template <class T> void converts(T const& value) {
    if constexpr (requires { value.has_value(); }) {
        ASSERT_TRUE(value.has_value());
        converts(*value);
    } else {
        SCOPED_TRACE(reflect::shape_name<T>);
        static_assert(json::has_value_from<T>::value && json::has_value_to<T>::value);
        auto const converted = json::value_from(value);
        // Both through Boost.JSON's parser, which does not always find the nearest double.
        EXPECT_EQ(json::parse(json::serialize(converted)), json::parse(text_of(value)));

        T same = value;
        respell(same);
        EXPECT_TRUE(json::value_to<T>(converted) == same);
        EXPECT_TRUE(json::value_to<T>(json::parse(text_of(value))) == same);
        if constexpr (is_list_shape<T>) {
            for (auto const& element : value) { converts(element); }
        } else if constexpr (reflect::described<T>) {
            reflect::for_each_member<T>([&](auto member) { converts(value.*member.pointer); });
        }
    }
}

template <class T> class JsonValueOf : public ::testing::Test {};
TYPED_TEST_SUITE(JsonValueOf, testing::every_type, testing::type_names);

TYPED_TEST(JsonValueOf, WithEveryMemberSet) { converts(testing::filled<TypeParam>()); }

TYPED_TEST(JsonValueOf, WithNothingSet) {
    auto const converted = json::value_from(TypeParam{});
    EXPECT_EQ(converted, json::parse(wire::encode(TypeParam{})));
    EXPECT_TRUE(json::value_to<TypeParam>(converted) == TypeParam{});
}

TYPED_TEST(JsonValueOf, AbsentAndNullAreOne) {
    auto const all = json::value_from(testing::filled<TypeParam>());
    reflect::for_each_member<TypeParam>([&](auto member) {
        std::string const name(reflect::member_name<decltype(member)>);
        json::value absent = all;
        absent.as_object().erase(name);
        json::value null = all;
        null.as_object()[name] = nullptr;
        for (auto const& each : {absent, null}) {
            auto const read = json::try_value_to<TypeParam>(each);
            if constexpr (wire::detail::is_optional<reflect::member_type<TypeParam, decltype(member)>>) {
                ASSERT_TRUE(read.has_value()) << name << ": " << read.error();
                EXPECT_FALSE((*read.*member.pointer).has_value()) << name;
            } else {
                EXPECT_EQ(read.error(), conversion_reason::missing_member) << name;
            }
        }
    });
}

TYPED_TEST(JsonValueOf, UnknownMembersAreIgnored) {
    auto const value = testing::filled<TypeParam>();
    auto converted = json::value_from(value);
    converted.as_object()["Unknown"] = {1.5, nullptr, {{"Data", "?"}}};
    auto same = value;
    respell(same);
    EXPECT_TRUE(json::value_to<TypeParam>(converted) == same);
}

template <class T> constexpr bool is_tested = boost::mp11::mp_contains<testing::every_type, T>::value;

TEST(JsonValue, EveryOperationIsTested) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>([](auto op) {
        using type = typename decltype(op)::type;
        EXPECT_TRUE(is_tested<typename type::input>) << type::name;
        EXPECT_TRUE(is_tested<typename type::output>) << type::name;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename type::errors>>(
            [](auto error) { EXPECT_TRUE(is_tested<typename decltype(error)::type>) << type::name; });
    });
}

TEST(JsonValue, FromValues) {
    EXPECT_EQ(json::value_from(model::Tag{"k", {}}), json::value({{"Key", "k"}}));
    EXPECT_EQ(json::value_from(model::DeliveryStreamName("orders")), json::value("orders"));
    EXPECT_EQ(json::value_from(model::Data(std::string("\0\xFF", 2))), json::value("AP8="));
    EXPECT_EQ(json::value_from(model::NonNegativeIntegerObject(-3)), json::value(-3));
    EXPECT_EQ(json::value_from(model::TagKeyList{"a", "b"}), json::value({"a", "b"}));
    EXPECT_EQ(json::value_from(raw_json{R"({"a":[1]})"}), json::parse(R"({"a":[1]})"));
    EXPECT_EQ(json::value_from(raw_json{}), json::value(json::object()));
    EXPECT_EQ(json::value_from(std::optional<model::Tag>()), json::value(nullptr));
}

TEST(JsonValue, TimestampsAreSeconds) {
    struct row {
        std::int64_t milliseconds;
        json::value seconds;
    };
    for (auto const& each : {row{0, 0}, row{1'795'457'043'000, 1'795'457'043}, row{1'795'457'043'885, 1795457043.885},
                             row{-1, -0.001}, row{1, 0.001}, row{-1500, -1.5}}) {
        auto const converted = json::value_from(timestamp{each.milliseconds});
        EXPECT_EQ(converted, each.seconds);
        EXPECT_EQ(converted.kind(), each.seconds.kind());
    }
    // A double tells milliseconds apart up to 2^43 seconds.
    for (std::int64_t const second : {std::int64_t{0}, std::int64_t{1'795'457'043}, std::int64_t{8'796'093'022'207}}) {
        for (std::int64_t rest = 0; rest < 1000; ++rest) {
            for (std::int64_t const sign : {1, -1}) {
                timestamp const moment{sign * (second * 1000 + rest)};
                ASSERT_EQ(json::value_to<timestamp>(json::value_from(moment)), moment) << moment.milliseconds;
            }
        }
    }
    EXPECT_EQ(json::value_to<timestamp>(json::value(1e3)).milliseconds, 1'000'000);
    EXPECT_EQ(json::value_to<timestamp>(json::value(0.0004)).milliseconds, 0);
    EXPECT_EQ(json::try_value_to<timestamp>(1e300).error(), decode_reason::number_out_of_range);
}

TEST(JsonValue, EnumerationsByTheirText) {
    using model::KeyType;
    for (auto const& each : reflect::enumerators<model::DeliveryStreamFailureType>) {
        json::value const name = json::string_view(each.name);
        EXPECT_EQ(json::value_from(each.value), name);
        EXPECT_EQ(json::value_to<model::DeliveryStreamFailureType>(name), each.value);
        EXPECT_EQ(json::value_from(open_enum(each.value)), name);
        EXPECT_EQ(json::value_to<open_enum<model::DeliveryStreamFailureType>>(name).value(), each.value);
    }
    // Boost.JSON's own conversion of enumerations stops at a NUL.
    std::string_view const text("AWS_OWNED_CMK\0junk", 18);
    json::value const longer = json::string_view(text);
    EXPECT_EQ(json::value_to<open_enum<KeyType>>(longer).unknown_text(), text);
    EXPECT_EQ(json::try_value_to<KeyType>(longer).error(), conversion_reason::unknown_enumerator);
    EXPECT_EQ(json::try_value_to<KeyType>("aws_owned_cmk").error(), conversion_reason::unknown_enumerator);
    EXPECT_EQ(json::try_value_to<KeyType>("").error(), conversion_reason::unknown_enumerator);
    EXPECT_EQ(json::try_value_to<KeyType>(0).error(), decode_reason::wrong_kind);
    EXPECT_EQ(json::value_from(static_cast<KeyType>(77)), json::value(""));
}

TEST(JsonValue, WhatIsNotUtf8IsReplaced) {
    for (std::string_view const text : {"a\xFF"
                                        "b",
                                        "\xC0\xAF", "\xED\xA0\x80", "x\xE2\x82", "\xFF", "\xF0\x9F\x98\x80\x80", ""}) {
        EXPECT_EQ(json::value_from(model::TagKey(text)), json::parse(text_of(model::TagKey(text)))) << text;
    }
    EXPECT_EQ(json::value_from(open_enum<model::KeyType>::unknown("\x80")), json::value("\xEF\xBF\xBD"));
}

TEST(JsonValue, UsesTheMemoryItIsGiven) {
    json::monotonic_resource memory;
    json::storage_ptr const sp(&memory);
    model::CreateDeliveryStreamInput input;
    input.DeliveryStreamName = std::string(100, 'n');
    input.Tags.emplace() = {model::Tag{"k", "v"}};
    input.S3DestinationConfiguration = raw_json{R"({"a":{"b":[]}})"};
    auto const converted = json::value_from(input, sp);
    auto const& members = converted.as_object();
    EXPECT_EQ(*converted.storage(), *sp);
    EXPECT_EQ(*members.at("DeliveryStreamName").storage(), *sp);
    EXPECT_EQ(*members.at("Tags").at(0).at("Value").storage(), *sp);
    EXPECT_EQ(*members.at("S3DestinationConfiguration").at("a").at("b").storage(), *sp);
    EXPECT_EQ(*wire::open(*input.S3DestinationConfiguration, {}, sp)->storage(), *sp);
}

// What a value is refused for; success when it is not.
template <class T> boost::system::error_code fault(json::value const& value) {
    auto const read = json::try_value_to<T>(value);
    return read ? boost::system::error_code() : read.error();
}

TEST(JsonValue, ReasonsAreThoseOfDecode) {
    EXPECT_EQ(fault<model::Tag>(nullptr), decode_reason::not_an_object);
    EXPECT_EQ(fault<model::Tag>(json::array()), decode_reason::not_an_object);
    EXPECT_EQ(fault<model::Tag>("k"), decode_reason::not_an_object);
    EXPECT_EQ(fault<model::Tag>({{"Key", 1}}), decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::Tag>({{"Key", json::object()}}), decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::Tag>({{"Key", "\xFF"}}), decode_reason::invalid_utf8);
    EXPECT_EQ(fault<model::Tag>({{"Key", "k"}, {"\xFF", 1}}), decode_reason::invalid_utf8);
    EXPECT_EQ(fault<model::Record>({{"Data", "a"}}), decode_reason::bad_base64);
    EXPECT_EQ(fault<model::Record>({{"Data", "YR=="}}), decode_reason::bad_base64);
    EXPECT_EQ(fault<model::ListDeliveryStreamsInput>({{"Limit", 1.5}}), decode_reason::not_an_integer);
    EXPECT_EQ(fault<model::ListDeliveryStreamsInput>({{"Limit", 1e2}}), boost::system::error_code());
    EXPECT_EQ(fault<model::ListDeliveryStreamsInput>({{"Limit", 2147483648}}), decode_reason::number_out_of_range);
    EXPECT_EQ(fault<model::ListDeliveryStreamsInput>({{"Limit", std::numeric_limits<std::uint64_t>::max()}}),
              decode_reason::number_out_of_range);
    EXPECT_EQ(fault<model::DeliveryStreamDescription>({{"CreateTimestamp", "2024-05-01T12:00:00Z"}}),
              decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::CreateDeliveryStreamInput>({{"S3DestinationConfiguration", "x"}}),
              decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::TagKeyList>({"a", nullptr}), decode_reason::null_element);
    EXPECT_EQ(fault<model::TagKeyList>(json::object()), decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::TagKey>(nullptr), decode_reason::wrong_kind);
    EXPECT_EQ(fault<model::Data>("?"), decode_reason::bad_base64);
    EXPECT_EQ(fault<raw_json>(json::array()), decode_reason::wrong_kind);
    EXPECT_EQ(fault<raw_json>(nullptr), decode_reason::wrong_kind);
    EXPECT_EQ(fault<std::optional<model::Tag>>(nullptr), boost::system::error_code());
    json::array const many(wire::decode_options{}.max_elements + 1, "k");
    EXPECT_EQ(fault<model::TagKeyList>(many), decode_reason::too_many_elements);
    EXPECT_EQ(fault<model::TagKey>(json::string(wire::decode_options{}.max_bytes, 'k')), decode_reason::too_large);
}

TEST(JsonValue, RequiredMembersAreRequiredAtAnyDepth) {
    EXPECT_EQ(fault<model::Tag>(json::object()), conversion_reason::missing_member);
    EXPECT_EQ(fault<model::PutRecordInput>({{"DeliveryStreamName", "n"}, {"Record", json::object()}}),
              conversion_reason::missing_member);
    EXPECT_EQ(fault<model::TagDeliveryStreamInputTagList>({{{"Key", "k"}}, {{"Value", "v"}}}),
              conversion_reason::missing_member);
    // A fault that decode() refuses is told first.
    EXPECT_EQ(fault<model::Tag>({{"Value", 1}}), decode_reason::wrong_kind);
}

// Boost.JSON's parser takes some numbers for infinity, which would be written as null, or not as JSON.
TEST(JsonValue, NumbersThatAreNoneAreRefusedWhereverTheyStand) {
    for (json::value const& number : {json::parse("1e400"), json::value(-std::numeric_limits<double>::infinity()),
                                      json::value(std::numeric_limits<double>::quiet_NaN())}) {
        EXPECT_EQ(fault<timestamp>(number), decode_reason::number_out_of_range);
        EXPECT_EQ(fault<model::Tag>({{"Key", "k"}, {"Value", number}}), decode_reason::number_out_of_range);
        EXPECT_EQ(fault<model::Tag>({{"Key", "k"}, {"Unknown", {{"a", {1, number}}}}}),
                  decode_reason::number_out_of_range);
        EXPECT_EQ(wire::seal(json::value{{"a", {1, number}}}).error(), decode_reason::number_out_of_range);
    }
}

json::value nested(std::size_t depth) {
    json::value value = json::array();
    for (std::size_t i = 1; i < depth; ++i) { value = json::array({std::move(value)}); }
    return value;
}

TEST(JsonValue, DepthIsThatOfDecode) {
    auto const limit = wire::decode_options{}.max_depth;
    EXPECT_EQ(fault<model::Tag>({{"Key", "k"}, {"Unknown", nested(limit - 1)}}), boost::system::error_code());
    EXPECT_EQ(fault<model::Tag>({{"Key", "k"}, {"Unknown", nested(limit)}}), decode_reason::too_deep);
    EXPECT_EQ(fault<raw_json>({{"a", nested(limit - 1)}}), boost::system::error_code());
    EXPECT_EQ(fault<raw_json>({{"a", nested(limit)}}), decode_reason::too_deep);
}

TEST(JsonValue, ToThrowsWhatBoostJsonThrows) {
    try {
        static_cast<void>(json::value_to<model::Record>(json::value({{"Data", "s3cr3t?"}})));
        FAIL() << "nothing was thrown";
    } catch (boost::system::system_error const& thrown) {
        EXPECT_EQ(thrown.code(), decode_reason::bad_base64);
        EXPECT_EQ(std::string(thrown.what()).find("s3cr3t"), std::string::npos) << thrown.what();
    }
    try {
        static_cast<void>(json::value_to<model::Tag>(json::value(json::object())));
        FAIL() << "nothing was thrown";
    } catch (boost::system::system_error const& thrown) { EXPECT_EQ(thrown.code(), conversion_reason::missing_member); }
}

TEST(JsonValue, FromThrowsForOpaqueTextThatIsNone) {
    for (auto const& [text, reason] :
         {std::pair("{", decode_reason::incomplete), std::pair("[]", decode_reason::not_an_object),
          std::pair(R"({"a":1e400})", decode_reason::number_out_of_range)}) {
        model::CreateDeliveryStreamInput input;
        input.DeliveryStreamName = "orders";
        input.S3DestinationConfiguration = raw_json{text};
        json::value target = "as it was";
        try {
            json::value_from(input, target);
            ADD_FAILURE() << "nothing was thrown for " << text;
        } catch (boost::system::system_error const& thrown) { EXPECT_EQ(thrown.code(), reason) << text; }
        EXPECT_EQ(target, json::value("as it was"));
    }
}

TEST(JsonValue, FromTakesWhateverDecodeHasRead) {
    std::string const deep = R"({"S3DestinationConfiguration":)" + std::string(500, ' ') + R"({"a":)" +
                             std::string(400, '[') + std::string(400, ']') + "}}";
    auto const read = wire::decode<model::CreateDeliveryStreamInput>(deep, {.max_depth = 512});
    ASSERT_TRUE(read.has_value()) << to_string(read.error());
    auto const converted = json::value_from(read->value);
    EXPECT_EQ(converted.at("S3DestinationConfiguration").at("a").as_array().size(), 1u);
    EXPECT_EQ(wire::open(*read->value.S3DestinationConfiguration).error().reason, decode_reason::too_deep);
}

TEST(Open, EditSealEncode) {
    auto read = wire::decode<model::CreateDeliveryStreamInput>(
        R"({"DeliveryStreamName":"orders","S3DestinationConfiguration": { "BucketARN" : "arn", "Prefix": "a/" }})");
    ASSERT_TRUE(read.has_value());
    auto& opaque = *read->value.S3DestinationConfiguration;
    auto opened = wire::open(opaque);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->at("Prefix"), json::value("a/"));
    opened->as_object()["Prefix"] = "b\"/";
    auto sealed = wire::seal(*opened);
    ASSERT_TRUE(sealed.has_value());
    opaque = *std::move(sealed);
    EXPECT_EQ(wire::encode(read->value),
              R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{"BucketARN":"arn","Prefix":"b\"/"}})");
}

TEST(Open, ErrorsAreThoseOfDecodeWithTheirPlace) {
    struct row {
        std::string_view text;
        wire::decode_error error;
    };
    for (row const& each :
         {row{"[]", {decode_reason::not_an_object, 0, ""}}, row{"null", {decode_reason::not_an_object, 0, ""}},
          row{" ", {decode_reason::empty_body, 0, ""}}, row{"{", {decode_reason::incomplete, 1, ""}},
          row{R"({},"x":{})", {decode_reason::trailing_text, 2, ""}}, row{"{}}", {decode_reason::trailing_text, 2, ""}},
          row{R"({"a":{"b":1e400}})", {decode_reason::number_out_of_range, 10, "/a/b"}},
          row{R"({"a":1,"\u0061":2})", {decode_reason::duplicate_member, 7, "/a"}},
          row{R"({"a":["\ud800"]})", {decode_reason::lone_surrogate, 7, "/a/0"}},
          row{"{\"a\":\"\xFF\"}", {decode_reason::invalid_utf8, 6, "/a"}}}) {
        auto const opened = wire::open(raw_json{std::string(each.text)});
        ASSERT_TRUE(opened.has_error()) << each.text;
        EXPECT_EQ(opened.error(), each.error) << each.text << ": " << to_string(opened.error());
    }
}

TEST(Open, NumbersKeepTheirKind) {
    auto const opened =
        wire::open(raw_json{R"({"a":1,"b":1.0,"c":18446744073709551615,"d":0e400,"e":[-0.0e999],"f":1e-400})"});
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(opened->at("a"), json::value(std::int64_t{1}));
    EXPECT_TRUE(opened->at("b").is_double());
    EXPECT_EQ(opened->at("c"), json::value(std::numeric_limits<std::uint64_t>::max()));
    EXPECT_EQ(opened->at("d"), json::value(0.0)); // not-a-number, if Boost.JSON 1.81 were asked
    EXPECT_EQ(opened->at("e").at(0), json::value(0.0));
    EXPECT_EQ(opened->at("f"), json::value(0.0));
    EXPECT_TRUE(wire::seal(*opened).has_value());
}

TEST(Open, NoTextIsAnEmptyObject) {
    auto const opened = wire::open(raw_json{});
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(*opened, json::value(json::object()));
    EXPECT_EQ(wire::seal(*opened)->text, "{}");
}

TEST(Open, Limits) {
    auto const deep = [](std::size_t depth) {
        return raw_json{R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + '}'};
    };
    EXPECT_TRUE(wire::open(deep(32)).has_value());
    EXPECT_EQ(wire::open(deep(33)).error().reason, decode_reason::too_deep);
    EXPECT_TRUE(wire::open(deep(33), {.max_depth = 33}).has_value());
    EXPECT_TRUE(wire::open(deep(512), {.max_depth = 9999}).has_value());
    EXPECT_EQ(wire::open(deep(513), {.max_depth = 9999}).error().reason, decode_reason::too_deep);
    EXPECT_TRUE(wire::open(raw_json{R"({"a":1})"}, {.max_bytes = 7}).has_value());
    EXPECT_EQ(wire::open(raw_json{R"({"a":1})"}, {.max_bytes = 6}).error().reason, decode_reason::too_large);
    // Options that are no limits do not count: members of an opaque object are always unknown.
    EXPECT_TRUE(wire::open(raw_json{R"({"a":1})"}, {.unknown_members = wire::unknown_members::refuse}).has_value());
}

TEST(Seal, ObjectsOnly) {
    for (json::value const& value :
         {json::value(nullptr), json::value(1), json::value("{}"), json::value(json::array())}) {
        EXPECT_EQ(wire::seal(value).error(), decode_reason::not_an_object);
    }
    EXPECT_EQ(wire::seal(json::object()).value().text, "{}");
}

TEST(Seal, OnlyWhatOpensAgain) {
    EXPECT_EQ(wire::seal({{"a", "\xFF"}}).error(), decode_reason::invalid_utf8);
    EXPECT_EQ(wire::seal({{"\xED\xA0\x80", 1}}).error(), decode_reason::invalid_utf8);
    EXPECT_TRUE(wire::seal({{"a", nested(31)}}).has_value());
    EXPECT_EQ(wire::seal({{"a", nested(32)}}).error(), decode_reason::too_deep);
    EXPECT_TRUE(wire::seal({{"a", nested(32)}}, {.max_depth = 33}).has_value());
    EXPECT_EQ(wire::seal({{"a", "b"}}, {.max_bytes = 8}).error(), decode_reason::too_large);
    EXPECT_TRUE(wire::seal({{"a", "b"}}, {.max_bytes = 9}).has_value());
    json::value const value{{"a", {1, -1.5, true, nullptr, "\x01\"\\\xF0\x9F\x98\x80"}}, {"", json::object()}};
    EXPECT_EQ(wire::open(wire::seal(value).value()).value(), value);
}

} // namespace
} // namespace firehose_sse
