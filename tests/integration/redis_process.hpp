// A Redis server of a test's own: on a free port of the loopback interface, in a folder of its own, ended by its id.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/hiredis_connection.hpp"
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace firehose_sse::integration {

/// A folder that is deleted with all that is in it.
class temporary_folder {
public:
    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "firehose_sse_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) { throw std::runtime_error("no temporary folder"); }
        path_ = name;
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string path(std::string_view name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

class redis_process {
public:
    /// Ready when made; `options` as on redis-server's command line. Throws when it does not start.
    explicit redis_process(std::vector<std::string> options = {}) : options_(std::move(options)) {
        for (int attempt = 0;; ++attempt) {
            port_ = free_port(); // which somebody else may take first
            if (start()) { return; }
            if (attempt == 5) { throw std::runtime_error("no Redis server could be started, see " + log()); }
        }
    }
    redis_process(redis_process const&) = delete;
    redis_process& operator=(redis_process const&) = delete;
    ~redis_process() { end(SIGKILL); }

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::string socket() const { return folder_.path("socket"); }
    [[nodiscard]] redis_address address() const { return {.port = port_, .password = password}; }

    /// Ends the server without a chance to write anything more.
    void kill() { end(SIGKILL); }
    void restart() {
        end(SIGKILL);
        if (!start()) { throw std::runtime_error("the Redis server did not start again"); }
    }

    /// A command on a connection of its own; throws without a reply.
    redis_reply ask(redis_command command) const {
        hiredis_connection connection({.address = address(), .deadline = std::chrono::seconds(30)});
        return connection.exchange(std::vector<redis_command>{std::move(command)}, continuity::any).value().at(0);
    }

    std::string password{}; // that ask() uses

private:
    [[nodiscard]] std::string log() const { return folder_.path("log"); }

    static std::uint16_t free_port() {
        int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bool const good = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                          ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        ::close(probe);
        if (!good) { throw std::runtime_error("no free port"); }
        return ntohs(address.sin_port);
    }

    // False when it ends before it answers.
    bool start() {
        // The first word makes the program a server, even if its file has the name of a tool that it also is.
        std::vector<std::string> words{"redis-server",
                                       "--port",
                                       std::to_string(port_),
                                       "--bind",
                                       "127.0.0.1",
                                       "--dir",
                                       folder_.path(),
                                       "--unixsocket",
                                       socket(),
                                       "--save",
                                       "",
                                       "--logfile",
                                       log()};
        words.insert(words.end(), options_.begin(), options_.end());
        std::vector<char*> arguments;
        for (std::string& each : words) { arguments.push_back(each.data()); }
        arguments.push_back(nullptr);
        pid_t const parent = ::getpid();
        process_ = ::fork();
        if (process_ == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() == parent) { ::execv(FIREHOSE_SSE_REDIS_SERVER, arguments.data()); }
            ::_exit(127);
        }
        if (process_ < 0) { throw std::runtime_error("no process could be made"); }
        // Over the socket, which is in our folder: on the port, a server of somebody else may answer.
        hiredis_connection connection({.address = {.socket = socket(), .password = password}});
        for (;;) {
            // Also "log in first" is an answer; "still loading" is none.
            auto const answered = connection.exchange(std::vector<redis_command>{{"PING"}}, continuity::any);
            if (answered && !answered->at(0).text.starts_with("LOADING")) { return true; }
            if (!answered && answered.error().cause == quota::store_error::refused) { return true; }
            int status = 0;
            if (::waitpid(process_, &status, WNOHANG) == process_) {
                process_ = -1;
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    void end(int signal) {
        if (process_ <= 0) { return; }
        ::kill(process_, signal);
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
        process_ = -1;
    }

    temporary_folder folder_;
    std::vector<std::string> options_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

} // namespace firehose_sse::integration
