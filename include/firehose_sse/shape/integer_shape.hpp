// Base of every integer shape: a name of its own around a 32-bit number.
// Level 0 (shape). Checks nothing: bounds are data that only validate() reads.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <compare>
#include <cstdint>
#include <type_traits>

namespace firehose_sse {

/// An integer with the identity of its AWS shape (Smithy `integer`: 32 bits, signed) and no invariant.
/// A derived shape may declare `static constexpr range bounds{min, max}`.
template <class Derived> struct integer_shape {
    std::int32_t value = 0;

    constexpr integer_shape() = default;
    constexpr integer_shape(std::int32_t number) noexcept : value(number) {}

    constexpr operator std::int32_t() const noexcept { return value; }
};

/// True for types derived from integer_shape.
template <class T>
concept is_integer_shape = std::is_base_of_v<integer_shape<T>, T>;

} // namespace firehose_sse
