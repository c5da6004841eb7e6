// Which records of a PutRecordBatch were not taken, and the request that sends them again.
// Level 4 (client). Pure; knows no transport, and trusts neither the count nor the length of an answer.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/model/record.hpp"
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::client {

/// Why a record counts as not taken.
/// `error_code`: its entry has an ErrorCode [D], whatever else is in it. `no_record_id`: its entry has neither code nor
/// id, and a record that was taken has an id [D]. `no_entry`: the answer ends before its entry, so its fate is unknown.
BOOST_DEFINE_FIXED_ENUM_CLASS(put_fault, unsigned char, error_code, no_record_id, no_entry)

/// One record that was not taken; the views belong to the answer.
struct failed_entry {
    /// The index of the record in the request. *Units:* from 0.
    std::size_t index = 0;
    put_fault fault = put_fault::error_code;
    /// ServiceUnavailableException or InternalFailure [D]; empty when there is none. See classify_entry.
    std::string_view code{};
    std::string_view message{};
    friend constexpr bool operator==(failed_entry const&, failed_entry const&) = default;
};

/// The records that were not taken, and what does not add up in the answer.
struct batch_failures {
    /// In the order of the records.
    std::vector<failed_entry> list{};
    /// How many of the list are `no_entry`. An answer has as many entries as the request has records [D].
    std::size_t unknown = 0;
    /// Entries that belong to no record; they are not looked at.
    std::size_t surplus = 0;
    /// Whether FailedPutCount is possible with this list. The entries decide in any case, never the count.
    bool count_agrees = true;

    [[nodiscard]] bool empty() const noexcept { return list.empty(); }
    /// False for an answer that contradicts itself or the request: worth a log line, since its entries may be wrong
    /// too.
    [[nodiscard]] bool consistent() const noexcept { return count_agrees && unknown == 0 && surplus == 0; }
    friend bool operator==(batch_failures const&, batch_failures const&) = default;
};

/// Finds the records that were not taken; a 200 answer may hold any number of them [O].
///
/// *Model:* PutRecordBatchOutput: an entry belongs to the record of the same index [D]. An empty RecordId or ErrorCode
/// counts as absent: the least length of an id is 1 [D], and an empty code names no error.
/// *Errors:* none, for any answer to any request. No more entries are looked at than the request has records.
[[nodiscard]] inline batch_failures failed_entries(model::PutRecordBatchInput const& request,
                                                   model::PutRecordBatchOutput const& response) {
    batch_failures found;
    auto const& entries = response.RequestResponses;
    std::size_t const records = request.Records.size();
    for (std::size_t i = 0; i < records; ++i) {
        if (i >= entries.size()) {
            found.list.push_back({i, put_fault::no_entry, {}, {}});
            ++found.unknown;
            continue;
        }
        auto const text_of = [](auto const& member) { return member ? std::string_view(*member) : std::string_view(); };
        auto const code = text_of(entries[i].ErrorCode);
        if (code.empty() && !text_of(entries[i].RecordId).empty()) { continue; }
        found.list.push_back({i, code.empty() ? put_fault::no_record_id : put_fault::error_code, code,
                              text_of(entries[i].ErrorMessage)});
    }
    if (entries.size() > records) { found.surplus = entries.size() - records; }
    auto const told = static_cast<std::int64_t>(response.FailedPutCount.value);
    auto const most = static_cast<std::int64_t>(found.list.size());
    found.count_agrees = told <= most && told >= most - static_cast<std::int64_t>(found.unknown);
    return found;
}
/// Deleted: the entries would outlive the answer that they view.
batch_failures failed_entries(model::PutRecordBatchInput const&, model::PutRecordBatchOutput const&&) = delete;

/// What to do when the fate of records is unknown. `resend`: send all records again, since a short answer may lack an
/// entry anywhere, such as a null that was skipped. None is lost, one may arrive twice, as with every retry [D].
/// `leave_out`: send only those whose entries fail. If the entries are right, none arrives twice; one may be lost.
BOOST_DEFINE_FIXED_ENUM_CLASS(unknown_fate, unsigned char, resend, leave_out)

/// A request that sends records again. The first request can be made one as well: `retry_batch todo{batch}`.
struct retry_batch {
    /// Nothing to send when it has no records.
    model::PutRecordBatchInput request{};
    /// For each of its records, the index in the very first request; empty when this is the first request itself.
    std::vector<std::size_t> original{};

    [[nodiscard]] bool empty() const noexcept { return request.Records.empty(); }
    friend bool operator==(retry_batch const&, retry_batch const&) = default;
};

namespace detail {

template <class Request>
[[nodiscard]] retry_batch select_failed(Request& request, model::PutRecordBatchOutput const& response,
                                        unknown_fate fate) {
    retry_batch again;
    again.request.DeliveryStreamName = request.DeliveryStreamName;
    auto const take = [&](std::size_t index) {
        if constexpr (std::is_const_v<Request>) {
            again.request.Records.push_back(request.Records[index]);
        } else {
            again.request.Records.push_back(std::move(request.Records[index]));
        }
        again.original.push_back(index);
    };
    auto const failed = failed_entries(request, response);
    if (failed.unknown != 0 && fate == unknown_fate::resend) {
        for (std::size_t i = 0; i < request.Records.size(); ++i) { take(i); }
        return again;
    }
    for (auto const& each : failed.list) {
        if (each.fault != put_fault::no_entry) { take(each.index); }
    }
    return again;
}

} // namespace detail

/// The next request: the failed records in order, or all, see unknown_fate. Later batches may have overtaken them.
///
/// *Example:* `auto again = retry_request(request, response); if (!again.empty()) { send(again.request); }`
[[nodiscard]] inline retry_batch retry_request(model::PutRecordBatchInput const& request,
                                               model::PutRecordBatchOutput const& response,
                                               unknown_fate fate = unknown_fate::resend) {
    return detail::select_failed(request, response, fate);
}
/// The same without a copy of the records.
[[nodiscard]] inline retry_batch retry_request(model::PutRecordBatchInput&& request,
                                               model::PutRecordBatchOutput const& response,
                                               unknown_fate fate = unknown_fate::resend) {
    return detail::select_failed(request, response, fate);
}
/// The same for the answer to a retry; `original` still refers to the very first request.
[[nodiscard]] inline retry_batch retry_request(retry_batch before, model::PutRecordBatchOutput const& response,
                                               unknown_fate fate = unknown_fate::resend) {
    auto again = detail::select_failed(before.request, response, fate);
    for (auto& index : again.original) {
        if (index < before.original.size()) { index = before.original[index]; }
    }
    return again;
}

} // namespace firehose_sse::client
