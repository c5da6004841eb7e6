// A store of cells on real servers that are killed, paused, full or wrong; and behind a proxy that cuts and garbles.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/hiredis_connection.hpp"
#include "firehose_sse/integration/redis_key.hpp"
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/integration/store_pool.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "proxy.hpp"
#include "redis_process.hpp"
#include "unit/quota/store_suite.hpp"
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace firehose_sse::integration {
namespace {

using namespace std::chrono_literals;
using quota::store_error;

// A cell of text without an end.
struct text_codec {
    std::string write(std::string const& cell) const { return cell; }
    std::optional<std::string> read(std::string_view bytes) const { return std::string(bytes); }
    std::optional<instant> ends_at(std::string const&) const { return std::nullopt; }
};
using text_store = redis_store<std::string, text_codec, hiredis_connection>;
using window_store = redis_store<quota::window, quota::window_codec, hiredis_connection>;
static_assert(quota::cell_store<window_store, quota::window>);

// Nothing here waits that long unless a test wants it to.
constexpr std::chrono::milliseconds patient = 30s;

template <class Store = window_store>
Store store_at(redis_address address, std::chrono::milliseconds deadline = patient, redis_store_options options = {}) {
    return Store(hiredis_connection({.address = std::move(address), .deadline = deadline, .connect_timeout = deadline}),
                 {}, std::move(options));
}
redis_address through(proxy const& between) { return {.port = between.port()}; }

std::string const cell_name = redis_key(redis_store_options{}.prefix, "key");

auto admitting(quota::quota_policy policy = {}) {
    return [policy](std::optional<quota::window> const& cell, instant now) {
        auto result = quota::admit(cell.value_or(quota::window{}), policy, now);
        bool const changes = result.verdict.admitted;
        using decision = quota::next<quota::window, bool>;
        return changes ? decision::put(std::move(result.next), true) : decision::keep(false);
    };
}
auto const charge_one = admitting({.limit = 100'000});
auto const count_charged = [](std::optional<quota::window> const& cell, instant) {
    return quota::next<quota::window, int>::keep(cell ? static_cast<int>(cell->charged.size()) : 0);
};

int charged_at(redis_process const& server) { return store_at(server.address()).update("key", count_charged).value(); }

// ---- the suite of all stores

struct redis_environment {
    redis_environment() { server(); } // in the main thread: a server ends with the thread that started it
    text_store open() const { return store_at<text_store>(server().address(), patient, {.prefix = prefix}); }

    static redis_process& server() {
        static redis_process one;
        return one;
    }
    static inline std::atomic<int> made = 0;
    std::string prefix = "suite" + std::to_string(++made) + ':';
};
struct pooled_environment : redis_environment {
    using pool = store_pool<text_store>;
    pool& open() { return stores; }
    pool stores{[this] { return redis_environment::open(); }, {.size = 4, .patience = patient}};
};

} // namespace
} // namespace firehose_sse::integration

namespace firehose_sse::quota {
INSTANTIATE_TYPED_TEST_SUITE_P(redis, store_suite, integration::redis_environment);
INSTANTIATE_TYPED_TEST_SUITE_P(redis_pool, store_suite, integration::pooled_environment);
} // namespace firehose_sse::quota

namespace firehose_sse::integration {
namespace {

// ---- names and time

TEST(redis_store, a_window_is_kept_as_long_as_it_matters) {
    redis_process const server;
    auto store = store_at(server.address());
    ASSERT_TRUE(store.update("key", admitting()).value());
    std::int64_t const day = 24 * 60 * 60 * 1000;
    std::int64_t const left = server.ask({"PTTL", cell_name}).integer;
    EXPECT_GT(left, day - 60'000);
    EXPECT_LE(left, day);

    quota::quota_policy const short_period{.limit = 1, .period = 80ms};
    window_store brief(hiredis_connection({.address = server.address(), .deadline = patient}),
                       {.policy = short_period});
    ASSERT_TRUE(brief.update("brief", admitting(short_period)).value());
    while (server.ask({"EXISTS", "firehose-sse:quota:{brief}"}).integer != 0) { std::this_thread::sleep_for(10ms); }
    EXPECT_TRUE(brief.update("brief", admitting(short_period)).value());
    EXPECT_EQ(server.ask({"DBSIZE"}).integer, 2);
}

// Nobody is admitted early: whether the store still holds the cell or has forgotten it, no more calls are admitted than
// the policy says.
TEST(redis_store, forgetting_a_window_admits_nobody_early) {
    redis_process const server;
    quota::quota_policy const one_in_20{.limit = 1, .period = 20ms};
    window_store store(hiredis_connection({.address = server.address(), .deadline = patient}), {.policy = one_in_20});
    std::optional<instant> last;
    for (int admitted = 0; admitted < 20;) {
        auto const when = store.update("key", [&](std::optional<quota::window> const& cell, instant now) {
            using decision = quota::next<quota::window, std::optional<instant>>;
            auto result = quota::admit(cell.value_or(quota::window{}), one_in_20, now);
            return result.verdict.admitted ? decision::put(std::move(result.next), now) : decision::keep(std::nullopt);
        });
        if (!when.value()) { continue; }
        if (last) { EXPECT_GE(*when.value() - *last, 20ms); }
        last = *when.value();
        ++admitted;
    }
}

TEST(redis_store, database_and_unix_socket) {
    redis_process const server({"--databases", "4"});
    redis_address address{.socket = server.socket(), .database = 3};
    EXPECT_TRUE(store_at(address).update("key", charge_one).value());
    EXPECT_EQ(charged_at(server), 0); // database 0 is empty
    address.database = 4;
    EXPECT_EQ(store_at(address).update("key", charge_one).error(), store_error::refused);
}

TEST(redis_store, in_a_cluster) {
    redis_process const server({"--cluster-enabled", "yes"});
    auto store = store_at(server.address());
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::unavailable); // no slot is served: CLUSTERDOWN

    std::vector<std::string> keys{"", "key", "123456789012:us-east-1:orders", std::string("\0\r\n\xff", 4)};
    for (char const* odd : {"}", "{", "{}", "}{", "a}b", "{a}b", "{a}c", "%", "%7D", "a{b}c{d}e", "}}}}"}) {
        keys.push_back(odd);
    }
    std::uint32_t state = 1;
    for (int i = 0; i < 200; ++i) {
        std::string key;
        for (int j = 0; j < i % 17; ++j) {
            state = state * 1664525 + 1013904223;
            key += "ab{}%\n"[state >> 16 & 5];
        }
        keys.push_back(std::move(key));
    }
    for (std::string const& key : keys) {
        auto const name = redis_key("firehose-sse:quota:", key);
        EXPECT_EQ(server.ask({"CLUSTER", "KEYSLOT", name}).integer, hash_slot(name)) << name;
        EXPECT_EQ(server.ask({"CLUSTER", "KEYSLOT", redis_key("{other}", key)}).integer, hash_slot(name)) << name;
        EXPECT_EQ(server.ask({"CLUSTER", "KEYSLOT", key}).integer, hash_slot(key));
    }

    ASSERT_EQ(server.ask({"CLUSTER", "ADDSLOTSRANGE", "0", "16383"}).text, "OK");
    while (server.ask({"CLUSTER", "INFO"}).text.find("cluster_state:ok") == std::string::npos) {
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_TRUE(store.update("key", charge_one).value());
    std::vector<std::string_view> const one_slot{"key", "key"};
    std::vector<std::string_view> const two_slots{"key", "another"};
    auto const charge_any = [](std::size_t, std::optional<quota::window> const& cell, instant now) {
        return charge_one(cell, now);
    };
    EXPECT_TRUE(store.update_all(one_slot, charge_any).at(1).value());
    EXPECT_EQ(store.update_all(two_slots, charge_any).at(0).error(), store_error::refused);
    EXPECT_EQ(charged_at(server), 3);
}

// ---- cells that are none

TEST(redis_store, leaves_alone_what_it_cannot_read) {
    redis_process const server;
    auto store = store_at(server.address());
    ASSERT_EQ(server.ask({"SET", cell_name, "no window"}).text, "OK");
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::corrupt_cell);
    EXPECT_EQ(server.ask({"GET", cell_name}).text, "no window");
    ASSERT_EQ(server.ask({"DEL", cell_name}).integer, 1);
    ASSERT_EQ(server.ask({"LPUSH", cell_name, "x"}).integer, 1);
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::wrong_type);
    EXPECT_EQ(server.ask({"LLEN", cell_name}).integer, 1);
    EXPECT_TRUE(store.update("another", charge_one).value());
}

// ---- servers that say no

TEST(redis_store, a_replica_takes_no_writes) {
    redis_process const master({"--repl-diskless-sync-delay", "0"});
    redis_process const replica({"--replicaof", "127.0.0.1 " + std::to_string(master.port())});
    while (replica.ask({"INFO", "replication"}).text.find("master_link_status:up") == std::string::npos) {
        std::this_thread::sleep_for(20ms);
    }
    auto store = store_at(replica.address());
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::read_only);
    EXPECT_EQ(store.update("key", count_charged).value(), 0);
    EXPECT_EQ(charged_at(master), 0);
    EXPECT_EQ(replica.ask({"REPLICAOF", "NO", "ONE"}).text, "OK"); // now it takes writes
    EXPECT_TRUE(store.update("key", charge_one).value());
}

TEST(redis_store, a_server_that_may_not_write_without_replicas) {
    redis_process const server({"--min-replicas-to-write", "1"});
    EXPECT_EQ(store_at(server.address()).update("key", charge_one).error(), store_error::read_only);
}

TEST(redis_store, a_full_server) {
    redis_process const server({"--maxmemory-policy", "noeviction"});
    auto store = store_at(server.address());
    ASSERT_TRUE(store.update("key", charge_one).value());
    ASSERT_EQ(server.ask({"CONFIG", "SET", "maxmemory", "1"}).text, "OK");
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::full);
    EXPECT_EQ(store.update("key", count_charged).value(), 1);
    auto const erase = [](std::optional<quota::window> const&, instant) {
        return quota::next<quota::window, int>::erase(1);
    };
    EXPECT_EQ(store.update("key", erase).error(), store_error::full); // in a transaction the server refuses even this
    ASSERT_EQ(server.ask({"CONFIG", "SET", "maxmemory", "0"}).text, "OK");
    EXPECT_TRUE(store.update("key", charge_one).value());
}

TEST(redis_store, passwords) {
    redis_process server;
    redis_command rights{"ACL", "SETUSER",  "gateway",
                         "on",  ">its own", "~firehose-sse:quota:*"}; // docs/reference/redis.md
    for (char const* each : {"watch", "unwatch", "multi", "discard", "exec", "time", "get", "set", "del"}) {
        rights.push_back(std::string(1, '+') + each);
    }
    ASSERT_EQ(server.ask(rights).text, "OK");
    ASSERT_EQ(server.ask({"CONFIG", "SET", "requirepass", "secret"}).text, "OK");
    auto address = server.address();
    EXPECT_EQ(store_at(address).update("key", charge_one).error(), store_error::refused);
    address.password = "wrong";
    EXPECT_EQ(store_at(address).update("key", charge_one).error(), store_error::refused);
    address.password = "secret";
    EXPECT_TRUE(store_at(address).update("key", charge_one).value());
    address.user = "gateway";
    EXPECT_EQ(store_at(address).update("key", charge_one).error(), store_error::refused);
    address.password = "its own";
    auto store = store_at(address);
    EXPECT_TRUE(store.update("key", charge_one).value());
    EXPECT_EQ(store.update("key", count_charged).value(), 2);
    auto const erase = [](std::optional<quota::window> const&, instant) {
        return quota::next<quota::window, int>::erase(1);
    };
    EXPECT_EQ(store.update("key", erase).value(), 1);
    EXPECT_EQ(store_at(address, patient, {.prefix = "other:"}).update("key", charge_one).error(), store_error::refused);
}

// If MULTI were sent together with the write, its refusal would let the write through without a transaction.
TEST(redis_store, a_user_who_may_not_begin_transactions_writes_nothing) {
    redis_process const server;
    ASSERT_EQ(server.ask({"ACL", "SETUSER", "default", "-multi"}).text, "OK");
    auto store = store_at(server.address());
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::refused);
    EXPECT_EQ(server.ask({"DBSIZE"}).integer, 0);
}

