// Records of chosen sizes, packed into batches within chosen limits, sent, and answered in any way: no record is lost,
// no record that was taken is sent again, and order is kept. Level: none (a fuzz target). Input: choices, see
// fuzzing/source.hpp. By hand: ./dev fuzz batches 60, or as fuzz/decode.cpp says. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/batch_packer.hpp"
#include "firehose_sse/client/failed_entries.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using client::put_fault;

constexpr std::size_t most_records = 48;

std::size_t counted(model::Record const& record, client::packing_policy const& limits) {
    std::size_t const raw = record.Data.bytes.size();
    return limits.basis == constraint::batch_basis::raw_bytes ? raw : (raw + 2) / 3 * 4;
}

std::size_t counted(model::PutRecordBatchInput const& batch, client::packing_policy const& limits) {
    std::size_t sum = 0;
    for (auto const& each : batch.Records) { sum += counted(each, limits); }
    return sum;
}

std::vector<model::Record> some_records(fuzzing::byte_source& choices) {
    std::vector<model::Record> records(choices.below(most_records));
    for (std::size_t i = 0; i < records.size(); ++i) {
        // Each record holds its number, so that an exchange of two would be seen.
        records[i].Data.bytes = std::string(choices.below(24), '.') + std::to_string(i);
    }
    return records;
}

client::packing_policy limits_of(fuzzing::byte_source& choices) {
    client::packing_policy limits;
    if (fuzzing::one_in(choices, 8)) { return limits; }
    limits.max_records = choices.below(8);
    limits.max_record_bytes = choices.below(32);
    limits.max_bytes = choices.below(64);
    limits.margin = fuzzing::coin(choices) ? choices.below(80) : 0;
    limits.basis = static_cast<constraint::batch_basis>(choices.below(2));
    return limits;
}

// ---- packing

client::packed_batches check_packing(std::vector<model::Record> const& records, client::packing_policy const& limits) {
    auto const packed = client::pack("orders", records, limits);
    require(client::pack("orders", std::vector(records), limits) == packed,
            "records that are given away pack the same");

    std::size_t const room = limits.max_bytes > limits.margin ? limits.max_bytes - limits.margin : 0;
    std::vector<std::optional<client::packing_fault>> faults(records.size());
    for (auto const& each : packed.rejected) {
        require(each.index < records.size() && each.record == records[each.index], "a rejected record comes back");
        require(!faults[each.index], "and only once");
        faults[each.index] = each.fault;
    }
    std::vector<model::Record> expected;
    for (std::size_t i = 0; i < records.size(); ++i) {
        bool const large = records[i].Data.bytes.size() > limits.max_record_bytes;
        bool const unfit = counted(records[i], limits) > room || limits.max_records == 0;
        require(faults[i].has_value() == (large || unfit), "rejected is what fits into no batch");
        if (faults[i]) {
            require((*faults[i] == client::packing_fault::record_too_large) == large, "for the right reason");
        } else {
            expected.push_back(records[i]);
        }
    }

    std::vector<model::Record> sent;
    for (std::size_t i = 0; i < packed.batches.size(); ++i) {
        auto const& batch = packed.batches[i];
        require(batch.DeliveryStreamName == "orders" && !batch.Records.empty(), "no batch is empty");
        require(batch.Records.size() <= limits.max_records && counted(batch, limits) <= room,
                "a batch keeps the limits");
        if (i + 1 < packed.batches.size()) {
            auto const& first = packed.batches[i + 1].Records.front();
            require(batch.Records.size() == limits.max_records ||
                        counted(batch, limits) + counted(first, limits) > room,
                    "no batch ends before it has to");
        }
        sent.insert(sent.end(), batch.Records.begin(), batch.Records.end());
    }
    require(sent == expected, "every record is sent once, in order");
    return packed;
}

void check_waiting(std::vector<model::Record> const& records, client::packing_policy const& limits,
                   fuzzing::byte_source& choices) {
    client::batch_packer packer("orders", limits);
    std::size_t waiting = 0;
    for (auto const& each : records) {
        std::size_t const before = packer.waiting_bytes();
        auto const result = packer.push(each);
        waiting += result.rejected ? 0u : 1u;
        waiting -= result.full ? result.full->Records.size() : std::size_t{0};
        require(packer.waiting() == waiting, "what is neither handed out nor back waits");
        require(!result.rejected || (packer.waiting_bytes() == before && !result.full),
                "a rejected record changes nothing");
        require(waiting != 0 || packer.waiting_bytes() == 0, "nothing has no bytes");
        if (fuzzing::one_in(choices, 8)) {
            auto const rest = packer.finish();
            require(rest.has_value() == (waiting != 0) && (!rest || rest->Records.size() == waiting),
                    "finish hands out all");
            waiting = 0;
        }
    }
}

// ---- answers

