// What a host still has to do for a stream, and where a grant stands, read off the state alone.
// Level 2 (encryption). Reads a state; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <cstdint>
#include <optional>
#include <vector>

namespace firehose_sse::encryption {

/// Where the grant of an attempt stands: `wanted` is asked for and not known to exist; `live` encrypts or is about to;
/// `scheduled` waits to be retired; `none` is not needed, whether it never was or is retired.
BOOST_DEFINE_FIXED_ENUM_CLASS(grant_standing, unsigned char, none, wanted, live, scheduled)

/// Where the grant of this attempt stands. A host whose grant_created was refused retires the grant where this says
/// `none`: it was made too late, and nobody else knows of it. At `scheduled` too, when it would retire the one that is
/// known: that may have been done, and the word of it be under way.
[[nodiscard]] constexpr grant_standing standing_of(state const& s, std::uint64_t attempt) noexcept {
    if (s.effective && s.effective->attempt == attempt && s.effective->key.needs_grant()) {
        return grant_standing::live;
    }
    for (scheduled_grant const& each : s.grants.scheduled) {
        if (each.attempt == attempt) { return grant_standing::scheduled; }
    }
    if (wants_grant(s) && s.pending->attempt == attempt) {
        return s.pending->granted ? grant_standing::live : grant_standing::wanted;
    }
    return grant_standing::none;
}

/// The effects that are not known to be done, in the order to do them, each with the id it had at first: for a host
/// that lost them between storing a state and acting on it. Those that were done meanwhile do no harm: whatever is
/// acknowledged twice is refused.
[[nodiscard]] inline std::vector<effect> outstanding(state const& s) {
    std::vector<effect> result;
    for (scheduled_grant const& each : s.grants.scheduled) {
        if (each.after_delivery) {
            result.push_back(retire_after_delivery{each.attempt, each.key});
        } else {
            result.push_back(schedule_retirement{each.attempt, each.key});
        }
    }
    if (!s.pending) { return result; }
    if (wants_grant(s) && !s.pending->granted) { result.push_back(create_grant{s.pending->attempt, *s.attempted}); }
    result.push_back(begin_work{s.pending->attempt, s.pending->kind});
    return result;
}

} // namespace firehose_sse::encryption
