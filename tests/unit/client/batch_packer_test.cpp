// Batches of records: the edges by hand, then random sizes against what a batch may hold.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/batch_packer.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/core/span.hpp>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <list>
#include <random>
#include <ranges>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::client {
namespace {

using constraint::batch_basis;
using model::PutRecordBatchInput;
using model::Record;

static_assert(max_batch_records == 500 && max_record_bytes == 1'024'000 && max_batch_bytes == 4 * 1024 * 1024);
static_assert(packing_policy{}.max_records == 500 && packing_policy{}.max_record_bytes == 1'024'000 &&
              packing_policy{}.max_bytes == 4'194'304 && packing_policy{}.margin == 0 &&
              packing_policy{}.basis == batch_basis::raw_bytes);

Record record_of(std::size_t bytes, char fill = 'x') { return {std::string(bytes, fill)}; }

std::vector<Record> records_of(std::vector<std::size_t> const& sizes) {
    std::vector<Record> records;
    char fill = 'a';
    for (std::size_t const size : sizes) {
        records.push_back(record_of(size, fill));
        fill = fill == 'z' ? 'a' : static_cast<char>(fill + 1);
    }
    return records;
}

// Sizes of the records: `3 4|5` are two batches; `!2:record_too_large` a rejected record and its index.
std::string text_of(packed_batches const& packed) {
    std::string text;
    for (auto const& batch : packed.batches) {
        EXPECT_EQ(batch.DeliveryStreamName.value, "orders");
        if (!text.empty()) { text += '|'; }
        std::string sizes;
        for (auto const& record : batch.Records) {
            sizes += (sizes.empty() ? "" : " ") + std::to_string(record.Data.bytes.size());
        }
        text += sizes;
    }
    for (auto const& each : packed.rejected) {
        text += " !" + std::to_string(each.index) + ':' + std::string(reflect::enum_name(each.fault));
    }
    return text;
}

std::string packed_sizes(std::vector<std::size_t> const& sizes, packing_policy const& limits = {}) {
    return text_of(pack("orders", records_of(sizes), limits));
}

TEST(batch_packer, bytes_fill_a_batch_to_the_last_one) {
    packing_policy const limits{.max_bytes = 10};
    EXPECT_EQ(packed_sizes({4, 6, 1}, limits), "4 6|1");
    EXPECT_EQ(packed_sizes({4, 7, 1}, limits), "4|7 1");
    EXPECT_EQ(packed_sizes({10, 10}, limits), "10|10");
    EXPECT_EQ(packed_sizes({10, 0, 0}, limits), "10 0 0") << "an empty record takes no bytes";
    EXPECT_EQ(packed_sizes({}, limits), "");
}

TEST(batch_packer, so_does_the_number_of_records) {
    EXPECT_EQ(packed_sizes({1, 1, 1, 1, 1}, {.max_records = 2}), "1 1|1 1|1");
    EXPECT_EQ(packed_sizes({1, 1}, {.max_records = 2}), "1 1");
    EXPECT_EQ(packed_sizes({1, 1}, {.max_records = 1}), "1|1");
    EXPECT_EQ(packed_sizes({1, 3}, {.max_records = 2, .max_bytes = 3}), "1|3");
}

TEST(batch_packer, a_margin_stays_free) {
    EXPECT_EQ(packed_sizes({4, 5, 1}, {.max_bytes = 10, .margin = 1}), "4 5|1");
    EXPECT_EQ(packed_sizes({4, 6}, {.max_bytes = 10, .margin = 1}), "4|6");
    EXPECT_EQ(packed_sizes({10}, {.max_bytes = 10, .margin = 1}), " !0:batch_too_small");
    EXPECT_EQ(packed_sizes({0, 1, 0}, {.max_bytes = 10, .margin = 10}), "0 0 !1:batch_too_small");
    EXPECT_EQ(packed_sizes({0, 1}, {.max_bytes = 10, .margin = 11}), "0 !1:batch_too_small");
}

TEST(batch_packer, counts_bytes_as_base64_where_told_so) {
    packing_policy const limits{.max_record_bytes = 6, .max_bytes = 8, .basis = batch_basis::encoded_bytes};
    EXPECT_EQ(packed_sizes({3, 3, 1}, limits), "3 3|1");
    EXPECT_EQ(packed_sizes({1, 1, 1}, limits), "1 1|1") << "each is padded to four";
    EXPECT_EQ(packed_sizes({6, 0}, limits), "6 0");
    EXPECT_EQ(packed_sizes({7}, limits), " !0:record_too_large") << "a record's own limit counts raw bytes";
}

TEST(batch_packer, a_record_that_does_not_fit_comes_back_and_blocks_no_other) {
    packing_policy const limits{.max_record_bytes = 5, .max_bytes = 10};
    EXPECT_EQ(packed_sizes({4, 6, 5, 1, 1}, limits), "4 5 1|1 !1:record_too_large");
    EXPECT_EQ(packed_sizes({6, 7}, limits), " !0:record_too_large !1:record_too_large");
    EXPECT_EQ(packed_sizes({4, 8, 3}, {.max_record_bytes = 9, .max_bytes = 7}), "4 3 !1:batch_too_small");
    EXPECT_EQ(packed_sizes({0, 0}, {.max_records = 0}), " !0:batch_too_small !1:batch_too_small");

    auto const packed = pack("orders", std::vector{record_of(6, 'q')}, limits);
    ASSERT_EQ(packed.rejected.size(), 1u);
    EXPECT_EQ(packed.rejected[0], (rejected_record{0, packing_fault::record_too_large, record_of(6, 'q')}));
}

TEST(batch_packer, hands_out_a_batch_as_early_as_it_can) {
    batch_packer packer("orders", {.max_records = 2, .max_record_bytes = 9, .max_bytes = 10});
    EXPECT_EQ(packer.push(record_of(6)), push_result{});
    EXPECT_EQ(packer.waiting(), 1u);
    EXPECT_EQ(packer.waiting_bytes(), 6u);
    auto const back = packer.push(record_of(10));
    EXPECT_FALSE(back.full);
    ASSERT_TRUE(back.rejected);
    EXPECT_EQ(back.rejected->index, 1u);
    EXPECT_EQ(packer.waiting(), 1u);
    auto const next = packer.push(record_of(5));
    ASSERT_TRUE(next.full);
    EXPECT_EQ(*next.full, (PutRecordBatchInput{"orders", {record_of(6)}}));
    EXPECT_EQ(packer.waiting_bytes(), 5u);
    auto const both = packer.push(record_of(1));
    ASSERT_TRUE(both.full) << "two records are the most";
    EXPECT_EQ(both.full->Records.size(), 2u);
    EXPECT_EQ(packer.waiting(), 0u);
    EXPECT_EQ(packer.waiting_bytes(), 0u);
    EXPECT_EQ(packer.finish(), std::nullopt);
}

TEST(batch_packer, goes_on_after_it_has_been_emptied) {
    batch_packer packer("orders", {.max_record_bytes = 9, .max_bytes = 10});
    EXPECT_EQ(packer.push(record_of(8)), push_result{});
    EXPECT_EQ(packer.finish(), (PutRecordBatchInput{"orders", {record_of(8)}}));
    EXPECT_EQ(packer.waiting_bytes(), 0u);
    EXPECT_EQ(packer.push(record_of(8)), push_result{});
    auto const back = packer.push(record_of(10));
    ASSERT_TRUE(back.rejected);
    EXPECT_EQ(back.rejected->index, 2u) << "counted from the first record ever pushed";
    EXPECT_EQ(packer.finish(), (PutRecordBatchInput{"orders", {record_of(8)}}));
}

TEST(pack, takes_any_range_and_moves_what_is_given_away) {
    std::size_t const size = 64; // not inside of the string itself
    std::vector records{record_of(size), record_of(size)};
    auto const* const bytes = records[1].Data.bytes.data();
    auto const kept = pack("orders", records);
    EXPECT_NE(kept.batches.at(0).Records[1].Data.bytes.data(), bytes);
    EXPECT_EQ(records[1], record_of(size));
    EXPECT_EQ(pack("orders", std::span<Record>(records)), kept) << "a view gives nothing away";
    EXPECT_EQ(records[1], record_of(size));
    EXPECT_EQ(pack("orders", std::list<Record>(records.begin(), records.end())), kept);
    EXPECT_EQ(pack("orders", std::as_const(records)), kept);
    auto const moved = pack("orders", std::move(records));
    EXPECT_EQ(moved, kept);
    EXPECT_EQ(moved.batches.at(0).Records[1].Data.bytes.data(), bytes);
}

// Points to records that somebody else owns. It is no std::ranges::view, since it does not declare itself one.
struct window {
    Record* first;
    Record* last;
    [[nodiscard]] Record* begin() const { return first; }
    [[nodiscard]] Record* end() const { return last; }
};

TEST(pack, takes_nothing_from_whom_a_range_only_points_to) {
    std::vector const records(3, record_of(64));
    auto kept = records;
    auto const packed = pack("orders", boost::span<Record>(kept));
    EXPECT_EQ(kept, records);
    EXPECT_EQ(pack("orders", window{kept.data(), kept.data() + kept.size()}), packed);
    EXPECT_EQ(kept, records);
    static_assert(!std::ranges::view<boost::span<Record>> && !std::ranges::view<window>);
}

std::size_t bytes_of(PutRecordBatchInput const& batch, batch_basis basis) {
    std::size_t bytes = 0;
    for (auto const& each : batch.Records) {
        std::size_t const raw = each.Data.bytes.size();
        bytes += basis == batch_basis::raw_bytes ? raw : (raw + 2) / 3 * 4;
    }
    return bytes;
}

// expect_packed() checks everything that a packing promises; `tally` counts what the checks have reached.
struct tally {
    std::size_t batches = 0;
    std::size_t ended_by_count = 0;
    std::size_t ended_by_bytes = 0;
    std::size_t too_large = 0;
    std::size_t too_small = 0;
};

void expect_packed(std::vector<Record> const& records, packing_policy const& limits, tally& seen) {
    auto const packed = pack("orders", records, limits);
    std::size_t const room = limits.max_bytes > limits.margin ? limits.max_bytes - limits.margin : 0;

    // put together again, nothing is lost, doubled or out of order
    std::vector<Record> all;
    for (auto const& batch : packed.batches) { all.insert(all.end(), batch.Records.begin(), batch.Records.end()); }
    for (auto const& each : packed.rejected) {
        ASSERT_LE(each.index, all.size());
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(each.index), each.record);
        std::size_t const raw = each.record.Data.bytes.size();
        bool const too_large = raw > limits.max_record_bytes;
        ASSERT_EQ(each.fault, too_large ? packing_fault::record_too_large : packing_fault::batch_too_small);
        ASSERT_TRUE(too_large || bytes_of({"", {each.record}}, limits.basis) > room || limits.max_records == 0);
        ++(too_large ? seen.too_large : seen.too_small);
    }
    ASSERT_EQ(all, records);

