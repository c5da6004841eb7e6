// A token that tells a call that is sent again from a new call.
// Level 2 (quota). A value and how it is made; knows no header and no store.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/byte_text.hpp"
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include "firehose_sse/quota/hash_seed.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// Equal each time the same call is sent; different for any two calls that differ in sender, operation, id or body. See
/// make_call_token.
struct call_token {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend constexpr auto operator<=>(call_token const&, call_token const&) = default;
};

/// The token of a call that its sender has named: a client repeats `id` when it sends the call again. The sender
/// chooses the id, so the token also covers the sender (`principal`), the operation and the body: a call with another
/// sender, operation or body is never taken for the same call. Processes that share a store must use the same `seed`,
/// which no caller may know; see make_seed.
[[nodiscard]] inline call_token make_call_token(hash_seed seed, std::string_view principal, std::string_view operation,
                                                std::string_view id, std::string_view body) {
    auto const of_body = detail::sip_hash_128(seed, body);
    std::string parts;
    for (std::string_view const part : {principal, operation, id}) {
        detail::put_number(parts, part.size());
        parts.append(part);
    }
    detail::put_word(parts, of_body.low);
    detail::put_word(parts, of_body.high);
    auto const hash = detail::sip_hash_128(seed, parts);
    return {hash.high, hash.low};
}

/// A call that was charged, and is not to be charged again.
struct remembered_call {
    call_token token{};
    instant charged{};
    bool admitted = true;
    /// True when the call was admitted again after it was sent again. Then the charge stands for more than one sending,
    /// see cancel().
    bool again = false;

    friend constexpr bool operator==(remembered_call const&, remembered_call const&) = default;
};

} // namespace firehose_sse::quota
