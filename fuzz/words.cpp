// Any bytes as a body of each type, and all that is said about it, in every wording: nothing is left without words,
// words agree with what they are about, and none of them repeats a value. Level: none (a fuzz target). Input: the body
// itself, so that corpora can be exchanged with other JSON targets; `S3cr3t` in a value stands for what must not be
// repeated. By hand: ./dev fuzz words 60, or as fuzz/decode.cpp says. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/text.hpp"
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/diagnostic/diagnose.hpp"
#include "firehose_sse/diagnostic/rule_book.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace {

using namespace firehose_sse;
using constraint::aggregation;
using constraint::layer;
using constraint::rule;
using constraint::wording;

constexpr std::string_view secret = "S3cr3t";

void check_words(std::string_view text, char const* what) {
    require(!text.empty(), what);
    require(text.find(secret) == text.npos, "no value is repeated");
}

/// A message begins with how many violations it is about.
void check_message(constraint::violations const& found, wording words, aggregation together) {
    auto const text = constraint::service_message(found, {words, together});
    check_words(text, "violations have a message");
    auto const count = together == aggregation::first_only ? std::min<std::size_t>(1, found.count()) : found.count();
    require(text.starts_with(std::to_string(count) + " validation error"), "and it says how many they are");
}

void check_violations(constraint::violations const& found, constraint::policy const& rules) {
    for (auto const& each : found.list) {
        require(!rules.off.contains(each.rule), "a rule that is switched off is not broken");
        auto const id = reflect::enum_name(each.rule);
        auto const* const entry = diagnostic::find_rule(id);
        require(entry != nullptr && !entry->summary.empty(), "every rule stands in the book");
        auto const text = constraint::to_text(each);
        check_words(text, "a violation has a text");
        require(text.find(id) != text.npos, "which names the rule");
        check_words(constraint::semantic_message(each), "and a message of its own");
        require(each.bounds.min <= each.bounds.max, "bounds are the right way round");
    }
    if (found.empty()) { return; }
    for (auto const words : {wording::current, wording::echoing, wording::own}) {
        check_message(found, words, aggregation::all);
        check_message(found, words, aggregation::first_only);
    }
}

template <class T> void check_rules(wire::decoded<T> const& document, constraint::policy const& rules) {
    auto const early = constraint::validate_constraints(document.value, rules, document.missing);
    for (auto const& each : early.list) {
        require(constraint::layer_of(each.rule) == layer::constraint, "the first layer notices its own rules");
    }
    check_violations(early, rules);
    auto const late = constraint::validate_cross_members(document.value, rules);
    for (auto const& each : late.list) {
        require(constraint::layer_of(each.rule) == layer::semantic, "and the second its own");
    }
    check_violations(late, rules);
}

// ---- words for what need not come from a body

/// Reads bounds back from their text: `1 to 64`, `at least 1`, `at most 64`, `exactly 1`.
range bounds_of(std::string const& text) {
    using limits = std::numeric_limits<std::int64_t>;
    auto const number_behind = [&](std::string_view words) { return std::stoll(text.substr(words.size())); };
    if (text.starts_with("exactly ")) { return {number_behind("exactly "), number_behind("exactly ")}; }
    if (text.starts_with("at least ")) { return {number_behind("at least "), limits::max()}; }
    if (text.starts_with("at most ")) { return {limits::min(), number_behind("at most ")}; }
    return {std::stoll(text), std::stoll(text.substr(text.find(" to ") + 4))};
}

/// The bytes of the body as two numbers.
void check_bounds(std::string_view body) {
    std::int64_t ends[2] = {};
    body.copy(reinterpret_cast<char*>(ends), sizeof ends);
    range const bounds{std::min(ends[0], ends[1]), std::max(ends[0], ends[1])};
    range read = bounds_of(constraint::to_text(bounds));
    if (bounds.min == 0 && read.min == std::numeric_limits<std::int64_t>::min()) { read.min = 0; } // that of a size
    require(read == bounds, "words for bounds leave no doubt about them");
}

