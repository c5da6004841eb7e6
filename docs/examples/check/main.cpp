// Checks requests to Amazon Data Firehose, and answers from it, as a linter does.
// SPDX-License-Identifier: BSL-1.0
#include "explain.hpp"
#include "http_rules.hpp"
#include "inspect.hpp"
#include "operations.hpp"
#include "print.hpp"
#include "read_file.hpp"
#include "skeleton.hpp"
#include "text.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace check_example;

constexpr int nothing_wrong = 0;
constexpr int something_wrong = 1;
constexpr int could_not = 2;

struct arguments {
    std::vector<std::string> files;
    std::string operation;
    bool response = false;
    std::string format = "pretty";
    std::string preset = "default";
    std::string unknown;
    std::string constraints = "of_2026_06_12";
    std::vector<std::string> off;
    std::size_t max_findings = 32;
    std::string color = "auto";
    bool show_values = false;
    bool warnings_as_errors = false;

    std::string skeleton_of;
    bool required_only = false;
    std::string rule;
    bool markdown = false;
};

CLI::Option* add_choice(CLI::App& app, std::string const& name, std::string& target, std::vector<std::string> names,
                        std::string const& help) {
    std::string type;
    for (auto const& each : names) { type += (type.empty() ? "" : "|") + each; }
    return app.add_option(name, target, help)->check(CLI::IsMember(std::move(names)).description(""))->type_name(type);
}

template <class E> std::vector<std::string> names_of() {
    std::vector<std::string> names;
    for (auto const& each : sse::reflect::enumerators<E>) { names.emplace_back(each.name); }
    return names;
}

void add_options(CLI::App& app, arguments& a) {
    app.footer("Exit: 0 nothing wrong, or warnings only; 1 something is wrong; 2 something could not be checked.\n"
               "No value is printed without --show-values, so that output may be kept where the files may not.\n"
               "A subcommand stands alone, without files or options of a check; a file of its name is ./skeleton.");
    app.set_version_flag("--version", std::string("firehose_check ") + FIREHOSE_SSE_VERSION);
    app.add_option("FILE", a.files,
                   "JSON, as `aws firehose … --cli-input-json` takes it, or a raw HTTP request; - or "
                   "none is standard input");
    app.add_option("--operation", a.operation,
                   "What the JSON is for: StartDeliveryStreamEncryption, or "
                   "start-delivery-stream-encryption; HTTP requests say it themselves")
        ->type_name("NAME");
    app.add_flag("--response", a.response, "The files are the operation's answers, not requests");
    add_choice(app, "--format", a.format, {"pretty", "json", "sarif", "gnu"}, "What is printed")->capture_default_str();
    add_choice(app, "--preset", a.preset, {"default", "sdk", "gateway"}, "How texts are read")->capture_default_str();
    add_choice(app, "--unknown", a.unknown, names_of<sse::wire::unknown_members>(),
               "Members that the model does not know; the preset's choice unless given");
    add_choice(app, "--constraints", a.constraints, names_of<sse::constraint::constraint_set>(),
               "Date of the model whose constraints hold")
        ->capture_default_str();
    app.add_option("--off", a.off, "A rule not to check; may be repeated")->type_name("RULE")->allow_extra_args(false);
    app.add_option("--max-findings", a.max_findings, "Findings printed for each file; the rest is counted")
        ->check(CLI::Range(std::size_t{1}, most_findings).description(""))
        ->type_name("N")
        ->capture_default_str();
    add_choice(app, "--color", a.color, {"auto", "always", "never"},
               "auto: on a terminal, unless NO_COLOR is set or TERM is dumb")
        ->capture_default_str();
    app.add_flag("--show-values", a.show_values,
                 "Print the values of the line at fault, but never records, headers that identify the caller, or "
                 "what is not typed");
    app.add_flag("--warnings-as-errors", a.warnings_as_errors, "Exit with 1 for a warning too");

    app.require_subcommand(0, 1);
    auto& skeleton = *app.add_subcommand("skeleton", "Print a request to fill in");
    skeleton.add_option("OPERATION", a.skeleton_of, "As for --operation")->required();
    skeleton.add_flag("--required-only", a.required_only, "Only what must be given");
    auto& explain = *app.add_subcommand("explain", "Say what a rule is and where it comes from");
    explain.add_option("RULE", a.rule, "The id of a finding; without one, all rules are listed");
    explain.add_flag("--markdown", a.markdown, "All rules as the page of the documentation")->group("");
}

int complain(std::string const& what) {
    std::cerr << "firehose_check: " << what << '\n';
    return could_not;
}

/// Writes the output of a command to standard output.
int print(std::string const& text, int outcome = nothing_wrong) {
    bool const written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? outcome : complain("standard output cannot be written");
}

[[nodiscard]] std::string unknown_rule(std::string const& id) {
    auto const nearest = sse::reflect::nearest_name(id, [] {
        struct named {
            std::string_view name;
        };
        std::vector<named> names;
        for (auto const& each : all_rules()) { names.push_back({each.id}); }
        return names;
    }());
    return "there is no rule " + printable(id) +
           (nearest.empty() ? "" : "; did you mean " + std::string(nearest.name) + '?');
}

