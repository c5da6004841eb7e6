// A campaign against a Firehose endpoint on loopback: what it tried, and where the endpoint disagreed.
// Ends with 0 without a disagreement, 1 with one, 2 when it could not begin.
// SPDX-License-Identifier: BSL-1.0
#include "campaign.hpp"
#include "report.hpp"
#include <CLI/CLI.hpp>
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
        std::string const name = std::string(firehose_sse::reflect::enum_name(kind.second)) + "_" +
                                 (kind.first.empty() ? "no_operation" : kind.first) + ".script";
        good = write_file((std::filesystem::path(folder) / name).string(),
                          "# " + to_text(each.first) + "\n" + to_text(each.steps)) &&
               good;
    }
    return good;
}

int report(settings const& s, http_endpoint const& endpoint, tally const& all) {
    heading const head{s.endpoint(), utc_now(),
                       s.known == knowledge::options ? "the options" : "the documentation alone",
                       endpoint.has_control() ? "moved" : "real", s.seed};
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
    if (!good) { return 2; }
    return all.found.empty() && !all.ended_early ? 0 : 1;
}

/// The script to replay; nothing, and a word on it, when it cannot be read.
std::optional<fz::script> read_script(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    auto read = fz::parse_script(text.str());
    if (!read) {
        std::cerr << path << ":" << to_text(read.error()) << "\n";
        return std::nullopt;
    }
    return *std::move(read);
}

int run(settings const& s) {
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
    return report(s, endpoint, steps ? replay(s, endpoint, *steps) : run_campaign(s, endpoint));
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
        return run(s);
    } catch (std::exception const& error) {
        std::cerr << "firehose_campaign: " << error.what() << "\n";
        return 2;
    }
}
