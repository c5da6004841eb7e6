// Any bytes as the body of a request or an answer, diagnosed: findings lie inside the text and in its order, faults
// point to what stands there, and there are errors exactly when decoding or validating finds one.
// Level: none (a fuzz target). Input: the body itself, as fuzz/decode.cpp has it.
// By hand: ./dev fuzz diagnose 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/diagnostic/diagnose.hpp"
#include "firehose_sse/fuzzing/dictionary.hpp"
#include "bodies.hpp"
#include "pointer_at.hpp"
#include "require.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace {

using namespace firehose_sse;
using diagnostic::severity;

/// The text is one printable line, whatever names the sender chose.
void check_line(std::string_view line) {
    require(std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; }), "a line is printable");
}

void check_finding(diagnostic::finding const& what, std::string_view body) {
    check_line(to_text(what));
    require(what.span.begin <= what.span.end && what.span.end <= body.size(), "a finding points inside the text");
    require(what.at == diagnostic::locate(body, what.span.begin), "line and column are those of the first byte");
    require(is_well_formed(what.pointer), "the pointer of a finding is well-formed");
    require(!what.message.empty(), "a finding says something");
    require(!what.bounds || what.bounds->min <= what.bounds->max, "bounds are the right way round");
    static std::string const words = fuzzing::dictionary();
    require(words.find(what.nearest.name) != words.npos, "a suggestion is a word of the model");
}

/// The beginning of the string that ends just before the byte, blanks apart; the byte itself if there is none.
std::size_t string_before(std::string_view body, std::size_t offset) {
    std::size_t last = offset;
    for (std::size_t i = 0; i < offset; ++i) {
        if (std::string_view(" \t\r\n").find(body[i]) != std::string_view::npos) { continue; }
        last = body[i] == '"' ? i : offset;
        if (body[i] != '"') { continue; }
        for (++i; i < offset && body[i] != '"'; ++i) {
            if (body[i] == '\\') { ++i; }
        }
        if (i >= offset) { return offset; } // the byte is part of this string
    }
    return last;
}

/// A fault has the pointer of the value, or of the name, that stands at its offset. Behind a string it is the pointer
/// of that place: without a colon, the string is not a name yet and must not appear in the pointer.
void check_pointer(wire::decode_error const& fault, std::string_view body) {
    using enum wire::decode_reason;
    if (fault.reason == too_large) { // nothing was read
        require(fault.pointer.empty(), "a text that is too large has no value");
        return;
    }
    pointer_at const place(body, fault.offset);
    if (fault.reason == duplicate_member || fault.reason == unknown_member) {
        require(fault.pointer == place.member(fault.offset), "a fault of a name points to its member");
        return;
    }
    bool const of_text = fault.reason == syntax || fault.reason == incomplete; // no value may have begun
    auto const value = pointer_at(body, string_before(body, fault.offset)).value();
    require(fault.pointer == value || (of_text && place.is_fresh() && fault.pointer == place.container()),
            "a fault points to the value at its offset");
}

/// A place that is found holds what its pointer names; if a step leads nowhere, the last good place is the nearest.
void check_places(wire::positions const& where, std::string const& pointer, std::string_view body) {
    auto const place = where.find(pointer);
    auto const nearest = where.find_nearest(pointer);
    require(!place || nearest == place, "what is found is the nearest");
    require(!place || pointer_at(body, place->begin).value() == pointer, "a place is that of the value");
    for (char const* const nowhere : {"/", "/-1", "/1&", "/0000000000"}) {
        require(!where.find(pointer + nowhere), "a step that no value has leads nowhere");
        require(where.find_nearest(pointer + nowhere) == nearest, "and stays where it is");
    }
}

