// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/shape/list_shape.hpp"
#include <gtest/gtest.h>
#include <type_traits>
#include <vector>

namespace firehose_sse {
namespace {

struct primes : list_shape<primes, int> {
    using list_shape::list_shape;
};
struct squares : list_shape<squares, int> {
    using list_shape::list_shape;
};

TEST(list_shape, is_made_as_a_vector_is) {
    EXPECT_TRUE(primes().empty());
    EXPECT_EQ(primes(3).size(), 3u);
    EXPECT_EQ((primes(2, 7)), (primes{7, 7}));
    std::vector<int> const from{2, 3, 5};
    EXPECT_EQ(primes(from.begin(), from.end()), (primes{2, 3, 5}));
}

TEST(list_shape, is_used_as_the_vector_it_is) {
    primes list{2, 3};
    list.push_back(5);
    EXPECT_EQ(list.back(), 5);
    EXPECT_EQ(list, (primes{2, 3, 5}));
    EXPECT_NE(list, (primes{2, 3}));
    int sum = 0;
    for (int const each : list) { sum += each; }
    EXPECT_EQ(sum, 10);
    std::vector<int>& as_vector = list;
    as_vector.clear();
    EXPECT_TRUE(list.empty());
}

TEST(list_shape, shapes_are_types_of_their_own) {
    EXPECT_FALSE((std::is_convertible_v<primes, squares>));
    EXPECT_FALSE((std::is_assignable_v<primes&, squares>));
    EXPECT_TRUE((std::is_nothrow_move_assignable_v<primes>));
    EXPECT_TRUE((std::is_same_v<primes::element, int>));
}

static_assert(is_list_shape<primes>);
static_assert(!is_list_shape<std::vector<int>>);
static_assert(!is_list_shape<int>);

} // namespace
} // namespace firehose_sse
