// What the gateway counts, in the text form that Prometheus reads. Holds names of operations and errors, never of
// streams. SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/response.hpp>
#include <firehose_sse/operation/decision.hpp>
#include <firehose_sse/quota/shared_quota.hpp>
#include <chrono>
#include <memory>
#include <string>

namespace gateway_example {

/// Counters and histograms. Safe to use from any number of threads.
class metrics {
public:
    static constexpr char const* content_type = "text/plain; version=0.0.4; charset=utf-8";

    metrics();
    ~metrics();
    metrics(metrics const&) = delete;
    metrics& operator=(metrics const&) = delete;

    /// One answer to a request of the protocol.
    void answered(firehose_sse::gateway::response const& answer);

    /// One reservation of a Start or Stop, and how long the shared store took.
    void reserved(firehose_sse::quota::reservation const& held, std::chrono::steady_clock::duration took);

    /// One look at a quota to which the shared store gave no answer.
    void unseen(firehose_sse::quota::store_error why);

    /// One attempt to take a reservation back, and what came of it.
    void cancelled(firehose_sse::quota::stored<bool> const& given_back);

    /// One call that a limit refused, or one batch in which a limit refused records.
    void limited(firehose_sse::operation::limit_kind by);

    /// All of it, in the text form of Prometheus, version 0.0.4.
    [[nodiscard]] std::string text() const;

private:
    struct families;
    std::unique_ptr<families> all_;
};

} // namespace gateway_example
