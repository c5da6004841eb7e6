// SPDX-License-Identifier: BSL-1.0
#include "explain.hpp"
#include <firehose_sse/constraint/rule.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include "http_rules.hpp"
#include "text.hpp"
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

namespace check_example {

using firehose_sse::diagnostic::rule_entry;
namespace constraint = firehose_sse::constraint;

namespace {

/// The text in lines of at most so many columns, each behind an indentation; the first line has its own.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns, std::string_view first,
                                  std::string_view indentation) {
    std::string out(first);
    std::size_t used = first.size();
    bool begins = true;
    while (!text.empty()) {
        std::size_t const size = std::min(text.find(' '), text.size());
        if (!begins && used + 1 + size > columns) {
            out += '\n' + std::string(indentation);
            used = indentation.size();
        } else if (!begins) {
            out += ' ';
            ++used;
        }
        out += text.substr(0, size);
        used += size;
        begins = false;
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return out + '\n';
}

[[nodiscard]] std::string example_of(rule_entry const& rule, std::string_view indentation) {
    std::string out;
    std::string_view text = rule.example;
    while (!text.empty()) {
        std::size_t const size = std::min(text.find('\n'), text.size());
        out += std::string(size == 0 ? "" : indentation) + spelled_out(text.substr(0, size)) + '\n';
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return out;
}

[[nodiscard]] std::string example_title(rule_entry const& rule) {
    return rule.example_shape.empty() ? "A message that breaks it:"
                                      : "A text that breaks it, meant as " + std::string(rule.example_shape) + ':';
}

void append_section(std::string_view title, std::string_view intro, std::span<rule_entry const> rules,
                    std::string& out) {
    out += "\n## " + std::string(title) + "\n\n" + std::string(intro);
    for (rule_entry const& each : rules) {
        out += "\n### " + std::string(each.id) + "\n\n";
        out += wrapped("**" + sentence(each.summary) + "** " + std::string(each.explanation), 120, "", "");
        out += '\n';
        out += wrapped("Source: " + std::string(each.source), 120, "- ", "  ");
        out += wrapped("Answer: " + std::string(each.answer) + '.', 120, "- ", "  ");
        out += wrapped("To mend it: " + std::string(each.mend), 120, "- ", "  ");
        if (!each.example.empty()) { out += '\n' + example_title(each) + "\n\n```\n" + example_of(each, "") + "```\n"; }
    }
}

} // namespace

std::vector<rule_entry> const& all_rules() {
    static auto const rules = [] {
        std::vector<rule_entry> both(std::begin(http_rule_book), std::end(http_rule_book));
        both.insert(both.end(), std::begin(firehose_sse::diagnostic::rule_book),
                    std::end(firehose_sse::diagnostic::rule_book));
        return both;
    }();
    return rules;
}

std::string explain(rule_entry const& rule) {
    std::string out = std::string(rule.id) + ": " + std::string(rule.summary) + "\n\n";
    out += wrapped(rule.explanation, 80, "", "") + '\n';
    out += wrapped(rule.source, 80, "Source:  ", "         ");
    out += wrapped(std::string(rule.answer) + '.', 80, "Answer:  ", "         ");
    out += wrapped(rule.mend, 80, "Mend it: ", "         ");
    if (!rule.example.empty()) { out += '\n' + example_title(rule) + "\n\n" + example_of(rule, "  "); }
    return out;
}

std::string list_rules() {
    std::size_t longest = 0;
    for (rule_entry const& each : all_rules()) { longest = std::max(longest, each.id.size()); }
    std::string out;
    for (rule_entry const& each : all_rules()) {
        out += std::string(each.id) + std::string(longest + 2 - each.id.size(), ' ') + std::string(each.summary) + '\n';
    }
    return out;
}

std::string rules_page() {
    std::string out = "# Rules\n\n";
    out +=
        wrapped("Every finding of `diagnostic::diagnose` and of [the checker](checker.md) has one of these ids; they "
                "are stable, the texts are not. `firehose_check explain RULE` prints an entry. The marks are explained "
                "in [index.md](../index.md#evidence-marks); the answers are the service's, or this library's gateway's "
                "where it says \"here\".",
                120, "", "");
    out += "\nThis page is the output of `firehose_check explain --markdown`.\n";
    std::span<rule_entry const> const book = firehose_sse::diagnostic::rule_book;
    std::size_t const of_the_model = firehose_sse::reflect::enumerators<constraint::rule>.size();
    append_section("The text",
                   wrapped("`wire::decode_reason`: what keeps a text from being read. All are judged before "
                           "any rule of the model.",
                           120, "", ""),
                   book.first(book.size() - of_the_model), out);
    append_section("The model",
                   wrapped("`constraint::rule`: what a text says that can be read. Each can be switched off: "
                           "`constraint::policy::off`, `--off RULE`.",
                           120, "", ""),
                   book.last(of_the_model), out);
    append_section("The head of a request",
                   wrapped("The checker's own, for raw HTTP messages. Each can be switched off "
                           "with `--off RULE`.",
                           120, "", ""),
                   http_rule_book, out);
    return out;
}

} // namespace check_example
