// Random numbers that are the same everywhere, and the search for a smaller failing sequence.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/shrink.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace firehose_sse::simulation {

/// A small generator with a fixed meaning: the standard's distributions differ between libraries.
class dice {
public:
    explicit dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31);
    }
    /// One of 0 .. count - 1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>((next() >> 32) * count >> 32); }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class T> T of(std::initializer_list<T> choices) { return choices.begin()[below(choices.size())]; }
    template <reflect::described_enum E> E any() {
        constexpr auto const& all = reflect::enumerators<E>;
        return all[below(all.size())].value;
    }

private:
    std::uint64_t state_;
};

/// How much more than usual an environment variable asks for; 1 where it is not set.
inline std::size_t times(char const* variable) {
    char const* const text = std::getenv(variable);
    long const asked = text == nullptr ? 1 : std::strtol(text, nullptr, 10);
    return asked < 1 ? 1 : static_cast<std::size_t>(asked);
}

/// A shortest part of `steps` that still fails: no single step of it can go.
template <class Step, class Fails> std::vector<Step> shrunk(std::vector<Step> steps, Fails const& fails) {
    return fuzzing::shrink(std::move(steps), fails, std::numeric_limits<std::size_t>::max()).steps;
}

} // namespace firehose_sse::simulation
