// A set of automaton positions as words of bits.
// Level 2 (constraint). Knows nothing of patterns.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace firehose_sse::constraint::detail {

template <std::size_t Words> struct position_set {
    static constexpr std::size_t word_bits = 64;

    std::array<std::uint64_t, Words> words{};

    constexpr void insert(std::size_t position) noexcept {
        words[position / word_bits] |= std::uint64_t{1} << position % word_bits;
    }

    constexpr void erase(std::size_t position) noexcept {
        words[position / word_bits] &= ~(std::uint64_t{1} << position % word_bits);
    }

    [[nodiscard]] constexpr bool contains(std::size_t position) const noexcept {
        return (words[position / word_bits] >> position % word_bits & 1) != 0;
    }

    [[nodiscard]] constexpr bool empty() const noexcept {
        std::uint64_t any = 0;
        for (std::uint64_t const word : words) { any |= word; }
        return any == 0;
    }

    constexpr position_set& operator|=(position_set const& other) noexcept {
        for (std::size_t i = 0; i < Words; ++i) { words[i] |= other.words[i]; }
        return *this;
    }

    [[nodiscard]] friend constexpr position_set operator|(position_set left, position_set const& right) noexcept {
        return left |= right;
    }

    [[nodiscard]] friend constexpr position_set operator&(position_set left, position_set const& right) noexcept {
        for (std::size_t i = 0; i < Words; ++i) { left.words[i] &= right.words[i]; }
        return left;
    }

    [[nodiscard]] constexpr bool meets(position_set const& other) const noexcept {
        std::uint64_t common = 0;
        for (std::size_t i = 0; i < Words; ++i) { common |= words[i] & other.words[i]; }
        return common != 0;
    }

    template <class Function> constexpr void for_each(Function&& function) const {
        for (std::size_t i = 0; i < Words; ++i) {
            for (std::uint64_t rest = words[i]; rest != 0; rest &= rest - 1) {
                function(i * word_bits + static_cast<std::size_t>(std::countr_zero(rest)));
            }
        }
    }
};

} // namespace firehose_sse::constraint::detail
