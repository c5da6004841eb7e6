// SPDX-License-Identifier: BSL-1.0
#include "inspect.hpp"
#include <firehose_sse/operation/operations.hpp>
#include <firehose_sse/reflect/members.hpp>
#include <firehose_sse/shape/integer_shape.hpp>
#include <firehose_sse/shape/list_shape.hpp>
#include <firehose_sse/shape/open_enum.hpp>
#include <firehose_sse/shape/string_shape.hpp>
#include <firehose_sse/shape/timestamp.hpp>
#include "check_head.hpp"
#include "http_head.hpp"
#include "mask.hpp"
#include "operations.hpp"
#include "text.hpp"
#include <algorithm>
#include <concepts>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

namespace check_example {

namespace reflect = sse::reflect;

namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

template <class T> struct unwrapped { using type = T; };
template <class T> struct unwrapped<std::optional<T>> { using type = T; };

/// Pointers to the values that are no payload by their shape: all but blobs and members that are not typed.
template <class T> void add_shown_members(std::string const& at, std::vector<std::string>& shown) {
    if constexpr (reflect::described<T>) {
        reflect::for_each_member<T>([&](auto member) {
            using type = typename unwrapped<reflect::member_type<T, decltype(member)>>::type;
            add_shown_members<type>(at + '/' + std::string(reflect::member_name<decltype(member)>), shown);
        });
    } else if constexpr (sse::is_list_shape<T>) {
        add_shown_members<typename T::element>(at + "/*", shown);
    } else if constexpr (sse::is_string_shape<T> || sse::is_integer_shape<T> || sse::is_open_enum<T> ||
                         std::same_as<T, bool> || std::same_as<T, sse::timestamp>) {
        shown.push_back(at);
    }
}

/// The last name or index of a pointer; in quotation marks where it is not just letters, digits and underscores.
[[nodiscard]] std::string last_of(std::string_view pointer) {
    std::string name = sse::diagnostic::detail::last_token(pointer);
    bool const plain = !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
    return plain ? name : '"' + printable(name) + '"';
}

/// Who or what is at fault, as the subject of the finding's message; empty where the message has its own.
[[nodiscard]] std::string subject(sse::diagnostic::finding const& found) {
    using enum sse::wire::decode_reason;
    constexpr sse::wire::decode_reason of_a_value[] = {wrong_kind,   not_an_integer,   number_out_of_range,
                                                       null_element, duplicate_member, unknown_member,
                                                       bad_base64,   bad_timestamp};
    if (auto const* const reason = std::get_if<sse::wire::decode_reason>(&found.cause)) {
        if (*reason == too_many_elements) { return {}; }
        if (std::ranges::find(of_a_value, *reason) == std::end(of_a_value)) { return "the document"; }
    }
    std::string_view const pointer = found.pointer;
    if (pointer.empty()) { return {}; }
    std::string name = last_of(pointer);
    std::size_t const slash = pointer.rfind('/');
    bool const element = slash > 0 && std::ranges::all_of(name, is_digit);
    return element ? last_of(pointer.substr(0, slash)) + '/' + name : name;
}

[[nodiscard]] problem to_problem(sse::diagnostic::finding&& found, std::size_t body) {
    std::string message = subject(found);
    message += (message.empty() ? "" : " ") + found.message;
    return {.rule = sse::diagnostic::rule_id(found.cause),
            .severity = found.severity,
            .pointer = std::move(found.pointer),
            .span = {found.span.begin + body, found.span.end + body},
            .bounds = found.bounds,
            .actual = found.actual,
            .nearest = found.nearest,
            .message = std::move(message)};
}

template <class T> void check_body(report& to, settings const& with) {
    if (with.show_values) { add_shown_members<T>({}, to.shown_members); }
    // Looks for all of them, however few are shown: the reader stops once it has found as many as it may.
    sse::diagnostic::options rules{
        .decode = with.decode, .constraints = with.constraints, .max_findings = most_findings};
    rules.constraints.max_violations = most_findings;
    auto found = sse::diagnostic::diagnose<T>(std::string_view(to.text).substr(to.body), rules);
    for (auto& each : found.list) { to.problems.push_back(to_problem(std::move(each), to.body)); }
    to.more = found.more;
    to.more_errors = found.more_errors;
}

void check_body(report& to, settings const& with) {
    sse::operation::with_operation(to.operation, [&](auto op) {
        using type = typename decltype(op)::type;
        if (to.response) {
            check_body<typename type::output>(to, with);
        } else {
            check_body<typename type::input>(to, with);
        }
    });
}

/// The message when nothing names the operation. Lists those that have all the members, unknown ones apart.
[[nodiscard]] std::string which_operation(std::string_view body, bool response) {
    auto names = outline(body, {}).names;
    std::size_t const written = names.size();
    std::erase_if(names, [&](std::string_view name) { return operations_with({&name, 1}, response).empty(); });
    auto const fitting = operations_with(names, response);
    std::string which = "which operation is it for? Its members";
    if (fitting.empty()) { return which + " fit none; say one with --operation NAME: " + joined(all_operations()); }
    if (names.empty()) { which = "which operation is it for? It"; }
    which += names.empty() ? " fits " : " fit ";
    if (names.size() < written) { which = "which operation is it for? What is known of its members fits "; }
    return which + joined(fitting) + "; say it with --operation NAME";
}

void check_answer(http_head const& head, report& to, settings const& with) {
    if (!with.response) {
        to.failure = "is an answer: check it with --response and --operation";
    } else if (head.is_interim()) {
        to.failure = "is an answer with status " + std::to_string(head.status) + ", and the final one does not follow";
    } else if (head.status >= 300) {
        to.failure =
            "is an answer with status " + std::to_string(head.status) + ", which has no output of an operation";
    } else if (!with.operation) {
        to.failure = "an answer does not say its operation; say it with --operation";
    } else {
        to.operation = *with.operation;
        check_answer_head(head, with, to);
    }
}

/// Whether an answer's body is an error: it has a type, and nothing that the operation's output has.
[[nodiscard]] bool is_error(report const& about) {
    if (!about.response || about.operation.empty()) { return false; }
    auto const names = outline(std::string_view(about.text).substr(about.body), {}).names;
    bool const output = std::ranges::any_of(names, [&](std::string_view name) {
        auto const fitting = operations_with({&name, 1}, true);
        return std::ranges::find(fitting, about.operation) != fitting.end();
    });
    return !output && std::ranges::find(names, "__type") != names.end();
}

/// Finds the operation, and what is wrong with a head.
void check_around(report& to, settings const& with) {
    auto const head = read_head(to.text);
    if (!head) {
        to.operation = with.operation.value_or(std::string_view());
        if (to.operation.empty()) { to.failure = which_operation(to.text, with.response); }
        return;
    }
    to.body = head->end;
    to.shown_of_head = shown_parts(*head, with.show_values);
    if (head->too_long) {
        to.failure = "has a head of more than " + std::to_string(http_head::max_fields) + " fields";
    } else if (head->answer) {
        check_answer(*head, to, with);
    } else if (with.response) {
        to.failure = "is a request, not an answer";
    } else {
        check_request_head(*head, with.operation.value_or(std::string_view()), with, to);
    }
}

/// Problems at the same place stay in the order in which they were found.
void sort_by_place(std::vector<problem>& problems) {
    auto const begin = [](problem const& each) { return each.span.begin; };
    for (auto at = problems.begin(); at != problems.end(); ++at) {
        auto const to = std::ranges::upper_bound(problems.begin(), at, at->span.begin, {}, begin);
        std::rotate(to, at, std::next(at));
    }
}

/// Sorts, keeps as many as asked for, and finds the lines.
void arrange(report& to, settings const& with) {
    sort_by_place(to.problems);
    for (std::size_t i = with.max_findings; i < to.problems.size(); ++i) {
        ++to.more;
        if (to.problems[i].severity == severity::error) { ++to.more_errors; }
    }
    if (to.problems.size() > with.max_findings) { to.problems.resize(with.max_findings); }

    std::vector<std::pair<std::size_t, sse::diagnostic::line_column*>> places;
    for (problem& each : to.problems) {
        places.emplace_back(each.span.begin, &each.begin);
        places.emplace_back(each.span.end, &each.end);
    }
    std::ranges::sort(places, {}, [](auto const& each) { return each.first; });
    sse::diagnostic::locator lines(to.text);
    for (auto const& each : places) { *each.second = lines.locate(each.first); }
}

} // namespace

report inspect(std::string file, std::string text, settings const& with) {
    report to{.file = std::move(file), .text = std::move(text), .response = with.response};
    check_around(to, with);
    if (to.failure.empty() && is_error(to)) { to.failure = "is an error, not an output of an operation"; }
    if (to.failure.empty()) { check_body(to, with); }
    // A finding says so already, unless its rule is switched off.
    bool const said = std::ranges::find(to.problems, http_rule::target, &problem::rule) != to.problems.end();
    if (to.failure.empty() && to.operation.empty() && !said) {
        to.failure = "its operation is not known; say it with --operation";
    }
    arrange(to, with);
    return to;
}

} // namespace check_example
