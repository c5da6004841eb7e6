// How much a stream may be sent: requests, records and bytes a second, all three at once.
// Level 2 (quota). Pure; counts what it is told, knows no record.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/token_bucket.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace firehose_sse::quota {

/// The rates of a stream whose source is DirectPut. They grow together where an account asks for more [D].
/// *Model:* the limits of PutRecord and PutRecordBatch in us-east-1, us-west-2 and eu-west-1 [D]; see elsewhere().
struct put_rate_policy {
    rate_policy requests{.per_second = 2'000};
    rate_policy records{.per_second = 500'000};
    /// *Units:* bytes of records before base64.
    rate_policy bytes{.per_second = 5 * 1024 * 1024};

    /// The rates of the other regions [D].
    [[nodiscard]] static constexpr put_rate_policy elsewhere() noexcept {
        return {{.per_second = 1'000}, {.per_second = 100'000}, {.per_second = 1024 * 1024}};
    }

    /// The rates of a region, by its name [D].
    [[nodiscard]] static constexpr put_rate_policy of_region(std::string_view region) noexcept {
        bool const large = region == "us-east-1" || region == "us-west-2" || region == "eu-west-1";
        return large ? put_rate_policy{} : elsewhere();
    }
    /// Rates that refuse nothing: for setting one rate alone.
    [[nodiscard]] static constexpr put_rate_policy unlimited() noexcept {
        return {rate_policy::unlimited(), rate_policy::unlimited(), rate_policy::unlimited()};
    }

    friend constexpr bool operator==(put_rate_policy const&, put_rate_policy const&) = default;
};

/// What one call takes from the rates.
struct put_size {
    std::uint64_t records = 1;
    std::uint64_t bytes = 0;
};

/// What a stream was sent lately; with default-constructed buckets, nothing.
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
    /// Earliest moment at which the call would be admitted; absent when admitted, and when a bucket never holds enough.
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

/// What becomes of a batch whose records are taken one by one.
struct batch_result {
    /// The call as a whole is refused only by the rate of requests. When the call is admitted, `reached` is the first
    /// rate that refused a record, and `retry_at` is the moment for that record.
    put_verdict verdict{};
    /// Of each record, whether it may be taken.
    std::vector<bool> taken{};
    put_buckets next{};

    friend bool operator==(batch_result const&, batch_result const&) = default;
};

/// Takes one request, then in order as many of its records as the buckets hold. A record that is refused takes nothing,
/// so that a smaller one behind it may fit.
/// *Units:* bytes of each record before base64.
[[nodiscard]] inline batch_result take_each(put_buckets const& current, put_rate_policy const& policy,
                                            std::span<std::uint64_t const> sizes, instant now) {
    batch_result result{.taken = std::vector<bool>(sizes.size(), false), .next = current};
    auto const request = take(current.requests, policy.requests, 1, now);
    if (!request.verdict.admitted) {
        result.verdict = {.admitted = false, .reached = put_rate::requests, .retry_at = request.verdict.retry_at};
        return result;
    }
    result.verdict.admitted = true;
    result.next.requests = request.next;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        auto const record = take(result.next.records, policy.records, 1, now);
        auto const bytes = take(result.next.bytes, policy.bytes, sizes[i], now);
        if (record.verdict.admitted && bytes.verdict.admitted) {
            result.taken[i] = true;
            result.next.records = record.next;
            result.next.bytes = bytes.next;
        } else if (!result.verdict.reached) {
            auto const ever = [](rate_verdict const& verdict) { return verdict.admitted || verdict.retry_at; };
            result.verdict.reached = record.verdict.admitted ? put_rate::bytes : put_rate::records;
            if (ever(record.verdict) && ever(bytes.verdict)) {
                result.verdict.retry_at = std::max(record.verdict.retry_at, bytes.verdict.retry_at);
            }
        }
    }
    return result;
}

/// The moment from which all buckets are full, so that absent buckets mean the same; nothing when one never fills.
[[nodiscard]] constexpr std::optional<instant> full_at(put_buckets const& current,
                                                       put_rate_policy const& policy) noexcept {
    auto const requests = full_at(current.requests, policy.requests);
    auto const records = full_at(current.records, policy.records);
    auto const bytes = full_at(current.bytes, policy.bytes);
    if (!requests || !records || !bytes) { return std::nullopt; }
    return std::max({*requests, *records, *bytes});
}

} // namespace firehose_sse::quota
