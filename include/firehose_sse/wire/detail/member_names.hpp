// The member names of open objects, to find the ones that come twice.
// Level 3 (wire). Names here are the sender's: nobody has checked them.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::wire::detail {

/// Offsets are held in 32 bits, so that a name costs little more memory than its text.
inline constexpr std::size_t largest_body = std::numeric_limits<std::uint32_t>::max() - 1;

/// A stack of names. A hash table would be faster, but a sender could choose names that share one hash; sorting never
/// takes more than n log n, whatever the names are.
class member_names {
public:
    explicit member_names(std::string_view source) noexcept : source_(source) {}

    struct mark {
        std::size_t entries;
        std::size_t unescaped;
    };
    struct found {
        std::size_t offset;
        std::string_view name;
    };

    [[nodiscard]] mark top() const noexcept { return {entries_.size(), unescaped_.size()}; }

    /// Adds a name that stands in the source as it is; `offset` is that of its first character.
    void push(std::size_t offset, std::size_t size) {
        entries_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(size), as_written});
    }

    /// Adds a name that the source spells with escapes.
    void push_unescaped(std::size_t offset, std::string_view name) {
        entries_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(name.size()),
                            static_cast<std::uint32_t>(unescaped_.size())});
        unescaped_ += name;
    }

    /// The name below a mark.
    [[nodiscard]] std::string_view below(mark at) const noexcept { return text(entries_[at.entries - 1]); }
    /// Offset of the name on top.
    [[nodiscard]] std::size_t last_offset() const noexcept { return entries_.back().offset; }

    /// The first name after `begin` that repeats another; leaves the names after `begin` in no useful order.
    [[nodiscard]] std::optional<found> repeated_since(mark begin) {
        auto const first = entries_.begin() + static_cast<std::ptrdiff_t>(begin.entries);
        if (entries_.end() - first < 2) { return std::nullopt; }
        std::sort(first, entries_.end(), [this](entry const& a, entry const& b) {
            if (a.size != b.size) { return a.size < b.size; }
            auto const order = text(a).compare(text(b));
            return order != 0 ? order < 0 : a.offset < b.offset;
        });
        entry const* repeated = nullptr;
        for (auto at = first + 1; at != entries_.end(); ++at) {
            if (at->size == (at - 1)->size && text(*at) == text(*(at - 1)) &&
                (repeated == nullptr || at->offset < repeated->offset)) {
                repeated = &*at;
            }
        }
        if (repeated == nullptr) { return std::nullopt; }
        return found{repeated->offset, text(*repeated)};
    }

    void cut(mark at) {
        entries_.resize(at.entries);
        unescaped_.resize(at.unescaped);
    }

private:
    struct entry {
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
        std::uint32_t unescaped = 0;
    };
    static constexpr std::uint32_t as_written = std::numeric_limits<std::uint32_t>::max();

    [[nodiscard]] std::string_view text(entry const& name) const noexcept {
        return name.unescaped == as_written ? source_.substr(name.offset, name.size)
                                            : std::string_view(unescaped_).substr(name.unescaped, name.size);
    }

    std::string_view source_;
    std::vector<entry> entries_;
    std::string unescaped_;
};

} // namespace firehose_sse::wire::detail
