// JSON texts by class, each with what a strict reader must say to it: made by loops over what may vary, not picked.
// For the tests of conformance/ only. Knows nothing of the reader but the names of its reasons.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/decode_error.hpp"
#include "conformance/json_grammar.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::conformance {

enum class verdict : unsigned char {
    accepted,
    refused,
    /// Whether the body as a whole is JSON, and which byte is at fault, depends on what stands around the text.
    by_grammar
};

/// A text that can stand in a value's place, or alone. `reason` and `offset`, from its start, are for refused texts.
struct json_text {
    std::string_view name;
    std::string text;
    verdict wanted = verdict::accepted;
    wire::decode_reason reason = wire::decode_reason::syntax;
    std::size_t offset = 0;
    /// The content of an accepted string.
    std::string meaning{};
};

inline json_text good(std::string_view name, std::string text, std::string meaning = {}) {
    return {.name = name, .text = std::move(text), .meaning = std::move(meaning)};
}
inline json_text bad(std::string_view name, std::string text, wire::decode_reason reason, std::size_t offset = 0) {
    return {.name = name, .text = std::move(text), .wanted = verdict::refused, .reason = reason, .offset = offset};
}
inline json_text undecided(std::string_view name, std::string text) {
    return {.name = name, .text = std::move(text), .wanted = verdict::by_grammar};
}

// ---- pieces

inline constexpr std::string_view lower_digits = "0123456789abcdef";
inline constexpr std::string_view upper_digits = "0123456789ABCDEF";

/// `\uXXXX`; digits whose bit is set in `capitals` are capital letters, the lowest bit being that of the last digit.
inline std::string unit_escape(unsigned unit, unsigned capitals = 0) {
    std::string text = "\\u";
    for (unsigned place = 4; place-- != 0;) {
        text += ((capitals >> place & 1) != 0 ? upper_digits : lower_digits)[unit >> (4 * place) & 15];
    }
    return text;
}

/// The escapes of any Unicode scalar value: one, or a pair of surrogates.
inline std::string scalar_escape(unsigned scalar, unsigned capitals = 0) {
    if (scalar < 0x10000) { return unit_escape(scalar, capitals); }
    return unit_escape(0xD7C0 + (scalar >> 10), capitals) + unit_escape(0xDC00 + (scalar & 0x3FF), capitals);
}

inline std::string utf8(unsigned scalar) {
    std::string text;
    append_utf8(scalar, text);
    return text;
}

inline std::string in_quotes(std::string_view content) { return '"' + std::string(content) + '"'; }

inline std::string repeated(std::size_t times, std::string_view piece) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) { text += piece; }
    return text;
}

inline bool is_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDFFF; }
inline bool is_high(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }

template <class Take> void each_byte(Take const& take) {
    for (unsigned byte = 0; byte < 256; ++byte) { take(static_cast<char>(byte)); }
}

/// A place between two tokens of a value.
struct gap {
    std::string_view before;
    std::string_view after;
};

inline constexpr gap gaps[] = {{"", R"("")"},
                               {R"("")", ""},
                               {"[", "]"},
                               {"[", R"(""])"},
                               {R"([1,"")", "]"},
                               {R"([true,"")", R"(,""])"},
                               {R"([null,"",)", R"(""])"},
                               {"{", "}"},
                               {"{", R"("a":""})"},
                               {R"({"a")", R"(:""})"},
                               {R"({"a":)", R"(""})"},
                               {R"({"a":{})", "}"},
                               {R"({"a":[])", R"(,"b":""})"},
                               {R"({"a":"",)", R"("b":""})"}};

// ---- faults by name

/// One string for each fault that a string can have.
template <class Take> void broken_strings(Take const& take) {
    using enum wire::decode_reason;
    take(bad("lone high surrogate", R"("a\ud800b")", lone_surrogate, 2));
    take(bad("lone high surrogate at the end", R"("\ud800")", lone_surrogate, 1));
    take(bad("lone low surrogate", R"("\udc00 and more text")", lone_surrogate, 1));
    take(bad("high surrogate twice", R"("\ud800\ud800\udc00")", lone_surrogate, 1));
    take(bad("high surrogate before an escape", R"("\uD800\n0123456789")", lone_surrogate, 1));
    take(bad("pair, then half of one", R"("\ud83d\ude00\ud83d")", lone_surrogate, 13));
    take(bad("surrogate in UTF-8", "\"\xED\xA0\x80\"", invalid_utf8, 1));
    take(bad("overlong slash", "\"a\xC0\xAF\"", invalid_utf8, 2));
    take(bad("overlong in three bytes", "\"\xE0\x80\xAF\"", invalid_utf8, 1));
    take(bad("overlong in four bytes", "\"\xF0\x80\x80\xAF\"", invalid_utf8, 1));
    take(bad("beyond U+10FFFF", "\"\xF4\x90\x80\x80\"", invalid_utf8, 1));
    take(bad("continuation alone", "\"0123456789abcdef\x80\"", invalid_utf8, 17));
    take(bad("sequence cut by the quote", "\"\xE2\x82\"", invalid_utf8, 1));
    take(bad("first of four bytes", "\"\xF0\"", invalid_utf8, 1));
    take(bad("invalid after an escape", "\"\\n\xFFxxxxxxxxxxxxxxx\"", invalid_utf8, 3));
    take(bad("0xFE", "\"\xFE\"", invalid_utf8, 1));
    take(bad("raw newline", "\"a\nb\"", syntax, 2));
    take(bad("raw NUL", std::string("\"a\0b\"", 5), syntax, 2));
    take(bad("raw control after an escape", "\"\\n\x1f\"", syntax, 3));
    take(bad("unknown escape", R"("\x41")", syntax, 1));
    take(bad("bad hex digit", R"("\u00g0")", syntax, 1));
    take(bad("bad hex digit in the second half", R"("a\ud800\udc0x")", lone_surrogate, 2));
}

