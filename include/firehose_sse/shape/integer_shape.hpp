// Base of every integer shape: a name of its own around a 32-bit number.
// Level 0 (shape). Checks nothing: bounds are data that only validate() reads.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <compare>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace firehose_sse {

namespace detail {
/// Number types with values beyond signed 32 bits (`digits` does not count the sign), and floating-point types.
template <class T>
concept narrowed_number = std::is_arithmetic_v<T> &&(!std::is_integral_v<T> || std::numeric_limits<T>::digits >= 32);
} // namespace detail

/// An integer with the identity of its AWS shape (Smithy `integer`: 32 bits, signed) and no invariant.
/// A derived shape may declare `static constexpr range bounds{min, max}`.
template <class Derived> struct integer_shape {
    std::int32_t value = 0;

    constexpr integer_shape() = default;
    constexpr integer_shape(std::int32_t number) noexcept : value(number) {}
    /// The caller must convert such numbers: no compiler warns when one goes into a std::optional of the shape.
    template <detail::narrowed_number Number> integer_shape(Number) = delete;

    constexpr operator std::int32_t() const noexcept { return value; }
};

/// True for types derived from integer_shape.
template <class T>
concept is_integer_shape = std::is_base_of_v<integer_shape<T>, T>;

} // namespace firehose_sse
