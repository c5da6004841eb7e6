// The token of a request that its client names, so that it can be told when the client sends it again.
// Level 5 (gateway). Reads headers and hashes the body; no sockets.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace firehose_sse::gateway {

/// Longest name of a call that is believed; SDKs send a UUID, which has 36 characters.
inline constexpr std::size_t max_invocation_id = 128;

/// The access key that a request says it is signed with, `AKIA...`; empty without one. The signature is not checked:
/// that is the work of whoever lets the request in.
[[nodiscard]] constexpr std::string_view access_key_id(std::span<wire::header_view const> headers) noexcept {
    auto const header = wire::find_only_header(headers, "Authorization");
    constexpr std::string_view mark = "Credential=";
    if (!header) { return {}; }
    std::size_t const at = header->find(mark);
    if (at == std::string_view::npos) { return {}; }
    std::string_view const scope = header->substr(at + mark.size());
    return scope.substr(0, scope.find_first_of("/, "));
}

/// The token of a request with an `amz-sdk-invocation-id`, the same for all attempts of an SDK at one call [O]; bound
/// to the access key and the body. Nothing without the header, with two of them, and for an id that is empty, too long
/// or not of visible ASCII characters: such a call is new each time.
[[nodiscard]] inline std::optional<quota::call_token> call_token_of(std::span<wire::header_view const> headers,
                                                                    std::string_view body, quota::hash_seed seed) {
    auto const header = wire::find_only_header(headers, "amz-sdk-invocation-id");
    if (!header) { return std::nullopt; }
    std::string_view const id = wire::detail::trimmed(*header);
    bool const visible = std::ranges::all_of(id, [](char c) { return c > ' ' && c < '\x7f'; });
    if (id.empty() || id.size() > max_invocation_id || !visible) { return std::nullopt; }
    return quota::make_call_token(seed, access_key_id(headers), id, body);
}

} // namespace firehose_sse::gateway
