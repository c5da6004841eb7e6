// Texts that are nearly right: too short, too long, or of the wrong characters, and right in every other way.
// Level 5 (fuzzing). Knows no document.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/grow.hpp"
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing::detail {

[[nodiscard]] inline std::vector<std::string> characters_of(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        std::size_t const size = front_code_point(text).size;
        all.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return all;
}

class text_breaker {
public:
    text_breaker(any_source& choices, options const& rules) : choices_(choices), rules_(rules) {}

    /// A text of exactly that many code points that matches the type's pattern, if there is one.
    [[nodiscard]] std::optional<std::string> of_length(shape const& type, std::size_t length) {
        auto const* const pattern = pattern_of(type, rules_);
        if (pattern == nullptr) { return std::string(length, 'a'); }
        pattern_walk const walk(*pattern, length);
        if (!walk.has_length(length)) { return std::nullopt; }
        return walk.text(choices_, length);
    }

    /// A text within the type's bounds that does not match its pattern.
    [[nodiscard]] std::optional<std::string> mismatch(shape const& type) {
        pattern_graph const& pattern = *pattern_of(type, rules_);
        length const bounds = bounds_of(type, rules_);
        auto const good = [&](std::string_view text) {
            std::size_t const size = count_code_points(text);
            return size >= bounds.min && size <= bounds.max && !pattern.matches(text);
        };
        std::string const valid = grower(choices_, rules_).text(type);
        if (std::string made = edited(valid); good(made)) { return made; }
        for (std::size_t i = 0, first = choices_.index(spoilt.size()); i < spoilt.size(); ++i) {
            std::string_view const text = spoilt[(first + i) % spoilt.size()];
            if (good(text)) { return std::string(text); }
            if (std::string made = valid + std::string(text); good(made)) { return made; }
        }
        return std::nullopt;
    }

private:
    // What the model's patterns refuse, as a whole or at the end of a text.
    static constexpr std::array<std::string_view, 8> spoilt{
        "\n", "aws:", "!", " ", "arn:aws:kms:us-east-1:123456789012:alias/a", "\xC3\xA9", "#\n", "\r"};
    static constexpr std::array<std::string_view, 12> strangers{
        " ", "/", "\n", std::string_view("\0", 1), "\xC3\xA9", "*", ":", "\xF0\x9F\x98\x80", "\"", "\\", "", "\x7F"};

    // The text with one character changed, put in or left out.
    [[nodiscard]] std::string edited(std::string_view text) {
        auto characters = characters_of(text);
        std::size_t const place = choices_.index(characters.size() + 1);
        std::string const stranger(pick(choices_, strangers));
        if (place == characters.size()) {
            characters.push_back(stranger);
        } else if (coin(choices_)) {
            characters[place] += stranger;
        } else {
            characters[place] = stranger;
        }
        std::string made;
        for (auto const& each : characters) { made += each; }
        return made;
    }

    any_source& choices_;
    options const& rules_;
};

} // namespace firehose_sse::fuzzing::detail
