// Converts model types to and from Boost.JSON's values: value_from, value_to; opens and seals opaque members.
// Level 3 (wire). Adds no rule: a text and its value mean the same. Not in the umbrella, since it costs compile time.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/code_points.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/open_enum.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include "firehose_sse/shape/timestamp.hpp"
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/findings.hpp"
#include "firehose_sse/wire/detail/read_document.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/encode.hpp"
#include "firehose_sse/wire/error_code.hpp"
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>
#include <boost/throw_exception.hpp>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::wire {

namespace detail {

/// The result of reading a text for this header.
struct text_verdict {
    std::optional<decode_error> error;
    bool complete = true;
};

/// The one place of this header that calls the reader.
[[nodiscard]] inline text_verdict read_text(std::string_view text, slot root, decode_options const& options) {
    findings found;
    text_verdict verdict;
    static_cast<void>(read_document(text, root, options, found));
    if (!found.faults.empty()) { verdict.error = std::move(found.faults.front()); }
    verdict.complete = found.missing.empty();
    return verdict;
}

/// An object type that knows no member: the object is checked, and nothing is stored.
inline constexpr type_table any_object{value_kind::structure};

/// The options for reading an opaque member under these limits; all its members count as unknown.
[[nodiscard]] constexpr decode_options opaque_options(decode_options const& limits) noexcept {
    decode_options options;
    options.max_depth = limits.max_depth;
    options.max_bytes = limits.max_bytes;
    options.empty_body = empty_body::refuse;
    return options;
}

/// The limits for data that this program holds already: only the reader's own.
[[nodiscard]] constexpr decode_options no_limits() noexcept {
    decode_options options;
    options.max_depth = decode_options::depth_ceiling;
    options.max_bytes = std::numeric_limits<std::size_t>::max();
    return options;
}

/// Calls `f` for every floating-point number in a value.
template <class Value, class F> void for_each_double(Value& value, F const& f) {
    if (auto* const number = value.if_double()) {
        f(*number);
    } else if (auto* const list = value.if_array()) {
        for (auto& element : *list) { for_each_double(element, f); }
    } else if (auto* const object = value.if_object()) {
        for (auto&& member : *object) { for_each_double(member.value(), f); }
    }
}

/// False when a number has no JSON spelling: Boost.JSON 1.81 writes `Infinity` or `NaN` for it.
[[nodiscard]] inline bool all_finite(boost::json::value const& value) {
    bool finite = true;
    for_each_double(value, [&](double number) { finite = finite && std::isfinite(number); });
    return finite;
}

/// Reads a document value by way of its text, so that both are read with the same strictness.
[[nodiscard]] inline boost::system::error_code read_value(boost::json::value const& from, slot to) {
    if (!all_finite(from)) { return decode_reason::number_out_of_range; }
    text_verdict verdict;
    if (to.type->kind == value_kind::structure) {
        verdict = read_text(boost::json::serialize(from), to, {});
    } else {
        if (from.is_null()) { return decode_reason::wrong_kind; } // as a member it would count as absent
        // The reader's root is an object, so any other value becomes the only member of an object.
        member_entry const only{"v", to.type, [](void* owner) { return owner; }, false};
        type_table const around{.kind = value_kind::structure, .members = {&only, 1}};
        decode_options options;
        ++options.max_depth;
        verdict = read_text("{\"v\":" + boost::json::serialize(from) + '}', {to.target, &around}, options);
    }
    if (verdict.error) { return verdict.error->reason; }
    if (!verdict.complete) { return conversion_reason::missing_member; }
    return {};
}

template <class T> [[nodiscard]] boost::system::result<T> from_json_value(boost::json::value const& from) {
    if constexpr (reflect::described_enum<T>) {
        auto const open = from_json_value<open_enum<T>>(from);
        if (!open) { return open.error(); }
        if (!open->value()) { return make_error_code(conversion_reason::unknown_enumerator); }
        return *open->value();
    } else {
        boost::system::result<T> to;
        if (auto const code = read_value(from, {detail::storage(*to), &table<T>})) { to = code; }
        return to;
    }
}

/// Puts text into a document value; each byte that is not UTF-8 becomes U+FFFD, as in encode().
inline void assign_text(std::string_view text, boost::json::value& to) {
    auto& string = to.emplace_string();
    string.reserve(text.size());
    while (!text.empty()) {
        std::size_t good = 0;
        while (good < text.size()) {
            auto const point = front_code_point(text.substr(good));
            if (!point.valid()) { break; }
            good += point.size;
        }
        string.append({text.data(), good});
        text.remove_prefix(good);
        if (text.empty()) { break; }
        string.append("\xEF\xBF\xBD");
        text.remove_prefix(1);
    }
}

[[nodiscard]] inline boost::system::result<boost::json::value, decode_error>
open_text(raw_json const& raw, decode_options const& limits, boost::json::storage_ptr memory) {
    std::string_view const text = raw.text.empty() ? std::string_view("{}") : std::string_view(raw.text);
    auto verdict = read_text(text, {nullptr, &any_object}, opaque_options(limits));
    if (verdict.error) { return *std::move(verdict.error); }
    boost::json::parse_options grammar;
    grammar.max_depth = std::min(limits.max_depth, decode_options::depth_ceiling);
    boost::system::error_code failure;
    auto value = boost::json::parse({text.data(), text.size()}, failure, std::move(memory), grammar);
    if (failure) { return decode_error{}; } // the reader uses the same grammar: nothing is left to refuse
    // The parser of 1.81 reads a zero such as 0e400 as not-a-number; the reader let no other such number pass.
    for_each_double(value, [](double& number) { number = std::isfinite(number) ? number : 0; });
    return value;
}

template <class T> void assign_json(T const& from, boost::json::value& to) {
    if constexpr (is_string_shape<T>) {
        assign_text(from.value, to);
    } else if constexpr (is_open_enum<T>) {
        assign_text(reflect::enum_text(from), to);
    } else if constexpr (reflect::described_enum<T>) {
        assign_text(reflect::enum_name(from), to);
    } else if constexpr (is_blob_shape<T>) {
        std::string text;
        append_base64(from.bytes, text);
        to.emplace_string() = text;
    } else if constexpr (std::same_as<T, bool>) {
        to = from;
    } else if constexpr (is_integer_shape<T>) {
        to = std::int64_t{from.value};
    } else if constexpr (std::same_as<T, timestamp>) {
        if (from.milliseconds % 1000 == 0) {
            to = from.milliseconds / 1000;
        } else {
            to = static_cast<double>(from.milliseconds) / 1000;
        }
    } else if constexpr (std::same_as<T, raw_json>) {
        auto opened = open_text(from, no_limits(), to.storage());
        if (!opened) { boost::throw_exception(boost::system::system_error(make_error_code(opened.error().reason))); }
        to = *std::move(opened);
    } else if constexpr (is_list_shape<T>) {
        auto& list = to.emplace_array();
        list.reserve(from.size());
        for (auto const& element : from) { detail::assign_json(element, list.emplace_back(nullptr)); }
    } else {
        static_assert(reflect::described<T>, "a member of this type cannot be converted to a JSON value: make it one "
                                             "of the shapes of firehose_sse/shape/, or describe it");
        auto& object = to.emplace_object();
        object.reserve(reflect::member_count<T>);
        reflect::for_each_member<T>([&](auto member) {
            std::string_view const name = reflect::member_name<decltype(member)>;
            auto const& value = from.*member.pointer;
            if constexpr (is_optional<reflect::member_type<T, decltype(member)>>) {
                if (value) { detail::assign_json(*value, object[{name.data(), name.size()}]); }
            } else {
                detail::assign_json(value, object[{name.data(), name.size()}]);
            }
        });
    }
}

/// Changes `to` only after all of the value is converted.
template <class T> void to_json_value(T const& from, boost::json::value& to) {
    boost::json::value made(to.storage());
    detail::assign_json(from, made);
    to = std::move(made);
}

/// Types of the wire that are not structs; described structs and enumerations belong to the model.
template <class T>
concept wire_scalar_or_list = is_string_shape<T> || is_integer_shape<T> || is_blob_shape<T> || is_list_shape<T> ||
    is_open_enum<T> || std::same_as<T, raw_json> || std::same_as<T, timestamp>;

template <class T>
concept described_type = reflect::described<T> || reflect::described_enum<T>;

} // namespace detail

