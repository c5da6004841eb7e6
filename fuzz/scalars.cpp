// Any text as a JSON number and as a timestamp: arithmetic on its digits, one by one, and a walk over the calendar find
// what the library finds. Level: none (a fuzz target). Input: the text.
// By hand: ./dev fuzz scalars 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/wire/detail/decimal.hpp"
#include "firehose_sse/wire/detail/iso_8601.hpp"
#include "require.hpp"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
using wire::detail::whole_number;

// Room for all digits of the largest double, and more.
constexpr std::size_t largest = 400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes digits from the front.
std::string digits_of(std::string_view& text) {
    std::size_t const size = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    std::string digits(text.substr(0, size));
    text.remove_prefix(size);
    return digits;
}

std::string without_zeros(std::string digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

// ---- numbers, as what stands written

struct written {
    bool negative = false;
    std::string whole{};
    std::string fraction{};
    /// Held within what no text of this size comes near to.
    long exponent = 0;
};

/// By the grammar of RFC 8259; nothing where the text is no number.
std::optional<written> read_number(std::string_view text) {
    written number;
    number.negative = text.starts_with('-');
    if (number.negative) { text.remove_prefix(1); }
    number.whole = digits_of(text);
    if (number.whole.empty() || (number.whole.size() > 1 && number.whole.front() == '0')) { return std::nullopt; }
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        number.fraction = digits_of(text);
        if (number.fraction.empty()) { return std::nullopt; }
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        bool const less = text.starts_with('-');
        if (less || text.starts_with('+')) { text.remove_prefix(1); }
        std::string const digits = digits_of(text);
        if (digits.empty()) { return std::nullopt; }
        std::string const plain = without_zeros(digits);
        number.exponent = plain.size() > 6 ? 1'000'000 : plain.empty() ? 0 : std::stol(plain);
        if (less) { number.exponent = -number.exponent; }
    }
    return text.empty() ? std::optional(number) : std::nullopt;
}

/// The number times ten to the power of `shift`: its point is moved in the text.
whole_number scaled(written const& number, long shift) {
    std::string digits = number.whole + number.fraction;
    long const point = static_cast<long>(number.whole.size()) + number.exponent + shift;
    whole_number result;
    if (digits.find_first_not_of('0') == digits.npos) { return result; }
    if (point > 1'000) { // too large, however many zeros the text begins with
        result.overflow = true;
        return result;
    }
    if (point < 0) {
        result.has_fraction = true;
        return result;
    }
    auto const border = static_cast<std::size_t>(point);
    if (digits.size() < border) { digits.resize(border, '0'); }
    std::string const fraction = digits.substr(border);
    result.has_fraction = fraction.find_first_not_of('0') != fraction.npos;
    result.half_or_more = !fraction.empty() && fraction.front() >= '5';
    std::string const whole = without_zeros(digits.substr(0, border));
    std::string const most = number.negative ? "9223372036854775808" : "9223372036854775807";
    result.overflow = whole.size() > most.size() || (whole.size() == most.size() && whole > most);
    if (!result.overflow && !whole.empty()) { result.value = std::stoll((number.negative ? "-" : "") + whole); }
    return result;
}

whole_number rounded(written const& number, long shift) {
    whole_number result = scaled(number, shift);
    if (result.overflow || !result.half_or_more) { return result; }
    if (result.value == (number.negative ? INT64_MIN : INT64_MAX)) {
        result.overflow = true;
    } else {
        result.value += number.negative ? -1 : 1;
    }
    return result;
}

void check_same(whole_number const& found, whole_number const& wanted, char const* what) {
    require(found.overflow == wanted.overflow && (found.overflow || found.value == wanted.value), what);
}

void check_number(std::string_view text) {
    auto const number = read_number(text);
    if (!number) { return; }
    for (int const shift : {0, 3}) {
        auto const found = wire::detail::scaled(text, shift);
        auto const wanted = scaled(*number, shift);
        check_same(found, wanted, "a number is cut to the whole one that its digits say");
        require(found.overflow ||
                    (found.has_fraction == wanted.has_fraction && found.half_or_more == wanted.half_or_more),
                "and what is cut off is known");
        check_same(wire::detail::rounded(text, shift), rounded(*number, shift), "or rounded to it");
    }
    require(wire::detail::is_infinite_as_double(text) == std::isinf(std::strtod(std::string(text).c_str(), nullptr)),
            "a number is too large for a double where strtod finds it so");
}

// ---- timestamps, by a walk over the calendar

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_of(int year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/// Whether a text has the picture's form: `0` is any digit, `T` and `+` are one of several, others are themselves.
bool looks_like(std::string_view text, std::string_view picture) {
    auto const same = [](char c, char p) {
        switch (p) {
        case '0': return is_digit(c);
        case 'T': return c == 'T' || c == 't' || c == ' ';
        case '+': return c == '+' || c == '-';
        default: return c == p;
        }
    };
    return std::ranges::equal(text, picture, same);
}

std::optional<std::int64_t> read_moment(std::string_view text) {
    constexpr std::string_view front = "0000-00-00T00:00:00";
    auto const number = [](std::string_view digits) { return std::stoi(std::string(digits)); };
    if (text.size() <= front.size() || !looks_like(text.substr(0, front.size()), front)) { return std::nullopt; }
    int const year = number(text.substr(0, 4));
    int const month = number(text.substr(5, 2));
    int const day = number(text.substr(8, 2));
    int const hour = number(text.substr(11, 2));
    int const minute = number(text.substr(14, 2));
    int const second = number(text.substr(17, 2));
    text.remove_prefix(front.size());
    int milliseconds = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        std::string const digits = digits_of(text);
        if (digits.empty()) { return std::nullopt; }
        milliseconds = number((digits + "00").substr(0, 3));
    }
    int ahead = 0;
    if (looks_like(text, "+00:00")) {
        int const hours = number(text.substr(1, 2));
        int const minutes = number(text.substr(4, 2));
        if (hours > 23 || minutes > 59) { return std::nullopt; }
        ahead = (hours * 60 + minutes) * (text.front() == '-' ? -1 : 1);
    } else if (text != "Z" && text != "z") {
        return std::nullopt;
    }
    if (month < 1 || month > 12 || day < 1 || day > days_of(year, month)) { return std::nullopt; }
    if (hour > 23 || minute > 59 || second > 60) { return std::nullopt; } // 60: a leap second
    std::int64_t days = day - 1;
    for (int each = 1; each < month; ++each) { days += days_of(year, each); }
    for (int each = 1970; each < year; ++each) { days += is_leap(each) ? 366 : 365; }
    for (int each = year; each < 1970; ++each) { days -= is_leap(each) ? 366 : 365; }
    return (((days * 24 + hour) * 60 + minute - ahead) * 60 + second) * 1'000 + milliseconds;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest) { return 0; }
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_number(text);
    require(wire::detail::milliseconds_of_iso_8601(text) == read_moment(text),
            "a timestamp is the moment that a walk over the calendar leads to, or none");
    return 0;
}
