// A record that nobody has filled is no stream.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/stream_record.hpp"
#include <gtest/gtest.h>
#include <type_traits>

namespace firehose_sse::operation {
namespace {

// A store of cells demands it.
static_assert(std::is_nothrow_move_constructible_v<stream_record> && std::is_nothrow_move_assignable_v<stream_record>);

TEST(stream_record, default_made_is_no_stream) {
    stream_record const record;
    EXPECT_EQ(record.encryption, encryption::state{});
    EXPECT_EQ(record.encryption.stream, std::nullopt);
    EXPECT_EQ(record.quota, quota::window{});
    EXPECT_EQ(record.charged_at, std::nullopt);
    EXPECT_EQ(record.queued_charged_at, std::nullopt);
    EXPECT_TRUE(record.tags.empty());
    EXPECT_EQ(record.source, std::nullopt);
}

} // namespace
} // namespace firehose_sse::operation
