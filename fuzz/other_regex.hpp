// The patterns of the model in another engine: PCRE2, which has the two things that the patterns need, look-ahead (RE2
// has none) and Unicode classes (std::regex has none). Its second matcher follows all ways at once, so that a pattern
// with two repetitions takes no more than the length of the text times its own.
// For fuzz/validate.cpp only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <pcre2.h>
#include <string>
#include <string_view>

/// A pattern as java.util.regex.Matcher.matches() means it.
class other_regex {
public:
    explicit other_regex(std::string_view pattern) {
        // PCRE2's flag for "to the end" would apply to look-ahead too.
        std::string const text = "(?:" + translated(pattern) + ")\\z";
        int error = 0;
        PCRE2_SIZE place = 0;
        code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), PCRE2_UTF | PCRE2_ANCHORED,
                                  &error, &place, nullptr));
        if (code_ == nullptr) { give_up("is not understood", error, text); }
        found_.reset(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
    }

    [[nodiscard]] bool matches(std::string_view text) const {
        std::array<int, 1000> workspace;
        int const answer = pcre2_dfa_match(code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                                           found_.get(), nullptr, workspace.data(), workspace.size());
        if (answer < PCRE2_ERROR_NOMATCH) { give_up("cannot be run", answer, {}); }
        return answer >= 0;
    }

private:
    // Java's dot matches all but five line terminators; which ones PCRE2's dot leaves out depends on an option.
    static std::string translated(std::string_view pattern) {
        std::string text;
        bool in_class = false;
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            if (pattern[i] == '\\') {
                text += pattern.substr(i++, 2);
            } else if (pattern[i] == '.' && !in_class) {
                text += R"([^\n\r\x{85}\x{2028}\x{2029}])";
            } else {
                if (pattern[i] == '[') { in_class = true; }
                if (pattern[i] == ']') { in_class = false; }
                text += pattern[i];
            }
        }
        return text;
    }

    [[noreturn]] static void give_up(char const* why, int error, std::string const& text) {
        std::fprintf(stderr, "broken: a pattern %s by PCRE2 (%d): %s\n", why, error, text.c_str());
        std::abort();
    }

    struct freed {
        void operator()(pcre2_code* code) const { pcre2_code_free(code); }
        void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
    };
    std::unique_ptr<pcre2_code, freed> code_{};
    std::unique_ptr<pcre2_match_data, freed> found_{};
};
