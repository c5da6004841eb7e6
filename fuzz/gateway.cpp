// Any text as an HTTP request to a gateway with a service in memory: the answer is the one that a slower look at the
// head and the body leads to, and always well-formed. Level: none (a fuzz target). Input: a request as it goes over the
// wire, with line feeds alone or carriage returns too. By hand: ./dev fuzz gateway 60, or as fuzz/decode.cpp says, with
// -Itests. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/gateway/call_token.hpp"
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/gateway/throttle.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/memory_store.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include "firehose_sse/wire/service_error.hpp"
#include "conformance/service.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace firehose_sse;

constexpr std::size_t largest_input = 4 * 1024;

// ---- the request

struct request {
    std::string_view method{};
    std::string_view path{};
    std::vector<wire::header_view> headers{};
    std::optional<std::uint64_t> content_length{};
    std::string_view body{};

    explicit request(std::string_view text) {
        std::string_view const first = line(text);
        method = first.substr(0, first.find(' '));
        std::string_view const rest = first.substr(std::min(first.size(), method.size() + 1));
        path = rest.substr(0, rest.find(' '));
        while (!text.empty()) {
            std::string_view const each = line(text);
            if (each.empty()) { break; }
            std::string_view const name = each.substr(0, each.find(':'));
            headers.push_back({name, each.substr(std::min(each.size(), name.size() + 1))});
        }
        body = text;
        if (auto const length = only("content-length")) {
            std::uint64_t value = 0;
            auto const digits = trimmed(*length);
            auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            if (error == std::errc{} && end == digits.data() + digits.size()) { content_length = value; }
        }
    }

    [[nodiscard]] gateway::request_head head() const { return {method, path, headers, content_length}; }

    /// The value of the only header of that name (in small letters); nothing if there is none or more than one.
    [[nodiscard]] std::optional<std::string_view> only(std::string_view name) const {
        std::vector<std::string_view> found;
        for (auto const& each : headers) {
            if (lower(each.name) == name) { found.push_back(each.value); }
        }
        return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
    }

    [[nodiscard]] static std::string lower(std::string_view text) {
        std::string all(text);
        for (char& c : all) { c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
        return all;
    }
    [[nodiscard]] static std::string_view trimmed(std::string_view text) {
        while (text.starts_with(' ') || text.starts_with('\t')) { text.remove_prefix(1); }
        while (text.ends_with(' ') || text.ends_with('\t')) { text.remove_suffix(1); }
        return text;
    }

private:
    static std::string_view line(std::string_view& text) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        std::string_view found = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 1));
        if (found.ends_with('\r')) { found.remove_suffix(1); }
        return found;
    }
};

// ---- what it leads to

/// What may be answered: the status (0: the one that fits the outcome) and the outcomes, `ok` or a type of error.
struct expected {
    int status = 200;
    std::set<std::string> outcomes{};
};

template <class Op> expected of_body(std::string_view body, gateway::options const& rules) {
    auto const read = wire::decode<typename Op::input>(body, rules.decode);
    if (!read) { return {400, {"SerializationException"}}; }
    if (!constraint::validate_constraints(read->value, rules.constraints, read->missing).empty()) {
        return {400, {"ValidationException"}};
    }
    expected all{0, {"ok"}};
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Op::errors>>(
        [&](auto error) { all.outcomes.emplace(reflect::shape_name<typename decltype(error)::type>); });
    return all;
}