TEST(redis_store, a_server_busy_with_a_script) {
    redis_process const server({"--busy-reply-threshold", "1"});
    std::thread script([&] {
        static_cast<void>(server.ask({"EVAL", "while true do end", "0"})); // runs until it is killed
    });
    auto store = store_at(server.address());
    while (store.update("key", count_charged)) { std::this_thread::sleep_for(1ms); }
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::unavailable);
    EXPECT_EQ(server.ask({"SCRIPT", "KILL"}).text, "OK");
    script.join();
    EXPECT_TRUE(store.update("key", charge_one).value());
}

TEST(redis_store, a_server_with_too_many_clients) {
    redis_process const server({"--maxclients", "1"});
    auto first = store_at(server.address());
    while (!first.update("key", charge_one)) {
        std::this_thread::sleep_for(5ms);
    } // until the connection that saw the server start is gone
    auto second = store_at(server.address());
    EXPECT_EQ(second.update("key", charge_one).error(), store_error::unavailable);
    first.connection().disconnect();
    while (!second.update("key", charge_one)) { std::this_thread::sleep_for(5ms); }
    second.connection().disconnect();
    while (!first.update("key", charge_one)) { std::this_thread::sleep_for(5ms); }
    EXPECT_EQ(first.update("key", count_charged).value(), 3);
}

