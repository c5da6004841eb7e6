// Packs records into requests for PutRecordBatch: within the limits, in order, none lost.
// Level 4 (client). Knows no transport and no clock: when to hand out a batch that is not full is the caller's choice.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/model/record.hpp"
#include "firehose_sse/wire/base64.hpp"
#include <boost/describe/enum.hpp>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::client {

/// Most records of a batch: 500 [D].
inline constexpr std::size_t max_batch_records = model::PutRecordBatchRequestEntryList::bounds.max;
/// Most bytes of one record: 1,000 KiB before base64 [D].
inline constexpr std::size_t max_record_bytes = model::Data::bounds.max;
/// Most bytes of the records of a batch together: 4 MiB [D].
inline constexpr std::size_t max_batch_bytes = constraint::policy{}.batch_bytes;

/// The limits that batches are packed to.
struct packing_policy {
    /// With 0, every record is rejected.
    std::size_t max_records = client::max_batch_records;
    /// *Units:* raw bytes.
    std::size_t max_record_bytes = client::max_record_bytes;
    std::size_t max_bytes = client::max_batch_bytes;
    /// Bytes of `max_bytes` that stay free. The service has taken batches of just under 4 MiB and refused others at
    /// 4 MiB; a widespread client stops at 4,194,000 bytes [O], as does a margin of 304.
    std::size_t margin = 0;
    /// Whether `max_bytes` and `margin` count bytes before or after base64 [U].
    constraint::batch_basis basis = constraint::policy{}.basis;
    friend constexpr bool operator==(packing_policy const&, packing_policy const&) = default;
};

/// Why a record is in no batch. `record_too_large`: it has more bytes than a record may have; the service refuses the
/// whole batch that holds it [O]. `batch_too_small`: it would not even fit into a batch of its own.
BOOST_DEFINE_FIXED_ENUM_CLASS(packing_fault, unsigned char, record_too_large, batch_too_small)

/// A record that is in no batch, handed back.
struct rejected_record {
    /// How many records were pushed before it, rejected ones included.
    std::size_t index = 0;
    packing_fault fault = packing_fault::record_too_large;
    model::Record record{};
    friend bool operator==(rejected_record const&, rejected_record const&) = default;
};

/// What pushing a record led to: nothing yet, a batch to send, or the record back.
struct push_result {
    std::optional<model::PutRecordBatchInput> full{};
    std::optional<rejected_record> rejected{};
    friend bool operator==(push_result const&, push_result const&) = default;
};

/// Packs records one by one. A batch is handed out as soon as it has the most records, or when the next record does not
/// fit; that record then begins the next batch. So no batch ends before it has to, and order is kept.
///
/// *Example:* `for (auto& each : records) { if (auto made = packer.push(each); made.full) { send(*made.full); } }
/// if (auto rest = packer.finish()) { send(*rest); }`
class batch_packer {
public:
    explicit batch_packer(model::DeliveryStreamName stream, packing_policy const& limits = {})
        : stream_(std::move(stream)), limits_(limits) {}

    /// Takes a record. A rejected record is handed back; the waiting ones stay as they are.
    /// *Errors:* std::bad_alloc; the packer is then as it was before: without this record, and with those that waited.
    [[nodiscard]] push_result push(model::Record record) {
        std::size_t const raw = record.Data.bytes.size();
        std::size_t const bytes = limits_.basis == constraint::batch_basis::raw_bytes ? raw : wire::base64_size(raw);
        push_result result;
        if (raw > limits_.max_record_bytes) {
            result.rejected = rejected_record{pushed_, packing_fault::record_too_large, std::move(record)};
        } else if (bytes > room() || limits_.max_records == 0) {
            result.rejected = rejected_record{pushed_, packing_fault::batch_too_small, std::move(record)};
        } else if (bytes > room() - bytes_) {
            // Here and below, memory is allocated first: when that fails, nothing has been handed out or taken.
            model::PutRecordBatchRequestEntryList next;
            next.push_back(std::move(record));
            result.full = finish();
            waiting_.swap(next); // not full yet: a record was waiting, so a batch may hold two
            bytes_ = bytes;
        } else if (waiting_.size() + 1 >= limits_.max_records) {
            model::PutRecordBatchInput batch{stream_, {}};
            waiting_.push_back(std::move(record));
            result.full = hand_out(std::move(batch));
        } else {
            waiting_.push_back(std::move(record));
            bytes_ += bytes;
        }
        ++pushed_;
        return result;
    }

    /// Hands out the waiting records, if any; call it at the end, or whenever they have waited long enough.
    /// *Errors:* std::bad_alloc; the records then keep waiting.
    [[nodiscard]] std::optional<model::PutRecordBatchInput> finish() {
        if (waiting_.empty()) { return std::nullopt; }
        return hand_out({stream_, {}});
    }

    /// How many records wait.
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }
    /// How many bytes they have together. *Units:* those of the policy's basis.
    [[nodiscard]] std::size_t waiting_bytes() const noexcept { return bytes_; }

private:
    /// Puts the waiting records into a batch that has none.
    [[nodiscard]] model::PutRecordBatchInput hand_out(model::PutRecordBatchInput batch) noexcept {
        batch.Records.swap(waiting_);
        bytes_ = 0;
        return batch;
    }
    [[nodiscard]] std::size_t room() const noexcept {
        return limits_.max_bytes > limits_.margin ? limits_.max_bytes - limits_.margin : 0;
    }

    model::DeliveryStreamName stream_;
    packing_policy limits_;
    model::PutRecordBatchRequestEntryList waiting_{};
    std::size_t bytes_ = 0; // at most room()
    std::size_t pushed_ = 0;
};

/// All records of a range: those in batches, and those that fit into none.
struct packed_batches {
    std::vector<model::PutRecordBatchInput> batches{};
    std::vector<rejected_record> rejected{};
    friend bool operator==(packed_batches const&, packed_batches const&) = default;
};

namespace detail {

/// True for a container that is passed as an rvalue and owns its elements: they are const when it is. A range that
/// points to the elements of another, such as boost::span, owns none, though it may be no std::ranges::view.
template <class Records> inline constexpr bool is_given_away = false;
template <class Records>
    requires(!std::is_reference_v<Records> && std::ranges::range<Records const> && !std::ranges::view<Records>)
inline constexpr bool is_given_away<Records> =
    std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<Records const>>>;

} // namespace detail

/// Packs a whole range; the records of a container that is passed as an rvalue are moved.
///
/// *Example:* `for (auto const& batch : pack("orders", std::move(records)).batches) { send(batch); }`
template <std::ranges::input_range Records>
[[nodiscard]] packed_batches pack(model::DeliveryStreamName stream, Records&& records,
                                  packing_policy const& limits = {}) {
    using reference = std::ranges::range_reference_t<Records>;
    static_assert(std::convertible_to<reference, model::Record>, "pack takes a range of model::Record");

    batch_packer packer(std::move(stream), limits);
    packed_batches packed;
    for (auto&& each : records) {
        push_result result;
        if constexpr (detail::is_given_away<Records>) {
            result = packer.push(std::move(each));
        } else {
            result = packer.push(std::forward<decltype(each)>(each));
        }
        if (result.full) { packed.batches.push_back(*std::move(result.full)); }
        if (result.rejected) { packed.rejected.push_back(*std::move(result.rejected)); }
    }
    if (auto rest = packer.finish()) { packed.batches.push_back(*std::move(rest)); }
    return packed;
}

} // namespace firehose_sse::client
