// What the reader says to every class of malformed and tricky JSON text, wherever in a body it stands.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/model/delivery_stream.hpp"
#include "firehose_sse/model/encryption.hpp"
#include "firehose_sse/model/failure.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/model/tag.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "conformance/json_grammar.hpp"
#include "conformance/json_texts.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::conformance {
namespace {

using wire::decode;
using wire::decode_error;
using wire::decode_options;
using wire::decode_reason;

// ---- places

using answer = std::optional<decode_error>;
using reader = answer (*)(std::string_view body, decode_options const& options);

template <class T> answer read(std::string_view body, decode_options const& options) {
    auto const result = decode<T>(body, options);
    return result ? answer() : result.error();
}

/// Knows no member at all, so that kinds do not matter.
constexpr reader read_ignoring = read<model::StartDeliveryStreamEncryptionOutput>;

answer read_beside_known(std::string_view body, decode_options const& options) {
    auto const result = decode<model::StopDeliveryStreamEncryptionInput>(body, options);
    if (!result) { return result.error(); }
    EXPECT_EQ(result->value.DeliveryStreamName.value, "n");
    return std::nullopt;
}

/// What is kept of the opaque member must be the one value that stands there in the body.
answer read_opaque(std::string_view body, decode_options const& options) {
    auto const result = decode<model::CreateDeliveryStreamInput>(body, options);
    if (!result) { return result.error(); }
    constexpr std::string_view before = R"({"S3DestinationConfiguration":)";
    std::string const& kept = result->value.S3DestinationConfiguration.value_or(raw_json{}).text;
    EXPECT_EQ(body.substr(before.size(), kept.size()), kept);
    EXPECT_TRUE(json_grammar::is_value(kept, options.max_depth)) << kept;
    return std::nullopt;
}

/// Where a text is put, and what reads the body.
struct place {
    std::string_view before;
    std::string_view after;
    reader read;
    /// Objects and lists around the text.
    std::size_t levels = 1;
};

constexpr place whole_body{"", "", read_ignoring, 0};
constexpr place ignored_member{R"({"DeliveryStreamName":"n","Ignored":)", R"(,"Other":0})", read_beside_known};
constexpr place in_ignored_list{R"({"Ignored":[)", R"(,null,0],"Other":0})", read_ignoring, 2};
constexpr place in_opaque_member{R"({"S3DestinationConfiguration":{"x":)", R"(,"y":0},"Tags":[]})", read_opaque, 2};
constexpr place places[] = {ignored_member, in_ignored_list, in_opaque_member};

constexpr reader read_create = read<model::CreateDeliveryStreamInput>;
constexpr place more_places[] = {{R"({"DeliveryStreamName":"n","Ignored":)", "}", read_beside_known},
                                 {R"({"DeliveryStreamName":"n","Ignored": )", "  , \"Other\" : 1 }", read_beside_known},
                                 {R"({"Ignored":[)", "]}", read_ignoring, 2},
                                 {R"({"Ignored":[{"x":[null,)", "]}]}", read_ignoring, 4},
                                 {R"({"Ignored":{"x":{"y":)", "}}}", read_ignoring, 3},
                                 {R"({"S3DestinationConfiguration":{"BucketARN":)", "}}", read_opaque, 2},
                                 {R"({"S3DestinationConfiguration":{"Buffering":[1,)", "]}}", read_opaque, 3},
                                 {R"({"Tags":[{"Key":"k","Other":)", "}]}", read_create, 3}};
constexpr place as_name[] = {{"{", ":1}", read_ignoring},
                             {R"({"Ignored":{)", ":1}}", read_ignoring, 2},
                             {R"({"S3DestinationConfiguration":{)", ":1}}", read_opaque, 2},
                             {R"({"Tags":[{)", ":1}]}", read_create, 3}};
constexpr place as_known_string[] = {{R"({"DeliveryStreamName":)", R"(,"Other":0})", read_create},
                                     {R"({"DeliveryStreamType":)", R"(,"Other":0})", read_create},
                                     {R"({"Tags":[{"Key":)", R"(,"Other":0}]})", read_create, 3}};
constexpr place as_blob{R"({"Data":)", R"(,"Other":0})", read<model::Record>};

// ---- the judge

/// Beginning of a text for a message, without its control characters.
std::string shown(std::string_view text) {
    std::string const front = ::testing::PrintToString(std::string(text.substr(0, 160)));
    return text.size() > 160 ? front + ", of " + std::to_string(text.size()) + " bytes" : front;
}

/// Reads bodies and compares. Counts, so that a loop that makes nothing is seen; tells the first failures only.
class judge {
public:
    /// Tries the text as the value of an ignored member, in an ignored list, in an opaque member, and as a whole body.
    void expect(json_text const& text, decode_options const& options = {}) {
        check_table(text, json_grammar::is_value(text.text, options.max_depth));
        for (place const& at : places) { expect_at(at, text, options); }
        expect_as_body(text, options);
    }

