// libFuzzer's custom mutator and crossover, made of mutate() and crossover().
// Level 5 (fuzzing). A macro, for one source file of a target; includes nothing of libFuzzer.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/mutate.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace firehose_sse::fuzzing {

/// The type of LLVMFuzzerMutate: the engine's own mutations, which know its dictionary and what was compared.
using byte_mutator = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace detail {
// The engine's first numbers are skipped: they are nearly the same for seeds that are near each other.
[[nodiscard]] inline std::minstd_rand seeded(unsigned seed) {
    std::minstd_rand engine(seed);
    engine.discard(4);
    return engine;
}
} // namespace detail

/// Does the work of LLVMFuzzerCustomMutator: one time in three the engine's own mutation, else mutate().
/// `data` has room for `max_size` bytes. *Units:* bytes; the result is how many of them are used.
inline std::size_t libfuzzer_mutate(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed,
                                    byte_mutator own) {
    std::minstd_rand engine = detail::seeded(seed);
    engine_source choices(engine);
    if (choices.below(3) == 0) { return own(data, size, max_size); }
    std::string const made = mutate({reinterpret_cast<char const*>(data), size}, max_size, choices);
    std::copy(made.begin(), made.end(), data);
    return made.size();
}

/// Does the work of LLVMFuzzerCustomCrossOver.
inline std::size_t libfuzzer_crossover(std::uint8_t const* first, std::size_t first_size, std::uint8_t const* second,
                                       std::size_t second_size, std::uint8_t* out, std::size_t max_size,
                                       unsigned seed) {
    std::minstd_rand engine = detail::seeded(seed);
    engine_source choices(engine);
    std::string_view const one(reinterpret_cast<char const*>(first), first_size);
    std::string_view const other(reinterpret_cast<char const*>(second), second_size);
    std::string const made = crossover(one, other, max_size, choices);
    std::copy(made.begin(), made.end(), out);
    return made.size();
}

} // namespace firehose_sse::fuzzing

/// Makes libFuzzer mutate and cross bodies by their parts. Write it once, outside of every namespace, in a target whose
/// input is a body. libFuzzer then says `found LLVMFuzzerCustomMutator`. Other engines do not call these functions.
#define FIREHOSE_SSE_LIBFUZZER_HOOKS()                                                                                 \
    extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);               \
    extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,         \
                                                   unsigned seed) {                                                    \
        return firehose_sse::fuzzing::libfuzzer_mutate(data, size, max_size, seed, LLVMFuzzerMutate);                  \
    }                                                                                                                  \
    extern "C" std::size_t LLVMFuzzerCustomCrossOver(std::uint8_t const* first, std::size_t first_size,                \
                                                     std::uint8_t const* second, std::size_t second_size,              \
                                                     std::uint8_t* out, std::size_t max_size, unsigned seed) {         \
        return firehose_sse::fuzzing::libfuzzer_crossover(first, first_size, second, second_size, out, max_size,       \
                                                          seed);                                                       \
    }                                                                                                                  \
    static_assert(true, "for the semicolon behind it")
