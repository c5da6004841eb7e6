// One line a request on standard error: never a payload, never a key.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/response.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>

namespace gateway_example {

/// Writes `time operation stream outcome status microseconds`, `-` where there is none, then what else is to be said.
class request_log {
public:
    explicit request_log(bool on) noexcept : on_(on) {}

    void write(firehose_sse::gateway::response const& answer, std::chrono::steady_clock::duration took) const {
        if (!on_) { return; }
        auto const or_dash = [](std::string_view text) { return std::string(text.empty() ? "-" : text); };
        auto const us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
        std::string const line = utc_now() + ' ' + or_dash(answer.operation) + ' ' + or_dash(answer.stream) + ' ' +
                                 answer.outcome + ' ' + std::to_string(answer.status) + ' ' + std::to_string(us) +
                                 "us" + remarks(answer) + '\n';
        std::fwrite(line.data(), 1, line.size(), stderr); // one call a line, so that lines of threads do not mix
    }

private:
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

    bool on_;
};

} // namespace gateway_example
