// Which rules are in force, and with which limits.
// Level 2 (constraint). Values only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/rule.hpp"
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string_view>

namespace firehose_sse::constraint {

/// Sets of constraints by the date of the service model they follow.
/// `of_2026_06_12`: the SSE KeyARN is a key. `before_2026_06_12`: it may be an alias too.
BOOST_DEFINE_FIXED_ENUM_CLASS(constraint_set, unsigned char, of_2026_06_12, before_2026_06_12)

/// The date of the service model that a set follows, for reports.
[[nodiscard]] constexpr std::string_view model_date(constraint_set set) noexcept {
    switch (set) {
    case constraint_set::of_2026_06_12: return "2026-06-12";
    case constraint_set::before_2026_06_12: return "before 2026-06-12";
    }
    return {};
}

/// Whether PutRecordBatch's limit counts the bytes of a record before or after base64 [U].
BOOST_DEFINE_FIXED_ENUM_CLASS(batch_basis, unsigned char, raw_bytes, encoded_bytes)

/// Upper bounds by kind, in addition to every shape's own. They are for fuzzing: an input of a hundred bytes can then
/// reach a boundary. They never raise a bound.
struct ceilings {
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    /// *Units:* code points.
    std::size_t string = none;
    /// *Units:* elements.
    std::size_t list = none;
    /// *Units:* raw bytes.
    std::size_t blob = none;
    friend constexpr bool operator==(ceilings const&, ceilings const&) = default;
};

/// A set of rules.
class rule_set {
public:
    constexpr rule_set() = default;
    constexpr rule_set(std::initializer_list<rule> ids) {
        for (rule const id : ids) { insert(id); }
    }
    constexpr void insert(rule id) noexcept { bits_ |= bit(id); }
    [[nodiscard]] constexpr bool contains(rule id) const noexcept { return (bits_ & bit(id)) != 0; }
    friend constexpr bool operator==(rule_set const&, rule_set const&) = default;

private:
    static constexpr std::uint32_t bit(rule id) noexcept { return std::uint32_t{1} << static_cast<unsigned>(id); }
    std::uint32_t bits_ = 0;
};

/// What validate() checks. Every rule can be switched off: a published constraint was stricter than the service once.
struct policy {
    constraint_set set = constraint_set::of_2026_06_12;
    /// Rules not to check.
    rule_set off{};
    /// How many violations are kept; the others are only counted. This limits what hostile input can cost.
    std::size_t max_violations = 32;
    /// Most bytes that the records of a PutRecordBatch may have together: 4 MiB [D].
    std::size_t batch_bytes = 4'194'304;
    batch_basis basis = batch_basis::raw_bytes;
    constraint::ceilings ceilings{};

    /// Bounds small enough for a fuzzer to cross: the preset that belongs to wire::decode_options::fuzz().
    [[nodiscard]] static constexpr policy fuzz() noexcept {
        policy rules;
        rules.max_violations = 4;
        rules.batch_bytes = 32;
        rules.ceilings = {.string = 48, .list = 2, .blob = 24};
        return rules;
    }

    friend constexpr bool operator==(policy const&, policy const&) = default;
};

} // namespace firehose_sse::constraint
