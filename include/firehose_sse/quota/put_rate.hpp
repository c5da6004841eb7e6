// How much a stream may be sent: requests, records and bytes a second, all three at once.
// Level 2 (quota). Pure; counts what it is told, knows no record.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/token_bucket.hpp"
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>

namespace firehose_sse::quota {

/// The rates of a stream whose source is DirectPut. They grow together where an account asks for more [D].
/// *Model:* the limits of PutRecord and PutRecordBatch; of us-east-1, us-west-2 and eu-west-1 [D], see elsewhere().
struct put_rate_policy {
    rate_policy requests{.per_second = 2'000};
    rate_policy records{.per_second = 500'000};
    /// *Units:* bytes of records before base64.
    rate_policy bytes{.per_second = 5 * 1024 * 1024};

    /// The rates of the other regions [D].
    [[nodiscard]] static constexpr put_rate_policy elsewhere() noexcept {
        return {{.per_second = 1'000}, {.per_second = 100'000}, {.per_second = 1024 * 1024}};
    }

    friend constexpr bool operator==(put_rate_policy const&, put_rate_policy const&) = default;
};

/// One call's share.
struct put_size {
    std::uint64_t records = 1;
    std::uint64_t bytes = 0;
};

/// What a stream was sent lately; a default-made one was sent nothing.
struct put_buckets {
    token_bucket requests{};
    token_bucket records{};
    token_bucket bytes{};

    friend constexpr bool operator==(put_buckets const&, put_buckets const&) = default;
};

/// The rate that refused a call.
enum class put_rate : unsigned char { requests, records, bytes };
BOOST_DESCRIBE_ENUM(put_rate, requests, records, bytes)

/// Whether a call may be taken.
struct put_verdict {
    bool admitted = false;
    /// The first of the rates that refused.
    std::optional<put_rate> reached{};
    /// Earliest moment at which as much would be admitted; absent when admitted, and when no bucket ever holds as much.
    std::optional<instant> retry_at{};

    friend constexpr bool operator==(put_verdict const&, put_verdict const&) = default;
};

/// A verdict and the buckets to store with it.
struct put_result {
    put_verdict verdict{};
    put_buckets next{};

    friend constexpr bool operator==(put_result const&, put_result const&) = default;
};

/// Takes a call of that size from all three buckets, or from none.
[[nodiscard]] constexpr put_result take(put_buckets const& current, put_rate_policy const& policy, put_size const& size,
                                        instant now) noexcept {
    auto const requests = take(current.requests, policy.requests, 1, now);
    auto const records = take(current.records, policy.records, size.records, now);
    auto const bytes = take(current.bytes, policy.bytes, size.bytes, now);
    if (requests.verdict.admitted && records.verdict.admitted && bytes.verdict.admitted) {
        return {{.admitted = true, .reached = std::nullopt, .retry_at = std::nullopt},
                {requests.next, records.next, bytes.next}};
    }
    put_verdict refused;
    bool ever = true;
    auto const ask = [&](put_rate which, rate_verdict const& verdict) {
        if (verdict.admitted) { return; }
        if (!refused.reached) { refused.reached = which; }
        ever = ever && verdict.retry_at.has_value();
        refused.retry_at = std::max(refused.retry_at, verdict.retry_at);
    };
    ask(put_rate::requests, requests.verdict);
    ask(put_rate::records, records.verdict);
    ask(put_rate::bytes, bytes.verdict);
    if (!ever) { refused.retry_at.reset(); }
    return {refused, current};
}

} // namespace firehose_sse::quota
