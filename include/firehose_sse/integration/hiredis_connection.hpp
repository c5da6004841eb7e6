// A connection to a Redis server over hiredis, 0.14 or newer; TCP or a Unix socket.
// Level 6 (integration). Needs hiredis, and with CMake the target firehose_sse::redis. Knows nothing of stores.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/detail/bounded_wait.hpp"
#include "firehose_sse/integration/redis_protocol.hpp"
#include "firehose_sse/integration/redis_url.hpp"
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <hiredis/hiredis.h>
#include <memory>
#include <optional>
#include <poll.h>
#include <span>
#include <string>
#include <sys/socket.h>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace firehose_sse::integration {

/// Where the server is, and how long to wait for it.
struct hiredis_options {
    redis_address address{};
    /// For each exchange as a whole, including making a connection, however slowly bytes arrive.
    std::chrono::milliseconds deadline{500};
    /// For making a connection; at most what is left until the deadline. The look-up of a host's name is the system's
    /// and has a limit of its own; an address in numbers needs no look-up.
    std::chrono::milliseconds connect_timeout{500};
    /// An answer to one exchange with more bytes than this is refused.
    std::size_t max_reply_bytes = std::size_t{16} << 20;
};

namespace detail {

using redis_clock = std::chrono::steady_clock;

inline redis_clock::time_point after(std::chrono::milliseconds wait) { return redis_clock::now() + bounded_wait(wait); }

// True when the descriptor is ready or broken (the next read or write will tell); false when `until` has passed.
inline bool wait_for(int descriptor, short events, redis_clock::time_point until) {
    for (;;) {
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - redis_clock::now()).count();
        if (left <= 0) { return false; }
        pollfd waiting{.fd = descriptor, .events = events, .revents = 0};
        int const ready = ::poll(&waiting, 1, static_cast<int>(std::min<decltype(left)>(left, INT_MAX)));
        if (ready > 0 || (ready < 0 && errno != EINTR)) { return true; }
    }
}

// Makes hiredis build our replies directly, with no more elements than an honest server would send.
struct reply_builder {
    std::size_t elements_left = 0;

    // hiredis is C: no exception may pass through it. Null stands for "no memory", and ends the reading.
    template <class Fill> static void* build(redisReadTask const* task, Fill fill) noexcept {
        try {
            if (task->parent == nullptr) {
                auto root = std::make_unique<redis_reply>();
                fill(*root);
                return root.release();
            }
            auto& elements = static_cast<redis_reply*>(task->parent->obj)->elements;
            redis_reply& part = elements[static_cast<std::size_t>(task->idx)];
            fill(part);
            return &part;
        } catch (...) { return nullptr; }
    }
    static void* string(redisReadTask const* task, char* text, std::size_t size) {
        return build(task, [&](redis_reply& reply) {
            reply.kind = task->type == REDIS_REPLY_STATUS  ? reply_kind::status
                         : task->type == REDIS_REPLY_ERROR ? reply_kind::error
                                                           : reply_kind::bulk;
            reply.text.assign(text, size);
        });
    }
    static void* integer(redisReadTask const* task, long long value) {
        return build(task, [&](redis_reply& reply) {
            reply.kind = reply_kind::integer;
            reply.integer = value;
        });
    }
    static void* nil(redisReadTask const* task) {
        return build(task, [](redis_reply& reply) { reply.kind = reply_kind::nil; });
    }
    template <class Size> static void* array(redisReadTask const* task, Size size) {
        auto& self = *static_cast<reply_builder*>(task->privdata);
        auto const wanted = static_cast<std::size_t>(size);
        if (wanted > self.elements_left) { return nullptr; }
        self.elements_left -= wanted;
        return build(task, [&](redis_reply& reply) {
            reply.kind = reply_kind::array;
            reply.elements.resize(wanted);
        });
    }
    static void destroy(void* reply) { delete static_cast<redis_reply*>(reply); }

    // Kinds of replies that hiredis 1 knows and version 2 of the protocol does not are refused.
    template <class Table> static Table table() {
        Table made{};
        made.createString = &string;
        made.createArray = &array;
        made.createInteger = &integer;
        made.createNil = &nil;
        made.freeObject = &destroy;
        if constexpr (requires { made.createDouble; }) {
            made.createDouble = [](redisReadTask const*, double, char*, std::size_t) -> void* { return nullptr; };
            made.createBool = [](redisReadTask const*, int) -> void* { return nullptr; };
        }
        return made;
    }
};

} // namespace detail

/// A redis_connection for one thread. When it is first used it connects, logs in and selects the database. When it is
/// used after it was lost it connects again, at most once in an exchange. A connection that the server closed while it
/// was idle is noticed before anything is sent. Raises no signal.
///
/// *Example:* `hiredis_connection connection({.address = read_redis_url("redis://10.0.0.7/2").value()});`
class hiredis_connection {
public:
    explicit hiredis_connection(hiredis_options options = {}) : options_(std::move(options)) {}

    /// See the concept redis_connection.
    [[nodiscard]] exchanged exchange(std::span<redis_command const> commands, continuity use) {
        auto const until = detail::after(options_.deadline);
        if (link_ && !is_silent()) { disconnect(); }
        if (!link_) {
            if (use == continuity::same) { return exchange_failure{}; }
            if (auto const trouble = connect(until)) { return exchange_failure{*trouble, false}; }
        }
        return speak(commands, until);
    }

