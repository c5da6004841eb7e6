// Each option of a campaign.
// SPDX-License-Identifier: BSL-1.0
#include "settings.hpp"
#include "../gateway/option_kinds.hpp"
#include <charconv>
#include <optional>
#include <string_view>

namespace campaign {

namespace {

struct address {
    std::string host;
    std::uint16_t port = 0;
};

/// `http://HOST:PORT`, on this machine only: a campaign is an attack.
std::optional<address> address_of(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) { return std::nullopt; }
    url.remove_prefix(scheme.size());
    if (url.ends_with('/')) { url.remove_suffix(1); }
    auto const colon = url.rfind(':');
    if (colon == std::string_view::npos) { return std::nullopt; }
    address made{std::string(url.substr(0, colon))};
    auto const digits = url.substr(colon + 1);
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), made.port);
    bool const local = made.host == "127.0.0.1" || made.host == "localhost";
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || made.port == 0 || !local) {
        return std::nullopt;
    }
    made.host = "127.0.0.1";
    return made;
}

} // namespace

fz::oracle_policy settings::oracle_policy() const {
    fz::oracle_policy made;
    switch (known) {
    case knowledge::options:
        made = fz::oracle_policy::exactly(service.operation_policy(), service.gateway_options().decode);
        break;
    case knowledge::documentation: made = fz::oracle_policy::any_endpoint(); break;
    }
    return made;
}

void add_options(CLI::App& app, settings& s) {
    using gateway_example::add_choice;
    using gateway_example::add_milliseconds;
    using gateway_example::whole_number;
    app.option_defaults()->always_capture_default();
    app.add_option_function<std::string>(
           "--endpoint",
           [&s](std::string const& url) {
               auto const found = address_of(url);
               s.host = found->host;
               s.port = found->port;
           },
           "http://127.0.0.1:PORT")
        ->check(CLI::Validator(
            [](std::string& url) {
                return address_of(url) ? std::string()
                                       : std::string("expected http://127.0.0.1:PORT or http://localhost:PORT");
            },
            ""))
        ->type_name("URL")
        ->default_str(s.endpoint());
    app.add_option("--requests", s.requests, "How many requests, apart from those that make scripts shorter")
        ->check(whole_number());
    app.add_option("--seed", s.seed, "The same seed makes the same scripts")->check(whole_number());
    app.add_option("--episode", s.episode, "Requests for one set of streams")
        ->check(whole_number())
        ->check(CLI::Range(10, 100'000).description(""));
    app.add_option("--script", s.script, "A script to replay in place of what the seed makes")
        ->check(CLI::ExistingFile.description(""))
        ->type_name("FILE")
        ->default_str("none");
    app.add_option("--report", s.report, "File for the report as text")->type_name("FILE")->default_str("stdout");
    app.add_option("--html", s.html, "File for the report as an HTML page")->type_name("FILE")->default_str("none");
    app.add_option("--scripts", s.scripts, "Folder for the shortest script of each disagreement")
        ->type_name("FOLDER")
        ->default_str("none");
    add_choice(app, "--known", s.known, "What the oracle judges by: the options below, or the documentation alone");
    add_milliseconds(app, "--timeout-ms", s.timeout, "How long to wait for an answer", 1);
    add_milliseconds(app, "--longest-wait-ms", s.longest_wait,
                     "The longest wait where the endpoint's clock cannot be moved");
    app.add_option("--shrink-runs", s.shrink_runs, "How often a script is run again to make it shorter")
        ->check(whole_number());
    gateway_example::add_duration<std::chrono::seconds>(app, "--shrink-seconds", s.shrink_time,
                                                        "How long that may take for one disagreement");
    app.add_flag("--quiet", s.quiet, "Write no lines while it runs");
    gateway_example::add_service_options(app, s.service);
}

} // namespace campaign