/// Why a rule about the text cannot be switched off, and what to do instead.
[[nodiscard]] std::string not_switched_off(std::string const& id) {
    using enum sse::wire::decode_reason;
    constexpr sse::wire::decode_reason of_a_preset[] = {byte_order_mark, not_an_integer, null_element};
    auto const reason = sse::reflect::enum_value<sse::wire::decode_reason>(id);
    if (reason == unknown_member) { return id + " is not switched off like this; say --unknown ignore"; }
    if (std::ranges::any_of(of_a_preset, [&](auto each) { return reason == each; })) {
        return id + " is not switched off like this; say --preset sdk, which reads such a text";
    }
    return id + " cannot be switched off: a text that breaks it cannot be read";
}

/// Turns the arguments into settings; returns a complaint when they make no sense, else an empty text.
[[nodiscard]] std::string interpret(arguments const& a, settings& s) {
    if (!a.operation.empty()) {
        auto const chosen = choose_operation(a.operation);
        if (chosen.name.empty()) { return chosen.complaint; }
        s.operation = chosen.name;
    }
    s.response = a.response;
    s.show_values = a.show_values;
    s.max_findings = a.max_findings;
    if (a.preset == "sdk") { s.decode = sse::wire::decode_options::sdk(); }
    if (a.preset == "gateway") { s.decode = sse::wire::decode_options::gateway(); }
    if (auto const unknown = sse::reflect::enum_value<sse::wire::unknown_members>(a.unknown)) {
        s.decode.unknown_members = *unknown;
    }
    s.constraints.set =
        sse::reflect::enum_value<sse::constraint::constraint_set>(a.constraints).value_or(s.constraints.set);
    for (std::string const& id : a.off) {
        if (auto const rule = sse::reflect::enum_value<sse::constraint::rule>(id)) {
            s.constraints.off.insert(*rule);
            continue;
        }
        auto const http = std::ranges::find(http_rule_book, id, &sse::diagnostic::rule_entry::id);
        if (http == std::end(http_rule_book)) {
            if (find_any_rule(id) == nullptr) { return unknown_rule(id); }
            return not_switched_off(id);
        }
        s.http_rules_off.push_back(http->id);
    }
    return {};
}

[[nodiscard]] bool wants_colour(std::string const& choice) {
    if (choice != "auto") { return choice == "always"; }
    auto const variable = [](char const* name) { // safe: nobody changes the environment
        char const* const value = std::getenv(name);
        return std::string_view(value == nullptr ? "" : value);
    };
    return isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

[[nodiscard]] int outcome_of(report const& about, arguments const& a) {
    if (!about.failure.empty()) { return could_not; }
    if (about.count(severity::error) != 0) { return something_wrong; }
    return a.warnings_as_errors && about.count(severity::warning) != 0 ? something_wrong : nothing_wrong;
}

int check(arguments a) {
    settings s;
    if (auto const complaint = interpret(a, s); !complaint.empty()) { return complain(complaint); }
    palette const paint = wants_colour(a.color) ? palette::colours() : palette{};
    if (a.files.empty()) { a.files.emplace_back("-"); }
    if (std::ranges::count(a.files, "-") > 1) { return complain("- is given twice: standard input ends only once"); }

    std::vector<report> all;
    int outcome = nothing_wrong;
    std::string out;
    for (std::string const& file : a.files) {
        std::string const name = file == "-" ? "<stdin>" : file;
        auto read = read_file(file);
        report about = read.failure.empty() ? inspect(name, std::move(read.text), s)
                                            : report{.file = name, .failure = std::move(read.failure)};
        outcome = std::max(outcome, outcome_of(about, a));
        if (a.format == "pretty") { out += print_pretty(about, paint); }
        if (a.format == "gnu") { out += print_gnu(about); }
        if (!about.failure.empty()) { complain(printable(name) + ": " + about.failure); }
        about.text = {}; // printed, or no longer needed
        all.push_back(std::move(about));
    }
    if (a.format == "json") { out = print_json(all, s.constraints.set); }
    if (a.format == "sarif") { out = print_sarif(all, s.constraints.set); }
    return print(out, outcome);
}

int print_skeleton(arguments const& a) {
    auto const chosen = choose_operation(a.skeleton_of);
    if (chosen.name.empty()) { return complain(chosen.complaint); }
    if (auto const note = skeleton_note(chosen.name); !note.empty()) {
        std::cerr << "firehose_check: note: " << note << '\n';
    }
    return print(skeleton(chosen.name, a.required_only));
}

int print_explanation(arguments const& a) {
    if (a.markdown) { return print(rules_page()); }
    if (a.rule.empty()) { return print(list_rules()); }
    auto const* const rule = find_any_rule(a.rule);
    return rule == nullptr ? complain(unknown_rule(a.rule)) : print(explain(*rule));
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"Checks requests to Amazon Data Firehose, and answers from it, without sending anything",
                 "firehose_check"};
    arguments a;
    add_options(app, a);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        if (error.get_exit_code() == 0) { return app.exit(error); } // help, or the version
        return complain(printable(error.what()) + "\nRun with --help for more information.");
    }
    auto const chosen = app.get_subcommands();
    if (chosen.empty()) { return check(std::move(a)); }
    std::string const name = chosen.front()->get_name();
    // A shell's `*` may have named a file like that among others: these must not pass without a check.
    bool const alone = std::ranges::all_of(app.get_options(), [](auto const* each) { return each->count() == 0; });
    if (!alone) {
        return complain(name + " is a subcommand, which nothing may precede; a file of that name is ./" + name);
    }
    return name == "skeleton" ? print_skeleton(a) : print_explanation(a);
}
