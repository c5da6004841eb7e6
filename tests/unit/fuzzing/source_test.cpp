// Sources keep their bounds, have no bias, choose the same everywhere, and end when their bytes do.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/source.hpp"
#include <array>
#include <cstdint>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <set>
#include <string_view>
#include <vector>
#if __has_include(<fuzzer/FuzzedDataProvider.h>)
#include <fuzzer/FuzzedDataProvider.h>
#endif

namespace firehose_sse::fuzzing {
namespace {

constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

/// Answers what it is told to, and keeps what it was asked.
struct scripted_source {
    std::vector<std::uint64_t> answers{};
    std::vector<std::uint64_t> bounds{};

    std::uint64_t below(std::uint64_t bound) {
        bounds.push_back(bound);
        if (answers.empty()) { return 0; }
        std::uint64_t const answer = answers.front();
        answers.erase(answers.begin());
        EXPECT_LT(answer, bound);
        return answer;
    }
};

static_assert(source<byte_source>);
static_assert(source<engine_source<std::mt19937>>);
static_assert(source<scripted_source>);
static_assert(!source<std::mt19937>);

// ---- bytes

TEST(byte_source, takes_as_few_bytes_as_the_bound_needs) {
    std::array<std::uint8_t, 8> const bytes{1, 2, 3, 4, 5, 6, 7, 8};
    auto const left_after = [&](std::uint64_t bound) {
        byte_source choices(bytes);
        EXPECT_LT(choices.below(bound), bound);
        return choices.remaining();
    };
    EXPECT_EQ(left_after(1), 8U);
    EXPECT_EQ(left_after(2), 7U);
    EXPECT_EQ(left_after(256), 7U);
    EXPECT_EQ(left_after(257), 6U);
    EXPECT_EQ(left_after(0x10001), 5U);
    EXPECT_EQ(left_after(all), 0U);
}

TEST(byte_source, reads_the_lowest_byte_first) {
    std::array<std::uint8_t, 3> const bytes{0x34, 0x12, 0x07};
    byte_source choices(bytes);
    EXPECT_EQ(choices.below(0x10000), 0x1234U);
    EXPECT_EQ(choices.below(5), 2U);
}

TEST(byte_source, is_0_for_ever_at_its_end) {
    std::array<std::uint8_t, 1> const bytes{0xFF};
    byte_source choices(bytes);
    EXPECT_EQ(choices.below(0x10000), 0xFFU) << "what there is counts";
    for (std::uint64_t const bound : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{1000}, all}) {
        EXPECT_EQ(choices.below(bound), 0U);
    }
    EXPECT_EQ(byte_source({}).below(all), 0U);
}

static_assert([] {
    std::array<std::uint8_t, 2> const bytes{3, 200};
    byte_source choices(bytes);
    return choices.below(3) == 0 && choices.below(250) == 200 && choices.remaining() == 0;
}());

// ---- engines

TEST(engine_source, is_the_same_with_every_standard_library) {
    // The standard defines the engines to the last bit, and the source defines what it makes of their numbers.
    std::mt19937 engine(1);
    engine_source choices(engine);
    EXPECT_EQ(choices.below(1), 0U);
    EXPECT_EQ(choices.below(16), 1791095845U >> 28) << "the engine's first number, its high bits";
    EXPECT_EQ(choices.below(all), 3093770124ULL << 32 | 4282876139ULL) << "its second and third";
}

/// Counts upwards, so that the test sees what the source makes of each number.
template <std::uint32_t Min, std::uint32_t Max> struct counting_engine {
    using result_type = std::uint32_t;
    std::uint32_t next = Min;
    static constexpr std::uint32_t min() { return Min; }
    static constexpr std::uint32_t max() { return Max; }
    std::uint32_t operator()() {
        std::uint32_t const number = next;
        next = number == Max ? Min : number + 1;
        return number;
    }
};

TEST(engine_source, has_no_bias) {
    // The engine gives each of its numbers twice: each choice comes equally often, the other numbers are refused.
    counting_engine<5, 5 + 63> engine;
    engine_source choices(engine);
    std::array<int, 6> seen{};
    for (int i = 0; i < 96; ++i) { ++seen.at(choices.below(6)); }
    for (int const count : seen) { EXPECT_EQ(count, 16); }
}

TEST(engine_source, refuses_numbers_beyond_the_largest_power_of_two) {
    counting_engine<0, 9> engine; // 8 and 9 are refused
    engine_source choices(engine);
    std::array<int, 8> seen{};
    for (int i = 0; i < 80; ++i) { ++seen.at(choices.below(8)); }
    for (int const count : seen) { EXPECT_EQ(count, 10); }
}

TEST(engine_source, puts_small_numbers_together) {
    counting_engine<0, 1> engine; // a bit a call
    engine_source choices(engine);
    EXPECT_EQ(choices.below(256), 0b10101010U);
}

struct stuck_engine {
    using result_type = std::uint64_t;
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return all - 1; }
    std::uint64_t operator()() { return all - 1; }
};

