// SPDX-License-Identifier: BSL-1.0
#include "check_head.hpp"
#include <firehose_sse/gateway/precheck.hpp>
#include <firehose_sse/operation/operations.hpp>
#include <firehose_sse/wire/protocol.hpp>
#include "operations.hpp"
#include "text.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>
#include <variant>

namespace check_example {

namespace gw = sse::gateway;
namespace wire = sse::wire;

namespace {

constexpr std::string_view target_name = "X-Amz-Target";
constexpr std::string_view type_name = "Content-Type";
constexpr std::string_view length_name = "Content-Length";

/// Fields that say that the body is encoded, unless their value is `identity` or empty.
constexpr std::string_view coding_names[] = {"Transfer-Encoding", "Content-Encoding"};

/// A message's head being checked.
class checker {
public:
    checker(http_head const& head, settings const& with, report& to) : head_(head), with_(with), to_(to) {}

    void faults() {
        for (auto const& each : head_.faults) { add(http_rule::syntax, each.span, each.message); }
    }

    /// Checks that the body stands in the file without a coding, and has the declared size.
    void body() {
        if (auto const name = coding(); !name.empty()) {
            to_.failure = std::string(name) + " is not read here: save the message with its body decoded";
            return;
        }
        auto const* const field = head_.find(length_name);
        if (field == nullptr) { return; }
        if (auto const count = head_.count(length_name); count > 1) {
            add(http_rule::content_length, field->value.span, given_again(length_name, count));
            return;
        }
        std::string_view const text = field->value.text;
        std::uint64_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size() || number > INT64_MAX) {
            add(http_rule::content_length, field->value.span, "Content-Length is not a number of bytes");
            return;
        }
        declared_ = number;
        std::string_view rest = body_text();
        if (rest.size() > number) {
            std::string_view const over = rest.substr(number);
            if (over == "\n" || over == "\r\n") { rest = rest.substr(0, number); }
        }
        if (rest.size() == number) { return; }
        problem found{.rule = http_rule::content_length,
                      .span = field->value.span,
                      .bounds = sse::range{static_cast<std::int64_t>(number), static_cast<std::int64_t>(number)},
                      .actual = static_cast<std::int64_t>(rest.size()),
                      .message = "Content-Length says " + counted(number, "byte") + ", but the body has " +
                                 std::to_string(rest.size())};
        put(std::move(found));
    }

    /// Asks the library's precheck, corrects what it refuses and asks again, until it refuses nothing any more.
    void request(std::string_view wanted) {
        std::vector<wire::header_view> fields;
        for (auto const& each : head_.fields) { fields.push_back({each.name.text, each.value.text}); }
        std::string mended_target;
        std::string operation(wanted);
        gw::request_head asked{.method = head_.method.text, .path = head_.path(), .headers = fields};
        asked.content_length = std::max<std::uint64_t>(declared_.value_or(0), body_text().size());
        for (int round = 0; round < 8; ++round) {
            auto const verdict = gw::precheck(asked, {});
            if (auto const* const good = std::get_if<gw::need_body>(&verdict)) {
                if (!target_refused_) { named(good->operation, wanted); }
                return;
            }
            auto const& refused = std::get<gw::response>(verdict);
            switch (refused.status) {
            case 404:
                add(http_rule::path, head_.target.span, "the path is not /");
                asked.path = "/";
                break;
            case 405:
                add(http_rule::method, head_.method.span, "the method is not POST");
                asked.method = "POST";
                break;
            case 415:
                complain(http_rule::content_type, type_name, "is not " + std::string(wire::content_type),
                         std::string(wire::content_type));
                replace(fields, type_name, wire::content_type);
                break;
            case 413: too_large(refused.operation, *asked.content_length, asked); break;
            default:
                target_refused_ = true;
                refused_target();
                if (!to_.failure.empty()) { return; }
                // Without an operation the size limit is unknown; another operation's limit must not be reported.
                if (wanted.empty()) { asked.content_length.reset(); }
                mended_target =
                    std::string(wire::target_prefix) + std::string(wanted.empty() ? all_operations().front() : wanted);
                replace(fields, target_name, mended_target);
                to_.operation = wanted;
                break;
            }
            asked.headers = fields;
        }
    }

private:
    [[nodiscard]] std::string_view body_text() const { return std::string_view(to_.text).substr(head_.end); }

    /// The name of a field that says that the body is encoded; empty when there is none.
    [[nodiscard]] std::string_view coding() const {
        for (std::string_view const name : coding_names) {
            bool const coded = std::ranges::any_of(head_.fields, [&](http_field const& each) {
                std::string_view const value = each.value.text;
                return same_name(each.name.text, name) && !value.empty() && !same_name(value, "identity");
            });
            if (coded) { return name; }
        }
        return {};
    }

    static void replace(std::vector<wire::header_view>& fields, std::string_view name, std::string_view value) {
        std::erase_if(fields, [&](auto const& each) { return same_name(each.name, name); });
        fields.push_back({name, value});
    }

    [[nodiscard]] static std::string given_again(std::string_view name, std::size_t count) {
        return std::string(name) + (count == 2 ? " is given twice" : " is given " + std::to_string(count) + " times");
    }

