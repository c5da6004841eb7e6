// The report as text.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/fuzzing/finding_meaning.hpp>
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
    if (!each.reproduced) {
        out << "    not seen again under new names; the " << each.steps.size() << " steps that led to it:\n";
    } else {
        out << "    " << (each.minimal ? "shortest script" : "script") << ", " << each.steps.size() << " steps, after "
            << each.runs << " runs:\n";
    }
    for (auto const& step : each.steps) { out << "        " << to_text(step) << "\n"; }
}

} // namespace

std::string text_report(heading const& head, tally const& all) {
    std::ostringstream out;
    out << "Campaign against " << head.endpoint << ", " << head.date << "\n"
        << "judged by: " << head.judged_by << "; clock: " << head.clock << "; seed " << head.seed << "\n"
        << all.requests << " requests in " << all.took.count() << " ms, " << all.waits << " waits, " << all.key_changes
        << " changes of keys, " << all.no_answer << " without an answer, " << all.given_up << " streams given up\n";
    if (all.ended_early) { out << "ended early: the endpoint has stopped answering\n"; }
    out << "\nWhat was tried, by operation\n";
    write_table(out, all.by_operation);
    out << "\nWhat was tried, by where the body came from\n";
    write_table(out, all.by_body);
    out << "\nWhere the endpoint disagreed\n";
    for (auto const& [kind, each] : all.found) {
        out << "\n  " << to_text(each.first) << "\n    " << fz::meaning_of(kind.second) << "\n    " << each.count
            << " times, first in request " << each.request << "\n";
        write_script(out, each);
    }
    if (all.found.empty()) { out << "  nowhere\n"; }
    out << "\n"
        << all.requests << " requests, " << all.findings() << " disagreements of " << all.found.size() << " kinds\n";
    return out.str();
}

} // namespace campaign
