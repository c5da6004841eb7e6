// RFC 8259's grammar and I-JSON's rules, one function a rule: what the reader is judged by, so it shares nothing with
// it. For the tests of conformance/ only. SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::conformance {

inline constexpr std::string_view blanks = " \t\n\r";

/// Appends a Unicode scalar value as UTF-8.
inline void append_utf8(unsigned scalar, std::string& out) {
    auto const tail = [&](int shift) { out += static_cast<char>(0x80 | ((scalar >> shift) & 0x3F)); };
    if (scalar < 0x80) {
        out += static_cast<char>(scalar);
        return;
    }
    if (scalar < 0x800) {
        out += static_cast<char>(0xC0 | scalar >> 6);
    } else {
        if (scalar < 0x10000) {
            out += static_cast<char>(0xE0 | scalar >> 12);
        } else {
            out += static_cast<char>(0xF0 | scalar >> 18);
            tail(12);
        }
        tail(6);
    }
    tail(0);
}

/// Length of the well-formed sequence of two to four bytes at the front of a text, zero where there is none: table 3-7
/// of the Unicode standard, row by row.
[[nodiscard]] inline std::size_t well_formed(std::string_view text) {
    struct row {
        unsigned first, last;               // of the first byte
        unsigned second_first, second_last; // of the second; a third and a fourth are 80 to BF
        std::size_t size;
    };
    static constexpr row rows[] = {{0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                   {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3},
                                   {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
                                   {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};
    auto const within = [&](std::size_t i, unsigned low, unsigned high) {
        return i < text.size() && static_cast<unsigned char>(text[i]) >= low &&
               static_cast<unsigned char>(text[i]) <= high;
    };
    for (row const& each : rows) {
        if (!within(0, each.first, each.last)) { continue; }
        bool good = within(1, each.second_first, each.second_last);
        for (std::size_t i = 2; i < each.size; ++i) { good = good && within(i, 0x80, 0xBF); }
        return good ? each.size : 0;
    }
    return 0;
}

/// Reads a text by the grammar; the first thing that does not fit ends it.
class json_grammar {
public:
    explicit json_grammar(std::string_view text, std::size_t max_depth = 32) : text_(text), levels_left_(max_depth) {}

    /// True when the text is one value, with or without blanks around it.
    [[nodiscard]] static bool is_value(std::string_view text, std::size_t max_depth = 32) {
        return json_grammar(text, max_depth).only_value();
    }

    /// True when the text is what a body may be: one object, or nothing but blanks.
    [[nodiscard]] static bool is_body(std::string_view text, std::size_t max_depth = 32) {
        std::size_t const first = text.find_first_not_of(blanks);
        return first == std::string_view::npos || (text[first] == '{' && is_value(text, max_depth));
    }

private:
    [[nodiscard]] bool only_value() {
        if (!padded_value()) { return false; }
        return at_ == text_.size();
    }

    [[nodiscard]] bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
    [[nodiscard]] bool at_digit() const { return at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; }
    bool take(char c) {
        bool const there = at(c);
        if (there) { ++at_; }
        return there;
    }
    bool take_one_of(std::string_view set, char& taken) {
        if (at_ == text_.size() || set.find(text_[at_]) == std::string_view::npos) { return false; }
        taken = text_[at_++];
        return true;
    }
    bool take_blanks() {
        at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size());
        return true;
    }
    bool take_word(std::string_view word) {
        if (!text_.substr(at_).starts_with(word)) { return false; }
        at_ += word.size();
        return true;
    }
    bool take_digits() {
        if (!at_digit()) { return false; }
        while (at_digit()) { ++at_; }
        return true;
    }

    bool padded_value() { return take_blanks() && value() && take_blanks(); }

    bool value() {
        if (at('{')) { return object(); }
        if (at('[')) { return array(); }
        std::string ignored;
        if (at('"')) { return string(ignored); }
        return take_word("true") || take_word("false") || take_word("null") || number();
    }

    bool object() {
        std::vector<std::string> names;
        auto const member = [&] {
            std::string name;
            if (!take_blanks() || !string(name) || !take_blanks() || !take(':') || !padded_value()) { return false; }
            if (std::find(names.begin(), names.end(), name) != names.end()) { return false; }
            names.push_back(name);
            return true;
        };
        return list_of(member, '}');
    }

    bool array() {
        return list_of([this] { return padded_value(); }, ']');
    }

    template <class Item> bool list_of(Item item, char shut) {
        if (levels_left_ == 0) { return false; }
        --levels_left_;
        ++at_;
        take_blanks();
        if (!take(shut)) {
            do {
                if (!item()) { return false; }
            } while (take(','));
            if (!take(shut)) { return false; }
        }
        ++levels_left_;
        return true;
    }

    bool number() {
        std::size_t const start = at_;
        char ignored = 0;
        take('-');
        if (!take('0') && !take_digits()) { return false; }
        if (take('.') && !take_digits()) { return false; }
        if (take_one_of("eE", ignored)) {
            take_one_of("+-", ignored);
            if (!take_digits()) { return false; }
        }
        return std::isfinite(std::strtod(std::string(text_.substr(start, at_ - start)).c_str(), nullptr));
    }

    bool string(std::string& meaning) {
        if (!take('"')) { return false; }
        while (!take('"')) {
            if (at_ == text_.size()) { return false; }
            auto const byte = static_cast<unsigned char>(text_[at_]);
            if (byte == '\\') {
                if (!escape(meaning)) { return false; }
                continue;
            }
            std::size_t const size = byte < 0x80 ? (byte < 0x20 ? 0 : 1) : well_formed(text_.substr(at_));
            if (size == 0) { return false; }
            meaning += text_.substr(at_, size);
            at_ += size;
        }
        return true;
    }

    bool escape(std::string& meaning) {
        static constexpr std::string_view letters = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        ++at_;
        char letter = 0;
        if (take_one_of(letters, letter)) {
            meaning += meanings[letters.find(letter)];
            return true;
        }
        unsigned unit = 0;
        unsigned second = 0;
        if (!code_unit(unit) || (unit & 0xFC00) == 0xDC00) { return false; }
        if ((unit & 0xFC00) == 0xD800) {
            if (!take('\\') || !code_unit(second) || (second & 0xFC00) != 0xDC00) { return false; }
            unit = 0x10000 + ((unit & 0x3FF) << 10 | (second & 0x3FF));
        }
        append_utf8(unit, meaning);
        return true;
    }

    bool code_unit(unsigned& unit) {
        static constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        if (!take('u')) { return false; }
        for (int i = 0; i < 4; ++i) {
            char digit = 0;
            if (!take_one_of(digits, digit)) { return false; }
            unit = unit << 4 | static_cast<unsigned>(digits.find(digit) & 15);
        }
        return true;
    }

    std::string_view text_;
    std::size_t levels_left_;
    std::size_t at_ = 0;
};

} // namespace firehose_sse::conformance
