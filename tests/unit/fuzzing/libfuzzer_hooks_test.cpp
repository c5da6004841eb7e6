// libFuzzer's hooks, called as libFuzzer calls them; tests/fuzzing_engines calls them from the engine itself.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/fuzzing/libfuzzer_hooks.hpp"
#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

FIREHOSE_SSE_LIBFUZZER_HOOKS();

namespace {
int own_mutations = 0;
}

// Stands for the engine's own mutation: here it cuts the input to one byte.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t, std::size_t) {
    ++own_mutations;
    return 1;
}

namespace {

constexpr std::string_view body = R"({"DeliveryStreamName":"orders"})";

TEST(libfuzzer_hooks, mutate_in_place_and_leave_a_third_to_the_engine) {
    std::set<std::string> seen;
    own_mutations = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        std::array<std::uint8_t, 64> data{};
        std::copy(body.begin(), body.end(), data.begin());
        std::size_t const size = LLVMFuzzerCustomMutator(data.data(), body.size(), data.size(), seed);
        ASSERT_LE(size, data.size());
        seen.emplace(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
    }
    EXPECT_GT(seen.size(), 80U);
    EXPECT_GT(own_mutations, 60);
    EXPECT_LT(own_mutations, 140);
}

TEST(libfuzzer_hooks, cross_two_inputs) {
    constexpr std::string_view other = R"({"Limit":7})";
    std::set<std::string> seen;
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::array<std::uint8_t, 48> out{};
        auto const bytes = [](std::string_view text) { return reinterpret_cast<std::uint8_t const*>(text.data()); };
        std::size_t const size = LLVMFuzzerCustomCrossOver(bytes(body), body.size(), bytes(other), other.size(),
                                                           out.data(), out.size(), seed);
        ASSERT_LE(size, out.size());
        seen.emplace(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
    }
    EXPECT_TRUE(seen.contains(R"({"Limit":7,"DeliveryStreamName":"orders"})"));
    EXPECT_TRUE(seen.contains(R"({"DeliveryStreamName":7})"));
}

} // namespace
