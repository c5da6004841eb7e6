// The settings of a campaign.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/oracle_policy.hpp>
#include "../gateway/service_options.hpp"
#include <CLI/CLI.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace campaign {

namespace sse = firehose_sse;
namespace fz = firehose_sse::fuzzing;

/// What is known about the endpoint: what the options say, or only the documentation.
BOOST_DEFINE_FIXED_ENUM_CLASS(knowledge, unsigned char, options, documentation)

struct settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 4573;
    std::size_t requests = 10'000;
    std::uint64_t seed = 1;
    /// How many requests are made with one set of streams.
    std::size_t episode = 400;
    std::string report{};
    std::string html{};
    /// A script to replay instead of what the seed would make.
    std::string script{};
    /// The folder for the scripts of disagreements, one file each; empty: they are only in the report.
    std::string scripts{};
    campaign::knowledge known = knowledge::options;
    /// How long to wait for an answer.
    std::chrono::milliseconds timeout{10'000};
    /// The longest wait when time cannot be moved.
    std::chrono::milliseconds longest_wait{5'500};
    /// How often a disagreement's script is run again to make it shorter.
    std::size_t shrink_runs = 120;
    /// The most time that this may take for one disagreement.
    std::chrono::seconds shrink_time{20};
    bool quiet = false;
    gateway_example::service_settings service{};

    [[nodiscard]] fz::oracle_policy oracle_policy() const;
    [[nodiscard]] std::string endpoint() const { return "http://" + host + ":" + std::to_string(port); }
};

/// Adds every option to `app`; parsing then fills `s`, which must outlive it.
void add_options(CLI::App& app, settings& s);

} // namespace campaign
