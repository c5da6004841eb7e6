// Options that say what a service does: the gateway takes them for itself, a campaign for the service that it judges.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/respond.hpp>
#include <firehose_sse/operation/policy.hpp>
#include <CLI/CLI.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace gateway_example {

namespace sse = firehose_sse;
namespace op = firehose_sse::operation;
namespace gw = firehose_sse::gateway;
namespace wire = firehose_sse::wire;
namespace constraint = firehose_sse::constraint;

/// Where the reading starts from: the default of decode_options, or one of its presets.
BOOST_DEFINE_FIXED_ENUM_CLASS(reading_preset, unsigned char, service, sdk, gateway, fuzz)

/// What a service does, or its defaults.
struct service_settings {
    op::policy rules;
    reading_preset reading = reading_preset::service;
    /// Choices applied after the preset, in whatever order the options were given.
    std::vector<std::function<void(wire::decode_options&)>> reading_choices;
    constraint::message_style message;
    gw::error_type_header error_type_header = gw::error_type_header::with_code;

    /// Whether the documented rates apply to whatever has no rate of its own below.
    bool documented_rates = false;
    std::optional<std::uint64_t> control_rate;
    std::optional<std::uint64_t> put_requests;
    std::optional<std::uint64_t> put_records;
    std::optional<std::uint64_t> put_bytes;

    [[nodiscard]] gw::options gateway_options() const;
    /// `rules` with the rates.
    [[nodiscard]] op::policy operation_policy() const;
};

/// Adds those options to `app`; parsing then fills `s`, which must outlive it.
void add_service_options(CLI::App& app, service_settings& s);

} // namespace gateway_example
