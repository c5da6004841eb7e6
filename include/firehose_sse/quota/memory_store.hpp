// A cell_store in this process: shards, each a table under a mutex.
// Level 2 (quota). Knows neither what a cell means nor the time: the clock is the caller's.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/cell_codec.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/detail/byte_text.hpp"
#include "firehose_sse/quota/detail/cell_table.hpp"
#include "firehose_sse/quota/detail/snapshot.hpp"
#include "firehose_sse/quota/detail/store_keys.hpp"
#include "firehose_sse/quota/hash_seed.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace firehose_sse::quota {

/// How a memory_store is made. For millions of cells take a thousand shards: when a shard's index grows it is copied,
/// and only updates of that shard wait.
template <class Cell> struct memory_store_options {
    /// Rounded up to a power of two.
    std::size_t shards = 64;
    /// Must be random and secret where strangers choose keys, see make_seed: then no set of keys makes the store
    /// slow.
    quota::hash_seed hash_seed{};
    /// A new cell beyond this number is refused with store_error::full. Choose many times `shards`: cells that have
    /// ended are looked for only in the new cell's shard.
    std::size_t max_cells = std::numeric_limits<std::size_t>::max();
    /// A codec's: when a cell may be forgotten. Empty: never. An update that makes a cell looks at two slots of its
    /// shard, every sixteenth update of a shard at eight; one that would find the store full looks at 32 more.
    std::function<std::optional<instant>(Cell const&)> ends_at{};
};

/// Cells kept in memory, for any number of threads at once; updates of keys in different shards do not wait for each
/// other. `Clock` is any callable that returns an instant; all threads may call it at once. Within a shard, hence for
/// every key, the time handed out never runs backwards. `Keys` is named_keys or, for the least memory, hashed_keys.
///
/// *Example:* `memory_store<window, instant (*)()> store(my_clock, {.max_cells = 1'000'000});`
template <class Cell, class Clock, class Keys = named_keys>
    requires std::is_invocable_r_v<instant, Clock&>
