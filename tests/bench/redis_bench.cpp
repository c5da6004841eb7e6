// What a call costs when gateways share the quota over Redis: our store, and other ways to count on such a server.
// Starts a server of its own beside the program, on the same processors. Prints two Markdown tables; takes Google
// Benchmark's options.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/hiredis_connection.hpp"
#include "firehose_sse/integration/redis_key.hpp"
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "compiler.hpp"
#include "integration/redis_process.hpp"
#include <algorithm>
#include <array>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace quota = firehose_sse::quota;
using namespace firehose_sse::integration;
using firehose_sse::instant;

constexpr std::size_t streams_a_thread = 400;
constexpr int limit = 25;

std::optional<redis_process> server;

std::string stream(int thread, std::size_t number) {
    std::string digits = std::to_string(1'000'000 + static_cast<std::size_t>(thread) * 100'000 + number);
    return "123456789012:us-east-1:stream-" + digits;
}

hiredis_connection connect() { return hiredis_connection({.address = server->address(), .deadline = 10s}); }

/// One way to count calls, over one connection. call() answers true when the call is admitted.
class way {
public:
    virtual ~way() = default;
    virtual bool call(std::string_view key) = 0;
    /// One call for each key; returns how many are admitted.
    virtual int call_all(std::vector<std::string_view> const& keys) {
        return static_cast<int>(std::ranges::count_if(keys, [this](auto key) { return call(key); }));
    }
};

class our_store : public way {
public:
    bool call(std::string_view key) override { return store_.update(key, admit).value(); }
    int call_all(std::vector<std::string_view> const& keys) override {
        auto const answers = store_.update_all(
            keys, [](std::size_t, std::optional<quota::window> const& cell, instant now) { return admit(cell, now); });
        return static_cast<int>(std::ranges::count_if(answers, [](auto const& each) { return each.value(); }));
    }

private:
    static quota::next<quota::window, bool> admit(std::optional<quota::window> const& cell, instant now) {
        using decision = quota::next<quota::window, bool>;
        auto result = quota::admit(cell.value_or(quota::window{}), {}, now);
        return result.verdict.admitted ? decision::put(std::move(result.next), true) : decision::keep(false);
    }
    redis_store<quota::window, quota::window_codec, hiredis_connection> store_{connect()};
};

// Counts in a span that begins with the first call: up to 50 calls in 24 hours.
class increment : public way {
public:
    bool call(std::string_view key) override {
        std::string const name = redis_key("counted:", key);
        std::vector<redis_command> const commands{{"INCR", name}, {"EXPIRE", name, "86400", "NX"}};
        return connection_.exchange(commands, continuity::any).value().at(0).integer <= limit;
    }

private:
    hiredis_connection connection_ = connect();
};

// A script is loaded once and called by its checksum. It answers 1 when the call is admitted.
class script : public way {
public:
    script(std::string prefix, std::string text) : prefix_(std::move(prefix)) {
        sum_ = connection_.exchange(std::vector<redis_command>{{"SCRIPT", "LOAD", std::move(text)}}, continuity::any)
                   .value()
                   .at(0)
                   .text;
    }
    bool call(std::string_view key) override {
        char token[17];
        std::snprintf(token, sizeof token, "%016llx", static_cast<unsigned long long>(++calls_ * 0x9E3779B97F4A7C15U));
        std::vector<redis_command> const commands{
            {"EVALSHA", sum_, "1", redis_key(prefix_, key), "25", "86400000", token}};
        auto const reply = connection_.exchange(commands, continuity::any).value().at(0);
        if (reply.kind != reply_kind::integer) { std::abort(); }
        return reply.integer == 1;
    }

private:
    hiredis_connection connection_ = connect();
    std::string prefix_;
    std::string sum_;
    unsigned long long calls_ = 0;
};

constexpr char sorted_set[] = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
)";

// Moments of eight bytes, one after the other.
constexpr char packed[] = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('GET', KEYS[1]) or ''
local first = 1
while first <= #held and struct.unpack('>d', held, first) <= now - ARGV[2] do first = first + 8 end
if #held - first + 1 >= ARGV[1] * 8 then return 0 end
redis.call('SET', KEYS[1], held:sub(first) .. struct.pack('>d', now), 'PX', ARGV[2])
return 1
)";

