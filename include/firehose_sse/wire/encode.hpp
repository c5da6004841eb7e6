// A typed value to bytes: the writer of AWS JSON 1.1.
// Level 3 (wire). Writes whatever a value holds, valid or not; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/open_enum.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include "firehose_sse/shape/timestamp.hpp"
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/detail/append_json.hpp"
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

namespace detail {

// Here and in the other walks, functions that take a value of the caller's own type are called by qualified names:
// otherwise a function of the same name beside that type could be called instead.

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;

template <reflect::described T> void append_members(T const& value, std::string& out, bool first);

template <class T> void append_value(T const& value, std::string& out) {
    if constexpr (is_string_shape<T>) {
        append_string(value.value, out);
    } else if constexpr (is_open_enum<T>) {
        append_string(reflect::enum_text(value), out);
    } else if constexpr (is_blob_shape<T>) {
        out += '"';
        append_base64(value.bytes, out);
        out += '"';
    } else if constexpr (std::same_as<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (is_integer_shape<T>) {
        append_integer(value.value, out);
    } else if constexpr (std::same_as<T, timestamp>) {
        append_seconds(value.milliseconds, out);
    } else if constexpr (std::same_as<T, raw_json>) {
        // Opaque members are all objects: an empty text, which is no JSON, is written as `{}`. Null is never written.
        out += value.text.empty() ? std::string_view("{}") : std::string_view(value.text);
    } else if constexpr (is_list_shape<T>) {
        out += '[';
        bool first = true;
        for (auto const& element : value) {
            if (!first) { out += ','; }
            first = false;
            detail::append_value(element, out);
        }
        out += ']';
    } else {
        static_assert(reflect::described<T>, "a member of this type cannot be written as JSON: make it one of the "
                                             "shapes of firehose_sse/shape/, or describe it");
        out += '{';
        detail::append_members(value, out, true);
        out += '}';
    }
}

template <class T> void append_member(std::string_view name, T const& value, std::string& out, bool& first) {
    if constexpr (is_optional<T>) {
        if (value) { detail::append_member(name, *value, out, first); }
    } else {
        if (!first) { out += ','; }
        first = false;
        out += '"';
        out += name;
        out += "\":";
        detail::append_value(value, out);
    }
}

/// Writes the members without the braces; `first` is false when something stands before them.
template <reflect::described T> void append_members(T const& value, std::string& out, bool first) {
    reflect::for_each_member<T>([&](auto member) {
        detail::append_member(reflect::member_name<decltype(member)>, value.*member.pointer, out, first);
    });
}

} // namespace detail

/// Appends the JSON text of a value.
///
/// *Model:* AWS JSON 1.1: members in the order described, absent ones left out, null never written, blobs in base64,
/// timestamps as seconds with up to three decimals. A byte that is not UTF-8 is written as U+FFFD; a raw_json is
/// written as it is, an empty one as `{}`.
template <reflect::described T> void encode_to(T const& value, std::string& out) { detail::append_value(value, out); }

/// The JSON text of a value; see encode_to.
///
/// *Example:* `encode(model::StopDeliveryStreamEncryptionInput{"orders"}) == R"({"DeliveryStreamName":"orders"})"`
template <reflect::described T> [[nodiscard]] std::string encode(T const& value) {
    std::string out;
    wire::encode_to(value, out);
    return out;
}

} // namespace firehose_sse::wire
