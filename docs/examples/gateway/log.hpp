// One line a request on standard error: never a payload, never a key.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/response.hpp>
#include <array>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <mutex>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/uio.h>
#include <unistd.h>

namespace gateway_example {

/// Writes `time operation stream outcome status microseconds`, `-` for what is missing, then any remarks. A full pipe
/// that nobody reads is waited for once, a second at most; then lines are dropped, and their number is written when
/// there is room again. Safe to use from any number of threads.
class request_log {
public:
    explicit request_log(bool on) noexcept : on_(on) {}

    void write(firehose_sse::gateway::response const& answer, std::chrono::steady_clock::duration took) {
        if (!on_) { return; }
        auto const or_dash = [](std::string_view text) { return std::string(text.empty() ? "-" : text); };
        auto const us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        std::string const line = utc_now() + ' ' + or_dash(answer.operation) + ' ' + or_dash(answer.stream) + ' ' +
                                 answer.outcome + ' ' + std::to_string(answer.status) + ' ' + std::to_string(us) +
                                 "us" + remarks(answer) + '\n';
        put(line);
    }

    /// Tells that a connection was given up, and why, even if requests are not logged. Allocates no memory.
    void dropped(std::string_view why) { put("a connection was dropped: ", why, "\n"); }

private:
    void put(std::string_view line, std::string_view more = {}, std::string_view end = {}) {
        std::scoped_lock const lock(mutex_);
        pollfd out{STDERR_FILENO, POLLOUT, 0};
        // a pipe with room has room for a line; a reader that was too slow once is not waited for again
        if (::poll(&out, 1, lost_ == 0 ? patience_ms : 0) != 1) {
            ++lost_;
            return;
        }
        std::string const lost = lost_ == 0 ? std::string() : std::to_string(lost_);
        std::string_view const what = lost_ == 0 ? std::string_view() : " lines were not read in time\n";
        lost_ = 0;
        std::array parts{part(lost), part(what), part(line), part(more), part(end)};
        // one call, so that no other program's output comes between; if it fails, nobody can be told
        static_cast<void>(!::writev(STDERR_FILENO, parts.data(), static_cast<int>(parts.size())));
    }

    [[nodiscard]] static iovec part(std::string_view text) { return {const_cast<char*>(text.data()), text.size()}; }

    [[nodiscard]] static std::string remarks(firehose_sse::gateway::response const& answer) {
        std::string text;
        if (!answer.fault.empty()) { text += ' ' + answer.fault; }
        if (answer.unknown_members != 0) { text += " unknown members: " + std::to_string(answer.unknown_members); }
        return text;
    }

    [[nodiscard]] static std::string utc_now() {
        auto const now = std::chrono::system_clock::now();
        auto const seconds = std::chrono::system_clock::to_time_t(now);
        auto const ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
        std::tm parts{};
        gmtime_r(&seconds, &parts);
        char text[40];
        auto const size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
        auto const fraction = std::to_string(1000 + ms).substr(1);
        return std::string(text, size) + '.' + fraction + 'Z';
    }

    static constexpr int patience_ms = 1000;

    bool on_;
    std::mutex mutex_;
    std::uint64_t lost_ = 0;
};

} // namespace gateway_example
