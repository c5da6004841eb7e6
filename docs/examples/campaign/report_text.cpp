// The report as text.
// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"
#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>

namespace campaign {

namespace {

void write_table(std::ostringstream& out, std::map<std::string, answers> const& rows) {
    for (auto const& [name, given] : rows) {
        std::size_t all = 0;
        for (auto const& [word, count] : given) { all += count; }
        out << "  " << (name.empty() ? "(no operation)" : name) << ": " << all << "\n";
        for (auto const& [word, count] : given) { out << "      " << word << " " << count << "\n"; }
    }
}

void write_script(std::ostringstream& out, disagreement const& each) {
    switch (each.seen) {
    case shown::not_tried:
        out << "    not run again to its end; the " << each.steps.size() << " steps that led to it:\n";
        break;
    case shown::not_again:
        out << "    not seen again under new names; the " << each.steps.size() << " steps that led to it:\n";
        break;
    case shown::again:
        out << "    " << (each.minimal ? "shortest script" : "script") << ", " << each.steps.size() << " steps, after "
            << each.runs << " runs:\n";
        break;
    }
    for (auto const& step : each.steps) { out << "        " << to_text(step) << "\n"; }
}

} // namespace

std::string text_report(heading const& head, tally const& all) {
    std::ostringstream out;
    out << "Campaign against " << head.endpoint << ", " << head.date << "\n"
        << "judged by: " << head.judged_by << "; clock: " << head.clock << "; seed " << head.seed << "\n"
        << "options: " << (head.options.empty() ? "none" : head.options) << "\n"
        << all.requests << " requests in " << all.took.count() << " ms, " << all.waits << " waits, " << all.key_changes
        << " changes of keys, " << all.no_answer << " without an answer, " << all.sent_again << " sent again, "
        << all.given_up << " streams given up\n";
    if (all.other_streams) { out << "the endpoint may have streams of others: their number was not judged\n"; }
    if (!all.quota_reached) { out << "the quota of Start and Stop was never reached\n"; }
    if (!all.ended_early.empty()) { out << "ended early: " << all.ended_early << "\n"; }
    out << "\nWhat was tried, by operation\n";
    write_table(out, all.by_operation);
    out << "\nWhat was tried, by where the body came from\n";
    write_table(out, all.by_body);
    out << "\nWhere the endpoint disagreed\n";
    for (auto const& [kind, each] : all.found) {
        out << "\n  " << each.first.text << "\n    " << each.first.meaning << "\n    " << each.count
            << " times, first in request " << each.request << "\n";
        write_script(out, each);
    }
    if (all.found.empty()) { out << "  nowhere\n"; }
    out << "\n"
        << all.requests << " requests, " << all.complaints() << " disagreements of " << all.found.size() << " kinds\n";
    return out.str();
}

} // namespace campaign