    void disconnect() noexcept { link_.reset(); }

    [[nodiscard]] hiredis_options const& options() const noexcept { return options_; }

private:
    struct link {
        explicit link(redisContext* made) noexcept : context(made) {}
        link(link const&) = delete;
        link& operator=(link const&) = delete;
        ~link() { redisFree(context); }

        redisContext* context;
        detail::reply_builder builder{};
    };

    // Between exchanges nothing comes from the server, except the end of the connection.
    [[nodiscard]] bool is_silent() const noexcept {
        pollfd asked{.fd = link_->context->fd, .events = POLLIN, .revents = 0};
        return ::poll(&asked, 1, 0) == 0;
    }

    [[nodiscard]] std::optional<quota::store_error> connect(detail::redis_clock::time_point deadline) {
        using quota::store_error;
        redis_address const& to = options_.address;
        auto const until = std::min(deadline, detail::after(options_.connect_timeout));
        redisContext* const made = to.socket.empty() ? redisConnectNonBlock(to.host.c_str(), to.port)
                                                     : redisConnectUnixNonBlock(to.socket.c_str());
        if (made == nullptr) { return store_error::unavailable; }
        auto fresh = std::make_unique<link>(made);
        if (made->err != 0) { return store_error::unavailable; }
        if (!detail::wait_for(made->fd, POLLOUT, until)) {
            return until == deadline ? store_error::too_slow : store_error::unavailable;
        }
        int error = 0;
        socklen_t size = sizeof error;
        if (::getsockopt(made->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
            return store_error::unavailable;
        }
        if (to.socket.empty()) { redisEnableKeepAlive(made); }
        made->reader->fn = &functions_;
        made->reader->privdata = &fresh->builder;
        link_ = std::move(fresh);

        // Sent apart from the first commands, which must not run as another user or in another database.
        std::vector<redis_command> login;
        if (!to.password.empty()) {
            login.push_back({"AUTH"});
            if (!to.user.empty()) { login.back().push_back(to.user); }
            login.back().push_back(to.password);
        }
        if (to.database != 0) { login.push_back({"SELECT", std::to_string(to.database)}); }
        if (login.empty()) { return std::nullopt; }
        auto const answered = speak(login, until);
        if (!answered) { return answered.error().cause; }
        for (redis_reply const& each : *answered) {
            if (each.kind == reply_kind::status) { continue; }
            disconnect();
            return each.kind == reply_kind::error ? error_of(each.text) : store_error::refused;
        }
        return std::nullopt;
    }

    [[nodiscard]] exchanged speak(std::span<redis_command const> commands, detail::redis_clock::time_point until) {
        using quota::store_error;
        // After any failure the connection is in the middle of an exchange and cannot be used any more.
        struct closer {
            hiredis_connection* of;
            ~closer() {
                if (of) { of->disconnect(); }
            }
        } guard{this};

        std::string out;
        for (redis_command const& each : commands) { append_command(out, each); }
        int const descriptor = link_->context->fd;
        std::size_t sent = 0;
        auto const failure = [&](store_error cause) { return exchange_failure{cause, sent > 0}; };
        while (sent < out.size()) {
            ssize_t const count = ::send(descriptor, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
            if (count >= 0) {
                sent += static_cast<std::size_t>(count);
            } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
                if (!detail::wait_for(descriptor, POLLOUT, until)) { return failure(store_error::too_slow); }
            } else if (errno != EINTR) {
                return failure(store_error::unavailable);
            }
        }

        redisReader* const reader = link_->context->reader;
        link_->builder.elements_left = 1024 + 4 * commands.size();
        std::vector<redis_reply> replies;
        replies.reserve(commands.size());
        std::size_t received = 0;
        std::array<char, 16384> buffer;
        while (replies.size() < commands.size()) {
            void* object = nullptr;
            if (redisReaderGetReply(reader, &object) != REDIS_OK) { return failure(store_error::refused); }
            if (object != nullptr) {
                std::unique_ptr<redis_reply> const reply(static_cast<redis_reply*>(object));
                replies.push_back(std::move(*reply));
                continue;
            }
            if (!detail::wait_for(descriptor, POLLIN, until)) { return failure(store_error::too_slow); }
            ssize_t const count = ::recv(descriptor, buffer.data(), buffer.size(), 0);
            if (count > 0) {
                received += static_cast<std::size_t>(count);
                bool const fits = received <= options_.max_reply_bytes;
                if (!fits || redisReaderFeed(reader, buffer.data(), static_cast<std::size_t>(count)) != REDIS_OK) {
                    return failure(store_error::refused);
                }
            } else if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
                return failure(store_error::unavailable);
            }
        }
        // One reply more than asked for: none of them can be trusted.
        if (reader->pos != reader->len) { return failure(store_error::refused); }
        guard.of = nullptr;
        return replies;
    }

    // hiredis asks for a pointer to something that it may change, and never changes it.
    static inline auto functions_ = detail::reply_builder::table<redisReplyObjectFunctions>();

    hiredis_options options_;
    std::unique_ptr<link> link_;
};

} // namespace firehose_sse::integration
