// What the reader has to tell besides the value it read.
// Level 3 (wire). Plain data; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/positions.hpp"
#include <cstddef>
#include <string>
#include <vector>

namespace firehose_sse::wire::detail {

/// What a reading tells besides the value.
struct findings {
    /// How many faults to look for; after the last one the reading stops.
    std::size_t max_faults = 1;
    std::vector<decode_error> faults{};
    std::vector<std::string> missing{};
    std::vector<decode_error> unknown{};
    positions where{};
};

} // namespace firehose_sse::wire::detail
