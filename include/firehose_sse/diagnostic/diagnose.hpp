// Finds everything to report about a document: reads it, checks it, and gives each finding its place.
// Level 4 (diagnostic). Pure; does not decide what follows from a finding.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/constraint/text.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/diagnostic/diagnostic.hpp"
#include "firehose_sse/diagnostic/fault_message.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::diagnostic {

/// How a document is read and checked.
struct options {
    wire::decode_options decode{.unknown_members = wire::unknown_members::warn};
    constraint::policy constraints{};
    /// How many findings are kept; others are only counted. The reading stops after this many faults.
    std::size_t max_findings = 32;
};

namespace detail {

/// The size of the token at the front of a text: a string with its quotes, a bare word or number, else one code point.
/// The reader has read the token to its end.
[[nodiscard]] constexpr std::size_t token_size(std::string_view text) noexcept {
    if (text.front() == '"') {
        std::size_t at = 1;
        while (at < text.size() && text[at] != '"') { at += text[at] == '\\' ? 2u : 1u; }
        return std::min(at + 1, text.size());
    }
    constexpr std::string_view word = "+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::size_t const end = std::min(text.find_first_not_of(word), text.size());
    return std::max(end, firehose_sse::front_code_point(text).size);
}

class reporter {
public:
    reporter(std::string_view body, type_table const& root, options const& rules)
        : body_(body), root_(root), rules_(rules) {}

    void add(wire::decode_error const& fault, severity level) {
        std::size_t const offset = std::min(fault.offset, body_.size());
        std::string_view const rest = body_.substr(offset);
        auto const bounds = limits_of(fault.reason, rules_.decode);
        reflect::suggestion nearest;
        if (fault.reason == wire::decode_reason::unknown_member) { nearest = nearest_member(root_, fault.pointer); }
        std::size_t const size = is_of_a_value(fault.reason) ? token_size(rest) : std::min<std::size_t>(rest.size(), 1);
        found_.list.push_back({.cause = fault.reason,
                               .severity = level,
                               .pointer = fault.pointer,
                               .span = {offset, offset + size},
                               .bounds = bounds,
                               .nearest = nearest,
                               .message = fault_message(fault, rest, root_, bounds, nearest)});
    }

    void add(constraint::violations const& broken, wire::positions const& where) {
        for (auto const& each : broken.list) { add(each, where); }
        count_more(broken.more, broken.more);
    }

    [[nodiscard]] findings take() && {
        // findings that begin at the same byte keep their order
        std::vector<std::pair<std::size_t, std::size_t>> order;
        for (finding const& each : found_.list) { order.emplace_back(each.span.begin, order.size()); }
        std::ranges::sort(order);
        std::vector<finding> sorted;
        sorted.reserve(order.size());
        for (auto const& [begin, index] : order) { sorted.push_back(std::move(found_.list[index])); }
        found_.list = std::move(sorted);
        while (found_.list.size() > rules_.max_findings) {
            count_more(1, found_.list.back().severity == severity::error ? 1 : 0);
            found_.list.pop_back();
        }
        locator places(body_);
        for (finding& each : found_.list) { each.at = places.locate(each.span.begin); }
        return std::move(found_);
    }

private:
    void add(constraint::violation const& broken, wire::positions const& where) {
        bool const has_bounds = broken.bounds != range{};
        using enum constraint::value_kind;
        bool const tells = broken.kind != integer && (broken.kind != none || has_bounds);
        found_.list.push_back({.cause = broken.rule,
                               .pointer = broken.pointer,
                               .span = place(broken.pointer, where),
                               .bounds = has_bounds ? std::optional(broken.bounds) : std::nullopt,
                               .actual = tells ? std::optional(broken.actual) : std::nullopt,
                               .nearest = broken.nearest,
                               .message = constraint::explanation(broken)});
    }

    void count_more(std::size_t more, std::size_t errors) {
        found_.more += more;
        found_.more_errors += errors;
    }

    /// Whether such a fault has the offset of a whole value or name; others are found in the middle of something.
    [[nodiscard]] static constexpr bool is_of_a_value(wire::decode_reason reason) noexcept {
        using enum wire::decode_reason;
        constexpr wire::decode_reason of_a_value[] = {not_an_object,       wrong_kind,   not_an_integer,
                                                      number_out_of_range, null_element, duplicate_member,
                                                      unknown_member,      bad_base64,   bad_timestamp};
        return std::ranges::find(of_a_value, reason) != std::end(of_a_value);
    }

    /// The value at the pointer; if there is none, the opening bracket of what should hold it.
    [[nodiscard]] wire::span_of_text place(std::string_view pointer, wire::positions const& where) const {
        auto span = where.find(pointer);
        if (!span || pointer.empty()) {
            std::size_t const begin = where.find_nearest(pointer).value_or(wire::span_of_text{}).begin;
            span = {begin, begin + 1};
        }
        return {std::min(span->begin, body_.size()), std::min(span->end, body_.size())};
    }

    std::string_view body_;
    type_table const& root_;
    options const& rules_;
    findings found_;
};

} // namespace detail

/// Finds everything in a document of type `T` that is wrong or worth a warning.
/// The constraints are checked only if the whole text could be read, and never on a value that could not be read
/// itself. Rules that look at several members are checked only if all values could be read.
/// *Errors:* none thrown. An empty result means that no fault of the document itself is known; existing streams, keys
/// and quotas are not considered, nor is what the model leaves opaque.
///
/// *Example:* `for (auto const& each : diagnostic::diagnose<model::PutRecordInput>(body).list) { print(each); }`
template <reflect::described T> [[nodiscard]] findings diagnose(std::string_view body, options const& rules = {}) {
    options with = rules;
    with.decode.keep_positions = true;
    auto const read = wire::inspect<T>(body, with.decode, std::max<std::size_t>(with.max_findings, 1));
    detail::reporter report(body, wire::detail::table<T>, with);
    for (auto const& fault : read.faults) { report.add(fault, severity::error); }
    for (auto const& unknown : read.document.unknown) { report.add(unknown, severity::warning); }
    if (read.complete) {
        auto const& [value, missing, unknown, where] = read.document;
        std::vector<std::string> unread;
        for (auto const& fault : read.faults) {
            if (fault.reason != wire::decode_reason::unknown_member) { unread.push_back(fault.pointer); }
        }
        report.add(constraint::validate_constraints(value, with.constraints, missing, unread), where);
        if (unread.empty()) { report.add(constraint::validate_cross_members(value, with.constraints), where); }
    }
    return std::move(report).take();
}

} // namespace firehose_sse::diagnostic