    /// Reports that a field is missing or given more than once; else says `what` of its only value.
    void complain(std::string_view rule, std::string_view name, std::string const& what, std::string const& wanted) {
        auto const* const field = head_.find(name);
        if (field == nullptr) {
            add(rule, first_line(), std::string(name) + " is missing, " + wanted + " is wanted");
        } else if (auto const count = head_.count(name); count > 1) {
            add(rule, second(name).value.span, given_again(name, count));
        } else {
            add(rule, field->value.span, std::string(name) + ' ' + what);
        }
    }

    [[nodiscard]] span_of_text first_line() const {
        span_of_text const& method = head_.method.span;
        return {method.begin, std::max({method.end, head_.target.span.end, head_.version.span.end})};
    }

    [[nodiscard]] http_field const& second(std::string_view name) const {
        auto const is = [&](http_field const& each) { return same_name(each.name.text, name); };
        auto const first = std::ranges::find_if(head_.fields, is);
        return *std::find_if(first + 1, head_.fields.end(), is);
    }

    void refused_target() {
        std::string const form = std::string(wire::target_prefix) + "OPERATION";
        auto const* const field = head_.find(target_name);
        if (field == nullptr || head_.count(target_name) > 1) {
            complain(http_rule::target, target_name, {}, form);
            return;
        }
        auto const name = wire::operation_of_target(field->value.text);
        if (name && sse::operation::is_untyped(*name)) {
            to_.failure = choose_operation(*name).complaint;
            return;
        }
        if (!name) {
            add(http_rule::target, field->value.span, "X-Amz-Target does not have the form " + form);
            return;
        }
        struct named_operation {
            std::string_view name;
        };
        std::vector<named_operation> known;
        for (auto const each : all_operations()) { known.push_back({each}); }
        auto const nearest = sse::reflect::nearest_name(*name, known);
        put({.rule = http_rule::target,
             .span = field->value.span,
             .nearest = nearest,
             .message = "X-Amz-Target names no operation" + sse::constraint::to_text(nearest)});
    }

    void named(std::string_view operation, std::string_view wanted) {
        to_.operation = wanted.empty() ? operation : wanted;
        if (wanted.empty() || wanted == operation) { return; }
        add(http_rule::target, head_.find(target_name)->value.span,
            "X-Amz-Target names " + std::string(operation) + ", not " + std::string(wanted));
    }

    void too_large(std::string_view operation, std::uint64_t size, gw::request_head& asked) {
        std::size_t most = 0;
        sse::operation::with_operation(operation, [&](auto op) { most = decltype(op)::type::max_body_bytes; });
        put({.rule = http_rule::body_size,
             .span = {head_.end, std::min(head_.end + 1, to_.text.size())},
             .bounds = sse::range{0, static_cast<std::int64_t>(most)},
             .actual = static_cast<std::int64_t>(std::min<std::uint64_t>(size, INT64_MAX)),
             .message = "the body has " + counted(size, "byte") + ", at most " + std::to_string(most) +
                        " allowed for " + std::string(operation)});
        asked.content_length.reset();
    }

    void add(std::string_view rule, span_of_text span, std::string message) {
        put({.rule = rule, .span = span, .message = std::move(message)});
    }

    void put(problem what) {
        if (std::ranges::find(with_.http_rules_off, what.rule) == with_.http_rules_off.end()) {
            to_.problems.push_back(std::move(what));
        }
    }

    http_head const& head_;
    settings const& with_;
    report& to_;
    std::optional<std::uint64_t> declared_;
    bool target_refused_ = false;
};

} // namespace

void check_request_head(http_head const& head, std::string_view wanted, settings const& with, report& to) {
    checker checking(head, with, to);
    checking.faults();
    checking.body();
    checking.request(wanted);
}

void check_answer_head(http_head const& head, settings const& with, report& to) {
    checker checking(head, with, to);
    checking.faults();
    checking.body();
}

std::vector<span_of_text> shown_parts(http_head const& head, bool show_values) {
    std::vector<span_of_text> shown{head.version.span};
    if (is_known_method(head.method.text)) { shown.push_back(head.method.span); }
    std::string_view const target = head.target.text;
    if (target == "/") {
        shown.push_back(head.target.span);
    } else if (show_values && head.shows_a_path()) { // a query can hold a signature and a session's token
        span_of_text path = head.target.span;
        path.end = path.begin + std::min(target.find('?'), target.size());
        shown.push_back(path);
    }
    for (http_field const& each : head.fields) {
        span_of_text name = each.name.span;
        name.end = std::min(name.end, name.begin + 64);
        shown.push_back(name);
        shown.push_back({each.name.span.end, each.name.span.end + 1}); // the colon
        bool const harmless =
            std::ranges::any_of(std::array{target_name, type_name, length_name, coding_names[0], coding_names[1]},
                                [&](std::string_view name_of) { return same_name(each.name.text, name_of); });
        if (show_values && harmless) { shown.push_back(each.value.span); }
    }
    return shown;
}

} // namespace check_example
