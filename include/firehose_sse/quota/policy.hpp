// What the quota of Start and Stop calls is, as values: what AWS does not document is a field with a default.
// Level 2 (quota). Knows no stream, no operation and no clock.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>

namespace firehose_sse::quota {

/// Which span of time the calls are counted in.
/// The service says "in a 24-hour period" and no more [U]; Kinesis Data Streams, its sibling, says rolling.
enum class window_kind : unsigned char {
    rolling, ///< any span of the period's length
    fixed,   ///< a period begins with the first call that counts after the period before has ended
    utc_day, ///< the calendar day in UTC; quota_policy::period is not used
};
BOOST_DESCRIBE_ENUM(window_kind, rolling, fixed, utc_day)

/// Which calls count [U]: the service says "calls" and no more. Each choice includes the one before it.
enum class counting : unsigned char {
    accepted,  ///< calls that succeeded
    answered,  ///< also calls refused after the stream was found, for any reason but the quota
    attempted, ///< also calls that the quota refused
};
BOOST_DESCRIBE_ENUM(counting, accepted, answered, attempted)

/// What became of a call on a stream that exists.
enum class call_fate : unsigned char { accepted, refused, refused_by_quota };
BOOST_DESCRIBE_ENUM(call_fate, accepted, refused, refused_by_quota)

/// True when a call with that fate counts against the quota.
[[nodiscard]] constexpr bool is_counted(counting counts, call_fate fate) noexcept {
    switch (fate) {
    case call_fate::accepted: return true;
    case call_fate::refused: return counts != counting::accepted;
    case call_fate::refused_by_quota: break;
    }
    return counts == counting::attempted;
}

/// How many Start and Stop calls together a stream may have, and how they are counted.
/// *Model:* StartDeliveryStreamEncryption, StopDeliveryStreamEncryption.
struct quota_policy {
    /// [D] 25 calls a stream, both operations together. 0 admits nothing.
    std::uint32_t limit = 25;
    /// [D] 24 hours. With a period of zero or less no call ever counts.
    std::chrono::milliseconds period = std::chrono::hours(24);
    /// [U] rolling, as the sibling service documents it.
    window_kind window = window_kind::rolling;
    /// [U] accepted: a caller that is refused loses nothing, which suits an emulator. Read by admit, and by hosts
    /// through is_counted. A planner that must never be refused charges each call that it sends, and takes none back.
    counting counts = counting::accepted;
    /// How long a charged call is known by its token, so that it is not charged when it is sent again; clients retry
    /// for seconds to minutes. Zero or less: never. Our choice: what the service does with a call that is sent again is
    /// not known [U].
    std::chrono::milliseconds retry_memory = std::chrono::minutes(10);
    /// How long nothing is admitted once the service itself has said LimitExceeded, see observe(). Not used under
    /// window_kind::utc_day, where the pause is the rest of the day. Under window_kind::fixed the pause is the rest of
    /// a period that began here, where that is longer. Our choice: it cannot be known when the calls were made that
    /// this process did not see [U].
    std::chrono::milliseconds pause = std::chrono::hours(1);

    friend constexpr bool operator==(quota_policy const&, quota_policy const&) = default;
};

/// True where a call that is sent again is recognised by its token for a while.
[[nodiscard]] constexpr bool remembers_tokens(quota_policy const& policy) noexcept {
    return policy.retry_memory > policy.retry_memory.zero();
}

} // namespace firehose_sse::quota
