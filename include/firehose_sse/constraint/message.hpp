// Violations in the service's wording, today's and an older one.
// Level 2 (constraint). Renders text, which may change; the rule ids are stable. Never prints a value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/text.hpp"
#include "firehose_sse/constraint/violation.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <algorithm>
#include <boost/describe/enum.hpp>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace firehose_sse::constraint {

/// A pointer as the service's messages spell it: first letters in lower case, list elements counted from 1 [O].
///
/// *Example:* `/Records/3/Data` becomes `records.4.member.data`.
[[nodiscard]] inline std::string service_path(std::string_view pointer) {
    std::string path;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        std::string_view const token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        if (!path.empty()) { path += '.'; }
        std::uint64_t index = 0;
        auto const [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
        if (error == std::errc{} && end == token.data() + token.size()) {
            path += std::to_string(index + 1) + ".member";
        } else {
            std::size_t const begin = path.size();
            path += token;
            if (begin < path.size() && path[begin] >= 'A' && path[begin] <= 'Z') {
                path[begin] = static_cast<char>(path[begin] - 'A' + 'a');
            }
        }
    }
    return path;
}

/// What a rule of the constraint layer demands, in the service's words [O].
[[nodiscard]] inline std::string service_constraint(violation const& v) {
    std::string const limit = std::to_string(v.limit());
    switch (v.rule) {
    case rule::required: return "Member must not be null";
    case rule::length_min: return "Member must have length greater than or equal to " + limit;
    case rule::length_max: return "Member must have length less than or equal to " + limit;
    case rule::value_min: return "Member must have value greater than or equal to " + limit;
    case rule::value_max: return "Member must have value less than or equal to " + limit;
    case rule::pattern: return "Member must satisfy regular expression pattern: " + std::string(v.expected);
    case rule::enumeration: return "Member must satisfy enum value set: " + std::string(v.expected);
    case rule::customer_key_needs_arn:
    case rule::owned_key_has_no_arn:
    case rule::encryption_needs_direct_put:
    case rule::exactly_one_destination:
    case rule::source_fits_type:
    case rule::batch_bytes: break;
    }
    return std::string(reflect::enum_name(v.rule));
}

/// Whose words a ValidationException is written in.
/// - `current`: the service's words, in use since 2024 at the latest; they do not tell the value [O].
/// - `echoing`: the service's words until 2019, which told the value [O]; here, its kind and length replace it.
/// - `own`: this library's words, as in to_text().
BOOST_DEFINE_FIXED_ENUM_CLASS(wording, unsigned char, current, echoing, own)

/// Whether a ValidationException names every violation [O] or only the first one, as a sibling service does in some
/// regions [O sibling].
BOOST_DEFINE_FIXED_ENUM_CLASS(aggregation, unsigned char, all, first_only)

/// How a ValidationException's message is made.
struct message_style {
    constraint::wording wording = constraint::wording::current;
    constraint::aggregation aggregation = constraint::aggregation::all;
    friend constexpr bool operator==(message_style const&, message_style const&) = default;
};

namespace detail {

/// What the older wording has between `Value` and `at`.
[[nodiscard]] inline std::string stand_in(violation const& v) {
    if (v.kind == value_kind::none) { return "null "; }
    std::string text = "'(" + std::string(reflect::enum_name(v.kind));
    if (auto const size = size_of_value(v); !size.empty()) { text += ", " + size; }
    return text + ")' ";
}

} // namespace detail

/// The message of a ValidationException: the number of all violations, then each one that the policy's cap has kept.
///
/// *Example:* `1 validation error detected: Value at 'deliveryStreamName' failed to satisfy constraint: Member must
/// have length less than or equal to 64`
[[nodiscard]] inline std::string service_message(violations const& found, message_style style = {}) {
    std::size_t const most = style.aggregation == aggregation::first_only ? 1 : found.count();
    std::size_t const shown = std::min(found.list.size(), most);
    std::size_t const count = std::min(found.count(), most);
    std::string text = std::to_string(count);
    text += count == 1 ? " validation error detected: " : " validation errors detected: ";
    for (std::size_t i = 0; i < shown; ++i) {
        violation const& each = found.list[i];
        if (i > 0) { text += "; "; }
        if (style.wording == wording::own) {
            text += to_text(each);
            continue;
        }
        text += "Value ";
        if (style.wording == wording::echoing) { text += detail::stand_in(each); }
        text += "at '" + service_path(each.pointer) + "' failed to satisfy constraint: ";
        text += service_constraint(each);
    }
    if (style.wording == wording::own && count > shown && shown > 0) {
        text += "; and " + std::to_string(count - shown) + " more";
    }
    return text;
}

/// The message of an InvalidArgumentException for a cross-member rule.
/// The wording for destinations and batch size was observed [O], that for the Kinesis source is hearsay [I], the rest
/// is ours [U].
[[nodiscard]] inline std::string semantic_message(violation const& v) {
    switch (v.rule) {
    case rule::customer_key_needs_arn: return "KeyARN is required when KeyType is CUSTOMER_MANAGED_CMK.";
    case rule::owned_key_has_no_arn: return "KeyARN must not be given when KeyType is AWS_OWNED_CMK.";
    case rule::encryption_needs_direct_put:
        return "Server-side encryption is only supported for delivery streams of type DirectPut.";
    case rule::exactly_one_destination: return "Exactly one destination configuration is supported for a Firehose";
    case rule::source_fits_type:
        if (v.pointer == "/KinesisStreamSourceConfiguration") {
            return "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type";
        }
        return std::string(v.pointer.empty() ? "A source configuration" : std::string_view(v.pointer).substr(1)) +
               " is only applicable for its own delivery stream type.";
    case rule::batch_bytes: return "Records size exceeds 4 MB limit";
    case rule::required:
    case rule::length_min:
    case rule::length_max:
    case rule::value_min:
    case rule::value_max:
    case rule::pattern:
    case rule::enumeration: break;
    }
    return "Value at '" + service_path(v.pointer) + "' failed to satisfy constraint: " + service_constraint(v);
}

} // namespace firehose_sse::constraint
