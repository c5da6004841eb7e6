// What hostile bodies are made of.
// Level 5 (fuzzing). Data only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/spoilt_values.hpp"
#include <array>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

inline constexpr std::array overlong_sequences{
    "\xC0\x80"sv,     "\xC0\xAF"sv,         "\xC1\xBF"sv,         "\xE0\x80\x80"sv,
    "\xE0\x9F\xBF"sv, "\xF0\x80\x80\x80"sv, "\xF0\x8F\xBF\xBF"sv, "\xF8\x88\x80\x80\x80"sv};
inline constexpr std::array huge_exponents{"1e400"sv,           "-1e400"sv, "1e2147483648"sv, "1e9223372036854775808"sv,
                                           "9.9e99999999999"sv, "1E+309"sv};
inline constexpr std::array tiny_exponents{"1e-400"sv, "-1e-2147483649"sv, "0e-9223372036854775809"sv,
                                           "-0.0"sv,   "0E999"sv,          "5e-324"sv};
/// Characters that people, or some readers, or neither, take for the letter beside them.
struct look_alike {
    char letter;
    std::string_view other;
};
inline constexpr std::array look_alikes{look_alike{'a', "\xD0\xB0"},      look_alike{'e', "\xD0\xB5"},
                                        look_alike{'K', "\xE2\x84\xAA"},  look_alike{'S', "\xC5\xBF"},
                                        look_alike{'i', "\xC4\xB1"},      look_alike{'T', "\xEF\xBC\xB4"},
                                        look_alike{'r', "r\xE2\x80\x8B"}, look_alike{'D', "\xF0\x9D\x90\x83"}};
inline constexpr std::array name_tails{" "sv, "\0"sv, "\n"sv, "[]"sv, ".0"sv, "\xE2\x80\x8D"sv};
inline constexpr std::array foreign_formats{
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"sv,
    "Action=PutRecord&Version=2015-08-04"sv,
    "DeliveryStreamName: orders\n"sv,
    "\xA1\x64Name\x66orders"sv,
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"sv,
    "0\r\n\r\n"sv,
    "\x1F\x8B\x08\0\0\0\0\0"sv,
    "--boundary\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{}\r\n--boundary--"sv};
inline constexpr std::array loaded_strings{"${jndi:ldap://127.0.0.1/a}"sv,
                                           "'; DROP TABLE streams; --"sv,
                                           "$(reboot)"sv,
                                           "../../../../etc/passwd"sv,
                                           "%s%s%s%n"sv,
                                           "<script>alert(1)</script>"sv,
                                           "\r\nX-Amzn-ErrorType: None\r\n\r\n"sv,
                                           "\x1B[2J\x1B]0;a\x07"sv,
                                           "{{7*7}}"sv,
                                           "\xE2\x80\xAEsredro"sv,
                                           "=cmd|'/c calc'!A1"sv,
                                           "__proto__"sv};
/// Names of members that have a meaning of their own for the readers of some languages.
inline constexpr std::array loaded_names{"__proto__"sv, "constructor"sv, "__type"sv,
                                         "__class__"sv, "$ref"sv,        "@type"sv};
inline constexpr std::array json_extensions{"/* a */"sv,  "// a\n"sv, "# a\n"sv,
                                            "\xC2\xA0"sv, "\x0B"sv,   "\xEF\xBB\xBF"sv};
inline constexpr std::array extended_values{
    "0x1F"sv, "NaN"sv,        "-Infinity"sv, "'orders'"sv, "orders"sv, "1_000"sv,     "+1"sv,          "01"sv,
    "1."sv,   "\"a\"\"b\""sv, "\"\\x41\""sv, "\"\\\n\""sv, "[1,,2]"sv, "undefined"sv, "new Date(0)"sv, "TRUE"sv};

} // namespace firehose_sse::fuzzing::detail
