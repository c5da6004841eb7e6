// Drives an endpoint with scripts and bodies, and makes a short script of every disagreement.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "http_endpoint.hpp"
#include "settings.hpp"
#include "tally.hpp"

namespace campaign {

/// Ends a campaign after the request under way; its report is still written. May be called by a signal handler.
void interrupt() noexcept;

/// Runs the campaign that the settings describe.
[[nodiscard]] tally run_campaign(settings const& s, http_endpoint& endpoint);

/// Replays one script.
[[nodiscard]] tally replay(settings const& s, http_endpoint& endpoint, fz::script const& steps);

} // namespace campaign
