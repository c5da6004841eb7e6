// What is written is read back, and nothing else is read. A window ends when nothing in it matters any more.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/window_codec.hpp"
#include "firehose_sse/quota/cell_codec.hpp"
#include "firehose_sse/quota/compact_window.hpp"
#include "unit/quota/moments.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace firehose_sse::quota {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using compact_codec = basic_window_codec<compact_window<>>;

static_assert(cell_codec<window_codec, window>);
static_assert(cell_codec<compact_codec, compact_window<>>);

constexpr instant today = instant(std::chrono::days(20'000));

template <class Window = window> Window full_of_hourly_calls() {
    Window made;
    for (int hour = 0; hour < 25; ++hour) { made.charged.push_back(today + std::chrono::minutes(57) * hour); }
    made.latest = made.charged.back();
    return made;
}

TEST(window_codec, has_a_format_that_stays) {
    window_codec const codec;
    EXPECT_EQ(codec.write({}), "\x01\x00"s + "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01" + "\x00"s);
    window cell;
    cell.charged = {at(1), at(131)};
    cell.latest = at(132);
    cell.remembered = {{{0x0102030405060708, 9}, at(131), true}};
    EXPECT_EQ(codec.write(cell),
              "\x01\x02\x02\x82\x01\x01\x01\x08\x07\x06\x05\x04\x03\x02\x01\x09"s + std::string(7, '\0') + "\x03");
    EXPECT_EQ(codec.read(codec.write(cell)), cell);
    EXPECT_EQ(codec.write(full_of_hourly_calls()).size(), 106u);
}

TEST(window_codec, calls_that_were_admitted_again_have_a_format_of_their_own) {
    window_codec const codec;
    window cell;
    cell.charged = {at(1)};
    cell.latest = at(3);
    cell.remembered = {{{1, 2}, at(1), false}, {{1, 2}, at(1), true}, {{1, 2}, at(2), true, true}};
    auto const with_ages = [](char version, char a, char b, char c) {
        std::string const token = "\x01"s + std::string(7, '\0') + "\x02" + std::string(7, '\0');
        return version + "\x01\x02\x02\x03"s + token + a + token + b + token + c;
    };
    EXPECT_EQ(codec.write(cell), with_ages('\2', '\x8', '\x9', '\x7'));
    EXPECT_EQ(codec.read(codec.write(cell)), cell);
    EXPECT_FALSE(codec.read(with_ages('\2', '\x8', '\x9', '\x6'))); // again, but never admitted before
    EXPECT_FALSE(codec.read(with_ages('\2', '\x8', '\x9', '\x5'))); // no call is admitted again: that is version 1
    EXPECT_TRUE(codec.read(with_ages('\1', '\x4', '\x5', '\x3')));
    EXPECT_FALSE(codec.read(with_ages('\3', '\x8', '\x9', '\x7')));
}

TEST(window_codec, reads_what_it_wrote_whatever_the_window) {
    std::minstd_rand random(7);
    for (int round = 0; round < 5'000; ++round) {
        quota_policy const policy{.limit = static_cast<std::uint32_t>(random() % 26),
                                  .window = static_cast<window_kind>(random() % 3),
                                  .counts = counting::attempted};
        window cell;
        compact_window<> compact;
        instant now = at(static_cast<std::int64_t>(random()) * (random() % 2 == 0 ? 1 : -1));
        for (auto calls = random() % 40; calls > 0; --calls) {
            now += std::chrono::milliseconds(random() % 10'000'000);
            std::optional<call_token> token;
            if (random() % 3 == 0) { token = call_token{random(), random()}; }
            cell = admit(cell, policy, now, token).next;
            compact = admit(compact, policy, now, token).next;
        }
        auto const bytes = window_codec{policy}.write(cell);
        ASSERT_EQ(window_codec{policy}.read(bytes), cell);
        ASSERT_EQ(compact_codec{policy}.write(compact), bytes); // one format for both
        ASSERT_EQ(compact_codec{policy}.read(bytes), compact);
    }
}

TEST(window_codec, reads_nothing_else) {
    window_codec const codec;
    window cell = full_of_hourly_calls();
    cell.remembered = {{{1, 2}, cell.latest, true}, {{3, 4}, cell.latest, false}};
    auto const good = codec.write(cell);
    ASSERT_EQ(codec.read(good), cell);
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_EQ(codec.read(std::string_view(good).substr(0, size)), std::nullopt) << size;
    }
    EXPECT_EQ(codec.read(good + '\0'), std::nullopt);
    EXPECT_EQ(codec.read("\x02"s + good.substr(1)), std::nullopt);
    EXPECT_EQ(codec.read("25"), std::nullopt);
    EXPECT_EQ(codec.read("\x01\xff\xff\xff\xff\x0f"s + std::string(40, '\1')), std::nullopt); // many calls, few bytes
    EXPECT_EQ(codec.read("\x01\x00\x00\xff\xff\xff\xff\x0f"s + std::string(40, '\1')), std::nullopt);
    // every byte changed: the codec reads nothing, or a window that has just these bytes
    for (std::size_t i = 0; i < good.size(); ++i) {
        for (int value = 0; value < 256; ++value) {
            std::string changed = good;
            changed[i] = static_cast<char>(value);
            if (auto const read = codec.read(changed)) { ASSERT_EQ(codec.write(*read), changed); }
        }
    }
}

TEST(window_codec, moments_and_ages_have_a_farthest) {
    window_codec const codec;
    std::string const most = std::string(8, '\x80') + "\x10"; // 2^60
    std::string const more = "\x81" + std::string(7, '\x80') + "\x10";
    std::string const twice = std::string(8, '\x80') + "\x20"; // an age is written doubled
    // two calls so far apart; then a remembered call so long before the latest moment
    EXPECT_TRUE(codec.read("\x01\x02"s + '\0' + most + '\0' + '\0'));
    EXPECT_FALSE(codec.read("\x01\x02"s + '\0' + more + '\0' + '\0'));
    EXPECT_TRUE(codec.read("\x01"s + '\0' + '\0' + '\1' + std::string(16, 't') + twice));
    EXPECT_FALSE(codec.read("\x01"s + '\0' + '\0' + '\1' + std::string(16, 't') + "\x82" + twice.substr(1)));
}

TEST(window_codec, a_compact_window_reads_no_more_than_it_holds) {
    window cell = full_of_hourly_calls();
    EXPECT_EQ(compact_codec{}.read(window_codec{}.write(cell)), full_of_hourly_calls<compact_window<>>());
    cell.charged.push_back(cell.latest);
    EXPECT_EQ(compact_codec{}.read(window_codec{}.write(cell)), std::nullopt);
    window far;
    far.charged = {at(0), at(std::int64_t{1} << 33)};
    EXPECT_EQ(compact_codec{}.read(window_codec{}.write(far)), std::nullopt);
    EXPECT_TRUE(window_codec{}.read(window_codec{}.write(far)));
}

TEST(window_codec, as_many_calls_are_read_as_were_written) {
    window many;
    many.charged.assign(1'000'001, at(5));
    many.latest = at(5);
    window_codec const codec{{.limit = 2'000'000}};
    EXPECT_TRUE(codec.read(codec.write(many)) == many); // not EXPECT_EQ, which would print a million calls
}

TEST(window_codec, ends_when_nothing_counts_any_more) {
    window cell = full_of_hourly_calls();
    EXPECT_EQ(window_codec{}.ends_at(cell), today + 24min * 57 + 24h);
    EXPECT_EQ(window_codec{{.window = window_kind::fixed}}.ends_at(cell), today + 24h);
    EXPECT_EQ(window_codec{{.window = window_kind::utc_day}}.ends_at(cell), today + 24h);
    EXPECT_EQ(window_codec{}.ends_at({}), instant::min());
    EXPECT_EQ(window_codec{{.period = 0ms}}.ends_at(cell), cell.charged.back());
    cell.charged = {instant::max() - 1h};
    EXPECT_EQ(window_codec{}.ends_at(cell), std::nullopt);
}

TEST(window_codec, an_absent_cell_means_the_same_from_then_on) {
    std::minstd_rand random(11);
    for (int round = 0; round < 5'000; ++round) {
        quota_policy const policy{.limit = 1 + static_cast<std::uint32_t>(random() % 4),
                                  .period = std::chrono::milliseconds(random() % 50),
                                  .window = static_cast<window_kind>(random() % 2),
                                  .counts = counting::attempted,
                                  .retry_memory = std::chrono::milliseconds(random() % 50)};
        window cell;
        std::int64_t now = 1'000;
        call_token const token{1, 1};
        for (auto calls = 1 + random() % 8; calls > 0; --calls) {
            now += static_cast<std::int64_t>(random() % 20);
            cell = admit(cell, policy, at(now), random() % 2 == 0 ? std::optional(token) : std::nullopt).next;
        }
        auto const end = std::max(window_codec{policy}.ends_at(cell).value(), at(now));
        ASSERT_EQ(peek(cell, policy, end, token), peek(window{}, policy, end, token));
    }
}

TEST(window_codec, a_remembered_call_keeps_it) {
    quota_policy const policy{.period = 1s, .retry_memory = 10min};
    auto const cell = admit({}, policy, today, call_token{1, 1}).next;
    EXPECT_EQ(window_codec{policy}.ends_at(cell), today + 10min);
}

} // namespace
} // namespace firehose_sse::quota
