// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/code_points.hpp"
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <unordered_set>

namespace {

using firehose_sse::code_point;
using firehose_sse::count_code_points;
using firehose_sse::front_code_point;
using namespace std::string_view_literals;

std::string encoded(char32_t value) {
    auto const byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    auto const tail = [&](unsigned shift, char32_t bits) { return byte(0x80 | (bits >> shift & 0x3F)); };
    std::string text;
    if (value < 0x80) {
        text = {byte(value)};
    } else if (value < 0x800) {
        text = {byte(0xC0 | value >> 6), tail(0, value)};
    } else if (value < 0x10000) {
        text = {byte(0xE0 | value >> 12), tail(6, value), tail(0, value)};
    } else {
        text = {byte(0xF0 | value >> 18), tail(12, value), tail(6, value), tail(0, value)};
    }
    return text;
}

bool is_scalar(char32_t value) { return value < 0xD800 || (value > 0xDFFF && value <= 0x10FFFF); }

struct counted {
    std::string_view text;
    std::size_t code_points;
};

constexpr std::array counts{
    counted{""sv, 0},
    counted{"abc"sv, 3},
    counted{"\0\x7F"sv, 2},
    counted{"\xC3\xA9"sv, 1},                                     // é
    counted{"e\xCC\x81"sv, 2},                                    // e and a combining accent
    counted{"\xE7\x92\xB0\xE5\xA2\x83"sv, 2},                     // two ideographs
    counted{"\xF0\x9F\x94\x92"sv, 1},                             // one emoji
    counted{"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7"sv, 3}, // one drawn, three counted
    counted{"0123456789abcde\xC3\xA9"sv, 16},                     // across a block of sixteen
    counted{"0123456789abcdef\xC3\xA9"sv, 17},
    counted{"\xC3"sv, 1},             // cut
    counted{"\xE7\x92"sv, 2},         // cut: every byte counts
    counted{"\xF0\x9F\x94 "sv, 4},    // cut by a space
    counted{"\x80\xBF"sv, 2},         // continuation bytes without a beginning
    counted{"\xC0\xAF"sv, 2},         // overlong
    counted{"\xE0\x80\xAF"sv, 3},     // overlong
    counted{"\xED\xA0\x80"sv, 3},     // a surrogate
    counted{"\xF4\x90\x80\x80"sv, 4}, // above U+10FFFF
    counted{"\xFE\xFF"sv, 2},         // never in UTF-8
    counted{"a\xFFz\xC3\xA9"sv, 4},
};

constexpr auto counts_at_compile_time = [] {
    std::array<std::size_t, counts.size()> results{};
    for (std::size_t i = 0; i < counts.size(); ++i) { results[i] = count_code_points(counts[i].text); }
    return results;
}();

TEST(code_points, counts_the_same_at_compile_time_and_at_run_time) {
    for (std::size_t i = 0; i < counts.size(); ++i) {
        EXPECT_EQ(counts_at_compile_time[i], counts[i].code_points) << "row " << i;
        EXPECT_EQ(count_code_points(counts[i].text), counts[i].code_points) << "row " << i;
    }
}

TEST(code_points, reads_every_scalar_value_back) {
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        if (!is_scalar(value)) { continue; }
        std::string const text = encoded(value) + "x";
        code_point const read = front_code_point(text);
        ASSERT_EQ(read.value, value);
        ASSERT_EQ(read.size, text.size() - 1) << std::hex << static_cast<unsigned long>(value);
    }
}

TEST(code_points, reads_nothing_but_shortest_forms_of_scalar_values) {
    std::unordered_set<std::string> well_formed;
    for (char32_t value = 0x80; value <= 0xFFFF; ++value) {
        if (is_scalar(value)) { well_formed.insert(encoded(value)); }
    }
    constexpr std::string_view thirds = "\x00\x7F\x80\xA5\xBF\xC0\xFF"sv;
    for (int first = 0x80; first <= 0xFF; ++first) {
        for (int second = 0; second <= 0xFF; ++second) {
            for (char const third : thirds) {
                std::string const text{static_cast<char>(first), static_cast<char>(second), third};
                code_point const read = front_code_point(text);
                std::size_t const size = well_formed.contains(text.substr(0, 2)) ? 2U
                                         : well_formed.contains(text)            ? 3U
                                                                                 : 1U;
                ASSERT_EQ(read.size, size) << first << ' ' << second << ' ' << int{third};
                ASSERT_EQ(read.valid(), size > 1) << first << ' ' << second << ' ' << int{third};
            }
        }
    }
}

TEST(code_points, judges_four_byte_forms_by_their_value) {
    EXPECT_FALSE(front_code_point("\xF0\x8F\xBF\xBF"sv).valid());
    EXPECT_EQ(front_code_point("\xF0\x90\x80\x80"sv).value, char32_t{0x10000});
    EXPECT_EQ(front_code_point("\xF4\x8F\xBF\xBF"sv).value, char32_t{0x10FFFF});
    EXPECT_FALSE(front_code_point("\xF4\x90\x80\x80"sv).valid());
    EXPECT_FALSE(front_code_point("\xF5\x80\x80\x80"sv).valid());
    for (std::string_view const cut :
         {"\xF0"sv, "\xF0\x9F"sv, "\xF0\x9F\x94"sv, "\xF0\x9F\x94\x41"sv, "\xF0\x9F\x41\x92"sv}) {
        EXPECT_FALSE(front_code_point(cut).valid());
        EXPECT_EQ(front_code_point(cut).size, 1U);
    }
}

TEST(code_points, counts_one_wide_character_wherever_it_stands) {
    for (std::size_t before = 0; before < 40; ++before) {
        for (std::size_t after = 0; after < 40; ++after) {
            std::string const text = std::string(before, 'a') + "\xF0\x9F\x94\x92" + std::string(after, 'b');
            ASSERT_EQ(count_code_points(text), before + 1 + after);
        }
    }
}

} // namespace
