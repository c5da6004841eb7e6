// The words of the service, in the form that libFuzzer and AFL++ read dictionaries in.
// Level 5 (fuzzing). Members, enumerators, errors and operations come from the model; the other words are listed here.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/shape_table.hpp"
#include "firehose_sse/fuzzing/detail/spoilt_values.hpp"
#include "firehose_sse/model/error.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/wire/error_kind.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <boost/mp11/algorithm.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace firehose_sse::fuzzing {

namespace detail {

inline constexpr std::array json_words{"null"sv,
                                       "true"sv,
                                       "false"sv,
                                       "[]"sv,
                                       "{}"sv,
                                       "[null]"sv,
                                       "-0"sv,
                                       "0e1"sv,
                                       "1.5"sv,
                                       "1e400"sv,
                                       "2147483648"sv,
                                       "-2147483649"sv,
                                       "9223372036854775808"sv,
                                       "1500000000.25"sv,
                                       "\"2017-07-14T02:40:00.250Z\""sv,
                                       "\\u0000"sv,
                                       "\\u0044"sv,
                                       "\\u001f"sv,
                                       "\\ud83d\\ude00"sv,
                                       "\\ud800"sv,
                                       "\\/"sv,
                                       "\xEF\xBB\xBF"sv,
                                       "\xF0\x9F\x98\x80"sv,
                                       "\xED\xA0\x80"sv,
                                       "\xC0\xAF"sv,
                                       "/*"sv,
                                       "NaN"sv,
                                       "-Infinity"sv};
/// The service's patterns are Java's, whose dot stops at more characters than the dot of other dialects.
inline constexpr std::array line_ends{"\r\n"sv, "\xC2\x85"sv, "\xE2\x80\xA8"sv, "\xE2\x80\xA9"sv};
inline constexpr std::array telling_values{"\"\""sv,
                                           "\"orders\""sv,
                                           "\"AA==\""sv,
                                           "\"aGk=\""sv,
                                           "\"aGl=\""sv,
                                           "arn:aws:kms:us-east-1:123456789012:key/a"sv,
                                           "arn:aws:kms:us-east-1:123456789012:alias/a"sv,
                                           "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders"sv,
                                           "destinationId-000000000001"sv,
                                           "aws:"sv,
                                           "aws_owned_cmk"sv};

/// The names of all members and enumerators of a type.
inline void collect_names(shape const& type, std::set<std::string_view>& members, std::set<std::string_view>& values) {
    values.insert(type.enumerators.begin(), type.enumerators.end());
    for (auto const& each : type.members) {
        members.insert(each.name);
        collect_names(*each.type, members, values);
    }
    if (type.element != nullptr) { collect_names(*type.element, members, values); }
}

class dictionary_writer {
public:
    void comment(std::string_view text) {
        out_ += out_.empty() ? "# " : "\n# ";
        out_ += text;
        out_ += '\n';
    }

    void word(std::string_view text) {
        static constexpr std::string_view digits = "0123456789ABCDEF";
        out_ += '"';
        for (char const c : text) {
            auto const byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += c;
            } else if (byte >= 0x20 && byte < 0x7F) {
                out_ += c;
            } else {
                out_ += "\\x";
                out_ += digits[byte >> 4];
                out_ += digits[byte & 15];
            }
        }
        out_ += "\"\n";
    }

    template <class Words> void words(std::string_view heading, Words const& all) {
        comment(heading);
        for (std::string_view const each : all) { word(each); }
    }

    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    std::string out_;
};

} // namespace detail

/// The text of a dictionary for targets whose input is JSON or a request: every member and enumerator of the model in
/// the order of their bytes, the errors, what strict readers of JSON refuse, values at the edge of a rule, and what
/// requests' heads are made of.
///
/// *Example:* `std::ofstream("firehose_sse.dict") << fuzzing::dictionary();`
[[nodiscard]] inline std::string dictionary() {
    namespace mp11 = boost::mp11;
    std::set<std::string_view> members;
    std::set<std::string_view> values;
    mp11::mp_for_each<mp11::mp_transform<std::type_identity, operation::operations>>([&](auto op) {
        using Op = typename decltype(op)::type;
        detail::collect_names(detail::shape_of<typename Op::input>, members, values);
        detail::collect_names(detail::shape_of<typename Op::output>, members, values);
    });
    detail::collect_names(detail::shape_of<model::InvalidKMSResourceException>, members, values);

    detail::dictionary_writer out;
    out.comment("Tokens of the service for fuzzing engines (libFuzzer and AFL++ read this form). Made by\n"
                "# firehose_sse::fuzzing::dictionary() from the model; for targets whose input is JSON or a request.");
    out.comment("Members of every request, answer and error.");
    for (auto const name : members) { out.word('"' + std::string(name) + "\":"); }
    out.comment("Enumerators.");
    for (auto const name : values) { out.word('"' + std::string(name) + '"'); }
    out.comment("Types of errors.");
    out.word("\"__type\":");
    for (auto const& each : reflect::enumerators<wire::error_kind>) {
        if (each.value != wire::error_kind::unknown) { out.word('"' + std::string(each.name) + '"'); }
    }
    out.words("JSON, and what strict readers refuse.", detail::json_words);
    out.words("Values that nearly break or just keep a rule.", detail::telling_values);
    out.words("Line ends, which no dot of a pattern matches.", detail::line_ends);
    out.comment("Heads of requests.");
    for (std::string_view const each : {wire::target_prefix, std::string_view("X-Amz-Target"), wire::content_type}) {
        out.word(each);
    }
    mp11::mp_for_each<mp11::mp_transform<std::type_identity, operation::operations>>(
        [&](auto op) { out.word(decltype(op)::type::name); });
    out.word("UpdateDestination"); // which the library does not know
    return std::move(out).take();
}

} // namespace firehose_sse::fuzzing
