// What a client does around its transport: batches, records to send again, waiting, retrying. Time and service are
// fakes. SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace client = firehose_sse::client;
namespace encryption = firehose_sse::encryption;
namespace model = firehose_sse::model;
namespace quota = firehose_sse::quota;
namespace reflect = firehose_sse::reflect;
namespace wire = firehose_sse::wire;
using namespace std::chrono_literals;

namespace {

// what a program brings along: a clock, a way to wait, random bits
firehose_sse::instant moment{500'000h};
firehose_sse::instant now() { return moment; }
void sleep_for(std::chrono::milliseconds span) { moment += span; }
std::uint64_t random_bits() { return 0x9E37'79B9'7F4A'7C15; }

// a service that fails for each order that ends with 99 when it is first sent, and for order 699 every time
std::set<std::string> taken;
std::set<std::string> seen;
model::PutRecordBatchOutput put(model::PutRecordBatchInput const& request) {
    model::PutRecordBatchOutput answer;
    for (auto const& record : request.Records) {
        std::string const& order = record.Data.bytes;
        model::PutRecordBatchResponseEntry entry;
        if (order == "order 699" || (order.ends_with("99") && seen.insert(order).second)) {
            entry.ErrorCode = order == "order 99" ? "InternalFailure" : "ServiceUnavailableException";
            ++answer.FailedPutCount.value;
        } else {
            entry.RecordId = "id";
            taken.insert(order);
        }
        answer.RequestResponses.push_back(std::move(entry));
    }
    return answer;
}

// many records in batches, one of them too large; failed ones are sent again, and what is left over is kept
bool send_records() {
    std::vector<model::Record> records;
    for (int i = 0; i < 1'200; ++i) { records.push_back({"order " + std::to_string(i)}); }
    records[7].Data.bytes.resize(client::max_record_bytes + 1);
    auto const begun = now();
    // [snippet:batches]
    auto packed = client::pack("orders", std::move(records)); // at most 500 records and 4 MiB each, in order
    for (auto const& each : packed.rejected) {                // handed back, so that it holds up no other
        std::cout << "record " << each.index << ": " << reflect::enum_name(each.fault) << '\n';
    }
    std::vector<model::Record> left; // what was not taken after all: yours to keep
    for (auto& batch : packed.batches) {
        client::retry_batch todo{std::move(batch)};
        for (std::uint32_t attempt = 1; !todo.empty(); ++attempt) {
            auto const answer = put(todo.request); // a 200 may still hold failures
            auto const bits = random_bits();
            std::optional<std::chrono::milliseconds> wait; // the longest that a failed record asks for
            for (auto const& each : client::failed_entries(todo.request, answer).list) {
                wait = std::max(wait, client::plan_retry({}, client::classify_entry(each.code), attempt, bits));
            }
            todo = client::retry_request(std::move(todo), answer); // the failed ones alone, in their order
            if (!wait) { break; }
            sleep_for(*wait);
        }
        std::ranges::move(todo.request.Records, std::back_inserter(left));
    }
    std::cout << left.size() << " records were not taken\n";
    // [/snippet]
    // each batch has waited as long as ServiceUnavailableException asks; the first failed record asked for less
    auto const patient = [](std::uint32_t attempt) {
        return client::plan_retry({}, client::retry_class::throttled, attempt, random_bits()).value();
    };
    return packed.batches.size() == 3 && packed.rejected.size() == 1 && taken.size() == 1'198 && left.size() == 1 &&
           left[0].Data.bytes == "order 699" && now() - begun == 3 * patient(1) + patient(2) + patient(3);
}

// a stream that is ENABLING for 40 seconds
model::DeliveryStreamDescription describe(firehose_sse::instant asked) {
    using enum model::DeliveryStreamEncryptionStatus;
    model::DeliveryStreamDescription description;
    description.DeliveryStreamStatus = model::DeliveryStreamStatus::ACTIVE;
    description.DeliveryStreamType = model::DeliveryStreamType::DirectPut;
    description.DeliveryStreamEncryptionConfiguration.emplace().Status = now() - asked < 40s ? ENABLING : ENABLED;
    return description;
}

// waits until a Start has ended, and then until every record is encrypted
bool wait_for_a_start() {
    auto const asked = now();
    // [snippet:wait]
    client::poll_policy rules;
    rules.target = client::poll_target::enabled;
    auto next = client::next_poll(describe(asked), 0s, rules);
    while (next.kind == client::poll_kind::wait) {
        sleep_for(next.delay);
        next = client::next_poll(describe(asked), now() - asked, rules);
    }
    std::cout << reflect::enum_name(next.kind) << ", encrypted: " << reflect::enum_name(next.encrypted) << '\n';

    if (next.kind == client::poll_kind::done) { // only if you must know: 5 seconds more
        auto const done = now();
        sleep_for(next.delay);
        next = client::next_poll(describe(asked), {now() - asked, now() - done}, rules);
        std::cout << reflect::enum_name(next.kind) << ", encrypted: " << reflect::enum_name(next.encrypted) << '\n';
    }
    // [/snippet]
    return next.kind == client::poll_kind::settled && next.encrypted == encryption::truth::yes && now() - asked < 60s;
}

// the 26th call of a day
bool plan_after_an_error() {
    quota::quota_policy const rules;
    quota::window calls;
    for (int i = 0; i < 25; ++i) { calls = quota::admit(calls, rules, now()).next; }
    sleep_for(1h);
    auto const error = wire::read_error(400, {}, R"({"__type":"LimitExceededException","message":"…"})");
    std::uint32_t const attempt = 1;
    // [snippet:retry]
    auto const why = client::classify(error, "StartDeliveryStreamEncryption");
    auto const room_at = quota::peek(calls, rules, now()).retry_at; // by your own count of the calls
    auto const wait = client::plan_retry({}, why, attempt, random_bits(), room_at, now());
    std::cout << reflect::enum_name(why) << '\n'; // not_before: *wait is 23 hours and a second
    // [/snippet]
    return why == client::retry_class::not_before && wait == 23h + 1s;
}

// what to mend when KMS refuses a key
bool understand_a_refusal() {
    auto const error = wire::read_error(
        400, {}, R"({"__type":"InvalidKMSResourceException","code":"KMSDisabledException","message":"…"})");
    // [snippet:reason]
    auto const reason = client::read_kms_reason(error);
    if (reason && reason->failure) { std::cout << encryption::failure_hint(*reason->failure) << '\n'; }
    // [/snippet]
    return reason && reason->name == "Disabled" && reason->state == encryption::key_state::disabled;
}

} // namespace

int main() {
    bool const good = send_records() && wait_for_a_start() && plan_after_an_error() && understand_a_refusal();
    return good ? 0 : 1;
}
