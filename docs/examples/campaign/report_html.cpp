// The report as one page: no script, font or picture from elsewhere; light or dark as the reader's browser prefers.
// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>

namespace campaign {

namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--line:#8886;--soft:#8882;--bad:#c33;--good:#2a7}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2.5rem;border-bottom:1px solid var(--line)}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.verdict{font-size:1.3rem;font-weight:600}.bad{color:var(--bad)}.good{color:var(--good)}
article{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:4px;padding:.5rem 1rem;margin:1rem 0}
pre{background:var(--soft);padding:.75rem;overflow:auto;font-size:.85rem;white-space:pre-wrap;overflow-wrap:anywhere}
code{background:var(--soft);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default:
            if (c == '\n' || (c >= ' ' && c <= '~')) {
                out += c;
            } else {
                out += "&#xFFFD;"; // so that no foreign text can change how the page is decoded
            }
        }
    }
    return out;
}

void write_table(std::ostringstream& out, std::string_view title, std::map<std::string, answers> const& rows) {
    out << "<table><thead><tr><th>" << escaped(title)
        << "</th><th>requests</th><th>carried out</th><th>refused</th></tr>"
        << "</thead><tbody>\n";
    for (auto const& [name, given] : rows) {
        std::size_t all = 0;
        std::size_t good = 0;
        std::string refused;
        for (auto const& [word, count] : given) {
            all += count;
            if (word == "200") {
                good = count;
            } else {
                refused += (refused.empty() ? "" : ", ") + escaped(word) + " " + std::to_string(count);
            }
        }
        out << "<tr><td>" << escaped(name.empty() ? "(no operation)" : name) << "</td><td class=n>" << all
            << "</td><td class=n>" << good << "</td><td>" << refused << "</td></tr>\n";
    }
    out << "</tbody></table>\n";
}

void write_disagreement(std::ostringstream& out, disagreement const& each) {
    out << "<article><h3>" << escaped(each.first.kind) << " in "
        << escaped(each.first.operation.empty() ? "(no operation)" : each.first.operation) << "</h3>\n<p>"
        << escaped(each.first.meaning) << "</p>\n<p>Expected <code>" << escaped(each.first.expected)
        << "</code>, got <code>" << escaped(each.first.got) << "</code>. " << each.count << " times, first in request "
        << each.request << ".</p>\n<p>";
    switch (each.seen) {
    case shown::not_tried: out << "Not run again to its end. The steps that led to it:"; break;
    case shown::not_again: out << "Not seen again under new names. The steps that led to it:"; break;
    case shown::again:
        out << (each.minimal ? "The shortest script" : "A script") << " that shows it, after " << each.runs << " runs:";
        break;
    }
    out << "</p>\n<pre>";
    for (auto const& step : each.steps) { out << escaped(to_text(step)) << "\n"; }
    out << "</pre></article>\n";
}

} // namespace

std::string html_report(heading const& head, tally const& all) {
    std::ostringstream out;
    bool const good = all.found.empty() && all.ended_early.empty();
    out << "<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport "
           "content=\"width=device-width\">"
        << "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        << "<title>Campaign against " << escaped(head.endpoint) << "</title><style>" << style
        << "</style></head>\n<body>"
        << "<h1>Campaign against " << escaped(head.endpoint) << "</h1>\n<p class=\"verdict " << (good ? "good" : "bad")
        << "\">" << all.requests << " requests, " << all.complaints() << " disagreements of " << all.found.size()
        << " kinds</p>\n<table><tbody>";
    auto const row = [&](std::string_view name, std::string const& value) {
        out << "<tr><th>" << escaped(name) << "</th><td>" << escaped(value) << "</td></tr>\n";
    };
    row("date", head.date);
    row("judged by", head.judged_by);
    row("clock", head.clock);
    row("seed", std::to_string(head.seed));
    row("options", head.options.empty() ? "none" : head.options);
    row("took", std::to_string(all.took.count()) + " ms");
    row("waits", std::to_string(all.waits));
    row("changes of keys", std::to_string(all.key_changes));
    row("without an answer", std::to_string(all.no_answer));
    row("sent again", std::to_string(all.sent_again));
    row("streams given up", std::to_string(all.given_up));
    row("streams of others", all.other_streams ? "may be there: the number of streams was not judged" : "none");
    row("quota of Start and Stop", all.quota_reached ? "reached" : "never reached");
    if (!all.ended_early.empty()) { row("ended early", all.ended_early); }
    out << "</tbody></table>\n<h2>Where the endpoint disagreed</h2>\n";
    for (auto const& [kind, each] : all.found) { write_disagreement(out, each); }
    if (all.found.empty()) { out << "<p>Nowhere.</p>\n"; }
    out << "<h2>What was tried, and what was refused</h2>\n";
    write_table(out, "operation", all.by_operation);
    out << "<h2>By where the body came from</h2>\n";
    write_table(out, "body", all.by_body);
    out << "</body></html>\n";
    return out.str();
}

} // namespace campaign