expected of_request(request const& asked, gateway::options const& rules) {
    if (asked.path != "/") { return {404, {"UnknownOperationException"}}; }
    if (asked.method != "POST") { return {405, {"UnknownOperationException"}}; }
    expected all{400, {"UnknownOperationException"}};
    auto const target = asked.only("x-amz-target");
    auto const type = asked.only("content-type");
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>([&](auto each) {
        using op = typename decltype(each)::type;
        if (!target || request::trimmed(*target) != "Firehose_20150804." + std::string(op::name)) { return; }
        std::string_view const media = type ? request::trimmed(type->substr(0, type->find(';'))) : "";
        if (request::lower(media) != "application/x-amz-json-1.1") {
            all = {415, {"UnsupportedMediaTypeException"}};
        } else if (asked.content_length.value_or(0) > op::max_body_bytes || asked.body.size() > op::max_body_bytes) {
            all = {413, {"RequestEntityTooLargeException"}};
        } else {
            all = of_body<op>(asked.body, rules);
        }
    });
    return all;
}

// ---- the answer

void check_headers(gateway::response const& got, std::string_view id) {
    std::set<std::string> names;
    for (auto const& [name, value] : got.headers) {
        require(names.insert(request::lower(name)).second, "no header comes twice");
        auto const is_printable = [](char c) { return c >= 0x20 && c < 0x7F; };
        require(!name.empty() && std::ranges::all_of(name + value, is_printable), "a header is one line of ASCII");
        if (name == "x-amzn-RequestId") { require(value == id, "the id is the request's"); }
        if (name == "Content-Type") { require(value == "application/x-amz-json-1.1", "an answer is AWS JSON"); }
        if (name == "X-Amzn-ErrorType") { require(value == got.outcome, "both names of an error are one"); }
    }
    require(names.contains("x-amzn-requestid") && names.contains("content-type"), "an answer has an id and a type");
}

/// An answer to a Put must not repeat its data. Texts of letters only are not checked: they may be words of ours.
template <class Op>
void check_silence(request const& asked, gateway::options const& rules, gateway::response const& got) {
    auto const read = wire::decode<typename Op::input>(asked.body, rules.decode);
    if (!read) { return; }
    auto const check = [&](model::Record const& record) {
        std::string text;
        wire::append_base64(record.Data.bytes, text);
        bool const telling = text.size() >= 24 && text.find_first_of("0123456789+/") != text.npos;
        require(!telling || (got.body + got.outcome + got.fault).find(text) == std::string::npos,
                "data are not repeated");
    };
    if constexpr (std::is_same_v<Op, operation::PutRecord>) { check(read->value.Record); }
    if constexpr (std::is_same_v<Op, operation::PutRecordBatch>) { std::ranges::for_each(read->value.Records, check); }
}

template <class Op> void check_output(gateway::response const& got) {
    using output = typename Op::output;
    if constexpr (reflect::member_count<output> == 0) {
        require(got.body.empty(), "an empty output is an empty body");
    } else {
        auto const read = wire::decode<output>(got.body, wire::decode_options::gateway());
        require(read && read->missing.empty(), "an output is read as what it is");
        require(constraint::validate(read->value).empty(), "and keeps the rules of its type");
    }
}

void check(request const& asked, gateway::options const& rules, gateway::response const& got, std::string_view id) {
    auto const wanted = of_request(asked, rules);
    require(wanted.outcomes.contains(got.outcome), "the answer is of the set that the request leads to");
    require(wanted.status == 0 ? (got.status == 200) == (got.outcome == "ok") : got.status == wanted.status,
            "with the status that belongs to it");
    check_headers(got, id);
    if (got.outcome != "ok") {
        require(got.status >= 400 && wire::decode<model::InvalidKMSResourceException>(got.body),
                "an error has the body of one");
        auto const error = wire::read_error(got.status, {}, got.body);
        require(error.type == got.outcome, "a client reads its type");
        bool const named =
            std::ranges::any_of(got.headers, [](auto const& each) { return each.name == "X-Amzn-ErrorType"; });
        bool const with_code = rules.error_type_header == gateway::error_type_header::with_code;
        require(named == (with_code ? error.code.has_value()
                                    : rules.error_type_header == gateway::error_type_header::always),
                "a header names it too where the options say so");
    }
    require(got.fault.empty() == (got.outcome != "SerializationException"), "what cannot be read has a fault");
    operation::with_operation(got.operation, [&](auto op) {
        using type = typename decltype(op)::type;
        if (got.outcome == "ok") { check_output<type>(got); }
        check_silence<type>(asked, rules, got);
    });
    require(got.outcome != "ok" || !got.operation.empty(), "what is done has a name");
    bool const valid =
        got.stream.size() <= 64 && got.stream.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO"
                                                                "PQRSTUVWXYZ0123456789_.-") == std::string::npos;
    require(valid, "a stream's name for the log is a valid one");
}

