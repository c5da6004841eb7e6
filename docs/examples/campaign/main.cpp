// A campaign against a Firehose endpoint on loopback: what it tried, and where the endpoint disagreed.
// Exit status: 0 without a disagreement, 1 with one or when it ended early, 2 when it could not begin or report.
// SPDX-License-Identifier: BSL-1.0
#include "campaign.hpp"
#include "report.hpp"
#include <CLI/CLI.hpp>
#include <csignal>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

namespace {

using namespace campaign;

std::string utc_now() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts)};
}

bool write_file(std::string const& path, std::string const& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) { std::cerr << "firehose_campaign: cannot write " << path << "\n"; }
    return static_cast<bool>(file);
}

bool write_scripts(std::string const& folder, tally const& all) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    bool good = true;
    for (auto const& [kind, each] : all.found) {
        std::string const name = kind.second + "_" + (kind.first.empty() ? "no_operation" : kind.first) + ".script";
        good = write_file((std::filesystem::path(folder) / name).string(),
                          "# " + each.first.text + "\n" + to_text(each.steps)) &&
               good;
    }
    return good;
}

/// Checks, before a campaign begins, whether its report can be written afterwards.
bool can_write(std::string const& path) {
    bool const can = path.empty() || std::ofstream(path, std::ios::app).is_open();
    if (!can) { std::cerr << "firehose_campaign: cannot write " << path << "\n"; }
    return can;
}

int report(settings const& s, std::string const& options, http_endpoint const& endpoint, tally const& all) {
    heading const head{s.endpoint(),
                       utc_now(),
                       s.known == knowledge::options ? "the options" : "the documentation alone",
                       endpoint.has_control() ? "moved" : "real",
                       s.seed,
                       options};
    std::string const text = text_report(head, all);
    bool good = true;
    if (s.report.empty()) {
        std::cout << text;
    } else {
        good = write_file(s.report, text);
        std::cout << text.substr(text.rfind('\n', text.size() - 2) + 1);
    }
    if (!s.html.empty()) { good = write_file(s.html, html_report(head, all)) && good; }
    if (!s.scripts.empty()) { good = write_scripts(s.scripts, all) && good; }
    std::cout.flush();
    if (!all.ended_early.empty()) { std::cerr << "firehose_campaign: ended early: " << all.ended_early << "\n"; }
    if (!good || !std::cout) { return 2; }
    return all.found.empty() && all.ended_early.empty() ? 0 : 1;
}

/// The script to replay; nothing, after a message, when it cannot be read.
std::optional<fz::script> read_script(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) { // an empty file is a failure too: it would try nothing
        std::cerr << "firehose_campaign: cannot read " << path << ", or it is empty\n";
        return std::nullopt;
    }
    auto read = fz::parse_script(text.str());
    if (!read) {
        std::cerr << path << ":" << to_text(read.error()) << "\n";
        return std::nullopt;
    }
    if (read->empty()) {
        std::cerr << path << ": no step\n";
        return std::nullopt;
    }
    return *std::move(read);
}

extern "C" void on_signal(int) { interrupt(); }

/// The first signal ends the campaign after its report is written, a second one ends it at once.
void listen_to_signals() {
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

int run(settings const& s, std::string const& options) {
    std::optional<fz::script> steps;
    if (!s.script.empty()) {
        steps = read_script(s.script);
        if (!steps) { return 2; }
    }
    http_endpoint endpoint(s);
    if (!endpoint.open()) {
        std::cerr << "firehose_campaign: nothing answers at " << s.endpoint() << "\n";
        return 2;
    }
    if (!can_write(s.report) || !can_write(s.html)) { return 2; }
    listen_to_signals();
    return report(s, options, endpoint, steps ? replay(s, endpoint, *steps) : run_campaign(s, endpoint));
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"A fuzzing campaign against a Firehose endpoint on loopback, judged by what its options say"};
    settings s;
    add_options(app, s);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) { return app.exit(error) == 0 ? 0 : 2; }
    try {
        std::string options;
        for (int i = 1; i < argc; ++i) { options.append(i == 1 ? "" : " ").append(argv[i]); }
        return run(s, options);
    } catch (std::exception const& error) {
        std::cerr << "firehose_campaign: " << error.what() << "\n";
        return 2;
    }
}
