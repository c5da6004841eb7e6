// What every benchmark here does: time a call and count its allocations. main() runs them and prints a table.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "allocations.hpp"
#include <benchmark/benchmark.h>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::bench {

inline constexpr char const* allocations_counter = "allocations";

/// All that is registered, in order; benchmarks are run in another.
inline std::vector<std::string>& registered_names() {
    static std::vector<std::string> names;
    return names;
}

/// How a call is measured.
struct manner {
    /// With several, the time is wall time divided by the calls of all threads: half as much for two that never wait.
    int threads = 1;
    /// False when not all calls allocate equally often.
    bool count_allocations = true;
};

/// Registers a call under `group/name`. A rival is registered in the group "rival" under the name of what it rivals.
/// What the call returns is also destroyed within the time, since a caller pays for that too.
template <class F> void measure(std::string const& group, std::string const& name, F call, manner how = {}) {
    registered_names().push_back(group + '/' + name);
    auto* const registered = benchmark::RegisterBenchmark(
        registered_names().back().c_str(), [call = std::move(call), how](benchmark::State& run) {
            std::size_t const before = allocations();
            for (auto _ : run) { benchmark::DoNotOptimize(call()); }
            std::size_t const made = allocations() - before;
            if (!how.count_allocations || how.threads != 1) { return; }
            auto const calls = static_cast<std::size_t>(run.iterations());
            if (made % calls != 0) { run.SkipWithError("not every call allocates as often"); }
            run.counters[allocations_counter] = static_cast<double>(made / calls);
        });
    if (how.threads != 1) { registered->Threads(how.threads)->UseRealTime(); }
}

} // namespace firehose_sse::bench