/// Parses the object in an opaque member into a document value; an empty text counts as `{}`, as in encode().
///
/// Of `limits`, only max_depth and max_bytes count. The value keeps order and numbers within 64 bits, as Boost.JSON
/// does, but not the spelling: sealing it again may give another text.
/// *Errors:* those of decode(), with offset and pointer within the opaque text. A repeated name and a number too large
/// for a double are among them; Boost.JSON itself takes the last value or infinity.
[[nodiscard]] inline boost::system::result<boost::json::value, decode_error>
open(raw_json const& raw, decode_options const& limits = {}, boost::json::storage_ptr memory = {}) {
    return detail::open_text(raw, limits, std::move(memory));
}

/// Turns a document value into an opaque member.
///
/// Of `limits`, only max_depth and max_bytes count.
/// *Errors:* decode_reason as an error code: not_an_object for anything but an object, number_out_of_range for a
/// number that is not finite, invalid_utf8, too_deep, too_large.
/// *Example:* `auto value = wire::open(*input.S3DestinationConfiguration).value();`
/// `value.as_object()["Prefix"] = "raw/"; input.S3DestinationConfiguration = wire::seal(value).value();`
[[nodiscard]] inline boost::system::result<raw_json> seal(boost::json::value const& value,
                                                          decode_options const& limits = {}) {
    if (!detail::all_finite(value)) { return make_error_code(decode_reason::number_out_of_range); }
    raw_json raw{boost::json::serialize(value)};
    auto const verdict = detail::read_text(raw.text, {nullptr, &detail::any_object}, detail::opaque_options(limits));
    if (verdict.error) { return make_error_code(verdict.error->reason); }
    return raw;
}

} // namespace firehose_sse::wire

