// Bodies to start a campaign from, made from the model: valid ones, and one for every rule that an operation can break.
// Level 5 (fuzzing). The same bodies each time.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/near_valid.hpp"
#include "firehose_sse/fuzzing/valid.hpp"
#include <cstddef>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// One input and what it shows.
struct seed {
    /// The name of a file, such as `PutRecord_bad_base64.json`.
    std::string name;
    std::string payload;
};

/// Seeds of an operation: the least body, `valid_count` others, and for each rule one that breaks it, if that takes no
/// more than options::largest_payload.
///
/// *Example:* `for (auto const& each : fuzzing::seeds<operation::PutRecord>()) { write(each.name, each.payload); }`
template <class Op> [[nodiscard]] std::vector<seed> seeds(options const& rules = {}, std::size_t valid_count = 3) {
    std::vector<seed> all;
    auto const add = [&](std::string_view what, std::string payload) {
        all.push_back({std::string(Op::name) + "_" + std::string(what) + ".json", std::move(payload)});
    };
    byte_source none({});
    add("least", valid_payload<Op>(none, rules));
    std::mt19937 engine;
    engine_source choices(engine);
    for (std::size_t i = 1; i <= valid_count; ++i) {
        add("valid_" + std::to_string(i), valid_payload<Op>(choices, rules));
    }
    for (auto const& each : broken_rules) {
        auto made = near_valid_of<Op>(each, choices, rules);
        if (made && made->payload.size() <= rules.largest_payload) { add(name_of(each), std::move(made->payload)); }
    }
    return all;
}

} // namespace firehose_sse::fuzzing
