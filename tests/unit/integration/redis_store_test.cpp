// What is sent and how often, conflicts, and every reply malformed or missing in every place; over a server in memory.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/integration/redis_store.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/shape/instant.hpp"
#include "fake_redis.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::integration {
namespace {

using namespace std::chrono_literals;
using quota::at;
using quota::store_error;

// A cell that holds a number and may have an end. Bytes that do not begin with n are no cell.
struct counter {
    int value = 0;
    std::optional<instant> end{};
};
struct counter_codec {
    std::string write(counter const& cell) const {
        return 'n' + std::to_string(cell.value) +
               (cell.end ? '@' + std::to_string(cell.end->time_since_epoch().count()) : "");
    }
    std::optional<counter> read(std::string_view bytes) const {
        if (!bytes.starts_with('n')) { return std::nullopt; }
        counter cell{.value = std::stoi(std::string(bytes.substr(1)))};
        if (auto const sign = bytes.find('@'); sign != bytes.npos) {
            cell.end = at(std::stoll(std::string(bytes.substr(sign + 1))));
        }
        return cell;
    }
    std::optional<instant> ends_at(counter const& cell) const { return cell.end; }
};

using store = redis_store<counter, counter_codec, fake::connection>;
using decision = quota::next<counter, int>;
static_assert(quota::cell_store<store, counter>);
static_assert(!quota::cell_store<store, int>);

auto const add_one = [](std::optional<counter> const& cell, instant) {
    int const value = cell.value_or(counter{}).value + 1;
    return decision::put({.value = value}, value);
};
auto const look = [](std::optional<counter> const& cell, instant) {
    return decision::keep(cell.value_or(counter{.value = -1}).value);
};

std::string const cell_name = "firehose-sse:quota:{key}";
using commands = std::vector<redis_command>;
commands const reading{{"WATCH", cell_name}, {"TIME"}, {"GET", cell_name}};

commands operator+(commands a, commands const& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

struct fixture : testing::Test {
    fake::script script;
    store cells{fake::connection(script)};

    fixture() { script.server.microseconds = 1'000'007'999; }

    std::string held() { return script.server.keys.count(cell_name) ? script.server.keys[cell_name].text : ""; }
    int charged() { return held().empty() ? 0 : counter_codec{}.read(held()).value().value; }
    // Somebody else writes before each of these exchanges.
    void overtake(std::function<bool(std::size_t)> when) {
        script.before = [this, when](std::size_t trip) {
            if (when(trip)) { script.server.write(cell_name, "n" + std::to_string(charged() + 100)); }
        };
    }
};
struct RedisStore : fixture {};

// ---- what is sent

TEST_F(RedisStore, writes_in_two_trips_and_tries_transactions_first) {
    EXPECT_EQ(cells.update("key", add_one).value(), 1);
    ASSERT_EQ(script.trips.size(), 2u);
    EXPECT_EQ(script.trips[0], (commands{{"MULTI"}, {"DISCARD"}} + reading));
    EXPECT_EQ(script.trips[1], (commands{{"MULTI"}, {"SET", cell_name, "n1"}, {"EXEC"}}));
    EXPECT_EQ(cells.update("key", add_one).value(), 2);
    ASSERT_EQ(script.trips.size(), 4u);
    EXPECT_EQ(script.trips[2], reading);
    EXPECT_EQ(held(), "n2");
    EXPECT_EQ(script.connects, 1);
}

TEST_F(RedisStore, keeps_in_one_trip_and_takes_the_watch_back_with_the_next) {
    EXPECT_EQ(cells.update("key", look).value(), -1);
    ASSERT_EQ(script.trips.size(), 1u);
    EXPECT_EQ(script.watched.size(), 1u);
    EXPECT_EQ(cells.update("other", add_one).value(), 1);
    ASSERT_EQ(script.trips.size(), 3u);
    EXPECT_EQ(script.trips[1].front(), redis_command{"UNWATCH"});
    EXPECT_EQ(script.trips[1].size(), 4u);
}

TEST_F(RedisStore, a_key_that_was_only_looked_at_causes_no_conflict) {
    EXPECT_EQ(cells.update("key", look).value(), -1);
    overtake([](std::size_t trip) { return trip == 2; });
    EXPECT_EQ(cells.update("other", add_one).value(), 1);
    EXPECT_EQ(script.trips.size(), 3u);
}

TEST_F(RedisStore, what_the_function_throws_leaves_no_watch_and_no_trace) {
    auto const thrower = [](std::optional<counter> const&, instant) -> decision { throw std::runtime_error("mine"); };
    EXPECT_THROW(static_cast<void>(cells.update("key", thrower)), std::runtime_error);
    EXPECT_EQ(held(), "");
    EXPECT_EQ(cells.update("other", add_one).value(), 1);
    ASSERT_EQ(script.trips.size(), 3u);
    EXPECT_EQ(script.trips[1].front(), redis_command{"UNWATCH"});
}

TEST_F(RedisStore, what_the_connection_throws_leaves_nothing_to_trust) {
    script.before = [](std::size_t trip) {
        if (trip == 1) { throw std::bad_alloc(); }
    };
    EXPECT_THROW(static_cast<void>(cells.update("key", add_one)), std::bad_alloc);
    EXPECT_EQ(cells.update("key", add_one).value(), 1);
    EXPECT_EQ(script.trips.at(2), (commands{{"MULTI"}, {"DISCARD"}} + reading));
}

TEST_F(RedisStore, erases) {
    auto const erase = [](std::optional<counter> const& cell, instant) { return decision::erase(cell ? 1 : 0); };
    EXPECT_EQ(cells.update("key", erase).value(), 0);
    EXPECT_EQ(script.trips.size(), 1u); // nothing to erase
    static_cast<void>(cells.update("key", add_one));
    EXPECT_EQ(cells.update("key", erase).value(), 1);
    EXPECT_EQ(script.trips.back(), (commands{{"MULTI"}, {"DEL", cell_name}, {"EXEC"}}));
    EXPECT_EQ(held(), "");
}

TEST_F(RedisStore, runs_on_the_time_of_the_server_and_keeps_a_cell_as_long_as_it_matters) {
    auto const until = [](std::optional<instant> end) {
        return [end](std::optional<counter> const&, instant now) {
            return decision::put({.value = 1, .end = end}, static_cast<int>(now.time_since_epoch().count()));
        };
    };
    EXPECT_EQ(cells.update("key", until(at(1'000'008))).value(), 1'000'007);
    EXPECT_EQ(script.server.keys[cell_name].ttl, "1");
    EXPECT_TRUE(cells.update("key", until(std::nullopt)));
    EXPECT_EQ(script.server.keys[cell_name].ttl, "");
    EXPECT_TRUE(cells.update("key", until(instant::max()))); // longer than the server can count
    EXPECT_EQ(script.server.keys[cell_name].ttl, "");
    EXPECT_TRUE(cells.update("key", until(at(1'000'007)))); // has ended by now
    EXPECT_EQ(script.trips.back(), (commands{{"MULTI"}, {"DEL", cell_name}, {"EXEC"}}));
    auto const trips = script.trips.size();
    EXPECT_TRUE(cells.update("key", until(instant::min())));
    EXPECT_EQ(script.trips.size(), trips + 1); // has ended, and there is no cell to erase
}

TEST_F(RedisStore, answers_that_only_move) {
    auto const answer = cells.update("key", [](std::optional<counter> const&, instant) {
        return quota::next<counter, std::unique_ptr<int>>::keep(std::make_unique<int>(7));
    });
    EXPECT_EQ(**answer, 7);
}

// ---- conflicts

TEST_F(RedisStore, overtaken_it_runs_the_function_again_on_what_it_then_finds) {
    overtake([](std::size_t trip) { return trip == 1; });
    EXPECT_EQ(cells.update("key", add_one).value(), 101);
    EXPECT_EQ(held(), "n101");
    ASSERT_EQ(script.trips.size(), 4u);
    EXPECT_EQ(script.trips[2], reading);
}

TEST_F(RedisStore, overtaken_twice_it_reads_ahead) {
    overtake([](std::size_t trip) { return trip == 1 || trip == 3; });
    EXPECT_EQ(cells.update("key", add_one).value(), 201);
    ASSERT_EQ(script.trips.size(), 5u);
    EXPECT_EQ(script.trips[3], (commands{{"MULTI"}, {"SET", cell_name, "n101"}, {"EXEC"}} + reading));
    EXPECT_EQ(cells.update("key", look).value(), 201); // and it takes the watch of the reading ahead back, too
    EXPECT_EQ(script.trips[5].front(), redis_command{"UNWATCH"});
}

TEST_F(RedisStore, always_overtaken_it_gives_up) {
    for (std::uint32_t const attempts : {0u, 1u, 2u, 3u, 10u}) {
        fake::script own;
        own.before = [&](std::size_t trip) {
            if (trip != 0) { own.server.write(cell_name, "n5"); }
        };
        store few{fake::connection(own), {}, {.max_attempts = attempts}};
        int runs = 0;
        auto const answer = few.update("key", [&](std::optional<counter> const&, instant) {
            ++runs;
            return decision::put({.value = 77}, 77);
        });
        EXPECT_EQ(answer.error(), store_error::contended);
        EXPECT_EQ(runs, attempts == 0 ? 1 : static_cast<int>(attempts));
        EXPECT_EQ(own.server.keys[cell_name].text, "n5");
        EXPECT_TRUE(own.watched.empty());
        own.before = [](std::size_t) {};
        EXPECT_EQ(few.update("key", add_one).value(), 6);
    }
}

TEST_F(RedisStore, keeps_after_a_conflict_where_the_function_now_says_so) {
    overtake([](std::size_t trip) { return trip == 1; });
    auto const only_if_absent = [](std::optional<counter> const& cell, instant) {
        return cell ? decision::keep(cell->value) : decision::put({.value = 1}, 1);
    };
    EXPECT_EQ(cells.update("key", only_if_absent).value(), 100);
    EXPECT_EQ(script.trips.size(), 3u);
    EXPECT_EQ(held(), "n100");
}

// ---- bytes that are no cell

TEST_F(RedisStore, leaves_alone_what_it_cannot_read) {
    script.server.write(cell_name, "x");
    int runs = 0;
    auto const counting = [&](std::optional<counter> const&, instant) {
        ++runs;
        return decision::put({}, 0);
    };
    EXPECT_EQ(cells.update("key", counting).error(), store_error::corrupt_cell);
    script.server.keys[cell_name].is_text = false;
    EXPECT_EQ(cells.update("key", counting).error(), store_error::wrong_type);
    EXPECT_EQ(runs, 0);
    EXPECT_EQ(held(), "x");
    EXPECT_EQ(script.trips.size(), 2u);
    EXPECT_EQ(script.connects, 1); // the connection stays in use
    EXPECT_EQ(cells.update("other", add_one).value(), 1);
    EXPECT_EQ(script.trips[2].front(), redis_command{"UNWATCH"});
}

TEST_F(RedisStore, cell_spoilt_between_two_attempts) {
    script.before = [&](std::size_t trip) {
        if (trip == 1) { script.server.write(cell_name, "x"); }
    };
    EXPECT_EQ(cells.update("key", add_one).error(), store_error::corrupt_cell);
    EXPECT_EQ(held(), "x");
}

// ---- replies that are wrong

// What the store says then must be true: any error but outcome_unknown means that nothing was written. The next update
// then works, and trusts nothing of what the connection was before.
struct what_came_of_it {
    std::optional<store_error> error;
    int written = 0; // by the update that was disturbed
};

what_came_of_it disturb(std::size_t trip, std::function<void(std::vector<redis_reply>&)> change,
                        bool overtaken = false) {
    fake::script script;
    script.server.microseconds = 1'000'000;
    store cells{fake::connection(script)};
    script.server.write(cell_name, "n10");
    bool done = false;
    script.before = [&](std::size_t number) {
        if (overtaken && (number == 1 || number == 3)) { script.server.write(cell_name, "n10"); }
    };
    script.after = [&](std::size_t number, std::vector<redis_reply>& replies) {
        if (number == trip && !done) {
            done = true;
            change(replies);
        }
    };
    auto const answer = cells.update("key", add_one);
    EXPECT_TRUE(done);
    what_came_of_it result;
    result.written = counter_codec{}.read(script.server.keys[cell_name].text).value().value - 10;
    if (answer) {
        EXPECT_EQ(*answer, 11);
        EXPECT_EQ(result.written, 1);
    } else {
        result.error = answer.error();
        if (result.error != store_error::outcome_unknown) { EXPECT_EQ(result.written, 0); }
    }
    auto const trips = script.trips.size();
    script.before = [](std::size_t) {};
    auto const next = cells.update("key", add_one);
    EXPECT_EQ(next.value(), 11 + result.written);
    if (result.error) {
        EXPECT_EQ(script.trips.at(trips).front(), redis_command{"MULTI"}); // nothing of before is trusted
        EXPECT_EQ(script.connects, result.error == store_error::full ? 1 : 2);
    }
    return result;
}

std::vector<redis_reply> const strange_replies{
    fake::nil(),
    fake::number(1),
    fake::number(-1),
    fake::bulk(""),
    fake::bulk("OK"),
    fake::status("OK"),
    fake::status(""),
    fake::array({}),
    fake::array({fake::status("OK")}),
    fake::array({fake::nil()}),
    fake::array({fake::bulk("1"), fake::bulk("2"), fake::bulk("3")}),
    fake::array({fake::bulk("1"), fake::bulk("1000000")}),
    fake::array({fake::bulk("1"), fake::bulk("-1")}),
    fake::array({fake::bulk("-1"), fake::bulk("1")}),
    fake::array({fake::bulk("99999999999999999999"), fake::bulk("1")}),
    fake::array({fake::bulk("9223372036854775807"), fake::bulk("1")}),
    fake::array({fake::bulk("1 "), fake::bulk("1")}),
    fake::array({fake::bulk(""), fake::bulk("1")}),
    fake::array({fake::number(1), fake::number(1)}),
    fake::array({fake::array({}), fake::array({})}),
};

TEST(RedisStoreReplies, strange_in_the_first_trip) {
    // MULTI, DISCARD, WATCH, TIME, GET
    for (std::size_t place = 0; place < 5; ++place) {
        int refused = 0;
        for (redis_reply const& strange : strange_replies) {
            if (place < 3 && strange.kind == reply_kind::status) { continue; } // as it should be
            if (place == 4 && (strange.kind == reply_kind::nil || strange.kind == reply_kind::bulk)) { continue; }
            auto const result = disturb(0, [&](std::vector<redis_reply>& replies) { replies[place] = strange; });
            EXPECT_EQ(result.error, store_error::refused) << place;
            ++refused;
        }
        EXPECT_GT(refused, 15);
    }
}

TEST(RedisStoreReplies, strange_in_the_second_trip) {
    // MULTI, SET, EXEC: if the answer does not say that the transaction was carried out, the outcome is unknown
    for (std::size_t place = 0; place < 3; ++place) {
        for (redis_reply const& strange : strange_replies) {
            bool const good = (place == 0 && strange.kind == reply_kind::status) ||
                              (place == 2 && strange == fake::array({fake::status("OK")}));
            if (good || (place == 2 && strange.kind == reply_kind::nil)) { continue; }
            auto const result = disturb(1, [&](std::vector<redis_reply>& replies) { replies[place] = strange; });
            EXPECT_EQ(result.error, store_error::outcome_unknown) << place;
            EXPECT_EQ(result.written, 1) << place;
        }
    }
    for (redis_reply const& strange : strange_replies) {
        if (strange.kind == reply_kind::status) { continue; }
        auto const inside = disturb(1, [&](std::vector<redis_reply>& replies) { replies[2].elements[0] = strange; });
        EXPECT_EQ(inside.error, store_error::outcome_unknown);
    }
}

TEST(RedisStoreReplies, strange_when_reading_ahead) {
    // MULTI, SET, EXEC, WATCH, TIME, GET; overtaken, so that what was read ahead is needed
    for (std::size_t place = 3; place < 6; ++place) {
        for (redis_reply const& strange : strange_replies) {
            if (place == 3 && strange.kind == reply_kind::status) { continue; }
            if (place == 5 && (strange.kind == reply_kind::nil || strange.kind == reply_kind::bulk)) { continue; }
            auto const result = disturb(
                3, [&](std::vector<redis_reply>& replies) { replies.at(place) = strange; }, true);
            EXPECT_EQ(result.error, store_error::refused) << place;
        }
    }
}

TEST(RedisStoreReplies, too_few_and_too_many) {
    for (std::size_t const trip : {std::size_t{0}, std::size_t{1}}) {
        auto const expected = trip == 0 ? store_error::refused : store_error::outcome_unknown;
        EXPECT_EQ(disturb(trip, [](auto& replies) { replies.clear(); }).error, expected);
        EXPECT_EQ(disturb(trip, [](auto& replies) { replies.pop_back(); }).error, expected);
        EXPECT_EQ(disturb(trip, [](auto& replies) { replies.push_back(fake::status("OK")); }).error, expected);
    }
}

struct meaning {
    char const* text;
    store_error error;
};
constexpr meaning meanings[] = {
    {"READONLY You can't write against a read only replica.", store_error::read_only},
    {"LOADING Redis is loading the dataset in memory", store_error::unavailable},
    {"OOM command not allowed when used memory > 'maxmemory'.", store_error::full},
    {"NOAUTH Authentication required.", store_error::refused},
    {"MOVED 1 127.0.0.1:1", store_error::refused},
    {"ERR something", store_error::refused},
};

TEST(RedisStoreReplies, errors_in_the_first_trip) {
    for (meaning const& each : meanings) {
        for (std::size_t place = 0; place < 5; ++place) {
            auto const result = disturb(0, [&](auto& replies) { replies[place] = fake::error(each.text); });
            EXPECT_EQ(result.error, each.error) << each.text << place;
        }
    }
}

// Replies to the second trip when nothing of it was carried out; what the update then says.
std::optional<store_error> refuse(std::vector<redis_reply> const& replies) {
    fake::script script;
    store cells{fake::connection(script)};
    script.instead = [&](std::size_t trip) { return trip == 1 ? std::optional(replies) : std::nullopt; };
    auto const answer = cells.update("key", add_one);
    script.instead = [](std::size_t) { return std::nullopt; };
    EXPECT_TRUE(script.server.keys.empty());
    EXPECT_EQ(cells.update("key", add_one).value(), 1);
    return answer ? std::nullopt : std::optional(answer.error());
}

TEST(RedisStoreReplies, errors_in_the_second_trip) {
    auto const aborted = fake::error("EXECABORT Transaction discarded because of previous errors.");
    auto const without = fake::error("ERR EXEC without MULTI");
    for (meaning const& each : meanings) {
        auto const why = fake::error(each.text);
        EXPECT_EQ(refuse({fake::status("OK"), why, aborted}), each.error) << each.text;
        EXPECT_EQ(refuse({fake::status("OK"), fake::status("QUEUED"), why}), each.error) << each.text;
        EXPECT_EQ(refuse({fake::status("OK"), fake::status("QUEUED"), fake::array({why})}), each.error) << each.text;
        EXPECT_EQ(refuse({why, why, without}), each.error) << each.text;
        // A SET without a transaction around it may have overwritten anything.
        EXPECT_EQ(refuse({why, fake::status("OK"), without}), store_error::outcome_unknown);
        EXPECT_EQ(refuse({why, fake::status("QUEUED"), fake::array({fake::status("OK")})}),
                  store_error::outcome_unknown);
        EXPECT_EQ(refuse({fake::status("OK"), why, fake::array({fake::status("OK")})}), store_error::outcome_unknown);
        EXPECT_EQ(refuse({fake::status("OK"), why, fake::nil()}), store_error::outcome_unknown);
    }
    auto const told = fake::error("EXECABORT Transaction discarded because of: OOM command not allowed");
    EXPECT_EQ(refuse({fake::status("OK"), fake::status("QUEUED"), told}), store_error::full);
}

TEST(RedisStoreReplies, a_server_without_transactions_is_found_out_before_anything_is_written) {
    fake::script script;
    store cells{fake::connection(script)};
    script.instead = [&](std::size_t) {
        auto const unknown = fake::error("ERR unknown command 'MULTI'");
        return std::vector{unknown, unknown, fake::status("OK"), fake::array({fake::bulk("1"), fake::bulk("1")}),
                           fake::nil()};
    };
    EXPECT_EQ(cells.update("key", add_one).error(), store_error::refused);
    EXPECT_EQ(cells.update("key", add_one).error(), store_error::refused);
    EXPECT_EQ(script.trips.size(), 2u);
}

TEST(RedisStoreReplies, a_full_server_keeps_its_connection_and_others_are_asked_for_anew) {
    for (meaning const& each : meanings) {
        fake::script script;
        store cells{fake::connection(script)};
        script.instead = [&](std::size_t trip) {
            return trip == 1 ? std::optional(
                                   std::vector{fake::status("OK"), fake::error(each.text), fake::error("EXECABORT")})
                             : std::nullopt;
        };
        EXPECT_EQ(cells.update("key", add_one).error(), each.error);
        EXPECT_EQ(cells.update("key", add_one).value(), 1);
        EXPECT_EQ(script.connects, each.error == store_error::full ? 1 : 2) << each.text;
    }
}

// ---- exchanges without replies

TEST_F(RedisStore, without_replies_it_says_what_is_known) {
    for (bool const arrived : {false, true}) {
        for (bool const carried_out : {false, true}) {
            for (store_error const cause : {store_error::unavailable, store_error::too_slow, store_error::refused}) {
                for (std::size_t const trip : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
                    if (carried_out && !arrived) { continue; }
                    fake::script own;
                    store broken{fake::connection(own)};
                    own.carried_out = carried_out;
                    own.fail = [&](std::size_t number) {
                        return number == trip ? std::optional(exchange_failure{cause, arrived}) : std::nullopt;
                    };
                    own.before = [&](std::size_t number) {
                        if (trip == 3 && number == 1) { own.server.write(cell_name, "n0"); }
                    };
                    auto const answer = broken.update("key", add_one);
                    bool const writing = trip != 0;
                    EXPECT_EQ(answer.error(), writing && arrived ? store_error::outcome_unknown : cause);
                    EXPECT_FALSE(own.connected);
                    int const written = writing && carried_out ? 1 : 0;
                    auto const sent = own.trips.size();
                    EXPECT_EQ(broken.update("key", add_one).value(), written + 1);
                    EXPECT_EQ(own.trips.at(sent).front(), redis_command{"MULTI"});
                }
            }
        }
    }
}

// On a new connection the server would know nothing of the WATCH, and the write would overtake everybody.
TEST_F(RedisStore, never_writes_on_another_connection_than_it_read_on) {
    script.before = [&](std::size_t trip) {
        if (trip == 1) {
            script.connected = false;
            script.watched.clear();
            script.server.write(cell_name, "n50");
        }
    };
    EXPECT_EQ(cells.update("key", add_one).error(), store_error::unavailable);
    EXPECT_EQ(held(), "n50");
    EXPECT_EQ(script.connects, 1);
    EXPECT_EQ(cells.update("key", add_one).value(), 51);
    EXPECT_EQ(script.connects, 2);
}

// ---- many keys at once

struct RedisStoreAll : fixture {
    std::vector<std::string> names{};
    std::vector<std::string_view> keys{};

    RedisStoreAll() {
        for (int i = 0; i < 16; ++i) { names.push_back("k" + std::to_string(i)); }
        keys.assign(names.begin(), names.end());
    }
    std::string at_key(int i) { return script.server.keys["firehose-sse:quota:{k" + std::to_string(i) + "}"].text; }
};

auto const add_index = [](std::size_t i, std::optional<counter> const& cell, instant) {
    int const value = cell.value_or(counter{}).value + 1;
    return decision::put({.value = value}, static_cast<int>(i) * 1000 + value);
};

TEST_F(RedisStoreAll, sixteen_keys_take_two_trips) {
    for (int round = 1; round <= 2; ++round) {
        auto const answers = cells.update_all(keys, add_index);
        ASSERT_EQ(answers.size(), 16u);
        for (int i = 0; i < 16; ++i) {
            EXPECT_EQ(answers[static_cast<std::size_t>(i)].value(), i * 1000 + round);
            EXPECT_EQ(at_key(i), "n" + std::to_string(round));
        }
        EXPECT_EQ(script.trips.size(), 2u * static_cast<std::size_t>(round));
    }
    EXPECT_EQ(script.trips[0].size(), 2u + 1 + 1 + 16);
    EXPECT_EQ(script.trips[1].size(), 1u + 16 + 1);
}

TEST_F(RedisStoreAll, nothing_to_do) {
    EXPECT_TRUE(cells.update_all({}, add_index).empty());
    EXPECT_TRUE(script.trips.empty());
    auto const kept =
        cells.update_all(keys, [](std::size_t, std::optional<counter> const&, instant) { return decision::keep(5); });
    EXPECT_EQ(kept.at(15).value(), 5);
    EXPECT_EQ(script.trips.size(), 1u);
}

TEST_F(RedisStoreAll, a_key_that_comes_twice_is_given_what_the_first_has_left) {
    std::vector<std::string_view> const twice{"k1", "k2", "k1", "k1", "k3"};
    auto const answers = cells.update_all(twice, [](std::size_t i, std::optional<counter> const& cell, instant) {
        if (i == 3) { return decision::erase(cell.value().value); }
        int const value = cell.value_or(counter{}).value + 1;
        return i == 4 ? decision::keep(9) : decision::put({.value = value}, value);
    });
    EXPECT_EQ(answers.at(0).value(), 1);
    EXPECT_EQ(answers.at(2).value(), 2);
    EXPECT_EQ(answers.at(3).value(), 2);
    EXPECT_EQ(script.server.keys.size(), 1u); // k2 alone: k1 was made and erased, which is no write
    EXPECT_EQ(script.trips.at(1).size(), 3u);
}

TEST_F(RedisStoreAll, cells_that_are_none_do_not_stop_the_others) {
    script.server.write("firehose-sse:quota:{k3}", "x");
    script.server.write("firehose-sse:quota:{k5}", "n1");
    script.server.keys["firehose-sse:quota:{k5}"].is_text = false;
    auto const answers = cells.update_all(keys, add_index);
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 3) {
            EXPECT_EQ(answers[i].error(), store_error::corrupt_cell);
        } else if (i == 5) {
            EXPECT_EQ(answers[i].error(), store_error::wrong_type);
        } else {
            EXPECT_EQ(answers[i].value(), static_cast<int>(i) * 1000 + 1);
        }
    }
    EXPECT_EQ(at_key(3), "x");
    EXPECT_EQ(at_key(15), "n1");
}

TEST_F(RedisStoreAll, overtaken_at_one_key_all_are_tried_again) {
    script.before = [&](std::size_t trip) {
        if (trip == 1) { script.server.write("firehose-sse:quota:{k7}", "n50"); }
    };
    auto const answers = cells.update_all(keys, add_index);
    EXPECT_EQ(answers.at(7).value(), 7051);
    EXPECT_EQ(answers.at(8).value(), 8001);
    EXPECT_EQ(at_key(8), "n1");
    EXPECT_EQ(script.trips.size(), 4u);
}

TEST_F(RedisStoreAll, a_cell_mended_between_two_attempts_is_read_then) {
    script.server.write("firehose-sse:quota:{k3}", "x");
    script.before = [&](std::size_t trip) {
        if (trip == 1) { script.server.write("firehose-sse:quota:{k3}", "n50"); }
    };
    EXPECT_EQ(cells.update_all(keys, add_index).at(3).value(), 3051);
}

TEST_F(RedisStoreAll, one_write_that_failed_is_its_own_keys_error) {
    script.after = [](std::size_t trip, std::vector<redis_reply>& replies) {
        if (trip == 1) { replies.back().elements[2] = fake::error("OOM command not allowed"); }
    };
    auto const answers = cells.update_all(keys, add_index);
    EXPECT_EQ(answers.at(1).value(), 1001);
    EXPECT_EQ(answers.at(2).error(), store_error::full);
    EXPECT_EQ(answers.at(3).value(), 3001);
}

TEST_F(RedisStoreAll, any_other_error_is_that_of_all) {
    script.fail = [](std::size_t trip) {
        return trip == 1 ? std::optional(exchange_failure{store_error::too_slow, true}) : std::nullopt;
    };
    auto const answers = cells.update_all(keys, add_index);
    ASSERT_EQ(answers.size(), 16u);
    for (auto const& each : answers) { EXPECT_EQ(each.error(), store_error::outcome_unknown); }
}

TEST_F(RedisStoreAll, a_function_that_throws_midway_writes_nothing) {
    EXPECT_THROW(static_cast<void>(cells.update_all(keys,
                                                    [](std::size_t i, std::optional<counter> const& cell, instant now) {
                                                        if (i == 9) { throw std::runtime_error("mine"); }
                                                        return add_index(i, cell, now);
                                                    })),
                 std::runtime_error);
    EXPECT_TRUE(script.server.keys.empty());
    EXPECT_EQ(cells.update_all(keys, add_index).at(9).value(), 9001);
}

TEST_F(RedisStore, prefixes_keep_stores_apart) {
    store others{fake::connection(script), {}, {.prefix = "other:"}};
    EXPECT_EQ(cells.update("key", add_one).value(), 1);
    EXPECT_EQ(others.update("key", add_one).value(), 1);
    EXPECT_EQ(script.server.keys.count("other:{key}"), 1u);
}

TEST(redis_store, defaults) {
    redis_store_options const options;
    EXPECT_EQ(options.prefix, "firehose-sse:quota:");
    EXPECT_EQ(options.max_attempts, 32U);
}

} // namespace
} // namespace firehose_sse::integration