/// One number for each fault that a number can have.
template <class Take> void broken_numbers(Take const& take) {
    using enum wire::decode_reason;
    take(bad("too large", "1e400", number_out_of_range));
    take(bad("too large, negative", "-1e400", number_out_of_range));
    take(bad("too large by digits", std::string(400, '9'), number_out_of_range));
    take(bad("exponent beyond 32 bits", "1e99999999999", number_out_of_range));
    take(bad("leading zero", "01", syntax, 1));
    take(bad("leading plus", "+1", syntax));
    take(bad("no digit after the point", "1.", syntax, 2));
    take(bad("no digit before the point", ".5", syntax));
    take(bad("no exponent", "1e", syntax, 2));
    take(bad("minus alone", "-", syntax, 1));
    take(bad("hexadecimal", "0x10", syntax, 1));
    take(bad("not a number", "NaN", syntax));
    take(bad("infinity", "Infinity", syntax));
}

/// What people write who take JSON for JavaScript, or forget something.
template <class Take> void broken_structures(Take const& take) {
    using enum wire::decode_reason;
    take(bad("capital", "True", syntax));
    take(bad("comment", "/**/1", syntax));
    take(bad("comment inside", "[1,//\n2]", syntax, 3));
    take(bad("byte-order mark", "\xEF\xBB\xBF" + std::string(1, '1'), syntax));
    take(bad("vertical tab", "\v1", syntax));
    take(bad("repeated name", R"({"a":1,"a":1})", duplicate_member, 7));
    take(bad("repeated name by escape", R"({"a":1,"b":2,"\u0061":1})", duplicate_member, 13));
    take(bad("repeated empty name", R"({"":1,"":1})", duplicate_member, 6));
    take(bad("repeated name after an object", R"({"a":{"a":1},"b":[{"a":1}],"a":1})", duplicate_member, 27));
    take(bad("repeated name inside", R"({"a":[{"b":1,"c":2,"b":3}]})", duplicate_member, 19));
    take(bad("repeated null", R"({"a":null,"a":null})", duplicate_member, 10));
    take(bad("first of two repetitions", R"({"a":1,"b":1,"b":1,"a":1})", duplicate_member, 13));
    take(bad("single quotes", "'a'", syntax));
    take(bad("trailing comma in a list", "[1,]", syntax, 3));
    take(bad("trailing comma in an object", R"({"a":1,})", syntax, 7));
    take(bad("comma alone", "[,]", syntax, 1));
    take(bad("two commas", "[1,,2]", syntax, 3));
    take(bad("no comma", "[1 2]", syntax, 3));
    take(bad("no comma between members", R"({"a":1 "b":2})", syntax, 7));
    take(bad("no colon", R"({"a" 1})", syntax, 5));
    take(bad("two colons", R"({"a"::1})", syntax, 5));
    take(bad("equals sign", R"({"a"=1})", syntax, 4));
    take(bad("colon in a list", R"(["a":1])", syntax, 4));
    take(bad("no value", R"({"a":})", syntax, 5));
    take(bad("name alone", R"({"a"})", syntax, 4));
    take(bad("name without quotes", "{a:1}", syntax, 1));
    take(bad("number for a name", "{1:1}", syntax, 1));
    take(bad("null for a name", "{null:1}", syntax, 1));
    take(bad("list for a name", "{[]:1}", syntax, 1));
    take(bad("wrong bracket", "[1}", syntax, 2));
    take(bad("wrong brace", R"({"a":1])", syntax, 6));
    take(bad("bare word", "undefined", syntax));
    take(bad("call", "f()", syntax));
    take(bad("no comma before a broken string", R"([1 "\ud800"])", syntax, 3));
    take(bad("no comma before a broken name", "{\"a\":[]\"\xFF\":1}", syntax, 7));
    take(bad("no colon before a broken string", R"({"a" "\x"})", syntax, 5));
}

// ---- structure

/// Every row of up to `longest` tokens.
template <class Take> void token_sequences(std::size_t longest, Take const& take) {
    static constexpr std::string_view tokens[] = {"{", "}", "[", "]", ",", ":", R"("a")", "1"};
    std::string text;
    auto const extend = [&](auto const& self, std::size_t left) -> void {
        if (!text.empty()) { take(undecided("tokens", text)); }
        if (left == 0) { return; }
        for (auto const& token : tokens) {
            std::size_t const size = text.size();
            text += token;
            self(self, left - 1);
            text.resize(size);
        }
    };
    extend(extend, longest);
}

