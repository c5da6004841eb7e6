// SPDX-License-Identifier: BSL-1.0
#define emit // Qt defines this macro: the headers must not use its name
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/constraint/unicode.hpp"
#include "firehose_sse/shape/pattern_text.hpp"
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::constraint {
namespace {

using namespace std::string_view_literals;

struct example {
    std::string_view text;
    bool accepted;
};

template <std::size_t N> using examples_of = std::array<example, N>;

// Every pattern of the service model but two (those of SnowflakeAccountUrl and ClusterJDBCURL use syntax that is not
// supported), under the name of one shape that has it. The rows are run at compile time and at run time. `in_ascii` is
// what the pattern means for ASCII text, where std::regex cannot read the pattern itself.

struct DeliveryStreamName {
    using pattern = pattern_text<"[a-zA-Z0-9_.-]+">;
    static constexpr examples_of<13> examples{{
        {"orders", true},
        {"A-z_0.9", true},
        {"-", true},
        {"", false},
        {"orders\n", false}, // a hidden newline is refused although the name before it would match [O]
        {"\norders", false},
        {"orders\"\n", false},
        {"two words", false},
        {"${STREAM}", false},
        {"orders\0"sv, false},
        {"\0"sv, false},
        {"\xC3\xA9"sv, false},
        {"orders\xFF"sv, false},
    }};
};

struct AWSKMSKeyARN {
    using pattern = pattern_text<R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\-_/]+)">;
    static constexpr examples_of<21> examples{{
        {"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", true},
        {"arn:aws:kms:us-east-1:123456789012:alias/payments", true},
        {"arn:aws:kms:us-east-1:123456789012:alias/aws/firehose", true},
        {"arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab", true},
        {"arn::kms:us-east-1:123456789012:key/a", true},               // an empty partition
        {"arn:aws:s3:::b:kms:us-east-1:123456789012:key/a", true},     // more colons than an ARN has
        {"arn:\xE7\x92\xB0:kms:us-east-1:123456789012:key/a"sv, true}, // any character but a line terminator
        {"arn:\0:kms:us-east-1:123456789012:key/a"sv, true},           //
        {"arn:aws:kms:us-east-1:12345678901:key/a", false},            // an account of eleven digits
        {"arn:aws:kms:us-east-1:1234567890123:key/a", false},          // of thirteen
        {"arn:aws:kms:us-east-1:\xD9\xA1\x32\x33\x34\x35\x36\x37\x38\x39\x30\x31\x32:key/a"sv, false}, // not ASCII
        {"arn:aws:kms::123456789012:key/a", false},
        {"arn:aws:kms:us-east-1:123456789012:key/", false},
        {"arn:aws:kms:us-east-1:123456789012:grant/a", false},
        {"arn:aws:kms:us-east-1:123456789012:key/a\n", false},
        {"arn:a\nws:kms:us-east-1:123456789012:key/a", false},
        {"arn:a\xE2\x80\xA8ws:kms:us-east-1:123456789012:key/a"sv, false}, // U+2028 ends a line in Java
        {"arn:a\xFFws:kms:us-east-1:123456789012:key/a"sv, false},
        {"1234abcd-12ab-34cd-56ef-1234567890ab", false}, // a bare key id
        {"alias/x", false},
        {"", false},
    }};
};

struct AWSKMSKeyARNForSSE {
    using pattern = pattern_text<R"(arn:.*:kms:[a-zA-Z0-9\-]+:\d{12}:key/[a-zA-Z_0-9+=,.@\-_/]+)">;
    static constexpr examples_of<8> examples{{
        {"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", true},
        {"arn::kms:us-east-1:123456789012:key/a", true},
        {"arn:aws:s3:::b:kms:us-east-1:123456789012:key/a", true},
        {"arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab", true},
        {"arn:aws:kms:us-east-1:123456789012:alias/payments", false}, // an alias is not a key
        {"arn:aws:kms:us-east-1:123456789012:alias/key/a", false},
        {"arn:aws:kms:us-east-1:123456789012:key/a b", false},
        {"alias/x", false},
    }};
};

