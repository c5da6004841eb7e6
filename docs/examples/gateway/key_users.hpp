// How many streams each customer key encrypts, or is about to.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/operation/stream_record.hpp>
#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gateway_example {

/// Kept beside the streams' cells, so that a Start need not look at all of them. Whoever changes a cell reports the
/// keys that the stream had before and has after; the order of the reports does not matter. Safe to use from any number
/// of threads.
class key_users {
public:
    using arns = std::vector<std::string>;

    /// The customer keys that a stream counts for, each once: the one in effect, the one that an attempt under way is
    /// about to put in effect, and the one of an attempt that is queued. An attempt that failed counts no longer.
    [[nodiscard]] static arns of_stream(std::optional<firehose_sse::operation::stream_record> const& stream) {
        arns found;
        if (!stream) { return found; }
        auto const add = [&](firehose_sse::encryption::key const& key) {
            if (key.needs_grant() && std::ranges::find(found, key.arn) == found.end()) { found.push_back(key.arn); }
        };
        auto const& state = stream->encryption;
        if (state.effective) { add(state.effective->key); }
        if (wants_grant(state)) { add(*state.attempted); }
        if (state.queued && state.queued->key) { add(*state.queued->key); }
        return found;
    }

    void change(arns const& before, arns const& after) {
        if (before == after) { return; }
        std::scoped_lock const lock(mutex_);
        for (auto const& each : before) { add(each, -1); }
        for (auto const& each : after) { add(each, 1); }
    }

    [[nodiscard]] std::size_t count(std::string_view arn) const {
        std::scoped_lock const lock(mutex_);
        auto const found = streams_.find(arn);
        return found == streams_.end() || found->second < 0 ? 0 : static_cast<std::size_t>(found->second);
    }

private:
    // may be negative for a while, when a change is reported before the one that it takes back
    void add(std::string const& arn, std::ptrdiff_t streams) {
        auto const found = streams_.try_emplace(arn, 0).first;
        found->second += streams;
        if (found->second == 0) { streams_.erase(found); }
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::ptrdiff_t, std::less<>> streams_;
};

} // namespace gateway_example