/// Objects with something of everything; none of their names is the model's, and no change to one byte makes it so.
inline std::vector<std::string> const& objects() {
    static std::vector<std::string> const all{
        R"({"a":[1,-2.5e+3,0,{"b":null,"c":[true,false]}],"d":{},"e":[]})",
        R"({"k":"q\"\\\/\b\f\n\r\t\u0041\uD83d\ude00","\u006b2":""})",
        " {\t\"x\" :\r\n[ { } , [ ] , \"\" ] , \"y\" : -0.0E-01 } ",
        "{\"\xC3\xBC\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xED\x9F\xBF\",\"z\":1e3}",
        R"({"":"","a":{"a":{"a":1}},"b":{"a":1,"c":1}})",
        R"({"a":1,"b":2,"ab":3,"aa":4,"ba":[{"a":1,"ba":2}]})"};
    return all;
}

/// Each byte of a text left out, doubled, swapped with the next, and the text cut before it.
template <class Take> void slips(std::string const& whole, Take const& take) {
    for (std::size_t at = 0; at < whole.size(); ++at) {
        take(undecided("cut off", whole.substr(0, at)));
        take(undecided("left out", whole.substr(0, at) + whole.substr(at + 1)));
        take(undecided("doubled", whole.substr(0, at + 1) + whole.substr(at)));
        if (at == 0) { continue; }
        std::string swapped = whole;
        std::swap(swapped[at - 1], swapped[at]);
        take(undecided("swapped", std::move(swapped)));
    }
}

/// Each byte of a text replaced by each byte that means something to some parser, and each of these put before it.
template <class Take> void changes(std::string const& whole, Take const& take) {
    static constexpr char others_text[] = "{}[]:,\"\\/ 0-+.eEu1a\x7F\x1F\x0B\n\x80\xC3\xFF";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (char const other : std::string_view(others_text, sizeof others_text)) { // NUL included
            std::string changed = whole;
            changed.insert(at, 1, other);
            take(undecided("inserted", changed));
            changed.erase(at + 1, 1);
            take(undecided("replaced", std::move(changed)));
        }
    }
}

// ---- bytes

/// Every byte between two tokens. Only four are blanks; those that begin or end something may make sense.
template <class Take> void bytes_between_tokens(Take const& take) {
    for (gap const& each : gaps) {
        each_byte([&](char byte) {
            std::string text = std::string(each.before) + byte + std::string(each.after);
            if (blanks.find(byte) != std::string_view::npos) {
                take(good("blank", std::move(text)));
            } else if (std::string_view("{}[]:,\"-0123456789tfn").find(byte) != std::string_view::npos) {
                take(undecided("token", std::move(text)));
            } else {
                take(bad("byte between tokens", std::move(text), wire::decode_reason::syntax, each.before.size()));
            }
        });
    }
}

/// What is white space elsewhere, and what is a comment elsewhere.
inline std::vector<std::string> white_elsewhere() {
    std::vector<std::string> all{"/**/", "//\n", "/* \"*/", "#\n", ";", "%\n", "<!---->", "\\n", "\\u0020", "&nbsp;"};
    for (unsigned const white :
         {0x0Bu,   0x0Cu,   0x1Cu,   0x1Du,   0x1Eu,   0x1Fu,   0x85u,   0xA0u,   0x1680u, 0x180Eu, 0x2000u,
          0x200Au, 0x200Bu, 0x200Eu, 0x2028u, 0x2029u, 0x202Fu, 0x205Fu, 0x2060u, 0x3000u, 0xFEFFu}) {
        all.push_back(utf8(white));
    }
    return all;
}

/// The same between two tokens.
template <class Take> void not_blanks(Take const& take) {
    auto const all = white_elsewhere();
    for (gap const& each : gaps) {
        for (std::string const& other : all) {
            take(bad("not a blank", std::string(each.before) + other + std::string(each.after),
                     wire::decode_reason::syntax, each.before.size()));
        }
    }
}

/// Every run of up to `longest` blanks.
inline std::vector<std::string> runs_of_blanks(std::size_t longest) {
    std::vector<std::string> all{""};
    for (std::size_t first = 0, size = 1; size <= longest; ++size) {
        for (std::size_t const end = all.size(); first != end; ++first) {
            for (char const blank : blanks) { all.push_back(all[first] + blank); }
        }
    }
    return all;
}

/// Runs of blanks in every gap at once.
template <class Take> void blanks_between_tokens(Take const& take) {
    for (std::string const& w : runs_of_blanks(3)) {
        std::string text = w;
        for (std::string_view const token : {"[", "1", ",", "{", R"("a")", ":", "null", ",", R"("b")", ":", R"("")",
                                             "}", ",", "[", "]", ",", "-0", "]"}) {
            text += token;
            text += w;
        }
        take(good("blanks", std::move(text)));
    }
}