struct DeliveryStreamARN {
    using pattern = pattern_text<R"(arn:.*:firehose:[a-zA-Z0-9\-]+:\d{12}:deliverystream/[a-zA-Z0-9._-]+)">;
    static constexpr examples_of<4> examples{{
        {"arn:aws:firehose:us-east-1:123456789012:deliverystream/orders", true},
        {"arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/a.b_c-d", true},
        {"arn:aws:firehose:us-east-1:123456789012:deliverystream/a/b", false},
        {"arn:aws:kinesis:us-east-1:123456789012:deliverystream/orders", false},
    }};
};

struct TagKey {
    using pattern = pattern_text<R"(^(?!aws:)[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)">;
    static constexpr std::string_view in_ascii = R"(^(?!aws:)[a-zA-Z 0-9_.:\/=+\-@%]*$)";
    static constexpr examples_of<20> examples{{
        {"Environment", true},
        {"a b_c.d:e/f=g+h-i@j%k", true},
        {"", true}, // another rule refuses its length
        {"aws", true},
        {"aws-cost", true},
        {"Aws:cost", true},
        {"my:aws:cost", true},
        {"\xE7\x92\xB0\xE5\xA2\x83"sv, true}, // ideographs
        {"\xC3\xA9t\xC3\xA9"sv, true},        // accents in one code point
        {"\xE2\x85\xA7"sv, true},             // a Roman numeral
        {"\xE3\x80\x80"sv, true},             // an ideographic space
        {"aws:", false},
        {"aws:cost", false},
        {"aws:\xFF"sv, false},
        {"a*b", false},
        {"a\tb", false},
        {"Environment\n", false},
        {"e\xCC\x81"sv, false},        // a combining accent is a mark, not a letter
        {"\xF0\x9F\x94\x92"sv, false}, // an emoji is a symbol
        {"\xE7\x92"sv, false},         // cut within a character
    }};
};

struct TagValue {
    using pattern = pattern_text<R"(^[\p{L}\p{Z}\p{N}_.:\/=+\-@%]*$)">;
    static constexpr std::string_view in_ascii = R"(^[a-zA-Z 0-9_.:\/=+\-@%]*$)";
    static constexpr examples_of<6> examples{{
        {"", true},
        {"aws:anything", true},
        {"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 1"sv, true},
        {"a,b", false},
        {"a\0"sv, false},
        {"\xC0\x80"sv, false},
    }};
};

struct NonEmptyString {
    using pattern = pattern_text<R"(^(?!\s*$).+)">;
    static constexpr examples_of<13> examples{{
        {"a", true},
        {"  a", true},
        {"a  ", true},
        {"\0"sv, true},
        {"\xE3\x80\x80"sv, true}, // one ideographic space: white space is ASCII only to the service [O]
        {"\xC2\xA0"sv, true},
        {"", false},
        {" ", false},
        {" \t\v\f", false},
        {"a\nb", false},
        {"a\n", false},
        {"a\xC2\x85"sv, false}, // U+0085 ends a line in Java
        {" \x80"sv, false},
    }};
};

struct NonEmptyStringWithoutWhitespace {
    using pattern = pattern_text<R"(^\S+$)">;
    static constexpr examples_of<6> examples{{
        {"a!", true},
        {"\xE3\x80\x80"sv, true},
        {"", false},
        {"a b", false},
        {"a\n", false},
        {"\xFF"sv, false},
    }};
};

struct DeliveryStreamVersionId {
    using pattern = pattern_text<"[0-9]+">;
    static constexpr examples_of<4> examples{{{"1", true}, {"0042", true}, {"", false}, {"-1", false}}};
};

struct DestinationId {
    using pattern = pattern_text<"[a-zA-Z0-9-]+">;
    static constexpr examples_of<3> examples{
        {{"destinationId-000000000001", true}, {"destination_1", false}, {"", false}}};
};

struct HttpsEndpoint {
    using pattern = pattern_text<"https:.*">;
    static constexpr examples_of<4> examples{
        {{"https:", true}, {"https://a.b", true}, {"http://a.b", false}, {"https:\n", false}}};
};

struct HttpEndpointUrl {
    using pattern = pattern_text<"https://.*">;
    static constexpr examples_of<3> examples{{{"https://", true}, {"https:/a", false}, {"xhttps://", false}}};
};

struct AnyLine {
    using pattern = pattern_text<".*">;
    static constexpr examples_of<5> examples{{{"", true},
                                              {"\xF0\x9F\x94\x92 \0"sv, true},
                                              {"\r", false},
                                              {"\xE2\x80\xA9"sv, false},
                                              {"\xED\xA0\x80"sv, false}}};
};

