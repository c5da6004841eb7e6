// Four processes, a thousand calls at once, one quota of 25: exactly 25 are admitted, and never more even if the server
// is killed meanwhile. The environment variable FIREHOSE_SSE_RACES says how many races there are, by default 20.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/hiredis_connection.hpp"
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "redis_process.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace firehose_sse::integration {
namespace {

using namespace std::chrono_literals;

constexpr int processes = 4;
constexpr int calls_each = 250;

// A caller: it is started, and waits for the common start of all.
class caller_process {
public:
    caller_process(std::string const& url, std::string const& key, bool tokens) {
        std::vector<std::string> words{
            "caller", url, key, std::to_string(calls_each), "4", tokens ? "tokens" : "no_tokens"};
        std::vector<char*> arguments;
        for (std::string& each : words) { arguments.push_back(each.data()); }
        arguments.push_back(nullptr);
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        // closed in every other process, so that closing it here gives the start
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) { std::abort(); }
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::dup2(in[0], STDIN_FILENO);
            ::dup2(out[1], STDOUT_FILENO);
            ::execv(FIREHOSE_SSE_CALLER, arguments.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        start_ = in[1];
        output_ = out[0];
    }
    caller_process(caller_process const&) = delete;
    caller_process& operator=(caller_process const&) = delete;
    ~caller_process() {
        start();
        ::close(output_);
        int status = 0;
        ::waitpid(process_, &status, 0);
    }

    std::string line() const {
        std::string text;
        char byte = 0;
        while (::read(output_, &byte, 1) == 1 && byte != '\n') { text += byte; }
        return text;
    }
    void start() {
        if (start_ >= 0) { ::close(start_); }
        start_ = -1;
    }

private:
    pid_t process_ = -1;
    int start_ = -1;
    int output_ = -1;
};

struct totals {
    int admitted = 0;
    int refused = 0;
    int unknown = 0;
    int given_up = 0;
    int charged = 0; // found in the store afterwards
};

int charged_at(redis_process const& server, std::string const& key) {
    redis_store<quota::window, quota::window_codec, hiredis_connection> store(
        hiredis_connection({.address = server.address(), .deadline = 10s}));
    auto const count = store.update(key, [](std::optional<quota::window> const& cell, instant) {
        return quota::next<quota::window, int>::keep(cell ? static_cast<int>(cell->charged.size()) : 0);
    });
    return count ? *count : -1;
}

// `meanwhile` runs once all have been started.
template <class Meanwhile>
totals race(redis_process& server, std::string const& key, bool tokens, Meanwhile meanwhile) {
    std::vector<std::unique_ptr<caller_process>> callers;
    for (int i = 0; i < processes; ++i) {
        callers.push_back(std::make_unique<caller_process>(server.url(), key, tokens));
    }
    for (auto const& each : callers) { EXPECT_EQ(each->line(), "ready"); }
    for (auto const& each : callers) { each->start(); }
    meanwhile();
    totals all;
    for (auto const& each : callers) {
        totals one;
        std::istringstream words(each->line());
        words >> one.admitted >> one.refused >> one.unknown >> one.given_up;
        EXPECT_TRUE(words);
        all.admitted += one.admitted;
        all.refused += one.refused;
        all.unknown += one.unknown;
        all.given_up += one.given_up;
    }
    all.charged = charged_at(server, key);
    EXPECT_EQ(all.admitted + all.refused + all.unknown + all.given_up, processes * calls_each);
    return all;
}

// 0 if the environment variable is no number of races.
int races_wanted() {
    char const* const told = std::getenv("FIREHOSE_SSE_RACES");
    if (told == nullptr) { return 20; }
    int number = 0;
    auto const [end, fault] = std::from_chars(told, told + std::strlen(told), number);
    return fault == std::errc{} && *end == '\0' ? std::max(number, 0) : 0;
}

TEST(race, exactly_25_of_1000_calls_are_admitted) {
    int const wanted = races_wanted();
    if (wanted == 0) { FAIL() << "FIREHOSE_SSE_RACES is no number of races: at least 1"; }
    redis_process server({"--appendonly", "yes", "--appendfsync", "always"});
    int done = 0;
    for (int run = 1; run <= wanted; ++run, ++done) {
        totals const all = race(server, "race " + std::to_string(run), run % 2 == 0, [] {});
        EXPECT_EQ(all.admitted, 25) << run;
        EXPECT_EQ(all.refused, processes * calls_each - 25) << run;
        EXPECT_EQ(all.charged, 25) << run;
    }
    std::printf("races: %d of %d\n", done, wanted);
}

// The server is killed after a few calls were charged, and started again on what it has written.
void race_with_a_kill(bool tokens) {
    redis_process server({"--appendonly", "yes", "--appendfsync", "always"});
    int seen = 0;
    int kept = 0;
    totals const all = race(server, "race", tokens, [&] {
        while ((seen = charged_at(server, "race")) < 3) {}
        server.kill();
        std::this_thread::sleep_for(100ms); // so that calls find no server
        server.restart();
        kept = charged_at(server, "race");
    });
    std::printf(
        "%s: killed after %d charges, %d found again; %d admitted, %d refused, %d unknown, %d given up; %d charged\n",
        tokens ? "with tokens" : "without tokens", seen, kept, all.admitted, all.refused, all.unknown, all.given_up,
        all.charged);
    EXPECT_EQ(all.given_up, 0);
    EXPECT_EQ(all.charged, 25);
    EXPECT_LE(all.admitted, 25);
    EXPECT_GE(kept, seen);
    if (tokens) {
        EXPECT_EQ(all.admitted, 25); // a client that got no answer asks again, and then gets one
        EXPECT_EQ(all.unknown, 0);
    } else {
        EXPECT_GE(all.admitted + all.unknown, 25); // every call that was charged was admitted, or its answer was lost
    }
}

TEST(race, with_the_server_killed_never_more_than_25) { race_with_a_kill(false); }
TEST(race, with_the_server_killed_and_tokens_exactly_25) { race_with_a_kill(true); }

} // namespace
} // namespace firehose_sse::integration
