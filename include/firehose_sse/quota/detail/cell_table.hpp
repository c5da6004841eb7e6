// The cells of one shard: found by key, and forgotten when they have ended.
// Level 2 (quota). Knows neither lock nor clock.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/cell_slab.hpp"
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace firehose_sse::quota::detail {

/// Prefetches all cache lines of an object at once; fetched one after the other they cost several times as much.
inline void prefetch([[maybe_unused]] void const* begin, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(__GNUC__)
    char const* const first = static_cast<char const*>(begin);
    for (std::size_t at = 0; at < bytes; at += 64) { __builtin_prefetch(first + at, 1); }
    __builtin_prefetch(first + bytes - 1, 1); // it may begin in the middle of a line
    asm volatile(""); // g++ 12 takes a function that only prefetches for one without effect, and drops its calls
#endif
}

/// The index holds numbers of slots, 4 bytes each; the keys that it compares are in the slab. `Keys` is named_keys or
/// hashed_keys.
template <class Cell, class Keys> class cell_table {
public:
    using slab = cell_slab<typename Keys::kept, Cell>;
    using slot = typename slab::slot;
    using sought = typename Keys::sought;

    explicit cell_table(hash_seed seed) : index_(0, key_hash{&slots_, seed}, key_same{&slots_}) {}
    cell_table(cell_table const&) = delete; // the index points at the slab
    cell_table& operator=(cell_table const&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return index_.size(); }

    /// The slot of the key, which never moves, or nullptr.
    [[nodiscard]] slot* find(sought const& key) noexcept {
        auto const found = index_.find(key);
        return found == index_.end() ? nullptr : &slots_[*found];
    }
    [[nodiscard]] slot const* find(sought const& key) const noexcept {
        auto const found = index_.find(key);
        return found == index_.end() ? nullptr : &slots_[*found];
    }

    /// Prefetches the slot that find() will most likely look at. It reads only the index and waits for no slot, so that
    /// the slots of many keys are fetched at the same time.
    void expect(sought const& key) const noexcept {
        auto const likely = index_.find(guess{key});
        if (likely != index_.end()) { prefetch(&slots_[*likely], sizeof(slot)); }
    }

    /// Adds a cell for a key that has none; false when no slot number is left. *Errors:* std::bad_alloc, and then
    /// nothing has changed.
    bool insert(sought const& key, std::optional<Cell>&& cell) {
        auto const at = slots_.room();
        if (!at) { return false; }
        slots_.fill(*at, Keys::keep(key), std::move(cell));
        try {
            index_.insert(*at);
        } catch (...) {
            slots_.empty(*at);
            throw;
        }
        return true;
    }

    /// True when the key had a cell.
    bool erase(sought const& key) noexcept {
        auto const found = index_.find(key);
        if (found == index_.end()) { return false; }
        auto const at = *found;
        index_.erase(found);
        slots_.empty(at);
        return true;
    }

    /// Looks at the next `looks` slots, going round and round, and forgets cells that have ended; returns how many.
    template <class EndsAt> std::size_t forget(EndsAt const& ends_at, instant now, std::size_t looks) {
        std::size_t const looked = looks;
        std::size_t gone = 0;
        for (; looks != 0 && slots_.made() != 0; --looks) {
            hand_ = hand_ + 1 < slots_.made() ? hand_ + 1 : 0;
            slot const& each = slots_[hand_];
            if (!each.cell) { continue; }
            std::optional<instant> const end = ends_at(*each.cell);
            if (!end || *end > now) { continue; }
            index_.erase(hand_);
            slots_.empty(hand_);
            ++gone;
        }
        if (hand_ + 1 < slots_.made()) { prefetch(&slots_[hand_ + 1], looked * sizeof(slot)); } // for the next time
        return gone;
    }

    /// Calls `f(key, cell)` for each cell, in no particular order.
    template <class F> void for_each(F&& f) const {
        for (std::uint32_t i = 0; i < slots_.made(); ++i) {
            if (slots_[i].cell) { f(slots_[i].key, *slots_[i].cell); }
        }
    }

private:
    // Takes the first slot whose few hash bits in the index are the same, without comparing keys: nearly always right.
    struct guess {
        sought const& key;
    };
    struct key_hash {
        using is_transparent = void;
        using is_avalanching = void; // the index takes the bits as they are
        slab const* kept;
        hash_seed seed;
        std::size_t operator()(std::uint32_t at) const noexcept {
            return static_cast<std::size_t>(Keys::hash(seed, (*kept)[at].key));
        }
        std::size_t operator()(sought const& key) const noexcept { return static_cast<std::size_t>(key.hash); }
        std::size_t operator()(guess const& each) const noexcept { return (*this)(each.key); }
    };
    struct key_same {
        using is_transparent = void;
        slab const* kept;
        bool operator()(std::uint32_t a, std::uint32_t b) const noexcept { return a == b; }
        bool operator()(sought const& key, std::uint32_t at) const noexcept {
            slot const& candidate = (*kept)[at];
            prefetch(&candidate, sizeof(slot)); // nearly always the right one
            return Keys::same(candidate.key, key);
        }
        bool operator()(std::uint32_t at, sought const& key) const noexcept { return (*this)(key, at); }
        bool operator()(guess const&, std::uint32_t) const noexcept { return true; }
    };

    slab slots_;
    boost::unordered_flat_set<std::uint32_t, key_hash, key_same> index_;
    std::uint32_t hand_ = 0;
};

} // namespace firehose_sse::quota::detail
