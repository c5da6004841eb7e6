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
#include <cstddef>
#include <functional>
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
constexpr std::uint32_t most_head = 64U * 1024;
/// The most interim answers, such as `100 Continue`, before the final one.
constexpr int most_interim = 16;
/// After so many exchanges in a row without an answer, is_gone() asks whether the endpoint is still there.
constexpr std::size_t most_silent = 5;
/// A clock that is further off than a thousand years is not believed.
constexpr double most_advanced = 1'000.0 * 366 * 24 * 60 * 60;

beast::string_view view(std::string_view text) { return {text.data(), text.size()}; }

/// How far ahead the clock is that the control path has shown; nothing when the answer shows no clock.
std::optional<std::chrono::milliseconds> advanced_by(fz::answer const& clock) {
    boost::system::error_code none;
    auto const told = json::parse(clock.status == 200 ? clock.body : std::string(), none);
    auto const* const members = none ? nullptr : told.if_object();
    auto const* const advanced = members == nullptr ? nullptr : members->if_contains("advanced_seconds");
    boost::system::error_code no_number = json::error::not_number;
    double const seconds = advanced == nullptr ? 0 : advanced->to_number<double>(no_number);
    if (no_number || !(std::abs(seconds) <= most_advanced)) { return std::nullopt; }
    return std::chrono::milliseconds(std::llround(seconds * 1'000));
}

bool is_interim(unsigned status) { return status / 100 == 1 && status != 101; }

mishap mishap_of(beast::error_code failed) {
    if (failed == beast::error::timeout) { return mishap::answer_too_late; }
    if (failed == http::error::body_limit || failed == http::error::header_limit ||
        failed == http::error::buffer_overflow) {
        return mishap::answer_too_large;
    }
    bool const cut = failed == http::error::end_of_stream || failed == http::error::partial_message;
    bool const of_http = failed.category() == make_error_code(http::error::end_of_stream).category();
    return of_http && !cut ? mishap::answer_not_http : mishap::connection_closed;
}

} // namespace

bool http_endpoint::open() {
    auto const clock = control("GET", "clock", {});
    if (!clock) { return connect(); }
    if (auto const advanced = advanced_by(*clock)) {
        has_control_ = true;
        advanced_ = *advanced;
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
    mishap_.reset();
    stale_ = false;
    if (stream_ && !is_quiet()) { stream_.reset(); }
    bool const kept = stream_.has_value();
    if (!kept && !connect()) {
        mishap_ = mishap::connection_closed;
        return std::nullopt;
    }
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(view(what.method));
    message.target(view(what.path));
    message.set(http::field::host, settings_.host + ":" + std::to_string(settings_.port));
    for (auto const& each : what.headers) { message.insert(view(each.name), view(each.value)); }
    message.body() = what.body;
    message.keep_alive(keeps_connections_);
    message.prepare_payload();

    std::optional<http::response_parser<http::string_body>> parser;
    beast::error_code failed = beast::error::timeout;
    int interim = 0;
    std::function<void()> const read = [&] {
        parser.emplace();
        parser->body_limit(most_answer);
        parser->header_limit(most_head);
        http::async_read(*stream_, buffer_, *parser, [&](beast::error_code error, std::size_t) {
            failed = error;
            if (!error && is_interim(parser->get().result_int()) && ++interim <= most_interim) { read(); }
        });
    };
    stream_->expires_after(settings_.timeout);
    http::async_write(*stream_, message, [&](beast::error_code error, std::size_t) {
        failed = error;
        // An endpoint may answer and close before it has read everything.
        if (error != beast::error::timeout) { read(); }
    });
    run();
    if (failed) {
        mishap_ = mishap_of(failed);
        stale_ = kept && *mishap_ == mishap::connection_closed && !parser->got_some();
        if (stale_) { keeps_connections_ = false; }
        stream_.reset();
        return std::nullopt;
    }
    auto const& given = parser->get();
    fz::answer made{static_cast<int>(given.result_int()), {}, given.body()};
    for (auto const& field : given) {
        made.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    if (buffer_.size() != 0) {
        mishap_ = mishap::bytes_behind_answer;
        stream_.reset();
    } else if (!given.keep_alive() || !keeps_connections_) {
        stream_.reset();
    }
    return made;
}

bool http_endpoint::is_quiet() {
    beast::error_code failed;
    char byte = 0;
    auto& socket = stream_->socket();
    socket.non_blocking(true, failed);
    if (!failed && socket.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek, failed) != 0) {
        mishap_ = mishap::bytes_behind_answer; // behind the previous answer
    }
    return failed == boost::asio::error::would_block;
}

bool http_endpoint::is_gone() {
    if (silent_ < most_silent) { return false; }
    if (ask(fz::make_request("ListDeliveryStreams", "{}"))) { silent_ = 0; }
    return silent_ != 0;
}

std::optional<fz::answer> http_endpoint::control(std::string_view method, std::string_view path, std::string body) {
    fz::request const what{std::string(method), "/_control/" + std::string(path), {}, std::move(body)};
    auto made = ask(what);
    bool const changes_with_each_call = method == "POST";
    if (stale_ && !changes_with_each_call) { made = ask(what); }
    return made;
}

bool http_endpoint::advance(std::chrono::milliseconds time) {
    double const seconds = static_cast<double>(time.count()) / 1'000;
    for (int attempt = 0; attempt < 2; ++attempt) {
        auto const answer = control("POST", "clock", json::serialize(json::object{{"advance_seconds", seconds}}));
        if (answer || !stale_) { return answer && answer->status == 200; }
        auto const clock = control("GET", "clock", {}); // tells whether the clock was moved
        auto const advanced = clock ? advanced_by(*clock) : std::nullopt;
        if (advanced != advanced_) { return advanced == advanced_ + time; }
    }
    return false;
}

fz::exchange http_endpoint::send(fz::request const& what) {
    // A header that real clients send; some endpoints route requests by it.
    fz::request signed_one = what;
    signed_one.headers.push_back(
        {"Authorization", "AWS4-HMAC-SHA256 Credential=campaign/20260101/" + settings_.service.rules.region +
                              "/firehose/aws4_request, SignedHeaders=host;x-amz-target, Signature=0"});
    fz::exchange made{what, std::nullopt, now(), {}};
    made.received = ask(signed_one);
    made.answered_at = now();
    silent_ = made.received ? 0 : silent_ + 1;
    return made;
}

void http_endpoint::wait(std::chrono::milliseconds time) {
    if (!has_control_) {
        std::this_thread::sleep_for(std::min(time, settings_.longest_wait));
    } else if (advance(time)) {
        advanced_ += time;
    } else {
        control_failed_ = true;
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
    if (!answer || answer->status != 200) {
        control_failed_ = control_failed_ || !answer || answer->status != 400; // 400: what a script names may be no key
        return std::nullopt;
    }
    return fz::interval{first, now()};
}

bool http_endpoint::set_caller(sse::encryption::caller_facts const& caller) {
    if (!has_control_) { return false; }
    json::object body;
    body["credential_age_seconds"] =
        caller.credential_age ? json::value(caller.credential_age->count()) : json::value(nullptr);
    auto const answer = control("PUT", "caller", json::serialize(body));
    bool const done = answer && answer->status == 200;
    control_failed_ = control_failed_ || !done;
    return done;
}

} // namespace campaign
