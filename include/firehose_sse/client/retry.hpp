// Whether to send a request again after an error, what to do before that, and how long to wait.
// Level 4 (client). Pure: time and random bits come in; sends nothing, sleeps never.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/client/kms_reason.hpp"
#include "firehose_sse/shape/instant.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace firehose_sse::client {

/// What an error asks for.
/// - `never`: the same request would be refused again.
/// - `throttled`: too much at once. Wait, then send again.
/// - `transient`: the service's fault, or no answer. Wait, then send again; a Put may arrive twice [D].
/// - `refresh_credentials`: wait, then sign again with fresh credentials and a right clock.
/// - `not_before`: the quota of Start and Stop is used up. A call sent before it has room again is refused too, and
///   may even count [U]; default retries send it at once all the same [O].
/// - `look_first`: the stream is changing, or may have been changed: see next_poll, then send again if still wanted.
/// - `mend_key`: KMS refuses the key; see read_kms_reason.
BOOST_DEFINE_FIXED_ENUM_CLASS(retry_class, unsigned char, never, throttled, transient, refresh_credentials, not_before,
                              look_first, mend_key)

/// How to treat a Start or Stop whose answer is `transient` [U]: it may have been carried out, and charged.
/// `look_first`: Describe tells, and costs none of the 25 calls a day. `send_again`: like any other request.
BOOST_DEFINE_FIXED_ENUM_CLASS(unsure_change_answer, unsigned char, look_first, send_again)

