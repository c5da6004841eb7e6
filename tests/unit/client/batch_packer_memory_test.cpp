// A packer whose memory may run out at any moment: no record is lost, doubled or put into a batch that is too large.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/batch_packer.hpp"
#include <cstddef>
#include <cstdlib>
#include <gtest/gtest.h>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

// How many more requests for memory succeed; without a value, all of them do.
std::optional<std::size_t> granted;

} // namespace

// The other forms that this program calls end in these.
void* operator new(std::size_t size) {
    if (granted) {
        if (*granted == 0) { throw std::bad_alloc(); }
        --*granted;
    }
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) { std::abort(); }
    return memory;
}
// If these are inlined and the one above is not, g++ warns that memory of new is given to free.
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace firehose_sse::client {
namespace {

constexpr packing_policy limits{.max_records = 3, .max_record_bytes = 80, .max_bytes = 100};
std::string const stream = "a-name-that-no-string-holds-within-itself";

// Runs `what`, and once more if memory has run out; true if it ran twice.
template <class F> bool twice_at_most(std::optional<std::size_t>& grant, F const& what) {
    try {
        granted = grant;
        what();
        grant = std::exchange(granted, std::nullopt);
        return false;
    } catch (std::bad_alloc const&) {
        granted.reset();
        grant.reset();
        what();
        return true;
    }
}

TEST(batch_packer, loses_nothing_when_memory_runs_out) {
    // too many bytes, too many records, and neither; all longer than what a string holds within itself
    std::vector<model::Record> records;
    for (std::size_t const size : {60u, 50u, 30u, 81u, 40u, 25u, 25u, 25u, 30u}) {
        records.push_back({std::string(size, static_cast<char>('a' + records.size()))});
    }
    std::size_t failures = 0;
    for (std::size_t count = 0;; ++count) {
        std::optional grant = count;
        batch_packer packer(stream, limits);
        std::vector<model::PutRecordBatchInput> batches;
        std::vector<rejected_record> rejected;
        bool failed = false;
        for (std::size_t i = 0; i < records.size() + 1; ++i) {
            std::optional<model::PutRecordBatchInput> full;
            std::optional<rejected_record> back;
            // copied before memory is short: what is moved into a push that fails is gone
            std::vector<model::Record> copies(2, i < records.size() ? records[i] : model::Record{});
            failed |= twice_at_most(grant, [&] {
                if (i == records.size()) {
                    full = packer.finish();
                    return;
                }
                auto copy = std::move(copies.back());
                copies.pop_back();
                auto made = packer.push(std::move(copy));
                full = std::move(made.full);
                back = std::move(made.rejected);
            });
            if (full) { batches.push_back(*full); }
            if (back) { rejected.push_back(*back); }
        }
        std::string order;
        for (auto const& batch : batches) {
            EXPECT_EQ(batch.DeliveryStreamName.value, stream);
            EXPECT_LE(batch.Records.size(), limits.max_records);
            std::size_t bytes = 0;
            for (auto const& each : batch.Records) {
                bytes += each.Data.bytes.size();
                order += each.Data.bytes.front();
            }
            EXPECT_LE(bytes, limits.max_bytes);
            order += '|';
        }
        EXPECT_EQ(order, "a|bc|efg|hi|") << "after " << count << " grants";
        ASSERT_EQ(rejected.size(), 1u);
        EXPECT_EQ(rejected[0].index, 3u);
        EXPECT_EQ(packer.waiting(), 0u);
        EXPECT_EQ(packer.waiting_bytes(), 0u);
        if (!failed) { break; }
        ++failures;
    }
    EXPECT_GE(failures, 8u) << "the memory of records, names and lists";
}

} // namespace
} // namespace firehose_sse::client
