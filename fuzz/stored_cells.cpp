// Any bytes where a store expects its own: a cell, a snapshot, or the cells of a snapshot whose checksums hold. They
// are refused and nothing changes, or writing them again gives the same; whatever was read can be used further.
// Level: none (a fuzz target). Input: one byte chooses which, the others are the bytes.
// By hand: ./dev fuzz stored_cells 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/correction.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include "require.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

using namespace firehose_sse;
using namespace std::chrono_literals;

constexpr std::size_t largest_input = 2 * 1024;

// ---- a cell

/// Uses a window that somebody else may have written, at moments of all kinds.
template <class Window> void go_on(Window const& found) {
    for (auto const kind : {quota::window_kind::rolling, quota::window_kind::fixed, quota::window_kind::utc_day}) {
        quota::quota_policy rules{.limit = 3, .window = kind, .counts = quota::counting::attempted};
        for (instant const now : {instant::min(), instant{}, found.latest, instant::max()}) {
            for (auto const period : {std::chrono::milliseconds(24h), std::chrono::milliseconds::max(), 0ms}) {
                rules.period = period;
                rules.retry_memory = period;
                auto const got = quota::admit(found, rules, now, quota::call_token{1, 2});
                require(got.next.charged.size() <= std::max<std::size_t>(rules.limit, found.charged.size()),
                        "a window does not grow beyond the limit");
                require(got.next.latest >= now && got.next.latest >= found.latest, "time does not run backwards");
                require(!got.verdict.admitted || got.verdict.left != 0 || got.verdict.repeated,
                        "what is admitted had room");
                require(!got.verdict.retry_at || *got.verdict.retry_at >= found.latest, "nor is a past moment named");
                auto const learnt = quota::observe(found, rules, now);
                auto full = found;
                for (std::uint32_t i = 0; i < rules.limit; ++i) { full = quota::charge(std::move(full), rules, now); }
                if (period > 0ms || kind == quota::window_kind::utc_day) {
                    require(!quota::peek(full, rules, now).admitted, "as many calls as the limit use it up");
                    bool const whole = !std::is_same_v<Window, quota::compact_window<>> || quota::fits(rules);
                    require(!whole || !quota::peek(learnt, rules, now).admitted, "as does the service's word");
                }
                require(std::ranges::is_sorted(learnt.charged), "which leaves calls in order");
                auto const end = quota::basic_window_codec<Window>{rules}.ends_at(full);
                require(!end || period <= 0ms || *end > full.latest, "what counts has not ended");
            }
        }
    }
}

template <class Window> void check_cell(std::string_view bytes) {
    quota::basic_window_codec<Window> const codec{};
    auto const cell = codec.read(bytes);
    if (!cell) { return; }
    require(codec.write(*cell) == bytes, "there is one spelling only");
    require(std::ranges::is_sorted(cell->charged), "calls are in the order of time");
    require(cell->charged.empty() || cell->charged.back() <= cell->latest, "none is later than what was seen");
    for (auto const& each : cell->remembered) { require(each.charged <= cell->latest, "none of the remembered"); }
    go_on(*cell);
}

// ---- a snapshot

struct still_clock {
    instant operator()() const { return instant{}; }
};
template <class Keys> using store_of = quota::memory_store<quota::window, still_clock, Keys>;

template <class Keys> std::string written(store_of<Keys> const& store) {
    std::ostringstream out;
    auto const cells = store.write_snapshot(out, quota::window_codec{});
    require(cells && *cells == store.size(), "every cell is written");
    return out.str();
}

template <class Keys> void put(store_of<Keys>& store, std::string_view key) {
    auto const make = [](std::optional<quota::window> const&, instant) {
        return quota::next<quota::window, bool>::put({.charged = {instant{}}, .latest = instant{}}, true);
    };
    require(store.update(key, make).has_value(), "a store without a bound takes a cell");
}

template <class Keys> void check_snapshot(std::string const& bytes) {
    store_of<Keys> store{still_clock{}, 2};
    put(store, "mine");
    std::string const before = written(store);
    std::istringstream in(bytes + "behind");
    auto const cells = store.read_snapshot(in, quota::window_codec{});
    if (!cells) {
        require(cells.error().at <= bytes.size() + 6, "a fault lies inside the bytes");
        require(written(store) == before, "nothing changes when a snapshot is refused");
        return;
    }
    require(*cells == store.size(), "every cell was read");
    std::string rest{std::istreambuf_iterator<char>(in), {}};
    require(rest.ends_with("behind"), "no byte behind the snapshot is read");

    // The store's shards have their own order of cells, so that only the second copy is the same.
    std::string const again = written(store);
    store_of<Keys> other{still_clock{}, 2};
    std::istringstream second(again);
    require(other.read_snapshot(second, quota::window_codec{}) == quota::snapshot_result<std::uint64_t>(*cells),
            "what was read can be written and read");
    require(written(other) == again, "as the same");
    if constexpr (requires { store.keys(); }) {
        for (auto const& key : store.keys()) { require(store.read(key) == other.read(key), "cell by cell"); }
    }
}

/// The cells of a snapshot as they stand in its blocks, with a head and checksums that hold.
template <class Keys> std::string sealed(std::string_view cells, std::uint64_t count, std::size_t block) {
    std::ostringstream out;
    quota::detail::snapshot_writer writer(out, Keys::mark, Keys::seed_mark({}));
    for (std::size_t at = 0; at < cells.size(); at += block) { writer.block(cells.substr(at, block)); }
    writer.end(count);
    return out.str();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0 || size > largest_input) { return 0; }
    std::string_view const bytes(reinterpret_cast<char const*>(data + 1), size - 1);
    constexpr auto whole = std::numeric_limits<std::size_t>::max() / 2;
    std::uint64_t const count = data[0] / 8;
    switch (data[0] % 8) {
    case 0: check_cell<quota::window>(bytes); break;
    case 1: check_cell<quota::compact_window<>>(bytes); break;
    case 2: check_snapshot<quota::named_keys>(std::string(bytes)); break;
    case 3: check_snapshot<quota::hashed_keys>(std::string(bytes)); break;
    case 4: check_snapshot<quota::named_keys>(sealed<quota::named_keys>(bytes, count, 40)); break;
    case 5: check_snapshot<quota::hashed_keys>(sealed<quota::hashed_keys>(bytes, count, whole)); break;
    default: check_snapshot<quota::named_keys>(sealed<quota::named_keys>(bytes, count, whole)); break;
    }
    return 0;
}
