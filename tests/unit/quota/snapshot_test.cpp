// Blocks come back as they were written, and no fault of the bytes goes unseen.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/detail/snapshot.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace firehose_sse::quota::detail {
namespace {

std::string written(std::vector<std::string> const& blocks) {
    std::ostringstream out;
    snapshot_writer writer(out, 'n', 3);
    for (auto const& each : blocks) { writer.block(each); }
    writer.end(blocks.size());
    EXPECT_TRUE(writer.ok());
    EXPECT_EQ(writer.at(), out.str().size());
    return out.str();
}

struct outcome {
    std::vector<std::string> blocks{};
    std::optional<snapshot_fault> fault{};
    std::uint64_t cells = 0;
};

outcome read(std::istream& in) {
    outcome result;
    snapshot_reader reader(in);
    if (auto const head = reader.head('n', 3); !head) {
        result.fault = head.error();
        return result;
    }
    for (;;) {
        auto const block = reader.block();
        if (!block) {
            result.fault = block.error();
            return result;
        }
        if (block->empty()) { break; }
        result.blocks.push_back(*block);
    }
    result.cells = reader.cells();
    return result;
}
outcome read(std::string const& bytes) {
    std::istringstream in(bytes);
    return read(in);
}

constexpr std::size_t head_size = 18;

TEST(snapshot, blocks_come_back) {
    std::vector<std::string> const blocks{"one", std::string(200'000, 'x'), std::string("\0", 1)};
    auto const found = read(written(blocks));
    EXPECT_FALSE(found.fault);
    EXPECT_EQ(found.blocks, blocks);
    EXPECT_EQ(found.cells, 3u);
    EXPECT_FALSE(read(written({})).fault);
}

TEST(snapshot, reads_nothing_beyond_its_end) {
    std::istringstream in(written({"one"}) + "rest");
    EXPECT_FALSE(read(in).fault);
    std::string rest;
    in >> rest;
    EXPECT_EQ(rest, "rest");
}

TEST(snapshot, truncated_anywhere) {
    std::string const whole = written({"one", "two"});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        auto const found = read(whole.substr(0, size));
        ASSERT_TRUE(found.fault) << size;
        EXPECT_EQ(found.fault->what, snapshot_error::truncated) << size;
        std::size_t const block = 8 + 3 + 8; // length, bytes, checksum
        std::size_t const blocks = size < head_size ? 0 : std::min<std::size_t>((size - head_size) / block, 2);
        std::size_t const begin = size < head_size ? 0 : head_size + block * blocks;
        EXPECT_EQ(found.fault->at, begin) << size;
    }
}

TEST(snapshot, every_flipped_bit_is_seen) {
    std::string const whole = written({"one", "two"});
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        std::string bytes = whole;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        auto const found = read(bytes);
        ASSERT_TRUE(found.fault) << bit;
        EXPECT_EQ(found.fault->what == snapshot_error::foreign, bit / 8 < head_size) << bit;
        EXPECT_LE(found.fault->at, bit / 8) << bit;
    }
}

TEST(snapshot, blocks_left_out_doubled_or_exchanged) {
    std::string const whole = written({"one", "two"});
    std::size_t const block = 8 + 3 + 8;
    std::string const head = whole.substr(0, head_size);
    std::string const one = whole.substr(head_size, block);
    std::string const two = whole.substr(head_size + block, block);
    std::string const end = whole.substr(head_size + 2 * block);
    ASSERT_EQ(head + one + two + end, whole);
    for (std::string const& bytes :
         {head + two + end, head + one + end, head + one + one + two + end, head + two + one + end}) {
        EXPECT_EQ(read(bytes).fault.value().what, snapshot_error::corrupt);
    }
}

TEST(snapshot, lengths_that_lie_allocate_nothing) {
    std::string const head = written({}).substr(0, head_size);
    auto const beyond = read(head + word_bytes(snapshot_longest_block + 1) + "x");
    EXPECT_EQ(beyond.fault, (snapshot_fault{snapshot_error::oversized, head_size}));
    EXPECT_EQ(read(head + word_bytes(~std::uint64_t{0})).fault.value().what, snapshot_error::oversized);
    // the longest block that is allowed, and only one byte of it is there
    std::istringstream in(head + word_bytes(snapshot_longest_block) + "x");
    EXPECT_EQ(read(in).fault, (snapshot_fault{snapshot_error::truncated, head_size}));
}

TEST(snapshot, strange_bytes_are_foreign) {
    EXPECT_EQ(read("PK\3\4 something else altogether").fault, (snapshot_fault{snapshot_error::foreign, 0}));
    EXPECT_EQ(read("PK").fault.value().what, snapshot_error::foreign);
    EXPECT_EQ(read("").fault.value().what, snapshot_error::truncated);
    std::istringstream in(written({}));
    EXPECT_EQ(snapshot_reader(in).head('h', 3).error().what, snapshot_error::foreign);
    std::istringstream again(written({}));
    EXPECT_EQ(snapshot_reader(again).head('n', 4).error().what, snapshot_error::foreign);
}

TEST(snapshot, stream_that_fails_is_no_end) {
    std::istringstream in(written({"one"}));
    in.setstate(std::ios::badbit);
    EXPECT_EQ(read(in).fault.value().what, snapshot_error::stream_failed);
    std::ostringstream out;
    snapshot_writer writer(out, 'n', 3);
    out.setstate(std::ios::badbit);
    writer.block("one");
    EXPECT_FALSE(writer.ok());
    EXPECT_EQ(writer.at(), head_size);
}

} // namespace
} // namespace firehose_sse::quota::detail