template <class Shape> std::optional<Shape> some_text(fuzzing::byte_source& choices, std::string_view text) {
    switch (choices.below(3)) {
    case 0: return std::nullopt;
    case 1: return Shape(text);
    default: return Shape("");
    }
}

model::PutRecordBatchOutput some_answer(std::size_t records, fuzzing::byte_source& choices) {
    model::PutRecordBatchOutput answer;
    std::size_t entries = records;
    if (fuzzing::one_in(choices, 4)) { entries = choices.below(records + 4); }
    for (std::size_t i = 0; i < entries; ++i) {
        auto& entry = answer.RequestResponses.emplace_back();
        if (fuzzing::coin(choices)) {
            entry.RecordId = "id";
            continue;
        }
        entry.RecordId = some_text<model::PutResponseRecordId>(choices, "id");
        entry.ErrorCode = some_text<model::ErrorCode>(choices, "ServiceUnavailableException");
        entry.ErrorMessage = some_text<model::ErrorMessage>(choices, "Slow down.");
    }
    answer.FailedPutCount.value =
        static_cast<std::int32_t>(fuzzing::between(choices, -1, static_cast<int>(records) + 1));
    return answer;
}

bool was_taken(model::PutRecordBatchResponseEntry const& entry) {
    return (!entry.ErrorCode || entry.ErrorCode->value.empty()) && entry.RecordId && !entry.RecordId->value.empty();
}

void check_failures(model::PutRecordBatchInput const& request, model::PutRecordBatchOutput const& answer) {
    auto const found = client::failed_entries(request, answer);
    std::size_t next = 0;
    std::size_t unknown = 0;
    for (std::size_t i = 0; i < request.Records.size(); ++i) {
        bool const has_entry = i < answer.RequestResponses.size();
        if (has_entry && was_taken(answer.RequestResponses[i])) { continue; }
        require(next < found.list.size() && found.list[next].index == i,
                "every record that was not taken is listed, in order");
        auto const& each = found.list[next++];
        unknown += has_entry ? 0u : 1u;
        require((each.fault == put_fault::no_entry) == !has_entry, "and what there is no word of is unknown");
        require((each.fault == put_fault::error_code) == !each.code.empty(), "and a code is a fault's code");
    }
    require(next == found.list.size() && found.empty() == (next == 0), "nothing else is listed");
    require(found.unknown == unknown, "the unknown are counted");
    std::size_t const surplus =
        answer.RequestResponses.size() - std::min(answer.RequestResponses.size(), request.Records.size());
    require(found.surplus == surplus, "entries of no record are counted");
    bool possible = false;
    for (std::size_t taken = 0; taken <= unknown; ++taken) {
        possible = possible || answer.FailedPutCount.value == static_cast<std::int32_t>(next - taken);
    }
    require(found.count_agrees == possible, "the count agrees where some fate of the unknown makes it true");
    require(found.consistent() == (possible && unknown == 0 && surplus == 0), "consistent is what adds up");
}

/// Sends again what was not taken, until nothing is left or the answers are used up.
void check_retries(model::PutRecordBatchInput const& batch, fuzzing::byte_source& choices) {
    auto const fate = static_cast<client::unknown_fate>(choices.below(2));
    client::retry_batch todo{batch};
    std::vector<std::size_t> places(batch.Records.size());
    for (std::size_t i = 0; i < places.size(); ++i) { places[i] = i; }
    for (int round = 0; round < 4 && !todo.empty(); ++round) {
        auto const answer = some_answer(todo.request.Records.size(), choices);
        check_failures(todo.request, answer);
        std::vector<std::size_t> left;
        bool const all = answer.RequestResponses.size() < places.size() && fate == client::unknown_fate::resend;
        for (std::size_t i = 0; i < places.size(); ++i) {
            bool const has_entry = i < answer.RequestResponses.size();
            bool const again = has_entry && !was_taken(answer.RequestResponses[i]);
            if (all || again) { left.push_back(places[i]); }
        }
        auto const copied = client::retry_request(todo.request, answer, fate);
        auto given = todo.request;
        require(client::retry_request(std::move(given), answer, fate) == copied,
                "a request that is given away is the same");
        todo = client::retry_request(std::move(todo), answer, fate);
        require(todo.request == copied.request, "as is that of a batch that knows where it began");
        require(todo.original == left, "its records are those left over, by their first places");
        for (std::size_t i = 0; i < left.size(); ++i) {
            require(todo.request.Records[i] == batch.Records[left[i]], "and they are what they were");
        }
        places = left;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzzing::byte_source choices({data, size});
    auto const limits = limits_of(choices);
    auto const records = some_records(choices);
    auto const packed = check_packing(records, limits);
    check_waiting(records, limits, choices);
    for (auto const& batch : packed.batches) { check_retries(batch, choices); }
    return 0;
}
