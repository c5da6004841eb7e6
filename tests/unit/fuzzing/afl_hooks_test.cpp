// AFL++'s hooks, called as AFL++ calls them; tests/fuzzing_engines calls them from the engine itself.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/afl_hooks.hpp"
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

FIREHOSE_SSE_AFL_HOOKS();

namespace {

std::set<std::string> fuzzed(unsigned seed, std::string other, std::size_t max_size) {
    void* const mutator = afl_custom_init(nullptr, seed);
    EXPECT_NE(mutator, nullptr);
    std::string text = R"({"DeliveryStreamName":"orders"})";
    std::set<std::string> seen;
    auto const bytes = [](std::string& of) { return reinterpret_cast<std::uint8_t*>(of.data()); };
    for (int i = 0; i < 400; ++i) {
        std::uint8_t* out = nullptr;
        std::size_t const size = afl_custom_fuzz(mutator, bytes(text), text.size(), &out,
                                                 other.empty() ? nullptr : bytes(other), other.size(), max_size);
        EXPECT_NE(out, nullptr);
        EXPECT_NE(out, bytes(text)) << "the text handed out is the mutator's own";
        EXPECT_LE(size, max_size);
        seen.emplace(reinterpret_cast<char const*>(out), size);
    }
    afl_custom_deinit(mutator);
    EXPECT_EQ(text, R"({"DeliveryStreamName":"orders"})") << "what was handed in is as it was";
    return seen;
}

TEST(afl_hooks, mutate_and_keep_what_they_hand_out) {
    auto const seen = fuzzed(1, "", 100);
    EXPECT_GT(seen.size(), 150U);
    EXPECT_EQ(seen, fuzzed(1, "", 100));
    EXPECT_NE(seen, fuzzed(2, "", 100));
}

TEST(afl_hooks, cross_one_time_in_four) {
    using firehose_sse::fuzzing::engine_source;
    std::string_view const text = R"({"DeliveryStreamName":"orders"})";
    std::string_view const other = R"({"Limit":7})";
    int crossed = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        std::mt19937 engine(seed);
        engine_source choices(engine);
        EXPECT_EQ(firehose_sse::fuzzing::afl_mutator(seed).fuzz(text, "", 100), mutate(text, 100, choices));
        engine.seed(seed);
        static_cast<void>(choices.below(4));
        crossed += firehose_sse::fuzzing::afl_mutator(seed).fuzz(text, other, 100) != mutate(text, 100, choices);
    }
    EXPECT_GT(crossed, 70);
    EXPECT_LT(crossed, 130);
}

TEST(afl_hooks, cross_with_another_input) {
    EXPECT_TRUE(fuzzed(1, R"({"Limit":7})", 100).contains(R"({"Limit":7,"DeliveryStreamName":"orders"})"));
    EXPECT_TRUE(fuzzed(1, R"({"Limit":7})", 0).contains(""));
}

} // namespace
