// Who has one of a limited number of places: the streams of a customer key, the streams of a region.
// Level 2 (quota). Pure; names mean nothing to it. By name and not by number, so that to join twice is to join once.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::quota {

/// Those that have a place.
struct roster {
    std::set<std::string, std::less<>> members{};

    friend bool operator==(roster const&, roster const&) = default;
};

/// Whether a name has a place now, and the roster to store with it.
struct join_result {
    bool admitted = false;
    roster next{};

    friend bool operator==(join_result const&, join_result const&) = default;
};

/// Gives `name` a place if it has one already or fewer than `limit` are taken.
/// *Model:* 500 streams a customer key (StartDeliveryStreamEncryption), streams a region (CreateDeliveryStream) [D].
[[nodiscard]] inline join_result join(roster current, std::string_view name, std::size_t limit) {
    bool const has_one = current.members.contains(name);
    if (has_one || current.members.size() >= limit) { return {has_one, std::move(current)}; }
    current.members.emplace(name);
    return {true, std::move(current)};
}

/// Takes the place of `name` back; of one that has none, nothing.
[[nodiscard]] inline roster leave(roster current, std::string_view name) {
    auto const place = current.members.find(name);
    if (place != current.members.end()) { current.members.erase(place); }
    return current;
}

} // namespace firehose_sse::quota
