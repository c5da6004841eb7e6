// One of the processes that race for a quota: CALLS calls in THREADS threads, all at once when the start is given.
// caller URL KEY CALLS THREADS tokens|no_tokens: says "ready", waits for the end of its standard input, and prints how
// many calls were admitted, refused, of unknown outcome, and given up.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/hiredis_connection.hpp"
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/integration/redis_url.hpp"
#include "firehose_sse/integration/store_pool.hpp"
#include "firehose_sse/quota/call_token.hpp"
#include "firehose_sse/quota/shared_quota.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace integration = firehose_sse::integration;
namespace quota = firehose_sse::quota;

using store = integration::redis_store<quota::window, quota::window_codec, integration::hiredis_connection>;
using pool = integration::store_pool<store>;

// A cap that each process counts for itself is not part of the race.
struct no_store {
    template <quota::update_function<quota::window> F>
    quota::stored<quota::update_answer<F, quota::window>> update(std::string_view, F&&) {
        return quota::store_error::unavailable;
    }
};

struct results {
    std::atomic<int> admitted = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> unknown = 0;
    std::atomic<int> given_up = 0;
};

// Calls as a client does: again while the store does not answer, but never if the call could be charged twice.
void call(quota::shared_quota<pool, no_store>& shared, std::string_view key, std::optional<quota::call_token> token,
          results& into) {
    for (int attempt = 0; attempt < 2000; ++attempt) {
        auto const held = shared.reserve(key, token);
        if (!held.trouble) {
            ++(held.verdict.admitted ? into.admitted : into.refused);
            return;
        }
        if (held.trouble == quota::store_error::outcome_unknown && !token) {
            ++into.unknown;
            return;
        }
        std::this_thread::sleep_for(10ms);
    }
    ++into.given_up;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 6) { return 2; }
    auto const address = integration::read_redis_url(arguments[1]);
    if (!address) {
        std::cerr << to_text(address.error()) << '\n';
        return 2;
    }
    std::string const key = arguments[2];
    int const calls = std::atoi(arguments[3]);
    int const threads = std::atoi(arguments[4]);
    bool const tokens = arguments[5] == std::string_view("tokens");

    pool stores(
        [&] {
            return store(integration::hiredis_connection({.address = *address, .deadline = 5s, .connect_timeout = 5s}));
        },
        {.size = static_cast<std::size_t>(threads), .patience = 60s});
    no_store none;
    quota::shared_quota<pool, no_store> shared(stores, none, {}, {});

    results all;
    std::atomic<bool> started = false;
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread) {
        running.emplace_back([&, thread] {
            while (!started) { std::this_thread::yield(); }
            for (int i = thread; i < calls; i += threads) {
                std::optional<quota::call_token> token;
                if (tokens) {
                    token = {.high = static_cast<std::uint64_t>(::getpid()), .low = static_cast<std::uint64_t>(i)};
                }
                call(shared, key, token, all);
            }
        });
    }
    std::cout << "ready" << std::endl;
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) > 0) {}
    started = true;
    for (auto& each : running) { each.join(); }
    std::cout << all.admitted << ' ' << all.refused << ' ' << all.unknown << ' ' << all.given_up << std::endl;
    return 0;
}
