// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/raw_json.hpp"
#include <gtest/gtest.h>
#include <string>
#include <type_traits>

namespace firehose_sse {
namespace {

TEST(raw_json, keeps_its_text_byte_for_byte) {
    raw_json const value{"{ \"a\" : 1.0e0 }"};
    EXPECT_EQ(value.text, "{ \"a\" : 1.0e0 }");
    EXPECT_EQ(raw_json().text, "");
}

TEST(raw_json, compares_its_spelling) {
    EXPECT_EQ(raw_json{"1.0"}, raw_json{"1.0"});
    EXPECT_NE(raw_json{"1.0"}, raw_json{"1"});
}

#if !defined(__clang__) || _GLIBCXX_RELEASE >= 13 // clang cannot evaluate the std::string of libstdc++ 12
static_assert(raw_json{"[]"} == raw_json{"[]"});
#endif
static_assert(!std::is_convertible_v<std::string, raw_json>); // no text is taken for JSON by accident

} // namespace
} // namespace firehose_sse