// ---- servers that are slow

// Has connected and was answered within its deadline, however many tries that takes on a slow machine.
window_store warm_store(redis_process const& server, std::chrono::milliseconds deadline) {
    auto store = store_at(server.address(), deadline);
    while (!store.update("key", count_charged)) {}
    return store;
}

TEST(redis_store, too_slow_before_it_writes) {
    redis_process const server;
    ASSERT_TRUE(store_at(server.address()).update("key", charge_one).value());
    auto store = warm_store(server, 1s);
    ASSERT_EQ(server.ask({"CLIENT", "PAUSE", "4000", "ALL"}).text, "OK"); // no command can end this pause: it must pass
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::too_slow);
    EXPECT_EQ(charged_at(server), 1);
}

TEST(redis_store, too_slow_while_it_writes) {
    redis_process const server;
    ASSERT_TRUE(store_at(server.address()).update("key", charge_one).value());
    auto store = warm_store(server, 2s); // long enough for its reads, which are answered
    ASSERT_EQ(server.ask({"CLIENT", "PAUSE", "100000", "WRITE"}).text, "OK");
    EXPECT_EQ(store.update("key", charge_one).error(), store_error::outcome_unknown);
    ASSERT_EQ(server.ask({"CLIENT", "UNPAUSE"}).text, "OK");
    int const charged = charged_at(server);
    EXPECT_GE(charged, 1);
    EXPECT_LE(charged, 2);
    EXPECT_TRUE(store.update("key", charge_one).value());
    EXPECT_EQ(charged_at(server), charged + 1);
}

