// What a host has to do after a transition, as values it can compare, print, store and repeat.
// Level 2 (encryption). Performs nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace firehose_sse::encryption {

/// Do the work of this attempt, then say work_succeeded or work_failed.
struct begin_work {
    std::uint64_t attempt = 0;
    work_kind kind = work_kind::creating;
    friend constexpr bool operator==(begin_work const&, begin_work const&) = default;
};

/// Make the KMS grant of this attempt on a customer's key [D]. Afterwards the host may say grant_created or
/// grant_refused, but need not.
struct create_grant {
    std::uint64_t attempt = 0;
    encryption::key key{};
    friend constexpr bool operator==(create_grant const&, create_grant const&) = default;
};

/// Schedule the retirement of the grant that this attempt made: its key was replaced, or never came into effect [D].
struct schedule_retirement {
    std::uint64_t attempt = 0;
    encryption::key key{};
    friend constexpr bool operator==(schedule_retirement const&, schedule_retirement const&) = default;
};

/// Retire the grant that this attempt made once the remaining data is delivered [D].
struct retire_after_delivery {
    std::uint64_t attempt = 0;
    encryption::key key{};
    friend constexpr bool operator==(retire_after_delivery const&, retire_after_delivery const&) = default;
};

using effect = std::variant<begin_work, create_grant, schedule_retirement, retire_after_delivery>;

/// The alternatives of effect, in their order.
BOOST_DEFINE_FIXED_ENUM_CLASS(effect_kind, unsigned char, begin_work, create_grant, schedule_retirement,
                              retire_after_delivery)

/// Identifies an effect among all effects of all streams, as long as the host never gives two streams the same name.
struct effect_id {
    std::string stream{};
    std::uint64_t attempt = 0;
    effect_kind kind = effect_kind::begin_work;
    friend auto operator<=>(effect_id const&, effect_id const&) = default;
};

/// The attempt an effect belongs to; for a retirement, the one that made the grant.
[[nodiscard]] constexpr std::uint64_t attempt_of(effect const& e) noexcept {
    return std::visit([](auto const& each) { return each.attempt; }, e);
}

/// The id of an effect: the same each time it is handed out, so that a host can tell what it has done.
/// `stream` is the host's name for the stream. A host that forgets deleted streams must either never use a name again
/// or continue the numbering of attempts (create::attempts_before).
[[nodiscard]] inline effect_id id_of(std::string_view stream, effect const& e) {
    return {std::string(stream), attempt_of(e), static_cast<effect_kind>(e.index())};
}

} // namespace firehose_sse::encryption