// ---- what a gateway may ask besides

/// A body may have as many bytes as its reader was told, whoever told it.
void check_room(std::string_view operation, std::string_view body, conformance::service& service) {
    constexpr std::string_view too_large = "RequestEntityTooLargeException";
    gateway::request_ids const ids{.request = "1"};
    auto const fits = gateway::respond({operation, body.size()}, body, service, {}, ids);
    require(fits.outcome != too_large, "a body of as many bytes as were asked for is not too large");
    if (body.empty()) { return; }
    auto const refused = gateway::respond({operation, body.size() - 1}, body, service, {}, ids);
    require(refused.status == 413 && refused.outcome == too_large && refused.operation == operation,
            "one of a byte more is");
    check_headers(refused, ids.request);
}

/// A call that its client has named has a token. The token depends on the name, the caller, the operation, the body and
/// the seed, and on nothing else.
void check_token(request const& asked) {
    auto const signature = asked.only("authorization");
    std::vector<std::string> signers;
    bool fresh = false; // behind the scheme, or a comma, and white space
    std::string const text(request::trimmed(signature.value_or("")));
    for (std::size_t i = text.find(' '); i < text.size(); ++i) {
        bool const space = text[i] == ' ' || text[i] == '\t';
        if (fresh && text.compare(i, 11, "Credential=") == 0) {
            std::string const scope = text.substr(i + 11);
            signers.push_back(scope.substr(0, scope.find_first_of(" /,\t")));
        }
        fresh = text[i] == ',' || i == text.find(' ') || (fresh && space);
    }
    std::string const signer = signers.size() == 1 ? signers.front() : "";
    require(wire::access_key_id(asked.headers) == signer, "a caller is who the signature names");

    auto const token_of = [](std::vector<wire::header_view> const& headers, std::string_view body,
                             std::string_view operation = "Start", std::uint64_t seed = 2) {
        return gateway::call_token_of(operation, headers, body, {.low = 1, .high = seed});
    };
    auto const token = token_of(asked.headers, asked.body);
    auto const only = asked.only("amz-sdk-invocation-id");
    std::string const id(only ? request::trimmed(*only) : std::string_view());
    bool const visible = std::ranges::all_of(id, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
    require(token.has_value() == (!id.empty() && id.size() <= 128 && visible),
            "a call has a token where it has a name");
    if (!token) { return; }

    std::string const padded = " " + id + "\t";
    std::vector<wire::header_view> again{{"amz-sdk-request", "attempt=2"}, {"AMZ-SDK-INVOCATION-ID", padded}};
    if (signature) { again.push_back({"authorization", *signature}); }
    require(token_of(again, asked.body) == token, "sent again, it has the same");
    require(token_of(again, std::string(asked.body) + "x") != token, "another body has another");
    require(token_of(again, asked.body, "Stop") != token, "so has another operation");
    require(token_of(again, asked.body, "Start", 3) != token, "so has one under another seed");
    std::string const other = "AWS4-HMAC-SHA256 Credential=" + signer + "X/x";
    again.assign({{"amz-sdk-invocation-id", id}, {"Authorization", other}});
    require(token_of(again, asked.body) != token, "that of another caller");
    std::string const longer = id.substr(1) + "x";
    again.assign({{"amz-sdk-invocation-id", longer}, {"Authorization", signature.value_or("")}});
    require(longer == id || token_of(again, asked.body) != token, "and one of another name");
}

struct no_store {
    template <quota::update_function<quota::token_bucket> F>
    quota::stored<quota::update_answer<F, quota::token_bucket>> update(std::string_view, F&&) {
        return quota::store_error::unavailable;
    }
};

/// A bucket admits as many calls at once as it holds, and one more when one has flowed back; Puts have no such rate.
void check_rate(std::string_view called, std::size_t choice) {
    struct clock {
        instant const* now;
        instant operator()() const { return *now; }
    };
    instant now{};
    quota::memory_store<quota::token_bucket, clock> buckets{clock{&now}, 1};
    std::uint64_t const burst = 1 + choice % 3;
    operation::policy rules;
    rules.control_rate = {.per_second = 4, .burst = burst};
    if (choice / 3 % 2 == 1) { rules.control_rate_scope = operation::control_rate_scope::all_together; }
    gateway::request_ids const ids{.request = "1"};
    auto const refused = [&](std::string_view name) {
        auto const answer = gateway::throttle({name, 0}, buckets, rules, ids);
        if (!answer) { return false; }
        check_headers(*answer, ids.request);
        auto const error = wire::read_error(answer->status, {}, answer->body);
        require(wire::kind(error) == wire::error_kind::ThrottlingException && answer->outcome == error.type &&
                    answer->status == 400 && answer->operation == name,
                "a call too many is throttled");
        return true;
    };
    bool const limited = !called.empty() && !called.starts_with("PutRecord");
    for (std::uint64_t i = 0; i < burst; ++i) { require(!refused(called), "a bucket admits what it holds"); }
    require(refused(called) == limited, "and no more");
    std::string_view const other = called == "ListDeliveryStreams" ? "CreateDeliveryStream" : "ListDeliveryStreams";
    bool const together = rules.control_rate_scope == operation::control_rate_scope::all_together;
    require(refused(other) == (limited && together), "another operation has a bucket of its own, or shares the one");
    now += std::chrono::milliseconds(249);
    require(refused(called) == limited, "until a call has flowed back");
    now += std::chrono::milliseconds(1);
    require(!refused(called), "then it is admitted");
    no_store nothing;
    require(!gateway::throttle({called, 0}, nothing, rules, ids), "a store that does not answer lets all pass");
    rules.control_rate.reset();
    for (std::uint64_t i = 0; i <= burst; ++i) { require(!refused(called), "without a rate there is no limit"); }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    request const asked({reinterpret_cast<char const*>(data), size});
    conformance::service service;
    service.rules.encryption.bad_key = encryption::bad_key_answer::invalid_kms_resource;
    service.keys.known["arn:aws:kms:us-east-1:123456789012:key/off"] = {.state = encryption::key_state::disabled};
    // One stream is there, encrypted and settled.
    service.ask("CreateDeliveryStream", R"({"DeliveryStreamName":"orders","S3DestinationConfiguration":{}})");
    service.now += std::chrono::minutes(1);
    service.ask("StartDeliveryStreamEncryption", R"({"DeliveryStreamName":"orders"})");
    service.now += std::chrono::minutes(1);
    gateway::request_ids const ids{.request = "0-1-2", .extended = "x"};
    gateway::options const options[] = {
        {},
        {.decode = wire::decode_options::gateway(),
         .message = {.wording = constraint::wording::own},
         .error_type_header = gateway::error_type_header::always},
        {.decode = wire::decode_options::sdk(),
         .constraints = constraint::policy::fuzz(),
         .error_type_header = gateway::error_type_header::never},
    };
    auto const& rules = options[size % std::size(options)];
    auto const got = gateway::handle(asked.head(), asked.body, service, rules, ids);
    check(asked, rules, got, ids.request);
    if (!got.operation.empty()) { check_room(got.operation, asked.body, service); }
    check_token(asked);
    check_rate(got.operation, size);
    return 0;
}
