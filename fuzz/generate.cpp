// The kit's own generators: what they call valid is read and has nothing wrong with it; what they say is broken is the
// one thing that is found, in the place they say; sizes are kept, and the same bytes make the same input.
// Level: none (a fuzz target). Input: four bytes that choose (generate_plan.hpp), then the generators' choices.
// By hand: ./dev fuzz generate 60, or as fuzz/decode.cpp says.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/fuzzing/hostile.hpp"
#include "firehose_sse/fuzzing/mutate.hpp"
#include "firehose_sse/fuzzing/near_valid.hpp"
#include "firehose_sse/fuzzing/valid.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "generate_plan.hpp"
#include "require.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace {

using namespace firehose_sse;
using what = generate::plan::what;

// Larger inputs have more choices than any generator makes here.
constexpr std::size_t largest_input = 4 * 1024;
constexpr std::size_t largest_mutant = 300;
// How often a plan is carried out while there are choices left.
constexpr std::size_t most_rounds = 16;

/// Whether even the shortest document of the type is longer than may be read.
template <class T> bool nothing_fits(fuzzing::options const& rules) {
    fuzzing::byte_source none({});
    return fuzzing::valid_document<T>(none, rules).size() > rules.decode.max_bytes;
}

template <class T> void check_valid(std::string const& text, fuzzing::options const& rules) {
    auto const read = wire::decode<T>(text, rules.decode);
    if (!read && nothing_fits<T>(rules)) { return; }
    require(read.has_value(), "what is valid is read");
    require(constraint::validate(read->value, rules.constraints, read->missing).empty(), "and breaks no rule");
}

template <class T>
void check_label(std::optional<fuzzing::near_valid_case> const& made, fuzzing::options const& rules) {
    if (!made) { return; }
    auto const read = wire::decode<T>(made->payload, rules.decode);
    if (auto const* reason = std::get_if<wire::decode_reason>(&made->rule)) {
        require(!read.has_value(), "what breaks the reading is not read");
        require(read.error().reason == *reason, "for the reason that the label says");
        require(read.error().pointer == made->pointer, "in the place that the label says");
        return;
    }
    require(read.has_value(), "what breaks a rule is read");
    auto const found = constraint::validate(read->value, rules.constraints, read->missing);
    require(found.count() == 1, "and breaks one rule only");
    require(found.list.front().rule == std::get<constraint::rule>(made->rule), "which is the label's");
    require(found.list.front().pointer == made->pointer, "in the place that the label says");
}

template <class Op>
void check_request(std::optional<fuzzing::near_valid_case> const& made, fuzzing::options const& rules) {
    check_label<typename Op::input>(made, rules);
    if (!made) { return; }
    require(!made->answers.empty(), "some error answers what is broken");
    require(fuzzing::broken_rule_of(fuzzing::name_of(made->rule)) == made->rule, "a rule's name leads back to it");
}

template <class Op>
void check_hostile(generate::plan const& wanted, fuzzing::byte_source& choices, fuzzing::options const& rules) {
    fuzzing::byte_source same = choices;
    auto const made = fuzzing::hostile_of<Op>(generate::kind_of(wanted), choices, rules);
    require(made.payload.size() <= rules.largest_payload, "a hostile body keeps to its size");
    require(made.payload == fuzzing::hostile_of<Op>(generate::kind_of(wanted), same, rules).payload,
            "the same bytes make the same body");
    auto const read = wire::inspect<typename Op::input>(made.payload, rules.decode);
    require(std::ranges::all_of(read.faults, [&](auto const& each) { return each.offset <= made.payload.size(); }),
            "its faults lie inside of it");
}

template <class Op>
void check_mutants(generate::plan const& wanted, fuzzing::byte_source& choices, fuzzing::options const& rules) {
    std::string body = fuzzing::valid_payload<Op>(choices, rules);
    std::string const other = fuzzing::valid_payload<operation::StartDeliveryStreamEncryption>(choices, rules);
    std::size_t const max_size = wanted.which == 0 ? largest_mutant : wanted.which;
    auto const make = [&](fuzzing::byte_source& from) {
        return wanted.makes == what::mutate ? fuzzing::mutate(body, max_size, from)
                                            : fuzzing::crossover(body, other, max_size, from);
    };
    for (std::size_t left = most_rounds; left != 0 && choices.remaining() != 0; --left) {
        fuzzing::byte_source same = choices;
        std::string made = make(choices);
        require(made.size() <= max_size, "a mutant keeps to its size");
        require(made == make(same), "the same bytes make the same mutant");
        body = std::move(made);
    }
}

template <class Op> void check(generate::plan const& wanted, fuzzing::byte_source& choices) {
    using input = typename Op::input;
    using output = typename Op::output;
    fuzzing::options const rules = generate::options_of(wanted);
    auto const broken = generate::rule_of(wanted);
    switch (wanted.makes) {
    case what::valid: {
        std::string const text = fuzzing::valid_payload<Op>(choices, rules);
        require(text.size() <= Op::max_body_bytes, "what is valid is not too large");
        check_valid<input>(text, rules);
        break;
    }
    case what::near_valid: check_request<Op>(fuzzing::near_valid<Op>(choices, rules), rules); break;
    case what::near_valid_of:
        check_request<Op>(generate::at_any_price(wanted) ? fuzzing::near_valid_of<Op>(broken, choices, rules)
                                                         : fuzzing::near_valid<Op>(choices, rules),
                          rules);
        break;
    case what::hostile: check_hostile<Op>(wanted, choices, rules); break;
    case what::mutate:
    case what::crossover: check_mutants<Op>(wanted, choices, rules); break;
    case what::valid_answer: check_valid<output>(fuzzing::valid_document<output>(choices, rules), rules); break;
    case what::near_valid_answer:
        check_label<output>(generate::at_any_price(wanted)
                                ? fuzzing::near_valid_document_of<output>(broken, choices, rules)
                                : fuzzing::near_valid_document<output>(choices, rules),
                            rules);
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > largest_input) { return 0; }
    fuzzing::byte_source choices(std::span(data, size));
    auto const wanted = generate::read_plan(choices);
    boost::mp11::mp_with_index<generate::operations>(wanted.operation, [&](auto i) {
        for (std::size_t left = most_rounds; left != 0 && choices.remaining() != 0; --left) {
            check<boost::mp11::mp_at<operation::operations, decltype(i)>>(wanted, choices);
        }
    });
    return 0;
}
