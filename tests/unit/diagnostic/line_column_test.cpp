// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/line_column.hpp"
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::diagnostic {
namespace {

struct row {
    std::string_view text;
    std::size_t offset;
    line_column at;
    std::size_t start;
};
constexpr row rows[] = {
    {"", 0, {1, 1}, 0},
    {"", 7, {1, 1}, 0},
    {"abc", 0, {1, 1}, 0},
    {"abc", 2, {1, 3}, 0},
    {"abc", 3, {1, 4}, 0}, // one past the end
    {"abc", 99, {1, 4}, 0},
    {"a\nb", 1, {1, 2}, 0}, // the line's end belongs to it
    {"a\nb", 2, {2, 1}, 2},
    {"a\n", 2, {2, 1}, 2},
    {"a\n\nb", 2, {2, 1}, 2},
    {"a\n\nb", 3, {3, 1}, 3},
    {"a\r\nb", 1, {1, 2}, 0},
    {"a\r\nb", 2, {1, 3}, 0}, // between CR and LF
    {"a\r\nb", 3, {2, 1}, 3},
    {"a\rb", 2, {2, 1}, 2},
    {"a\r\rb", 2, {2, 1}, 2},
    {"a\n\rb", 3, {3, 1}, 3},
    {"\xC3\xA4\xF0\x9F\x98\x80x", 6, {1, 3}, 0}, // two characters of two and four bytes
    {"\xFF\xFEx", 2, {1, 3}, 0},                 // bytes that belong to no character
    {"first\n\xE2\x82\xACsecond", 9, {2, 2}, 6},
};

TEST(line_column, of_every_row) {
    for (row const& each : rows) {
        EXPECT_EQ(to_string(locate(each.text, each.offset)), to_string(each.at)) << each.text << ' ' << each.offset;
        if (each.offset <= each.text.size()) { EXPECT_EQ(start_of_line(each.text, each.offset), each.start); }
    }
    static_assert(locate("a\nb", 2) == line_column{2, 1});
}

TEST(line_column, agrees_with_counting_byte_by_byte) {
    std::string const text = "{\n  \"a\": 1,\r\n\r\n\t\"b\": [\r2]\n}";
    line_column slow;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        EXPECT_EQ(locate(text, i), slow) << i;
        bool const ends = i < text.size() && (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'));
        slow = ends ? line_column{slow.line + 1, 1} : line_column{slow.line, slow.column + 1};
    }
    EXPECT_EQ(slow.line, 6u);
}

TEST(locator, agrees_with_locate_whatever_steps_it_takes) {
    std::string const text = "{\n \xC3\xA4\"\xF0\x9F\x98\x80\": 1,\r\n\r\n\xFF\t\xE2\x82[\r2]\r\r\n\xC3";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        locator places(text);
        for (std::size_t i = 0; i <= text.size() + step; i += step) {
            EXPECT_EQ(places.locate(i), locate(text, i)) << i << " by " << step;
            EXPECT_EQ(places.locate(i), locate(text, i)) << "asked again";
        }
    }
    static_assert(locator("a\nb").locate(2) == line_column{2, 1});
}

} // namespace
} // namespace firehose_sse::diagnostic
