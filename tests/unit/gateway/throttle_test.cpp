// Calls that come too soon: the answer, and who gets it.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/throttle.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "unit/gateway/fake_service.hpp"
#include <chrono>
#include <gtest/gtest.h>
#include <string>
#include <string_view>

namespace firehose_sse::gateway {
namespace {

struct caller_clock {
    instant const* moment;
    instant operator()() const { return *moment; }
};
struct no_store {
    template <quota::update_function<quota::token_bucket> F>
    quota::stored<quota::update_answer<F, quota::token_bucket>> update(std::string_view, F&&) {
        return quota::store_error::unavailable;
    }
};

operation::policy one_a_second() {
    operation::policy rules;
    rules.control_rate = quota::rate_policy{.per_second = 1};
    return rules;
}

TEST(throttle, a_call_too_many_is_answered_as_the_service_does) {
    instant now{std::chrono::hours(1)};
    quota::memory_store<quota::token_bucket, caller_clock> buckets(caller_clock{&now});
    auto const rules = one_a_second();
    need_body const describe{"DescribeDeliveryStream", 1};
    EXPECT_FALSE(throttle(describe, buckets, rules, test_ids));
    auto const refused = throttle(describe, buckets, rules, test_ids);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 400);
    EXPECT_EQ(refused->body, R"({"__type":"ThrottlingException","message":"Rate exceeded"})");
    EXPECT_EQ(refused->outcome, "ThrottlingException");
    EXPECT_EQ(refused->operation, "DescribeDeliveryStream");
    EXPECT_EQ(header_of(*refused, "x-amzn-RequestId"), test_ids.request);
    EXPECT_FALSE(header_of(*refused, "X-Amzn-ErrorType"));
    std::string name = "DescribeDeliveryStream";
    auto const kept = throttle({name, 1}, buckets, rules, test_ids);
    name.assign(name.size(), 'x');
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->operation, "DescribeDeliveryStream") << "the request may be gone before its answer";
    auto const named = throttle(describe, buckets, rules, test_ids, error_type_header::always);
    EXPECT_EQ(header_of(*named, "X-Amzn-ErrorType"), "ThrottlingException");
    now += std::chrono::seconds(1);
    EXPECT_FALSE(throttle(describe, buckets, rules, test_ids));
}

TEST(throttle, puts_pass_and_so_does_all_without_a_store) {
    instant now{};
    quota::memory_store<quota::token_bucket, caller_clock> buckets(caller_clock{&now});
    auto rules = one_a_second();
    rules.control_rate = quota::rate_policy{.per_second = 0};
    EXPECT_FALSE(throttle({"PutRecord", 1}, buckets, rules, test_ids));
    EXPECT_TRUE(throttle({"ListDeliveryStreams", 1}, buckets, rules, test_ids));
    no_store none;
    EXPECT_FALSE(throttle({"ListDeliveryStreams", 1}, none, rules, test_ids));
}

} // namespace
} // namespace firehose_sse::gateway