using maker = std::function<std::unique_ptr<way>()>;
std::vector<std::pair<std::string, maker>> const ways{
    {"redis_store", [] { return std::make_unique<our_store>(); }},
    {"INCR and EXPIRE", [] { return std::make_unique<increment>(); }},
    {"sorted set, Lua", [] { return std::make_unique<script>("sorted:", sorted_set); }},
    {"packed string, Lua", [] { return std::make_unique<script>("packed:", packed); }},
};

/// The processor time that the server has used so far, in seconds.
double server_seconds() {
    std::string const info = server->ask({"INFO", "cpu"}).text;
    double sum = 0;
    for (char const* each : {"used_cpu_sys:", "used_cpu_user:"}) {
        sum += std::strtod(info.c_str() + info.find(each) + std::strlen(each), nullptr);
    }
    return sum;
}

/// Calls an empty store until each stream has had 25 calls, all admitted; or makes as many more calls, all refused.
void run_calls(benchmark::State& run, maker const& make, bool refused, std::size_t at_once) {
    if (run.thread_index() == 0 && !refused) { static_cast<void>(server->ask({"FLUSHALL"})); }
    auto const using_this = make();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < streams_a_thread; ++i) { names.push_back(stream(run.thread_index(), i)); }
    std::vector<std::string_view> keys(names.begin(), names.end());
    std::size_t next = 0;
    int admitted = 0;
    auto const step = [&] {
        if (at_once == 1) {
            admitted += using_this->call(keys[next]) ? 1 : 0;
        } else {
            std::vector<std::string_view> const some(keys.begin() + static_cast<std::ptrdiff_t>(next),
                                                     keys.begin() + static_cast<std::ptrdiff_t>(next + at_once));
            admitted += using_this->call_all(some);
        }
        next = (next + at_once) % streams_a_thread;
    };
    if (refused) {
        for (std::size_t i = 0; i < streams_a_thread * limit / at_once; ++i) { step(); }
        admitted = 0;
    }
    std::size_t calls = 0;
    double const before = server_seconds();
    for (auto _ : run) {
        step();
        calls += at_once;
    }
    // with several threads, the server's time is also for the calls of the others
    run.counters["server"] = (server_seconds() - before) / static_cast<double>(calls);
    if (admitted != (refused ? 0 : static_cast<int>(calls))) { run.SkipWithError("counts otherwise than it should"); }
    run.SetItemsProcessed(static_cast<std::int64_t>(calls));
}

std::vector<std::string> registered;

void add(std::string const& name, maker const& make, std::size_t at_once) {
    for (bool const refused : {false, true}) {
        for (int const threads : {1, 4}) {
            registered.push_back(name + (refused ? "|refused|" : "|admitted|") + std::to_string(threads));
            benchmark::RegisterBenchmark(registered.back().c_str(),
                                         [=](benchmark::State& run) { run_calls(run, make, refused, at_once); })
                ->Threads(threads)
                ->Iterations(static_cast<benchmark::IterationCount>(streams_a_thread * limit / at_once))
                ->UseRealTime();
        }
    }
}

class reporter : public benchmark::BenchmarkReporter {
public:
    // Not called when no benchmark runs: then there is no server either.
    bool ReportContext(Context const&) override {
        server.emplace();
        std::printf(
            "%s; Redis beside the program, on a socket of the loopback interface; medians of the repetitions\n\n",
            firehose_sse::bench::compiler().c_str());
        return true;
    }
    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& each : runs) {
            if (each.run_type != Run::RT_Iteration) { continue; }
            if (each.error_occurred) {
                std::printf("%s: %s\n", each.benchmark_name().c_str(), each.error_message.c_str());
                good = false;
                continue;
            }
            rates[each.run_name.function_name].push_back(each.counters.at("items_per_second"));
            server_times[each.run_name.function_name].push_back(1e6 * each.counters.at("server"));
        }
    }
    static double median(std::vector<double>& all) {
        std::sort(all.begin(), all.end());
        return all.empty() ? 0 : all[all.size() / 2];
    }
    void Finalize() override {
        std::puts("| way | connections | admitted, calls/s | to redis_store's | refused, calls/s | to redis_store's |"
                  " server, µs an admitted call | µs a refused one |");
        std::puts("|---|---|---|---|---|---|---|---|");
        for (std::string const& name : registered) {
            if (name.find("|admitted|") == std::string::npos) { continue; }
            std::string const way = name.substr(0, name.find('|'));
            std::string const threads = name.substr(name.rfind('|') + 1);
            std::string const refusals = way + "|refused|" + threads;
            double const admitted = median(rates[name]);
            double const refused = median(rates[refusals]);
            std::printf("| %s | %s | %.0f | %.2f | %.0f | %.2f |", way.c_str(), threads.c_str(), admitted,
                        admitted / median(rates["redis_store|admitted|" + threads]), refused,
                        refused / median(rates["redis_store|refused|" + threads]));
            if (threads == "1") {
                std::printf(" %.1f | %.1f |\n", median(server_times[name]), median(server_times[refusals]));
            } else {
                std::puts(" | |");
            }
        }
    }
    std::map<std::string, std::vector<double>> rates{};
    std::map<std::string, std::vector<double>> server_times{}; // microseconds per call
    bool good = true;
};

