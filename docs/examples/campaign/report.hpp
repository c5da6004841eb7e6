// A campaign as a report: a text, or one HTML page that needs no other file.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "settings.hpp"
#include "tally.hpp"
#include <string>

namespace campaign {

/// What a report says above everything else.
struct heading {
    std::string endpoint{};
    /// UTC, to the second.
    std::string date{};
    std::string judged_by{};
    std::string clock{};
    std::uint64_t seed = 0;
    /// The options it was run with.
    std::string options{};
};

[[nodiscard]] std::string text_report(heading const& head, tally const& all);
[[nodiscard]] std::string html_report(heading const& head, tally const& all);

} // namespace campaign