/// How to retry.
struct retry_policy {
    /// How often a request is sent, the first time included; SDKs send a Put three times more [D].
    std::uint32_t max_attempts = 4;
    /// The longest wait after the first `transient` error, or before signing again; doubled for each further attempt.
    std::chrono::milliseconds transient_delay{100};
    /// The same for `throttled`; the limits are per second [D].
    std::chrono::milliseconds throttled_delay{1'000};
    /// Doubling ends here.
    std::chrono::milliseconds max_delay{20'000};
    /// Added to the moment at which the quota has room: the service counts by a clock of its own.
    std::chrono::milliseconds quota_slack{1'000};
    unsure_change_answer unsure_change = unsure_change_answer::look_first;
    friend constexpr bool operator==(retry_policy const&, retry_policy const&) = default;
};

namespace detail {

/// Start and Stop share a quota of 25 calls a stream a day [D].
[[nodiscard]] constexpr bool has_quota(std::string_view operation) noexcept {
    return operation == "StartDeliveryStreamEncryption" || operation == "StopDeliveryStreamEncryption";
}

/// Judges by HTTP status; 0 is no answer. An answer without a type is not of this protocol: no body, a proxy's page.
[[nodiscard]] constexpr retry_class class_of_status(int status) noexcept {
    if (status == 429) { return retry_class::throttled; }
    if (status <= 0 || status == 408) { return retry_class::transient; }
    bool const not_implemented = status == 501 || status == 505;
    return status >= 500 && !not_implemented ? retry_class::transient : retry_class::never;
}

[[nodiscard]] constexpr retry_class class_of_kind(wire::error_kind kind, std::string_view operation) noexcept {
    using enum wire::error_kind;
    switch (kind) {
    case ThrottlingException:
    case ServiceUnavailableException: return retry_class::throttled; // also for throughput [D], "Slow down." [O]
    case InternalFailure: return retry_class::transient;
    case ExpiredTokenException:
    case InvalidSignatureException:
    case RequestExpired:
    case UnrecognizedClientException: return retry_class::refresh_credentials;
    case LimitExceededException: return has_quota(operation) ? retry_class::not_before : retry_class::never;
    case ResourceInUseException: // for Create: the name is taken
        return operation == "CreateDeliveryStream" ? retry_class::never : retry_class::look_first;
    case ConcurrentModificationException: return retry_class::look_first; // needs the new VersionId [D]
    case InvalidKMSResourceException: return retry_class::mend_key;
    case InvalidArgumentException:
    case InvalidSourceException:
    case ResourceNotFoundException:
    case ValidationException:
    case SerializationException:
    case UnknownOperationException:
    case AccessDeniedException:
    case InvalidParameterValueException:
    case IncompleteSignature:
    case MissingAuthenticationToken:
    case InvalidClientTokenId:
    case NotAuthorized:
    case OptInRequired:
    case unknown: break;
    }
    return retry_class::never;
}

} // namespace detail

/// What an error answer to an operation asks for; a default-constructed error stands for no answer at all.
///
/// LimitExceededException of Start means that the quota of calls is used up, or that the key has too many streams [D]:
/// the type does not say which. An unknown operation is judged like the others; case matters [D].
/// *Errors:* none: an error without a type, or with one that is not listed, is judged by its status.
///
/// *Example:* `classify(error, "StartDeliveryStreamEncryption") == retry_class::not_before`
[[nodiscard]] constexpr retry_class classify(wire::service_error const& error, std::string_view operation,
                                             retry_policy const& rules = {}) noexcept {
    auto const kind = wire::kind(error);
    auto found = kind == wire::error_kind::unknown ? detail::class_of_status(error.status)
                                                   : detail::class_of_kind(kind, operation);
    if (auto const reason = read_kms_reason(error); reason && reason->name == "Throttling") {
        found = retry_class::throttled; // not documented here, but the sibling has it [I]
    }
    if (found == retry_class::transient && detail::has_quota(operation)) {
        switch (rules.unsure_change) {
        case unsure_change_answer::look_first: return retry_class::look_first;
        case unsure_change_answer::send_again: break;
        }
    }
    return found;
}

/// What the ErrorCode of one record of a batch asks for: `throttled` for ServiceUnavailableException, `transient` for
/// InternalFailure [D], for an unknown code, and for no code.
[[nodiscard]] constexpr retry_class classify_entry(std::string_view code) noexcept {
    auto const kind = wire::kind_of_type(wire::bare_type(code));
    if (kind == wire::error_kind::unknown) { return retry_class::transient; }
    return detail::class_of_kind(kind, "PutRecordBatch");
}

namespace detail {

/// The delay `first`, doubled for each attempt after the first, up to `most`; never below zero.
[[nodiscard]] constexpr std::chrono::milliseconds backoff(std::chrono::milliseconds first, std::uint32_t attempt,
                                                          std::chrono::milliseconds most) noexcept {
    auto delay = std::max(std::min(first, most), std::chrono::milliseconds(0));
    for (std::uint32_t i = 1; i < attempt && delay.count() > 0 && delay < most; ++i) {
        delay = delay > most / 2 ? most : delay * 2;
    }
    return delay;
}

/// Any delay up to the longest, so that clients who failed together do not come back together.
[[nodiscard]] constexpr std::chrono::milliseconds jittered(std::chrono::milliseconds longest,
                                                           std::uint64_t random_bits) noexcept {
    auto const choices = static_cast<std::uint64_t>(longest.count()) + 1;
    return std::chrono::milliseconds(static_cast<std::int64_t>(random_bits % choices));
}

/// The time until `moment`, and the slack; never below zero, and cut to what a delay can hold.
[[nodiscard]] constexpr std::chrono::milliseconds delay_until(instant moment, std::chrono::milliseconds slack,
                                                              instant now) noexcept {
    using std::chrono::milliseconds;
    auto const at = moment.time_since_epoch();
    auto const from = now.time_since_epoch();
    if (at <= from) { return std::max(slack, milliseconds(0)); }
    auto const wait = from < milliseconds(0) && at > milliseconds::max() + from ? milliseconds::max() : at - from;
    if (slack > milliseconds::max() - wait) { return milliseconds::max(); }
    return std::max(wait + slack, milliseconds(0));
}

} // namespace detail

/// How long to wait before the request is sent again; nothing when it must not be sent again, or when waiting alone
/// does not help: `never`, `look_first`, `mend_key`.
///
/// `attempt` counts how often the request has been sent, so it is 1 after the first error. The wait is any time up to
/// an exponentially growing one, chosen by `random_bits` ("full jitter"), which the caller makes anew for each call.
/// `not_before` has no plan without the moment at which the quota has room: see the overload.
[[nodiscard]] constexpr std::optional<std::chrono::milliseconds>
plan_retry(retry_policy const& rules, retry_class why, std::uint32_t attempt, std::uint64_t random_bits) noexcept {
    if (attempt >= rules.max_attempts) { return std::nullopt; }
    switch (why) {
    case retry_class::throttled:
        return detail::jittered(detail::backoff(rules.throttled_delay, attempt, rules.max_delay), random_bits);
    case retry_class::transient:
    case retry_class::refresh_credentials:
        return detail::jittered(detail::backoff(rules.transient_delay, attempt, rules.max_delay), random_bits);
    case retry_class::never:
    case retry_class::not_before:
    case retry_class::look_first:
    case retry_class::mend_key: break;
    }
    return std::nullopt;
}

/// The same for Start and Stop with the moment when the quota has room again: quota::admission::retry_at of the
/// caller's own count. Without it, `not_before` has no plan: others may have made calls too, so nobody can know.
///
/// *Example:* `plan_retry(rules, why, attempt, bits, quota::peek(calls, quota_rules, now).retry_at, now)`
[[nodiscard]] constexpr std::optional<std::chrono::milliseconds>
plan_retry(retry_policy const& rules, retry_class why, std::uint32_t attempt, std::uint64_t random_bits,
           std::optional<instant> room_at, instant now) noexcept {
    if (why != retry_class::not_before) { return plan_retry(rules, why, attempt, random_bits); }
    if (!room_at || attempt >= rules.max_attempts) { return std::nullopt; }
    return detail::delay_until(*room_at, rules.quota_slack, now);
}

} // namespace firehose_sse::client
