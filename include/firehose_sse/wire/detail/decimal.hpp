// Exact arithmetic on the text of a JSON number: no rounding through a double.
// Level 3 (wire). Takes only text whose grammar is already checked.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace firehose_sse::wire::detail {

/// A number cut towards zero, and what was cut off.
struct whole_number {
    std::int64_t value = 0;
    /// Beyond 64 bits; `value` then means nothing.
    bool overflow = false;
    bool has_fraction = false;
    /// The fraction is at least one half.
    bool half_or_more = false;
};

/// The exponent that a number is written with, cut to +-2^40: that is more than any text that fits in memory is long.
[[nodiscard]] constexpr std::int64_t written_exponent(std::string_view number) noexcept {
    constexpr std::int64_t limit = std::int64_t{1} << 40;
    std::size_t at = number.find_first_of("eE");
    if (at == std::string_view::npos) { return 0; }
    ++at;
    bool const negative = number[at] == '-';
    if (negative || number[at] == '+') { ++at; }
    std::int64_t exponent = 0;
    for (; at < number.size() && exponent < limit; ++at) { exponent = exponent * 10 + (number[at] - '0'); }
    if (exponent > limit) { exponent = limit; }
    return negative ? -exponent : exponent;
}

/// True when the double nearest to a number is infinite.
[[nodiscard]] constexpr bool is_infinite_as_double(std::string_view number) noexcept {
    // Digits of 2^1024 - 2^970, halfway between the largest double and the one that would come next.
    constexpr std::string_view limit =
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587"
        "207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711"
        "531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093"
        "042880177904174497792";
    constexpr std::int64_t places = 309;

    std::int64_t const exponent = written_exponent(number);
    number = number.substr(0, number.find_first_of("eE"));
    std::size_t const first = number.find_first_of("123456789");
    if (first == std::string_view::npos) { return false; }
    std::size_t const point = number.find('.');
    auto const end_of_whole = static_cast<std::int64_t>(point == std::string_view::npos ? number.size() : point);
    // How many digits the exponent leaves before the point, leading zeros not counted; negative for zeros after it.
    std::int64_t const at = static_cast<std::int64_t>(first);
    std::int64_t const whole = end_of_whole - at + (at > end_of_whole ? 1 : 0) + exponent;
    if (whole != places) { return whole > places; }
    number.remove_prefix(first);
    for (char const wanted : limit) {
        if (number.starts_with('.')) { number.remove_prefix(1); }
        char const digit = number.empty() ? '0' : number.front();
        if (digit != wanted) { return digit > wanted; }
        if (!number.empty()) { number.remove_prefix(1); }
    }
    return true;
}

/// `number` times ten to the power of `shift`, cut towards zero.
[[nodiscard]] constexpr whole_number scaled(std::string_view number, int shift) noexcept {
    std::int64_t const exponent = written_exponent(number) + shift;
    bool const negative = number.starts_with('-');
    if (negative) { number.remove_prefix(1); }
    number = number.substr(0, number.find_first_of("eE"));

    whole_number result;
    std::uint64_t magnitude = 0;
    std::uint64_t const largest =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
    auto const take = [&](unsigned digit) {
        if (magnitude > (largest - digit) / 10) { result.overflow = true; }
        magnitude = magnitude * 10 + digit;
    };

    std::size_t const point = number.find('.');
    // How many digits the exponent leaves before the point.
    std::int64_t whole = static_cast<std::int64_t>(point == std::string_view::npos ? number.size() : point) + exponent;
    for (char const c : number) {
        if (c == '.') { continue; }
        auto const digit = static_cast<unsigned>(c - '0');
        if (whole > 0) {
            if (!result.overflow) { take(digit); }
        } else if (digit != 0) {
            result.has_fraction = true;
            if (whole == 0 && digit >= 5) { result.half_or_more = true; }
        }
        --whole;
    }
    for (; whole > 0 && magnitude != 0 && !result.overflow; --whole) { take(0); }
    result.value = static_cast<std::int64_t>(negative ? ~magnitude + 1 : magnitude);
    return result;
}

/// `number` times ten to the power of `shift`, rounded to the nearest; a half goes away from zero.
[[nodiscard]] constexpr whole_number rounded(std::string_view number, int shift) noexcept {
    whole_number result = scaled(number, shift);
    if (!result.half_or_more || result.overflow) { return result; }
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
    bool const negative = number.starts_with('-');
    if (result.value == (negative ? smallest : largest)) {
        result.overflow = true;
    } else {
        result.value += negative ? -1 : 1;
    }
    return result;
}

} // namespace firehose_sse::wire::detail
