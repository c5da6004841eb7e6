// What every error asks for, at every operation that makes a difference, and how long a client waits.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/retry.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <algorithm>
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <chrono>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::client {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using wire::error_kind;
using enum retry_class;

constexpr std::string_view start = "StartDeliveryStreamEncryption";
constexpr std::string_view stop = "StopDeliveryStreamEncryption";

wire::service_error error_of(std::string_view type, int status = 400) {
    wire::service_error error;
    error.type = type;
    error.status = status;
    return error;
}

struct kind_case {
    error_kind kind;
    retry_class of_put;
    retry_class of_start;
    retry_class of_create;
};

constexpr kind_case kinds[] = {
    {error_kind::ConcurrentModificationException, look_first, look_first, look_first},
    {error_kind::InvalidArgumentException, never, never, never},
    {error_kind::InvalidKMSResourceException, mend_key, mend_key, mend_key},
    {error_kind::InvalidSourceException, never, never, never},
    {error_kind::LimitExceededException, never, not_before, never},
    {error_kind::ResourceInUseException, look_first, look_first, never},
    {error_kind::ResourceNotFoundException, never, never, never},
    {error_kind::ServiceUnavailableException, throttled, throttled, throttled},
    {error_kind::ValidationException, never, never, never},
    {error_kind::SerializationException, never, never, never},
    {error_kind::UnknownOperationException, never, never, never},
    {error_kind::AccessDeniedException, never, never, never},
    {error_kind::ThrottlingException, throttled, throttled, throttled},
    {error_kind::InvalidParameterValueException, never, never, never},
    {error_kind::UnrecognizedClientException, refresh_credentials, refresh_credentials, refresh_credentials},
    {error_kind::InvalidSignatureException, refresh_credentials, refresh_credentials, refresh_credentials},
    {error_kind::ExpiredTokenException, refresh_credentials, refresh_credentials, refresh_credentials},
    {error_kind::IncompleteSignature, never, never, never},
    {error_kind::MissingAuthenticationToken, never, never, never},
    {error_kind::InvalidClientTokenId, never, never, never},
    {error_kind::NotAuthorized, never, never, never},
    {error_kind::OptInRequired, never, never, never},
    {error_kind::RequestExpired, refresh_credentials, refresh_credentials, refresh_credentials},
    {error_kind::InternalFailure, transient, look_first, transient},
    {error_kind::unknown, never, never, never}, // with status 400
};
static_assert(std::size(kinds) == reflect::enumerators<error_kind>.size());

TEST(classify, of_every_kind_of_error) {
    for (auto const& each : kinds) {
        std::string const type(reflect::enum_name(each.kind));
        for (int const status : {200, 400, 503}) { // a known type decides whatever the status is
            if (each.kind == error_kind::unknown && status != 400) { continue; }
            auto const error = error_of(type, status);
            EXPECT_EQ(classify(error, "PutRecordBatch"), each.of_put) << type;
            EXPECT_EQ(classify(error, "PutRecord"), each.of_put) << type;
            EXPECT_EQ(classify(error, start), each.of_start) << type;
            EXPECT_EQ(classify(error, stop), each.of_start) << type;
            EXPECT_EQ(classify(error, "CreateDeliveryStream"), each.of_create) << type;
        }
    }
}

TEST(classify, a_limit_has_a_time_only_where_calls_are_counted) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>([](auto op) {
        constexpr auto name = decltype(op)::type::name;
        EXPECT_EQ(classify(error_of("LimitExceededException"), name),
                  name == start || name == stop ? not_before : never)
            << name;
        EXPECT_EQ(classify(error_of("ResourceInUseException"), name),
                  name == "CreateDeliveryStream" ? never : look_first)
            << name;
    });
    for (std::string_view const other : {"", "UpdateDestination", "startdeliverystreamencryption", "Start"}) {
        EXPECT_EQ(classify(error_of("LimitExceededException"), other), never) << other;
    }
}