struct ElasticsearchDomainARN {
    using pattern = pattern_text<R"(arn:.*:es:[a-zA-Z0-9\-]+:\d{12}:domain/[a-z][-0-9a-z]{2,27})">;
    static constexpr examples_of<5> examples{{
        {"arn:aws:es:us-east-1:123456789012:domain/abc", true},
        {"arn:aws:es:us-east-1:123456789012:domain/abcdefghijklmnopqrstuvwxyz-0", true},
        {"arn:aws:es:us-east-1:123456789012:domain/ab", false},
        {"arn:aws:es:us-east-1:123456789012:domain/abcdefghijklmnopqrstuvwxyz-01", false},
        {"arn:aws:es:us-east-1:123456789012:domain/-ab", false},
    }};
};

struct BucketARN {
    using pattern = pattern_text<R"(arn:.*:s3:::[\w\.\-]{1,255})">;
    static constexpr examples_of<4> examples{{
        {"arn:aws:s3:::my-bucket.of_logs", true},
        {"arn::s3:::b", true},
        {"arn:aws:s3:::", false},
        {"arn:aws:s3:::a/b", false},
    }};
};

struct CustomTimeZone {
    using pattern = pattern_text<"^$|[a-zA-Z/_]+">;
    static constexpr examples_of<4> examples{{{"", true}, {"Asia/Tokyo", true}, {"Etc/GMT+1", false}, {"\n", false}}};
};

struct FileExtension {
    using pattern = pattern_text<R"(^$|\.[0-9a-z!\-_.*'()]+)">;
    static constexpr examples_of<5> examples{
        {{"", true}, {".parquet", true}, {".(a)*'!", true}, {".", false}, {"parquet", false}}};
};

struct DatabaseName {
    using pattern = pattern_text<R"([\u0001-\uFFFF]*)">;
    static constexpr std::string_view in_ascii = R"([\x01-\x7F]*)";
    static constexpr examples_of<6> examples{{{"", true},
                                              {"a\n\x7F", true},
                                              {"\xEF\xBF\xBF"sv, true},
                                              {"\0"sv, false},
                                              {"\xF0\x90\x80\x80"sv, false},
                                              {"\xFE"sv, false}}};
};

struct GlueDataCatalogARN {
    using pattern = pattern_text<R"(arn:.*:glue:.*:\d{12}:catalog(?:(/[a-z0-9_-]+){1,2})?)">;
    static constexpr examples_of<6> examples{{
        {"arn:aws:glue:us-east-1:123456789012:catalog", true},
        {"arn:aws:glue:us-east-1:123456789012:catalog/a", true},
        {"arn:aws:glue:us-east-1:123456789012:catalog/a/b", true},
        {"arn:aws:glue:us-east-1:123456789012:catalog/a/b/c", false},
        {"arn:aws:glue:us-east-1:123456789012:catalog/", false},
        {"arn:aws:glue:us-east-1:123456789012:catalogue", false},
    }};
};

struct KinesisStreamARN {
    using pattern = pattern_text<R"(arn:.*:kinesis:[a-zA-Z0-9\-]+:\d{12}:stream/[a-zA-Z0-9_.-]+)">;
    static constexpr examples_of<2> examples{{{"arn:aws:kinesis:us-east-1:123456789012:stream/s", true},
                                              {"arn:aws:kinesis:us-east-1:123456789012:stream/", false}}};
};

struct LogGroupName {
    using pattern = pattern_text<R"([\.\-_/#A-Za-z0-9]*)">;
    static constexpr examples_of<4> examples{{{"", true}, {"/aws/a-b_c.d#1", true}, {"a b", false}, {"a:b", false}}};
};

struct LogStreamName {
    using pattern = pattern_text<"[^:*]*">;
    static constexpr examples_of<7> examples{{{"", true},
                                              {"a\n\0b"sv, true},
                                              {"\xF0\x9F\x94\x92"sv, true},
                                              {"a:b", false},
                                              {"*", false},
                                              {"\x80"sv, false},
                                              {"\xC3"sv, false}}};
};

struct MSKClusterARN {
    using pattern = pattern_text<"arn:.*">;
    static constexpr examples_of<3> examples{{{"arn:", true}, {"arn:x\ty", true}, {"Arn:", false}}};
};

