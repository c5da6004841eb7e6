// What an input of the target `generate` asks for: shared by the target and by the program that makes its seeds.
// For the targets of fuzz/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/broken_rule.hpp"
#include "firehose_sse/fuzzing/hostile_kind.hpp"
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <array>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <cstdint>

namespace generate {

namespace fuzzing = firehose_sse::fuzzing;

/// One byte each: the operation, the options, what is made, and its rule, its kind or its greatest size.
struct plan {
    std::size_t operation;
    std::size_t options;
    /// The last two are bodies of answers, which have no operation's limits.
    enum class what : std::uint8_t {
        valid,
        near_valid,
        near_valid_of,
        hostile,
        mutate,
        crossover,
        valid_answer,
        near_valid_answer
    } makes;
    std::size_t which;
};

inline constexpr std::size_t operations = boost::mp11::mp_size<firehose_sse::operation::operations>::value;
inline constexpr std::size_t option_sets = 6;
inline constexpr std::size_t kinds = 8;

[[nodiscard]] inline plan read_plan(fuzzing::byte_source& choices) {
    auto const index = [&](std::size_t count) { return static_cast<std::size_t>(choices.below(count)); };
    plan wanted{};
    wanted.operation = index(operations);
    wanted.options = index(option_sets);
    wanted.makes = static_cast<plan::what>(index(kinds));
    wanted.which = index(256);
    return wanted;
}

/// False when it would take megabytes to cross some limits: then only what is cheap to break is broken.
[[nodiscard]] inline bool at_any_price(plan const& wanted) { return wanted.options != 5; }

[[nodiscard]] inline fuzzing::broken_rule rule_of(plan const& wanted) {
    return fuzzing::broken_rules[wanted.which % fuzzing::broken_rules.size()];
}

[[nodiscard]] inline fuzzing::hostile_kind kind_of(plan const& wanted) {
    constexpr auto const& all = firehose_sse::reflect::enumerators<fuzzing::hostile_kind>;
    return all[wanted.which % all.size()].value;
}

/// Six sets: small limits; strict, under which every reason is a fault; lenient, with the older constraints; one under
/// which few reasons are faults; limits that leave next to no room; and limits that are beyond reach. In none of them
/// does a rule take more than some thousand bytes to break: the unit tests show larger ones.
[[nodiscard]] inline fuzzing::options options_of(plan const& wanted) {
    using namespace firehose_sse;
    fuzzing::options rules = fuzzing::options::small();
    rules.largest_payload = 4096;
    if (wanted.options == 1) {
        rules.decode.unknown_members = wire::unknown_members::refuse;
        rules.decode.empty_body = wire::empty_body::refuse;
        rules.decode.text_timestamps = wire::text_timestamps::iso_8601;
        rules.decode.max_elements = 60;
        rules.decode.max_bytes = 2048;
        rules.constraints.ceilings = {.string = 70, .list = 50, .blob = 24};
    }
    if (wanted.options == 2) {
        rules.decode = wire::decode_options::sdk();
        rules.decode.max_bytes = 2048;
        rules.decode.max_elements = 60;
        rules.constraints.set = constraint::constraint_set::before_2026_06_12;
        rules.constraints.basis = constraint::batch_basis::encoded_bytes;
        rules.constraints.off = {constraint::rule::owned_key_has_no_arn};
    }
    if (wanted.options == 3) {
        rules.decode.byte_order_mark = wire::byte_order_mark::skip;
        rules.decode.fractional_integers = wire::fractional_integers::truncate;
        rules.decode.null_elements = wire::null_elements::skip;
        rules.decode.spare_base64_bits = wire::spare_base64_bits::drop;
        rules.decode.text_timestamps = wire::text_timestamps::iso_8601;
        rules.odd_spelling = false;
    }
    if (wanted.options == 4) {
        rules.decode.max_bytes = 160;
        rules.decode.max_elements = 2;
        rules.decode.max_depth = 3;
        rules.largest_payload = 200;
    }
    if (wanted.options == 5) {
        rules.decode = {};
        rules.decode.unknown_members = wire::unknown_members::refuse;
        rules.largest_payload = 1024;
    }
    return rules;
}

} // namespace generate
