// SPDX-License-Identifier: BSL-1.0
#include "json_text.hpp"
#include "print.hpp"
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <limits>
#include <optional>

namespace check_example {

namespace json = boost::json;

namespace {

[[nodiscard]] json::value text_or_null(std::string_view text) {
    if (text.empty()) { return nullptr; }
    return json::string(text);
}

/// A bound; null when there is none on that side.
[[nodiscard]] json::value bound(std::optional<sse::range> const& bounds, std::int64_t sse::range::*side) {
    using limits = std::numeric_limits<std::int64_t>;
    if (!bounds) { return nullptr; }
    std::int64_t const number = *bounds.*side;
    if (number == limits::min() || number == limits::max()) { return nullptr; }
    return number;
}

[[nodiscard]] json::object to_json(problem const& what) {
    return {{"rule", what.rule},
            {"severity", what.severity == severity::error ? "error" : "warning"},
            {"pointer", what.pointer},
            {"offset", what.span.begin},
            {"size", what.span.end - what.span.begin},
            {"line", what.begin.line},
            {"column", what.begin.column},
            {"min", bound(what.bounds, &sse::range::min)},
            {"max", bound(what.bounds, &sse::range::max)},
            {"actual", what.actual ? json::value(*what.actual) : json::value(nullptr)},
            {"suggestion", text_or_null(what.nearest.name)},
            {"case_only", what.nearest.case_only},
            {"message", what.message}};
}

} // namespace

std::string print_json(std::span<report const> all, sse::constraint::constraint_set set) {
    json::array files;
    for (report const& each : all) {
        json::array findings;
        for (problem const& what : each.problems) { findings.push_back(to_json(what)); }
        files.push_back({{"file", each.file},
                         {"operation", text_or_null(each.operation)},
                         {"response", each.response},
                         {"failure", text_or_null(each.failure)},
                         {"errors", each.count(severity::error)},
                         {"warnings", each.count(severity::warning)},
                         {"findings", std::move(findings)},
                         {"more", each.more}});
    }
    return to_text(
        json::object{{"version", 1}, {"constraints", sse::constraint::model_date(set)}, {"files", std::move(files)}});
}

} // namespace check_example
