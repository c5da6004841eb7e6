#include "firehose_sse/wire/detail/explain_syntax.hpp"

#include "firehose_sse/model/record.hpp"
#include "firehose_sse/wire/decode.hpp"
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::wire::detail {
namespace {

using enum decode_reason;

TEST(ExplainSyntax, FourHexDigitsAreANumber) {
    static_assert(four_hex_digits("0000") == 0u);
    static_assert(four_hex_digits("09afAF") == 0x09AFu);
    static_assert(four_hex_digits("FfFf") == 0xFFFFu);
    static_assert(four_hex_digits("123").has_value() == false);
    // the neighbours of the digits and letters in ASCII
    for (char const c : {'/', ':', '@', 'G', '`', 'g', ' ', '\0', '\x10', '\x19'}) {
        for (std::size_t at = 0; at < 4; ++at) {
            std::string digits = "1aF9";
            digits[at] = c;
            EXPECT_EQ(four_hex_digits(digits), std::nullopt) << digits;
        }
    }
}

TEST(ExplainSyntax, HalvesOfAPairHaveTheirRanges) {
    static_assert(!is_high_surrogate(0xD7FF) && is_high_surrogate(0xD800) && is_high_surrogate(0xDBFF));
    static_assert(!is_high_surrogate(0xDC00) && !is_low_surrogate(0xDBFF) && is_low_surrogate(0xDC00));
    static_assert(is_low_surrogate(0xDFFF) && !is_low_surrogate(0xE000));
    static_assert(!is_lone_surrogate(0xD83D, "\\uDE00"));
    static_assert(is_lone_surrogate(0xDE00, "\\uD83D") && is_lone_surrogate(0xD83D, "") &&
                  is_lone_surrogate(0xD83D, "\\u0041"));
    static_assert(is_lone_surrogate(0xD83D, "uDE00") && is_lone_surrogate(0xD83D, "\\uDE0") &&
                  !is_lone_surrogate(0x41, ""));
}

struct string_row {
    std::string_view text;
    std::optional<decode_reason> reason;
    std::size_t offset;
};

TEST(ExplainSyntax, AStringIsRefusedForItsFirstFault) {
    using namespace std::string_view_literals;
    constexpr std::array rows{
        string_row{R"("plain")", std::nullopt, 0},
        string_row{R"("\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00")", std::nullopt, 0},
        string_row{"\"\xC3\xA9\xF0\x9F\x98\x80\x7F\"", std::nullopt, 0},
        string_row{R"("! \x")", syntax, 3},
        string_row{"\"a\x1F\"", syntax, 2},
        string_row{"\"\0\""sv, syntax, 1},
        string_row{"\"a\xC3\"", invalid_utf8, 2},
        string_row{"\"\xC3\xA9\xA9\"", invalid_utf8, 3},
        string_row{"\"\xF0\x9F\x98\x80\x80\"", invalid_utf8, 5},
        string_row{R"("ab\x")", syntax, 3},
        string_row{R"("\n\U0041")", syntax, 3},
        string_row{R"("\)", syntax, 1},
        string_row{R"("\u004")", syntax, 1},
        string_row{R"("\u0041\u00G0")", syntax, 7},
        string_row{R"("\uD83D")", lone_surrogate, 1},
        string_row{R"("\uDE00")", lone_surrogate, 1},
        string_row{R"("\uD83D\uDE00\uDE00")", lone_surrogate, 13},
        string_row{R"("\uE000\uDBFF")", lone_surrogate, 7},
        string_row{R"("shut" \x)", std::nullopt, 0},
        string_row{R"("open)", std::nullopt, 0},
    };
    for (auto const& row : rows) {
        for (std::string_view const before : {""sv, "[1, "sv}) {
            std::string const text = std::string(before) + std::string(row.text);
            auto const found = explain_string(text, before.size());
            ASSERT_EQ(found.has_value(), row.reason.has_value()) << text;
            if (!found) { continue; }
            EXPECT_EQ(found->reason, *row.reason) << text;
            EXPECT_EQ(found->offset, row.offset + before.size()) << text;
        }
    }
}

TEST(ExplainSyntax, ASequenceIsCutWhereMoreCouldCompleteIt) {
    static_assert(is_cut_sequence("\xF0", 0) && is_cut_sequence("\xF0\x9F\x98", 0) && is_cut_sequence("a\xC3", 1));
    static_assert(!is_cut_sequence("\xF0\x9F\x41", 0) && !is_cut_sequence("\xF0\xC0", 0));
    static_assert(!is_cut_sequence("\xF0\x7F", 0) && is_cut_sequence("\xF0\xBF", 0));
}

// The parser stops at `end` while it reads the token at `token`.
TEST(ExplainSyntax, AFaultIsTheTokensTheEndsOrThePlaces) {
    using boost::json::error;
    struct row {
        std::string_view source;
        std::size_t token;
        std::size_t end;
        error failure;
        decode_reason reason;
        std::size_t offset;
    };
    for (row const& each : {
             row{"[true  ]", 1, 4, error::syntax, syntax, 1},
             row{"[false ]", 1, 4, error::syntax, syntax, 1},
             row{"[nul   ]", 1, 4, error::syntax, syntax, 1},
             row{"[1 2   ]", 3, 4, error::syntax, syntax, 4},
             row{"[x]", 1, 1, error::syntax, syntax, 1},
             row{"[t]", 1, 1, error::syntax, syntax, 1},
             row{"[\"\\x\"]", 1, 1, error::syntax, syntax, 1}, // not read as a string, which cannot stand here
             row{"[\"\\x\"]", 1, 3, error::syntax, syntax, 2},
             row{"[1", 1, 2, error::syntax, incomplete, 2},
             row{"[1,", 3, 3, error::syntax, incomplete, 3},
             row{"[1", 1, 1, error::incomplete, incomplete, 2},
             row{"[1e9", 1, 3, error::exponent_overflow, number_out_of_range, 1},
             row{"[[[", 1, 2, error::too_deep, too_deep, 2},
         }) {
        auto const found = explain_syntax(each.source, each.token, each.end, make_error_code(each.failure));
        EXPECT_EQ(found.reason, each.reason) << each.source;
        EXPECT_EQ(found.offset, each.offset) << each.source;
    }
}

// What the parser alone would tell depends on how much text follows; what we tell does not.
TEST(ExplainSyntax, AReadersFaultIsNamedAtItsPlace) {
    struct row {
        std::string_view text;
        decode_reason reason;
        std::size_t offset;
    };
    using namespace std::string_view_literals;
    for (row const& each : {
             row{R"({"a":tru})", syntax, 5},
             row{R"({"a":nul})", syntax, 5},
             row{R"({"a":fals})", syntax, 5},
             row{R"({"a":1e99999999999,"b":0})", number_out_of_range, 5},
             row{R"({"a":"x)", incomplete, 7},
             row{R"({"a":12)", incomplete, 7},
             row{R"({"a":-})", syntax, 6},
             row{"{\"a\":\"\xF0\x9F", incomplete, 8},
             row{"{\"a\":\"\xF0\x9F\x41", invalid_utf8, 6},
             row{"{\"a\":\"\xF0\x41\x41\x41\"}", invalid_utf8, 6},
             row{R"({"a":"\x"})", syntax, 6},
             row{R"({"a":"\uD800"})", lone_surrogate, 6},
             row{R"({"a":"\u12G4"})", syntax, 6},
         }) {
        auto const read = decode<model::PutRecordInput>(each.text);
        ASSERT_TRUE(read.has_error()) << each.text;
        EXPECT_EQ(read.error().reason, each.reason) << each.text;
        EXPECT_EQ(read.error().offset, each.offset) << each.text;
    }
}

} // namespace
} // namespace firehose_sse::wire::detail
