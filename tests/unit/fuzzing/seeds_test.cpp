// Seeds are what their names say, are the same each time, and have a size that an engine likes.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/seeds.hpp"
#include "unit/fuzzing/every_operation.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace firehose_sse::fuzzing {
namespace {

TEST(seeds, are_named_and_differ) {
    for_each_operation([](auto op) {
        using Op = typename decltype(op)::type;
        std::set<std::string> names;
        for (auto const& each : seeds<Op>()) {
            EXPECT_TRUE(each.name.starts_with(Op::name) && each.name.ends_with(".json")) << each.name;
            EXPECT_LE(each.payload.size(), options{}.largest_payload);
            names.insert(each.name);
        }
        EXPECT_EQ(names.size(), seeds<Op>().size());
        EXPECT_GE(names.size(), 15U) << Op::name;
    });
}

TEST(seeds, one_for_every_rule_that_can_be_broken) {
    auto const has = [](auto const& all, std::string_view name) {
        for (auto const& each : all) {
            if (each.name == name) { return true; }
        }
        return false;
    };
    auto const put = seeds<operation::PutRecord>();
    EXPECT_TRUE(has(put, "PutRecord_least.json"));
    EXPECT_TRUE(has(put, "PutRecord_valid_3.json"));
    EXPECT_FALSE(has(put, "PutRecord_valid_4.json"));
    EXPECT_TRUE(has(put, "PutRecord_bad_base64.json"));
    EXPECT_FALSE(has(put, "PutRecord_too_large.json")) << "eight megabytes";
    EXPECT_FALSE(has(put, "PutRecord_value_max.json")) << "it has no integer";
    EXPECT_TRUE(has(seeds<operation::PutRecordBatch>(options::small()), "PutRecordBatch_batch_bytes.json"));
    EXPECT_TRUE(has(seeds<operation::PutRecord>(options::small()), "PutRecord_too_large.json"));
}

TEST(seeds, are_the_same_each_time) {
    auto const one = seeds<operation::CreateDeliveryStream>();
    auto const same = seeds<operation::CreateDeliveryStream>();
    for (std::size_t i = 0; i < one.size(); ++i) { EXPECT_EQ(one[i].payload, same[i].payload); }
}

} // namespace
} // namespace firehose_sse::fuzzing