struct RoleARN {
    using pattern = pattern_text<R"(arn:.*:iam::\d{12}:role/[a-zA-Z_0-9+=,.@\-_/]+)">;
    static constexpr examples_of<3> examples{{
        {"arn:aws:iam::123456789012:role/service/firehose", true},
        {"arn:aws:iam::123456789012:role/", false},
        {"arn:aws:iam:us-east-1:123456789012:role/a", false},
    }};
};

struct SecretARN {
    using pattern = pattern_text<R"(arn:.*:secretsmanager:[a-zA-Z0-9\-]+:\d{12}:secret:[a-zA-Z0-9\-/_+=.@!]+)">;
    static constexpr examples_of<2> examples{{
        {"arn:aws:secretsmanager:us-east-1:123456789012:secret:a/b-AbCdEf!", true},
        {"arn:aws:secretsmanager:us-east-1:123456789012:secret:a:b", false},
    }};
};

struct SnowflakePrivateKey {
    using pattern = pattern_text<R"(^(?:[A-Za-z0-9+\/]{4})*(?:[A-Za-z0-9+\/]{2}==|[A-Za-z0-9+\/]{3}=)?$)">;
    static constexpr examples_of<9> examples{{
        {"", true},
        {"QUJD", true},
        {"QUI=", true},
        {"QUJDQQ==", true},
        {"QUJDQ", false},
        {"QUJDQQ", false},
        {"QUJDQQ=", false},
        {"QQ==QUJD", false},
        {"QUJD\n", false},
    }};
};

struct VpcEndpointServiceName {
    using pattern = pattern_text<R"(([a-zA-Z0-9\-\_]+\.){2,3}vpce\.[a-zA-Z0-9\-]*\.vpce-svc\-[a-zA-Z0-9\-]{17}$)">;
    static constexpr examples_of<5> examples{{
        {"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", true},
        {"cn.com.amazonaws.vpce..vpce-svc-0123456789abcdef0", true},
        {"amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", false},
        {"a.cn.com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0", false},
        {"com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef", false},
    }};
};

struct StringWithLettersDigitsUnderscoresDots {
    using pattern = pattern_text<R"([a-zA-Z0-9\.\_]+)">;
    static constexpr examples_of<3> examples{{{"a_b.c9", true}, {"a-b", false}, {"a\\b", false}}};
};

struct TopicName {
    using pattern = pattern_text<R"([a-zA-Z0-9\\._\\-]+)">;
    static constexpr examples_of<4> examples{{{"a.b_c-d", true}, {"a\\b", true}, {"a/b", false}, {"a]", false}}};
};

struct WarehouseLocation {
    using pattern = pattern_text<R"(s3:\/\/.*)">;
    static constexpr examples_of<2> examples{{{"s3://bucket/prefix", true}, {"s3:/bucket", false}}};
};

template <class... Types> struct type_list {};

template <class Function, class... Types> void for_each(type_list<Types...>, Function function) {
    (function.template operator()<Types>(), ...);
}

using shapes = type_list<DeliveryStreamName, AWSKMSKeyARN, AWSKMSKeyARNForSSE, DeliveryStreamARN, TagKey, TagValue,
                         NonEmptyString, NonEmptyStringWithoutWhitespace, DeliveryStreamVersionId, DestinationId,
                         HttpsEndpoint, HttpEndpointUrl, AnyLine, ElasticsearchDomainARN, BucketARN, CustomTimeZone,
                         FileExtension, DatabaseName, GlueDataCatalogARN, KinesisStreamARN, LogGroupName, LogStreamName,
                         MSKClusterARN, RoleARN, SecretARN, SnowflakePrivateKey, VpcEndpointServiceName,
                         StringWithLettersDigitsUnderscoresDots, TopicName, WarehouseLocation>;

template <class Shape>
constexpr auto verdicts_at_compile_time = [] {
    std::array<bool, Shape::examples.size()> verdicts{};
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        verdicts[i] = matches<typename Shape::pattern>(Shape::examples[i].text);
    }
    return verdicts;
}();

