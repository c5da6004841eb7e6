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

TEST(afl_hooks, cross_with_another_input) {
    EXPECT_TRUE(fuzzed(1, R"({"Limit":7})", 100).contains(R"({"Limit":7,"DeliveryStreamName":"orders"})"));
    EXPECT_TRUE(fuzzed(1, R"({"Limit":7})", 0).contains(""));
}

} // namespace
