// The rate of control-plane calls: each operation by itself or all together, and not for a Put.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/control_rate.hpp"
#include "unit/operation/world.hpp"
#include <boost/mp11/algorithm.hpp>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::operation {
namespace {

// One cell for each key; the test moves the clock.
struct buckets {
    std::map<std::string, quota::token_bucket, std::less<>> cells{};
    instant now = at(1'000s);
    bool fails = false;

    template <quota::update_function<quota::token_bucket> F>
    quota::stored<quota::update_answer<F, quota::token_bucket>> update(std::string_view key, F&& f) {
        if (fails) { return quota::store_error::unavailable; }
        auto const found = cells.find(key);
        std::optional<quota::token_bucket> const cell =
            found == cells.end() ? std::nullopt : std::optional(found->second);
        auto decided = f(cell, now);
        if (decided.change == quota::cell_change::put) { cells.insert_or_assign(std::string(key), *decided.cell); }
        return std::move(decided.answer);
    }
};

policy five_a_second() {
    policy rules;
    rules.control_rate = quota::rate_policy{};
    return rules;
}

bool admits(buckets& of, std::string_view operation, policy const& rules) {
    return take_control_call(of, operation, rules).value().admitted;
}

TEST(control_rate, the_sixth_call_of_a_second_is_one_too_many) {
    buckets all;
    policy const rules = five_a_second();
    for (int call = 0; call < 5; ++call) { EXPECT_TRUE(admits(all, "DescribeDeliveryStream", rules)); }
    auto const refused = take_control_call(all, "DescribeDeliveryStream", rules).value();
    EXPECT_FALSE(refused.admitted);
    EXPECT_EQ(refused.retry_at, all.now + 200ms);
    all.now += 199ms;
    EXPECT_FALSE(admits(all, "DescribeDeliveryStream", rules));
    all.now += 1ms;
    EXPECT_TRUE(admits(all, "DescribeDeliveryStream", rules));
    EXPECT_FALSE(admits(all, "DescribeDeliveryStream", rules));
}

TEST(control_rate, an_operation_has_its_own_or_all_have_one) {
    policy rules = five_a_second();
    rules.control_rate = quota::rate_policy{.per_second = 1};
    buckets apart;
    buckets together;
    int operations_limited = 0;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        using type = typename decltype(op)::type;
        if (!is_control_plane<type>) { return; }
        rules.control_rate_scope = control_rate_scope::each_operation;
        EXPECT_TRUE(admits(apart, type::name, rules)) << type::name;
        EXPECT_FALSE(admits(apart, type::name, rules)) << type::name;
        rules.control_rate_scope = control_rate_scope::all_together;
        EXPECT_EQ(admits(together, type::name, rules), operations_limited == 0) << type::name;
        ++operations_limited;
    });
    EXPECT_EQ(operations_limited, 9);
    EXPECT_EQ(together.cells.size(), 1u);
}

TEST(control_rate, accounts_and_regions_have_their_own) {
    buckets all;
    policy rules = five_a_second();
    rules.control_rate = quota::rate_policy{.per_second = 1};
    EXPECT_TRUE(admits(all, "ListDeliveryStreams", rules));
    rules.account_id = "210987654321";
    EXPECT_TRUE(admits(all, "ListDeliveryStreams", rules));
    rules.region = "eu-west-1";
    EXPECT_TRUE(admits(all, "ListDeliveryStreams", rules));
    EXPECT_FALSE(admits(all, "ListDeliveryStreams", rules));
}

TEST(control_rate, puts_and_unknown_names_take_nothing) {
    buckets all;
    policy rules = five_a_second();
    rules.control_rate = quota::rate_policy{.per_second = 0};
    for (std::string_view const name : {"PutRecord", "PutRecordBatch", "UpdateDestination", ""}) {
        EXPECT_TRUE(admits(all, name, rules)) << name;
    }
    EXPECT_FALSE(admits(all, "ListDeliveryStreams", rules));
    EXPECT_TRUE(all.cells.empty());
}

TEST(control_rate, nobody_is_throttled_unasked) {
    buckets all;
    for (int call = 0; call < 1'000; ++call) { ASSERT_TRUE(admits(all, "ListDeliveryStreams", {})); }
    EXPECT_TRUE(all.cells.empty());
    all.fails = true;
    EXPECT_TRUE(admits(all, "ListDeliveryStreams", {}));
    EXPECT_EQ(take_control_call(all, "ListDeliveryStreams", five_a_second()).error(), quota::store_error::unavailable);
}

} // namespace
} // namespace firehose_sse::operation
