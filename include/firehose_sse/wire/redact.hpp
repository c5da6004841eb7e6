// A value as text for a log: what is or may be secret is replaced by its size or by a mark.
// Level 3 (wire). Knows sensitive shapes by their marks, no member by its name; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/sensitive.hpp"
#include "firehose_sse/wire/detail/append_json.hpp"
#include "firehose_sse/wire/detail/printable.hpp"
#include "firehose_sse/wire/encode.hpp"
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::wire {

namespace detail {

/// Appends a string such as `"<object of 12 bytes>"`.
inline void append_size(std::string_view what, std::size_t bytes, std::string& out) {
    out += "\"<";
    out += what;
    append_integer(static_cast<std::int64_t>(bytes), out);
    out += bytes == 1 ? " byte>\"" : " bytes>\"";
}

template <class T> void append_redacted_member(std::string_view name, T const& value, std::string& out, bool& first);

template <class T> void append_redacted(T const& value, std::string& out) {
    if constexpr (is_sensitive<T>) {
        out += "\"<sensitive>\"";
    } else if constexpr (std::same_as<T, raw_json>) {
        append_size("object of ", value.text.size(), out);
    } else if constexpr (is_blob_shape<T>) {
        append_size("", value.bytes.size(), out);
    } else if constexpr (is_list_shape<T>) {
        out += '[';
        bool first = true;
        for (auto const& element : value) {
            if (!first) { out += ','; }
            first = false;
            detail::append_redacted(element, out);
        }
        out += ']';
    } else if constexpr (reflect::described<T>) {
        out += '{';
        bool first = true;
        reflect::for_each_member<T>([&](auto member) {
            detail::append_redacted_member(reflect::member_name<decltype(member)>, value.*member.pointer, out, first);
        });
        out += '}';
    } else {
        detail::append_value(value, out);
    }
}

template <class T> void append_redacted_member(std::string_view name, T const& value, std::string& out, bool& first) {
    if constexpr (is_optional<T>) {
        if (value) { detail::append_redacted_member(name, *value, out, first); }
    } else {
        if (!first) { out += ','; }
        first = false;
        out += '"';
        out += name;
        out += "\":";
        detail::append_redacted(value, out);
    }
}

} // namespace detail

/// A value as one line of JSON for a log, without secrets and without payload.
///
/// It is what encode() writes, except that these values become strings:
/// - a value of a sensitive shape: `<sensitive>`, whatever it holds, since a length alone can give a password away;
/// - a raw_json, whole: `<object of 12 bytes>`, since this version does not know what is secret inside;
/// - a blob: `<12 bytes>`, its size before base64.
///
/// Everything else is written in full, even long strings: names, ARNs and error texts are what a log is read for. The
/// text is printable ASCII, with other characters escaped: no value can end the line or control a terminal.
/// *Example:* `to_log(model::PutRecordInput{"orders", {"hello"}})` is
/// `{"DeliveryStreamName":"orders","Record":{"Data":"<5 bytes>"}}`
template <class T> [[nodiscard]] std::string to_log(T const& value) {
    std::string out;
    detail::append_redacted(value, out);
    return detail::printable(out);
}

} // namespace firehose_sse::wire