TEST(redis_store, a_server_that_does_nothing_for_a_while) {
    redis_process const server({"--enable-debug-command", "yes"});
    ASSERT_TRUE(store_at(server.address()).update("key", charge_one).value());
    auto store = warm_store(server, 1s); // shorter than the server sleeps, and longer than a slow machine needs
    std::thread sleeping([&] { static_cast<void>(server.ask({"DEBUG", "SLEEP", "4"})); });
    std::optional<store_error> error;
    while (!error) {
        if (auto const answer = store.update("key", count_charged); !answer) { error = answer.error(); }
    }
    EXPECT_EQ(error, store_error::too_slow);
    sleeping.join();
    EXPECT_TRUE(store.update("key", charge_one).value());
}

// ---- a network that fails

struct Proxied : testing::Test {
    redis_process server;
    std::atomic<int> transactions = 0; // seen so far
    interference to_first_transaction{};
    interference to_all{};
    proxy between{server.port(), [this](std::string_view text) {
                      bool const writes = text.find("EXEC\r\n") != text.npos;
                      return writes && transactions++ == 0 ? to_first_transaction : to_all;
                  }};

    std::optional<store_error> charge(std::chrono::milliseconds deadline = patient) {
        auto store = store_at(through(between), deadline);
        auto const first = store.update("key", charge_one);
        // whatever the answer was, the next two calls go well and are charged
        to_all = {};
        int const charged = charged_at(server);
        auto after = store_at(through(between));
        EXPECT_TRUE(after.update("key", charge_one).value());
        EXPECT_TRUE(store_at(through(between)).update("key", charge_one).value());
        EXPECT_EQ(charged_at(server), charged + 2);
        first_charged = charged;
        return first ? std::nullopt : std::optional(first.error());
    }
    int first_charged = 0;
};

