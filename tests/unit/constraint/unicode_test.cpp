// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/unicode.hpp"
#include <array>
#include <cstddef>
#include <gtest/gtest.h>

namespace {

using firehose_sse::constraint::code_point_range;
using firehose_sse::constraint::is_letter;
using firehose_sse::constraint::is_number;
using firehose_sse::constraint::is_separator;
namespace detail = firehose_sse::constraint::detail;

struct sample {
    char32_t code_point;
    char category; // L, Z, N, or - for any other
};

constexpr std::array samples{
    sample{U'a', 'L'},       sample{U'Z', 'L'},  sample{U'5', 'N'},  sample{U' ', 'Z'},
    sample{U'_', '-'},       sample{U'\0', '-'}, sample{U'\t', '-'}, sample{U'\n', '-'},
    sample{0x7F, '-'},       sample{0x85, '-'},  sample{0xA0, 'Z'}, // no-break space
    sample{0xAA, 'L'},                                              // feminine ordinal
    sample{0xB2, 'N'},                                              // superscript two
    sample{0xD7, '-'},                                              // multiplication sign
    sample{0xE9, 'L'},                                              // e acute
    sample{0x301, '-'},                                             // combining acute
    sample{0x5D0, 'L'},                                             // Hebrew alef
    sample{0x663, 'N'},                                             // Arabic-Indic three
    sample{0x1680, 'Z'},                                            // Ogham space
    sample{0x200B, '-'},                                            // zero-width space is a format character
    sample{0x2028, 'Z'},                                            // line separator
    sample{0x2029, 'Z'},                                            // paragraph separator
    sample{0x2167, 'N'},                                            // Roman eight
    sample{0x20AC, '-'},                                            // euro sign
    sample{0x3000, 'Z'},                                            // ideographic space
    sample{0x4E00, 'L'},                                            // first and last of the long run of ideographs
    sample{0x9FFF, 'L'},                                            //
    sample{0xD800, '-'},                                            // a surrogate
    sample{0xE000, '-'},                                            // private use
    sample{0xFEFF, '-'},                                            // byte-order mark
    sample{0xFF21, 'L'},                                            // fullwidth A
    sample{0x1D7D8, 'N'},                                           // double-struck zero
    sample{0x1F512, '-'},                                           // lock
    sample{0x2F81A, 'L'},                                           //
    sample{0x10FFFF, '-'},                                          //
    sample{0x110000, '-'},                                          // beyond Unicode
    sample{0xFFFFFFFF, '-'},
};

constexpr char category_of(char32_t code_point) {
    int const memberships = int{is_letter(code_point)} + int{is_separator(code_point)} + int{is_number(code_point)};
    char const one = is_letter(code_point) ? 'L' : is_separator(code_point) ? 'Z' : is_number(code_point) ? 'N' : '-';
    return memberships > 1 ? '!' : one;
}

constexpr auto samples_at_compile_time = [] {
    std::array<char, samples.size()> results{};
    for (std::size_t i = 0; i < samples.size(); ++i) { results[i] = category_of(samples[i].code_point); }
    return results;
}();

TEST(unicode, names_the_category_of_known_characters) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        EXPECT_EQ(samples_at_compile_time[i], samples[i].category) << "row " << i;
        EXPECT_EQ(category_of(samples[i].code_point), samples[i].category) << "row " << i;
    }
}

template <std::size_t N>
void expect_searchable(std::array<code_point_range, N> const& ranges, bool (*is_inside)(char32_t)) {
    for (std::size_t i = 0; i < N; ++i) {
        ASSERT_LE(ranges[i].first, ranges[i].last) << "row " << i;
        ASSERT_LE(ranges[i].last, char32_t{0x10FFFF}) << "row " << i;
        ASSERT_TRUE(i == 0 || ranges[i - 1].last + 1 < ranges[i].first) << "row " << i;
        EXPECT_TRUE(is_inside(ranges[i].first) && is_inside(ranges[i].last)) << "row " << i;
        EXPECT_FALSE(is_inside(ranges[i].first - 1)) << "row " << i;
        EXPECT_FALSE(is_inside(ranges[i].last + 1)) << "row " << i;
    }
}

TEST(unicode, tables_are_sorted_apart_and_found_to_their_edges) {
    expect_searchable(detail::letters, [](char32_t value) { return is_letter(value); });
    expect_searchable(detail::separators, [](char32_t value) { return is_separator(value); });
    expect_searchable(detail::numbers, [](char32_t value) { return is_number(value); });
}

// The number of code points that Unicode 14 has in each category: a wrong edge of any run changes the sum.
TEST(unicode, counts_as_many_of_each_category_as_unicode_does) {
    std::size_t letters = 0;
    std::size_t separators = 0;
    std::size_t numbers = 0;
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        letters += is_letter(value) ? 1u : 0u;
        separators += is_separator(value) ? 1u : 0u;
        numbers += is_number(value) ? 1u : 0u;
    }
    EXPECT_EQ(detail::unicode_version, "14.0.0");
    EXPECT_EQ(letters, 131756u);
    EXPECT_EQ(separators, 19u);
    EXPECT_EQ(numbers, 1791u);
}

TEST(unicode, no_code_point_is_in_two_categories) {
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        ASSERT_NE(category_of(value), '!') << static_cast<unsigned long>(value);
    }
}

} // namespace
