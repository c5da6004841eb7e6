// Runs the benchmarks of this program and prints the Markdown table of medians that `./dev bench` shows.
// Takes Google Benchmark's options. The defaults come first, so that an option overrules them.
// SPDX-License-Identifier: BSL-1.0
#include "compiler.hpp"
#include "measure.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

struct row {
    std::vector<double> nanoseconds{};
    double allocations = std::nan("");
    std::string error{};

    double quartile(std::size_t which) const {
        auto sorted = nanoseconds;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? std::nan("") : sorted[(sorted.size() - 1) * which / 4];
    }
    double median() const { return quartile(2); }
    // the distance between the quartiles, as a part of the median
    double spread() const { return (quartile(3) - quartile(1)) / median(); }
};

class table_reporter : public benchmark::BenchmarkReporter {
public:
    // Not called when no benchmark runs: a program without a matching benchmark prints no table.
    bool ReportContext(Context const&) override {
        std::printf("%s; medians of the repetitions, ± half the distance between the quartiles\n\n",
                    firehose_sse::bench::compiler().c_str());
        return true;
    }

    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& each : runs) {
            if (each.run_type != Run::RT_Iteration) { continue; }
            row& r = rows_[each.run_name.function_name];
            if (each.error_occurred) {
                r.error = each.error_message;
                continue;
            }
            r.nanoseconds.push_back(each.threads == 1 ? each.GetAdjustedCPUTime() : each.GetAdjustedRealTime());
            auto const counted = each.counters.find(firehose_sse::bench::allocations_counter);
            if (counted != each.counters.end()) { r.allocations = counted->second.value; }
        }
    }

    void Finalize() override {
        std::puts("| call | ns | ± | allocations | rival, ns | its allocations | ratio |");
        std::puts("|---|---|---|---|---|---|---|");
        for (std::string const& name : firehose_sse::bench::registered_names()) {
            auto const found = rows_.find(name);
            if (found == rows_.end() || name.starts_with("rival/")) { continue; }
            row const& ours = found->second;
            std::printf("| `%s` | %.1f | %.0f %% | %s |", name.c_str(), ours.median(), 50 * ours.spread(),
                        shown(ours.allocations).c_str());
            auto const rival = rows_.find("rival/" + name.substr(name.find('/') + 1));
            if (rival == rows_.end()) {
                std::puts(" | | |");
            } else {
                std::printf(" %.1f | %s | %.2f |\n", rival->second.median(), shown(rival->second.allocations).c_str(),
                            ours.median() / rival->second.median());
            }
        }
        for (auto const& [name, r] : rows_) {
            if (!r.error.empty()) { std::printf("\n%s: %s\n", name.c_str(), r.error.c_str()); }
        }
    }

    bool good() const {
        return std::all_of(rows_.begin(), rows_.end(), [](auto const& each) { return each.second.error.empty(); });
    }

private:
    // An empty text when allocations were not counted.
    static std::string shown(double allocations) {
        return std::isnan(allocations) ? "" : std::to_string(std::lround(allocations));
    }

    std::map<std::string, row> rows_;
};

} // namespace

int main(int count, char** arguments) {
    std::array<std::string, 3> defaults{"--benchmark_repetitions=15", "--benchmark_min_time=0.02",
                                        "--benchmark_enable_random_interleaving=true"};
    std::vector<char*> all{arguments[0]};
    for (std::string& each : defaults) { all.push_back(each.data()); }
    std::copy(arguments + 1, arguments + count, std::back_inserter(all));
    int all_count = static_cast<int>(all.size());
    benchmark::Initialize(&all_count, all.data());
    if (benchmark::ReportUnrecognizedArguments(all_count, all.data())) { return 2; }

    table_reporter table;
    benchmark::RunSpecifiedBenchmarks(&table);
    return table.good() ? 0 : 1;
}