    /// Tries the text wherever it can stand; a string also as a name and as a member the model knows.
    void expect_everywhere(json_text const& text) {
        expect(text);
        for (place const& at : more_places) { expect_at(at, text); }
        if (!text.text.starts_with('"')) { return; }
        for (place const& at : as_name) { expect_at(at, text); }
        for (place const& at : as_known_string) { expect_at(at, text); }
        if (text.wanted == verdict::refused) { expect_at(as_blob, text); }
        if (text.wanted == verdict::accepted) { expect_meanings({text}); }
    }

    /// Tries a string as a value, as a name and as a member the model knows.
    void expect_string(json_text const& text) {
        expect(text);
        expect_at(as_name[0], text);
        expect_at(as_known_string[0], text);
        if (text.wanted == verdict::accepted) { expect_meanings({text}); }
    }

    /// Tries the text as all of a body.
    void expect_document(json_text const& text, decode_options const& options = {}) {
        check_table(text, json_grammar::is_body(text.text, options.max_depth));
        auto const told = expect_at(whole_body, text, options);
        if (text.wanted == verdict::refused && told && !told->pointer.empty()) { complain("pointer", text.text, told); }
    }

    answer expect_at(place const& at, json_text const& text, decode_options const& options = {}) {
        body_.assign(at.before).append(text.text).append(at.after);
        return compare(at.read, text, at.before.size(), options);
    }

    /// Tries strings that are accepted, as the elements of one list: they must mean what they should.
    void expect_meanings(std::vector<json_text> const& strings) {
        std::string list;
        for (json_text const& each : strings) { list += (list.empty() ? "" : ",") + each.text; }
        std::string const body = R"({"TagKeys":[)" + list + R"(],"Ignored":[)" + list + "]}";
        auto const result = decode<model::UntagDeliveryStreamInput>(body);
        bool const whole = result && result->value.TagKeys.size() == strings.size();
        note(whole, strings.front().name, body, result ? answer() : result.error());
        for (std::size_t i = 0; whole && i < strings.size(); ++i) {
            if (result->value.TagKeys[i].value != strings[i].meaning) { complain("meaning", strings[i].text, {}); }
        }
    }

    /// Counts a body that was read.
    void note(bool fits, std::string_view name, std::string_view body, answer const& told) {
        ++bodies_;
        if (!fits) { complain(name, body, told); }
    }

    /// To be called last.
    void finish(std::size_t bodies_at_least) const {
        EXPECT_EQ(failures_, 0u) << "in " << bodies_ << " bodies";
        EXPECT_GT(bodies_, bodies_at_least);
        ::testing::Test::RecordProperty("bodies", std::to_string(bodies_));
    }

private:
    /// Tables and grammar are written apart: one of them shows the mistakes of the other.
    void check_table(json_text const& text, bool is_json) {
        // How deep is too deep depends on the place.
        if (text.wanted == verdict::by_grammar || text.reason == decode_reason::too_deep) { return; }
        if (is_json != (text.wanted == verdict::accepted)) { complain("the table itself", text.text, {}); }
    }

    void expect_as_body(json_text const& text, decode_options const& options) {
        json_text as_body = text;
        std::size_t const first = text.text.find_first_not_of(blanks);
        if (first == std::string::npos) {
            as_body.wanted = verdict::accepted;
        } else if (text.text[first] != '{') {
            // Which fault of a value comes first depends on its kind: a string is read to its end, a list is not.
            as_body.wanted = text.wanted == verdict::accepted ? verdict::refused : verdict::by_grammar;
            as_body.reason = decode_reason::not_an_object;
            as_body.offset = first;
        }
        expect_at(whole_body, as_body, options);
    }

