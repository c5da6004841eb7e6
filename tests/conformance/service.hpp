// A whole service in memory, small enough to be read at once: decisions, a store, a clock that stands still.
// For the tests of conformance/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/operation/catch_up.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include <array>
#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::conformance {

class service {
public:
    operation::policy rules{};
    encryption::key_directory keys{};
    encryption::caller_facts caller{};
    /// 2017-07-14T02:40:00.250Z, so that timestamps have a fraction.
    instant now{std::chrono::milliseconds(1'500'000'000'250)};

    service() = default;
    service(service const&) = delete;
    service& operator=(service const&) = delete;

    template <class Op> operation::answer<Op> perform(typename Op::input const& input) {
        operation::context const with{rules, keys, caller, streams_.size(), "id"};
        if constexpr (std::same_as<Op, operation::ListDeliveryStreams>) {
            std::vector<operation::listed_stream> all;
            for (auto const& name : streams_.keys()) { all.push_back({name, streams_.read(name)->encryption.source}); }
            return Op::decide(all, input);
        } else {
            auto reply = streams_.update(input.DeliveryStreamName.value,
                                         [&](std::optional<operation::stream_record> const& cell, instant time) {
                                             return operation::perform<Op>(cell, input, with, time);
                                         });
            return std::move(reply.value().answer);
        }
    }

    /// The answer to a request as it comes over the wire.
    gateway::response ask(std::string_view operation, std::string_view body) {
        std::string const target = std::string(wire::target_prefix) + std::string(operation);
        std::array<wire::header_view, 2> const headers{
            {{"X-Amz-Target", target}, {"Content-Type", wire::content_type}}};
        return gateway::handle({"POST", "/", headers, body.size()}, body, *this, {}, {.request = "r"});
    }

private:
    struct clock {
        instant const* now;
        instant operator()() const { return *now; }
    };
    quota::memory_store<operation::stream_record, clock> streams_{clock{&now}, 1};
};

} // namespace firehose_sse::conformance
