// What was found in one file, whatever its kind, and how files are to be checked.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/constraint/policy.hpp>
#include <firehose_sse/diagnostic/diagnose.hpp>
#include "http_rules.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace check_example {

namespace sse = firehose_sse;
using span_of_text = sse::wire::span_of_text;
using severity = sse::diagnostic::severity;

/// One thing that is wrong, or worth a warning. Offsets and lines are those of the file, not of a body inside of it.
struct problem {
    std::string_view rule{};
    check_example::severity severity = severity::error;
    /// A pointer into the JSON document (RFC 6901); empty for the whole of it, and for places outside of it.
    std::string pointer{};
    span_of_text span{};
    sse::diagnostic::line_column begin{};
    sse::diagnostic::line_column end{};
    std::optional<sse::range> bounds{};
    std::optional<std::int64_t> actual{};
    sse::reflect::suggestion nearest{};
    /// A sentence without its full stop; no value is in it.
    std::string message{};
};

/// A file after it was checked.
struct report {
    std::string file{};
    std::string text{};
    /// Where the JSON begins; a head of HTTP stands before it.
    std::size_t body = 0;
    /// Parts of the head that may be shown.
    std::vector<span_of_text> shown_of_head{};
    /// Members whose values may be shown, as pointers with `*` for an index; filled only if values are to be shown.
    std::vector<std::string> shown_members{};
    /// Empty where none was recognised.
    std::string_view operation{};
    bool response = false;
    std::vector<problem> problems{};
    /// How many more problems were found but not kept, and how many of those are errors.
    std::size_t more = 0;
    std::size_t more_errors = 0;
    /// Why it could not be checked, or not to its end; empty when it was.
    std::string failure{};

    [[nodiscard]] std::size_t count(check_example::severity level) const {
        std::size_t const kept = static_cast<std::size_t>(std::ranges::count(problems, level, &problem::severity));
        return kept + (level == severity::error ? more_errors : more - more_errors);
    }
};

/// The most findings of a file that can be asked for; reading its JSON stops after as many faults.
inline constexpr std::size_t most_findings = 10'000;

/// How files are checked.
struct settings {
    std::optional<std::string_view> operation{};
    bool response = false;
    sse::wire::decode_options decode{.unknown_members = sse::wire::unknown_members::warn};
    sse::constraint::policy constraints{};
    std::vector<std::string_view> http_rules_off{};
    std::size_t max_findings = 32;
    bool show_values = false;
};

} // namespace check_example