TEST(pattern, accepts_and_refuses_what_the_service_does) {
    for_each(shapes{}, []<class Shape>() {
        constexpr auto const& at_compile_time = verdicts_at_compile_time<Shape>;
        for (std::size_t i = 0; i < at_compile_time.size(); ++i) {
            auto const [text, accepted] = Shape::examples[i];
            EXPECT_EQ(at_compile_time[i], accepted) << Shape::pattern::text << " row " << i << ": " << text;
            EXPECT_EQ(matches<typename Shape::pattern>(text), accepted)
                << Shape::pattern::text << " row " << i << ": " << text;
        }
    });
}

bool is_short_ascii(std::string_view text) {
    for (char const each : text) {
        if (static_cast<unsigned char>(each) >= 0x80) { return false; }
    }
    return text.size() < 100;
}

class mutator {
public:
    mutator(unsigned seed, std::vector<std::string> seeds) : random_(seed), seeds_(std::move(seeds)) {}

    std::string next() {
        std::string text = seeds_[below(seeds_.size())];
        for (std::size_t steps = below(4); steps > 0; --steps) { mutate(text); }
        return text;
    }

private:
    void mutate(std::string& text) {
        std::string const& other = seeds_[below(seeds_.size())];
        std::size_t const at = below(text.size() + 1);
        std::size_t const from = below(other.size() + 1);
        switch (below(5)) {
        case 0: text.insert(at, 1, character(other)); break;
        case 1: text.erase(at, 1 + below(3)); break;
        case 2: text.replace(at, 1, 1, character(other)); break;
        case 3: text.insert(at, other, from, below(12)); break;
        default: text.resize(at); break;
        }
        if (text.size() > 120) { text.resize(120); }
    }

    char character(std::string const& other) {
        constexpr std::string_view odd = "\0\n\r\t\v\f :*/-_.=+@%$^\\[]{}()|?!~\x7F"sv;
        if (!other.empty() && below(2) == 0) { return other[below(other.size())]; }
        return odd[below(odd.size())];
    }

    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

    std::mt19937 random_;
    std::vector<std::string> seeds_;
};

template <class Shape> std::string text_for_std_regex() {
    if constexpr (requires { Shape::in_ascii; }) {
        return std::string(Shape::in_ascii);
    } else {
        return std::string(Shape::pattern::text);
    }
}

template <class Shape> void expect_as_std_regex_on_mutated_examples() {
    constexpr int runs = 8'000; // of each of 30 patterns

    std::regex const expression(text_for_std_regex<Shape>());
    std::vector<std::string> seeds;
    for (example const& each : Shape::examples) {
        if (is_short_ascii(each.text)) { seeds.emplace_back(each.text); }
    }
    mutator texts(20150804, seeds);
    int accepted = 0;
    for (int run = 0; run < runs; ++run) {
        std::string const text = texts.next();
        bool const expected = std::regex_match(text, expression);
        accepted += expected ? 1 : 0;
        ASSERT_EQ(matches<typename Shape::pattern>(text), expected)
            << Shape::pattern::text << " run " << run << ": " << testing::PrintToString(text);
    }
    EXPECT_GT(accepted, runs / 50) << Shape::pattern::text;
    EXPECT_LT(accepted, runs - runs / 50) << Shape::pattern::text;
}

TEST(pattern, agrees_with_std_regex_on_mutated_examples) {
    for_each(shapes{}, []<class Shape>() { expect_as_std_regex_on_mutated_examples<Shape>(); });
}

// Constructions of which the model's patterns use only some, compared with std::regex on every short string.
using constructions =
    type_list<pattern_text<"">, pattern_text<"a">, pattern_text<"a|b|">, pattern_text<"(|a)b">, pattern_text<"()">,
              pattern_text<"a*b*c*">, pattern_text<"(a|bc)*">, pattern_text<"(a*)*">, pattern_text<"(a?b?)+c">,
              pattern_text<"(a|b)*abb">, pattern_text<"((a|b)+c){2,}">, pattern_text<"(a{2,3}b?){2}">,
              pattern_text<"(a?){3}">, pattern_text<"(a?b){0,2}c">, pattern_text<"(ab?){1,3}">,
              pattern_text<"a{0,1}b{3}">, pattern_text<"(a{2,}){2,}">, pattern_text<"(a+b{0,2}){2,3}c?">,
              pattern_text<"((a|b)(b|c)?){3}">, pattern_text<"(?:a|(?:b|c)a)*">, pattern_text<"(a|ab)(c|bcd)?">,
              pattern_text<"[^a]+">, pattern_text<"[^a]b|[ac]{2}">, pattern_text<"^a|b$|^c$">, pattern_text<"(?!a).*">,
              pattern_text<"(?!a|bb)[abc]*">, pattern_text<"(?!ab$)[abc]+">, pattern_text<"(?!)a">,
              pattern_text<"(?!b*)a*">, pattern_text<"^(?!(a|b)c)^(a|b|c){2,}$">, pattern_text<"(?!a*b).(a|b)*">,
              pattern_text<"(?![ab]c)[abc]*">, pattern_text<"(?![)b])[abc]*">>;

