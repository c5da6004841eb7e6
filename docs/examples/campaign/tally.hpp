// What a campaign has tried, what was answered, and where the endpoint disagreed.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/script.hpp>
#include "complaint.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace campaign {

/// Answers by their kind: `200`, an error's type, or a status.
using answers = std::map<std::string, std::size_t>;

/// Whether a disagreement came again when its script was run again under new names.
enum class shown : unsigned char { not_tried, not_again, again };

/// Complaints of one kind and operation.
struct disagreement {
    complaint first{};
    std::size_t count = 0;
    /// The number of the campaign's request with which the first one came, counted from 1.
    std::size_t request = 0;
    /// A script that leads to it, beginning with new streams; if `minimal`, none of its steps can be left out.
    fz::script steps{};
    shown seen = shown::not_tried;
    bool minimal = false;
    std::size_t runs = 0;
};

struct tally {
    std::size_t requests = 0;
    std::size_t no_answer = 0;
    /// Requests sent again on a new connection, because the kept one was closed under them.
    std::size_t sent_again = 0;
    std::size_t waits = 0;
    std::size_t key_changes = 0;
    std::chrono::milliseconds took{};
    /// By operation; requests whose target names no operation are under the empty name.
    std::map<std::string, answers> by_operation{};
    /// By where a body came from: `script`, `valid`, `near_valid RULE`, `hostile KIND`.
    std::map<std::string, answers> by_body{};
    /// By operation and kind.
    std::map<std::pair<std::string, std::string>, disagreement> found{};
    /// Streams that the oracle could no longer follow.
    std::size_t given_up = 0;
    /// Whether the endpoint may have streams of others, so that its limits are not judged.
    bool other_streams = false;
    /// Whether Start or Stop was refused with LimitExceededException.
    bool quota_reached = false;
    /// Why the campaign ended early; empty when it did not.
    std::string ended_early{};

    [[nodiscard]] std::size_t complaints() const {
        std::size_t all = 0;
        for (auto const& [kind, each] : found) { all += each.count; }
        return all;
    }
};

} // namespace campaign