// Boost.JSON finds these by argument-dependent look-up before its own conversion of described types, which would demand
// every member, refuse unknown ones, write null for absent ones and stop reading an enumerator at a NUL.

namespace firehose_sse {

/// boost::json::value_from for shapes, open enumerations, timestamps and opaque members; see the overload for the
/// model's types.
template <wire::detail::wire_scalar_or_list T>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to, T const& from) {
    wire::detail::to_json_value(from, to);
}

/// boost::json::value_to and try_value_to for shapes, open enumerations, timestamps and opaque members; see the
/// overload for the model's types.
template <wire::detail::wire_scalar_or_list T>
[[nodiscard]] boost::system::result<T> tag_invoke(boost::json::try_value_to_tag<T>, boost::json::value const& from) {
    return wire::detail::from_json_value<T>(from);
}

} // namespace firehose_sse

namespace firehose_sse::model {

/// boost::json::value_from for the model's structs and enumerations: what parsing wire::encode's text would give.
///
/// Absent members are left out. A timestamp is a whole number of seconds or, with a fraction, a double: exact to the
/// millisecond within 278,000 years of 1970.
/// *Errors:* throws boost::system::system_error with a wire::decode_reason when wire::open refuses the text of an
/// opaque member under any limits. It never refuses text that decode() has read.
template <wire::detail::described_type T>
void tag_invoke(boost::json::value_from_tag, boost::json::value& to, T const& from) {
    wire::detail::to_json_value(from, to);
}

/// boost::json::value_to and try_value_to for the model's structs and enumerations: what wire::decode makes of the
/// value's text, with default options.
///
/// An opaque member gets a text made from the value, not the text the value was parsed from.
/// *Errors:* try_value_to returns, and value_to throws as boost::system::system_error: a wire::decode_reason;
/// wire::conversion_reason::missing_member for a required member that is absent or null, since there is no place
/// beside the value to tell it; wire::conversion_reason::unknown_enumerator for a text that a plain enumeration does
/// not know, which an open_enum would keep. decode() also says where.
/// *Example:* `auto const tag = boost::json::try_value_to<model::Tag>(value); if (tag) { use(tag->Key); }`
template <wire::detail::described_type T>
[[nodiscard]] boost::system::result<T> tag_invoke(boost::json::try_value_to_tag<T>, boost::json::value const& from) {
    return wire::detail::from_json_value<T>(from);
}

} // namespace firehose_sse::model
