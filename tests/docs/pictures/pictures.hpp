// What the documentation's pictures are drawn from: the life cycle itself, run, and a table of what was measured.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "drawing.hpp"
#include <boost/core/type_name.hpp>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace firehose_sse::pictures {

/// A drawn picture, or why it cannot be drawn any more.
struct picture {
    std::string svg{};
    std::string complaint{};
};

/// Every change of status that a sequence of commands can bring about.
[[nodiscard]] picture draw_life_cycle(look const& colours);

/// A change of key that fails, and is repeated, over time.
[[nodiscard]] picture draw_failed_rotation(look const& colours);

/// What a quota costs for one to 10 million streams, from the table that tests/bench/quota_growth prints.
[[nodiscard]] picture draw_quota_growth(look const& colours, std::filesystem::path const& measured_file);

/// "create_grant" for encryption::create_grant: commands and effects that come later have a name too.
template <class T> std::string plain_name() {
    std::string const full = boost::core::type_name<T>();
    return full.substr(full.rfind(':') + 1);
}

/// "a, b and c"; `last` stands before the last one.
template <class Range> std::string joined(Range const& words, std::string_view last = " and ") {
    std::string text;
    std::size_t left = words.size();
    for (auto const& word : words) {
        if (!text.empty()) { text += left == 1 ? last : ", "; }
        text += word;
        --left;
    }
    return text;
}

} // namespace firehose_sse::pictures
