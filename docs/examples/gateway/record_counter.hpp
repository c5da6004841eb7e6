// How many records and bytes each stream has taken; the records themselves are dropped.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace gateway_example {

/// Kept beside the streams' cells, so that a Put need not write a cell. Safe to use from any number of threads.
class record_counter {
public:
    struct totals {
        std::uint64_t records = 0;
        std::uint64_t bytes = 0;
    };

    void add(std::string_view stream, totals more) {
        std::scoped_lock const lock(mutex_);
        auto found = by_stream_.find(stream);
        if (found == by_stream_.end()) { found = by_stream_.emplace(stream, totals{}).first; }
        found->second.records += more.records;
        found->second.bytes += more.bytes;
    }

    /// The stream has gone; a new one of its name begins at zero.
    void forget(std::string_view stream) {
        std::scoped_lock const lock(mutex_);
        auto const found = by_stream_.find(stream);
        if (found != by_stream_.end()) { by_stream_.erase(found); }
    }

    [[nodiscard]] totals of(std::string_view stream) const {
        std::scoped_lock const lock(mutex_);
        auto const found = by_stream_.find(stream);
        return found == by_stream_.end() ? totals{} : found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, totals, std::less<>> by_stream_;
};

} // namespace gateway_example
