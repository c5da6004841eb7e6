// An endpoint over HTTP, as scripts run against it: one connection, kept alive.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/sequence.hpp>
#include "complaint.hpp"
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

/// Sends over one connection, and opens it again when it was closed. Once a kept connection was closed under a request,
/// each request gets a new one, since nobody can tell what became of such a request. If the endpoint has the example
/// gateway's control path, its clock is moved; else time passes for real, and keys and callers cannot be set.
class http_endpoint {
public:
    explicit http_endpoint(settings const& s) : settings_(s) {}

    /// Looks whether the endpoint is there and has the control path. *Errors:* false when the endpoint is not there.
    [[nodiscard]] bool open();
    [[nodiscard]] bool has_control() const noexcept { return has_control_; }

    [[nodiscard]] fz::exchange send(fz::request const& what);
    void wait(std::chrono::milliseconds time);
    [[nodiscard]] std::optional<fz::interval> set_key(fz::key_setting const& key);
    [[nodiscard]] bool set_caller(sse::encryption::caller_facts const& caller);

    /// What went wrong with the latest exchange, if anything did; calls of the control path are exchanges too.
    [[nodiscard]] std::optional<campaign::mishap> mishap() const noexcept { return mishap_; }
    /// True when its connection, kept from before, was closed before any byte came: perhaps it had been idle too long.
    [[nodiscard]] bool was_stale() const noexcept { return stale_; }
    /// True when a call of the control path was not carried out, so that nobody knows the time, the keys or the caller.
    [[nodiscard]] bool control_failed() const noexcept { return control_failed_; }
    /// True when the endpoint has gone: after several requests without an answer, one more gets none either.
    [[nodiscard]] bool is_gone();

private:
    [[nodiscard]] sse::instant now() const;
    /// One request and its answer; nothing when none came, see mishap().
    [[nodiscard]] std::optional<fz::answer> ask(fz::request const& what);
    [[nodiscard]] std::optional<fz::answer> control(std::string_view method, std::string_view path, std::string body);
    /// Moves the endpoint's clock; false when it was not moved.
    [[nodiscard]] bool advance(std::chrono::milliseconds time);
    [[nodiscard]] bool connect();
    /// Whether the kept connection is still open and has brought nothing that was not asked for.
    [[nodiscard]] bool is_quiet();
    /// Runs the operations that were started until they are done or time out.
    void run();

    settings const& settings_;
    boost::asio::io_context io_{1};
    std::optional<boost::beast::tcp_stream> stream_{};
    boost::beast::flat_buffer buffer_{};
    bool has_control_ = false;
    std::chrono::milliseconds advanced_{};
    bool keeps_connections_ = true;
    std::size_t silent_ = 0; // in a row
    std::optional<campaign::mishap> mishap_{};
    bool stale_ = false;
    bool control_failed_ = false;
};

} // namespace campaign
