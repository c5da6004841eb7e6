// Cells and their keys in chunks: numbered places that never move and are used again.
// Level 2 (quota). Knows no hash and no order of keys.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace firehose_sse::quota::detail {

/// A key and its cell, or a free place. The cell is an optional so that an update function sees it without a copy.
template <class Key, class Cell> struct cell_slot {
    union {
        Key key;                 // alive exactly while there is a cell
        std::uint32_t next_free; // of a free place
    };
    std::optional<Cell> cell{};

    explicit cell_slot(std::uint32_t next) noexcept : next_free(next) {}
    cell_slot(cell_slot const&) = delete;
    cell_slot& operator=(cell_slot const&) = delete;
    ~cell_slot() { empty(none); }

    void fill(Key&& with, std::optional<Cell>&& its_cell) noexcept {
        std::construct_at(&key, std::move(with));
        cell = std::move(its_cell);
    }
    void empty(std::uint32_t next) noexcept {
        if (cell) {
            cell.reset();
            std::destroy_at(&key);
        }
        next_free = next;
    }

    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
};

/// Memory comes in chunks of at most 256 KiB: growing copies nothing, and the list of chunks stays in a cache. Unused
/// parts of a chunk are not touched. Chunks are freed only at the end: a store that was once full will be again.
template <class Key, class Cell> class cell_slab {
public:
    using slot = cell_slot<Key, Cell>;
    using number = std::uint32_t;

    cell_slab() = default;
    cell_slab(cell_slab const&) = delete;
    cell_slab& operator=(cell_slab const&) = delete;
    ~cell_slab() {
        for (number i = 0; i < made_; ++i) { std::destroy_at(&(*this)[i]); }
    }

    [[nodiscard]] slot& operator[](number i) noexcept { return *place(i); }
    [[nodiscard]] slot const& operator[](number i) const noexcept { return *place(i); }

    /// All numbers, in use or free, are below this one.
    [[nodiscard]] number made() const noexcept { return made_; }

    /// A place for one more cell, or nothing when there are no more numbers. The place stays free until fill(): until
    /// then the next call gives the same one.
    std::optional<number> room() {
        if (free_ != slot::none) { return free_; }
        if (made_ == slot::none) { return std::nullopt; }
        if (made_ / per_chunk == chunks_.size()) {
            chunks_.push_back(std::make_unique_for_overwrite<storage[]>(per_chunk));
        }
        ::new (chunks_[made_ / per_chunk][made_ % per_chunk].bytes) slot(slot::none);
        free_ = made_++;
        return free_;
    }
    /// `at` must be what room() gave, and `cell` must be present.
    void fill(number at, Key&& key, std::optional<Cell>&& cell) noexcept {
        free_ = (*this)[at].next_free;
        (*this)[at].fill(std::move(key), std::move(cell));
    }
    void empty(number at) noexcept {
        (*this)[at].empty(free_);
        free_ = at;
    }

private:
    struct storage {
        alignas(slot) std::byte bytes[sizeof(slot)];
    };
    static constexpr std::size_t per_chunk = std::bit_floor(std::max<std::size_t>(262'144 / sizeof(slot), 8));

    [[nodiscard]] slot* place(number i) const noexcept {
        return std::launder(reinterpret_cast<slot*>(chunks_[i / per_chunk][i % per_chunk].bytes));
    }

    std::vector<std::unique_ptr<storage[]>> chunks_;
    number made_ = 0;
    number free_ = slot::none; // the first of a list of free places
};

} // namespace firehose_sse::quota::detail
