// A window as bytes: what shared stores and snapshots hold.
// Level 2 (quota). Each window has exactly one encoding, and no other bytes are read; knows no store.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/byte_text.hpp"
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// The cell_codec of windows under a policy, which says when a window stops mattering.
///
/// *Format, version 1:* the byte 1; the number of charged calls; the moment of the first; for each other call the
/// distance from the one before; the latest moment as its distance from the last call (without calls, the moment
/// itself); the number of remembered calls; for each of these 16 bytes of token, then twice its distance back from the
/// latest moment, plus one when it was admitted. *Version 2,* only when a call was admitted again: the byte 2; then the
/// same, but for each remembered call four times that distance, plus one when it was admitted once, or plus three when
/// more often. *Units:* milliseconds since 1970 and between moments. A number takes seven bits a byte, lowest first,
/// with the high bit set on all bytes but the last; a moment `m` is the number 2m, or -2m-1 before 1970. A full window
/// of calls an hour apart takes 106 bytes. *Errors:* read() gives nothing for bytes that write() does not make, and for
/// more calls than a `Window` holds. Any other number of calls is read back, as long as all moments lie within 2^60
/// milliseconds (36 million years).
template <any_window Window = window> struct basic_window_codec {
    quota_policy policy{};

    [[nodiscard]] std::string write(Window const& cell) const {
        std::uint8_t const version = is_any_again(cell) ? 2 : 1;
        std::string out(1, static_cast<char>(version));
        detail::put_number(out, cell.charged.size());
        instant before{};
        bool first = true;
        for (instant const each : cell.charged) {
            put_moment(out, first, before, each);
            before = each;
            first = false;
        }
        instant const latest = detail::forward_only(cell, cell.latest);
        put_moment(out, first, before, latest);
        detail::put_number(out, cell.remembered.size());
        for (remembered_call const& each : cell.remembered) {
            detail::put_word(out, each.token.high);
            detail::put_word(out, each.token.low);
            auto const age = static_cast<std::uint64_t>((latest - std::min(each.charged, latest)).count());
            detail::put_number(out, age * fates(version) + (each.again ? 3 : each.admitted ? 1 : 0));
        }
        return out;
    }

    [[nodiscard]] std::optional<Window> read(std::string_view bytes) const {
        detail::byte_reader in(bytes);
        Window cell;
        std::uint8_t const version = in.byte();
        if (version != 1 && version != 2) { return std::nullopt; }
        std::uint64_t const calls = in.number();
        if (calls > in.left() || calls > detail::limit_of(cell.charged, {.limit = most_calls})) { return std::nullopt; }
        instant before{};
        for (std::uint64_t i = 0; i < calls; ++i) {
            auto const each = take_moment(in, i == 0, before);
            if (!each) { return std::nullopt; }
            cell.charged.push_back(*each);
            before = *each;
        }
        auto const latest = take_moment(in, calls == 0, before);
        std::uint64_t const remembered = in.number();
        if (!latest || remembered > in.left() / 17) { return std::nullopt; }
        cell.latest = *latest;
        for (std::uint64_t i = 0; i < remembered; ++i) {
            remembered_call call;
            call.token.high = in.word();
            call.token.low = in.word();
            std::uint64_t const number = in.number();
            std::uint64_t const age = number / fates(version);
            std::uint64_t const fate = number % fates(version);
            if (age > farthest || fate == 2) { return std::nullopt; }
            call.admitted = fate != 0;
            call.again = fate == 3;
            std::chrono::milliseconds const back(static_cast<std::int64_t>(age));
            if (cell.latest < instant::min() + back) { return std::nullopt; }
            call.charged = cell.latest - back;
            cell.remembered.push_back(call);
        }
        if (is_any_again(cell) != (version == 2)) { return std::nullopt; }
        // a compact window forgets moments that are too far apart: then the bytes are no cell of its kind
        bool const whole = in.ok() && in.left() == 0 && cell.charged.size() == calls;
        return whole ? std::optional<Window>(std::move(cell)) : std::nullopt;
    }

    /// The moment from which nothing counts any more and no call is remembered.
    [[nodiscard]] std::optional<instant> ends_at(Window const& cell) const {
        instant end = instant::min();
        if (!cell.charged.empty()) {
            auto const last = end_of_counting(cell);
            if (!last) { return std::nullopt; }
            end = *last;
        }
        for (remembered_call const& each : cell.remembered) {
            if (!remembers_tokens(policy)) { break; }
            auto const forgotten = detail::end_of_period(each.charged, policy.retry_memory);
            if (!forgotten) { return std::nullopt; }
            end = std::max(end, *forgotten);
        }
        return end;
    }

private:
    static constexpr auto most_calls = std::numeric_limits<std::uint32_t>::max();       // of any policy
    static constexpr auto farthest = static_cast<std::uint64_t>(std::int64_t{1} << 60); // of moments and distances

    // The factor that multiplies a remembered call's distance.
    static constexpr std::uint64_t fates(std::uint8_t version) noexcept { return version == 1 ? 2 : 4; }

    static bool is_any_again(Window const& cell) {
        return std::ranges::any_of(cell.remembered, &remembered_call::again);
    }

    static void put_moment(std::string& out, bool whole, instant before, instant moment) {
        auto const count = [](instant of) { return static_cast<std::int64_t>(of.time_since_epoch().count()); };
        auto const distance = static_cast<std::uint64_t>(count(moment)) - static_cast<std::uint64_t>(count(before));
        detail::put_number(out, whole ? detail::zigzag(count(moment)) : distance);
    }

    static std::optional<instant> take_moment(detail::byte_reader& in, bool whole, instant before) {
        std::uint64_t const number = in.number();
        if (!in.ok()) { return std::nullopt; }
        std::int64_t const count = whole ? detail::unzigzag(number) : static_cast<std::int64_t>(number);
        if (whole) { return instant(std::chrono::milliseconds(count)); }
        if (number > farthest || before > instant::max() - std::chrono::milliseconds(count)) { return std::nullopt; }
        return before + std::chrono::milliseconds(count);
    }

    // When the last call charged no longer counts.
    [[nodiscard]] std::optional<instant> end_of_counting(Window const& cell) const {
        instant const last = cell.charged.back();
        switch (policy.window) {
        case window_kind::rolling:
            return policy.period > policy.period.zero() ? detail::end_of_period(last, policy.period) : last;
        case window_kind::fixed:
            if (auto const begin = detail::first_counted(cell.charged, policy, last); begin != cell.charged.end()) {
                return detail::end_of_period(*begin, policy.period);
            }
            return last;
        case window_kind::utc_day: break;
        }
        return detail::end_of_day(last);
    }
};

using window_codec = basic_window_codec<window>;

} // namespace firehose_sse::quota
