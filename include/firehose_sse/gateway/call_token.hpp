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

/// The access key that a request says it is signed with, `AKIA...`: that of the parameter `Credential`. Empty without
/// one, or with two: another reader could take the other. The signature is not checked: that is the work of whoever
/// lets the request in.
[[nodiscard]] constexpr std::string_view access_key_id(std::span<wire::header_view const> headers) noexcept {
    auto const header = wire::find_only_header(headers, "Authorization");
    constexpr std::string_view mark = "Credential=";
    if (!header) { return {}; }
    // the scheme, a space, and parameters with commas between them
    std::string_view left = wire::detail::trimmed(*header);
    left.remove_prefix(std::min(left.find(' '), left.size()));
    std::optional<std::string_view> found;
    while (!left.empty()) {
        std::string_view const parameter = wire::detail::trimmed(left.substr(0, left.find(',')));
        left.remove_prefix(std::min(left.find(','), left.size() - 1) + 1);
        if (!parameter.starts_with(mark)) { continue; }
        if (found) { return {}; }
        std::string_view const scope = parameter.substr(mark.size());
        found = scope.substr(0, scope.find_first_of("/ \t"));
    }
    return found.value_or(std::string_view());
}

/// The token of a request with an `amz-sdk-invocation-id`, the same for all attempts of an SDK at one call [O]; bound
/// to the access key, the operation and the body. Nothing without the header, with two of them, and for an id that is
/// empty, too long or not of visible ASCII characters: such a call is new each time. `operation` is what precheck() has
/// found.
[[nodiscard]] inline std::optional<quota::call_token> call_token_of(std::string_view operation,
                                                                    std::span<wire::header_view const> headers,
                                                                    std::string_view body, quota::hash_seed seed) {
    auto const header = wire::find_only_header(headers, "amz-sdk-invocation-id");
    if (!header) { return std::nullopt; }
    std::string_view const id = wire::detail::trimmed(*header);
    bool const visible = std::ranges::all_of(id, [](char c) { return c > ' ' && c < '\x7f'; });
    if (id.empty() || id.size() > max_invocation_id || !visible) { return std::nullopt; }
    return quota::make_call_token(seed, access_key_id(headers), operation, id, body);
}

} // namespace firehose_sse::gateway
