// Where a Redis server is and who logs in, from one line of text.
// Level 6 (integration). Pure functions; knows no connection. Never prints a password.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <boost/assert/source_location.hpp>
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace firehose_sse::integration {

/// Where a server is and who logs in.
struct redis_address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    /// The path of a Unix socket; host and port are used only when it is empty.
    std::string socket{};
    /// Empty: the default user.
    std::string user{};
    /// Empty: nobody logs in.
    std::string password{};
    std::uint32_t database = 0;

    friend bool operator==(redis_address const&, redis_address const&) = default;
};

/// What is wrong with a URL.
enum class redis_url_error : unsigned char {
    scheme,      ///< neither redis:// nor unix://
    encrypted,   ///< rediss://
    host,        ///< none, or one with characters that no host name has
    port,        ///< not a number from 1 to 65535
    credentials, ///< a name without a password
    escape,      ///< a % without two hexadecimal digits behind it, or the byte 0
    path,        ///< of a Unix socket: relative, or longer than 107 bytes
    database,    ///< not a number
    remainder,   ///< a query or a fragment that means nothing here
};
BOOST_DESCRIBE_ENUM(redis_url_error, scheme, encrypted, host, port, credentials, escape, path, database, remainder)

/// Found by boost::system::result through argument-dependent look-up; only value() throws.
[[noreturn]] inline void throw_exception_from_error(redis_url_error, boost::source_location const& where) {
    boost::throw_exception(std::runtime_error("not the URL of a Redis server"), where);
}

/// A sentence for whoever wrote the URL; it repeats nothing of the URL.
[[nodiscard]] constexpr std::string_view to_text(redis_url_error error) noexcept {
    switch (error) {
    case redis_url_error::scheme: return "the URL begins neither with redis:// nor with unix://";
    case redis_url_error::encrypted: return "rediss:// is not supported: TLS needs a tunnel beside the program";
    case redis_url_error::host: return "the URL names no host, or one with characters that no host name has";
    case redis_url_error::port: return "the port is not a number from 1 to 65535";
    case redis_url_error::credentials: return "before the @ stands user:password or :password";
    case redis_url_error::escape: return "a % is not followed by two hexadecimal digits, or they make the byte 0";
    case redis_url_error::path: return "the socket's path does not begin with / or is longer than 107 bytes";
    case redis_url_error::database: return "the database is not a number";
    case redis_url_error::remainder: break;
    }
    return "the URL ends with something that has no meaning here";
}

namespace detail {

inline std::optional<std::string> unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char byte = text[i];
        if (byte == '%') {
            unsigned value = 0;
            std::string_view const digits = text.substr(i + 1, 2);
            auto const parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (digits.size() != 2 || parsed.ptr != digits.data() + 2) { return std::nullopt; }
            byte = static_cast<char>(static_cast<unsigned char>(value));
            i += 2;
        }
        if (byte == '\0') { return std::nullopt; }
        out += byte;
    }
    return out;
}

template <class Number> std::optional<Number> whole_number(std::string_view text) {
    Number value{};
    auto const parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) { return std::nullopt; }
    return value;
}

} // namespace detail

/// Reads `redis://[[user]:password@]host[:port][/database]` and `unix://[[user]:password@]/path[?db=database]`.
/// Bytes of user, password and path may be written as `%` and two hexadecimal digits; an IPv6 address stands in [].
[[nodiscard]] inline boost::system::result<redis_address, redis_url_error> read_redis_url(std::string_view url) {
    using enum redis_url_error;
    std::string_view const tcp = "redis://";
    std::string_view const local = "unix://";
    if (url.starts_with("rediss://")) { return encrypted; }
    bool const is_local = url.starts_with(local);
    if (!is_local && !url.starts_with(tcp)) { return scheme; }
    std::string_view rest = url.substr(is_local ? local.size() : tcp.size());

    redis_address read;
    // A password may hold any unescaped character but those that end the authority.
    std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    rest.remove_prefix(authority.size());
    if (auto const at = authority.rfind('@'); at != authority.npos) {
        std::string_view const login = authority.substr(0, at);
        authority.remove_prefix(at + 1);
        auto const colon = login.find(':');
        if (colon == login.npos || colon + 1 == login.size()) { return credentials; }
        auto user = detail::unescaped(login.substr(0, colon));
        auto password = detail::unescaped(login.substr(colon + 1));
        if (!user || !password) { return escape; }
        read.user = std::move(*user);
        read.password = std::move(*password);
    }

    if (rest.find('#') != rest.npos) { return remainder; }
    if (auto const mark = rest.find('?'); mark != rest.npos) {
        std::string_view const query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
        if (!is_local || !query.starts_with("db=")) { return remainder; }
        auto const number = detail::whole_number<std::uint32_t>(query.substr(3));
        if (!number) { return database; }
        read.database = *number;
    }

    if (is_local) {
        if (!authority.empty()) { return path; }
        auto name = detail::unescaped(rest);
        if (!name) { return escape; }
        if (name->size() < 2 || name->size() > 107) { return path; }
        read.socket = std::move(*name);
        return read;
    }

    bool const bracketed = authority.starts_with('[');
    auto const end = bracketed ? authority.find(']') : authority.find(':');
    std::string_view const name =
        bracketed ? authority.substr(1, end == authority.npos ? end : end - 1) : authority.substr(0, end);
    std::string_view const allowed = bracketed ? "0123456789abcdefABCDEF:.%" : "-._";
    auto const is_good = [&](char c) {
        bool const alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return allowed.find(c) != allowed.npos || (!bracketed && alphanumeric);
    };
    if (name.empty() || (bracketed && end == authority.npos) || !std::ranges::all_of(name, is_good)) { return host; }
    read.host = std::string(name);
    std::string_view behind = end == authority.npos ? std::string_view() : authority.substr(end + (bracketed ? 1 : 0));
    if (!behind.empty()) {
        auto const number =
            behind.starts_with(':') ? detail::whole_number<std::uint16_t>(behind.substr(1)) : std::nullopt;
        if (!number || *number == 0) { return port; }
        read.port = *number;
    }
    if (rest.size() > 1) {
        auto const number = detail::whole_number<std::uint32_t>(rest.substr(1));
        if (!number) { return database; }
        read.database = *number;
    }
    return read;
}

} // namespace firehose_sse::integration
