// One connection at a time: reads heads and bodies under limits and deadlines, hands them on, writes the answers.
// SPDX-License-Identifier: BSL-1.0
#include "server.hpp"
#include "answer.hpp"
#include "control.hpp"
#include "random_words.hpp"
#include <algorithm>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gateway_example {

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

[[nodiscard]] std::string_view view(beast::string_view text) noexcept { return {text.data(), text.size()}; }

// The machine's time in HTTP's form; the movable clock is only for the service.
[[nodiscard]] std::string http_date() {
    std::time_t const now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

[[nodiscard]] std::mt19937_64 seeded_generator() {
    auto const words = random_words();
    std::seed_seq seed(words.begin(), words.end());
    return std::mt19937_64(seed);
}

// Request ids from the machine's randomness; one generator a thread.
[[nodiscard]] gw::request_ids make_ids() {
    thread_local std::mt19937_64 random = seeded_generator();
    return {sse::wire::request_id(random(), random()), sse::wire::request_id(random(), random())};
}

// Bytes that are not HTTP. Any other error means that nobody is there any more.
[[nodiscard]] bool is_malformed(beast::error_code const& error) {
    return error.category() == http::make_error_code(http::error::bad_method).category() &&
           error != http::error::end_of_stream && error != http::error::partial_message;
}

// True for a coding that this server does not undo; the parser takes any list that ends with `chunked` for chunks.
template <class Message> [[nodiscard]] bool has_other_coding(Message const& message) {
    auto const count = message.count(http::field::transfer_encoding);
    return count > 1 || (count == 1 && !beast::iequals(message[http::field::transfer_encoding], "chunked"));
}

// True when there is one Host, as HTTP requires; only HTTP/1.0 may come without (RFC 9112, 3.2).
template <class Message> [[nodiscard]] bool has_one_host(Message const& message) {
    auto const count = message.count(http::field::host);
    return count == 1 || (count == 0 && message.version() < 11);
}

// One connection: head, body, answer, and again while it is kept alive.
class connection : public std::enable_shared_from_this<connection> {
public:
    connection(tcp::socket socket, shared& all) : stream_(std::move(socket)), all_(all) { ++all_.connections; }
    ~connection() { --all_.connections; }
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    void run() {
        asio::dispatch(stream_.get_executor(), [self = shared_from_this()] {
            if (self->all_.connections > self->all_.limits.max_connections) {
                self->begin_request();
                self->answer_and_close(gw::error_response(sse::model::ServiceUnavailableException{"Slow down."},
                                                          self->ids_, self->all_.rules.error_type_header));
            } else {
                self->read_head();
            }
        });
    }

private:
    using head_parser = http::request_parser<http::empty_body>;
    using body_parser = http::request_parser<http::string_body>;

    void begin_request() {
        ids_ = make_ids();
        begun_ = std::chrono::steady_clock::now();
    }

    void read_head() {
        method_ = path_ = {}; // a bad head must not be answered like the request before
        version_ = 11;
        head_.emplace();
        head_->header_limit(all_.limits.max_head_bytes);
        head_->body_limit(boost::none); // each operation has its own, see read_body
        stream_.expires_after(all_.limits.idle_timeout);
        http::async_read_header(stream_, buffer_, *head_,
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    self->begin_request();
                                    self->on_head(error);
                                });
    }

    void on_head(beast::error_code error) {
        refused_.reset();
        wanted_.reset();
        if (error) { return on_bad_request(error); }
        auto const& message = head_->get();
        keep_alive_ = message.keep_alive();
        version_ = message.version();
        take_headers(message);
        method_ = view(message.method_string());
        path_ = view(message.target());
        if (!has_one_host(message)) {
            return answer_and_close(error_response("SerializationException", "Request must have one Host", 400));
        }
        if (version_ < 11 && message.count(http::field::transfer_encoding) != 0) { // RFC 9112, 6.1
            return answer_and_close(error_response("SerializationException", "HTTP/1.0 has no transfer codings", 400));
        }
        if (has_other_coding(message)) {
            return answer_and_close(error_response("NotImplemented", "No transfer coding but chunked is known", 501));
        }
        std::size_t max_body = control_max_body;
        if (!is_control()) {
            auto const length = head_->content_length();
            gw::request_head const head{method_, gw::path_of_target(path_), headers_,
                                        length ? std::optional<std::uint64_t>(*length) : std::nullopt};
            auto checked = gw::precheck(head, ids_, all_.rules.error_type_header);
            if (auto* refused = std::get_if<gw::response>(&checked)) {
                refused_ = std::move(*refused);
                max_body = all_.limits.max_refused_body;
            } else {
                wanted_ = std::get<gw::need_body>(checked);
                max_body = wanted_->max_bytes;
                refused_ = all_.service.throttle(*wanted_, ids_, all_.rules.error_type_header);
                if (refused_) {
                    all_.counted.limited(op::limit_kind::control_calls);
                    max_body = all_.limits.max_refused_body;
                }
            }
        }
        auto const length = head_->content_length();
        if (length && *length > max_body) { return answer_and_close(too_large(max_body)); }
        auto const expect = sse::wire::find_header(headers_, "Expect");
        if (expect && version_ >= 11 &&
            beast::iequals(beast::string_view(expect->data(), expect->size()), "100-continue")) {
            if (refused_) { return answer_and_close(std::move(*refused_)); }
            return write_continue(max_body);
        }
        read_body(max_body);
    }

    // Only paths: a target that names its server does not reach the control path.
    [[nodiscard]] bool is_control() const { return path_.starts_with(control_prefix); }

    [[nodiscard]] gw::response error_response(std::string_view type, std::string_view message, int status) const {
        return gw::error_response(type, std::string(message), ids_, status, all_.rules.error_type_header);
    }

    void on_bad_request(beast::error_code error) {
        if (error == http::error::header_limit || error == http::error::buffer_overflow) {
            return answer_and_close(
                error_response("RequestHeaderSectionTooLargeException", "Request head is too large", 431));
        }
        if (is_malformed(error)) {
            return answer_and_close(error_response("SerializationException", "Request is not HTTP/1.1", 400));
        }
        close();
    }

    [[nodiscard]] gw::response too_large(std::size_t max_body) {
        if (is_control()) { return control_response({413, {{"error", "a body has 64 KiB at most"}}}); }
        if (refused_) { return std::move(*refused_); }
        auto answer = gw::body_too_large(max_body, ids_, all_.rules.error_type_header);
        if (wanted_) { answer.operation = wanted_->operation; }
        return answer;
    }

    void write_continue(std::size_t max_body) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        stream_.expires_after(all_.limits.idle_timeout);
        asio::async_write(stream_, asio::buffer(go_on),
                          [self = shared_from_this(), max_body](beast::error_code error, std::size_t) {
                              if (error) { return self->close(); }
                              self->read_body(max_body);
                          });
    }

    void read_body(std::size_t max_body) {
        body_.emplace(std::move(*head_));
        body_->body_limit(max_body);
        stream_.expires_after(all_.limits.idle_timeout);
        http::async_read(stream_, buffer_, *body_,
                         [self = shared_from_this(), max_body](beast::error_code error, std::size_t) {
                             self->on_body(error, max_body);
                         });
    }

    void on_body(beast::error_code error, std::size_t max_body) {
        if (error == http::error::body_limit) { return answer_and_close(too_large(max_body)); }
        if (error) { return on_bad_request(error); }
        auto const& body = body_->get().body();
        if (is_control()) { return write(control_response(answer_control(body))); }
        if (refused_) { return write(std::move(*refused_)); }
        write(
            gateway_example::answer(all_.service, all_.counted, *wanted_, headers_, body, all_.rules, ids_, all_.seed));
    }

    // Takes only the fields of the head: those behind a chunked body come too late to steer anything (RFC 9110, 6.5.1).
    // Their texts stay in place when the message moves to the body's parser.
    template <class Message> void take_headers(Message const& message) {
        headers_.clear();
        for (auto const& field : message) { headers_.push_back({view(field.name_string()), view(field.value())}); }
    }

    [[nodiscard]] control_answer answer_control(std::string_view body) {
        if (!is_local_caller(headers_, all_.port)) {
            return {403,
                    {{"error", "only for local programs: Host must be this address, and there must be no Origin"}}};
        }
        return control(all_.service, all_.counted, method_, path_, body);
    }

    [[nodiscard]] static gw::response control_response(control_answer const& answered) {
        gw::response made;
        made.status = answered.status;
        made.headers.push_back({"Content-Type", answered.text ? metrics::content_type : "application/json"});
        made.body = answered.text ? *answered.text : boost::json::serialize(answered.body);
        made.operation = "control";
        made.outcome = answered.status == 200 ? "ok" : "refused";
        return made;
    }

    void answer_and_close(gw::response made) {
        keep_alive_ = false;
        write(std::move(made));
    }

    void write(gw::response made) {
        all_.log.write(made, std::chrono::steady_clock::now() - begun_);
        all_.counted.answered(made);
        answer_.emplace();
        answer_->version(version_);
        answer_->result(static_cast<unsigned>(made.status));
        for (auto const& field : made.headers) { answer_->insert(field.name, field.value); }
        answer_->set(http::field::date, http_date());
        answer_->set(http::field::server, "firehose-sse");
        answer_->keep_alive(keep_alive_);
        if (method_ != "HEAD") { answer_->body() = std::move(made.body); }
        answer_->prepare_payload();
        stream_.expires_after(all_.limits.idle_timeout);
        http::async_write(stream_, *answer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
            if (error) { return self->close(); }
            if (self->keep_alive_) { return self->read_head(); }
            self->linger();
        });
    }

    // A peer that is still sending would see a reset instead of the answer: so say that we are done, then read on for a
    // while and drop what comes.
    void linger() {
        beast::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(std::min<std::chrono::milliseconds>(all_.limits.idle_timeout, std::chrono::seconds(2)));
        drain();
    }

    void drain() {
        buffer_.consume(buffer_.size());
        stream_.async_read_some(buffer_.prepare(server_limits::max_unread),
                                [self = shared_from_this()](beast::error_code error, std::size_t) {
                                    if (error) { return self->close(); }
                                    self->drain();
                                });
    }

    void close() {
        beast::error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
        stream_.close();
    }

    beast::tcp_stream stream_;
    shared& all_;
    beast::flat_buffer buffer_{server_limits::max_unread};
    std::optional<head_parser> head_;
    std::optional<body_parser> body_;
    std::optional<http::response<http::string_body>> answer_;
    std::optional<gw::response> refused_;
    std::optional<gw::need_body> wanted_;
    std::vector<sse::wire::header_view> headers_;
    std::string_view method_;
    std::string_view path_;
    gw::request_ids ids_;
    std::chrono::steady_clock::time_point begun_;
    bool keep_alive_ = false;
    unsigned version_ = 11;
};

[[nodiscard]] tcp::acceptor listen(asio::io_context& io, std::uint16_t port) {
    try {
        return {io, tcp::endpoint(asio::ip::address_v4::loopback(), port)};
    } catch (boost::system::system_error const& error) {
        throw std::runtime_error("127.0.0.1:" + std::to_string(port) + ": " + error.code().message());
    }
}

} // namespace

server::server(asio::io_context& io, std::uint16_t port, shared& all)
    : io_(io), acceptor_(listen(io, port)), all_(all) {
    all_.port = acceptor_.local_endpoint().port();
    accept();
}

void server::accept() {
    acceptor_.async_accept(asio::make_strand(io_), [this](beast::error_code error, tcp::socket socket) {
        if (error) { // out of descriptors, most likely: wait until some connections have gone
            retry_.expires_after(std::chrono::milliseconds(50));
            retry_.async_wait([this](beast::error_code stopped) {
                if (!stopped) { accept(); }
            });
            return;
        }
        socket.set_option(tcp::no_delay(true), error);
        accept(); // first: if there is no memory for this one, others can still connect
        std::make_shared<connection>(std::move(socket), all_)->run();
    });
}

} // namespace gateway_example
