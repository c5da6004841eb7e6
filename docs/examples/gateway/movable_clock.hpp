// A clock that runs with the machine's and can be moved forward.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/shape/instant.hpp>
#include <atomic>
#include <chrono>

namespace gateway_example {

/// Safe to read and to move from any thread; never moves backwards.
class movable_clock {
public:
    [[nodiscard]] firehose_sse::instant now() const noexcept {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + advanced();
    }
    [[nodiscard]] std::chrono::milliseconds advanced() const noexcept {
        return std::chrono::milliseconds(advanced_ms_.load());
    }
    void advance(std::chrono::milliseconds by) noexcept { advanced_ms_ += by.count(); }

private:
    std::atomic<std::chrono::milliseconds::rep> advanced_ms_ = 0;
};

} // namespace gateway_example
