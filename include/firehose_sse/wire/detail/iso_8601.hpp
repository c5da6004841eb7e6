// Timestamps written as text, the way RFC 3339 narrows ISO 8601 down.
// Level 3 (wire). Knows no JSON and no clock.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace firehose_sse::wire::detail {

/// Takes text from the front, piece by piece; `good` becomes false when a piece is not there.
struct text_cursor {
    std::string_view rest;
    bool good = true;

    /// A number of exactly `digits` digits.
    constexpr unsigned number(std::size_t digits) noexcept {
        unsigned value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (rest.empty() || rest.front() < '0' || rest.front() > '9') {
                good = false;
                return 0;
            }
            value = value * 10 + static_cast<unsigned>(rest.front() - '0');
            rest.remove_prefix(1);
        }
        return value;
    }
    /// One of `characters`; NUL when there is none.
    constexpr char one_of(std::string_view characters) noexcept {
        if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) {
            good = false;
            return '\0';
        }
        char const found = rest.front();
        rest.remove_prefix(1);
        return found;
    }
    [[nodiscard]] constexpr bool at_digit() const noexcept {
        return !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
    }
};

/// Milliseconds since 1970 of a text such as `2024-05-01T12:00:00.250Z` or `...+02:00`; further digits of a fraction
/// are cut. Nothing for another text.
[[nodiscard]] constexpr std::optional<std::int64_t> milliseconds_of_iso_8601(std::string_view text) noexcept {
    text_cursor at{text};
    auto const year = static_cast<int>(at.number(4));
    at.one_of("-");
    unsigned const month = at.number(2);
    at.one_of("-");
    unsigned const day = at.number(2);
    at.one_of("Tt ");
    unsigned const hour = at.number(2);
    at.one_of(":");
    unsigned const minute = at.number(2);
    at.one_of(":");
    unsigned const second = at.number(2);
    unsigned fraction = 0;
    if (at.rest.starts_with('.')) {
        at.one_of(".");
        if (!at.at_digit()) { return std::nullopt; }
        for (unsigned unit = 100; at.at_digit(); unit /= 10) { fraction += at.number(1) * unit; }
    }
    char const zone = at.one_of("Zz+-");
    unsigned zone_minutes = 0;
    if (zone == '+' || zone == '-') {
        unsigned const zone_hour = at.number(2);
        at.one_of(":");
        unsigned const zone_minute = at.number(2);
        if (zone_hour > 23 || zone_minute > 59) { return std::nullopt; }
        zone_minutes = zone_hour * 60 + zone_minute;
    }
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    // A leap second is written 60 and counts as the first second of the next minute.
    if (!at.good || !at.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) { return std::nullopt; }
    auto const days = static_cast<std::int64_t>(std::chrono::sys_days(date).time_since_epoch().count());
    auto const offset = static_cast<std::int64_t>(zone_minutes) * (zone == '-' ? -1 : 1);
    std::int64_t const minutes = (days * 24 + hour) * 60 + minute - offset;
    return (minutes * 60 + second) * 1000 + fraction;
}

} // namespace firehose_sse::wire::detail
