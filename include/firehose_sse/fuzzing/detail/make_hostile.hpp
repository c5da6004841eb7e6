// Makes hostile bodies out of valid ones.
// Level 5 (fuzzing). No larger than the options allow.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/draft.hpp"
#include "firehose_sse/fuzzing/detail/hostile_texts.hpp"
#include "firehose_sse/fuzzing/hostile_kind.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

class hostile_maker {
public:
    hostile_maker(shape const& type, any_source& choices, options const& rules)
        : choices_(choices), rules_(rules), root_(drafter(choices, rules).draft(type, rules.largest_payload)) {}

    [[nodiscard]] std::string make(hostile_kind kind) {
        std::string made = body(kind);
        if (made.size() > rules_.largest_payload) { made.resize(rules_.largest_payload); }
        return made;
    }

private:
    [[nodiscard]] std::string body(hostile_kind kind) {
        using enum hostile_kind;
        switch (kind) {
        case deep_lists: return in_value(nested("[", "]"));
        case deep_objects: return in_value(nested("{\"a\":", "}"));
        case many_members: return members();
        case many_elements: return in_value("[" + joined(pick(choices_, wide_elements)) + "]");
        case repeated_names: return repeated();
        case hostile_kind::lone_surrogates: return in_strings(detail::lone_surrogates);
        case overlong_utf8: return in_strings(overlong_sequences);
        case nul_bytes: return nul();
        case other_encodings: return encoded();
        case huge_numbers: return in_value(number(huge_exponents, ""));
        case tiny_numbers: return in_value(number(tiny_exponents, "0."));
        case long_string: return in_value('"' + run_of(letter()) + '"');
        case long_name: return in_front('"' + run_of(letter()) + "\":0");
        case white_space: return in_front(run_of(pick(choices_, std::string_view(" \n\t\r"))) + "\"\":0");
        case cut: return shorter(write());
        case several_documents: return documents();
        case noise: return bytes();
        case wrong_kinds: return each_value([&](node const& value) { return other_kind(value); });
        case all_null: return each_value([](node const&) { return std::string("null"); });
        case look_alike_names: return look_alike();
        case escapes: return escaped();
        case extensions: return extended();
        case not_json: return std::string(pick(choices_, foreign_formats));
        case loaded_texts: return loaded();
        }
        return {};
    }

    [[nodiscard]] std::string write() const { return document_writer().write(root_); }

    /// How often to repeat what a body can have many of: a few times, or nearly as often as there is room for.
    [[nodiscard]] std::size_t many() {
        std::size_t const room = std::max<std::size_t>(rules_.largest_payload / 8, 1);
        return size_between(choices_, std::min<std::size_t>(room, 33), room, 600, room);
    }

    [[nodiscard]] char letter() { return static_cast<char>('a' + choices_.below(26)); }

    static constexpr std::array wide_elements{"null"sv, "0"sv, "{}"sv, "[]"sv, "\"\""sv};

    /// `each` is chosen before the count: the compiler decides the order in which a call's arguments are evaluated.
    [[nodiscard]] std::string run_of(char each) { return std::string(many(), each); }

    [[nodiscard]] std::string joined(std::string_view element) {
        std::string made;
        for (std::size_t i = 0, count = many(); i < count; ++i) {
            made += i == 0 ? "" : ",";
            made += element;
        }
        return made;
    }

    /// Containers inside each other, closed again one time in two.
    [[nodiscard]] std::string nested(std::string_view open, std::string_view close) {
        std::size_t const count = many();
        std::string made;
        for (std::size_t i = 0; i < count; ++i) { made += open; }
        if (coin(choices_)) {
            made += "0";
            for (std::size_t i = 0; i < count; ++i) { made += close; }
        }
        return made;
    }

    /// The document with a text in place of one of its values, or as the value of a member that nobody knows.
    [[nodiscard]] std::string in_value(std::string text) {
        std::size_t const place = choices_.index(root_.children.size() + 1);
        if (place == root_.children.size()) { return in_front("\"Unknown\":" + text); }
        std::string const name = root_.children[place].name;
        root_.children[place] = make_verbatim(std::move(text));
        root_.children[place].name = name;
        return write();
    }

    /// The document with a text in front of its members.
    [[nodiscard]] std::string in_front(std::string const& text) const {
        return "{" + text + (root_.children.empty() ? "" : ",") + write().substr(1);
    }

    [[nodiscard]] std::string members() {
        std::string text;
        for (std::size_t i = 0, count = many() / 2; i < count; ++i) {
            text += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
        }
        return in_front(text);
    }

    [[nodiscard]] std::string repeated() {
        std::string text;
        for (std::size_t i = 0, count = 1 + choices_.index(8); i < count; ++i) {
            std::string name = root_.children.empty() ? "Unknown" : pick(choices_, root_.children).name;
            if (coin(choices_)) { // another spelling of the same name
                char const first = name.empty() ? 'U' : name.front();
                std::string escape = "\\u00";
                escape += "0123456789abcdef"[static_cast<unsigned char>(first) >> 4 & 15];
                escape += "0123456789abcdef"[static_cast<unsigned char>(first) & 15];
                name.replace(0, 1, escape);
            }
            text += (i == 0 ? "\"" : ",\"") + name + "\":\"" + std::string(1, letter()) + '"';
        }
        std::string made = write();
        made.pop_back();
        return made + (root_.children.empty() ? "\"Unknown\":0," : ",") + text + "}";
    }

