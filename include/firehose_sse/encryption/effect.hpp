// What a host has to do after a transition, as values it can compare, print, store and repeat.
// Level 2 (encryption). Performs nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/state.hpp"
#include <cstdint>
#include <variant>

namespace firehose_sse::encryption {

/// Do the work of this attempt, then say work_succeeded or work_failed.
struct begin_work {
    std::uint64_t attempt = 0;
    work_kind kind = work_kind::creating;
    friend constexpr bool operator==(begin_work const&, begin_work const&) = default;
};

/// Make the KMS grant of this attempt on a customer's key [D].
struct create_grant {
    std::uint64_t attempt = 0;
    encryption::key key{};
    friend constexpr bool operator==(create_grant const&, create_grant const&) = default;
};

/// Schedule for retirement the grant that this attempt made: its key was replaced, or never came into effect [D].
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

} // namespace firehose_sse::encryption
