// A decode error as a sentence: what stands there, what the member takes, and what was probably meant.
// Level 4 (diagnostic). Reads the type tables, not the types; never prints a value.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/text.hpp"
#include "firehose_sse/diagnostic/diagnostic.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/member_names.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::diagnostic::detail {

using wire::detail::type_table;
using wire::detail::value_kind;

/// What a member takes, in JSON's words.
[[nodiscard]] constexpr std::string_view wanted(value_kind kind) noexcept {
    switch (kind) {
    case value_kind::text: return "a string";
    case value_kind::bytes: return "a string of base64";
    case value_kind::integer: return "an integer";
    case value_kind::moment: return "a number of seconds since 1970";
    case value_kind::boolean: return "true or false";
    case value_kind::enumeration: return "a string";
    case value_kind::list: return "a list";
    case value_kind::scalar: // takes whatever comes
    case value_kind::raw:
    case value_kind::structure: break;
    }
    return "an object";
}

/// The kind of the value at the front of this text.
[[nodiscard]] constexpr std::string_view found(std::string_view at) noexcept {
    switch (at.empty() ? '\0' : at.front()) {
    case '{': return "an object";
    case '[': return "a list";
    case '"': return "a string";
    case 't':
    case 'f': return "a boolean";
    case 'n': return "null";
    default: return "a number";
    }
}

/// The type table of what a pointer names; the pointer must stay inside the model.
[[nodiscard]] inline type_table const& table_at(type_table const& root, std::string_view pointer) noexcept {
    type_table const* here = &root;
    while (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
        std::string_view const token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        if (here->kind == value_kind::list) {
            here = here->element;
            continue;
        }
        auto const member = std::ranges::find(here->members, token, &wire::detail::member_entry::name);
        if (member == here->members.end()) { break; } // not a pointer of the reader: tell what surrounds it
        here = member->type;
    }
    return *here;
}

/// The last step of a pointer, unescaped.
[[nodiscard]] inline std::string last_token(std::string_view pointer) {
    std::string token(pointer.substr(pointer.rfind('/') + 1));
    for (auto const& [escape, plain] : {std::pair("~1", '/'), std::pair("~0", '~')}) {
        for (auto at = token.find(escape); at != std::string::npos; at = token.find(escape, at + 1)) {
            token.replace(at, 2, 1, plain);
        }
    }
    return token;
}

/// The member of the model that an unknown member was probably meant to be. Only objects of the model have members that
/// count as unknown.
[[nodiscard]] inline reflect::suggestion nearest_member(type_table const& root, std::string_view pointer) {
    auto const& parent = table_at(root, pointer.substr(0, pointer.rfind('/')));
    return reflect::nearest_name(last_token(pointer), parent.members);
}

/// The limit that a reason is about. A text exceeded it, so it is smaller than the size of a text.
[[nodiscard]] inline std::optional<range> limits_of(wire::decode_reason reason, wire::decode_options const& options) {
    auto const at_most = [](std::size_t most) { return range{0, static_cast<std::int64_t>(most)}; };
    switch (reason) {
    case wire::decode_reason::too_deep:
        return at_most(std::min(options.max_depth, wire::decode_options::depth_ceiling));
    case wire::decode_reason::too_large: return at_most(std::min(options.max_bytes, wire::detail::largest_body));
    case wire::decode_reason::too_many_elements: return at_most(options.max_elements);
    case wire::decode_reason::syntax:
    case wire::decode_reason::incomplete:
    case wire::decode_reason::trailing_text:
    case wire::decode_reason::byte_order_mark:
    case wire::decode_reason::invalid_utf8:
    case wire::decode_reason::lone_surrogate:
    case wire::decode_reason::empty_body:
    case wire::decode_reason::not_an_object:
    case wire::decode_reason::wrong_kind:
    case wire::decode_reason::not_an_integer:
    case wire::decode_reason::number_out_of_range:
    case wire::decode_reason::null_element:
    case wire::decode_reason::duplicate_member:
    case wire::decode_reason::unknown_member:
    case wire::decode_reason::bad_base64:
    case wire::decode_reason::bad_timestamp: break;
    }
    return std::nullopt;
}

/// The sentence for a decode error; `rest` is the document from the error's offset on.
[[nodiscard]] inline std::string fault_message(wire::decode_error const& fault, std::string_view rest,
                                               type_table const& root, std::optional<range> bounds,
                                               reflect::suggestion const& nearest) {
    std::string const allowed = bounds ? constraint::to_text(*bounds) + " allowed" : std::string();
    switch (fault.reason) {
    case wire::decode_reason::syntax: return "is not JSON from here on";
    case wire::decode_reason::incomplete: return "ends before the document is complete";
    case wire::decode_reason::too_deep: return "is nested too deep, " + allowed;
    case wire::decode_reason::too_large: return "has too many bytes, " + allowed;
    case wire::decode_reason::too_many_elements: return "lists have too many elements together, " + allowed;
    case wire::decode_reason::trailing_text: return "goes on after the document";
    case wire::decode_reason::byte_order_mark: return "begins with a byte-order mark";
    case wire::decode_reason::invalid_utf8: return "is not UTF-8";
    case wire::decode_reason::lone_surrogate: return "escapes one half of a surrogate pair without the other";
    case wire::decode_reason::empty_body: return "is empty, an object is wanted";
    case wire::decode_reason::not_an_object: return "is " + std::string(found(rest)) + ", an object is wanted";
    case wire::decode_reason::wrong_kind:
        return "is " + std::string(found(rest)) + ", " + std::string(wanted(table_at(root, fault.pointer).kind)) +
               " is wanted";
    case wire::decode_reason::not_an_integer: return "has a fraction, an integer is wanted";
    case wire::decode_reason::number_out_of_range: return "is a number too large to be held";
    case wire::decode_reason::null_element: return "is null, which no list may hold";
    case wire::decode_reason::duplicate_member: return "is a name that the object has already";
    case wire::decode_reason::unknown_member:
        return "is no member that the model knows here" + constraint::to_text(nearest);
    case wire::decode_reason::bad_base64: return "is not base64: standard alphabet, padded, no spare bits";
    case wire::decode_reason::bad_timestamp: return "is not a time in ISO 8601";
    }
    return {};
}

} // namespace firehose_sse::diagnostic::detail
