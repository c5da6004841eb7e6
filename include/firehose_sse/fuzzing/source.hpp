// Where a generator's choices come from: bytes of a fuzzing engine, a provider of it, or a random number engine.
// Level 5 (fuzzing). Knows no engine by name and nothing of what is generated.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <ranges>
#include <span>
#include <type_traits>

namespace firehose_sse::fuzzing {

/// Something that makes choices: `below(bound)` is in [0, bound), `bound` being at least 1.
/// One that can run out answers 0 for ever from then on. So 0 must stand for the choice that ends a generator's work.
template <class S>
concept source = requires(S& choices, std::uint64_t bound) {
    { choices.below(bound) } -> std::same_as<std::uint64_t>;
};

/// The bytes of one input, such as libFuzzer's or AFL++'s, from the front: each choice takes as few bytes as its bound
/// needs, so that changing one byte changes one choice. Refers to the bytes.
class byte_source {
public:
    explicit constexpr byte_source(std::span<std::uint8_t const> bytes) noexcept : rest_(bytes) {}

    [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) noexcept {
        std::uint64_t value = 0;
        int shift = 0;
        for (std::uint64_t most = bound - 1; most != 0 && !rest_.empty(); most >>= 8, shift += 8) {
            value |= std::uint64_t{rest_.front()} << shift;
            rest_ = rest_.subspan(1);
        }
        return value % bound;
    }

    /// *Units:* bytes that no choice has taken.
    [[nodiscard]] constexpr std::size_t remaining() const noexcept { return rest_.size(); }

private:
    std::span<std::uint8_t const> rest_;
};

/// The numbers of an engine such as std::mt19937, without bias and the same with every standard library, which
/// std::uniform_int_distribution's are not. Refers to the engine; never runs out.
///
/// *Example:* `std::mt19937 engine(seed); fuzzing::engine_source choices(engine);`
template <std::uniform_random_bit_generator Engine> class engine_source {
public:
    explicit constexpr engine_source(Engine& engine) noexcept : engine_(&engine) {}

    [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) {
        int const width = width_of(bound - 1);
        std::uint64_t value = bits(width);
        for (int left = max_refusals; value >= bound && left != 0; --left) { value = bits(width); }
        return value % bound;
    }

private:
    // Each number is refused with a chance of less than a half: only an engine that is not random would need so many.
    static constexpr int max_refusals = 128;
    // std::bit_width's type depends on the standard library.
    static constexpr int width_of(std::uint64_t number) noexcept { return 64 - std::countl_zero(number); }

    static constexpr std::uint64_t span = std::uint64_t{Engine::max()} - std::uint64_t{Engine::min()};
    // Where the number of the engine's values is no power of two, values beyond the largest such power are refused.
    static constexpr int width_of_number =
        span == std::numeric_limits<std::uint64_t>::max() ? 64 : width_of(span + 1) - 1;
    static constexpr std::uint64_t largest = width_of_number == 64 ? span : (std::uint64_t{1} << width_of_number) - 1;

    constexpr std::uint64_t number() {
        std::uint64_t value = std::uint64_t{(*engine_)()} - std::uint64_t{Engine::min()};
        for (int left = max_refusals; value > largest && left != 0; --left) {
            value = std::uint64_t{(*engine_)()} - std::uint64_t{Engine::min()};
        }
        return value & largest;
    }

    // The high bits of each number: the low ones of a linear congruential engine are poor.
    constexpr std::uint64_t bits(int wanted) {
        std::uint64_t value = 0;
        for (int have = 0; have < wanted;) {
            int const taken = wanted - have < width_of_number ? wanted - have : width_of_number;
            value |= number() >> (width_of_number - taken) << have;
            have += taken;
        }
        return value;
    }

    Engine* engine_;
};

/// Anything that has `ConsumeIntegralInRange<T>(least, most)` as libFuzzer's FuzzedDataProvider has. Refers to it.
///
/// *Example:* `FuzzedDataProvider provider(data, size); fuzzing::provider_source choices(provider);`
template <class Provider> class provider_source {
public:
    explicit constexpr provider_source(Provider& provider) noexcept : provider_(&provider) {}

    [[nodiscard]] constexpr std::uint64_t below(std::uint64_t bound) {
        return provider_->template ConsumeIntegralInRange<std::uint64_t>(0, bound - 1);
    }

private:
    Provider* provider_;
};

/// True half of the time; false once the source has run out.
template <source S> [[nodiscard]] constexpr bool coin(S& choices) { return choices.below(2) == 1; }

/// True one time in `times`; false once the source has run out, unless it is always true.
template <source S> [[nodiscard]] constexpr bool one_in(S& choices, std::uint64_t times) {
    return choices.below(times) == times - 1;
}

/// A number from `least` to `most`, both included; `least` once the source has run out.
template <source S, std::integral T>
[[nodiscard]] constexpr T between(S& choices, T least, std::type_identity_t<T> most) {
    std::uint64_t const from = static_cast<std::uint64_t>(least);
    std::uint64_t const distance = static_cast<std::uint64_t>(most) - from;
    if (distance != std::numeric_limits<std::uint64_t>::max()) {
        return static_cast<T>(from + choices.below(distance + 1));
    }
    constexpr std::uint64_t half = std::uint64_t{1} << 32;
    std::uint64_t const low = choices.below(half); // two calls in an order that every compiler keeps
    return static_cast<T>(from + (choices.below(half) << 32 | low));
}

/// One element of a range that is not empty; the first once the source has run out.
template <source S, std::ranges::random_access_range Range>
[[nodiscard]] constexpr decltype(auto) pick(S& choices, Range&& elements) {
    auto const size = static_cast<std::uint64_t>(std::ranges::size(elements));
    return std::ranges::begin(elements)[static_cast<std::ranges::range_difference_t<Range>>(choices.below(size))];
}

} // namespace firehose_sse::fuzzing
