#include "firehose_sse/wire/decode_error.hpp"

#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <gtest/gtest.h>
#include <string>

namespace firehose_sse {
namespace {

using wire::decode;
using wire::decode_error;
using wire::decode_reason;

TEST(DecodeError, ReasonsAreDescribed) {
    EXPECT_EQ(reflect::enum_name(decode_reason::trailing_text), "trailing_text");
    EXPECT_EQ(reflect::enumerators<decode_reason>.size(), 19u);
}

TEST(DecodeError, HasOneLineOfText) {
    EXPECT_EQ(to_string(decode_error{decode_reason::wrong_kind, 22, "/DeliveryStreamName"}),
              "wrong_kind at byte 22, /DeliveryStreamName");
    EXPECT_EQ(to_string(decode_error{decode_reason::too_large, 10, ""}), "too_large at byte 10");
}

TEST(DecodeError, ASendersNameStaysOnTheLine) {
    auto const result =
        decode<model::Tag>("{\"a\\nforged \\u001b[2J\\u007f \\u00e9\\ud83d\\ude00\":{\"x\":1,\"x\":1}}");
    ASSERT_TRUE(result.has_error());
    EXPECT_EQ(result.error().pointer, "/a\nforged \x1b[2J\x7f \u00e9\U0001F600/x");
    EXPECT_EQ(to_string(result.error()),
              "duplicate_member at byte 55, /a\\u000aforged \\u001b[2J\\u007f \\u00e9\\ud83d\\ude00/x");
    EXPECT_EQ(to_string(decode_error{decode_reason::syntax, 0, "/\xFFz"}), "syntax at byte 0, /\\ufffdz");
}

TEST(DecodeError, IsThrownByValue) {
    auto const result = decode<model::Tag>(R"({"Key":1})");
    try {
        static_cast<void>(result.value());
        FAIL() << "nothing was thrown";
    } catch (wire::bad_decode const& caught) {
        EXPECT_EQ(caught.error(), (decode_error{decode_reason::wrong_kind, 7, "/Key"}));
        EXPECT_STREQ(caught.what(), "wrong_kind at byte 7, /Key");
    }
    EXPECT_EQ(decode<model::Tag>(R"({"Key":"k"})").value().value.Key.value, "k");
}

TEST(DecodeError, NeverHoldsAValue) {
    std::string const secret = "S3cr3tS3cr3t";
    for (std::string const& body :
         {"{\"Key\":\"" + secret + "\",\"Value\":1}", "{\"Key\":[\"" + secret + "\"]}", "{\"Key\":\"" + secret,
          "{\"Value\":\"" + secret + "\\ud800\"}", "{\"x\":{\"y\":\"" + secret + "\",\"y\":\"" + secret + "\"}}",
          "{\"x\":\"" + secret + "\"}" + secret}) {
        auto const result = decode<model::Tag>(body);
        ASSERT_TRUE(result.has_error()) << body;
        EXPECT_EQ(to_string(result.error()).find(secret), std::string::npos) << body;
    }
}

} // namespace
} // namespace firehose_sse
