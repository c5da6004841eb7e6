// Violations as text: the service's wording, and ours.
// Level 2 (constraint). Renders; the text is no promise, the rule ids are. Never prints a value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/violation.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

namespace firehose_sse::constraint {

/// A pointer as the service's messages spell it: first letters lower, list elements from 1 [O].
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
    std::string const limit = std::to_string(v.limit);
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

/// The message of a ValidationException: how many, then each one; the value is not echoed [O since 2024].
[[nodiscard]] inline std::string service_message(violations const& found) {
    std::string text = std::to_string(found.count());
    text += found.count() == 1 ? " validation error detected: " : " validation errors detected: ";
    for (std::size_t i = 0; i < found.list.size(); ++i) {
        if (i > 0) { text += "; "; }
        text += "Value at '" + service_path(found.list[i].pointer) + "' failed to satisfy constraint: ";
        text += service_constraint(found.list[i]);
    }
    return text;
}

/// The message of an InvalidArgumentException for a cross-member rule.
/// Observed wording where there is any [O]: destinations, Kinesis source, batch size. The rest is ours [U].
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

/// One violation in our words: rule id, place, bound and size.
///
/// *Example:* `length_max at /DeliveryStreamName: 65, at most 64`
[[nodiscard]] inline std::string to_text(violation const& v) {
    std::string text(reflect::enum_name(v.rule));
    text += " at " + (v.pointer.empty() ? std::string("the request") : v.pointer);
    switch (v.rule) {
    case rule::length_min:
    case rule::value_min: return text + ": " + std::to_string(v.actual) + ", at least " + std::to_string(v.limit);
    case rule::length_max:
    case rule::value_max:
    case rule::batch_bytes: return text + ": " + std::to_string(v.actual) + ", at most " + std::to_string(v.limit);
    case rule::exactly_one_destination: return text + ": " + std::to_string(v.actual) + " given";
    case rule::pattern: return text + ": must match " + std::string(v.expected);
    case rule::enumeration: return text + ": must be one of " + std::string(v.expected);
    case rule::required:
    case rule::customer_key_needs_arn:
    case rule::owned_key_has_no_arn:
    case rule::encryption_needs_direct_put:
    case rule::source_fits_type: break;
    }
    return text;
}

} // namespace firehose_sse::constraint