TEST(classify, by_the_status_when_no_type_is_known) {
    struct row {
        int status;
        retry_class asks;
    };
    constexpr row rows[] = {
        {0, transient},   {-1, transient},  {200, never},     {204, never},     {301, never},     {307, never},
        {400, never},     {401, never},     {403, never},     {404, never},     {405, never},     {408, transient},
        {409, never},     {413, never},     {415, never},     {429, throttled}, {431, never},     {499, never},
        {500, transient}, {501, never},     {502, transient}, {503, transient}, {504, transient}, {505, never},
        {520, transient}, {599, transient},
    };
    for (auto const& each : rows) {
        for (std::string_view const body :
             {"", "<html><body>503 Service Temporarily Unavailable</body></html>", "{", "null"}) {
            auto const error = wire::read_error(each.status, {}, body);
            EXPECT_EQ(classify(error, "PutRecord"), each.asks) << each.status << body;
        }
        EXPECT_EQ(classify(error_of("ErrorOfTomorrow", each.status), "PutRecord"), each.asks) << each.status;
    }
    EXPECT_EQ(classify({}, "PutRecord"), transient) << "no answer at all";
}

TEST(classify, types_that_every_service_may_answer) {
    EXPECT_EQ(classify(error_of("Throttling"), "PutRecord"), throttled);
    EXPECT_EQ(classify(error_of("ServiceUnavailable"), "PutRecord"), throttled);
    EXPECT_EQ(classify(error_of("RequestExpired"), "PutRecord"), refresh_credentials);
    EXPECT_EQ(classify(error_of("InternalFailureException"), "PutRecord"), transient);
    EXPECT_EQ(classify(error_of("ExpiredToken"), "PutRecord"), refresh_credentials);
}

TEST(classify, a_change_without_a_clear_answer_is_looked_at_first) {
    retry_policy const bold{.unsure_change = unsure_change_answer::send_again};
    for (std::string_view const name : {start, stop}) {
        for (int const status : {0, 500, 502, 503, 504}) {
            EXPECT_EQ(classify(error_of("", status), name), look_first) << status;
            EXPECT_EQ(classify(error_of("", status), name, bold), transient) << status;
        }
        EXPECT_EQ(classify(error_of("", 400), name), never);
        EXPECT_EQ(classify(error_of("ThrottlingException"), name), throttled);
        EXPECT_EQ(classify(error_of("LimitExceededException"), name, bold), not_before);
        EXPECT_EQ(classify(error_of("ResourceInUseException"), name, bold), look_first);
    }
    EXPECT_EQ(classify(error_of("", 500), "DeleteDeliveryStream"), transient);
}

TEST(classify, a_code_is_no_type_but_may_say_that_kms_is_busy) {
    auto const asked = [](std::string_view body) { return classify(wire::read_error(400, {}, body), "PutRecord"); };
    EXPECT_EQ(asked(R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException"})"), mend_key);
    EXPECT_EQ(asked(R"({"__type":"InvalidKMSResourceException","code":"ThrottlingException"})"), throttled);
    EXPECT_EQ(asked(R"({"__type":"InvalidKMSResourceException","code":"KMSThrottlingException"})"), throttled);
    EXPECT_EQ(asked(R"({"__type":"InvalidKMSResourceException"})"), mend_key);
    EXPECT_EQ(asked(R"({"__type":"InvalidSourceException","code":"ThrottlingException"})"), never);
    EXPECT_EQ(asked(R"({"code":"ThrottlingException"})"), throttled) << "here it is the type";
}

TEST(classify_entry, of_the_codes_in_a_batch) {
    EXPECT_EQ(classify_entry("ServiceUnavailableException"), throttled);
    EXPECT_EQ(classify_entry("InternalFailure"), transient);
    EXPECT_EQ(classify_entry("ns#ServiceUnavailableException:x"), throttled);
    EXPECT_EQ(classify_entry("Throttling"), throttled);
    EXPECT_EQ(classify_entry(""), transient);
    EXPECT_EQ(classify_entry("ErrorOfTomorrow"), transient);
    EXPECT_EQ(classify_entry("AccessDeniedException"), never);
    EXPECT_EQ(classify_entry("InvalidKMSResourceException"), mend_key);
    EXPECT_EQ(classify_entry("LimitExceededException"), never);
}

// Plans.

constexpr std::uint64_t most_bits = std::numeric_limits<std::uint64_t>::max();

// The longest wait that any random bits lead to.
milliseconds longest(retry_policy const& rules, retry_class why, std::uint32_t attempt) {
    std::optional<milliseconds> found;
    std::minstd_rand random(attempt + 1);
    for (int i = 0; i < 20'000; ++i) {
        auto const wait = plan_retry(rules, why, attempt, random());
        EXPECT_TRUE(wait);
        found = std::max(found.value_or(0ms), wait.value_or(0ms));
    }
    return found.value_or(-1ms);
}

