// Steps that send a raw body made by the kit's generators, each with the origin of its body.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/options.hpp>
#include <firehose_sse/fuzzing/script.hpp>
#include <random>
#include <string>

namespace campaign {

namespace fz = firehose_sse::fuzzing;

/// A step, and where its body came from.
struct body_step {
    fz::step what{};
    std::string origin{};
};

/// A valid, nearly valid or hostile body of any operation.
[[nodiscard]] body_step random_body(std::mt19937_64& engine, fz::options const& rules);

} // namespace campaign
