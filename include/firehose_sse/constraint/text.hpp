// Violations in this library's words: rule, place, what is allowed and what is there.
// Level 2 (constraint). Renders text, which may change; the rule ids are stable. Never prints a value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/violation.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace firehose_sse::constraint {

namespace detail {

[[nodiscard]] inline std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

/// The size of the value with its unit; empty where there is no value, and for an integer, which must not be told.
[[nodiscard]] inline std::string size_of_value(violation const& v) {
    switch (v.kind) {
    case value_kind::string:
    case value_kind::enumeration: return counted(v.actual, "code point", "code points");
    case value_kind::blob: return counted(v.actual, "byte", "bytes");
    case value_kind::list: return counted(v.actual, "element", "elements");
    case value_kind::none:
    case value_kind::integer: break;
    }
    return {};
}

} // namespace detail

/// Bounds as a person says them: `1 to 64`, `at least 1`, `at most 64` (also for a minimum of 0), `exactly 1`.
[[nodiscard]] inline std::string to_text(range bounds) {
    using limits = std::numeric_limits<std::int64_t>;
    std::string const min = std::to_string(bounds.min);
    std::string const max = std::to_string(bounds.max);
    if (bounds.min == bounds.max) { return "exactly " + min; }
    if (bounds.max == limits::max()) { return "at least " + min; }
    if (bounds.min == 0 || bounds.min == limits::min()) { return "at most " + max; }
    return min + " to " + max;
}

/// "; did you mean NAME?", and a note on case when only the case differs; empty for no suggestion.
[[nodiscard]] inline std::string to_text(reflect::suggestion const& nearest) {
    if (nearest.empty()) { return {}; }
    std::string text = "; did you mean " + std::string(nearest.name) + '?';
    if (nearest.case_only) { text += " Upper and lower case matter"; }
    return text;
}

/// What is wrong and what is allowed, without rule and place.
///
/// *Example:* `has 65 code points, 1 to 64 allowed`
[[nodiscard]] inline std::string explanation(violation const& v) {
    switch (v.rule) {
    case rule::required: return "is required, but absent or null";
    case rule::length_min:
    case rule::length_max: return "has " + detail::size_of_value(v) + ", " + to_text(v.bounds) + " allowed";
    case rule::value_min: return "is too small, " + to_text(v.bounds) + " allowed";
    case rule::value_max: return "is too large, " + to_text(v.bounds) + " allowed";
    case rule::pattern: return "must match " + std::string(v.expected);
    case rule::enumeration: return "must be one of " + std::string(v.expected) + to_text(v.nearest);
    case rule::customer_key_needs_arn: return "is required when KeyType is CUSTOMER_MANAGED_CMK";
    case rule::owned_key_has_no_arn: return "must not be given when KeyType is AWS_OWNED_CMK";
    case rule::encryption_needs_direct_put: return "is for delivery streams of type DirectPut only";
    case rule::exactly_one_destination:
        return detail::counted(v.actual, "destination configuration", "destination configurations") + " given, " +
               to_text(v.bounds) + " allowed";
    case rule::source_fits_type: return "does not belong to the DeliveryStreamType";
    case rule::batch_bytes:
        return "holds " + detail::counted(v.actual, "byte", "bytes") + " together, " + to_text(v.bounds) + " allowed";
    }
    return {};
}

/// One violation in one line.
///
/// *Example:* `length_max at /DeliveryStreamName: has 65 code points, 1 to 64 allowed`
[[nodiscard]] inline std::string to_text(violation const& v) {
    return std::string(reflect::enum_name(v.rule)) + " at " +
           (v.pointer.empty() ? std::string("the document") : v.pointer) + ": " + explanation(v);
}

} // namespace firehose_sse::constraint