std::int64_t memory_of(std::string const& name) {
    return server->ask({"MEMORY", "USAGE", name, "SAMPLES", "0"}).integer;
}

// The memory of a stream with 25 calls, one an hour, as each way would have left it.
void print_memory() {
    instant const first(std::chrono::milliseconds(1'800'000'000'000));
    quota::window full;
    redis_command sorted_by_token{"ZADD", "rival:{" + stream(0, 1) + "}"};
    redis_command sorted_by_uuid{"ZADD", "rival:{" + stream(0, 2) + "}"};
    for (int i = 0; i < limit; ++i) {
        instant const when = first + i * (1h + 1234ms);
        full = quota::charge(std::move(full), {.period = 48h}, when);
        for (auto* each : {&sorted_by_token, &sorted_by_uuid}) {
            each->push_back(std::to_string(when.time_since_epoch().count()));
            each->push_back(std::string(each == &sorted_by_token ? 16 : 36, static_cast<char>('a' + i)));
        }
    }
    std::string const ours = redis_key(redis_store_options{}.prefix, stream(0, 0));
    static_cast<void>(server->ask({"FLUSHALL"}));
    static_cast<void>(server->ask({"SET", ours, quota::window_codec{}.write(full), "PX", "86400000"}));
    std::string const counted = "rival:{" + stream(0, 3) + "}";
    static_cast<void>(server->ask({"SET", counted, "25", "PX", "86400000"}));
    std::string const bytes = "rival:{" + stream(0, 4) + "}";
    static_cast<void>(server->ask({"SET", bytes, std::string(8 * limit, 'x'), "PX", "86400000"}));
    std::string const by_token = sorted_by_token[1];
    std::string const by_uuid = sorted_by_uuid[1];
    static_cast<void>(server->ask(sorted_by_token));
    static_cast<void>(server->ask(sorted_by_uuid));
    std::puts("\n| way | bytes a stream with 25 calls | to redis_store's |");
    std::puts("|---|---|---|");
    auto const own = static_cast<double>(memory_of(ours));
    for (auto const& [name, key] :
         {std::pair{"redis_store", ours}, std::pair{"INCR and EXPIRE", counted}, std::pair{"packed string, Lua", bytes},
          std::pair{"sorted set, Lua, tokens of 16 characters", by_token},
          std::pair{"sorted set, Lua, UUIDs", by_uuid}}) {
        auto const size = memory_of(key);
        std::printf("| %s | %lld | %.2f |\n", name, static_cast<long long>(size), static_cast<double>(size) / own);
    }
}

} // namespace

int main(int count, char** arguments) {
    std::string repetitions = "--benchmark_repetitions=7";
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    std::vector<char*> all{arguments[0], repetitions.data(), interleaved.data()};
    std::copy(arguments + 1, arguments + count, std::back_inserter(all));
    int all_count = static_cast<int>(all.size());
    benchmark::Initialize(&all_count, all.data());
    if (benchmark::ReportUnrecognizedArguments(all_count, all.data())) { return 2; }

    for (auto const& [name, make] : ways) { add(name, make, 1); }
    add("redis_store, 16 streams at once", ways[0].second, 16);
    reporter table;
    benchmark::RunSpecifiedBenchmarks(&table);
    if (server) { print_memory(); }
    server.reset();
    return table.good ? 0 : 1;
}