/// Every byte in a string.
template <class Take> void bytes_in_strings(Take const& take) {
    using enum wire::decode_reason;
    each_byte([&](char byte) {
        auto const code = static_cast<unsigned char>(byte);
        std::string content = std::string("QUJD") + byte + "bc"; // base64, as far as it goes
        std::string text = in_quotes(content);
        if (code < 0x20) {
            take(bad("control character", std::move(text), syntax, 5));
        } else if (code >= 0x80) {
            take(bad("byte of no character", std::move(text), invalid_utf8, 5));
        } else if (byte == '"') {
            take(bad("string that goes on", std::move(text), syntax, 6));
        } else {
            take(good("character", std::move(text), byte == '\\' ? "QUJD\bc" : std::move(content)));
        }
    });
}

/// Every byte after a backslash.
template <class Take> void escapes(Take const& take) {
    static constexpr std::string_view letters = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    each_byte([&](char byte) {
        std::string text = in_quotes(std::string("a\\") + byte + "\\n");
        if (auto const letter = letters.find(byte); letter != std::string_view::npos) {
            take(good("escape", std::move(text), std::string("a") + meanings[letter] + '\n'));
        } else {
            take(bad("no such escape", std::move(text), wire::decode_reason::syntax, 2));
        }
    });
}

/// Every byte as each of the four digits of an escape, and each digit in both cases.
template <class Take> void hex_digits(Take const& take) {
    for (unsigned place = 0; place < 4; ++place) {
        each_byte([&](char byte) {
            std::string text = R"("a\u0020")";
            text[4 + place] = byte;
            unsigned unit = 0x20;
            for (unsigned digit = 0; digit < 16; ++digit) {
                if (byte != lower_digits[digit] && byte != upper_digits[digit]) { continue; }
                unit = (unit & ~(0xFu << (12 - 4 * place))) | digit << (12 - 4 * place);
                take(good("hex digit", text, "a" + utf8(unit)));
                return;
            }
            take(bad("bad hex digit", std::move(text), wire::decode_reason::syntax, 2));
        });
    }
    for (unsigned capitals = 0; capitals < 16; ++capitals) {
        take(good("capital digits", in_quotes(unit_escape(0xABCD, capitals)), utf8(0xABCD)));
        take(good("capital digits of a pair", in_quotes(scalar_escape(0x10FBEF, capitals)), utf8(0x10FBEF)));
    }
}

/// All 65,536 escapes of four digits, each the only one of its string.
template <class Take> void code_units(Take const& take) {
    for (unsigned unit = 0; unit < 0x10000; ++unit) {
        std::string text = in_quotes(unit_escape(unit));
        if (is_surrogate(unit)) {
            take(bad("lone surrogate", std::move(text), wire::decode_reason::lone_surrogate, 1));
        } else {
            take(good("code unit", std::move(text), utf8(unit)));
        }
    }
}

/// Halves of pairs with all sorts of neighbours.
template <class Take> void lone_surrogates(Take const& take) {
    using enum wire::decode_reason;
    for (std::string_view const before : {"", "a", R"(\n)", R"(\\)", R"(\ud83d\ude00)", "\xC3\xA9", R"(\u0041)"}) {
        for (std::string_view const after :
             {"", "b", " and more text", R"(\n0123456789)", R"(\\udc00)", R"(\u0041)", R"(\ud83d\ude00)", "udc00",
              "\xF0\x9F\x98\x80", R"(\uDBFF)", "\xC3\xA9", R"(\/)", R"(\u)", R"(\udc0x)", R"(\udc0)", R"(\x)",
              R"(\U0000DC00)", "\xFF", "\x01"}) {
            for (unsigned const half : {0xD800u, 0xD83Du, 0xDBFFu, 0xDC00u, 0xDE00u, 0xDFFFu}) {
                std::string const content = std::string(before) + unit_escape(half) + std::string(after);
                take(bad("half of a pair", in_quotes(content), lone_surrogate, 1 + before.size()));
            }
        }
    }
}

/// Every two of the code units at the borders of what can make a pair.
template <class Take> void surrogate_pairs(Take const& take) {
    static constexpr unsigned borders[] = {0x0000, 0x0041, 0xD7FF, 0xD800, 0xD801, 0xDBFE, 0xDBFF,
                                           0xDC00, 0xDC01, 0xDFFE, 0xDFFF, 0xE000, 0xFFFF};
    for (unsigned const first : borders) {
        for (unsigned const second : borders) {
            std::string text = in_quotes(unit_escape(first, 15) + unit_escape(second));
            if (is_surrogate(first)) {
                if (is_high(first) && is_surrogate(second) && !is_high(second)) {
                    unsigned const scalar = 0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00);
                    take(good("pair", std::move(text), utf8(scalar)));
                } else {
                    take(bad("no pair", std::move(text), wire::decode_reason::lone_surrogate, 1));
                }
            } else if (is_surrogate(second)) {
                take(bad("half of a pair after a unit", std::move(text), wire::decode_reason::lone_surrogate, 7));
            } else {
                take(good("two units", std::move(text), utf8(first) + utf8(second)));
            }
        }
    }
}