TEST(plan_retry, waits_up_to_twice_as_long_each_time) {
    retry_policy const rules{.max_attempts = 9, .transient_delay = 10ms, .throttled_delay = 30ms, .max_delay = 100ms};
    constexpr std::int64_t transient_waits[] = {10, 20, 40, 80, 100, 100};
    constexpr std::int64_t throttled_waits[] = {30, 60, 100, 100, 100, 100};
    for (std::uint32_t attempt = 1; attempt <= 6; ++attempt) {
        EXPECT_EQ(longest(rules, transient, attempt).count(), transient_waits[attempt - 1]);
        EXPECT_EQ(longest(rules, refresh_credentials, attempt).count(), transient_waits[attempt - 1]);
        EXPECT_EQ(longest(rules, throttled, attempt).count(), throttled_waits[attempt - 1]);
    }
    EXPECT_EQ(longest(rules, transient, 0).count(), 10) << "attempts count from 1";
}

TEST(plan_retry, random_bits_choose_the_wait) {
    retry_policy const rules{.transient_delay = 3ms};
    std::array<int, 4> seen{};
    for (std::uint64_t bits = 0; bits < 400; ++bits) {
        ++seen.at(static_cast<std::size_t>(plan_retry(rules, transient, 1, bits).value().count()));
    }
    EXPECT_EQ(seen, (std::array{100, 100, 100, 100}));
    EXPECT_EQ(plan_retry(rules, transient, 1, 0), 0ms);
    EXPECT_LE(plan_retry(rules, transient, 1, most_bits).value(), 3ms);
}

TEST(plan_retry, ends_with_the_attempts) {
    retry_policy const rules{.max_attempts = 3};
    for (retry_class const why : {throttled, transient, refresh_credentials}) {
        EXPECT_TRUE(plan_retry(rules, why, 2, 7));
        EXPECT_FALSE(plan_retry(rules, why, 3, 7));
        EXPECT_FALSE(plan_retry(rules, why, 4, 7));
        EXPECT_FALSE(plan_retry({.max_attempts = 0}, why, 0, 7));
        EXPECT_TRUE(plan_retry({}, why, 3, 7));
        EXPECT_FALSE(plan_retry({}, why, 4, 7)) << "four times by default";
    }
}

TEST(plan_retry, has_no_plan_where_time_mends_nothing) {
    for (retry_class const why : {never, not_before, look_first, mend_key}) {
        EXPECT_EQ(plan_retry({}, why, 1, 7), std::nullopt);
    }
}

// The quota.

