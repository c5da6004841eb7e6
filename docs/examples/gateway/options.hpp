// The options of the program, and the settings they make.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "server.hpp"
#include "service_options.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>

namespace gateway_example {

/// What the program was told, or its defaults.
struct settings : service_settings {
    std::uint16_t port = 4573;
    unsigned threads = std::max(2U, std::thread::hardware_concurrency());
    bool quiet = false;
    server_limits limits;
    quota_store_settings quota_store;
    /// Secret with which repeated calls are recognised; gateways that share a store need the same. Empty: a random one.
    std::string token_secret;
};

/// Adds every option to `app`; parsing then fills `s`, which must outlive it.
void add_options(CLI::App& app, settings& s);

} // namespace gateway_example
