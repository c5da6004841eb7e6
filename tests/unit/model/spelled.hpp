// A described type spelled out as text, so that a test can state it as literals.
// For the tests of model/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse {

using words = std::vector<std::string>;

template <class T> struct spelled_type {
    static std::string text() { return std::string(reflect::shape_name<T>); }
    static constexpr char const* mark = ": ";
};
template <class E> struct spelled_type<open_enum<E>> {
    static std::string text() { return "open " + std::string(reflect::shape_name<E>); }
    static constexpr char const* mark = ": ";
};
template <class T> struct spelled_type<std::optional<T>> {
    static std::string text() { return spelled_type<T>::text(); }
    static constexpr char const* mark = "?: ";
};

/// The members in order, as "name: type"; "name?: type" where it is optional, "open" before an open enumeration.
template <reflect::described T> words members_of() {
    words result;
    reflect::for_each_member<T>([&](auto member) {
        using spelled = spelled_type<reflect::member_type<T, decltype(member)>>;
        result.push_back(std::string(reflect::member_name<decltype(member)>) + spelled::mark + spelled::text());
    });
    return result;
}

/// The enumerators in order.
template <reflect::described_enum E> words enumerators_of() {
    words result;
    for (auto const& each : reflect::enumerators<E>) { result.emplace_back(each.name); }
    return result;
}

template <class T>
concept bounded = requires {
    T::bounds;
};
template <class T>
concept patterned = requires {
    typename T::pattern;
};

} // namespace firehose_sse