    /// A text put into a string: a member's value, or its name.
    template <class Texts> [[nodiscard]] std::string in_strings(Texts const& texts) {
        std::string const text(pick(choices_, texts));
        if (coin(choices_)) { return in_front("\"a" + text + "\":0"); }
        return in_value("\"a" + text + "b\"");
    }

    [[nodiscard]] std::string nul() {
        std::string made = write();
        std::string_view const what = coin(choices_) ? "\\u0000"sv : "\0"sv;
        made.insert(choices_.index(made.size() + 1), what);
        return made;
    }

    /// UTF-16 or UTF-32, in either byte order, with a byte order mark or without; or UTF-8 with its mark.
    [[nodiscard]] std::string encoded() {
        std::string const text = write();
        std::size_t const width = std::size_t{1} << choices_.below(3);
        if (width == 1) { return "\xEF\xBB\xBF" + text; }
        bool const little = coin(choices_);
        std::string made;
        auto const put = [&](unsigned code) {
            for (std::size_t i = 0; i < width; ++i) {
                std::size_t const place = little ? i : width - 1 - i;
                made += static_cast<char>(place > 1 ? 0 : code >> (8 * place) & 0xFF);
            }
        };
        if (coin(choices_)) { put(0xFEFF); }
        for (char const byte : text) { put(static_cast<unsigned char>(byte)); }
        return made;
    }

    template <class Texts> [[nodiscard]] std::string number(Texts const& texts, std::string_view before) {
        if (coin(choices_)) { return std::string(pick(choices_, texts)); }
        return std::string(before) + run_of(static_cast<char>('1' + choices_.below(9)));
    }

    [[nodiscard]] std::string shorter(std::string text) {
        text.resize(choices_.index(text.size()));
        return text;
    }

    [[nodiscard]] std::string documents() {
        static constexpr std::array between_documents{""sv, "\n"sv, ","sv, "\x1E"sv, "\0"sv};
        std::string const text = write();
        std::string const separator(pick(choices_, between_documents));
        std::string made = text;
        for (std::size_t i = 0, count = 1 + choices_.index(3); i < count; ++i) { made += separator + text; }
        return made;
    }

    [[nodiscard]] std::string bytes() {
        std::string made;
        for (std::size_t i = 0, count = 1 + choices_.index(64); i < count; ++i) {
            made += static_cast<char>(choices_.below(256));
        }
        return made;
    }

    [[nodiscard]] std::string other_kind(node const& value) {
        if (value.type == nullptr) { return "[]"; }
        return std::string(pick(choices_, kinds_other_than(value.type->kind, false)));
    }

    template <class F> [[nodiscard]] std::string each_value(F&& text_of) {
        for (auto& each : root_.children) {
            std::string const name = each.name;
            each = make_verbatim(text_of(each));
            each.name = name;
        }
        return root_.children.empty() ? "[" + write() + "]" : write();
    }

    [[nodiscard]] std::string look_alike() {
        std::string name = root_.children.empty() ? "DeliveryStreamName" : pick(choices_, root_.children).name;
        switch (choices_.below(3)) {
        case 0: {
            auto const& each = pick(choices_, look_alikes);
            auto const at = name.find(each.letter);
            if (at == std::string::npos) {
                name += each.other;
            } else {
                name.replace(at, 1, each.other);
            }
            break;
        }
        case 1: name += pick(choices_, name_tails); break;
        default:
            for (char& c : name) { c = static_cast<char>(c ^ (coin(choices_) ? 0x20 : 0)); }
            name[0] = static_cast<char>(name[0] ^ 0x20);
        }
        std::string text;
        wire::detail::append_string(name, text);
        return in_front(text + ":\"orders\"");
    }

    [[nodiscard]] std::string escaped() const {
        std::string made;
        bool inside = false;
        for (char const c : write()) {
            if (c == '"') { inside = !inside; }
            bool const plain = !inside || c == '"' || c == '\\' || static_cast<unsigned char>(c) >= 0x80;
            if (plain) {
                made += c;
            } else {
                made += "\\u00";
                made += "0123456789abcdef"[c >> 4 & 15];
                made += "0123456789ABCDEF"[c & 15];
            }
        }
        return made;
    }

    [[nodiscard]] std::string extended() {
        switch (choices_.below(3)) {
        case 0: return std::string(pick(choices_, json_extensions)) + write();
        case 1: return write().insert(1, pick(choices_, json_extensions));
        default: return in_value(std::string(pick(choices_, extended_values)));
        }
    }

    [[nodiscard]] std::string loaded() {
        std::string text;
        wire::detail::append_string(pick(choices_, loaded_strings), text);
        if (coin(choices_)) { return in_value(std::move(text)); }
        return in_front('"' + std::string(pick(choices_, loaded_names)) + "\":" + text);
    }

    any_source& choices_;
    options const& rules_;
    node root_;
};

} // namespace firehose_sse::fuzzing::detail
