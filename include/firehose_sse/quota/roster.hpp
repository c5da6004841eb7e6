// Who has one of a limited number of places: the streams of a customer key, the streams of a region.
// Level 2 (quota). Pure; knows nothing behind a name. Keeps names and not a number, so that joining twice counts once.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::quota {

/// The names that have a place.
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

/// Admits `name` if it has a place already, or if fewer than `limit` are taken: then it gets one.
/// *Model:* 500 streams a customer key (StartDeliveryStreamEncryption), streams a region (CreateDeliveryStream) [D].
[[nodiscard]] inline join_result join(roster current, std::string_view name, std::size_t limit) {
    bool const has_one = current.members.contains(name);
    if (has_one || current.members.size() >= limit) { return {has_one, std::move(current)}; }
    current.members.emplace(name);
    return {true, std::move(current)};
}

/// Takes the place of `name` back; changes nothing when it has none.
[[nodiscard]] inline roster leave(roster current, std::string_view name) {
    auto const place = current.members.find(name);
    if (place != current.members.end()) { current.members.erase(place); }
    return current;
}

} // namespace firehose_sse::quota
