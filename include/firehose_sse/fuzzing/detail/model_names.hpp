// Every request of the model as tables, and the members in them by name.
// Level 5 (fuzzing). The only file of the kit's generators that knows all operations.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/shape_table.hpp"
#include "firehose_sse/operation/operations.hpp"
#include <array>
#include <string_view>

namespace firehose_sse::fuzzing::detail {

template <class List> struct inputs_of;
template <template <class...> class List, class... Op> struct inputs_of<List<Op...>> {
    static constexpr std::array<shape const*, sizeof...(Op)> value{&shape_of<typename Op::input>...};
};

/// The inputs of all operations.
inline constexpr auto const& requests = inputs_of<operation::operations>::value;

/// The first member of that name in a type or in the types inside it.
[[nodiscard]] constexpr member const* find_member_in(shape const& type, std::string_view name) noexcept {
    for (auto const& each : type.members) {
        if (each.name == name) { return &each; }
    }
    for (auto const& each : type.members) {
        if (auto const* found = find_member_in(*each.type, name)) { return found; }
    }
    return type.element != nullptr ? find_member_in(*type.element, name) : nullptr;
}

/// The first member of that name in any request.
[[nodiscard]] constexpr member const* find_member(std::string_view name) noexcept {
    for (auto const* each : requests) {
        if (auto const* found = find_member_in(*each, name)) { return found; }
    }
    return nullptr;
}

} // namespace firehose_sse::fuzzing::detail
