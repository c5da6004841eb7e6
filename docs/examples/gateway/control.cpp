// What each control request does.
// SPDX-License-Identifier: BSL-1.0
#include "control.hpp"
#include <firehose_sse/encryption/posture.hpp>
#include <firehose_sse/encryption/settle.hpp>
#include <firehose_sse/reflect/shape_name.hpp>
#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace gateway_example {

namespace {

[[nodiscard]] control_answer bad_request(std::string_view why) { return {400, {{"error", why}}}; }

/// The body as an object that has no members but the `allowed` ones.
[[nodiscard]] std::optional<boost::json::object> read_object(std::string_view body,
                                                             std::initializer_list<std::string_view> allowed) {
    boost::system::error_code error;
    auto parsed = boost::json::parse(boost::json::string_view(body.data(), body.size()), error);
    if (error || !parsed.is_object()) { return std::nullopt; }
    for (auto const& member : parsed.get_object()) {
        std::string_view const name(member.key().data(), member.key().size());
        if (std::ranges::find(allowed, name) == allowed.end()) { return std::nullopt; }
    }
    return std::move(parsed.get_object());
}

[[nodiscard]] std::optional<std::string_view> text_of(boost::json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(boost::json::string_view(name.data(), name.size()));
    if (!value || !value->is_string()) { return std::nullopt; }
    return std::string_view(value->get_string().data(), value->get_string().size());
}

/// A number of seconds from 0 to ten years, in milliseconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> seconds_of(boost::json::value const* value) {
    constexpr double most = 10.0 * 366 * 24 * 60 * 60;
    if (!value || !value->is_number()) { return std::nullopt; }
    boost::system::error_code error;
    auto const seconds = value->to_number<double>(error);
    if (error || !(seconds >= 0 && seconds <= most)) { return std::nullopt; }
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

[[nodiscard]] double in_seconds(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000; }

template <class E> [[nodiscard]] std::string name_of(E value) { return std::string(sse::reflect::enum_name(value)); }

[[nodiscard]] boost::json::object show(sse::encryption::key const& key) {
    boost::json::object shown{{"KeyType", name_of(key.type)}};
    if (key.needs_grant()) { shown["KeyARN"] = key.arn; }
    return shown;
}

[[nodiscard]] boost::json::object show(sse::encryption::key_facts const& facts) {
    return {{"state", name_of(facts.state)},
            {"create_grant", facts.create_grant_fails ? "fail" : "ok"},
            {"retire_grant", facts.retire_grant_fails ? "fail" : "ok"}};
}

[[nodiscard]] boost::json::object show(op::stream_record const& record, sse::instant now, op::policy const& rules,
                                       bool shared_quota) {
    auto const& state = record.encryption;
    auto const failure = [](sse::encryption::failure const& f) -> boost::json::value {
        return {{"during", name_of(f.during)}, {"type", name_of(f.type)}};
    };
    boost::json::object shown{
        {"DeliveryStreamName", record.name.value},
        {"DeliveryStreamType", name_of(state.source)},
        {"DeliveryStreamStatus", state.stream ? name_of(*state.stream) : std::string()},
        {"encryption_status", name_of(sse::encryption::status(state))},
        {"records_encrypted", name_of(sse::encryption::records_encrypted(state, now))},
        {"posture", name_of(sse::encryption::posture(state))},
        {"attempt", state.attempt},
        {"tags", static_cast<std::uint64_t>(record.tags.size())},
    };
    if (state.effective) { shown["effective_key"] = show(state.effective->key); }
    if (state.attempted) { shown["attempted_key"] = show(*state.attempted); }
    if (state.encryption_failure) { shown["encryption_failure"] = failure(*state.encryption_failure); }
    if (state.stream_failure) { shown["stream_failure"] = failure(*state.stream_failure); }
    if (state.pending) {
        shown["pending"] = {{"kind", name_of(state.pending->kind)},
                            {"attempt", state.pending->attempt},
                            {"due_at", in_seconds(record.work_due.time_since_epoch())}};
    }
    if (now < state.settled_at) { shown["settled_at"] = in_seconds(state.settled_at.time_since_epoch()); }
    if (shared_quota) { return shown; } // only the store knows it
    auto const left = sse::quota::peek(record.quota, rules.quota, now);
    boost::json::object quota{{"limit", rules.quota.limit}, {"left", left.left}};
    if (left.retry_at) { quota["retry_at"] = in_seconds(left.retry_at->time_since_epoch()); }
    shown["quota"] = std::move(quota);
    return shown;
}

[[nodiscard]] control_answer show_clock(memory_service const& service) {
    auto const& clock = service.clock();
    return {200,
            {{"now", in_seconds(clock.now().time_since_epoch())}, {"advanced_seconds", in_seconds(clock.advanced())}}};
}

[[nodiscard]] control_answer move_clock(memory_service& service, std::string_view body) {
    auto const request = read_object(body, {"advance_seconds"});
    auto const by = request ? seconds_of(request->if_contains("advance_seconds")) : std::nullopt;
    if (!by) { return bad_request("expected {\"advance_seconds\": N} with N from 0 to ten years"); }
    service.advance_clock(*by);
    return show_clock(service);
}

/// False when `name` is given and is neither `ok` nor `fail`.
[[nodiscard]] bool read_fails(boost::json::object const& request, std::string_view name, std::optional<bool>& fails) {
    if (!request.contains(boost::json::string_view(name.data(), name.size()))) { return true; }
    auto const text = text_of(request, name);
    if (text == "ok") { fails = false; }
    if (text == "fail") { fails = true; }
    return fails.has_value();
}

[[nodiscard]] control_answer set_key(memory_service& service, std::string_view body) {
    auto const request = read_object(body, {"KeyARN", "state", "create_grant", "retire_grant"});
    auto const arn = request ? text_of(*request, "KeyARN") : std::nullopt;
    if (!arn || arn->empty()) {
        return bad_request("expected {\"KeyARN\", \"state\", \"create_grant\", \"retire_grant\"}, KeyARN required");
    }
    std::optional<sse::encryption::key_state> state;
    if (request->contains("state")) {
        auto const text = text_of(*request, "state");
        state = text ? sse::reflect::enum_value<sse::encryption::key_state>(*text) : std::nullopt;
        if (!state) {
            return bad_request("state is one of enabled, disabled, pending_deletion, missing, denied, asymmetric, "
                               "opt_in_required, grant_limit");
        }
    }
    std::optional<bool> create_fails;
    std::optional<bool> retire_fails;
    if (!read_fails(*request, "create_grant", create_fails) || !read_fails(*request, "retire_grant", retire_fails)) {
        return bad_request("create_grant and retire_grant are ok or fail");
    }
    auto const facts = service.change_key(std::string(*arn), [&](sse::encryption::key_facts& of_key) {
        of_key.state = state.value_or(of_key.state);
        of_key.create_grant_fails = create_fails.value_or(of_key.create_grant_fails);
        of_key.retire_grant_fails = retire_fails.value_or(of_key.retire_grant_fails);
    });
    boost::json::object shown{{"KeyARN", *arn}};
    for (auto const& member : show(facts)) { shown.insert(member); }
    return {200, std::move(shown)};
}

[[nodiscard]] control_answer show_keys(memory_service const& service) {
    boost::json::object keys;
    for (auto const& [arn, facts] : service.keys().known) { keys[arn] = show(facts); }
    return {200, {{"keys", std::move(keys)}}};
}

[[nodiscard]] control_answer set_error(memory_service& service, std::string_view body) {
    auto const request = read_object(body, {"operation", "error", "count"});
    if (!request) { return bad_request("expected {\"operation\", \"error\", \"count\"}"); }
    auto const operation = text_of(*request, "operation");
    if (!operation || !op::with_operation(*operation, [](auto) {})) { return bad_request("operation is not known"); }
    auto const error = text_of(*request, "error");
    bool known = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, modelled_errors>>([&](auto each) {
        known = known || (error && *error == sse::reflect::shape_name<typename decltype(each)::type>);
    });
    if (!known) { return bad_request("error is not one of the eight modelled errors"); }
    std::uint64_t count = 1;
    if (auto const* given = request->if_contains("count")) {
        boost::system::error_code wrong;
        count = given->is_number() ? given->to_number<std::uint64_t>(wrong) : 0;
        if (!given->is_number() || wrong || count > 1'000'000) { return bad_request("count is 0 to 1000000"); }
    }
    service.set_error(std::string(*operation), std::string(*error), count);
    return {200, {{"operation", *operation}, {"error", *error}, {"count", count}}};
}

[[nodiscard]] control_answer set_caller(memory_service& service, std::string_view body) {
    auto const request = read_object(body, {"credential_age_seconds"});
    auto const* given = request ? request->if_contains("credential_age_seconds") : nullptr;
    auto const age = seconds_of(given);
    if (!given || (!age && !given->is_null())) {
        return bad_request("expected {\"credential_age_seconds\": N} or null for no session");
    }
    if (age) {
        // rounded up, since any time above 6 hours is too old
        service.set_credential_age(std::chrono::ceil<std::chrono::seconds>(*age));
    } else {
        service.set_credential_age(std::nullopt);
    }
    return {200, *request};
}

[[nodiscard]] control_answer show_streams(memory_service& service) {
    boost::json::array shown;
    auto const now = service.clock().now();
    for (auto const& record : service.streams()) {
        auto each = show(record, now, service.rules(), service.has_shared_quota());
        auto const taken = service.records().of(record.name);
        each["records"] = taken.records;
        each["record_bytes"] = taken.bytes;
        shown.push_back(std::move(each));
    }
    return {200, {{"streams", std::move(shown)}}};
}

} // namespace