TEST(engine_source, an_engine_that_is_stuck_is_no_endless_loop) {
    stuck_engine engine;
    engine_source choices(engine);
    EXPECT_LT(choices.below(10), 10U);
    EXPECT_LT(choices.below(all), all);
}

TEST(engine_source, stays_in_its_bounds) {
    std::mt19937_64 wide(7);
    std::minstd_rand uneven(7);
    engine_source first(wide);
    engine_source second(uneven);
    for (std::uint64_t bound = 1; bound < all / 3; bound = bound * 3 + 1) {
        for (int i = 0; i < 20; ++i) {
            EXPECT_LT(first.below(bound), bound);
            EXPECT_LT(second.below(bound), bound);
        }
    }
}

// ---- providers

/// Only what a provider must have.
struct fake_provider {
    std::uint64_t asked = 0;
    template <class T> T ConsumeIntegralInRange(T least, T most) {
        asked = most;
        return least;
    }
};

TEST(provider_source, asks_for_the_range_below_the_bound) {
    fake_provider provider;
    provider_source choices(provider);
    static_assert(source<decltype(choices)>);
    EXPECT_EQ(choices.below(1), 0U);
    EXPECT_EQ(provider.asked, 0U) << "one choice is none";
    EXPECT_EQ(choices.below(10), 0U);
    EXPECT_EQ(provider.asked, 9U);
    EXPECT_EQ(choices.below(all), 0U);
    EXPECT_EQ(provider.asked, all - 1);
}

TEST(provider_source, takes_the_provider_of_libfuzzer) {
#if __has_include(<fuzzer/FuzzedDataProvider.h>)
    std::array<std::uint8_t, 6> const bytes{1, 2, 3, 4, 5, 6};
    FuzzedDataProvider provider(bytes.data(), bytes.size());
    provider_source choices(provider);
    EXPECT_EQ(choices.below(1), 0U);
    EXPECT_EQ(provider.remaining_bytes(), 6U);
    EXPECT_EQ(choices.below(10), 6U) << "it takes integers from the end";
    EXPECT_EQ(choices.below(0x10000), 0x0504U);
    EXPECT_LT(choices.below(all), all);
    EXPECT_EQ(provider.remaining_bytes(), 0U);
    EXPECT_EQ(choices.below(all), 0U);
#else
    GTEST_SKIP() << "this compiler has no <fuzzer/FuzzedDataProvider.h>; clang has";
#endif
}

// ---- choices

TEST(choices, end_when_the_source_does) {
    byte_source choices({});
    std::array<int, 3> const numbers{7, 8, 9};
    EXPECT_FALSE(coin(choices));
    EXPECT_FALSE(one_in(choices, 2));
    EXPECT_TRUE(one_in(choices, 1)) << "always";
    EXPECT_EQ(between(choices, -5, 5), -5);
    EXPECT_EQ(pick(choices, numbers), 7);
}

TEST(choices, one_in_and_coin_take_the_last) {
    scripted_source choices{{1, 0, 6, 5}};
    EXPECT_TRUE(coin(choices));
    EXPECT_FALSE(coin(choices));
    EXPECT_TRUE(one_in(choices, 7));
    EXPECT_FALSE(one_in(choices, 7));
    EXPECT_EQ(choices.bounds, (std::vector<std::uint64_t>{2, 2, 7, 7}));
}

TEST(choices, between_reaches_both_ends_of_every_type) {
    auto const reached = [](auto least, auto most, std::uint64_t answer) {
        scripted_source choices{{answer}};
        return between(choices, least, most);
    };
    EXPECT_EQ(reached(-3, 3, 0), -3);
    EXPECT_EQ(reached(-3, 3, 6), 3);
    EXPECT_EQ(reached(std::int8_t{-128}, std::int8_t{127}, 255), 127);
    EXPECT_EQ(reached(std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, all / 2), -1);
    EXPECT_EQ(reached(std::uint64_t{0}, all - 1, all - 1), all - 1);
    EXPECT_EQ(reached(5, 5, 0), 5);

    scripted_source whole{{0xFFFFFFFF, 0xFFFFFFFE}};
    EXPECT_EQ(between(whole, std::uint64_t{0}, all), 0xFFFFFFFEFFFFFFFFULL);
    scripted_source signs{{0xFFFFFFFF, 0xFFFFFFFF}};
    EXPECT_EQ(between(signs, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()),
              std::numeric_limits<std::int64_t>::max());
}

TEST(choices, pick_reaches_every_element_and_refers_to_it) {
    std::vector<int> numbers{1, 2, 3};
    std::mt19937 engine(3);
    engine_source choices(engine);
    std::set<int> seen;
    for (int i = 0; i < 100; ++i) { seen.insert(pick(choices, numbers)); }
    EXPECT_EQ(seen, (std::set<int>{1, 2, 3}));
    scripted_source last{{2}};
    pick(last, numbers) = 9;
    EXPECT_EQ(numbers.back(), 9);
    scripted_source first{{0}};
    EXPECT_EQ(pick(first, std::string_view("xyz")), 'x');
}

} // namespace
} // namespace firehose_sse::fuzzing
