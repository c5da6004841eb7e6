// Commands to a Redis server and its replies, as values; what a connection to one must offer.
// Level 6 (integration). Knows neither sockets nor a client library.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/cell_store.hpp"
#include <boost/assert/source_location.hpp>
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>
#include <concepts>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::integration {

/// A command's name and its arguments; any bytes.
using redis_command = std::vector<std::string>;

/// The kind of a reply, in version 2 of the protocol.
enum class reply_kind : unsigned char { status, error, integer, bulk, nil, array };
BOOST_DESCRIBE_ENUM(reply_kind, status, error, integer, bulk, nil, array)

/// A reply. Only the member that belongs to its kind has a meaning.
struct redis_reply {
    reply_kind kind = reply_kind::nil;
    std::string text{}; ///< of a status, an error or a bulk
    std::int64_t integer = 0;
    std::vector<redis_reply> elements{}; ///< of an array

    friend bool operator==(redis_reply const&, redis_reply const&) = default;
};

/// Appends the command as it goes over the wire.
inline void append_command(std::string& out, redis_command const& command) {
    out.append(1, '*').append(std::to_string(command.size())).append("\r\n");
    for (std::string const& each : command) {
        out.append(1, '$').append(std::to_string(each.size())).append("\r\n").append(each).append("\r\n");
    }
}

/// What an error reply means for a store. *Example:* `error_of("OOM command not allowed …") == store_error::full`
[[nodiscard]] constexpr quota::store_error error_of(std::string_view text) noexcept {
    using quota::store_error;
    // A transaction that was given up tells its cause after the word EXECABORT.
    if (std::string_view const because = "because of: "; text.starts_with("EXECABORT ")) {
        auto const at = text.find(because);
        if (at != text.npos) { text.remove_prefix(at + because.size()); }
    }
    auto const is = [word = text.substr(0, text.find(' '))](auto... any) { return ((word == any) || ...); };
    if (is("WRONGTYPE")) { return store_error::wrong_type; }
    if (is("OOM")) { return store_error::full; }
    if (is("READONLY", "MISCONF", "NOREPLICAS")) { return store_error::read_only; }
    if (is("LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY")) { return store_error::unavailable; }
    if (text.starts_with("ERR max number of clients reached")) { return store_error::unavailable; }
    return store_error::refused;
}

/// Why an exchange gave no replies. The connection is closed then.
struct exchange_failure {
    /// unavailable; too_slow when the deadline passed; refused when the bytes were no reply, or the login was refused.
    quota::store_error cause = quota::store_error::unavailable;
    /// False only when no byte of the commands can have reached the server.
    bool may_have_arrived = false;

    friend constexpr bool operator==(exchange_failure const&, exchange_failure const&) = default;
};

/// Found by boost::system::result through argument-dependent look-up; only value() throws.
[[noreturn]] inline void throw_exception_from_error(exchange_failure const&, boost::source_location const& where) {
    boost::throw_exception(std::runtime_error("the exchange with the server gave no replies"), where);
}

/// As many replies as there were commands, in their order, or why there are none.
using exchanged = boost::system::result<std::vector<redis_reply>, exchange_failure>;

/// Which connection an exchange may use. `any`: also a new one. `same`: only the very one of the exchange before, where
/// the server remembers what was said; if that one is gone, nothing is sent.
enum class continuity : unsigned char { any, same };

/// A connection to a Redis server, with one verb: `connection.exchange(commands, use)` sends all commands at once and
/// gives their replies. One deadline holds for the whole exchange. An error reply is a reply, not a failure. Whatever
/// happens, even an exception, replies of one exchange never appear in another.
/// `disconnect()` gives the connection up; the next exchange with continuity::any makes a new one.
template <class Connection>
concept redis_connection = requires(Connection& connection, std::span<redis_command const> commands, continuity use) {
    { connection.exchange(commands, use) } -> std::same_as<exchanged>;
    { connection.disconnect() }
    noexcept;
};

} // namespace firehose_sse::integration
