// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/integer_shape.hpp"
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <optional>
#include <type_traits>

namespace firehose_sse {
namespace {

struct apples : integer_shape<apples> {
    using integer_shape::integer_shape;
};
struct pears : integer_shape<pears> {
    using integer_shape::integer_shape;
};

TEST(integer_shape, holds_32_bits) {
    EXPECT_EQ(apples().value, 0);
    EXPECT_EQ(apples(std::numeric_limits<std::int32_t>::min()).value, std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(apples(std::numeric_limits<std::int32_t>::max()).value, std::numeric_limits<std::int32_t>::max());
    EXPECT_TRUE((std::is_same_v<decltype(apples::value), std::int32_t>));
}

TEST(integer_shape, is_used_as_the_number_it_is) {
    apples count = 3;
    EXPECT_EQ(count + 1, 4);
    EXPECT_EQ(count, 3);
    EXPECT_EQ(count, apples(3));
    EXPECT_NE(count, apples(4));
    EXPECT_LT(count, apples(4));
    count = -1;
    EXPECT_EQ(count.value, -1);
}

TEST(integer_shape, shapes_are_types_of_their_own) {
    EXPECT_FALSE((std::is_convertible_v<apples, pears>));
    EXPECT_FALSE((std::is_assignable_v<apples&, pears>));
}

// Only numbers that lose nothing on the way are taken, within an optional too.
template <class Number>
constexpr bool is_taken = std::is_convertible_v<Number, apples>&& std::is_assignable_v<std::optional<apples>&, Number>;
static_assert(is_taken<std::int32_t> && is_taken<std::int16_t> && is_taken<std::uint16_t> && is_taken<char>);
static_assert(!is_taken<std::uint32_t> && !is_taken<std::int64_t> && !is_taken<std::size_t>);
static_assert(!is_taken<float> && !is_taken<double>);
static_assert(!std::is_constructible_v<apples, std::int64_t> && !std::is_assignable_v<apples&, double>);

static_assert(apples(7) == 7 && apples(7) > apples(6));

static_assert(is_integer_shape<apples>);
static_assert(!is_integer_shape<int>);

} // namespace
} // namespace firehose_sse
