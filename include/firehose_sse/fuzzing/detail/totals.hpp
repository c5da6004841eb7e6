// How many streams there are, and how many have a key: the limits across streams depend on these counts.
// Level 5 (fuzzing). Counts only where a limit is near.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/listing.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/operation/operations.hpp"
#include <algorithm>
#include <concepts>
#include <limits>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// True when the stream counts for the key: the key is in effect, or on its way to be.
[[nodiscard]] inline bool has_key(candidate const& c, std::string_view arn) {
    if (!c.record) { return false; }
    auto const& state = c.record->encryption;
    auto const is = [&](encryption::key const& key) { return key.needs_grant() && key.arn == arn; };
    return (state.effective && is(state.effective->key)) || (encryption::wants_grant(state) && is(*state.attempted)) ||
           (state.queued && state.queued->key && is(*state.queued->key));
}

/// True when the stream counts for the key, or has a key that may be this one.
[[nodiscard]] inline bool may_have_key(candidate const& c, std::string_view arn) {
    return has_key(c, arn) ||
           (c.record && (is_open(c.record->encryption.effective) || is_open(c.record->encryption.attempted) ||
                         (c.record->encryption.queued && is_open(c.record->encryption.queued->key))));
}

/// In how many streams something holds: surely, and perhaps.
template <class Holds, class MayHold>
[[nodiscard]] rough_count count_streams(beliefs const& all, std::string_view except, surroundings const& with,
                                        Holds const& holds, MayHold const& may_hold) {
    rough_count count;
    for (auto const& [name, known] : all) {
        if (name == except) { continue; }
        auto const current = pass_time_all(known.candidates, with);
        bool const surely = !current.empty() && std::ranges::all_of(current, holds);
        if (surely) { ++count.least; }
        if (current.empty() || std::ranges::any_of(current, may_hold)) { ++count.most; }
    }
    if (with.rules.tolerated.other_streams) { count.most = std::numeric_limits<std::size_t>::max(); }
    return count;
}

/// Fills in the counts that the limits of an operation depend on.
template <class Op> void count_others(typename Op::input const& asked, beliefs const& all, surroundings& with) {
    bool const others = with.rules.tolerated.other_streams;
    std::string_view const name = asked.DeliveryStreamName.value;
    if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) {
        if (others || all.size() >= with.rules.service.max_streams) {
            auto const exists = [](candidate const& c) { return c.record.has_value(); };
            with.streams = count_streams(all, name, with, exists, exists);
        }
    }
    if constexpr (requires { asked.DeliveryStreamEncryptionConfigurationInput; }) {
        auto const wanted =
            operation::StartDeliveryStreamEncryption::wanted_key(asked.DeliveryStreamEncryptionConfigurationInput);
        if (!wanted.needs_grant()) { return; }
        if (others || all.size() >= with.rules.service.encryption.max_streams_per_key) {
            with.key_users = count_streams(
                all, name, with, [&](candidate const& c) { return has_key(c, wanted.arn); },
                [&](candidate const& c) { return may_have_key(c, wanted.arn); });
        }
    }
}

} // namespace firehose_sse::fuzzing::detail
