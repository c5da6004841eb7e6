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

template <class T> void check_findings(std::string_view body, diagnostic::options const& rules) {
    auto const found = diagnostic::diagnose<T>(body, rules);
    require(found.empty() == (found.list.empty() && found.more == 0), "nothing found is nothing listed");
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
    bodies::with_type_of(body, [&](auto type) {
        using T = typename decltype(type)::type;
        check_findings<T>(body, usual);
        check_findings<T>(body, strict);
        auto const document = wire::decode<T>(body);
        if (!document) { return; }
        for (auto const& rules : {constraint::policy{}, older, tiny}) { check_rules(*document, rules); }
    });
    return 0;
}
