// A server on the loopback interface that says what a test tells it to, on a thread of its own.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/redis_protocol.hpp"
#include <arpa/inet.h>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace firehose_sse::integration::loopback {

/// The server's end of a connection.
class peer {
public:
    explicit peer(int descriptor) : descriptor_(descriptor) {}
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;
    ~peer() { ::close(descriptor_); }

    /// The next command, or an empty one at the end.
    redis_command command() {
        std::size_t const words = number('*');
        redis_command read;
        for (std::size_t i = 0; i < words; ++i) {
            std::size_t const size = number('$');
            read.push_back(take(size));
            take(2);
        }
        return read;
    }
    /// Commands up to and with the one of that name.
    std::vector<redis_command> commands_until(std::string_view name) {
        std::vector<redis_command> read;
        do { read.push_back(command()); } while (!read.back().empty() && read.back()[0] != name);
        return read;
    }
    void say(std::string_view text) const {
        while (!text.empty()) {
            auto const sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) { return; }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Until the other end has closed, or has sent more.
    void wait_for_the_end() const {
        char byte = 0;
        static_cast<void>(::recv(descriptor_, &byte, 1, 0));
    }
    void stop_reading() const { ::shutdown(descriptor_, SHUT_RD); }
    /// True when the other end has closed, or sent more, within that time.
    [[nodiscard]] bool has_more(int milliseconds) const {
        pollfd asked{.fd = descriptor_, .events = POLLIN, .revents = 0};
        return ::poll(&asked, 1, milliseconds) != 0;
    }

private:
    std::size_t number(char mark) {
        std::string text;
        while (!text.ends_with("\r\n")) {
            auto const byte = take(1);
            if (byte.empty()) { return 0; }
            text += byte;
        }
        return text[0] == mark ? std::strtoul(text.c_str() + 1, nullptr, 10) : 0;
    }
    std::string take(std::size_t size) {
        while (buffer_.size() < size) {
            char chunk[4096];
            auto const got = ::recv(descriptor_, chunk, sizeof chunk, 0);
            if (got <= 0) { return {}; }
            buffer_.append(chunk, static_cast<std::size_t>(got));
        }
        std::string const taken = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return taken;
    }

    int descriptor_;
    std::string buffer_;
};

/// Accepts connections one after the other; `serve(peer, n)` talks to the n-th, from 0.
class server {
public:
    explicit server(std::function<void(peer&, int)> serve, std::string const& socket_path = {})
        : listener_(socket_path.empty() ? listen_on_port() : listen_on_path(socket_path)),
          thread_([this, serve = std::move(serve)] {
              for (int number = 0;; ++number) {
                  int const accepted = ::accept(listener_, nullptr, nullptr);
                  if (accepted < 0) { return; }
                  ++connections;
                  peer talking(accepted);
                  serve(talking, number);
              }
          }) {}
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server() {
        ::shutdown(listener_, SHUT_RDWR); // ends accept()
        thread_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    std::atomic<int> connections = 0;

private:
    int listen_on_port() {
        int const listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bool const good = ::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                          ::listen(listener, 8) == 0 &&
                          ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        if (!good) { std::abort(); }
        port_ = ntohs(address.sin_port);
        return listener;
    }
    static int listen_on_path(std::string const& path) {
        int const listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        ::unlink(path.c_str());
        bool const good =
            ::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener, 8) == 0;
        if (!good) { std::abort(); }
        return listener;
    }

    std::uint16_t port_ = 0;
    int listener_;
    std::thread thread_;
};

} // namespace firehose_sse::integration::loopback
