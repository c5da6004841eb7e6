// SPDX-License-Identifier: BSL-1.0
#include "excerpt.hpp"
#include "mask.hpp"
#include "print.hpp"
#include "text.hpp"
#include <cstddef>
#include <vector>

namespace check_example {

namespace {

/// For each byte of the file, whether it must not be shown.
[[nodiscard]] std::vector<bool> hidden_bytes(report const& about) {
    std::vector<bool> hidden(about.body, true);
    for (span_of_text const& each : about.shown_of_head) {
        for (std::size_t i = each.begin; i < each.end; ++i) { hidden[i] = false; }
    }
    for (std::size_t i = 0; i < about.body; ++i) {
        if (about.text[i] == ' ') { hidden[i] = false; }
    }
    auto const body = outline(std::string_view(about.text).substr(about.body), about.shown_members).hidden;
    hidden.insert(hidden.end(), body.begin(), body.end());
    return hidden;
}

void append_problem(report const& about, problem const& what, std::vector<bool> const& hidden, palette const& with,
                    std::string& out) {
    bool const is_error = what.severity == severity::error;
    std::string_view const colour = is_error ? with.error : with.warning;
    auto const painted = [&](std::string_view paint, std::string_view text) {
        out += paint;
        out += text;
        out += with.off;
    };
    painted(with.bold, printable(about.file) + ':' + to_string(what.begin) + ": ");
    painted(colour, std::string(is_error ? "error" : "warning") + '[' + std::string(what.rule) + ']');
    out += ": " + what.message + '\n';

    auto const seen = excerpt_of(about.text, hidden, what.span);
    std::string const number = std::to_string(what.begin.line);
    painted(with.faint, "  " + number + " | ");
    out += seen.line + '\n';
    painted(with.faint, "  " + std::string(number.size(), ' ') + " | ");
    painted(colour, seen.carets);
    out += '\n';
    if (!what.pointer.empty()) {
        painted(with.faint, "  " + std::string(number.size(), ' ') + " = ");
        out += printable(what.pointer) + '\n';
    }
    out += '\n';
}

} // namespace

std::string print_pretty(report const& about, palette const& with) {
    std::string out;
    if (!about.problems.empty()) {
        auto const hidden = hidden_bytes(about);
        for (problem const& each : about.problems) { append_problem(about, each, hidden, with, out); }
    }
    if (about.more != 0) { out += "and " + std::to_string(about.more) + " more\n"; }
    std::size_t const errors = about.count(severity::error);
    std::size_t const warnings = about.count(severity::warning);
    std::string summary;
    if (errors != 0) { summary += counted(errors, "error"); }
    if (warnings != 0) { summary += (errors != 0 ? ", " : "") + counted(warnings, "warning"); }
    if (summary.empty() && about.failure.empty()) { summary = "nothing wrong"; }
    if (!summary.empty()) {
        out += summary + " in " + printable(about.file);
        if (!about.operation.empty()) {
            out += " (" + std::string(about.operation) + (about.response ? ", answer)" : ")");
        } else if (about.failure.empty()) {
            out += "; without an operation, its body was not checked";
        }
        out += '\n';
    }
    return out;
}

} // namespace check_example
