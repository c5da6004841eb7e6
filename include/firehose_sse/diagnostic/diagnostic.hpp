// One finding about a document, whichever layer found it: what is wrong, where, and what would be right.
// Level 4 (diagnostic). Plain data; never holds a value of the document.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include "firehose_sse/diagnostic/line_column.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/nearest_name.hpp"
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/positions.hpp"
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace firehose_sse::diagnostic {

/// What is wrong: the text itself or one of its values (decode_reason), or a rule of the model is broken (rule).
using cause = std::variant<wire::decode_reason, constraint::rule>;

/// The stable id of a cause, such as `wrong_kind` or `length_max`; no two causes share one.
[[nodiscard]] constexpr std::string_view rule_id(cause const& what) noexcept {
    return std::visit([](auto each) { return reflect::enum_name(each); }, what);
}

/// `error`: as far as is known, the document is refused. `warning`: it is not refused, but somebody should look.
BOOST_DEFINE_FIXED_ENUM_CLASS(severity, unsigned char, error, warning)

/// One finding.
struct finding {
    diagnostic::cause cause{};
    diagnostic::severity severity = diagnostic::severity::error;
    /// RFC 6901. Names unknown to the model are text of the sender, cut at 64 bytes; to_text() escapes them.
    std::string pointer{};
    /// The text at fault: the value, or an unknown member's name; for an object or list of the wrong kind, its opening
    /// bracket; for a missing value, the bracket that opens what should hold it. *Units:* bytes of the document.
    wire::span_of_text span{};
    /// Where `span` begins.
    line_column at{};
    /// Smallest and largest allowed, under the policy and the options in force.
    std::optional<range> bounds{};
    /// The size or count found. *Units:* as `bounds`. Empty for an integer, whose number is not told.
    std::optional<std::int64_t> actual{};
    /// The name that was probably meant.
    reflect::suggestion nearest{};
    /// One sentence without a place, a full stop or a value of the document.
    std::string message{};
    friend bool operator==(finding const&, finding const&) = default;
};

/// Findings in the order of the document, and how many more there were.
struct findings {
    std::vector<finding> list{};
    /// Found, but not kept.
    std::size_t more = 0;
    /// How many of those are errors.
    std::size_t more_errors = 0;

    [[nodiscard]] bool empty() const noexcept { return list.empty() && more == 0; }
    [[nodiscard]] bool has_errors() const noexcept {
        for (auto const& each : list) {
            if (each.severity == severity::error) { return true; }
        }
        return more_errors != 0;
    }
    friend bool operator==(findings const&, findings const&) = default;
};

/// One line of printable ASCII, `LINE:COLUMN: error: RULE at POINTER: MESSAGE`; the pointer is escaped as in JSON.
[[nodiscard]] inline std::string to_text(finding const& what) {
    std::string text = to_string(what.at) + ": ";
    text += reflect::enum_name(what.severity);
    text += ": ";
    text += rule_id(what.cause);
    if (!what.pointer.empty()) { text += " at " + wire::detail::printable(what.pointer); }
    return text + ": " + what.message;
}

} // namespace firehose_sse::diagnostic
