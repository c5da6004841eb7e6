// expect: a member of this struct is missing from its BOOST_DESCRIBE_STRUCT list
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/reflect/members.hpp"
#include <boost/describe/class.hpp>

struct house {
    int Rooms;
    int Doors;
};
#ifdef FIREHOSE_SSE_EXPECT_FAIL
BOOST_DESCRIBE_STRUCT(house, (), (Rooms))
#else
BOOST_DESCRIBE_STRUCT(house, (), (Rooms, Doors))
#endif

static_assert(firehose_sse::reflect::member_count<house> == 2);
