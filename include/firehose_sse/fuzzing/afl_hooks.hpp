// AFL++'s custom mutator, made of mutate() and crossover().
// Level 5 (fuzzing). A macro, for one source file of a shared library; includes nothing of AFL++.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/mutate.hpp"
#include <cstddef>
#include <cstdint>
#include <new>
#include <random>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {

/// The state of one custom mutator: its random numbers, and the text it made last, which stays until it makes another.
class afl_mutator {
public:
    explicit afl_mutator(unsigned seed) : engine_(seed) {}

    /// Changes `text`; where there is an `other`, one time in four it crosses both instead.
    [[nodiscard]] std::string& fuzz(std::string_view text, std::string_view other, std::size_t max_size) {
        engine_source choices(engine_);
        bool const cross = !other.empty() && choices.below(4) == 0;
        made_ = cross ? crossover(text, other, max_size, choices) : mutate(text, max_size, choices);
        return made_;
    }

private:
    std::mt19937 engine_;
    std::string made_;
};

} // namespace firehose_sse::fuzzing

/// Makes a shared library an AFL++ custom mutator (AFL_CUSTOM_MUTATOR_LIBRARY). Write it once, outside of every
/// namespace. The mutator owns the text that it hands out, which stays until the next call, as AFL++ demands.
#define FIREHOSE_SSE_AFL_HOOKS()                                                                                       \
    extern "C" void* afl_custom_init(void* afl, unsigned seed) {                                                       \
        static_cast<void>(afl);                                                                                        \
        return new (std::nothrow) firehose_sse::fuzzing::afl_mutator(seed);                                            \
    }                                                                                                                  \
    extern "C" std::size_t afl_custom_fuzz(void* mutator, std::uint8_t* text, std::size_t size, std::uint8_t** out,    \
                                           std::uint8_t* other, std::size_t other_size, std::size_t max_size) {        \
        auto const view = [](std::uint8_t const* data, std::size_t count) {                                            \
            return std::string_view(reinterpret_cast<char const*>(data), data == nullptr ? 0 : count);                 \
        };                                                                                                             \
        std::string& made = static_cast<firehose_sse::fuzzing::afl_mutator*>(mutator)->fuzz(                           \
            view(text, size), view(other, other_size), max_size);                                                      \
        *out = reinterpret_cast<std::uint8_t*>(made.data());                                                           \
        return made.size();                                                                                            \
    }                                                                                                                  \
    extern "C" void afl_custom_deinit(void* mutator) {                                                                 \
        delete static_cast<firehose_sse::fuzzing::afl_mutator*>(mutator);                                              \
    }                                                                                                                  \
    static_assert(true, "for the semicolon behind it")