/// A fault, or none, at every distance from the start of a string: parsers read in blocks.
template <class Take> void distances(std::size_t first, std::size_t last, Take const& take) {
    using enum wire::decode_reason;
    for (std::size_t distance = first; distance <= last; ++distance) {
        for (std::string_view const before : {"", R"(\n)"}) {
            std::string const start = std::string(before) + std::string(distance, 'x');
            std::size_t const at = 1 + start.size();
            std::string const meant = (before.empty() ? "" : "\n") + std::string(distance, 'x');
            auto const with = [&](std::string_view content) { return in_quotes(start + std::string(content)); };
            take(bad("byte of no character", with("\x80yyyy"), invalid_utf8, at));
            take(bad("cut sequence", with("\xE2\x82yyyy"), invalid_utf8, at));
            take(bad("control character", with("\nyyyy"), syntax, at));
            take(bad("bad escape", with(R"(\xyyyy)"), syntax, at));
            take(bad("lone surrogate", with(R"(\ud800yyyy)"), lone_surrogate, at));
            take(good("characters of every size", with("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\\ud83d\\ude00\\\\y"),
                      meant + "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xF0\x9F\x98\x80\\y"));
        }
    }
}

// ---- UTF-8

/// Every byte that is not ASCII and every byte after it.
template <class Take> void utf8_of_two_bytes(Take const& take) {
    for (unsigned first = 0x80; first < 0x100; ++first) {
        each_byte([&](char second) {
            std::string const content{static_cast<char>(first), second};
            auto const code = static_cast<unsigned char>(second);
            if (first >= 0xC2 && first <= 0xDF && code >= 0x80 && code <= 0xBF) {
                take(good("two bytes", in_quotes(content), content));
            } else {
                take(bad("no two-byte character", in_quotes(content), wire::decode_reason::invalid_utf8, 1));
            }
        });
    }
}