TEST_F(Proxied, goes_well_untouched) {
    EXPECT_EQ(charge(), std::nullopt);
    EXPECT_EQ(first_charged, 1);
}

TEST_F(Proxied, cut_before_the_transaction_arrives) {
    to_first_transaction.forward = 0;
    EXPECT_EQ(charge(), store_error::outcome_unknown);
    EXPECT_EQ(first_charged, 0);
}

TEST_F(Proxied, cut_within_the_transaction) {
    // the server gets MULTI, but never the whole EXEC
    for (std::size_t const bytes : {std::size_t{15}, std::size_t{40}, std::size_t{90}}) {
        transactions = 0;
        to_first_transaction.forward = bytes;
        ASSERT_EQ(server.ask({"FLUSHALL"}).text, "OK");
        EXPECT_EQ(charge(), store_error::outcome_unknown) << bytes;
        EXPECT_EQ(first_charged, 0) << bytes;
    }
}

TEST_F(Proxied, cut_before_the_answer_of_the_transaction) {
    std::string const whole = "+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n";
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        transactions = 0;
        to_first_transaction.answer = bytes;
        ASSERT_EQ(server.ask({"FLUSHALL"}).text, "OK");
        EXPECT_EQ(charge(), store_error::outcome_unknown) << bytes;
        EXPECT_EQ(first_charged, 1) << bytes;
    }
}

TEST_F(Proxied, cut_while_reading) {
    for (std::size_t const bytes : {0u, 3u, 20u, 40u}) {
        to_all.answer = bytes;
        EXPECT_EQ(charge(), store_error::unavailable) << bytes;
        ASSERT_EQ(server.ask({"FLUSHALL"}).text, "OK");
    }
}

TEST_F(Proxied, garbled) {
    to_first_transaction.garble = true;
    EXPECT_EQ(charge(), store_error::outcome_unknown);
    EXPECT_EQ(first_charged, 1);
    to_all.garble = true;
    EXPECT_EQ(charge(), store_error::refused);
}

TEST_F(Proxied, slow) {
    to_all.before = 200ms;
    EXPECT_EQ(charge(100ms), store_error::too_slow);
    EXPECT_EQ(first_charged, 0);
    to_all.each_byte = 20ms; // each byte comes in time, but not all of them do
    EXPECT_EQ(charge(100ms), store_error::too_slow);
    EXPECT_EQ(first_charged, 2);
    transactions = 0;
    to_first_transaction.each_byte = 100ms;
    EXPECT_EQ(charge(1s), store_error::outcome_unknown); // long enough for its reads
    EXPECT_EQ(first_charged, 5);
}