class memory_store {
    static_assert(std::is_nothrow_move_constructible_v<Cell> && std::is_nothrow_move_assignable_v<Cell>,
                  "a cell must move without throwing: a put that fails halfway would leave a broken cell");

public:
    explicit memory_store(Clock clock, memory_store_options<Cell> options = {})
        : clock_(std::move(clock)),
          options_(std::move(options)),
          shards_(std::bit_ceil(std::clamp<std::size_t>(options_.shards, 1, 65'536))) {
        for (shard& each : shards_) { each.cells = std::make_unique<table>(options_.hash_seed); }
    }
    /// A template, so that `{}` means default options and not zero shards.
    template <std::integral Count>
    memory_store(Clock clock, Count shards)
        : memory_store(std::move(clock), memory_store_options<Cell>{.shards = static_cast<std::size_t>(shards)}) {}

    /// Runs `f(cell, now)` once and applies what it decides; see the concept cell_store.
    /// `f` runs under a lock: it must not call the store.
    /// *Errors:* store_error::full. What `f` throws passes through, and the cell stays as it was.
    template <update_function<Cell> F> stored<update_answer<F, Cell>> update(std::string_view key, F&& f) {
        sought const wanted = Keys::seek(options_.hash_seed, key);
        shard& home = shards_[index_of(wanted)];
        std::scoped_lock const lock(home.mutex);
        home.latest = std::max<instant>(home.latest, std::invoke(clock_));
        return step(home, wanted, f);
    }

    /// update() for many keys: runs `f(i, cell, now)`, then `done(i, answer)`, for the key at index `i`; calls of one
    /// key in their order, others in any order. Among millions of cells this is some three times as fast as one call
    /// after the other, since memory is fetched for several keys at once (docs/reference/performance.md). `f` and
    /// `done` run under the locks of up to `side_by_side` shards: have many more shards than that.
    /// *Errors:* those of update(), for each key. What `f` or `done` throws passes through; the rest is not done.
    ///
    /// *Example:* `store.update_each(keys, [&](auto i, auto& cell, auto now) { … }, [&](auto i, auto got) { … });`
    template <class F, class Done> void update_each(std::span<std::string_view const> keys, F&& f, Done&& done) {
        for (std::size_t from = 0; from < keys.size(); from += side_by_side) {
            update_some(keys.subspan(from, std::min(side_by_side, keys.size() - from)), from, f, done);
        }
    }
    static constexpr std::size_t side_by_side = 16;

    /// A copy of the key's cell.
    [[nodiscard]] std::optional<Cell> read(std::string_view key) const {
        sought const wanted = Keys::seek(options_.hash_seed, key);
        shard const& home = shards_[index_of(wanted)];
        std::scoped_lock const lock(home.mutex);
        auto const* const found = std::as_const(*home.cells).find(wanted);
        return found ? found->cell : std::nullopt;
    }

    /// How many keys have a cell, including cells that have ended but are not yet forgotten.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// The keys that have a cell, in order of their bytes. Shards are read one after the other, so that no update waits
    /// for all of it; a key that is made or erased meanwhile may be seen or missed.
    [[nodiscard]] std::vector<std::string> keys() const requires std::same_as<typename Keys::kept, std::string> {
        std::vector<std::string> result;
        result.reserve(size());
        for (shard const& each : shards_) {
            std::scoped_lock const lock(each.mutex);
            each.cells->for_each([&](std::string const& key, Cell const&) { result.push_back(key); });
        }
        std::ranges::sort(result);
        return result;
    }

    /// Writes all cells, for read_snapshot(), and returns how many. Each shard is locked while its cells are copied as
    /// bytes, but not while these are written, so that updates of other shards go on. All bytes of a key are from one
    /// moment, but different keys may be from different moments. Only lengths and checksums guard the bytes: keep them
    /// as safe as the keys. The format is in detail/snapshot.hpp.
    /// *Errors:* snapshot_error::stream_failed; oversized for a key or a cell of more than 16 MiB.
    template <cell_codec<Cell> Codec>
    snapshot_result<std::uint64_t> write_snapshot(std::ostream& out, Codec const& codec) const {
        detail::snapshot_writer writer(out, Keys::mark, Keys::seed_mark(options_.hash_seed));
        std::uint64_t cells = 0;
        for (shard const& each : shards_) {
            std::vector<std::string> blocks(1);
            bool fits = true;
            {
                std::scoped_lock const lock(each.mutex);
                each.cells->for_each([&](typename Keys::kept const& key, Cell const& cell) {
                    if (blocks.back().size() >= detail::snapshot_block) { blocks.emplace_back(); }
                    fits =
                        put_text(blocks.back(), Keys::write(key)) && put_text(blocks.back(), codec.write(cell)) && fits;
                    ++cells;
                });
            }
            if (!fits) { return snapshot_fault{snapshot_error::oversized, writer.at()}; }
            for (std::string const& bytes : blocks) {
                if (!bytes.empty()) { writer.block(bytes); }
            }
        }
        writer.end(cells);
        if (!writer.ok()) { return snapshot_fault{snapshot_error::stream_failed, writer.at()}; }
        return cells;
    }

    /// Replaces all cells by those of a snapshot and returns how many there are; the numbers of shards may differ.
    /// Under hashed_keys both stores need the same hash_seed: keep it with the snapshot, as a secret.
    /// *Errors:* a snapshot_fault, and what the stream or the codec throws: then nothing has changed.
    template <cell_codec<Cell> Codec>
    snapshot_result<std::uint64_t> read_snapshot(std::istream& in, Codec const& codec) {
        std::vector<std::unique_ptr<table>> tables(shards_.size());
        for (auto& each : tables) { each = std::make_unique<table>(options_.hash_seed); }
        detail::snapshot_reader reader(in);
        if (auto const head = reader.head(Keys::mark, Keys::seed_mark(options_.hash_seed)); !head) {
            return head.error();
        }
        std::size_t cells = 0;
        for (;;) {
            auto const block = reader.block();
            if (!block) { return block.error(); }
            if (block->empty()) { break; }
            if (auto const fault = take_cells(tables, cells, *block, codec)) {
                return reader.fault_in_block(fault->what, static_cast<std::size_t>(fault->at));
            }
        }
        if (reader.cells() != cells) { return reader.fault(snapshot_error::corrupt); }
        for (std::size_t i = 0; i < shards_.size(); ++i) {
            std::scoped_lock const lock(shards_[i].mutex);
            size_ += tables[i]->size() - shards_[i].cells->size();
            shards_[i].cells.swap(tables[i]); // the old one is destroyed when no lock is held
        }
        return std::uint64_t{cells};
    }

private:
    using table = detail::cell_table<Cell, Keys>;
    using sought = typename Keys::sought;

    struct shard {
        mutable std::mutex mutex;
        std::unique_ptr<table> cells;
        instant latest = instant::min();
        std::uint32_t updates = 0;
    };

    static inline std::optional<Cell> const none{};

    // Uses bits that the index looks at neither first nor last.
    [[nodiscard]] std::size_t index_of(sought const& key) const noexcept {
        return static_cast<std::size_t>(key.hash >> 16) & (shards_.size() - 1);
    }

    void forget(shard& home, std::size_t looks) {
        if (!options_.ends_at) { return; }
        size_ -= home.cells->forget(options_.ends_at, home.latest, looks);
    }

    // An update under the shard's lock.
    template <class F> stored<update_answer<F, Cell>> step(shard& home, sought const& wanted, F& f) {
        if (++home.updates % 16 == 0) { forget(home, 8); } // neighbours: one cache miss serves several
        auto* const found = home.cells->find(wanted);
        next<Cell, update_answer<F, Cell>> decided = std::invoke(f, found ? found->cell : none, home.latest);
        switch (decided.change) {
        case cell_change::keep: break;
        case cell_change::put:
            if (found) {
                found->cell = std::move(decided.cell);
            } else if (!insert(home, wanted, std::move(decided.cell))) {
                return store_error::full;
            }
            break;
        case cell_change::erase:
            if (found && home.cells->erase(wanted)) { --size_; }
            break;
        }
        return std::move(decided.answer);
    }

    // Calls in the order of their shards, those of one shard in the order they came.
    struct side_by_side_calls {
        std::array<sought, side_by_side> keys;
        std::array<std::uint32_t, side_by_side> order; // shard * side_by_side + place
        std::size_t count;

        [[nodiscard]] std::span<std::uint32_t const> ordered() const { return {order.data(), count}; }
        [[nodiscard]] static std::size_t place(std::uint32_t each) { return each % side_by_side; }
        [[nodiscard]] static std::size_t home(std::uint32_t each) { return each / side_by_side; }
    };

    // The locks of several shards, taken in rising order. Everyone who locks several takes them in this order, so that
    // no two threads wait for each other.
    class locks {
    public:
        locks(std::vector<shard>& shards, side_by_side_calls const& calls) : shards_(shards), calls_(calls) {
            each_shard([](shard& each) { each.mutex.lock(); });
        }
        locks(locks const&) = delete;
        locks& operator=(locks const&) = delete;
        ~locks() {
            each_shard([](shard& each) { each.mutex.unlock(); });
        }

    private:
        template <class F> void each_shard(F f) {
            std::size_t last = shards_.size();
            for (std::uint32_t const each : calls_.ordered()) {
                if (calls_.home(each) != last) { f(shards_[last = calls_.home(each)]); }
            }
        }

        std::vector<shard>& shards_;
        side_by_side_calls const& calls_;
    };

    // First prefetches all cells, then uses each: meanwhile the others are fetched.
    template <class F, class Done>
    void update_some(std::span<std::string_view const> keys, std::size_t from, F& f, Done& done) {
        side_by_side_calls calls;
        calls.count = keys.size();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            calls.keys[i] = Keys::seek(options_.hash_seed, keys[i]);
            calls.order[i] = static_cast<std::uint32_t>(index_of(calls.keys[i]) * side_by_side + i);
        }
        std::sort(calls.order.begin(), calls.order.begin() + static_cast<std::ptrdiff_t>(calls.count));
        locks const held(shards_, calls);
        instant const now = std::invoke(clock_);
        auto const cells = [&](std::uint32_t each) -> table& { return *shards_[calls.home(each)].cells; };
        for (std::uint32_t const each : calls.ordered()) { cells(each).expect(calls.keys[calls.place(each)]); }
        for (std::uint32_t const each : calls.ordered()) {
            shard& home = shards_[calls.home(each)];
            std::size_t const place = calls.place(each);
            home.latest = std::max(home.latest, now);
            auto const mine = [&](std::optional<Cell> const& cell, instant moment) {
                return std::invoke(f, from + place, cell, moment);
            };
            std::invoke(done, from + place, step(home, calls.keys[place], mine));
        }
    }

    // Counts before inserting, so that all shards together never hold too many cells.
    bool reserve() noexcept {
        std::size_t now = size_;
        while (now < options_.max_cells) {
            if (size_.compare_exchange_weak(now, now + 1)) { return true; }
        }
        return false;
    }

    bool insert(shard& home, sought const& key, std::optional<Cell>&& cell) {
        forget(home, 2); // for each new cell two are looked at: so the hand keeps up
        if (!reserve()) {
            forget(home, 32);
            if (!reserve()) { return false; }
        }
        bool made = false;
        try {
            made = home.cells->insert(key, std::move(cell));
        } catch (...) {
            --size_;
            throw;
        }
        if (!made) { --size_; }
        return made;
    }

    static bool put_text(std::string& out, std::string_view bytes) {
        if (bytes.size() > detail::snapshot_longest) { return false; }
        detail::put_number(out, bytes.size());
        out += bytes;
        return true;
    }

    // Reads a block's cells into `tables`; returns the first fault, with its byte in the block.
    template <class Codec>
    std::optional<snapshot_fault> take_cells(std::vector<std::unique_ptr<table>>& tables, std::size_t& cells,
                                             std::string_view block, Codec const& codec) const {
        detail::byte_reader in(block);
        while (in.left() != 0) {
            std::uint64_t const at = block.size() - in.left();
            std::string_view const key_bytes = in.text(in.number());
            std::string_view const cell_bytes = in.text(in.number());
            auto const key = Keys::read(options_.hash_seed, key_bytes);
            if (!in.ok() || !key) { return snapshot_fault{snapshot_error::corrupt, at}; }
            table& home = *tables[index_of(*key)];
            if (home.find(*key)) { return snapshot_fault{snapshot_error::corrupt, at}; }
            std::optional<Cell> cell = codec.read(cell_bytes);
            if (!cell) { return snapshot_fault{snapshot_error::bad_cell, at}; }
            if (cells >= options_.max_cells || !home.insert(*key, std::move(cell))) {
                return snapshot_fault{snapshot_error::oversized, at};
            }
            ++cells;
        }
        return std::nullopt;
    }

    Clock clock_;
    memory_store_options<Cell> options_;
    std::vector<shard> shards_;
    std::atomic<std::size_t> size_ = 0;
};

} // namespace firehose_sse::quota
