// What a campaign has tried, what was answered, and where the endpoint disagreed.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/finding.hpp>
#include <firehose_sse/fuzzing/script.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace campaign {

namespace fz = firehose_sse::fuzzing;

/// Answers by their kind: `200`, an error's type, or a status.
using answers = std::map<std::string, std::size_t>;

/// Findings of one kind and operation.
struct disagreement {
    fz::finding first{};
    std::size_t count = 0;
    /// In which request of the campaign the first one was made, counted from 1.
    std::size_t request = 0;
    /// Leads to it from streams that are new; the shortest such script where `minimal`.
    fz::script steps{};
    bool reproduced = false;
    bool minimal = false;
    std::size_t runs = 0;
};

struct tally {
    std::size_t requests = 0;
    std::size_t no_answer = 0;
    std::size_t waits = 0;
    std::size_t key_changes = 0;
    std::chrono::milliseconds took{};
    /// By operation; of requests whose target is none's, under the empty name.
    std::map<std::string, answers> by_operation{};
    /// By where a body came from: `script`, `valid`, `near_valid RULE`, `hostile KIND`.
    std::map<std::string, answers> by_body{};
    std::map<std::pair<std::string, fz::finding_kind>, disagreement> found{};
    /// Streams that could not be followed any more.
    std::size_t given_up = 0;
    bool ended_early = false;

    [[nodiscard]] std::size_t findings() const {
        std::size_t all = 0;
        for (auto const& [kind, each] : found) { all += each.count; }
        return all;
    }
};

} // namespace campaign
