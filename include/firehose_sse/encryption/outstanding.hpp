// What a host still has to do for a stream, and where a grant stands, read from the state alone.
// Level 2 (encryption). Reads a state; changes nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/state.hpp"
#include <cstdint>
#include <optional>
#include <vector>

namespace firehose_sse::encryption {

/// Where the grant of an attempt stands. `wanted`: requested, not known to exist. `live`: its key encrypts records or
/// is about to. `scheduled`: waits to be retired. `none`: not needed, because it never was or because it is retired.
BOOST_DEFINE_FIXED_ENUM_CLASS(grant_standing, unsigned char, none, wanted, live, scheduled)

/// Where the grant of this attempt stands. A host whose grant_created was refused retires that grant at `none`: it came
/// too late, and nobody else knows of it. At `scheduled` it retires the grant too, when the known one is due: that one
/// may be retired already, with its acknowledgement still under way.
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

/// The effects that are not known to be done, in the order to perform them, each with its original id. This is for a
/// host that lost effects between storing a state and acting on it. An effect that was done meanwhile does no harm: its
/// second acknowledgement is refused.
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
