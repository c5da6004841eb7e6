// The token of a request that its client has named, to recognise it when the client sends it again.
// Level 5 (gateway). Reads headers and hashes the body; no sockets.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/wire/invocation.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <optional>
#include <span>
#include <string_view>

namespace firehose_sse::gateway {

/// The token of a request with an `amz-sdk-invocation-id`, which an SDK sends unchanged with all attempts at one call
/// [O]. It is bound to the access key, the operation and the body. Nothing when the header is absent or comes twice, or
/// when the id is empty, too long or not of visible ASCII characters only: such a call is new each time. `operation` is
/// the one that precheck() has found.
[[nodiscard]] inline std::optional<quota::call_token> call_token_of(std::string_view operation,
                                                                    std::span<wire::header_view const> headers,
                                                                    std::string_view body, quota::hash_seed seed) {
    auto const id = wire::invocation_id(headers);
    if (!id) { return std::nullopt; }
    return quota::make_call_token(seed, wire::access_key_id(headers), operation, *id, body);
}

} // namespace firehose_sse::gateway