constexpr instant noon{std::chrono::hours(500'000)};

// in a constant expression an overflow would not compile
static_assert(detail::delay_until(instant::max(), 0ms, instant(-1ms)) == milliseconds::max());
static_assert(detail::delay_until(instant(-1ms), 0ms, instant::min()) == milliseconds::max());
static_assert(detail::delay_until(instant::min(), 0ms, instant::max()) == 0ms);
static_assert(detail::delay_until(instant(10ms), -10ms, instant(0ms)) == 0ms);
static_assert(detail::delay_until(instant(10ms), -11ms, instant(0ms)) == 0ms);
static_assert(detail::delay_until(instant(10ms), -1ms, instant(10ms)) == 0ms);

TEST(plan_retry, waits_for_the_quota_and_not_a_moment_less) {
    retry_policy const rules;
    EXPECT_EQ(plan_retry(rules, not_before, 1, most_bits, noon + 3h, noon), 3h + 1s);
    EXPECT_EQ(plan_retry({.quota_slack = 0ms}, not_before, 1, 0, noon + 3h, noon), 3h);
    EXPECT_EQ(plan_retry(rules, not_before, 1, 0, noon, noon), 1s);
    EXPECT_EQ(plan_retry(rules, not_before, 1, 0, noon - 3h, noon), 1s) << "the moment has passed";
    EXPECT_EQ(plan_retry(rules, not_before, 4, 0, noon + 3h, noon), std::nullopt);
    EXPECT_EQ(plan_retry(rules, not_before, 1, 0, std::nullopt, noon), std::nullopt) << "nobody knows";
    EXPECT_EQ(plan_retry(rules, not_before, 1, 0, instant::max(), instant{}), milliseconds::max()) << "cut";
    EXPECT_EQ(plan_retry({.quota_slack = -2h}, not_before, 1, 0, noon + 3h, noon), 1h);
    for (retry_class const other : {never, throttled, transient, refresh_credentials, look_first, mend_key}) {
        EXPECT_EQ(plan_retry(rules, other, 1, 55, noon + 3h, noon), plan_retry(rules, other, 1, 55));
        EXPECT_EQ(plan_retry(rules, other, 2, 55, std::nullopt, noon), plan_retry(rules, other, 2, 55));
    }
}

// 26 calls in a row: the last one is sent again when there is room, not before, and is then admitted.
TEST(plan_retry, does_not_drain_the_quota) {
    quota::quota_policy const quota_rules;
    quota::window calls;
    auto now = noon;
    for (int i = 0; i < 25; ++i, now += 1min) {
        auto admitted = quota::admit(calls, quota_rules, now);
        ASSERT_TRUE(admitted.verdict.admitted);
        calls = admitted.next;
    }
    auto const why = classify(error_of("LimitExceededException"), start);
    auto const wait = plan_retry({.quota_slack = 0ms}, why, 1, 0, quota::peek(calls, quota_rules, now).retry_at, now);
    ASSERT_TRUE(wait);
    EXPECT_FALSE(quota::peek(calls, quota_rules, now + *wait - 1ms).admitted);
    EXPECT_TRUE(quota::peek(calls, quota_rules, now + *wait).admitted);
    // room by our own count, and yet the service has refused: others have made calls
    EXPECT_EQ(plan_retry({}, why, 1, 0, quota::peek({}, quota_rules, now).retry_at, now), std::nullopt);
}

// No policy and no moment, however absurd, leads to a wait below zero or, but for not_before, beyond max_delay.
TEST(plan_retry, keeps_its_bounds_under_any_policy) {
    constexpr std::int64_t odd[] = {std::numeric_limits<std::int64_t>::min(),
                                    -1,
                                    0,
                                    1,
                                    99,
                                    86'400'000,
                                    std::numeric_limits<std::int64_t>::max() - 1,
                                    std::numeric_limits<std::int64_t>::max()};
    std::size_t planned = 0;
    for (std::uint32_t seed = 1; seed <= 20'000; ++seed) {
        std::minstd_rand random(seed);
        auto const any = [&] { return milliseconds(odd[random() % std::size(odd)]); };
        retry_policy const rules{.max_attempts = std::numeric_limits<std::uint32_t>::max(),
                                 .transient_delay = any(),
                                 .throttled_delay = any(),
                                 .max_delay = any(),
                                 .quota_slack = any()};
        auto const attempt = static_cast<std::uint32_t>(random() % 3 == 0 ? most_bits - 1 : random() % 90);
        std::uint64_t const bits = random() % 2 == 0 ? most_bits : random();
        for (auto const& each : reflect::enumerators<retry_class>) {
            auto const wait = plan_retry(rules, each.value, attempt, bits, instant(any()), instant(any()));
            if (!wait) { continue; }
            ++planned;
            ASSERT_GE(*wait, 0ms) << seed;
            if (each.value != not_before) { ASSERT_LE(*wait, std::max(rules.max_delay, 0ms)) << seed; }
        }
    }
    EXPECT_GT(planned, 50'000u);
}

TEST(retry_class, has_names) {
    EXPECT_EQ(reflect::enum_value<retry_class>("not_before"), not_before);
    EXPECT_EQ(reflect::enum_value<unsure_change_answer>("look_first"), unsure_change_answer::look_first);
}

TEST(retry_policy, defaults) {
    constexpr retry_policy policy;
    EXPECT_EQ(policy.max_attempts, 4U);
    EXPECT_EQ(policy.transient_delay, 100ms);
    EXPECT_EQ(policy.throttled_delay, 1'000ms);
    EXPECT_EQ(policy.max_delay, 20'000ms);
    EXPECT_EQ(policy.quota_slack, 1'000ms);
    EXPECT_EQ(policy.unsure_change, unsure_change_answer::look_first);
}

} // namespace
} // namespace firehose_sse::client
