// How memory and time of a quota grow from one to 10 million streams: `quota_growth > docs/reference/quota_growth.csv`.
// With `ours N`, `at_once N` or `naive N` it measures once: each measurement of memory needs its own process.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "compiler.hpp"
#include "quota_rivals.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace firehose_sse::bench {
namespace {

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t all = 0;
    std::size_t resident = 0;
    statm >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

struct figures {
    double bytes = 0;       // per stream
    double nanoseconds = 0; // per admission, the median of several runs
};

/// `admit(quota, names)` asks for `at_once` streams and says how many were admitted.
template <class Quota, class Admit> figures measure_one(std::size_t streams, std::size_t at_once, Admit admit) {
    std::size_t const before = resident_bytes();
    moment_source time;
    Quota quota(time);
    stream_name name;
    // Full windows: each stream has had 25 calls, one an hour, and the clock stands at the last of them.
    time.set(24 * 3'600'000);
    for (std::size_t i = 0; i < streams; ++i) { quota.fill(name(i)); }
    std::size_t const grown = resident_bytes() - before;
    // Timed runs, a stream chosen uniformly each time. Each run is an hour later, so that admissions and refusals mix.
    std::vector<double> runs;
    random_numbers random;
    // The caller is to have the names already: they are made in parts that stay in a cache, while no time is taken.
    std::size_t const part = 4'096;
    std::vector<stream_name> names(part);
    std::vector<std::string_view> asked(part);
    std::size_t const calls = part * 256;
    std::size_t admitted = 0;
    for (int run = 0; run < 5; ++run) {
        time.set((25 + run) * 3'600'000);
        std::clock_t spent = 0;
        for (std::size_t i = 0; i < calls; i += part) {
            for (std::size_t j = 0; j < part; ++j) { asked[j] = names[j](random(streams)); }
            std::clock_t const begin = std::clock(); // of this process: other work on the machine is not counted
            for (std::size_t j = 0; j < part; j += at_once) {
                admitted += admit(quota, std::span(asked).subspan(j, at_once));
            }
            spent += std::clock() - begin;
        }
        runs.push_back(static_cast<double>(spent) * 1e9 / CLOCKS_PER_SEC / static_cast<double>(calls));
    }
    std::ranges::sort(runs);
    std::fprintf(stderr, "%zu streams: %zu of %zu admitted, ns from %.0f to %.0f\n", streams, admitted, calls * 5,
                 runs.front(), runs.back());
    return {static_cast<double>(grown) / static_cast<double>(streams), runs[runs.size() / 2]};
}

// Makes glibc ask for huge pages, also for the chunks of a slab, which it would otherwise map one by one.
std::string const huge_pages =
    "GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4000000000:glibc.malloc.top_pad=2097152 ";

int print_one(std::string_view which, std::size_t streams) {
    auto const one = [](auto& quota, std::span<std::string_view const> names) {
        return quota.admit(names.front()) ? std::size_t{1} : std::size_t{0};
    };
    if (which == "at_once") {
        auto const many = [](our_quota& quota, std::span<std::string_view const> names) {
            return quota.admit_each(names);
        };
        std::printf(",%.1f", measure_one<our_quota>(streams, 256, many).nanoseconds);
        return 0;
    }
    figures const found =
        which == "ours" ? measure_one<our_quota>(streams, 1, one) : measure_one<one_mutex_quota>(streams, 1, one);
    std::printf(",%.1f,%.1f", found.bytes, found.nanoseconds);
    return 0;
}

} // namespace
} // namespace firehose_sse::bench

int main(int count, char** arguments) {
    using namespace firehose_sse::bench;
    if (count == 3) { return print_one(arguments[1], std::strtoull(arguments[2], nullptr, 10)); }
    std::array<char, 16> date{};
    std::time_t const now = std::time(nullptr);
    std::strftime(date.data(), date.size(), "%Y-%m-%d", std::gmtime(&now));
    std::printf("# %s, %s; resident bytes a stream, ns an admission under uniform keys (median of 5 runs)\n",
                compiler().c_str(), date.data());
    std::puts("streams,bytes,ns,side_by_side_ns,huge_pages_ns,naive_bytes,naive_ns");
    for (std::size_t streams = 1; streams <= 10'000'000; streams *= 10) {
        std::printf("%zu", streams);
        for (std::string const which : {"ours", "at_once", "at_once huge", "naive"}) {
            std::fflush(stdout);
            bool const huge = which.ends_with(" huge");
            std::string const command = (huge ? huge_pages : "") + arguments[0] + ' ' +
                                        which.substr(0, which.find(' ')) + ' ' + std::to_string(streams);
            if (std::system(command.c_str()) != 0) { return 1; }
        }
        std::puts("");
    }
}
