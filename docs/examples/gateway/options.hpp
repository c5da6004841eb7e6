// The options of the program, and the settings they make.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "server.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

namespace gateway_example {

namespace wire = firehose_sse::wire;
namespace constraint = firehose_sse::constraint;

/// Where the reading starts from: the default of decode_options, or one of its presets.
BOOST_DEFINE_FIXED_ENUM_CLASS(reading_preset, unsigned char, service, sdk, gateway, fuzz)

/// What the program was told, or its defaults.
struct settings {
    std::uint16_t port = 4573;
    unsigned threads = std::max(2U, std::thread::hardware_concurrency());
    bool quiet = false;
    op::policy rules;
    reading_preset reading = reading_preset::service;
    /// Choices that go beyond the preset, whichever order they were given in.
    std::vector<std::function<void(wire::decode_options&)>> reading_choices;
    constraint::message_style message;
    gw::error_type_header error_type_header = gw::error_type_header::with_code;
    server_limits limits;
    quota_store_settings quota_store;
    /// Calls are known again under it; gateways that share a store need the same one. Empty: a random one.
    std::string token_secret;

    /// The rates that are documented, for whatever has no rate of its own below.
    bool documented_rates = false;
    std::optional<std::uint64_t> control_rate;
    std::optional<std::uint64_t> put_requests;
    std::optional<std::uint64_t> put_records;
    std::optional<std::uint64_t> put_bytes;

    [[nodiscard]] gw::options gateway_options() const;
    /// `rules` with the rates.
    [[nodiscard]] op::policy operation_policy() const;
};

/// Adds every option to `app`; parsing then fills `s`, which must outlive it.
void add_options(CLI::App& app, settings& s);

} // namespace gateway_example
