// The quota as this library keeps it for millions of streams, and as it is often written at first.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/compact_window.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/window_codec.hpp"
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace firehose_sse::bench {

/// A clock that stands still until it is set; copies show the same time.
class moment_source {
public:
    void set(std::int64_t milliseconds) { *milliseconds_ = milliseconds; }
    instant operator()() const {
        return instant(std::chrono::milliseconds(milliseconds_->load(std::memory_order_relaxed)));
    }

private:
    std::shared_ptr<std::atomic<std::int64_t>> milliseconds_ = std::make_shared<std::atomic<std::int64_t>>(0);
};

/// "123456789012/eu-central-1/stream-0001234567": account, region and name, as a gateway's key has them.
class stream_name {
public:
    std::string_view operator()(std::size_t number) {
        for (std::size_t at = text_.size(); at-- > text_.size() - 10; number /= 10) {
            text_[at] = static_cast<char>('0' + number % 10);
        }
        return text_;
    }

private:
    std::string text_ = "123456789012/eu-central-1/stream-0000000000";
};

/// Marsaglia's xorshift.
class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed = 88172645463325252U) : state_(seed | 1U) {}

    std::size_t operator()(std::size_t below) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<std::size_t>(state_ % below);
    }

private:
    std::uint64_t state_;
};

/// A window of so many calls, an hour apart from 1970 on.
template <quota::any_window Window> Window window_of(int calls) {
    Window made;
    for (int call = 0; call < calls; ++call) {
        made =
            quota::charge(made, quota::quota_policy{.period = std::chrono::days(2)}, instant(std::chrono::hours(call)));
    }
    return made;
}

/// One step of a quota, as an update function.
template <quota::any_window Window> auto admit_once() {
    return [](std::optional<Window> const& cell, instant now) {
        auto result = quota::admit(cell ? *cell : Window{}, quota::quota_policy{}, now);
        return quota::next<Window, bool>::put(std::move(result.next), result.verdict.admitted);
    };
}

/// Ours: compact windows under hashed keys, forgotten when they have ended.
class our_quota {
public:
    using window = quota::compact_window<>;

    explicit our_quota(moment_source const& clock)
        : store_(clock, {.shards = 1'024,
                         .hash_seed = {0x0123456789abcdef, 0xfedcba9876543210},
                         .ends_at = [codec = quota::basic_window_codec<window>{}](window const& each) {
                             return codec.ends_at(each);
                         }}) {}

    bool admit(std::string_view stream) { return store_.update(stream, admit_once<window>()).value(); }

    /// Many at once; says how many were admitted.
    std::size_t admit_each(std::span<std::string_view const> streams) {
        std::size_t admitted = 0;
        store_.update_each(
            streams,
            [admit = admit_once<window>()](std::size_t, std::optional<window> const& cell, instant now) {
                return admit(cell, now);
            },
            [&](std::size_t, quota::stored<bool> const& answer) { admitted += answer.value() ? 1U : 0U; });
        return admitted;
    }

    /// A window as full as can be, the calls an hour apart from 1970 on.
    void fill(std::string_view stream) {
        static_cast<void>(store_.update(
            stream, [this](std::optional<window> const&, instant) { return quota::next<window, int>::put(full_, 0); }));
    }

private:
    window full_ = window_of<window>(25);
    quota::memory_store<window, moment_source, quota::hashed_keys> store_;
};

/// Adds a call to a queue of the last day's calls, if there is room.
inline bool admit_into(std::deque<instant>& calls, instant now) {
    while (!calls.empty() && calls.front() + std::chrono::hours(24) <= now) { calls.pop_front(); }
    if (calls.size() >= 25) { return false; }
    calls.push_back(now);
    return true;
}

/// Naive: one mutex, a map of queues. Never forgets a stream.
class one_mutex_quota {
public:
    explicit one_mutex_quota(moment_source clock) : clock_(std::move(clock)) {}

    bool admit(std::string_view stream) {
        std::scoped_lock const lock(mutex_);
        return admit_into(streams_[std::string(stream)], clock_());
    }

    void fill(std::string_view stream) {
        auto& calls = streams_[std::string(stream)];
        for (int call = 0; call < 25; ++call) { calls.push_back(instant(std::chrono::hours(call))); }
    }

private:
    moment_source clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, std::deque<instant>> streams_;
};

/// Naive, for several threads: a mutex for each stream, and one for the map, which readers of the map share.
class mutex_a_stream_quota {
public:
    explicit mutex_a_stream_quota(moment_source clock) : clock_(std::move(clock)) {}

    bool admit(std::string_view stream) {
        entry& mine = find(std::string(stream));
        std::scoped_lock const lock(mine.mutex);
        return admit_into(mine.calls, clock_());
    }

    void fill(std::string_view stream) {
        auto& calls = find(std::string(stream)).calls;
        for (int call = 0; call < 25; ++call) { calls.push_back(instant(std::chrono::hours(call))); }
    }

private:
    struct entry {
        std::mutex mutex;
        std::deque<instant> calls;
    };

    entry& find(std::string const& stream) {
        {
            std::shared_lock const lock(mutex_);
            if (auto const found = streams_.find(stream); found != streams_.end()) { return found->second; }
        }
        std::scoped_lock const lock(mutex_);
        return streams_[stream];
    }

    moment_source clock_;
    std::shared_mutex mutex_;
    std::unordered_map<std::string, entry> streams_;
};

} // namespace firehose_sse::bench