/// Line and column of each byte near the beginning: found in one walk, found one by one, and counted.
void check_lines(std::string_view body) {
    diagnostic::locator steps(body);
    diagnostic::line_column wanted;
    std::size_t character = 0; // where the character of the byte begins
    for (std::size_t i = 0; i <= std::min<std::size_t>(body.size(), 64); ++i) {
        auto const at = diagnostic::locate(body, i);
        require(steps.locate(i) == at, "a walk finds what a look finds");
        require(at.line == wanted.line && at.column == wanted.column + (i - character), "by any count");
        if (i == body.size()) { break; }
        if (i + 1 < character + front_code_point(body.substr(character)).size) { continue; }
        bool const ends = body[i] == '\n' || (body[i] == '\r' && !body.substr(i + 1).starts_with('\n'));
        wanted = ends ? diagnostic::line_column{wanted.line + 1, 1}
                      : diagnostic::line_column{wanted.line, wanted.column + 1};
        character = i + 1;
    }
}

/// Findings that are kept and findings that are only counted are together all that is found without limits. A value
/// that was not read breaks no rule, nor does anything in it.
template <class T>
void check_count(diagnostic::findings const& found, std::string_view body, diagnostic::options const& rules) {
    auto const read = wire::inspect<T>(body, rules.decode, rules.max_findings);
    if (!read.complete) { return; } // with more findings asked for, the reading goes on
    diagnostic::options roomy = rules;
    roomy.max_findings = roomy.constraints.max_violations = body.size() + 1'000;
    auto const all = diagnostic::diagnose<T>(body, roomy);
    require(all.more == 0 && all.list.size() == found.list.size() + found.more, "what is not kept is counted");
    for (auto const& each : all.list) {
        if (!std::holds_alternative<constraint::rule>(each.cause)) { continue; }
        for (auto const& fault : read.faults) {
            bool const inside = each.pointer == fault.pointer || each.pointer.starts_with(fault.pointer + '/');
            require(!inside || fault.reason == wire::decode_reason::unknown_member, "what was not read breaks no rule");
        }
    }
}

template <class T> void check(std::string_view body, diagnostic::options const& rules) {
    auto const found = diagnostic::diagnose<T>(body, rules);
    require(found.list.size() <= rules.max_findings, "no more findings than were asked for");
    require(std::ranges::is_sorted(found.list, {}, [](auto const& each) { return each.span.begin; }),
            "findings come in the order of the text");
    for (auto const& each : found.list) { check_finding(each, body); }

    check_count<T>(found, body, rules);

    auto const document = wire::decode<T>(body, rules.decode);
    bool const good = document && constraint::validate(document->value, rules.constraints, document->missing).empty();
    require(good == !found.has_errors(), "there are errors exactly where the document is refused");
    auto const read = wire::inspect<T>(body, rules.decode, 8);
    require(document.has_value() == read.faults.empty(), "one fault or many: the same documents are refused");
    require(read.document.unknown.size() <= wire::max_missing, "no more unknown members are told than are asked for");
    if (!document) {
        check_line(to_string(document.error()));
        // Skipped elements are not counted, so that indices differ.
        if (rules.decode.null_elements == wire::null_elements::refuse) {
            for (auto const& each : read.faults) { check_pointer(each, body); }
        }
        require(read.faults.front() == document.error() || !read.complete, "the first fault is decode's");
        return;
    }
    require(read.document.value == document->value && read.complete, "reading on reads the same");
    require(read.document.missing == document->missing, "and misses the same");
    auto const& where = document->where;
    require(rules.decode.keep_positions != where.empty(), "places are kept where they are asked for");
    require(!where.empty() || (!where.find("") && !where.find_nearest("")), "what is not kept is not found");
    // Skipped elements have no place, so that indices differ.
    if (rules.decode.null_elements == wire::null_elements::refuse) {
        for (auto const& each : found.list) { check_places(where, each.pointer, body); }
        check_places(where, "", body);
    }
    for (auto const& each : document->missing) {
        auto const place = document->where.find(each);
        require(!place || body.substr(place->begin, place->end - place->begin) == "null",
                "where a missing member has a place, null stands");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    diagnostic::options usual;
    usual.decode.keep_positions = true;
    diagnostic::options tiny{
        .decode = wire::decode_options::fuzz(), .constraints = constraint::policy::fuzz(), .max_findings = 3};
    diagnostic::options loose{.decode = wire::decode_options::sdk()};
    check_lines(body);
    bodies::with_type_of(body, [&](auto type) {
        for (auto const* const rules : {&usual, &tiny, &loose}) { check<typename decltype(type)::type>(body, *rules); }
    });
    return 0;
}
