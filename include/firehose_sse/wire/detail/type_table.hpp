// Tables that tell the reader, without templates, what a type is made of.
// Level 3 (wire). Made from reflect's lists at compile time; knows no JSON parser.
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
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace firehose_sse::wire::detail {

/// What a slot points to, by kind.
enum class value_kind : unsigned char {
    text,        // std::string
    bytes,       // std::string
    raw,         // std::string
    integer,     // std::int32_t
    moment,      // std::int64_t, milliseconds
    boolean,     // bool
    enumeration, // the open_enum
    scalar,      // loose_scalar
    structure,   // the struct
    list         // the list
};

/// A string or a number, whichever comes; anything else leaves it as it was. For bodies that no model describes.
struct loose_scalar {
    enum class kind : unsigned char { none, string, number };
    kind held = kind::none;
    std::string text;
};

struct type_table;

struct member_entry {
    std::string_view name;
    type_table const* type;
    /// Gives the address of the member's storage; an optional member is created by this call.
    void* (*reach)(void* owner);
    bool required;
};

struct type_table {
    value_kind kind;
    std::span<member_entry const> members{};
    type_table const* element = nullptr;
    /// Appends an element and gives the address of its storage.
    void* (*append)(void* list) = nullptr;
    void (*assign)(void* enumeration, std::string_view text) = nullptr;
};

/// A place in memory, and the type of what it holds.
struct slot {
    void* target = nullptr;
    type_table const* type = nullptr;
};

template <class T> struct unwrapped {
    using type = T;
    static constexpr bool optional = false;
    static T& reach(T& member) { return member; }
};
template <class T> struct unwrapped<std::optional<T>> {
    using type = T;
    static constexpr bool optional = true;
    static T& reach(std::optional<T>& member) { return member.emplace(); }
};

template <class T> void* storage(T& value) {
    if constexpr (is_string_shape<T> || is_integer_shape<T>) {
        return &value.value;
    } else if constexpr (is_blob_shape<T>) {
        return &value.bytes;
    } else if constexpr (std::same_as<T, raw_json>) {
        return &value.text;
    } else if constexpr (std::same_as<T, timestamp>) {
        return &value.milliseconds;
    } else {
        return &value;
    }
}

template <class T> consteval type_table make_table();
template <class T> inline constexpr type_table table = make_table<T>();

template <class T, class Member> consteval member_entry make_entry() {
    using unwrap = unwrapped<reflect::member_type<T, Member>>;
    return {
        reflect::member_name<Member>, &table<typename unwrap::type>,
        [](void* owner) -> void* { return detail::storage(unwrap::reach(static_cast<T*>(owner)->*Member::pointer)); },
        !unwrap::optional};
}

template <class T, class List> struct entries_of;
template <class T, template <class...> class List, class... Member> struct entries_of<T, List<Member...>> {
    static constexpr std::array<member_entry, sizeof...(Member)> value{make_entry<T, Member>()...};
};

template <class T> consteval type_table make_table() {
    if constexpr (is_string_shape<T>) {
        return {value_kind::text};
    } else if constexpr (is_blob_shape<T>) {
        return {value_kind::bytes};
    } else if constexpr (std::same_as<T, raw_json>) {
        return {value_kind::raw};
    } else if constexpr (is_integer_shape<T>) {
        return {value_kind::integer};
    } else if constexpr (std::same_as<T, timestamp>) {
        return {value_kind::moment};
    } else if constexpr (std::same_as<T, bool>) {
        return {value_kind::boolean};
    } else if constexpr (is_open_enum<T>) {
        return {.kind = value_kind::enumeration, .assign = [](void* target, std::string_view text) {
                    *static_cast<T*>(target) = reflect::to_open_enum<typename T::enumeration>(text);
                }};
    } else if constexpr (is_list_shape<T>) {
        return {.kind = value_kind::list, .element = &table<typename T::element>, .append = [](void* list) -> void* {
                    return detail::storage(static_cast<T*>(list)->emplace_back());
                }};
    } else {
        static_assert(reflect::described<T>, "a member of this type cannot be read from JSON: make it one of the "
                                             "shapes of firehose_sse/shape/, or describe it");
        // The reader marks the members that it has met in 64 bits.
        static_assert(reflect::member_count<T> <= 64, "a struct read from JSON may have 64 members at most");
        return {.kind = value_kind::structure, .members = entries_of<T, reflect::member_list<T>>::value};
    }
}

} // namespace firehose_sse::wire::detail
