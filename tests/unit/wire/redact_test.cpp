#include "firehose_sse/wire/redact.hpp"

#include "firehose_sse/reflect/shape_name.hpp"
#include "every_type.hpp"
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>
#include <optional>
#include <string>

namespace firehose_sse {
namespace {

using wire::to_log;

// No shape typed so far is sensitive, so these stand for the ones to come.
struct Password : string_shape<Password> {
    using string_shape::string_shape;
    static constexpr bool sensitive = true;
};
struct PrivateKey : blob_shape<PrivateKey> {
    using blob_shape::blob_shape;
    static constexpr bool sensitive = true;
};
struct Pin : integer_shape<Pin> {
    using integer_shape::integer_shape;
    static constexpr bool sensitive = true;
};
struct Attributes : list_shape<Attributes, model::Tag> {
    using list_shape::list_shape;
    static constexpr bool sensitive = true;
};
struct Passwords : list_shape<Passwords, Password> {
    using list_shape::list_shape;
};
struct Login {
    static constexpr bool sensitive = true;
    model::ErrorCode Name{};
};
BOOST_DESCRIBE_STRUCT(Login, (), (Name))

struct Configuration {
    model::ErrorCode Url{};
    Password Secret{};
    std::optional<Password> OldSecret{};
    std::optional<PrivateKey> Key{};
    std::optional<Pin> Number{};
    std::optional<Attributes> Extra{};
    std::optional<Passwords> More{};
    std::optional<model::Tag> Tag{};
    std::optional<Login> Account{};
};
BOOST_DESCRIBE_STRUCT(Configuration, (), (Url, Secret, OldSecret, Key, Number, Extra, More, Tag, Account))

TEST(ToLog, SensitiveMembersAreReplacedWhateverTheyHold) {
    EXPECT_EQ(to_log(Configuration{"u", "s3cr3t", {}, {}, {}, {}, {}, {}, {}}),
              R"({"Url":"u","Secret":"<sensitive>"})");
    EXPECT_EQ(to_log(Configuration{"u", "", {}, {}, {}, {}, {}, {}, {}}), R"({"Url":"u","Secret":"<sensitive>"})");
    EXPECT_EQ(to_log(Configuration{"u", "s3cr3t", "s3cr3t", "s3cr3t", 31337, Attributes{{"s3cr3t", "s3cr3t"}},
                                   Passwords{"s3cr3t", "s3cr3t"}, model::Tag{"k", "v"}, Login{"s3cr3t"}}),
              R"({"Url":"u","Secret":"<sensitive>","OldSecret":"<sensitive>","Key":"<sensitive>",)"
              R"("Number":"<sensitive>","Extra":"<sensitive>","More":["<sensitive>","<sensitive>"],)"
              R"("Tag":{"Key":"k","Value":"v"},"Account":"<sensitive>"})");
    EXPECT_EQ(to_log(Password("s3cr3t")), R"("<sensitive>")");
}

TEST(ToLog, OpaqueMembersShowTheirSizeOnly) {
    model::CreateDeliveryStreamInput input;
    input.DeliveryStreamName = "orders";
    input.HttpEndpointDestinationConfiguration = raw_json{R"({"AccessKey":"s3cr3t"})"};
    EXPECT_EQ(to_log(input),
              R"({"DeliveryStreamName":"orders","HttpEndpointDestinationConfiguration":"<object of 22 bytes>"})");
    input.HttpEndpointDestinationConfiguration = raw_json{};
    EXPECT_EQ(to_log(input),
              R"({"DeliveryStreamName":"orders","HttpEndpointDestinationConfiguration":"<object of 0 bytes>"})");
}

TEST(ToLog, BlobsShowTheirSizeOnly) {
    EXPECT_EQ(to_log(model::PutRecordBatchInput{"orders", {{""}, {"s"}, {"s3cr3t"}}}),
              R"({"DeliveryStreamName":"orders","Records":[{"Data":"<0 bytes>"},{"Data":"<1 byte>"},)"
              R"({"Data":"<6 bytes>"}]})");
}

TEST(ToLog, AllElseStandsInFull) {
    std::string const name(1000, 'n');
    EXPECT_EQ(to_log(model::StopDeliveryStreamEncryptionInput{name}), R"({"DeliveryStreamName":")" + name + "\"}");
    EXPECT_EQ(to_log(model::PutRecordOutput{"id", true}), R"({"RecordId":"id","Encrypted":true})");
    EXPECT_EQ(to_log(model::ListDeliveryStreamsInput{-7, open_enum<model::DeliveryStreamType>::unknown("New"), {}}),
              R"({"Limit":-7,"DeliveryStreamType":"New"})");
    EXPECT_EQ(to_log(timestamp{1'500}), "1.5");
}

TEST(ToLog, CharactersAreEscapedFromTheFirstToTheLastOfEachLength) {
    EXPECT_EQ(wire::detail::printable("~\x7F"), R"(~\u007f)");
    EXPECT_EQ(wire::detail::printable("\xC2\x80\xDF\xBF"), R"(\u0080\u07ff)");
    EXPECT_EQ(wire::detail::printable("\xE0\xA0\x80\xEF\xBF\xBF"), R"(\u0800\uffff)");
    EXPECT_EQ(wire::detail::printable("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), R"(\ud800\udc00\udbff\udfff)");
}

TEST(ToLog, IsOneLineOfPrintableAscii) {
    EXPECT_EQ(to_log(model::Tag{"\n\x1B[2J\x7F", "\xC2\x9B\xC3\xA9\xE2\x80\xA8\xEF\xBF\xBF\xF0\x9F\x98\x80"}),
              R"({"Key":"\u000a\u001b[2J\u007f","Value":"\u009b\u00e9\u2028\uffff\ud83d\ude00"})");
    EXPECT_EQ(to_log(model::Tag{"\xFF\xF4\x8F\xBF\xBF\"\\", {}}), R"({"Key":"\ufffd\udbff\udfff\"\\"})");
}

// Hides in a document value what a log does not show: blobs and opaque members, which the type tells.
template <class T> void hide(T const& from, boost::json::value& shown) {
    if constexpr (requires { from.has_value(); }) {
        if (from) { hide(*from, shown); }
    } else if constexpr (std::same_as<T, raw_json>) {
        shown = "<object of " + std::to_string(from.text.size()) + " bytes>";
    } else if constexpr (is_blob_shape<T>) {
        shown = "<" + std::to_string(from.bytes.size()) + " bytes>";
    } else if constexpr (is_list_shape<T>) {
        for (std::size_t i = 0; i < from.size(); ++i) { hide(from[i], shown.as_array()[i]); }
    } else if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) {
            std::string const name(reflect::member_name<decltype(member)>);
            hide(from.*member.pointer, shown.as_object()[name]);
        });
    }
}

template <class T> class ToLogOf : public ::testing::Test {};
TYPED_TEST_SUITE(ToLogOf, testing::every_type, testing::type_names);

TYPED_TEST(ToLogOf, IsTheEncodedTextButForPayloads) {
    auto const value = testing::filled<TypeParam>();
    auto const log = to_log(value);
    EXPECT_TRUE(std::ranges::all_of(log, [](char c) { return c >= 0x20 && c < 0x7F; })) << log;
    auto wanted = boost::json::parse(wire::encode(value));
    hide(value, wanted);
    EXPECT_EQ(boost::json::parse(log), wanted) << log;
}

} // namespace
} // namespace firehose_sse
