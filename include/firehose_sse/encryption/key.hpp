// A key that encrypts a stream, and what KMS would answer about it.
// Level 2 (encryption). Facts as values: asks no KMS, knows no JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/encryption.hpp"
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace firehose_sse::encryption {

/// A key by its owner and, for a customer's key, its ARN; AWS's own key has no ARN.
struct key {
    model::KeyType type = model::KeyType::AWS_OWNED_CMK;
    std::string arn{};

    /// Only a customer's key has KMS grants.
    [[nodiscard]] constexpr bool needs_grant() const noexcept { return type == model::KeyType::CUSTOMER_MANAGED_CMK; }
    friend constexpr bool operator==(key const&, key const&) = default;
};

/// The state of a customer's key in KMS. An attempt that still needs its grant fails in any state but `enabled`.
/// `grant_limit`: the key has as many grants as KMS allows; those that exist go on working.
BOOST_DEFINE_FIXED_ENUM_CLASS(key_state, unsigned char, enabled, disabled, pending_deletion, missing, denied,
                              asymmetric, opt_in_required, grant_limit)

/// The facts about a customer's key that decide whether an attempt is accepted and how it ends.
struct key_facts {
    key_state state = key_state::enabled;
    bool create_grant_fails = false;
    bool retire_grant_fails = false;
    /// How many other streams the key encrypts; see policy::max_streams_per_key.
    std::size_t other_streams = 0;
    friend constexpr bool operator==(key_facts const&, key_facts const&) = default;
};

/// Facts by ARN; a key that is not listed is enabled and grants work.
struct key_directory {
    std::map<std::string, key_facts, std::less<>> known{};

    [[nodiscard]] key_facts find(std::string_view arn) const {
        auto const found = known.find(arn);
        return found == known.end() ? key_facts{} : found->second;
    }
};

/// True when records can be encrypted with a key in this state under a grant that exists.
[[nodiscard]] constexpr bool is_usable(key_state state) noexcept {
    return state == key_state::enabled || state == key_state::grant_limit;
}

/// The failure that a key in this state leads to. `enabled` has none: UNKNOWN_ERROR.
/// KMS calls a key invalid when it waits for its deletion or is of the wrong kind [I].
[[nodiscard]] constexpr model::DeliveryStreamFailureType failure_type(key_state state) noexcept {
    using enum model::DeliveryStreamFailureType;
    switch (state) {
    case key_state::enabled: break;
    case key_state::disabled: return DISABLED_KMS_KEY;
    case key_state::pending_deletion: return INVALID_KMS_KEY;
    case key_state::missing: return KMS_KEY_NOT_FOUND;
    case key_state::denied: return KMS_ACCESS_DENIED;
    case key_state::asymmetric: return INVALID_KMS_KEY;
    case key_state::opt_in_required: return KMS_OPT_IN_REQUIRED;
    case key_state::grant_limit: return CREATE_KMS_GRANT_FAILED;
    }
    return UNKNOWN_ERROR;
}

} // namespace firehose_sse::encryption