/// Names begin with a small letter, elements count from one, whatever the pointer.
void check_path(std::string_view pointer) {
    std::string path;
    for (std::string_view rest = pointer; !rest.empty();) {
        rest.remove_prefix(1);
        std::string step(rest.substr(0, rest.find('/')));
        rest.remove_prefix(step.size());
        // An index has at most 19 digits here: one could not be added to a larger one.
        bool const is_index = !step.empty() && step.size() < 20 && step.find_first_not_of("0123456789") == step.npos;
        if (is_index) {
            step = std::to_string(std::stoull(step) + 1) + ".member";
        } else if (step.find_first_not_of("0123456789") == step.npos && !step.empty()) {
            return;
        } else if (!step.empty() && step[0] >= 'A' && step[0] <= 'Z') {
            step[0] = static_cast<char>(step[0] + 32);
        }
        path += (path.empty() ? "" : ".") + step;
    }
    require(constraint::service_path(pointer) == path, "a path says each step of its pointer");
}

/// A text is the id of one cause or of none, a number that of one rule or of none.
void check_ids(std::string_view text, std::size_t number) {
    auto const* const entry = diagnostic::find_rule(text);
    require((entry != nullptr) == (std::ranges::count(diagnostic::rule_book, text, &diagnostic::rule_entry::id) == 1),
            "an id has an entry, another text has none");
    auto const name = reflect::enum_name(static_cast<rule>(number % 256));
    require(name.empty() == (number % 256 >= reflect::enumerators<rule>.size()),
            "a rule has a name, no other number has");
    require(name.empty() || reflect::enum_value<rule>(name) == static_cast<rule>(number % 256), "which is its own");
}

// ---- words for a body

template <class T> void check_findings(std::string_view body, diagnostic::options const& rules) {
    auto const found = diagnostic::diagnose<T>(body, rules);
    require(found.empty() == (found.list.empty() && found.more == 0), "nothing found is nothing listed");
    auto none = rules;
    none.max_findings = 0;
    auto const counted = diagnostic::diagnose<T>(body, none);
    require(counted.list.empty() && counted.empty() == found.empty() && counted.has_errors() == found.has_errors(),
            "what is only counted is an error all the same");
    for (auto const& each : found.list) {
        require(diagnostic::find_rule(diagnostic::rule_id(each.cause)) != nullptr, "every cause stands in the book");
        auto const text = diagnostic::to_text(each);
        require(text.starts_with(diagnostic::to_string(each.at) + ": "), "a line says where");
        require(text.ends_with(each.message) && !each.message.empty(), "and what");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);

    constraint::policy older;
    older.set = constraint::constraint_set::before_2026_06_12;
    older.off = {rule::pattern, rule::owned_key_has_no_arn, rule::length_min};
    constraint::policy tiny = constraint::policy::fuzz();
    tiny.basis = constraint::batch_basis::encoded_bytes;
    require(constraint::model_date(older.set) != constraint::model_date(tiny.set), "sets of rules have their dates");

    diagnostic::options usual;
    diagnostic::options strict{.decode = wire::decode_options::fuzz(), .constraints = tiny};
    strict.decode.unknown_members = wire::unknown_members::refuse;
    strict.decode.empty_body = wire::empty_body::refuse;
    constraint::policy silent;
    silent.max_violations = 0;

    check_bounds(body);
    check_path('/' + std::string(body));
    check_ids(body.substr(0, body.find_last_not_of(" \n") + 1), size);
    bodies::with_type_of(body, [&](auto type) {
        using T = typename decltype(type)::type;
        check_findings<T>(body, usual);
        check_findings<T>(body, strict);
        auto const document = wire::decode<T>(body);
        if (!document) { return; }
        for (auto const& rules : {constraint::policy{}, older, tiny, silent}) { check_rules(*document, rules); }
    });
    return 0;
}