    answer compare(reader read, json_text const& text, std::size_t start, decode_options const& options) {
        // A copy of just that size: a read past its end is seen by a sanitizer.
        std::vector<char> const exact(body_.begin(), body_.end());
        answer const told = read({exact.data(), exact.size()}, options);
        bool fits = !told || told->offset <= body_.size();
        switch (text.wanted) {
        case verdict::accepted: fits = fits && !told; break;
        case verdict::refused:
            fits = fits && told && told->reason == text.reason && told->offset == start + text.offset;
            break;
        case verdict::by_grammar: fits = fits && !told == json_grammar::is_body(body_, options.max_depth); break;
        }
        note(fits, text.name, body_, told);
        return told;
    }

    void complain(std::string_view name, std::string_view text, answer const& told) {
        if (++failures_ > 10) { return; }
        ADD_FAILURE() << name << ": " << (told ? to_string(*told) : "no error") << " in " << shown(text);
    }

    std::string body_;
    std::size_t bodies_ = 0;
    std::size_t failures_ = 0;
};

// ---- structure

TEST(JsonText, FaultsByName) {
    judge court;
    auto const expect = [&](json_text const& text) { court.expect_everywhere(text); };
    broken_strings(expect);
    broken_numbers(expect);
    broken_structures(expect);
    court.finish(900);
}

TEST(JsonText, RowsOfTokens) {
    judge court;
    token_sequences(3, [&](json_text const& text) { court.expect(text); });
    token_sequences(5, [&](json_text const& text) { court.expect_at(in_ignored_list, text); });
    court.finish(35'000);
}

TEST(JsonText, SlipsOfTheHand) {
    judge court;
    for (std::string const& object : objects()) {
        court.expect(good("object", object));
        slips(object, [&](json_text const& text) { court.expect(text); });
    }
    court.finish(4'000);
}

TEST(JsonText, BytesChanged) {
    judge court;
    for (std::string const& object : objects()) {
        changes(object, [&](json_text const& text) { court.expect_document(text); });
    }
    court.finish(15'000);
}

TEST(JsonText, Blanks) {
    judge court;
    bytes_between_tokens([&](json_text const& text) { court.expect(text); });
    blanks_between_tokens([&](json_text const& text) { court.expect_everywhere(text); });
    not_blanks([&](json_text const& text) { court.expect(text); });
    court.finish(15'000);
}

// ---- strings

TEST(JsonText, BytesInStrings) {
    judge court;
    bytes_in_strings([&](json_text const& text) { court.expect_everywhere(text); });
    escapes([&](json_text const& text) { court.expect_everywhere(text); });
    hex_digits([&](json_text const& text) { court.expect_string(text); });
    court.finish(15'000);
}

TEST(JsonText, CodeUnits) {
    judge court;
    std::vector<json_text> accepted;
    std::size_t units = 0;
    code_units([&](json_text const& text) {
        ++units;
        if (text.wanted == verdict::refused) {
            court.expect(text);
            court.expect_at(more_places[0], text); // near the end of a body the parser takes another path
            return;
        }
        accepted.push_back(text);
        if (accepted.size() == 256) {
            court.expect_meanings(accepted);
            accepted.clear();
        }
    });
    EXPECT_EQ(units, 0x10000u);
    EXPECT_TRUE(accepted.empty());
    court.finish(10'000);
}

TEST(JsonText, Surrogates) {
    judge court;
    lone_surrogates([&](json_text const& text) { court.expect_string(text); });
    surrogate_pairs([&](json_text const& text) { court.expect_everywhere(text); });
    court.finish(7'000);
}

TEST(JsonText, FaultsAtEveryDistance) {
    judge court;
    distances(0, 40, [&](json_text const& text) { court.expect_string(text); });
    // Text with escapes comes from the parser in pieces of 4096 bytes.
    distances(4080, 4100, [&](json_text const& text) {
        court.expect_at(ignored_member, text);
        court.expect_at(as_name[0], text);
        if (text.wanted == verdict::accepted) { court.expect_meanings({text}); }
    });
    court.finish(2'000);
}

TEST(JsonText, Utf8) {
    judge court;
    utf8_of_two_bytes([&](json_text const& text) { court.expect_at(ignored_member, text); });
    utf8_of_more_bytes([&](json_text const& text) { court.expect_at(as_known_string[0], text); });
    characters([&](json_text const& text) { court.expect_string(text); });
    court.finish(40'000);
}

TEST(JsonText, EveryCharacterAtOnce) {
    std::string all;
    for (unsigned scalar = 0x20; scalar < 0x110000; ++scalar) {
        if (!is_surrogate(scalar) && scalar != '"' && scalar != '\\') { append_utf8(scalar, all); }
    }
    auto const read = decode<model::Tag>(R"({"Key":")" + all + "\"}");
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(read->value.Key.value.size(), 4'382'592u - 32 - 2);
    EXPECT_TRUE(read->value.Key.value == all);
}

// ---- numbers

TEST(JsonText, Numbers) {
    judge court;
    numbers([&](json_text const& text) {
        court.expect_at(ignored_member, text);
        if (text.wanted == verdict::accepted) { court.expect(text); }
    });
    bytes_after_numbers([&](json_text const& text) { court.expect(text); });
    court.finish(15'000);
}

TEST(JsonText, LargeAndSmallNumbers) {
    judge court;
    large_and_small_numbers([&](json_text const& text) { court.expect(text); });
    court.finish(3'000);
}

// The parser counts exponents in 32 bits, and gives up before it knows what the number is.
TEST(JsonText, ExponentsBeyond32BitsAreRefused) {
    judge court;
    for (char const* const text : {"1e-2147483648", "1e-99999999999", "0e2147483648", "0.0E+99999999999"}) {
        for (place const& at : places) {
            court.expect_at(at, bad("exponent", text, decode_reason::number_out_of_range));
        }
    }
    court.finish(10);
}

class integers {
public:
    void fits(std::string const& text, std::int32_t value) {
        auto const result = read(text);
        court_.note(result && result->value.Limit && result->value.Limit->value == value, "integer", text,
                    result ? answer() : result.error());
    }
    void refused(std::string const& text, decode_reason reason) {
        auto const result = read(text);
        bool const fits = result.has_error() && result.error() == decode_error{reason, 9, "/Limit"};
        court_.note(fits, "integer", text, result ? answer() : result.error());
    }
    void finish(std::size_t at_least) const { court_.finish(at_least); }

private:
    static boost::system::result<wire::decoded<model::ListDeliveryStreamsInput>, decode_error>
    read(std::string const& text) {
        return decode<model::ListDeliveryStreamsInput>(R"({"Limit":)" + text + "}");
    }
    judge court_;
};

TEST(JsonText, IntegersInEverySpelling) {
    using std::string_literals::operator""s;
    using limits = std::numeric_limits<std::int32_t>;
    integers limit;
    for (std::string_view const sign : {"", "-"}) {
        for (std::string const& digits :
             {"1"s, "10"s, "15"s, "100"s, "2147483646"s, "2147483647"s, "2147483648"s, "2147483649"s, "4294967295"s,
              "4294967296"s, "4294967297"s, "9223372036854775807"s, "9223372036854775808"s, "18446744073709551615"s,
              "18446744073709551616"s, "18446744073709551617"s, "1" + std::string(30, '0')}) {
            std::int64_t const size = digits.size() > 10 ? limits::max() + std::int64_t{2} : std::stoll(digits);
            std::int64_t const value = sign.empty() ? size : -size;
            bool const fits = value >= limits::min() && value <= limits::max();
            spellings(sign, digits, 0, [&](std::string const& text) {
                if (fits) {
                    limit.fits(text, static_cast<std::int32_t>(value));
                } else {
                    limit.refused(text, decode_reason::number_out_of_range);
                }
            });
        }
        struct fraction {
            std::string_view digits;
            int scale;
        };
        for (fraction const each : {fraction{"15", 1},
                                    {"1", 1},
                                    {"5", 1},
                                    {"1", 9},
                                    {"1", 400},
                                    {"21474836475", 1},
                                    {"21474836485", 1},
                                    {"21474836480000001", 7},
                                    {"18446744073709551617", 1},
                                    {"1000000000000000000001", 21}}) {
            spellings(sign, std::string(each.digits), each.scale,
                      [&](std::string const& text) { limit.refused(text, decode_reason::not_an_integer); });
        }
        for (std::string_view const zero :
             {"0", "0.0", "0e5", "0E-5", "0.000e+00", "0e999", "0e-999", "0E2147483647"}) {
            limit.fits(std::string(sign) + std::string(zero), 0);
        }
        for (std::string_view const infinite : {"1e10", "1e308", "1e309", "1e400", "1e2147483648"}) {
            limit.refused(std::string(sign) + std::string(infinite), decode_reason::number_out_of_range);
        }
    }
    limit.fits("2147483647.000000000000000000000000", 2147483647);
    limit.finish(5'000);
}

TEST(JsonText, TimestampsInEverySpelling) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    struct row {
        std::string_view digits;
        int scale;
        std::optional<std::int64_t> milliseconds;
        std::optional<std::int64_t> negative;
    };
    auto const both = [](std::string_view digits, int scale, std::int64_t milliseconds) {
        return row{digits, scale, milliseconds, -milliseconds};
    };
    auto const neither = [](std::string_view digits, int scale) { return row{digits, scale, {}, {}}; };
    judge court;
    for (row const& each : {both("17", -8, 1'700'000'000'000),
                            both("1795457043", 0, 1'795'457'043'000),
                            both("1700000000", 0, 1'700'000'000'000),
                            both("1700000000123", 3, 1'700'000'000'123),
                            both("17000000001234", 4, 1'700'000'000'123),
                            both("17000000001235", 4, 1'700'000'000'124),
                            both("17000000001244999", 7, 1'700'000'000'124),
                            both("1700000000123499999999999999999", 21, 1'700'000'000'123),
                            both("1795457043885", 3, 1'795'457'043'885),
                            both("1", 3, 1),
                            both("15", 1, 1500),
                            both("4", 4, 0),
                            both("5", 4, 1),
                            both("49999999999999999999", 23, 0),
                            both("10014999999999999999999999", 25, 1001),
                            both("1", 400, 0),
                            both("11", -14, 1'100'000'000'000'000'000),
                            both("9223372036854775807", 3, most),
                            both("92233720368547758074", 4, most),
                            row{"92233720368547758075", 4, {}, least},
                            row{"9223372036854775808", 3, {}, least},
                            row{"92233720368547758084", 4, {}, least},
                            neither("92233720368547758085", 4),
                            neither("9223372036854775809", 3),
                            neither("18446744073709551616", 3),
                            neither("1", -16),
                            neither("1", -300),
                            neither("1", -400)}) {
        for (bool const negative : {false, true}) {
            auto const& wanted = negative ? each.negative : each.milliseconds;
            spellings(negative ? "-" : "", std::string(each.digits), each.scale, [&](std::string const& text) {
                std::string const body = R"({"CreateTimestamp":)" + text + "}";
                auto const result = decode<model::DeliveryStreamDescription>(body);
                bool const fits =
                    wanted ? result && result->value.CreateTimestamp->milliseconds == *wanted
                           : result.has_error() && result.error() == decode_error{decode_reason::number_out_of_range,
                                                                                  19, "/CreateTimestamp"};
                court.note(fits, "timestamp", body, result ? answer() : result.error());
            });
        }
    }
    for (std::string_view const zero : {"0", "-0", "0.0", "-0.0", "0e999", "-0E-999", "1e-400", "0.0004"}) {
        std::string const body = R"({"CreateTimestamp":)" + std::string(zero) + "}";
        auto const result = decode<model::DeliveryStreamDescription>(body);
        court.note(result && result->value.CreateTimestamp->milliseconds == 0, "timestamp", body, {});
    }
    court.finish(5'000);
}

// ---- words

TEST(JsonText, Words) {
    judge court;
    literals([&](json_text const& text) {
        court.expect(text);
        court.expect_at(more_places[0], text); // how far the parser reads depends on how much text follows
    });
    court.finish(8'000);
}

// ---- documents

TEST(JsonText, Documents) {
    judge court;
    auto const expect = [&](json_text const& text) { court.expect_document(text); };
    trailing_texts(expect);
    other_roots(expect);
    first_bytes(expect);
    byte_order_marks(expect);
    expect(bad("two objects", "{} {}", decode_reason::trailing_text, 3));
    expect(bad("no end", "{", decode_reason::incomplete, 1));
    expect(bad("no JSON", "x", decode_reason::syntax, 0));
    expect(bad("no start", "}", decode_reason::syntax, 0));
    court.finish(4'000);
}

TEST(JsonText, BodiesOfBlanksOnly) {
    judge court;
    for (std::string const& text : runs_of_blanks(5)) {
        court.expect_document(good("blanks", text));
        court.expect_at(whole_body, bad("blanks", text, decode_reason::empty_body),
                        {.empty_body = wire::empty_body::refuse});
        court.expect_document(good("object between blanks", text + "{" + text + "}" + text),
                              {.empty_body = wire::empty_body::refuse});
    }
    court.finish(4'000);
}

// ---- names

TEST(JsonText, NamesSpelledByEscape) {
    judge court;
    pairs_of_names([&](json_text const& text) { court.expect(text); });
    court.finish(3'000);
}

/// The name with all of its letters written as escapes, and with one letter after the other written so.
std::vector<std::string> spellings_of_name(std::string_view name) {
    std::vector<std::string> all{""};
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto const letter = static_cast<unsigned>(name[i]);
        for (unsigned const capitals : {0u, 15u}) {
            all.push_back(std::string(name.substr(0, i)) + unit_escape(letter, capitals) +
                          std::string(name.substr(i + 1)));
        }
        all.front() += unit_escape(letter);
    }
    return all;
}

/// Texts that are nearly that word: as they are spelled, and what they mean.
std::vector<json_text> near_misses(std::string_view word) {
    std::string const whole(word);
    std::string const nul(1, '\0');
    std::vector<json_text> all{good("NUL behind", whole + R"(\u0000)", whole + nul),
                               good("NUL and more behind", whole + R"(\u0000junk)", whole + nul + "junk"),
                               good("NUL before", R"(\u0000)" + whole, nul + whole),
                               good("NUL between", whole + R"(\u0000)" + whole, whole + nul + whole),
                               good("blank behind", whole + " ", whole + " "),
                               good("blank before", " " + whole, " " + whole),
                               good("line end behind", whole + R"(\n)", whole + "\n"),
                               good("twice", whole + whole, whole + whole),
                               good("mark behind", whole + R"(\ufeff)", whole + "\xEF\xBB\xBF"),
                               good("nothing", "", "")};
    for (std::size_t i = 0; i < word.size(); ++i) {
        std::string changed = whole;
        bool const letter = (word[i] >= 'a' && word[i] <= 'z') || (word[i] >= 'A' && word[i] <= 'Z');
        changed[i] = letter ? static_cast<char>(word[i] ^ 0x20) : '-';
        all.push_back(good("other case", changed, changed));
        all.push_back(good("other case by escape",
                           whole.substr(0, i) + unit_escape(static_cast<unsigned>(changed[i])) + whole.substr(i + 1),
                           changed));
        changed.erase(i, 1);
        all.push_back(good("letter left out", changed, changed));
    }
    return all;
}

TEST(JsonText, NamesOfTheModelInEverySpelling) {
    judge court;
    decode_options const strict{.unknown_members = wire::unknown_members::refuse};
    using input = model::CreateDeliveryStreamInput;
    reflect::for_each_member<input>([&](auto member) {
        std::string const name(reflect::member_name<decltype(member)>);
        std::string const pointer = "/" + name;
        for (std::string const& spelled : spellings_of_name(name)) {
            for (bool const escape_first : {false, true}) {
                std::string const first = "{\"" + (escape_first ? spelled : name) + R"(":null, ")";
                std::string const body = first + (escape_first ? name : spelled) + R"(":null})";
                auto const result = decode<input>(body);
                bool const fits = result.has_error() && result.error() == decode_error{decode_reason::duplicate_member,
                                                                                       first.size() - 1, pointer};
                court.note(fits, "name", body, result ? answer() : result.error());
            }
        }
        for (json_text const& miss : near_misses(name)) {
            std::string const body = R"({")" + name + R"(":null,")" + miss.text + R"(":1})";
            auto const result = decode<input>(body);
            court.note(result.has_value(), miss.name, body, result ? answer() : result.error());
            auto const refused = decode<input>(body, strict);
            bool const fits = refused.has_error() && refused.error().reason == decode_reason::unknown_member &&
                              refused.error().offset == name.size() + 9 && // behind {"…":null,
                              refused.error().pointer == "/" + miss.meaning.substr(0, 64);
            court.note(fits, miss.name, body, refused ? answer() : refused.error());
        }
    });
    court.finish(2'000);
}

TEST(JsonText, NamesMayBeLong) {
    judge court;
    for (std::size_t const size : {1u, 64u, 255u, 256u, 4095u, 4096u, 4097u, 8192u, 65'535u, 65'536u, 300'000u}) {
        std::string const name(size, 'n');
        std::string const other = name.substr(1) + "m";
        std::string const before = R"({")" + name + R"(":1,)";
        court.expect_at(ignored_member, good("two long names", before + '"' + other + R"(":1})"));
        for (std::string const& again : {name, R"(\u006e)" + name.substr(1), name.substr(1) + R"(\u006E)"}) {
            court.expect_at(ignored_member, bad("long name twice", before + '"' + again + R"(":1})",
                                                decode_reason::duplicate_member, before.size()));
        }
    }
    court.finish(40);
}

TEST(JsonText, PointersSpellNames) {
    struct row {
        std::string_view name;
        std::string_view token;
    };
    judge court;
    for (row const each : {row{"", ""},
                           {"a/b", "a~1b"},
                           {R"(a\/b)", "a~1b"},
                           {"~", "~0"},
                           {"~1", "~01"},
                           {"~0/~1", "~00~1~01"},
                           {"//", "~1~1"},
                           {R"(\u007e)", "~0"},
                           {R"(\u002F)", "~1"},
                           {R"(\")", "\""},
                           {R"(\\)", "\\"},
                           {"%2F", "%2F"},
                           {"0", "0"},
                           {"-", "-"},
                           {" ", " "},
                           {R"(\u00e9)", "\xC3\xA9"},
                           {R"(\u0000)", std::string_view("\0", 1)}}) {
        std::string const name = '"' + std::string(each.name) + "\":";
        std::string const token = "/" + std::string(each.token);
        struct around {
            std::string_view before, after, pointer;
        };
        for (around const at : {around{"{", "}", ""},
                                {R"({"Tags":[{},{)", "}]}", "/Tags/1"},
                                {R"({"S3DestinationConfiguration":{)", "}}", "/S3DestinationConfiguration"}}) {
            std::string const body =
                std::string(at.before) + name + "[0,{" + name + "[" + "1e400]}]" + std::string(at.after);
            auto const result = decode<model::CreateDeliveryStreamInput>(body);
            bool const fits = result.has_error() &&
                              result.error() == decode_error{decode_reason::number_out_of_range, body.find("1e400"),
                                                             std::string(at.pointer) + token + "/1" + token + "/0"};
            court.note(fits, "pointer", body, result ? answer() : result.error());
        }
    }
    court.finish(50);
}

// ---- enumerators

/// Every enumerator in every spelling, and texts that are not quite one; `member` reads it from the value.
template <class T, class E, class Member>
void expect_enumerators(judge& court, std::string const& name, Member member) {
    for (auto const& each : reflect::enumerators<E>) {
        auto const expect = [&](std::string const& spelled, open_enum<E> const& wanted) {
            std::string const body = "{\"" + name + "\":\"" + spelled + "\"}";
            auto const result = decode<T>(body);
            court.note(result && open_enum<E>(member(result->value)) == wanted, "enumerator", body,
                       result ? answer() : result.error());
        };
        std::string const text(each.name);
        expect(text, each.value);
        for (std::string const& spelled : spellings_of_name(text)) { expect(spelled, each.value); }
        for (json_text const& miss : near_misses(text)) { expect(miss.text, open_enum<E>::unknown(miss.meaning)); }
    }
}

TEST(JsonText, EnumeratorsMatchToTheirEnd) {
    judge court;
    expect_enumerators<model::DeliveryStreamEncryptionConfiguration, model::DeliveryStreamEncryptionStatus>(
        court, "Status", [](auto const& value) { return *value.Status; });
    expect_enumerators<model::DeliveryStreamEncryptionConfiguration, model::KeyType>(
        court, "KeyType", [](auto const& value) { return *value.KeyType; });
    expect_enumerators<model::CreateDeliveryStreamInput, model::DeliveryStreamType>(
        court, "DeliveryStreamType", [](auto const& value) { return *value.DeliveryStreamType; });
    expect_enumerators<model::DeliveryStreamDescription, model::DeliveryStreamStatus>(
        court, "DeliveryStreamStatus", [](auto const& value) { return value.DeliveryStreamStatus; });
    court.finish(1'000);
}

// ---- limits

TEST(JsonText, Nesting) {
    judge court;
    auto const expect = [&](place const& at, std::size_t limit, std::string_view pattern, std::string_view core) {
        if (at.levels > limit) { return; }
        std::size_t const allowed = limit - at.levels;
        for (std::size_t levels = allowed < 2 ? 0 : allowed - 2; levels <= allowed + 2; ++levels) {
            nesting const made = nested(pattern, levels, core);
            auto const& brackets = made.brackets;
            bool const fits = brackets.size() <= allowed;
            court.expect_at(at,
                            fits ? good("deep", made.text)
                                 : bad("too deep", made.text, decode_reason::too_deep, brackets[allowed]),
                            {.max_depth = limit});
        }
    };
    for (std::string_view const pattern : {"{", "[", "{[", "[{", "{{[", "[[{"}) {
        for (std::string_view const core : {"1", "[]", "{}", "\"\""}) {
            for (std::size_t const limit : {1u, 2u, 3u, 4u, 5u, 8u, 32u}) {
                for (place const& at : places) { expect(at, limit, pattern, core); }
                for (place const& at : more_places) { expect(at, limit, pattern, core); }
                if (limit > 2 && pattern.front() == '{') { expect(whole_body, limit, pattern, core); }
            }
        }
        for (place const& at : places) { expect(at, decode_options::depth_ceiling, pattern, "1"); }
    }
    court.finish(7'000);
}

TEST(JsonText, DepthIsNoCount) {
    judge court;
    for (std::size_t const limit : {3u, 32u, 512u}) {
        std::string const deep = nested("[{", limit - 2, "1").text;
        std::string const list = "[" + deep + repeated(20, "," + deep);
        court.expect_at(ignored_member, good("wide", list + "]"), {.max_depth = limit});
        court.expect_at(ignored_member,
                        bad("deep at last", list + "," + nested("[", limit, "").text + "]", decode_reason::too_deep,
                            list.size() + 1 + (limit - 2)),
                        {.max_depth = limit});
    }
    court.finish(5);
}

TEST(JsonText, Bytes) {
    judge court;
    for (std::size_t size = 0; size <= 64; ++size) {
        std::vector<std::string> bodies{std::string(size, ' '), std::string(size, 'x'), std::string(size, '{')};
        if (size >= 2) {
            bodies.push_back("{" + std::string(size - 2, '\n') + "}");
            bodies.push_back("{}" + std::string(size - 2, '\t'));
        }
        if (size >= 8) { bodies.push_back(R"({"a":")" + std::string(size - 8, 'a') + R"("})"); }
        for (std::string const& body : bodies) {
            for (std::size_t const limit : {size, size + 1}) {
                court.expect_document(undecided("fits", body), {.max_bytes = limit});
            }
            for (std::size_t limit = size; limit-- != 0;) {
                court.expect_at(whole_body, bad("too large", body, decode_reason::too_large, limit),
                                {.max_bytes = limit});
            }
        }
    }
    court.finish(10'000);
}

TEST(JsonText, Elements) {
    struct row {
        std::string_view before, element, after, pointer;
        reader read;
    };
    judge court;
    std::string_view const ignored = R"(],"Ignored":[0,[1,2],[3],4,5,6,7]})";
    for (row const& list :
         {row{R"({"TagKeys":[)", R"("k")", ignored, "/TagKeys/", read<model::UntagDeliveryStreamInput>},
          row{R"({"Records":[)", R"({"Data":"QQ==","x":[[],[],[]]})", ignored, "/Records/",
              read<model::PutRecordBatchInput>},
          row{R"({"S3DestinationConfiguration":{"x":[1,2,3,4,5]},"Tags":[)", "{}", ignored, "/Tags/", read_create}}) {
        for (std::size_t count = 0; count <= 12; ++count) {
            std::string body(list.before);
            std::vector<std::size_t> starts;
            for (std::size_t i = 0; i < count; ++i) {
                if (i != 0) { body += " , "; }
                starts.push_back(body.size());
                body += list.element;
            }
            body += list.after;
            for (std::size_t limit = 0; limit <= count + 1; ++limit) {
                auto const told = list.read(body, {.max_elements = limit});
                answer const wanted = limit >= count ? answer()
                                                     : decode_error{decode_reason::too_many_elements, starts[limit],
                                                                    std::string(list.pointer) + std::to_string(limit)};
                court.note(told == wanted, "elements", body, told);
            }
        }
    }
    court.finish(200);
}

} // namespace
} // namespace firehose_sse::conformance
