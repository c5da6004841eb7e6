// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/rule.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <string_view>

namespace firehose_sse::constraint {
namespace {

struct rule_case {
    rule id;
    std::string_view name; // a stable id: callers store and compare it
    layer noticed_in;
};
constexpr std::array<rule_case, 13> rule_cases{{
    {rule::required, "required", layer::constraint},
    {rule::length_min, "length_min", layer::constraint},
    {rule::length_max, "length_max", layer::constraint},
    {rule::value_min, "value_min", layer::constraint},
    {rule::value_max, "value_max", layer::constraint},
    {rule::pattern, "pattern", layer::constraint},
    {rule::enumeration, "enumeration", layer::constraint},
    {rule::customer_key_needs_arn, "customer_key_needs_arn", layer::semantic},
    {rule::owned_key_has_no_arn, "owned_key_has_no_arn", layer::semantic},
    {rule::encryption_needs_direct_put, "encryption_needs_direct_put", layer::semantic},
    {rule::exactly_one_destination, "exactly_one_destination", layer::semantic},
    {rule::source_fits_type, "source_fits_type", layer::semantic},
    {rule::batch_bytes, "batch_bytes", layer::semantic},
}};
static_assert(rule_cases.size() == reflect::enumerators<rule>.size(), "a rule without a row");
static_assert([] {
    for (auto const& each : rule_cases) {
        if (layer_of(each.id) != each.noticed_in) { return false; }
    }
    return true;
}());

TEST(rule, names_and_layers) {
    for (auto const& each : rule_cases) {
        EXPECT_EQ(reflect::enum_name(each.id), each.name);
        EXPECT_EQ(reflect::enum_value<rule>(each.name), each.id);
        EXPECT_EQ(layer_of(each.id), each.noticed_in) << each.name;
    }
}

} // namespace
} // namespace firehose_sse::constraint