TEST_F(Proxied, slow_but_not_too_slow) {
    to_all.each_byte = to_first_transaction.each_byte = 1ms;
    EXPECT_EQ(charge(), std::nullopt);
}

// ---- the example with a server

#ifdef FIREHOSE_SSE_REDIS_EXAMPLE
TEST(redis_quota_example, sees_a_refusal_each_time_it_is_run) {
    redis_process const server;
    std::string const run = std::string("'") + FIREHOSE_SSE_REDIS_EXAMPLE + "' " + server.url();
    EXPECT_EQ(std::system(run.c_str()), 0);
    EXPECT_EQ(std::system(run.c_str()), 0);
    EXPECT_EQ(server.ask({"DBSIZE"}).integer, 2);
    ASSERT_EQ(server.ask({"CONFIG", "SET", "maxmemory", "1"}).text, "OK");
    EXPECT_NE(std::system(run.c_str()), 0); // the example must not take a store that fails for a refusal
}
#endif

// ---- many at once

TEST(redis_store, single_and_many_keys_at_once_by_many_threads) {
    redis_process const server;
    store_pool<window_store> pool([&] { return store_at(server.address()); }, {.size = 4, .patience = patient});
    std::vector<std::string> names;
    for (int i = 0; i < 6; ++i) { names.push_back("k" + std::to_string(i)); }
    std::vector<std::string_view> const keys(names.begin(), names.end());
    std::atomic<int> charged = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 25; ++i) {
                    if (t % 2 == 0) {
                        auto const answer = pool.update(keys[static_cast<std::size_t>(i) % keys.size()], charge_one);
                        if (answer) { ++charged; }
                        continue;
                    }
                    auto const answers = pool.update_all(keys, [](std::size_t, std::optional<quota::window> const& cell,
                                                                  instant now) { return charge_one(cell, now); });
                    for (auto const& each : answers) { charged += each ? 1 : 0; }
                }
            });
        }
    }
    int held = 0;
    for (auto const key : keys) { held += pool.update(key, count_charged).value(); }
    EXPECT_EQ(held, charged);
    EXPECT_GT(held, 100);
}

// ---- a server that dies

// The server is killed while it writes, again and again; each write is on disk before it is answered.
TEST(redis_store, no_acknowledged_charge_is_lost) {
    redis_process server({"--appendonly", "yes", "--appendfsync", "always"});
    store_pool<window_store> pool([&] { return store_at(server.address(), 2s); }, {.size = 3, .patience = patient});
    std::atomic<bool> enough = false;
    std::atomic<int> acknowledged = 0;
    std::atomic<int> unknown = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&] {
                while (!enough) {
                    auto const answer = pool.update("key", charge_one);
                    if (answer) {
                        ++acknowledged;
                    } else if (answer.error() == store_error::outcome_unknown) {
                        ++unknown;
                    } else {
                        std::this_thread::sleep_for(1ms);
                    }
                }
            });
        }
        for (int round = 1; round <= 4; ++round) {
            int const before = acknowledged;
            while (acknowledged < before + 20) { std::this_thread::sleep_for(1ms); }
            server.kill();
            std::this_thread::sleep_for(5ms);
            server.restart();
        }
        int const before = acknowledged;
        while (acknowledged < before + 20) { std::this_thread::sleep_for(1ms); }
        enough = true;
    }
    int const charged = charged_at(server);
    EXPECT_GE(charged, acknowledged);
    EXPECT_LE(charged, acknowledged + unknown);
    std::printf("%d charges acknowledged, %d unknown, %d found\n", acknowledged.load(), unknown.load(), charged);
}

} // namespace
} // namespace firehose_sse::integration
