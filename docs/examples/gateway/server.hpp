// HTTP on loopback: what a connection may cost, and the server that accepts them.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/respond.hpp>
#include "log.hpp"
#include "memory_service.hpp"
#include "metrics.hpp"
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gateway_example {

namespace asio = boost::asio;
namespace gw = firehose_sse::gateway;

/// What one connection may cost.
struct server_limits {
    std::size_t max_connections = 512;
    /// The time limit for each of these: a head, a body, an answer, and the pause between requests.
    std::chrono::milliseconds idle_timeout{30'000};
    std::uint32_t max_head_bytes = 16 * 1024;
    /// The largest body of a refused request that is still read, so that the connection can go on.
    std::size_t max_refused_body = 64 * 1024;
    /// Room for bytes that were read and not yet parsed: a head, a chunk's extensions, or the fields behind the last
    /// chunk. None of them can be larger; a field of 64 KiB would also be too large for the parser.
    static constexpr std::size_t max_unread = 64 * 1024;
};

/// What all connections share.
struct shared {
    memory_service& service;
    request_log& log;
    metrics& counted;
    gw::options rules;
    server_limits limits;
    /// The seed of the calls' tokens.
    sse::quota::hash_seed seed{};
    std::uint16_t port = 0;
    std::atomic<std::size_t> connections = 0;
};

/// Accepts connections on loopback, for as long as `io` runs.
class server {
public:
    /// *Errors:* std::runtime_error when the port cannot be had.
    server(asio::io_context& io, std::uint16_t port, shared& all);

private:
    void accept();

    asio::io_context& io_;
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer retry_{io_};
    shared& all_;
};

} // namespace gateway_example
