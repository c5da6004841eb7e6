// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/pattern_text.hpp"
#include <gtest/gtest.h>
#include <string_view>
#include <type_traits>

namespace firehose_sse {
namespace {

TEST(pattern_text, is_verbatim) {
    EXPECT_EQ(pattern_text<"[a-zA-Z0-9_.-]+">::text, "[a-zA-Z0-9_.-]+");
    EXPECT_EQ(pattern_text<R"(^(?!\s*$).+)">::text, "^(?!\\s*$).+");
    EXPECT_EQ(pattern_text<"">::text, "");
}

TEST(pattern_text, ends_before_the_terminating_nul_only) {
    EXPECT_EQ((pattern_text<"a\0b">::text), std::string_view("a\0b", 3));
}

static_assert(std::is_same_v<pattern_text<"[0-9]+">, pattern_text<R"([0-9]+)">>);
static_assert(!std::is_same_v<pattern_text<"[0-9]+">, pattern_text<"[0-9]*">>);

static_assert(fixed_string("abc").view() == "abc");

} // namespace
} // namespace firehose_sse
