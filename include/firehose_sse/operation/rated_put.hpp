// A Put under the rates of its stream: what does not fit is refused, in a batch record by record.
// Level 4 (operation). Knows no transport and neither of the stores.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/decision.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "firehose_sse/operation/put_record_batch.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/put_rate.hpp"
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::operation {

/// The size of each record. *Units:* bytes before base64.
[[nodiscard]] inline std::vector<std::uint64_t> record_sizes(PutRecord::input const& request) {
    return {request.Record.Data.bytes.size()};
}
[[nodiscard]] inline std::vector<std::uint64_t> record_sizes(PutRecordBatch::input const& request) {
    std::vector<std::uint64_t> sizes;
    sizes.reserve(request.Records.size());
    for (auto const& each : request.Records) { sizes.push_back(each.Data.bytes.size()); }
    return sizes;
}

/// The limit that belongs to a rate. *Model:* PutRecord, PutRecordBatch.
[[nodiscard]] constexpr limit_kind limit_of(quota::put_rate rate) noexcept {
    switch (rate) {
    case quota::put_rate::requests: break;
    case quota::put_rate::records: return limit_kind::put_records;
    case quota::put_rate::bytes: return limit_kind::put_bytes;
    }
    return limit_kind::put_requests;
}

/// Takes a Put's records from the buckets of its stream: for a PutRecord all or none, for a PutRecordBatch what
/// policy::put_overflow says.
template <class Op>
[[nodiscard]] quota::batch_result take_records(quota::put_buckets const& current, quota::put_rate_policy const& rates,
                                               put_overflow_answer overflow, std::span<std::uint64_t const> sizes,
                                               instant now) {
    if (std::same_as<Op, PutRecordBatch> && overflow == put_overflow_answer::fail_records) {
        return quota::take_each(current, rates, sizes, now);
    }
    std::uint64_t const bytes = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
    auto const whole = quota::take(current, rates, {sizes.size(), bytes}, now);
    return {whole.verdict, std::vector<bool>(sizes.size(), whole.verdict.admitted), whole.next};
}

/// A Put's reply after the rates were applied. A refused call gets a ServiceUnavailableException, `Slow down.`; so does
/// each refused record, inside an answer that is a 200 [O].
template <class Op> [[nodiscard]] reply<Op> slow_down(reply<Op> decided, quota::batch_result const& rated) {
    if (!rated.verdict.reached) { return decided; }
    decided.reached = limit_of(*rated.verdict.reached);
    if (!rated.verdict.admitted) {
        decided.answer = model::ServiceUnavailableException{"Slow down."};
        return decided;
    }
    if constexpr (std::same_as<Op, PutRecordBatch>) {
        auto& entries = std::get<PutRecordBatch::output>(decided.answer);
        for (std::size_t i = 0; i < rated.taken.size(); ++i) {
            if (rated.taken[i]) { continue; }
            entries.RequestResponses[i] = {std::nullopt, "ServiceUnavailableException", "Slow down."};
            entries.FailedPutCount.value += 1;
        }
    }
    return decided;
}

/// Performs a Put on the cell `stream` of `streams`, as far as policy::put_rate lets it; what it takes is noted under
/// `key` in `buckets`. A Put that the stream refuses takes nothing, nor does any Put without a policy::put_rate.
/// *Errors:* what `streams` or `buckets` throw or fail with. When `buckets` fails, the stream's due work has ended all
/// the same and its effects are not returned: encryption::outstanding gives those still to be done.
template <class Op, quota::cell_store<stream_record> Streams, quota::cell_store<quota::put_buckets> Buckets>
[[nodiscard]] quota::stored<reply<Op>> perform_rated(Streams& streams, std::string_view stream, Buckets& buckets,
                                                     std::string_view key, typename Op::input const& request,
                                                     context const& with) {
    auto done = streams.update(stream, [&](std::optional<stream_record> const& cell, instant now) {
        return perform<Op>(cell, request, with, now);
    });
    auto const& rules = with.policy;
    if (!done || !rules.put_rate || !std::holds_alternative<typename Op::output>(done->answer)) { return done; }
    auto const sizes = record_sizes(request);
    auto const rated = buckets.update(key, [&](std::optional<quota::put_buckets> const& cell, instant now) {
        using next = quota::next<quota::put_buckets, quota::batch_result>;
        auto taken =
            take_records<Op>(cell.value_or(quota::put_buckets{}), *rules.put_rate, rules.put_overflow, sizes, now);
        return taken.verdict.admitted ? next::put(taken.next, taken) : next::keep(taken);
    });
    if (!rated) { return rated.error(); }
    return slow_down<Op>(*std::move(done), *rated);
}

} // namespace firehose_sse::operation
