// Reports as text: for people, for editors, for programs, for code scanning.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "report.hpp"
#include <span>
#include <string>
#include <string_view>

namespace check_example {

/// Escape sequences of a terminal; all empty without colour.
struct palette {
    std::string_view bold{};
    std::string_view error{};
    std::string_view warning{};
    std::string_view faint{};
    std::string_view off{};

    [[nodiscard]] static constexpr palette colours() noexcept {
        return {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"};
    }
};

/// Each finding with its line and a caret, and how many there are.
[[nodiscard]] std::string print_pretty(report const& about, palette const& with);

/// `file:line:column: error: message [rule]`: the form of the GNU coding standards.
[[nodiscard]] std::string print_gnu(report const& about);

/// One JSON document about all files.
[[nodiscard]] std::string print_json(std::span<report const> all, sse::constraint::constraint_set set);

/// One SARIF log, version 2.1.0, about all files.
[[nodiscard]] std::string print_sarif(std::span<report const> all, sse::constraint::constraint_set set);

} // namespace check_example
