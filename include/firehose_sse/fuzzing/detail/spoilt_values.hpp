// Texts of JSON that a strict reader refuses, each for one reason only.
// Level 5 (fuzzing). Data only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/shape_table.hpp"
#include <array>
#include <span>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

using std::string_view_literals::operator""sv;

/// In place of a value: not JSON, whatever the member is.
inline constexpr std::array bad_syntaxes{"nul"sv, "True"sv,      ""sv,          "'x'"sv,   "+1"sv,        ".5"sv,
                                         "NaN"sv, "-"sv,         "undefined"sv, "`"sv,     "\"\\x41\""sv, "\"\t\""sv,
                                         "1.,"sv, "-Infinity"sv, "\"\\u12\""sv, "/**/1"sv, "]"sv,         ":1"sv};
/// In front of a document.
inline constexpr std::array leading_texts{")]}',"sv, "x"sv, ","sv, "/**/"sv, "\0"sv, "}"sv};
/// Behind a document.
inline constexpr std::array trailing_texts{"}"sv,      "]"sv, " {}"sv, "x"sv, ","sv, "\0"sv, "\xEF\xBB\xBF"sv,
                                           "\nnull"sv, "//"sv};
/// Inside a string: bytes that are not UTF-8.
inline constexpr std::array invalid_sequences{"\x80"sv, "\xC0\xAF"sv, "\xED\xA0\x80"sv, "\xF4\x90\x80\x80"sv,
                                              "\xFF"sv, "\xC3"sv,     "\xE2\x82"sv,     "\xF0\x9F\x98"sv};
/// Inside a string: half a pair.
inline constexpr std::array lone_surrogates{"\\ud800"sv, "\\uDC00"sv, "\\ud800\\u0041"sv, "\\uDBFF "sv};
inline constexpr std::array blank_texts{""sv, " "sv, "\r\n"sv, "\t\t"sv};
/// In place of a document; the empty text stands for a list that holds the document.
inline constexpr std::array other_roots{""sv, "[]"sv, "null"sv, "\"\""sv, "0"sv, "true"sv, "[{}]"sv};
inline constexpr std::array fractions{"1.5"sv, "0.1"sv, "15e-1"sv, "-0.5"sv, "1e-1"sv};
/// Beyond 32 bits.
inline constexpr std::array large_integers{"2147483648"sv, "-2147483649"sv, "1e10"sv, "9223372036854775808"sv};
/// Beyond every double.
inline constexpr std::array infinities{"1e400"sv, "-1e999"sv, "1.8e308"sv};
/// Two that are too short, then bad padding, letters of other alphabets and white space.
inline constexpr std::array bad_base64s{"AAA"sv,  "AA"sv,   "A==="sv,  "AA=A"sv, "===="sv,
                                        "*AA="sv, "-_8="sv, "AA=\n"sv, " AA="sv, "AAAA="sv};
/// Base64 whose last letter has bits that belong to no byte.
inline constexpr std::array spare_bits{"AB=="sv, "AAB="sv, "aGl="sv};
inline constexpr std::array bad_timestamps{"\"yesterday\""sv, "\"\""sv, "\"2017-13-01T00:00:00Z\""sv,
                                           "\"1500000000\""sv};
/// Values of an unknown member; none is null, since a member that is null counts as absent.
inline constexpr std::array ignored_values{"0"sv, "\"\""sv, "true"sv, "{}"sv, "[null]"sv};

/// In place of a value of that kind: well-formed values of all others.
[[nodiscard]] inline std::span<std::string_view const> kinds_other_than(value_kind kind, bool loose_moments) noexcept {
    static constexpr std::array no_text{"7"sv, "true"sv, "{}"sv, "[]"sv, "-1.5"sv, "[\"a\"]"sv};
    static constexpr std::array no_number{"\"1\""sv, "true"sv, "{}"sv, "[]"sv, "\"\""sv};
    static constexpr std::array no_moment{"true"sv, "{}"sv, "[]"sv};
    static constexpr std::array no_boolean{"1"sv, "\"true\""sv, "{}"sv, "[]"sv, "0"sv};
    static constexpr std::array no_object{"[]"sv, "\"{}\""sv, "1"sv, "true"sv, "[{}]"sv};
    static constexpr std::array no_list{"{}"sv, "\"[]\""sv, "1"sv, "false"sv};
    switch (kind) {
    case value_kind::integer: return no_number;
    case value_kind::moment: return loose_moments ? std::span<std::string_view const>(no_moment) : no_number;
    case value_kind::boolean: return no_boolean;
    case value_kind::structure:
    case value_kind::raw: return no_object;
    case value_kind::list: return no_list;
    case value_kind::text:
    case value_kind::bytes:
    case value_kind::enumeration:
    case value_kind::scalar: break;
    }
    return no_text;
}

} // namespace firehose_sse::fuzzing::detail
