// Requests over a socket, with a deadline each; the control path of the example gateway.
// SPDX-License-Identifier: BSL-1.0
#include "http_endpoint.hpp"
#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <thread>
#include <utility>

namespace campaign {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using tcp = boost::asio::ip::tcp;

/// Larger than any answer of this service.
constexpr std::uint64_t most_answer = 64ULL * 1024 * 1024;

beast::string_view view(std::string_view text) { return {text.data(), text.size()}; }

} // namespace

bool http_endpoint::open() {
    auto const clock = control("GET", "clock", {});
    if (!clock) { return connect(); }
    if (clock->status != 200) { return true; }
    boost::system::error_code none;
    auto const told = json::parse(clock->body, none);
    auto const* const members = none ? nullptr : told.if_object();
    auto const* const advanced = members == nullptr ? nullptr : members->if_contains("advanced_seconds");
    boost::system::error_code no_number = json::error::not_number;
    double const seconds = advanced == nullptr ? 0 : advanced->to_number<double>(no_number);
    if (!no_number) {
        has_control_ = true;
        advanced_ = std::chrono::milliseconds(std::llround(seconds * 1'000));
    }
    return true;
}

sse::instant http_endpoint::now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()) + advanced_;
}

void http_endpoint::run() {
    io_.restart();
    io_.run();
}

bool http_endpoint::connect() {
    buffer_.clear();
    stream_.emplace(io_);
    stream_->expires_after(settings_.timeout);
    beast::error_code failed = boost::asio::error::timed_out;
    stream_->async_connect(tcp::endpoint(boost::asio::ip::make_address(settings_.host), settings_.port),
                           [&](beast::error_code error) { failed = error; });
    run();
    if (!failed) {
        beast::error_code ignored;
        stream_->socket().set_option(tcp::no_delay(true), ignored);
        return true;
    }
    stream_.reset();
    return false;
}

std::optional<fz::answer> http_endpoint::ask(fz::request const& what) {
    if (!stream_ && !connect()) { return std::nullopt; }
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(view(what.method));
    message.target(view(what.path));
    message.set(http::field::host, settings_.host + ":" + std::to_string(settings_.port));
    for (auto const& each : what.headers) { message.insert(view(each.name), view(each.value)); }
    message.body() = what.body;
    message.prepare_payload();

    http::response_parser<http::string_body> parser;
    parser.body_limit(most_answer);
    beast::error_code failed = boost::asio::error::timed_out;
    stream_->expires_after(settings_.timeout);
    http::async_write(*stream_, message, [&](beast::error_code error, std::size_t) {
        failed = error;
        if (error) { return; }
        http::async_read(*stream_, buffer_, parser, [&](beast::error_code read, std::size_t) { failed = read; });
    });
    run();
    if (failed) {
        stream_.reset();
        return std::nullopt;
    }
    auto const& given = parser.get();
    fz::answer made{static_cast<int>(given.result_int()), {}, given.body()};
    for (auto const& field : given) {
        made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    if (!given.keep_alive()) { stream_.reset(); }
    return made;
}

std::optional<fz::answer> http_endpoint::control(std::string_view method, std::string_view path, std::string body) {
    return ask({std::string(method), "/_control/" + std::string(path), {}, std::move(body)});
}

fz::exchange http_endpoint::send(fz::request const& what) {
    // The first header of a real client; endpoints that route by it find the service so.
    fz::request signed_one = what;
    signed_one.headers.push_back(
        {"Authorization", "AWS4-HMAC-SHA256 Credential=campaign/20260101/" + settings_.service.rules.region +
                              "/firehose/aws4_request, SignedHeaders=host;x-amz-target, Signature=0"});
    fz::exchange made{what, std::nullopt, now(), {}};
    made.received = ask(signed_one);
    made.answered_at = now();
    ++sent_;
    silent_ = made.received ? 0 : silent_ + 1;
    return made;
}

void http_endpoint::wait(std::chrono::milliseconds time) {
    if (has_control_) {
        double const seconds = static_cast<double>(time.count()) / 1'000;
        auto const answer = control("POST", "clock", json::serialize(json::object{{"advance_seconds", seconds}}));
        if (answer && answer->status == 200) { advanced_ += time; }
    } else {
        std::this_thread::sleep_for(std::min(time, settings_.longest_wait));
    }
}

std::optional<fz::interval> http_endpoint::set_key(fz::key_setting const& key) {
    if (!has_control_) { return std::nullopt; }
    auto const ok = [](bool fails) { return fails ? "fail" : "ok"; };
    auto const state = sse::reflect::enum_name(key.facts.state);
    json::object const body{{"KeyARN", key.arn},
                            {"state", json::string_view(state.data(), state.size())},
                            {"create_grant", ok(key.facts.create_grant_fails)},
                            {"retire_grant", ok(key.facts.retire_grant_fails)}};
    auto const first = now();
    auto const answer = control("PUT", "keys", json::serialize(body));
    if (!answer || answer->status != 200) { return std::nullopt; }
    return fz::interval{first, now()};
}

bool http_endpoint::set_caller(sse::encryption::caller_facts const& caller) {
    if (!has_control_) { return false; }
    json::object body;
    body["credential_age_seconds"] =
        caller.credential_age ? json::value(caller.credential_age->count()) : json::value(nullptr);
    auto const answer = control("PUT", "caller", json::serialize(body));
    return answer && answer->status == 200;
}

} // namespace campaign