template <class Pattern> void expect_as_std_regex(std::string_view letters, std::size_t max_length) {
    std::regex const expression{std::string(Pattern::text)};
    std::vector<std::string> texts{""};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string const text = texts[i];
        ASSERT_EQ(matches<Pattern>(text), std::regex_match(text, expression)) << Pattern::text << " on " << text;
        for (char const each : letters) {
            if (text.size() < max_length) { texts.push_back(text + each); }
        }
    }
}

TEST(pattern, agrees_with_std_regex_on_every_short_string) {
    for_each(constructions{}, []<class Pattern>() { expect_as_std_regex<Pattern>("abc", 7); });
}

std::string encoded(char32_t value) {
    auto const byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
    if (value < 0x80) { return {byte(value)}; }
    if (value < 0x800) { return {byte(0xC0 | value >> 6), byte(0x80 | (value & 0x3F))}; }
    if (value < 0x10000) {
        return {byte(0xE0 | value >> 12), byte(0x80 | (value >> 6 & 0x3F)), byte(0x80 | (value & 0x3F))};
    }
    return {byte(0xF0 | value >> 18), byte(0x80 | (value >> 12 & 0x3F)), byte(0x80 | (value >> 6 & 0x3F)),
            byte(0x80 | (value & 0x3F))};
}

template <class Pattern, class Predicate> void expect_of_every_code_point(Predicate accepted) {
    for (char32_t value = 0; value <= 0x10FFFF; ++value) {
        bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
        ASSERT_EQ(matches<Pattern>(encoded(value)), !surrogate && accepted(value))
            << Pattern::text << " on U+" << std::hex << static_cast<unsigned long>(value);
    }
}

