// The families of metrics and their labels.
// SPDX-License-Identifier: BSL-1.0
#include "metrics.hpp"
#include <firehose_sse/reflect/enumerators.hpp>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <string_view>

namespace gateway_example {

namespace {

namespace quota = firehose_sse::quota;

template <class E> [[nodiscard]] std::string name_of(E value) {
    return std::string(firehose_sse::reflect::enum_name(value));
}

} // namespace

struct metrics::families {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter()
            .Name("firehose_sse_requests_total")
            .Help("Requests by operation and outcome: ok, or the type of the error.")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& admitted =
        prometheus::BuildCounter()
            .Name("firehose_sse_quota_admitted_total")
            .Help("Start and Stop calls that the shared quota admitted, by who decided; repeated: sent again, not "
                  "charged.")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& refused =
        prometheus::BuildCounter()
            .Name("firehose_sse_quota_refused_total")
            .Help("Start and Stop calls refused, by reason: limit, local_cap, or store (it did not answer).")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& errors = prometheus::BuildCounter()
                                                          .Name("firehose_sse_quota_store_errors_total")
                                                          .Help("Updates of the shared store that failed, by error.")
                                                          .Register(registry);
    prometheus::Family<prometheus::Counter>& cancelled =
        prometheus::BuildCounter()
            .Name("firehose_sse_quota_cancelled_total")
            .Help("Reserved calls that the stream refused after all: given back, kept (nothing to give back), or lost.")
            .Register(registry);
    prometheus::Family<prometheus::Counter>& limited =
        prometheus::BuildCounter()
            .Name("firehose_sse_limit_reached_total")
            .Help("Calls refused by a limit, and batches with records refused by one, by limit.")
            .Register(registry);
    prometheus::Histogram& latency =
        prometheus::BuildHistogram()
            .Name("firehose_sse_quota_store_seconds")
            .Help("How long a reservation took, the shared store's answer included.")
            .Register(registry)
            .Add({}, prometheus::Histogram::BucketBoundaries{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                             0.05, 0.1, 0.25, 0.5, 1.0, 2.5});

    families() {
        // counters start at 0 before anything happens: alarms need a value to compare with
        for (std::string const by : {"store", "local_cap", "nobody"}) {
            for (std::string const repeated : {"false", "true"}) { admitted.Add({{"by", by}, {"repeated", repeated}}); }
        }
        for (std::string const reason : {"limit", "local_cap", "store"}) { refused.Add({{"reason", reason}}); }
        for (std::string const result : {"given_back", "kept", "lost"}) { cancelled.Add({{"result", result}}); }
        for (auto const& each : firehose_sse::reflect::enumerators<firehose_sse::operation::limit_kind>) {
            limited.Add({{"limit", std::string(each.name)}});
        }
        for (auto const& each : firehose_sse::reflect::enumerators<quota::store_error>) {
            errors.Add({{"error", std::string(each.name)}});
        }
    }
};

metrics::metrics() : all_(std::make_unique<families>()) {}
metrics::~metrics() = default;

void metrics::answered(firehose_sse::gateway::response const& answer) {
    std::string_view const operation = answer.operation.empty() ? "none" : std::string_view(answer.operation);
    all_->requests.Add({{"operation", std::string(operation)}, {"outcome", answer.outcome}}).Increment();
}

void metrics::unseen(quota::store_error why) { all_->errors.Add({{"error", name_of(why)}}).Increment(); }

void metrics::reserved(quota::reservation const& held, std::chrono::steady_clock::duration took) {
    all_->latency.Observe(std::chrono::duration<double>(took).count());
    if (held.trouble) { unseen(*held.trouble); }
    if (held.verdict.admitted) {
        all_->admitted.Add({{"by", name_of(held.by)}, {"repeated", held.verdict.repeated ? "true" : "false"}})
            .Increment();
        return;
    }
    std::string reason = "limit";
    switch (held.by) {
    case quota::decided_by::store: break;
    case quota::decided_by::local_cap: reason = "local_cap"; break;
    case quota::decided_by::nobody: reason = "store"; break;
    }
    all_->refused.Add({{"reason", reason}}).Increment();
}

void metrics::cancelled(quota::stored<bool> const& given_back) {
    if (!given_back) { unseen(given_back.error()); }
    std::string const result = !given_back ? "lost" : *given_back ? "given_back" : "kept";
    all_->cancelled.Add({{"result", result}}).Increment();
}

void metrics::limited(firehose_sse::operation::limit_kind by) {
    all_->limited.Add({{"limit", name_of(by)}}).Increment();
}

std::string metrics::text() const { return prometheus::TextSerializer().Serialize(all_->registry.Collect()); }

} // namespace gateway_example
