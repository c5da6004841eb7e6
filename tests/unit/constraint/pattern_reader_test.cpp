#include "firehose_sse/constraint/detail/pattern_reader.hpp"

#include <cstddef>
#include <gtest/gtest.h>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::constraint::detail {
namespace {

bool contains(character_class const& set, char32_t code_point) {
    return code_point < ascii_end ? set.contains_ascii(code_point) : set.contains_wide(code_point);
}

std::vector<char32_t> ascii_of(character_class const& set) {
    std::vector<char32_t> found;
    for (char32_t each = 0; each < ascii_end; ++each) {
        if (contains(set, each)) { found.push_back(each); }
    }
    return found;
}

struct good_row {
    std::string_view text;
    std::size_t read; // characters of the text
    std::vector<char32_t> ascii;
    std::vector<char32_t> wide;
    std::vector<char32_t> outside;
};

std::vector<char32_t> from_to(std::initializer_list<std::pair<char32_t, char32_t>> ranges) {
    std::vector<char32_t> all;
    for (auto const& each : ranges) {
        for (char32_t c = each.first; c <= each.second; ++c) { all.push_back(c); }
    }
    return all;
}

TEST(pattern_reader, reads_what_one_place_of_a_text_may_hold) {
    auto const word = from_to({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
    for (good_row const& row : {
             good_row{"ab", 1, {'a'}, {}, {0xE9}},
             good_row{" ", 1, {' '}, {}, {0x85}},
             good_row{"~", 1, {'~'}, {}, {}},
             good_row{R"(\.x)", 2, {'.'}, {}, {}},
             good_row{R"(\!)", 2, {'!'}, {}, {}},
             good_row{R"(\~)", 2, {'~'}, {}, {}},
             good_row{R"(\\)", 2, {'\\'}, {}, {}},
             good_row{R"(\d)", 2, from_to({{'0', '9'}}), {}, {0x663}},
             good_row{R"(\w)", 2, word, {}, {0xE9}},
             good_row{R"(\s)", 2, from_to({{9, 13}, {' ', ' '}}), {}, {0x85, 0x3000}},
             good_row{R"(\S)", 2, from_to({{0, 8}, {14, 31}, {33, 127}}), {0x85, 0x3000, 0x10FFFF}, {}},
             good_row{R"(\p{L}+)", 5, from_to({{'A', 'Z'}, {'a', 'z'}}), {0xE9, 0x4E00}, {0x3000, 0x663}},
             good_row{R"(\p{Z})", 5, {' '}, {0xA0, 0x3000}, {0xE9}},
             good_row{R"(\p{N})", 5, from_to({{'0', '9'}}), {0x663, 0xB2}, {0xE9}},
             good_row{R"(\u0041B)", 6, {'A'}, {}, {}},
             good_row{R"(\uFFFD)", 6, {}, {0xFFFD}, {0xFFFC, 0xFFFE}},
             good_row{R"(\u0080)", 6, {}, {0x80}, {0x81}},
             good_row{".",
                      1,
                      from_to({{0, 9}, {11, 12}, {14, 127}}),
                      {0x84, 0x86, 0x2027, 0x202A, 0x10FFFF},
                      {0x85, 0x2028, 0x2029}},
             good_row{"[abc]d", 5, {'a', 'b', 'c'}, {}, {}},
             good_row{"[a-c]", 5, {'a', 'b', 'c'}, {}, {}},
             good_row{"[a-a]", 5, {'a'}, {}, {}},
             good_row{"[-a]", 4, {'-', 'a'}, {}, {}},
             good_row{"[a-]", 4, {'-', 'a'}, {}, {}},
             good_row{"[a-c-]", 6, {'-', 'a', 'b', 'c'}, {}, {}},
             good_row{"[a&b]", 5, {'&', 'a', 'b'}, {}, {}},
             good_row{R"([\]\[\-])", 8, {'-', '[', ']'}, {}, {}},
             good_row{"[.*+?(){}|$^]", 13, {'$', '(', ')', '*', '+', '.', '?', '^', '{', '|', '}'}, {}, {}},
             good_row{R"([\da-f])", 7, from_to({{'0', '9'}, {'a', 'f'}}), {}, {}},
             good_row{R"([\u0020-\u007E])", 15, from_to({{' ', '~'}}), {}, {}},
             good_row{R"([\u0080-\u00FF])", 15, {}, {0x80, 0xFF}, {0x100}},
             good_row{R"([^\u0000-\u007E])", 16, {127}, {0x80, 0x10FFFF}, {}},
             good_row{"[^a-z]", 6, from_to({{0, '`'}, {'{', 127}}), {0xE9}, {}},
             good_row{R"([^\u00E9])", 9, from_to({{0, 127}}), {0xE8, 0xEA}, {0xE9}},
         }) {
        pattern_reader reader{row.text};
        auto const set = reader.read_one_of();
        EXPECT_EQ(reader.fault, pattern_fault::none) << row.text;
        EXPECT_EQ(reader.at, row.read) << row.text;
        EXPECT_EQ(ascii_of(set), row.ascii) << row.text;
        for (char32_t const each : row.wide) {
            EXPECT_TRUE(contains(set, each)) << row.text << ' ' << std::size_t{each};
        }
        for (char32_t const each : row.outside) {
            EXPECT_FALSE(contains(set, each)) << row.text << ' ' << std::size_t{each};
        }
    }
}

TEST(pattern_reader, a_fault_is_named_and_the_first_one_stays) {
    struct bad_row {
        std::string_view text;
        pattern_fault fault;
    };
    using enum pattern_fault;
    for (bad_row const& row : {
             bad_row{"\x1F", literal},
             bad_row{"\x7F", literal},
             bad_row{"\xC3\xA9", literal},
             bad_row{R"(\)", escape},
             bad_row{R"(\ )", escape},
             bad_row{"\\\x7F", escape},
             bad_row{R"(\A)", escape},
             bad_row{R"(\Z)", escape},
             bad_row{R"(\b)", escape},
             bad_row{R"(\z)", escape},
             bad_row{R"(\p{Lu})", escape},
             bad_row{R"(\0)", back_reference},
             bad_row{R"(\9)", back_reference},
             bad_row{R"(\k<a>)", back_reference},
             bad_row{R"(\u00e9)", escape},
             bad_row{R"(\u00E)", escape},
             bad_row{R"(\u00EG)", escape},
             bad_row{"[", character_class},
             bad_row{"[a", character_class},
             bad_row{"[]", character_class},
             bad_row{"[^]", character_class},
             bad_row{"[b-a]", character_class},
             bad_row{"[a-", character_class},
             bad_row{R"([a-\d])", character_class},
             bad_row{R"([\d-z])", character_class},
             bad_row{"[a-c-e]", character_class},
             bad_row{"[a[b]]", character_class},
             bad_row{"[a-[b]]", character_class},
             bad_row{"[a&&b]", character_class},
             bad_row{R"([\u0100\u0200\u0300\u0400\u0500])", character_class}, // more ranges than there is room for
             bad_row{R"([\0-])", back_reference},
         }) {
        pattern_reader reader{row.text};
        static_cast<void>(reader.read_one_of());
        EXPECT_EQ(reader.fault, row.fault) << row.text;
    }
    pattern_reader reader{R"([\u0100\u0200\u0300\u0400])"};
    static_cast<void>(reader.read_one_of());
    EXPECT_TRUE(reader.sound());
    reader.fail(size);
    reader.fail(group);
    EXPECT_EQ(reader.fault, size);
}

TEST(pattern_reader, takes_what_stands_next_and_nothing_else) {
    pattern_reader reader{"(?!a)"};
    EXPECT_FALSE(reader.take("(?="));
    EXPECT_EQ(reader.at, 0u);
    EXPECT_TRUE(reader.next_is("(?!"));
    EXPECT_TRUE(reader.take("(?!"));
    EXPECT_EQ(reader.at, 3u);
    EXPECT_FALSE(reader.at_end());
    EXPECT_TRUE(reader.take("a)"));
    EXPECT_TRUE(reader.at_end());
    EXPECT_FALSE(reader.next_is(""));
}

} // namespace
} // namespace firehose_sse::constraint::detail
