// What an admission costs: of the pure function alone, and of our store against simple ways to write a quota, on one
// thread and on two. quota_growth shows the cost for millions of streams.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/window.hpp"
#include "measure.hpp"
#include "quota_rivals.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace firehose_sse::bench {
namespace {

// The pure function, at the moment when the first call has just ended.
template <quota::any_window Window> void measure_admit(std::string const& kind, int calls) {
    measure(kind, "admit/" + std::to_string(calls) + "_calls", [window = window_of<Window>(calls)] {
        return quota::admit(window, quota::quota_policy{}, instant(std::chrono::hours(24)));
    });
}

// Full windows; the clock stands still, so that after the first call of each stream all are refused.
template <class Quota> void measure_store(std::string const& group, std::string const& name, int streams, int threads) {
    moment_source time;
    time.set(25 * 3'600'000);
    auto const quota = std::make_shared<Quota>(time);
    stream_name fill;
    for (int i = 0; i < streams; ++i) { quota->fill(fill(static_cast<std::size_t>(i))); }
    measure(group, name,
            [quota, streams] {
                thread_local stream_name stream;
                thread_local random_numbers random(std::hash<std::thread::id>{}(std::this_thread::get_id()));
                return quota->admit(stream(random(static_cast<std::size_t>(streams))));
            },
            {.threads = threads, .count_allocations = false});
}

template <class Rival> void measure_pair(std::string const& against, int streams, int threads) {
    std::string const name = against + '/' + std::to_string(streams) + "_streams/" + std::to_string(threads) +
                             (threads == 1 ? "_thread" : "_threads");
    measure_store<our_quota>("memory_store", name, streams, threads);
    measure_store<Rival>("rival", name, streams, threads);
}

bool const registered = [] {
    for (int const calls : {0, 12, 25}) {
        measure_admit<quota::window>("window", calls);
        measure_admit<quota::compact_window<>>("compact_window", calls);
    }
    for (int const threads : {1, 2}) {
        for (int const streams : {1, 1'000, 100'000}) {
            measure_pair<one_mutex_quota>("to_one_mutex", streams, threads);
            measure_pair<mutex_a_stream_quota>("to_mutex_a_stream", streams, threads);
        }
    }
    return true;
}();

} // namespace
} // namespace firehose_sse::bench
