// What a connection does with servers that are slow, broken, hostile or gone; each on the loopback interface.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/hiredis_connection.hpp"
#include "firehose_sse/integration/redis_protocol.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "loopback.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace firehose_sse::integration {
namespace {

using namespace std::chrono_literals;
using quota::store_error;

static_assert(redis_connection<hiredis_connection>);
static_assert(!std::is_copy_constructible_v<hiredis_connection>);
static_assert(std::is_nothrow_move_constructible_v<hiredis_connection>);

using commands = std::vector<redis_command>;
commands const ping{{"PING"}};

// Far longer than anything takes here; a test of slowness sets a shorter deadline.
constexpr auto long_enough = 60s;

hiredis_options to(loopback::server const& server, std::chrono::milliseconds deadline = long_enough) {
    return {.address = {.port = server.port()}, .deadline = deadline, .connect_timeout = deadline};
}

// Says the same to every connection as soon as it has got one command.
std::function<void(loopback::peer&, int)> answering(std::string text) {
    return [text = std::move(text)](loopback::peer& peer, int) {
        if (peer.command().empty()) { return; }
        peer.say(text);
        peer.wait_for_the_end();
    };
}

TEST(hiredis_connection, reads_every_kind_of_reply) {
    loopback::server server(answering("+OK\r\n-ERR no\r\n:-12\r\n$3\r\na\r\n\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
                                      "*3\r\n*2\r\n:1\r\n$1\r\nx\r\n$-1\r\n+s\r\n"));
    hiredis_connection connection(to(server));
    auto const replies = connection.exchange(commands(9, {"PING"}), continuity::any).value();
    ASSERT_EQ(replies.size(), 9u);
    EXPECT_EQ(replies[0], (redis_reply{.kind = reply_kind::status, .text = "OK"}));
    EXPECT_EQ(replies[1], (redis_reply{.kind = reply_kind::error, .text = "ERR no"}));
    EXPECT_EQ(replies[2], (redis_reply{.kind = reply_kind::integer, .integer = -12}));
    EXPECT_EQ(replies[3], (redis_reply{.kind = reply_kind::bulk, .text = "a\r\n"}));
    EXPECT_EQ(replies[4], (redis_reply{.kind = reply_kind::bulk}));
    EXPECT_EQ(replies[5], redis_reply{});
    EXPECT_EQ(replies[6], redis_reply{});
    EXPECT_EQ(replies[7], (redis_reply{.kind = reply_kind::array}));
    ASSERT_EQ(replies[8].elements.size(), 3u);
    EXPECT_EQ(replies[8].elements[0].elements.at(1).text, "x");
    EXPECT_EQ(replies[8].elements[2].text, "s");
}

TEST(hiredis_connection, sends_all_commands_at_once_and_keeps_the_connection) {
    commands seen;
    loopback::server server([&](loopback::peer& peer, int) {
        for (int i = 0; i < 2; ++i) {
            for (redis_command& each : peer.commands_until("LAST")) { seen.push_back(std::move(each)); }
            peer.say("+1\r\n+2\r\n");
        }
        peer.wait_for_the_end();
    });
    hiredis_connection connection(to(server));
    commands const sent{{"SET", std::string("a\0\r\n", 4), ""}, {"LAST"}};
    EXPECT_TRUE(connection.exchange(sent, continuity::any));
    EXPECT_TRUE(connection.exchange(sent, continuity::same));
    connection.disconnect();
    EXPECT_EQ(seen, (commands{sent[0], sent[1], sent[0], sent[1]}));
    EXPECT_EQ(server.connections, 1);
}

TEST(hiredis_connection, large_texts_go_both_ways) {
    std::string const large(3'000'000, 'x');
    loopback::server server([&](loopback::peer& peer, int) {
        auto const command = peer.command();
        peer.say(command.size() == 2 && command[1] == large ? "$3000000\r\n" + large + "\r\n" : "-ERR\r\n");
        peer.wait_for_the_end();
    });
    hiredis_connection connection(to(server));
    EXPECT_EQ(connection.exchange(commands{{"ECHO", large}}, continuity::any).value().at(0).text, large);
}

TEST(hiredis_connection, moves) {
    loopback::server server([](loopback::peer& peer, int) {
        while (!peer.command().empty()) { peer.say("*1\r\n+OK\r\n"); }
    });
    hiredis_connection connection(to(server));
    EXPECT_TRUE(connection.exchange(ping, continuity::any));
    hiredis_connection moved(std::move(connection));
    EXPECT_TRUE(moved.exchange(ping, continuity::same));
}

// ---- connections

TEST(hiredis_connection, nobody_there) {
    hiredis_options options;
    {
        loopback::server const gone([](loopback::peer&, int) {});
        options = to(gone);
    }
    hiredis_connection connection(options);
    auto const failed = connection.exchange(ping, continuity::any);
    EXPECT_EQ(failed.error(), (exchange_failure{store_error::unavailable, false}));

    options.address = {.socket = "/nonexistent/redis.sock"};
    hiredis_connection local(options);
    EXPECT_EQ(local.exchange(ping, continuity::any).error(), (exchange_failure{store_error::unavailable, false}));
    options.address = {.host = "host.invalid"};
    hiredis_connection unknown(options);
    EXPECT_EQ(unknown.exchange(ping, continuity::any).error(), (exchange_failure{store_error::unavailable, false}));
}

TEST(hiredis_connection, over_a_unix_socket) {
    std::string const path = "/tmp/firehose_sse_" + std::to_string(::getpid()) + ".sock";
    {
        loopback::server server(answering("+PONG\r\n"), path);
        hiredis_connection connection({.address = {.socket = path}, .deadline = long_enough});
        EXPECT_EQ(connection.exchange(ping, continuity::any).value().at(0).text, "PONG");
    }
    ::unlink(path.c_str());
}

// Writing to such a server must not end the program with a signal.
TEST(hiredis_connection, a_server_that_stops_reading) {
    std::string const path = "/tmp/firehose_sse_" + std::to_string(::getpid()) + ".sock";
    {
        loopback::server server(
            [](loopback::peer& peer, int) {
                while (!peer.has_more(1000)) {}
                peer.stop_reading();
                std::this_thread::sleep_for(100ms);
            },
            path);
        hiredis_connection connection({.address = {.socket = path}, .deadline = long_enough});
        auto const failed = connection.exchange(commands{{"SET", std::string(12'000'000, 'x')}}, continuity::any);
        EXPECT_EQ(failed.error(), (exchange_failure{store_error::unavailable, true}));
    }
    ::unlink(path.c_str());
}

TEST(hiredis_connection, continues_only_where_it_began) {
    loopback::server server([](loopback::peer& peer, int) {
        if (!peer.command().empty()) { peer.say("+OK\r\n"); }
    }); // then closes the connection
    hiredis_connection connection(to(server));
    EXPECT_EQ(connection.exchange(ping, continuity::same).error(), (exchange_failure{store_error::unavailable, false}));
    EXPECT_EQ(server.connections, 0);
    EXPECT_TRUE(connection.exchange(ping, continuity::any));
    std::this_thread::sleep_for(50ms); // until the close has arrived; before that, only may_have_arrived may differ
    auto const failed = connection.exchange(ping, continuity::same);
    EXPECT_EQ(failed.error().cause, store_error::unavailable);
    EXPECT_EQ(server.connections, 1);
    EXPECT_TRUE(connection.exchange(ping, continuity::any));
    EXPECT_EQ(server.connections, 2);
}

TEST(hiredis_connection, notices_an_end_before_it_sends) {
    loopback::server server([](loopback::peer& peer, int) {
        if (!peer.command().empty()) { peer.say("+OK\r\n"); }
    });
    hiredis_connection connection(to(server));
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(connection.exchange(ping, continuity::any));
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(server.connections, 5);
}

TEST(hiredis_connection, logs_in_before_anything_else) {
    commands seen;
    loopback::server server([&](loopback::peer& peer, int) {
        for (redis_command& each : peer.commands_until("SELECT")) { seen.push_back(std::move(each)); }
        if (peer.has_more(20)) { seen.push_back({"sent too early"}); }
        peer.say("+OK\r\n+OK\r\n");
        if (auto next = peer.command(); !next.empty()) { seen.push_back(std::move(next)); }
        peer.say("+PONG\r\n");
        peer.wait_for_the_end();
    });
    auto options = to(server);
    options.address.user = "me";
    options.address.password = "pass word";
    options.address.database = 3;
    {
        hiredis_connection connection(options);
        EXPECT_EQ(connection.exchange(ping, continuity::any).value().at(0).text, "PONG");
        EXPECT_TRUE(connection.exchange({}, continuity::same));
    }
    EXPECT_EQ(seen, (commands{{"AUTH", "me", "pass word"}, {"SELECT", "3"}, {"PING"}}));
}

TEST(hiredis_connection, sends_nothing_where_it_is_not_let_in) {
    std::pair<char const*, store_error> const cases[] = {
        {"-WRONGPASS invalid username-password pair\r\n+OK\r\n", store_error::refused},
        {"+OK\r\n-ERR DB index is out of range\r\n", store_error::refused},
        {"-LOADING\r\n-LOADING\r\n", store_error::unavailable},
        {":1\r\n+OK\r\n", store_error::refused},
    };
    for (auto const& [text, error] : cases) {
        std::size_t told = 0;
        {
            loopback::server server([&, answer = text](loopback::peer& peer, int) {
                told += peer.commands_until("SELECT").size();
                peer.say(answer);
                if (!peer.command().empty()) { told += 100; }
            });
            auto options = to(server);
            options.address.password = "secret";
            options.address.database = 9;
            hiredis_connection connection(options);
            for (int again = 0; again < 2; ++again) {
                EXPECT_EQ(connection.exchange(ping, continuity::any).error(), (exchange_failure{error, false})) << text;
            }
        }
        EXPECT_EQ(told, 4u);
    }
}

// ---- time

TEST(hiredis_connection, one_deadline_for_all_however_it_trickles) {
    loopback::server server([](loopback::peer& peer, int) {
        static_cast<void>(peer.command());
        for (int i = 0; i < 10'000 && !peer.has_more(5); ++i) { peer.say(i == 0 ? "+" : "x"); }
    });
    hiredis_connection connection(to(server, 60ms));
    auto const failed = connection.exchange(ping, continuity::any);
    EXPECT_EQ(failed.error(), (exchange_failure{store_error::too_slow, true}));
}

TEST(hiredis_connection, a_late_answer_is_nobodys) {
    loopback::server server([](loopback::peer& peer, int number) {
        static_cast<void>(peer.command());
        if (number == 0) { peer.wait_for_the_end(); }
        peer.say(number == 0 ? "+late\r\n" : "+good\r\n");
        peer.wait_for_the_end();
    });
    hiredis_connection connection(to(server, 50ms));
    EXPECT_EQ(connection.exchange(ping, continuity::any).error().cause, store_error::too_slow);
    hiredis_connection patient(to(server));
    patient = hiredis_connection(to(server));
    EXPECT_EQ(patient.exchange(ping, continuity::any).value().at(0).text, "good");
}

TEST(hiredis_connection, a_server_that_never_reads) {
    loopback::server server([](loopback::peer& peer, int) {
        while (!peer.has_more(1000)) {}
        std::this_thread::sleep_for(200ms);
    });
    hiredis_connection connection(to(server, 100ms));
    auto const failed = connection.exchange(commands{{"SET", std::string(12'000'000, 'x')}}, continuity::any);
    EXPECT_EQ(failed.error(), (exchange_failure{store_error::too_slow, true}));
}

TEST(hiredis_connection, a_deadline_may_be_as_long_as_a_number_holds) {
    for (auto const ever : {std::chrono::milliseconds::max(), std::chrono::milliseconds(24h * 365 * 300)}) {
        loopback::server const server(answering("+PONG\r\n"));
        hiredis_connection connection(to(server, ever));
        EXPECT_TRUE(connection.exchange(ping, continuity::any));
    }
    loopback::server const server(answering("+PONG\r\n"));
    hiredis_connection never(to(server, std::chrono::milliseconds::min()));
    EXPECT_EQ(never.exchange(ping, continuity::any).error().cause, store_error::too_slow);
}

TEST(hiredis_connection, a_server_that_accepts_nobody) {
    // the socket listens and its queue is full: the system answers no further attempt
    int const listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
    ASSERT_EQ(::listen(listener, 0), 0);
    ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
    std::vector<int> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
        static_cast<void>(::connect(waiting.back(), reinterpret_cast<sockaddr*>(&address), size));
    }
    hiredis_connection connection(
        {.address = {.port = ntohs(address.sin_port)}, .deadline = 1h, .connect_timeout = 30ms});
    EXPECT_EQ(connection.exchange(ping, continuity::any).error(), (exchange_failure{store_error::unavailable, false}));
    hiredis_connection late({.address = {.port = ntohs(address.sin_port)}, .deadline = 30ms, .connect_timeout = 1h});
    EXPECT_EQ(late.exchange(ping, continuity::any).error(), (exchange_failure{store_error::too_slow, false}));
    for (int const each : waiting) { ::close(each); }
    ::close(listener);
}

// ---- what is no reply

TEST(hiredis_connection, what_is_no_reply_is_refused) {
    std::string nested;
    for (int i = 0; i < 20; ++i) { nested += "*1\r\n"; }
    std::string many = "*1000\r\n";
    for (int i = 0; i < 200; ++i) { many += "*1000\r\n"; }
    for (std::string const& text : {
             std::string("HTTP/1.1 400 Bad Request\r\n\r\n"),
             std::string("?\r\n"),
             std::string("\r\n"),
             std::string("\0\0\0\0", 4),
             std::string(":12x\r\n"),
             std::string("$x\r\n"),
             std::string("$-2\r\n"),
             std::string("*-2\r\n"),
             std::string("*2147483647\r\n"),
             std::string("*4000000000\r\n"),
             std::string("*99999999999999999999\r\n"),
             std::string("*2000\r\n"),
             std::string("+OK\r\n+one more\r\n"),
             nested,
             many,
         }) {
        loopback::server server(answering(text));
        hiredis_connection connection(to(server));
        auto const failed = connection.exchange(ping, continuity::any);
        ASSERT_FALSE(failed) << text.substr(0, 40);
        EXPECT_EQ(failed.error(), (exchange_failure{store_error::refused, true})) << text.substr(0, 40);
        EXPECT_EQ(connection.exchange(ping, continuity::same).error().may_have_arrived, false);
    }
}

// The connection waits for the bytes that a length announces, but reads no more of them than the limit allows.
TEST(hiredis_connection, hostile_lengths) {
    loopback::server silent(answering("$9223372036854775000\r\nabc"));
    hiredis_connection waiting(to(silent, 60ms));
    EXPECT_EQ(waiting.exchange(ping, continuity::any).error(), (exchange_failure{store_error::too_slow, true}));

    for (char const* beginning : {"$9223372036854775000\r\n", "+"}) {
        loopback::server flooding([&](loopback::peer& peer, int) {
            static_cast<void>(peer.command());
            peer.say(beginning);
            std::string const flood(1 << 16, 'x');
            while (!peer.has_more(0)) { peer.say(flood); }
        });
        auto options = to(flooding);
        options.max_reply_bytes = 1'000'000;
        hiredis_connection connection(options);
        EXPECT_EQ(connection.exchange(ping, continuity::any).error(), (exchange_failure{store_error::refused, true}));
    }
}

TEST(hiredis_connection, an_answer_cut_anywhere) {
    std::string const whole = "+OK\r\n*2\r\n$2\r\nab\r\n:7\r\n$-1\r\n";
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        loopback::server server([&](loopback::peer& peer, int) {
            static_cast<void>(peer.commands_until("LAST"));
            peer.say(whole.substr(0, size));
        });
        hiredis_connection connection(to(server));
        auto const answered = connection.exchange(commands{{"A"}, {"B"}, {"LAST"}}, continuity::any);
        ASSERT_EQ(answered.has_value(), size == whole.size()) << size;
        if (answered) { continue; }
        EXPECT_EQ(answered.error(), (exchange_failure{store_error::unavailable, true})) << size;
    }
}

TEST(hiredis_connection, an_answer_in_single_bytes) {
    loopback::server server([&](loopback::peer& peer, int) {
        static_cast<void>(peer.command());
        for (char const byte : std::string_view("*2\r\n$2\r\nab\r\n*1\r\n:7\r\n")) {
            peer.say({&byte, 1});
            std::this_thread::sleep_for(1ms);
        }
        peer.wait_for_the_end();
    });
    hiredis_connection connection(to(server));
    auto const replies = connection.exchange(ping, continuity::any).value();
    EXPECT_EQ(replies.at(0).elements.at(1).elements.at(0).integer, 7);
}

TEST(hiredis_connection, defaults) {
    hiredis_options const options;
    EXPECT_EQ(options.address, redis_address{});
    EXPECT_EQ(options.deadline, 500ms);
    EXPECT_EQ(options.connect_timeout, 500ms);
    EXPECT_EQ(options.max_reply_bytes, 16'777'216U);
}

} // namespace
} // namespace firehose_sse::integration
