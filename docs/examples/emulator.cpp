// An emulator without sockets: bytes in, decision and bytes out, on a clock that the caller moves.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse.hpp>
#include <chrono>
#include <concepts>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace encryption = firehose_sse::encryption;
namespace gateway = firehose_sse::gateway;
namespace operation = firehose_sse::operation;
namespace quota = firehose_sse::quota;
namespace wire = firehose_sse::wire;

namespace {

// [snippet:service]
struct caller_clock {
    firehose_sse::instant const* moment;
    firehose_sse::instant operator()() const { return *moment; }
};

struct emulator {
    firehose_sse::instant const* now;
    operation::policy rules{};
    encryption::key_directory keys{}; // what KMS would say of the customers' keys
    quota::memory_store<operation::stream_record, caller_clock> streams{caller_clock{now}};

    template <class Op> operation::answer<Op> perform(typename Op::input const& input) {
        operation::context with{rules, keys, {}, 0, "record-1"};
        if constexpr (std::same_as<Op, operation::ListDeliveryStreams>) {
            return Op::decide(listed(), input);
        } else {
            if constexpr (std::same_as<Op, operation::CreateDeliveryStream>) { with.stream_count = listed().size(); }
            auto const decide = [&](auto const& cell, auto at) {
                return operation::perform<Op>(cell, input, with, at);
            };
            return streams.update(input.DeliveryStreamName.value, decide)
                ->answer; // a store without a bound is never full
        }
    }

    // The streams that there are. A cell whose deletion is done by now goes, or it would count as a stream for ever.
    std::vector<operation::listed_stream> listed() {
        using next = quota::next<operation::stream_record, std::optional<operation::listed_stream>>;
        std::vector<operation::listed_stream> all;
        for (auto const& name : streams.keys()) {
            auto const look = [&](auto const& cell, auto at) {
                bool const gone = !cell || !operation::catch_up(*cell, {rules, keys}, at);
                return gone ? next::erase({}) : next::keep({{name, cell->encryption.source}});
            };
            if (auto found = *streams.update(name, look)) { all.push_back(*std::move(found)); }
        }
        return all;
    }
};
// [/snippet]

// what an HTTP server does with a request it has read
gateway::response post(emulator& service, std::string const& name, std::string_view body) {
    // [snippet:handle]
    std::string const target = "Firehose_20150804." + name;
    wire::header_view const headers[] = {{"X-Amz-Target", target}, {"Content-Type", "application/x-amz-json-1.1"}};
    gateway::request_head const head{.method = "POST", .path = "/", .headers = headers};
    gateway::request_ids const ids{.request = wire::request_id(0x1234, 0x5678)}; // 128 random bits in real life

    gateway::response const answer = gateway::handle(head, body, service, {}, ids);
    std::cout << name << ": " << answer.status << ' ' << answer.outcome << ' ' << answer.body << '\n';
    // [/snippet]
    return answer;
}

bool contains(gateway::response const& answer, std::string_view text) {
    return answer.body.find(text) != std::string::npos;
}

} // namespace

int main() {
    // [snippet:run]
    firehose_sse::instant now{std::chrono::hours(500'000)};
    emulator service{&now};

    post(service, "CreateDeliveryStream", R"({"DeliveryStreamName":"orders","ExtendedS3DestinationConfiguration":{}})");
    now += std::chrono::seconds(1); // CREATING takes policy::work, a second
    post(service, "StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})");
    now += std::chrono::seconds(1); // so does ENABLING
    auto const settling = post(service, "PutRecord", R"({"DeliveryStreamName":"orders","Record":{"Data":"aGVsbG8="}})");
    now += std::chrono::seconds(5);
    auto const settled = post(service, "PutRecord", R"({"DeliveryStreamName":"orders","Record":{"Data":"aGVsbG8="}})");
    // [/snippet]
    auto const refused = post(service, "StartDeliveryStreamEncryption", R"({"DeliveryStreamName":""})");
    auto const listed = post(service, "ListDeliveryStreams", "{}");
    post(service, "DeleteDeliveryStream", R"({"DeliveryStreamName":"orders"})");
    now += std::chrono::seconds(1);
    service.rules.max_streams = 1; // the one that was deleted counts no more
    post(service, "CreateDeliveryStream", R"({"DeliveryStreamName":"bills","ExtendedS3DestinationConfiguration":{}})");
    auto const second = post(service, "CreateDeliveryStream",
                             R"({"DeliveryStreamName":"more","ExtendedS3DestinationConfiguration":{}})");
    auto const left = post(service, "ListDeliveryStreams", "{}");
    bool const good = contains(settling, R"("Encrypted":false)") && contains(settled, R"("Encrypted":true)") &&
                      refused.outcome == "ValidationException" && contains(listed, R"(["orders"])") &&
                      second.outcome == "LimitExceededException" && contains(left, R"(["bills"])");
    return good ? 0 : 1;
}
