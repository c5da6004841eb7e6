// SPDX-License-Identifier: BSL-1.0
#include "explain.hpp"
#include "json_text.hpp"
#include "print.hpp"
#include "text.hpp"
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <utility>

namespace check_example {

namespace json = boost::json;

namespace {

/// The text of a message. Braces are doubled (SARIF 2.1.0, 3.11.5), and `](` is escaped, so that it makes no link of a
/// sender's text (3.11.6). Other brackets may stand as they are; patterns have many. Descriptions of rules are message
/// strings too, whether or not there are arguments to put into them.
[[nodiscard]] json::object text(std::string_view content) {
    std::string out;
    bool escaped = false; // by the backslash before
    for (std::size_t i = 0; i < content.size(); ++i) {
        char const c = content[i];
        if (c == ']' && !escaped && content.substr(i + 1).starts_with('(')) { out += '\\'; }
        out += c;
        if (c == '{' || c == '}') { out += c; }
        escaped = c == '\\' && !escaped;
    }
    return {{"text", out}};
}

/// What a pointer leads to, in SARIF's words for JSON (3.33.7): an element of a list, or a member.
[[nodiscard]] std::string_view kind_of(std::string_view pointer) {
    std::string_view const last = pointer.substr(pointer.rfind('/') + 1);
    bool const index = !last.empty() && last.find_first_not_of("0123456789") == std::string_view::npos;
    return index ? "value" : "property";
}

[[nodiscard]] json::object to_rule(sse::diagnostic::rule_entry const& rule) {
    return {{"id", rule.id},
            {"shortDescription", text(sentence(rule.summary))},
            {"fullDescription", text(rule.explanation)},
            {"help", text(std::string(rule.mend) + "\n\nSource: " + std::string(rule.source) +
                          "\n\nThe service's answer: " + std::string(rule.answer) + '.')},
            {"defaultConfiguration", {{"level", rule.id == "unknown_member" ? "warning" : "error"}}}};
}

/// A path as a URI: a relative one stays relative.
[[nodiscard]] std::string to_uri(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (char const c : path) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        if (plain) {
            uri += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            uri += '%';
            uri += digits[byte >> 4];
            uri += digits[byte & 15];
        }
    }
    return uri;
}

[[nodiscard]] json::object location(report const& about, problem const& what) {
    json::object place{{"physicalLocation",
                        {{"artifactLocation", {{"uri", to_uri(about.file)}}},
                         {"region",
                          {{"startLine", what.begin.line},
                           {"startColumn", what.begin.column},
                           {"endLine", what.end.line},
                           {"endColumn", what.end.column},
                           {"byteOffset", what.span.begin},
                           {"byteLength", what.span.end - what.span.begin}}}}}};
    if (!what.pointer.empty()) {
        place["logicalLocations"] =
            json::array{json::object{{"fullyQualifiedName", what.pointer}, {"kind", kind_of(what.pointer)}}};
    }
    return place;
}

[[nodiscard]] json::object to_result(report const& about, problem const& what) {
    auto const& rules = all_rules();
    auto const rule = std::ranges::find(rules, what.rule, &sse::diagnostic::rule_entry::id);
    return {{"ruleId", what.rule},
            {"ruleIndex", rule - rules.begin()},
            {"level", what.severity == severity::error ? "error" : "warning"},
            {"message", text(what.message)}, // no full stop: it could be taken for a part of a pattern
            {"locations", json::array{location(about, what)}}};
}

[[nodiscard]] json::object notification(report const& about, std::string_view level, std::string const& message) {
    return {{"level", level},
            {"message", text(message)},
            {"locations",
             json::array{json::object{{"physicalLocation", {{"artifactLocation", {{"uri", to_uri(about.file)}}}}}}}}};
}

} // namespace

std::string print_sarif(std::span<report const> all, sse::constraint::constraint_set set) {
    json::array results;
    json::array notifications;
    bool successful = true;
    for (report const& about : all) {
        for (problem const& what : about.problems) { results.push_back(to_result(about, what)); }
        if (about.more != 0) {
            notifications.push_back(notification(about, "note", "And " + counted(about.more, "finding") + " more."));
        }
        if (!about.failure.empty()) {
            successful = false;
            notifications.push_back(notification(about, "error", "Could not be checked: " + about.failure + '.'));
        }
    }
    json::array rules;
    for (auto const& each : all_rules()) { rules.push_back(to_rule(each)); }
    json::object driver{{"name", "firehose_check"}, {"version", FIREHOSE_SSE_VERSION}, {"rules", std::move(rules)}};
    json::object run{
        {"tool", {{"driver", std::move(driver)}}},
        {"invocations", json::array{json::object{{"executionSuccessful", successful},
                                                 {"toolExecutionNotifications", std::move(notifications)}}}},
        {"columnKind", "unicodeCodePoints"},
        {"newlineSequences", json::array{"\r\n", "\n", "\r"}},
        {"results", std::move(results)},
        {"properties", {{"constraints", sse::constraint::model_date(set)}}}};
    return to_text(json::object{{"version", "2.1.0"}, {"runs", json::array{std::move(run)}}});
}

} // namespace check_example
