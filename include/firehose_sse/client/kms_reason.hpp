// Why KMS refused a key, as read from the `code` of an InvalidKMSResourceException.
// Level 4 (client). Reads text only; does not ask KMS.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include <optional>
#include <string_view>

namespace firehose_sse::client {

/// A reason as far as it is understood; the views belong to the error.
struct kms_reason {
    /// As it came.
    std::string_view code{};
    /// What KMS calls it: the code without `KMS` before it and `Exception` after it, such as `Disabled`.
    std::string_view name{};
    /// The key's state, if the reason allows only one.
    std::optional<encryption::key_state> state{};
    /// The failure that Describe would show for the same reason; encryption::failure_hint says what to mend.
    std::optional<model::DeliveryStreamFailureType> failure{};
    friend constexpr bool operator==(kms_reason const&, kms_reason const&) = default;
};

/// The name of a reason. The service passes on four exceptions of KMS: AccessDenied, InvalidState, Disabled, NotFound
/// [D]. How its codes spell them is not known [U]; its sibling puts `KMS` before them, other services `KMS.` [I].
///
/// *Example:* `kms_reason_name("KMSDisabledException") == "Disabled"`
[[nodiscard]] constexpr std::string_view kms_reason_name(std::string_view code) noexcept {
    constexpr std::string_view prefix = "KMS";
    constexpr std::string_view suffix = "Exception";
    std::string_view name = code;
    if (name.starts_with(prefix)) { name.remove_prefix(prefix.size()); }
    if (name.size() < code.size() && name.starts_with('.')) { name.remove_prefix(1); }
    if (name.ends_with(suffix)) { name.remove_suffix(suffix.size()); }
    return name.empty() ? code : name;
}

/// Reads a `code`.
/// *Errors:* none: for a code that is not understood, only `code` and `name` are set. InvalidState can mean several
/// states, among them that of a key that waits for its deletion [D], so `state` stays empty.
[[nodiscard]] constexpr kms_reason read_kms_reason(std::string_view code) noexcept {
    using encryption::key_state;
    kms_reason reason{.code = code, .name = kms_reason_name(code)};
    if (reason.name == "AccessDenied") { reason.state = key_state::denied; }
    if (reason.name == "Disabled") { reason.state = key_state::disabled; }
    if (reason.name == "NotFound") { reason.state = key_state::missing; }
    if (reason.name == "OptInRequired") { reason.state = key_state::opt_in_required; }
    if (reason.state) { reason.failure = encryption::failure_type(*reason.state); }
    if (reason.name == "InvalidState") { reason.failure = model::DeliveryStreamFailureType::INVALID_KMS_KEY; }
    return reason;
}

/// The reason of an error; nothing unless it is an InvalidKMSResourceException with a `code`.
[[nodiscard]] constexpr std::optional<kms_reason> read_kms_reason(wire::service_error const& error) noexcept {
    if (wire::kind(error) != wire::error_kind::InvalidKMSResourceException || !error.code) { return std::nullopt; }
    return read_kms_reason(std::string_view(*error.code));
}
/// Deleted: the reason would outlive the error that it views.
std::optional<kms_reason> read_kms_reason(wire::service_error const&&) = delete;

} // namespace firehose_sse::client
