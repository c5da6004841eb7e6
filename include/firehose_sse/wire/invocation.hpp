// Who calls, and which call it is, as far as a request's headers say so.
// Level 3 (wire). Checks no signature: whoever lets the request in must do that.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/protocol.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace firehose_sse::wire {

/// Longest id of a call that is accepted; SDKs send a UUID, which has 36 characters.
inline constexpr std::size_t max_invocation_id = 128;

/// The access key that a request claims to be signed with, such as `AKIA...`: the start of `Credential` in the header
/// `Authorization`. Empty when header or parameter is absent or comes twice, since another reader could take the other.
/// The signature is not checked: whoever lets the request in must do that.
[[nodiscard]] constexpr std::string_view access_key_id(std::span<header_view const> headers) noexcept {
    auto const header = find_only_header(headers, "Authorization");
    constexpr std::string_view mark = "Credential=";
    if (!header) { return {}; }
    // the scheme, a space, and parameters with commas between them
    std::string_view left = detail::trimmed(*header);
    left.remove_prefix(std::min(left.find(' '), left.size()));
    std::optional<std::string_view> found;
    while (!left.empty()) {
        std::string_view const parameter = detail::trimmed(left.substr(0, left.find(',')));
        left.remove_prefix(std::min(left.find(','), left.size() - 1) + 1);
        if (!parameter.starts_with(mark)) { continue; }
        if (found) { return {}; }
        std::string_view const scope = parameter.substr(mark.size());
        found = scope.substr(0, scope.find_first_of("/ \t"));
    }
    return found.value_or(std::string_view());
}

/// The id that a client gave the call in the header `amz-sdk-invocation-id`. An SDK sends the same id with all attempts
/// at one call [O]. Nothing when the header is absent or comes twice, or when the id is empty, too long or not of
/// visible ASCII characters only.
[[nodiscard]] constexpr std::optional<std::string_view> invocation_id(std::span<header_view const> headers) noexcept {
    auto const header = find_only_header(headers, "amz-sdk-invocation-id");
    if (!header) { return std::nullopt; }
    std::string_view const id = detail::trimmed(*header);
    bool const visible = std::ranges::all_of(id, [](char c) { return c > ' ' && c < '\x7f'; });
    if (id.empty() || id.size() > max_invocation_id || !visible) { return std::nullopt; }
    return id;
}

} // namespace firehose_sse::wire
