// As much of a Redis server as a store of cells talks to, in memory, and a connection to it that can be broken
// anywhere. SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/integration/redis_protocol.hpp"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::integration::fake {

inline redis_reply status(std::string text) { return {.kind = reply_kind::status, .text = std::move(text)}; }
inline redis_reply error(std::string text) { return {.kind = reply_kind::error, .text = std::move(text)}; }
inline redis_reply bulk(std::string text) { return {.kind = reply_kind::bulk, .text = std::move(text)}; }
inline redis_reply number(std::int64_t value) { return {.kind = reply_kind::integer, .integer = value}; }
inline redis_reply nil() { return {}; }
inline redis_reply array(std::vector<redis_reply> elements) {
    return {.kind = reply_kind::array, .elements = std::move(elements)};
}

struct stored_text {
    std::string text{};
    std::string ttl{}; // as it was given; empty without
    bool is_text = true;
};

struct server {
    std::map<std::string, stored_text> keys;
    std::map<std::string, int> versions; // how often a key was written
    std::int64_t microseconds = 0;

    void write(std::string const& key, std::string text) {
        keys[key] = {std::move(text)};
        ++versions[key];
    }
};

/// What a connection does, kept outside of it so that a test can look while a store owns the connection.
struct script {
    fake::server server{};
    std::vector<std::vector<redis_command>> trips{}; // what was sent, exchange by exchange
    int connects = 0;
    bool connected = false;
    /// Called before each exchange with its number: 0, 1, …
    std::function<void(std::size_t)> before = [](std::size_t) {};
    /// Called with the replies of each, which it may change.
    std::function<void(std::size_t, std::vector<redis_reply>&)> after = [](std::size_t, std::vector<redis_reply>&) {};
    /// A failure instead of the replies of an exchange; with `carried_out`, its commands are carried out all the same.
    std::function<std::optional<exchange_failure>(std::size_t)> fail = [](std::size_t) { return std::nullopt; };
    bool carried_out = false;
    /// Replies to give instead of carrying anything out.
    std::function<std::optional<std::vector<redis_reply>>(std::size_t)> instead = [](std::size_t) {
        return std::nullopt;
    };

    // What the server remembers of the connection.
    std::map<std::string, int> watched{};
    bool in_transaction = false;
    std::vector<redis_command> queued{};
};

class connection {
public:
    explicit connection(script& of) : script_(&of) {}

    exchanged exchange(std::span<redis_command const> commands, continuity use) {
        auto const number = script_->trips.size();
        script_->trips.emplace_back(commands.begin(), commands.end());
        script_->before(number);
        if (!script_->connected) {
            if (use == continuity::same) { return exchange_failure{}; }
            script_->connected = true;
            ++script_->connects;
        }
        if (auto made_up = script_->instead(number)) {
            script_->watched.clear();
            return std::move(*made_up);
        }
        auto const failure = script_->fail(number);
        std::vector<redis_reply> replies;
        if (!failure || script_->carried_out) {
            for (redis_command const& each : commands) { replies.push_back(carry_out(each)); }
        }
        if (failure) {
            disconnect();
            return *failure;
        }
        script_->after(number, replies);
        return replies;
    }

    void disconnect() noexcept {
        script_->connected = script_->in_transaction = false;
        script_->watched.clear();
        script_->queued.clear();
    }

private:
    redis_reply carry_out(redis_command const& command) {
        script& s = *script_;
        std::string const& name = command.at(0);
        if (name == "MULTI") {
            s.in_transaction = true;
            return status("OK");
        }
        if (name == "EXEC") { return execute(); }
        if (name == "DISCARD" || name == "UNWATCH") {
            s.in_transaction = false;
            s.queued.clear();
            s.watched.clear();
            return status("OK");
        }
        if (s.in_transaction) {
            s.queued.push_back(command);
            return status("QUEUED");
        }
        if (name == "WATCH") {
            for (std::size_t i = 1; i < command.size(); ++i) {
                s.watched.emplace(command[i], s.server.versions[command[i]]);
            }
            return status("OK");
        }
        return apply(command);
    }

    redis_reply execute() {
        script& s = *script_;
        auto const queued = std::exchange(s.queued, {});
        auto const watched = std::exchange(s.watched, {});
        s.in_transaction = false;
        for (auto const& [key, version] : watched) {
            if (s.server.versions[key] != version) { return nil(); }
        }
        std::vector<redis_reply> replies;
        for (redis_command const& each : queued) { replies.push_back(apply(each)); }
        return array(std::move(replies));
    }

    redis_reply apply(redis_command const& command) {
        fake::server& on = script_->server;
        std::string const& name = command.at(0);
        if (name == "TIME") {
            return array(
                {bulk(std::to_string(on.microseconds / 1'000'000)), bulk(std::to_string(on.microseconds % 1'000'000))});
        }
        std::string const& key = command.at(1);
        auto const found = on.keys.find(key);
        if (name == "GET") {
            if (found == on.keys.end()) { return nil(); }
            return found->second.is_text ? bulk(found->second.text) : error("WRONGTYPE Operation against");
        }
        if (name == "DEL") {
            ++on.versions[key];
            return number(static_cast<std::int64_t>(on.keys.erase(key)));
        }
        if (name == "SET") {
            on.write(key, command.at(2));
            if (command.size() == 5 && command[3] == "PX") { on.keys[key].ttl = command[4]; }
            return status("OK");
        }
        return error("ERR unknown command");
    }

    script* script_;
};

} // namespace firehose_sse::integration::fake