    constraint::policy rules;
    rules.batch_bytes = room;
    rules.basis = limits.basis;
    for (std::size_t i = 0; i < packed.batches.size(); ++i) {
        auto const& batch = packed.batches[i];
        ASSERT_FALSE(batch.Records.empty());
        ASSERT_LE(batch.Records.size(), limits.max_records);
        ASSERT_TRUE(constraint::validate(batch, rules).empty());
        for (auto const& each : batch.Records) { ASSERT_LE(each.Data.bytes.size(), limits.max_record_bytes); }
        ++seen.batches;
        if (i + 1 == packed.batches.size()) { continue; }
        // no batch ends before it has to: the next record would be too much
        auto more = batch;
        more.Records.push_back(packed.batches[i + 1].Records.front());
        bool const by_count = more.Records.size() > limits.max_records;
        bool const by_bytes = bytes_of(more, limits.basis) > room;
        ASSERT_TRUE(by_count || by_bytes);
        ++(by_count ? seen.ended_by_count : seen.ended_by_bytes);
    }
}

TEST(batch_packer, keeps_its_promises_for_random_sizes_and_limits) {
    tally seen;
    for (std::uint32_t seed = 1; seed <= 20'000; ++seed) {
        std::minstd_rand random(seed);
        auto const below = [&](std::uint32_t bound) { return static_cast<std::size_t>(random() % bound); };
        packing_policy const limits{.max_records = below(8),
                                    .max_record_bytes = below(30),
                                    .max_bytes = below(60),
                                    .margin = below(3) == 0 ? below(70) : 0,
                                    .basis = below(2) == 0 ? batch_basis::raw_bytes : batch_basis::encoded_bytes};
        std::vector<std::size_t> sizes(below(25));
        std::uint32_t const most = 1 + static_cast<std::uint32_t>(below(35));
        for (auto& size : sizes) { size = below(most); }
        expect_packed(records_of(sizes), limits, seen);
        if (HasFatalFailure()) {
            ADD_FAILURE() << "seed " << seed;
            return;
        }
    }
    // The random sizes must have reached what they are about.
    EXPECT_GT(seen.batches, 50'000u);
    EXPECT_GT(seen.ended_by_count, 10'000u);
    EXPECT_GT(seen.ended_by_bytes, 10'000u);
    EXPECT_GT(seen.too_large, 10'000u);
    EXPECT_GT(seen.too_small, 10'000u);
}

TEST(batch_packer, keeps_its_promises_at_the_real_limits) {
    tally seen;
    std::vector<std::size_t> sizes(1'234, 11);
    for (std::size_t const size : {max_record_bytes, max_record_bytes, max_record_bytes + 1, max_record_bytes,
                                   max_record_bytes, max_batch_bytes - 4 * max_record_bytes, std::size_t{1}}) {
        sizes.push_back(size);
    }
    expect_packed(records_of(sizes), {}, seen);
    expect_packed(records_of(sizes), {.margin = 304}, seen);
    expect_packed(records_of(sizes), {.basis = batch_basis::encoded_bytes}, seen);
    EXPECT_EQ(seen.too_large, 3u);
    EXPECT_EQ(seen.too_small, 0u);
    EXPECT_GE(seen.ended_by_count, 6u);
    EXPECT_GE(seen.ended_by_bytes, 3u);
}

TEST(packing_fault, has_names) {
    EXPECT_EQ(reflect::enum_value<packing_fault>("record_too_large"), packing_fault::record_too_large);
    EXPECT_EQ(reflect::enum_value<packing_fault>("batch_too_small"), packing_fault::batch_too_small);
}

} // namespace
} // namespace firehose_sse::client
