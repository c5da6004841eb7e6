// A cell_store in this process: shards, each a map under a mutex.
// Level 2 (quota). Knows neither what a cell means nor the time: the clock is the caller's.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::quota {

/// Cells kept in memory, any number of threads at once; updates of keys in different shards do not wait for each other.
/// `Clock` is any callable that returns an instant; it is called from all threads at once. Within a shard, hence for
/// every key, the time handed out never runs backwards.
///
/// *Example:* `memory_store<window, instant (*)()> store(my_clock);`
template <class Cell, class Clock>
    requires std::is_invocable_r_v<instant, Clock&>
class memory_store {
    static_assert(std::is_nothrow_move_constructible_v<Cell> && std::is_nothrow_move_assignable_v<Cell>,
                  "a cell must move without throwing: a put that fails halfway would leave a broken cell");

public:
    explicit memory_store(Clock clock, std::size_t shards = 64)
        : clock_(std::move(clock)), shards_(std::max<std::size_t>(shards, 1)) {}

    /// Runs `f(cell, now)` once and applies what it decides; see the concept cell_store.
    /// `f` runs under a lock: it must not call the store.
    /// *Errors:* what `f` throws passes through, and the cell stays as it was.
    template <update_function<Cell> F> stored<update_answer<F, Cell>> update(std::string_view key, F&& f) {
        shard& home = shard_of(key);
        std::scoped_lock const lock(home.mutex);
        home.latest = std::max<instant>(home.latest, std::invoke(clock_));
        auto const found = home.cells.find(key);
        bool const present = found != home.cells.end();
        next<Cell, update_answer<F, Cell>> decided = std::invoke(f, present ? found->second : none, home.latest);
        switch (decided.change) {
        case cell_change::keep: break;
        case cell_change::put:
            if (present) {
                found->second = std::move(decided.cell);
            } else {
                home.cells.emplace(key, std::move(decided.cell));
                ++size_;
            }
            break;
        case cell_change::erase:
            if (present) {
                home.cells.erase(found);
                --size_;
            }
            break;
        }
        return std::move(decided.answer);
    }

    /// A copy of the key's cell.
    [[nodiscard]] std::optional<Cell> read(std::string_view key) const {
        shard const& home = shard_of(key);
        std::scoped_lock const lock(home.mutex);
        auto const found = home.cells.find(key);
        return found == home.cells.end() ? std::nullopt : found->second;
    }

    /// How many keys have a cell.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The keys that have a cell, in order of their bytes. Shards are read one after the other, so that updates never
    /// wait for all of it: of keys made or erased meanwhile, any may be seen or missed.
    [[nodiscard]] std::vector<std::string> keys() const {
        std::vector<std::string> result;
        result.reserve(size());
        for (shard const& each : shards_) {
            std::scoped_lock const lock(each.mutex);
            for (auto const& [key, cell] : each.cells) { result.push_back(key); }
        }
        std::ranges::sort(result);
        return result;
    }

private:
    // Cells are optionals, never empty, so that an update function sees one without a copy. An ordered map, because
    // keys are a stranger's to choose: no set of them makes it slow.
    struct shard {
        mutable std::mutex mutex;
        std::map<std::string, std::optional<Cell>, std::less<>> cells;
        instant latest = instant::min();
    };

    static inline std::optional<Cell> const none{};

    [[nodiscard]] std::size_t index_of(std::string_view key) const noexcept {
        return std::hash<std::string_view>{}(key) % shards_.size();
    }
    [[nodiscard]] shard& shard_of(std::string_view key) noexcept { return shards_[index_of(key)]; }
    [[nodiscard]] shard const& shard_of(std::string_view key) const noexcept { return shards_[index_of(key)]; }

    Clock clock_;
    std::vector<shard> shards_;
    std::atomic<std::size_t> size_ = 0;
};

} // namespace firehose_sse::quota
