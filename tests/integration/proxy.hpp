// Stands between a client and a server on the loopback interface and does to their bytes what a test asks for.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace firehose_sse::integration {

/// What happens to the bytes that a client sends at once, and to the answer to them.
struct interference {
    std::size_t forward = std::string::npos; ///< bytes that reach the server; then the connection is cut, if not all
    std::size_t answer = std::string::npos;  ///< bytes that come back once the server has answered; then it is cut
    bool garble = false;                     ///< the highest bit of each byte of the answer is flipped
    std::chrono::milliseconds before{0};     ///< delay before it reaches the server
    std::chrono::milliseconds each_byte{0};  ///< delay after each byte of the answer
};

class proxy {
public:
    /// `decide(text)` is asked for each text that a client sends; called by several threads.
    proxy(std::uint16_t server, std::function<interference(std::string_view)> decide)
        : server_(server), decide_(std::move(decide)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        bool const good = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                          ::listen(listener_, 64) == 0 &&
                          ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        if (!good) { std::abort(); }
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    proxy(proxy const&) = delete;
    proxy& operator=(proxy const&) = delete;
    ~proxy() {
        ending_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        for (auto& each : threads_) { each.join(); }
        ::close(listener_);
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }

    void accept_all() {
        for (;;) {
            int const client = ::accept(listener_, nullptr, nullptr);
            if (client < 0) { return; }
            threads_.emplace_back([this, client] {
                int const server = ::socket(AF_INET, SOCK_STREAM, 0);
                sockaddr_in const address = loopback(server_);
                if (::connect(server, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) {
                    while (pass_one(client, server)) {}
                }
                ::close(server);
                ::close(client);
            });
        }
    }

    // What arrives until nothing has for a while; empty at the end of the connection.
    std::string take(int from, int quiet_after) const {
        std::string text;
        for (;;) {
            pollfd asked{.fd = from, .events = POLLIN, .revents = 0};
            int const ready = ::poll(&asked, 1, text.empty() ? 20 : quiet_after);
            if (ending_) { return {}; }
            if (ready == 0 && text.empty()) { continue; }
            if (ready == 0) { return text; }
            char chunk[4096];
            auto const got = ::recv(from, chunk, sizeof chunk, 0);
            if (got <= 0) { return text; }
            text.append(chunk, static_cast<std::size_t>(got));
        }
    }

    static bool send_all(int to, std::string_view text) {
        while (!text.empty()) {
            auto const sent = ::send(to, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) { return false; }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    bool pass_one(int client, int server) const {
        std::string const asked = take(client, 2);
        if (asked.empty()) { return false; }
        interference const what = decide_(asked);
        std::this_thread::sleep_for(what.before);
        if (!send_all(server, std::string_view(asked).substr(0, what.forward))) { return false; }
        if (what.forward < asked.size()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5)); // the server has read it before it sees the end
            return false;
        }
        std::string answer = take(server, 2);
        if (answer.empty()) { return false; }
        if (what.garble) {
            for (char& each : answer) { each = static_cast<char>(static_cast<unsigned char>(each) ^ 0x80U); }
        }
        bool const whole = what.answer >= answer.size();
        answer.resize(whole ? answer.size() : what.answer);
        if (what.each_byte.count() == 0) { return send_all(client, answer) && whole; }
        for (char const& each : answer) {
            if (ending_ || !send_all(client, {&each, 1})) { return false; }
            std::this_thread::sleep_for(what.each_byte);
        }
        return whole;
    }

    std::uint16_t server_;
    std::function<interference(std::string_view)> decide_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> ending_ = false;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

} // namespace firehose_sse::integration
