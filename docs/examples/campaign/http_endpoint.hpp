// An endpoint over HTTP, as scripts run against it: one connection, kept alive.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/sequence.hpp>
#include "settings.hpp"
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace campaign {

/// Sends over one connection, opened again when it was closed. Where the endpoint has the example gateway's control
/// path its clock is moved; else time passes for real, and nothing is said of keys and callers.
class http_endpoint {
public:
    explicit http_endpoint(settings const& s) : settings_(s) {}

    /// Looks whether the endpoint is there, and whether it has the control path. *Errors:* false when it is not.
    [[nodiscard]] bool open();
    [[nodiscard]] bool has_control() const noexcept { return has_control_; }

    [[nodiscard]] fz::exchange send(fz::request const& what);
    void wait(std::chrono::milliseconds time);
    [[nodiscard]] std::optional<fz::interval> set_key(fz::key_setting const& key);
    [[nodiscard]] bool set_caller(sse::encryption::caller_facts const& caller);

    /// Requests sent so far that are the service's own.
    [[nodiscard]] std::size_t sent() const noexcept { return sent_; }
    /// Answers that did not come, in a row.
    [[nodiscard]] std::size_t silent() const noexcept { return silent_; }

private:
    [[nodiscard]] sse::instant now() const;
    /// One request and its answer; nothing when none came in time.
    [[nodiscard]] std::optional<fz::answer> ask(fz::request const& what);
    [[nodiscard]] std::optional<fz::answer> control(std::string_view method, std::string_view path, std::string body);
    [[nodiscard]] bool connect();
    /// Runs what was started until it is done or its time is over.
    void run();

    settings const& settings_;
    boost::asio::io_context io_{1};
    std::optional<boost::beast::tcp_stream> stream_{};
    boost::beast::flat_buffer buffer_{};
    bool has_control_ = false;
    std::chrono::milliseconds advanced_{};
    std::size_t sent_ = 0;
    std::size_t silent_ = 0;
};

} // namespace campaign