TEST(pattern, classes_hold_the_code_points_they_name_and_no_others) {
    expect_of_every_code_point<pattern_text<".">>([](char32_t value) {
        return value != '\n' && value != '\r' && value != 0x85 && value != 0x2028 && value != 0x2029;
    });
    expect_of_every_code_point<pattern_text<R"(\S)">>(
        [](char32_t value) { return value != ' ' && (value < 9 || value > 13); });
    expect_of_every_code_point<pattern_text<R"([^:*\s])">>(
        [](char32_t value) { return value != ' ' && (value < 9 || value > 13) && value != ':' && value != '*'; });
    expect_of_every_code_point<pattern_text<R"(\w|[\d-])">>([](char32_t value) {
        bool const letter = (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
        return letter || (value >= '0' && value <= '9') || value == '_' || value == '-';
    });
    expect_of_every_code_point<pattern_text<R"([\u0041-\u0100\u2028])">>(
        [](char32_t value) { return (value >= 0x41 && value <= 0x100) || value == 0x2028; });
    expect_of_every_code_point<pattern_text<R"([\p{L}\p{Z}\p{N}_])">>(
        [](char32_t value) { return is_letter(value) || is_separator(value) || is_number(value) || value == '_'; });
    expect_of_every_code_point<pattern_text<R"([^\p{L}\u0000-\u1000])">>(
        [](char32_t value) { return !is_letter(value) && value > 0x1000; });
}

TEST(pattern, repetitions_are_counted_across_words_of_the_automaton) {
    for (std::size_t length = 0; length < 300; ++length) {
        std::string const text(length, 'a');
        EXPECT_EQ(matches<BucketARN::pattern>("arn:aws:s3:::" + text), length >= 1 && length <= 255) << length;
        EXPECT_EQ((matches<pattern_text<"(aaa){40}">>(text)), length == 120) << length;
        EXPECT_EQ((matches<pattern_text<"(a{7}){9,}">>(text)), length >= 63 && length % 7 == 0) << length;
        EXPECT_EQ((matches<pattern_text<"(a{0,60}b?){2,3}">>(text)), length <= 180) << length;
        EXPECT_EQ((matches<pattern_text<"a{200}">>(text)), length == 200) << length;
    }
}

// None of these may take more than one pass: a backtracking engine would need hours or overflow its stack.
TEST(pattern, long_hostile_text_is_answered) {
    constexpr std::size_t repeats = (std::size_t{1} << 20) / 5;
    std::string hostile = "arn";
    for (std::size_t i = 0; i < repeats; ++i) { hostile += ":kms:"; }
    EXPECT_FALSE(matches<AWSKMSKeyARN::pattern>(hostile));
    EXPECT_TRUE(matches<AWSKMSKeyARN::pattern>(hostile + ":kms:a:123456789012:key/a"));
    EXPECT_FALSE(matches<AWSKMSKeyARN::pattern>(hostile + ":kms:a:123456789012:key/a:"));

    std::string catalogs = "arn:";
    for (std::size_t i = 0; i < repeats / 4; ++i) { catalogs += ":glue::123456789012"; }
    EXPECT_FALSE(matches<GlueDataCatalogARN::pattern>(catalogs));
    EXPECT_TRUE(matches<GlueDataCatalogARN::pattern>(catalogs + ":catalog/a"));

    std::string const spaces(repeats * 5, ' ');
    EXPECT_FALSE(matches<NonEmptyString::pattern>(spaces));
    EXPECT_TRUE(matches<NonEmptyString::pattern>(spaces + "a"));

    std::string const letters(repeats * 5, 'a');
    EXPECT_FALSE((matches<pattern_text<"((a*)*)*b">>(letters)));
    EXPECT_TRUE((matches<pattern_text<"((a*)*)*b">>(letters + "b")));
}

auto parsed(std::string_view pattern) { return detail::pattern_parser<64>(pattern, true).parse(); }

// Where the limit lies, without building the tables of a thousand positions.
TEST(pattern, positions_are_counted_up_to_the_limit) {
    auto const positions = [](std::string_view pattern) { return detail::count_positions(parsed(pattern)); };
    EXPECT_EQ(positions(""), 0U);
    EXPECT_EQ(positions("a*b{3}(c|d)e{2,}"), 8U);
    EXPECT_EQ(positions("a{1022}"), 1022U);
    EXPECT_EQ(positions("a{1022}b"), detail::max_positions);
    EXPECT_EQ(positions("(a{33}){31}"), detail::max_positions);
    EXPECT_EQ(positions("a{1022}bc"), detail::max_positions + 1);
    EXPECT_EQ(positions("((a{99}){99}){99}"), detail::max_positions + 1);
}

// As many classes as there may be, then one more.
struct classes_64 {
    static constexpr std::string_view text = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    static constexpr bool anchors = true;
    static constexpr bool one_branch = false;
};

struct classes_65 : classes_64 {
    static constexpr std::string_view text = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/";
};

static_assert(detail::compile_program<classes_64>().fault == detail::pattern_fault::none);
static_assert(detail::compile_program<classes_65>().fault == detail::pattern_fault::size);

TEST(pattern, anchors_stand_at_the_ends_of_a_branch) {
    for (std::string_view const pattern : {"^^a", R"(\|^a)", "a^", "(^a)", "a$$", R"(a$\|b)", "$a", "(a$)"}) {
        EXPECT_EQ(parsed(pattern).fault, detail::pattern_fault::anchor) << pattern;
    }
    for (std::string_view const pattern : {"^a", "a|^b", "a$", "a$|b", "^$", "a|^|b"}) {
        EXPECT_EQ(parsed(pattern).fault, detail::pattern_fault::none) << pattern;
    }
}

TEST(pattern, counts_that_make_no_sense_are_refused) {
    for (std::string_view const pattern : {"a{2", "a{2,", "a{2,3", "a{3,2}", "a{0}", "a{0,0}"}) {
        EXPECT_EQ(parsed(pattern).fault, detail::pattern_fault::repetition) << pattern;
    }
    for (std::string_view const pattern : {"a{2}", "a{2,}", "a{2,2}", "a{0,1}"}) {
        EXPECT_EQ(parsed(pattern).fault, detail::pattern_fault::none) << pattern;
    }
}

} // namespace
} // namespace firehose_sse::constraint
