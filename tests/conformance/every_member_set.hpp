// Documents in which every member is set, spelled as no encoder would, and the members that a value lacks.
// Made from the lists of members, so that a member added later is part of them. For the tests of conformance/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/pointer.hpp"
#include "unit/wire/every_type.hpp"
#include <boost/mp11/algorithm.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::conformance {

/// Writes a value as JSON: members in reverse order, blanks everywhere, escapes where none is needed, integers and
/// timestamps in forms of their own. Opaque members are written as they are. Takes nothing from wire/.
class odd_speller {
public:
    template <class T> void operator()(std::optional<T> const& value) { (*this)(*value); }
    template <class T> void operator()(T const& value) {
        if constexpr (is_string_shape<T>) {
            string(value.value);
        } else if constexpr (is_open_enum<T>) {
            string(reflect::enum_text(value));
        } else if constexpr (is_blob_shape<T>) {
            string(base64(value.bytes));
        } else if constexpr (is_integer_shape<T>) {
            text += std::to_string(value.value) + (++numbers_ % 2 == 0 ? ".0" : "0.0E-1");
        } else if constexpr (std::same_as<T, bool>) {
            text += value ? "true" : "false";
        } else if constexpr (std::same_as<T, timestamp>) {
            text += std::to_string(value.milliseconds) + "e-3";
        } else if constexpr (std::same_as<T, raw_json>) {
            text += value.text;
        } else if constexpr (is_list_shape<T>) {
            text += "[ ";
            for (std::size_t i = 0; i < value.size(); ++i) {
                text += i == 0 ? "" : " ,";
                (*this)(value[i]);
            }
            text += "\t]";
        } else {
            text += "{\n ";
            bool first = true;
            using backwards = boost::mp11::mp_reverse<reflect::member_list<T>>;
            boost::mp11::mp_for_each<backwards>([&](auto member) {
                text += first ? "" : " ,\r\n ";
                first = false;
                string(reflect::member_name<decltype(member)>);
                text += " :\t";
                (*this)(value.*member.pointer);
            });
            text += "}";
        }
    }

    std::string text{};

private:
    void string(std::string_view plain) {
        static constexpr char digits[] = "0123456789ABCDEF";
        text += '"';
        for (char const c : plain) {
            auto const code = static_cast<unsigned char>(c);
            if (code >= 0x80) {
                text += c;
            } else if (c == '"' || c == '\\' || c == '/') {
                (text += '\\') += c;
            } else if (c == '\n') {
                text += "\\n";
            } else if (code < 0x20 || ++letters_ % 3 == 0) {
                ((text += "\\u00") += digits[code >> 4]) += digits[code & 15];
            } else {
                text += c;
            }
        }
        text += '"';
    }

    static std::string base64(std::string_view bytes) {
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string all;
        std::uint32_t bits = 0;
        unsigned held = 0;
        for (char const c : bytes) {
            bits = bits << 8 | static_cast<unsigned char>(c);
            held += 8;
            for (; held >= 6; held -= 6) { all += letters[bits >> (held - 6) & 63]; }
        }
        if (held != 0) { all += letters[bits << (6 - held) & 63]; }
        while (all.size() % 4 != 0) { all += '='; }
        return all;
    }

    int letters_ = 0;
    int numbers_ = 0;
};

template <class T> std::string oddly_spelled(T const& value) {
    odd_speller spell;
    spell(value);
    return spell.text;
}

/// Walks a value: what is not set, and the texts of opaque members.
class members_of {
public:
    template <class T> explicit members_of(T const& value) { walk(value); }

    /// Pointers of members without a value, or with their default value.
    std::vector<std::string> unset{};
    std::vector<std::string> opaque{};
    /// How many values there are that hold no others.
    std::size_t count = 0;

private:
    template <class T> void walk(std::optional<T> const& value) {
        if (value) {
            walk(*value);
        } else {
            unset.push_back(at_.text());
        }
    }
    template <class T> void walk(T const& value) {
        if constexpr (is_list_shape<T>) {
            if (value.size() < 2) { unset.push_back(at_.text()); }
            for (std::size_t i = 0; i < value.size(); ++i) {
                std::size_t const here = at_.text().size();
                at_.push(i);
                walk(value[i]);
                at_.cut(here);
            }
        } else if constexpr (reflect::described<T>) {
            reflect::for_each_member<T>([&](auto member) {
                std::size_t const here = at_.text().size();
                at_.push(reflect::member_name<decltype(member)>);
                walk(value.*member.pointer);
                at_.cut(here);
            });
        } else {
            ++count;
            if (value == T{}) { unset.push_back(at_.text()); }
            if constexpr (std::same_as<T, raw_json>) { opaque.push_back(value.text); }
        }
    }

    reflect::json_pointer at_;
};

} // namespace firehose_sse::conformance