bool is_local_caller(std::span<sse::wire::header_view const> headers, std::uint16_t port) {
    if (sse::wire::find_header(headers, "Origin")) { return false; }
    auto const site = sse::wire::find_header(headers, "Sec-Fetch-Site"); // browsers send it; none: typed by their user
    if (site && *site != "none") { return false; }
    auto const host = sse::wire::find_header(headers, "Host");
    auto const is = [&](std::string_view name) {
        auto const with_port = std::string(name).append(":").append(std::to_string(port));
        return boost::beast::iequals(*host, with_port) || (port == 80 && boost::beast::iequals(*host, name));
    };
    return host && (is("127.0.0.1") || is("localhost"));
}

control_answer control(memory_service& service, metrics const& counted, std::string_view method, std::string_view path,
                       std::string_view body) {
    std::string_view const what = path.substr(control_prefix.size());
    auto const wrong_method = [](std::string_view allowed) -> control_answer {
        return {405, {{"error", "method not allowed"}, {"allowed", allowed}}};
    };
    if (what == "clock") {
        if (method == "GET") { return show_clock(service); }
        return method == "POST" ? move_clock(service, body) : wrong_method("GET, POST");
    }
    if (what == "keys") {
        if (method == "GET") { return show_keys(service); }
        return method == "PUT" ? set_key(service, body) : wrong_method("GET, PUT");
    }
    if (what == "errors") { return method == "PUT" ? set_error(service, body) : wrong_method("PUT"); }
    if (what == "caller") { return method == "PUT" ? set_caller(service, body) : wrong_method("PUT"); }
    if (what == "streams") { return method == "GET" ? show_streams(service) : wrong_method("GET"); }
    if (what == "metrics") { return method == "GET" ? control_answer{200, {}, counted.text()} : wrong_method("GET"); }
    return {404, {{"error", "no such control path"}}};
}

} // namespace gateway_example
