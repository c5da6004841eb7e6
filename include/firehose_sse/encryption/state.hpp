// What is true of a stream's encryption; the six statuses are derived from it, never stored.
// Level 2 (encryption). Values and their projection; knows no command, no clock, no JSON.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <cstdint>
#include <optional>
#include <vector>

namespace firehose_sse::encryption {

/// The work that the service goes on doing after it has answered the call.
BOOST_DEFINE_FIXED_ENUM_CLASS(work_kind, unsigned char, creating, enabling, disabling, deleting)

/// Work under way, identified by its attempt: an acknowledgement of any other attempt is stale.
struct work {
    work_kind kind = work_kind::creating;
    std::uint64_t attempt = 0;
    /// The caller's session was too old for KMS to grant anything [D].
    bool credentials_too_old = false;
    /// Delete with AllowForceDelete.
    bool forced = false;
    /// The attempt's grant is known to exist.
    bool granted = false;
    friend constexpr bool operator==(work const&, work const&) = default;
};

/// How the most recent work of a kind failed.
struct failure {
    work_kind during = work_kind::enabling;
    model::DeliveryStreamFailureType type = model::DeliveryStreamFailureType::UNKNOWN_ERROR;
    friend constexpr bool operator==(failure const&, failure const&) = default;
};

/// A key in effect, and the attempt whose grant lets it be used.
struct effective_key {
    encryption::key key{};
    std::uint64_t attempt = 0;
    friend constexpr bool operator==(effective_key const&, effective_key const&) = default;
};

/// A change that waits until the work under way ends: a Start or Stop under busy_answer::queue, or the key of a Create
/// under create_with_key_answer::then_enabling. No key means Stop.
struct queued_change {
    std::optional<encryption::key> key{};
    bool credentials_too_old = false;
    friend constexpr bool operator==(queued_change const&, queued_change const&) = default;
};

/// A grant that is no longer needed and not yet known to be retired.
struct scheduled_grant {
    /// The attempt that made it.
    std::uint64_t attempt = 0;
    encryption::key key{};
    /// True: it is retired once the remaining data is delivered. False: at once.
    bool after_delivery = false;
    /// KMS refused to retire it when last asked.
    bool refused = false;
    friend constexpr bool operator==(scheduled_grant const&, scheduled_grant const&) = default;
};

/// What became of all KMS grants of a stream: created = live + scheduled + forgotten + retired, see live_grants.
/// The ledger outlives the stream: a grant may still have to be retired when the stream is gone.
struct grant_ledger {
    /// Grants that were made, as the host has told or as its other commands imply.
    std::uint64_t created = 0;
    std::uint64_t retired = 0;
    /// Grants dropped from `scheduled` because it was full: their retirement cannot be acknowledged any more.
    std::uint64_t forgotten = 0;
    /// Oldest first; at most policy::max_scheduled_grants.
    std::vector<scheduled_grant> scheduled{};
    friend constexpr bool operator==(grant_ledger const&, grant_ledger const&) = default;
};

/// The whole truth about one stream's encryption. A default-constructed state is a stream that does not exist.
struct state {
    std::optional<model::DeliveryStreamStatus> stream{};
    model::DeliveryStreamType source = model::DeliveryStreamType::DirectPut;
    /// Encrypts records now; survives a failed change of key [D].
    std::optional<effective_key> effective{};
    /// Asked for by the most recent Start (or Create).
    std::optional<encryption::key> attempted{};
    std::optional<work> pending{};
    std::optional<queued_change> queued{};
    /// The most recent attempt's failure; the next attempt clears it [D].
    std::optional<failure> encryption_failure{};
    /// Why creating or deleting failed.
    std::optional<failure> stream_failure{};
    /// Before this moment records may be of the other kind; instant::min() before any change and after time_passed.
    instant settled_at = instant::min();
    /// Counts work begun; never goes back.
    std::uint64_t attempt = 0;
    grant_ledger grants{};
    friend constexpr bool operator==(state const&, state const&) = default;
};

/// True while an attempt is under way that needs a grant.
[[nodiscard]] constexpr bool wants_grant(state const& s) noexcept {
    bool const with_key =
        s.pending && (s.pending->kind == work_kind::creating || s.pending->kind == work_kind::enabling);
    return with_key && s.attempted && s.attempted->needs_grant();
}

/// How many grants are in use: the one of the key in effect, and one known to be made for the attempt under way.
[[nodiscard]] constexpr std::uint64_t live_grants(state const& s) noexcept {
    std::uint64_t const in_effect = s.effective && s.effective->key.needs_grant() ? 1 : 0;
    return in_effect + (s.pending && s.pending->granted ? 1 : 0);
}

/// The status that Describe shows: a projection of the most recent attempt [D].
[[nodiscard]] constexpr model::DeliveryStreamEncryptionStatus status(state const& s) noexcept {
    using enum model::DeliveryStreamEncryptionStatus;
    if (s.pending) {
        switch (s.pending->kind) {
        case work_kind::enabling: return ENABLING;
        case work_kind::disabling: return DISABLING;
        case work_kind::creating: return s.attempted ? ENABLING : DISABLED;
        case work_kind::deleting: break;
        }
    }
    if (s.encryption_failure) {
        return s.encryption_failure->during == work_kind::disabling ? DISABLING_FAILED : ENABLING_FAILED;
    }
    return s.effective ? ENABLED : DISABLED;
}

} // namespace firehose_sse::encryption
