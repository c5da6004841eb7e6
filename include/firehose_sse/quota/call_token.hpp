// What tells a call sent again from a new one.
// Level 2 (quota). A value; knows no header, no body and no store.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/instant.hpp"
#include <compare>
#include <cstdint>

namespace firehose_sse::quota {

/// The same for each time that one call is sent, different for any two calls.
struct call_token {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend constexpr auto operator<=>(call_token const&, call_token const&) = default;
};

/// A call that was charged, and is not to be charged again.
struct remembered_call {
    call_token token{};
    instant charged{};
    bool admitted = true;

    friend constexpr bool operator==(remembered_call const&, remembered_call const&) = default;
};

} // namespace firehose_sse::quota
