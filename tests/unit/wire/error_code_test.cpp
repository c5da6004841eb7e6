#include "firehose_sse/wire/error_code.hpp"

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <system_error>

namespace firehose_sse {
namespace {

using boost::system::error_code;
using wire::conversion_reason;
using wire::decode_reason;

// As an error code, each reason is a failure, equals itself and no other reason, and has a message of its own.
template <class Reason> void every_reason(boost::system::error_category const& category) {
    std::set<std::string> messages;
    for (auto const& each : reflect::enumerators<Reason>) {
        error_code const code = each.value;
        EXPECT_TRUE(code.failed()) << each.name;
        EXPECT_TRUE(static_cast<bool>(std::error_code(code))) << each.name;
        EXPECT_EQ(code.category(), category) << each.name;
        for (auto const& other : reflect::enumerators<Reason>) {
            EXPECT_EQ(code == other.value, each.value == other.value) << each.name << ' ' << other.name;
        }
        EXPECT_TRUE(messages.insert(code.message()).second) << each.name << ": " << code.message();
    }
    EXPECT_EQ(messages.size(), reflect::enumerators<Reason>.size());
    EXPECT_FALSE(messages.contains("unknown reason"));
}

TEST(ErrorCode, EveryDecodeReason) { every_reason<decode_reason>(wire::decode_category()); }

TEST(ErrorCode, EveryConversionReason) { every_reason<conversion_reason>(wire::conversion_category()); }

TEST(ErrorCode, CategoriesAreTwo) {
    EXPECT_STREQ(wire::decode_category().name(), "firehose_sse.decode");
    EXPECT_STREQ(wire::conversion_category().name(), "firehose_sse.conversion");
    EXPECT_NE(wire::decode_category(), wire::conversion_category());
    EXPECT_NE(error_code(decode_reason::syntax), error_code(conversion_reason::missing_member));
}

TEST(ErrorCode, OtherValuesHaveAMessageToo) {
    for (int const value : {-1, 0, 1000}) {
        EXPECT_EQ(error_code(value, wire::decode_category()).message(), "unknown reason") << value;
        EXPECT_EQ(error_code(value, wire::conversion_category()).message(), "unknown reason") << value;
    }
}

TEST(ErrorCode, SaysWhatItIsWhenThrown) {
    boost::system::system_error const thrown(make_error_code(decode_reason::bad_base64));
    EXPECT_EQ(std::string(thrown.what()).find("a blob is not canonical base64"), 0u) << thrown.what();
}

} // namespace
} // namespace firehose_sse