/// First bytes of longer sequences with every byte at a border after them: overlong, surrogates, beyond U+10FFFF.
template <class Take> void utf8_of_more_bytes(Take const& take) {
    static constexpr unsigned seconds[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xED, 0xFF};
    static constexpr unsigned others[] = {0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xFF};
    // A sequence is good if encoding its bits gives the same bytes.
    auto const judge = [&](unsigned bits, std::string const& content) {
        if (bits < 0x110000 && !is_surrogate(bits) && utf8(bits) == content) {
            take(good("character", in_quotes(content), content));
        } else {
            take(bad("no character", in_quotes(content), wire::decode_reason::invalid_utf8, 1));
        }
    };
    for (unsigned first = 0xE0; first < 0x100; ++first) {
        for (unsigned const second : seconds) {
            for (unsigned const third : others) {
                std::string content{static_cast<char>(first), static_cast<char>(second), static_cast<char>(third)};
                unsigned const bits = (first & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
                if (first < 0xF0) {
                    judge(bits, content);
                    continue;
                }
                for (unsigned const fourth : others) {
                    judge(bits << 6 | (fourth & 0x3F), content + static_cast<char>(fourth));
                }
            }
        }
    }
}

/// Scalar values at the borders of everything: of lengths, surrogates, planes; with those that are no characters.
inline std::vector<unsigned> border_scalars() {
    std::vector<unsigned> all{0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD};
    for (unsigned scalar = 0xFDD0; scalar <= 0xFDEF; ++scalar) { all.push_back(scalar); }
    for (unsigned plane = 0; plane <= 16; ++plane) {
        if (plane != 0) { all.push_back(plane << 16); }
        for (unsigned const last : {0xFFFEu, 0xFFFFu}) { all.push_back(plane << 16 | last); }
    }
    return all;
}

/// Characters at the borders, whole and cut after each of their bytes.
template <class Take> void characters(Take const& take) {
    for (unsigned const scalar : border_scalars()) {
        std::string const whole = utf8(scalar);
        take(good("character", in_quotes("a" + whole + "b"), "a" + whole + "b"));
        take(good("character by escape", in_quotes("a" + scalar_escape(scalar) + "b"), "a" + whole + "b"));
        for (std::size_t size = 1; size < whole.size(); ++size) {
            for (std::string const& after : {std::string(), std::string("z"), std::string(R"(\n)"), whole}) {
                take(bad("cut character", in_quotes("a" + whole.substr(0, size) + after),
                         wire::decode_reason::invalid_utf8, 2));
            }
        }
    }
}

// ---- numbers

/// Every combination of signs, whole parts, fractions and exponents, good and bad.
template <class Take> void numbers(Take const& take) {
    /// `breaks` is the first byte that cannot be there; it may be the one that follows.
    struct part {
        std::string_view text;
        std::size_t breaks = std::string_view::npos;
    };
    static constexpr part signs[] = {{""}, {"-"}, {"+", 0}, {"--", 1}, {"-+", 1}, {"- ", 1}};
    static constexpr part wholes[] = {{"0"},     {"7"},     {"10"},  {"123456789"}, {"9007199254740993"},
                                      {"00", 1}, {"01", 1}, {"", 0}, {"x", 0},      {"1_0", 1},
                                      {"0x1", 1}};
    static constexpr part fractions[] = {{""},     {".0"},     {".50"},   {".000000000000000000001"},
                                         {".", 1}, {"..1", 1}, {".-1", 1}};
    static constexpr part exponents[] = {{""},
                                         {"e0"},
                                         {"E0"},
                                         {"e+07"},
                                         {"E-1"},
                                         {"e22"},
                                         {"e", 1},
                                         {"E+", 2},
                                         {"e-", 2},
                                         {"ee1", 1},
                                         {"e+-1", 2},
                                         {"e1.0", 2},
                                         {"e1e1", 2},
                                         {"e 1", 1},
                                         {"f", 0},
                                         {"e0x1", 2},
                                         {"\xEF\xBC\x91", 0}};
    for (part const& sign : signs) {
        for (part const& whole : wholes) {
            for (part const& fraction : fractions) {
                for (part const& exponent : exponents) {
                    std::string text;
                    std::size_t breaks = std::string::npos;
                    for (part const* each : {&sign, &whole, &fraction, &exponent}) {
                        if (breaks == std::string::npos && each->breaks != std::string_view::npos) {
                            breaks = text.size() + each->breaks;
                        }
                        text += each->text;
                    }
                    if (breaks == std::string::npos) {
                        take(good("number", std::move(text)));
                    } else {
                        take(bad("no number", std::move(text), wire::decode_reason::syntax, breaks));
                    }
                }
            }
        }
    }
}

/// Every byte after each state a number can be in; those that go on with it or end it are the grammar's to judge.
template <class Take> void bytes_after_numbers(Take const& take) {
    for (std::string_view const number : {"0", "1", "-", "-0", "1.", "1.5", "1e", "1E+", "1e-", "1e5", "0.0e0"}) {
        each_byte([&](char byte) {
            std::string text = std::string(number) + byte;
            if (std::string_view(" \t\n\r,]}:+-.0123456789eE").find(byte) != std::string_view::npos) {
                take(undecided("number goes on", std::move(text)));
            } else {
                take(bad("number and a byte", std::move(text), wire::decode_reason::syntax, number.size()));
            }
        });
    }
}

/// Every spelling of digits times ten to the power of -`scale` that moves the point by an exponent.
template <class Take> void spellings(std::string_view sign, std::string const& digits, int scale, Take const& take) {
    for (int const zeros : {0, 1, 20}) {
        std::string const all = digits + std::string(static_cast<std::size_t>(zeros), '0');
        int const size = static_cast<int>(all.size());
        for (int point = -2; point <= size + 2; ++point) {
            std::string text(sign);
            if (point <= 0) {
                text += "0." + std::string(static_cast<std::size_t>(-point), '0') + all;
            } else if (point < size) {
                text +=
                    all.substr(0, static_cast<std::size_t>(point)) + "." + all.substr(static_cast<std::size_t>(point));
            } else {
                text += all + std::string(static_cast<std::size_t>(point - size), '0');
            }
            int const exponent = size - point - zeros - scale;
            std::string const power = std::to_string(exponent < 0 ? -exponent : exponent);
            if (exponent == 0) { take(text); }
            if (exponent >= 0) {
                take(text + "e" + power);
                take(text + "E+0" + power);
            } else {
                take(text + "e-" + power);
                take(text + "E-0" + power);
            }
        }
    }
}

/// Numbers at the edges of what a double holds, and numbers that only look so.
template <class Take> void large_and_small_numbers(Take const& take) {
    using std::string_literals::operator""s;
    std::string const nines(308, '9');
    std::string const naughts(400, '0');
    for (std::string const& text : {"1.7976931348623157e308"s,
                                    "1.7976931348623157E+308"s,
                                    "1e-400"s,
                                    "1e-2147483647"s,
                                    "4.9e-324"s,
                                    "0e308"s,
                                    "0e309"s,
                                    "0.000e400"s,
                                    "0E2147483647"s,
                                    "1e0000000000000000000000000000000001"s,
                                    "18446744073709551615"s,
                                    "18446744073709551616"s,
                                    "9223372036854775808"s,
                                    "1" + naughts + "e-400",
                                    "0." + naughts + "1e401",
                                    "0." + naughts + "1e709",
                                    "1" + naughts + "e-92",
                                    nines + ".9",
                                    naughts.substr(0, 1) + "." + nines,
                                    "1." + naughts,
                                    nines + "e-9999"}) {
        take(good("finite", text));
        take(good("finite", "-" + text));
    }
    for (std::string const& text :
         {"1.7976931348623159e308"s, "1.8e308"s, "1e400"s, "1e2147483647"s, "1e2147483648"s, "1e4294967296"s,
          "1e99999999999"s, "1e" + std::string(1000, '9'), nines + "9", nines + "e1", "1" + naughts,
          "1" + naughts + "e-91", "0." + naughts + "1e710", std::string(400, '9'), std::string(400, '9') + ".5"}) {
        take(bad("infinite", text, wire::decode_reason::number_out_of_range));
        take(bad("infinite", "-" + text, wire::decode_reason::number_out_of_range));
    }
    // 1e308 and 1e309, however written: the first is finite, the second is not.
    for (std::string_view const sign : {"", "-"}) {
        for (std::string const& digits : {"1"s, "1797"s, "17976931348623157"s, "179769313486231580793"s}) {
            int const scale = static_cast<int>(digits.size()) - 1 - 308;
            spellings(sign, digits, scale, [&](std::string const& text) { take(good("1e308", text)); });
            spellings(sign, digits, scale - 1, [&](std::string const& text) {
                take(bad("1e309", text, wire::decode_reason::number_out_of_range));
            });
        }
    }
}

// ---- words

/// true, false and null in every mixture of cases, cut, and with something behind them.
template <class Take> void literals(Take const& take) {
    using std::string_literals::operator""s;
    using enum wire::decode_reason;
    for (std::string const& word : {"true"s, "false"s, "null"s}) {
        for (unsigned capitals = 0; capitals < 1u << word.size(); ++capitals) {
            std::string text = word;
            for (std::size_t i = 0; i < word.size(); ++i) {
                if ((capitals >> i & 1) != 0) { text[i] = static_cast<char>(text[i] - 'a' + 'A'); }
            }
            take(capitals == 0 ? good("word", text) : bad("capitals in a word", text, syntax));
        }
        for (std::size_t at = 0; at < word.size(); ++at) {
            if (at != 0) { take(bad("word cut off", word.substr(0, at), syntax)); }
            take(bad("letter left out", word.substr(0, at) + word.substr(at + 1), syntax));
            each_byte([&](char byte) {
                std::string text = word;
                text[at] = byte;
                // At the front, another letter may begin another value.
                if (text == word || at == 0) { return; }
                take(bad("wrong letter", text, syntax));
            });
        }
        for (std::string_view const more :
             {"x", "E", "0", "_", ".", "true", "null", "\"\"", "[]", "{}", "(", "\xC3\xA9"}) {
            take(bad("word that goes on", word + std::string(more), syntax, word.size()));
        }
    }
    for (std::string_view const word :
         {"NaN", "Infinity", "undefined", "None", "yes", "TRUE", "x", "$", "@", "`", "~"}) {
        take(bad("no such word", std::string(word), syntax));
        take(bad("no such word", "-" + std::string(word), syntax, 1));
    }
    take(bad("no such word", "nan", syntax));
    take(bad("no such word", "-inf", syntax, 1));
}

// ---- documents: these texts are whole bodies

/// Whatever may stand behind the document but blanks.
template <class Take> void trailing_texts(Take const& take) {
    std::vector<std::string> after{"{}", "[]", "\"\"", "\"", "0",    "null", "x", "}",
                                   "]",  ",",  ":",    "{",  "/**/", "//\n", "#"};
    after.emplace_back("\xEF\xBB\xBF");
    after.emplace_back("\xC2\xA0");
    after.emplace_back("\"\\ud800\"");
    after.emplace_back("1e400");
    each_byte([&](char byte) {
        if (blanks.find(byte) == std::string_view::npos) { after.emplace_back(1, byte); }
    });
    for (std::string_view const document : {"{}", R"({"x":[1,{"y":"z"}]})"}) {
        for (std::string const& blank : runs_of_blanks(1)) {
            for (std::string const& each : after) {
                take(bad("trailing text", std::string(document) + blank + each, wire::decode_reason::trailing_text,
                         document.size() + blank.size()));
                take(bad("trailing text", std::string(document) + blank + each + blank,
                         wire::decode_reason::trailing_text, document.size() + blank.size()));
            }
        }
    }
}

/// Every kind of value that is no object as the document.
template <class Take> void other_roots(Take const& take) {
    for (std::string_view const root : {"[]", "[{}]", "null", "true", "false", "0", "12", "1.5", "-1.5e3", "1e-400",
                                        "1e400", R"("")", R"("{}")", R"("\u0000")", "[[[[", R"(["a)", "[}"}) {
        for (std::string const& before : runs_of_blanks(2)) {
            take(bad("no object", before + std::string(root), wire::decode_reason::not_an_object, before.size()));
            take(
                bad("no object", before + std::string(root) + "\n", wire::decode_reason::not_an_object, before.size()));
        }
    }
}

/// Every byte as the first of a document, and as the only one.
template <class Take> void first_bytes(Take const& take) {
    using enum wire::decode_reason;
    each_byte([&](char byte) {
        std::string const alone(1, byte);
        std::string const text = alone + (byte == '"' ? "{}" : "{}    ");
        if (blanks.find(byte) != std::string_view::npos) {
            take(good("blank", alone));
            take(good("blank and object", text));
        } else if (byte == '[' || (byte >= '0' && byte <= '9')) {
            take(bad("no object", alone, not_an_object, 0));
            take(bad("no object", text, not_an_object, 0));
        } else if (std::string_view("{\"-tfn").find(byte) != std::string_view::npos) {
            take(bad("begins a value", alone, incomplete, 1));
            take(byte == '"' ? bad("no end", text, incomplete, 3)
                             : bad("no such value", text, syntax, byte == '{' || byte == '-' ? 1 : 0));
        } else {
            take(bad("only byte", alone, syntax, 0));
            take(bad("first byte", text, syntax, 0));
        }
    });
    for (std::string const& other : white_elsewhere()) {
        take(bad("nothing", " " + other, syntax, 1));
        take(bad("nothing", " " + other + "{}", syntax, 1));
    }
}

/// Byte-order marks and other encodings, whole and in pieces.
template <class Take> void byte_order_marks(Take const& take) {
    using enum wire::decode_reason;
    using std::string_literals::operator""s;
    std::string const mark = "\xEF\xBB\xBF";
    for (std::string const& after : {""s, "{}"s, " {}"s, "{"s, mark, mark + "{}", "\0"s, "[]"s}) {
        take(bad("byte-order mark", mark + after, byte_order_mark, 0));
        take(bad("byte-order mark behind a blank", " " + mark + after, syntax, 1));
    }
    for (std::string const& text : {"\xEF\xBB{}"s, "\xBB\xBF{}"s, "\xEF{}"s, "\xFF\xFE{\0}\0"s, "\xFE\xFF\0{\0}"s,
                                    "\0{\0}"s, "\0\0\xFE\xFF\0\0\0{\0\0\0}"s, "+/v8-{}"s, "\xEF\xBB"s + " {}"}) {
        take(bad("another encoding", text, syntax, 0));
    }
    take(bad("UTF-16 without a mark", "{\0}\0"s, syntax, 1));
}

// ---- names

/// Spellings of one name each; names of different rows are different.
inline std::vector<std::vector<std::string>> const& spelled_names() {
    auto const cases = [](unsigned scalar, std::vector<std::string> spelled) {
        for (unsigned capitals = 0; capitals < 16; ++capitals) {
            std::string escape = scalar_escape(scalar, capitals);
            if (std::find(spelled.begin(), spelled.end(), escape) == spelled.end()) {
                spelled.push_back(std::move(escape));
            }
        }
        return spelled;
    };
    static std::vector<std::vector<std::string>> const all{cases('k', {"k"}),
                                                           cases('K', {"K"}),
                                                           cases(0x212A, {utf8(0x212A)}), // the sign for kelvin
                                                           cases('/', {"/", R"(\/)"}),
                                                           cases('\n', {R"(\n)"}),
                                                           cases('"', {R"(\")"}),
                                                           cases('\\', {R"(\\)"}),
                                                           cases(0, {}),
                                                           cases(0xE9, {utf8(0xE9)}),
                                                           {"e\xCC\x81", R"(e\u0301)"}, // the same to the eye
                                                           cases(0x20AC, {utf8(0x20AC)}),
                                                           cases(0xFFFD, {utf8(0xFFFD)}),
                                                           cases(0x1F600, {utf8(0x1F600)}),
                                                           {""},
                                                           {" ", R"(\u0020)"},
                                                           {"k ", R"(\u006b )", R"(k\u0020)"},
                                                           {R"(k\u0000)", R"(\u006B\u0000)"},
                                                           {R"(\u0000k)"},
                                                           {"kk", R"(k\u006b)", R"(\u006bk)"},
                                                           {R"(\\u006b)", R"(\u005cu006b)"}, // a backslash, no escape
                                                           {"0"},
                                                           {"00"}};
    return all;
}

/// Every two spellings of one name, and of two: the first are one name twice, the others are not.
template <class Take> void pairs_of_names(Take const& take) {
    auto const& all = spelled_names();
    auto const both = [](std::string const& first, std::string const& second) {
        return R"({")" + first + R"(":1,"between":{"k":"k"},")" + second + R"(":1})";
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::string const& first : all[i]) {
            for (std::string const& second : all[i]) {
                take(bad("one name twice", both(first, second), wire::decode_reason::duplicate_member,
                         std::string_view(R"({"":1,"between":{"k":"k"},)").size() + first.size()));
            }
        }
        for (std::size_t j = 0; j < all.size(); ++j) {
            if (i != j) { take(good("two names", both(all[i].back(), all[j].front()))); }
        }
    }
    std::string object = "{";
    for (auto const& each : all) { object += (object.size() == 1 ? "\"" : ",\"") + each.back() + R"(":0)"; }
    take(good("all names", object + "}"));
}

// ---- nesting

/// How levels follow one another: each pattern names the brackets in turn.
struct nesting {
    std::string text;
    /// Where the bracket of each level stands.
    std::vector<std::size_t> brackets;
};

inline nesting nested(std::string_view pattern, std::size_t levels, std::string_view core) {
    nesting made;
    std::string shut;
    for (std::size_t level = 0; level < levels; ++level) {
        made.brackets.push_back(made.text.size());
        bool const list = pattern[level % pattern.size()] == '[';
        made.text += list ? "[" : R"({"a":)";
        shut += list ? ']' : '}';
    }
    if (core.starts_with('[') || core.starts_with('{')) { made.brackets.push_back(made.text.size()); }
    made.text += core;
    made.text.append(shut.rbegin(), shut.rend());
    return made;
}

} // namespace firehose_sse::conformance
