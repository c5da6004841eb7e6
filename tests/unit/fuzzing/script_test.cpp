// Scripts: how they are read and written, and how a script is told where it is wrong.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/script.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {
namespace {

TEST(script, is_read_and_written_alike) {
    std::string_view const text = "create a\nwait 1s\nsend PutRecord {\"a\": [1,  2] }\ndelete a force\nlist\n";
    auto const read = parse_script(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->size(), 5U);
    EXPECT_EQ(to_text(*read), text);
}

TEST(script, leaves_blank_lines_and_comments_out) {
    auto const read = parse_script("# what\r\n\n   \n  create   a \r\n #\ndescribe a");
    ASSERT_TRUE(read);
    EXPECT_EQ(to_text(*read), "create a\ndescribe a\n");
    EXPECT_TRUE(parse_script("")->empty());
}

TEST(script, tells_where_it_is_wrong) {
    auto const error = [](std::string_view text, script_limits const& limits = {}) {
        auto const read = parse_script(text, limits);
        return read ? std::string() : to_text(read.error());
    };
    EXPECT_EQ(error("create a\n\n  begin b\n"), "3:3: unknown_verb");
    EXPECT_EQ(error("create a b"), "1:7: wrong_words");
    EXPECT_EQ(error("create a\nput a \x01"), "2:7: not_printable");
    EXPECT_EQ(error("stop \xC3\xA4"), "1:6: not_printable");
    EXPECT_EQ(error("stop a", {.max_bytes = 5}), "1:1: too_large");
    EXPECT_EQ(error("stop a\nstop a\nstop a", {.max_steps = 2}), "3:1: too_many_steps");
    EXPECT_EQ(error("stop a\nstop a\n# end", {.max_steps = 2}), "");
}

TEST(script, holds_any_body) {
    std::string every;
    for (int c = 0; c < 256; ++c) { every += static_cast<char>(c); }
    for (std::string const& body : {std::string(), std::string("{}"), std::string(" {}"), std::string("{} "),
                                    std::string("\n"), every, std::string("#x"), std::string("a  b")}) {
        auto const made = send_step("PutRecord", body);
        auto const read = parse_step(to_text(made));
        ASSERT_TRUE(read) << to_text(made);
        EXPECT_EQ(*read, made);
    }
    EXPECT_EQ(to_text(send_step("PutRecord", "{}")), "send PutRecord {}");
    EXPECT_EQ(to_text(send_step("PutRecord", "")), "send PutRecord");
    EXPECT_EQ(to_text(send_step("PutRecord", "\n")), "send_base64 PutRecord Cg==");
}

TEST(script, has_limits_unless_told_otherwise) {
    EXPECT_EQ(script_limits{}.max_bytes, 67'108'864U);
    EXPECT_EQ(script_limits{}.max_steps, 1'000'000U);
}

} // namespace
} // namespace firehose_sse::fuzzing
