// A field's value, and what else it may be, as docs/reference/policies.md has them.
// Level: none (a test).
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <chrono>
#include <concepts>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace policy_values {

namespace sse = firehose_sse;

inline std::string text_of(bool value) { return value ? "true" : "false"; }

template <std::integral I> std::string text_of(I value) {
    std::string digits = std::to_string(value);
    for (std::size_t end = digits.size(); end > 3; end -= 3) { digits.insert(end - 3, ","); }
    return digits;
}

template <class Rep, class Period> std::string text_of(std::chrono::duration<Rep, Period> value) {
    using namespace std::chrono;
    milliseconds const d = value;
    if (d == d.zero()) { return "0"; }
    if (d % hours(1) == d.zero()) { return text_of(d / hours(1)) + " h"; }
    if (d % minutes(1) == d.zero()) { return text_of(d / minutes(1)) + " min"; }
    if (d % seconds(1) == d.zero()) { return text_of(d / seconds(1)) + " s"; }
    return text_of(d.count()) + " ms";
}

inline std::string text_of(std::string const& text) { return '`' + text + '`'; }

template <sse::reflect::described_enum E> std::string text_of(E value) {
    return '`' + std::string(sse::reflect::enum_name(value)) + '`';
}

/// Every enumerator that `chosen` is true of.
template <sse::reflect::described_enum E, class F> std::string names_of(F const& chosen) {
    std::string all;
    for (auto const& each : sse::reflect::enumerators<E>) {
        if (chosen(each.value)) { all += (all.empty() ? "" : ", ") + text_of(each.value); }
    }
    return all;
}

template <class Key, class Value> std::string text_of(std::map<Key, Value> const& all) {
    return all.empty() ? "none" : text_of(all.size());
}

inline std::string text_of(sse::constraint::rule_set const& off) {
    std::string const all = names_of<sse::constraint::rule>([&](auto each) { return off.contains(each); });
    return all.empty() ? "none" : all;
}

inline std::string text_of(sse::constraint::ceilings const& bounds) {
    std::string all;
    auto const add = [&](char const* name, std::size_t bound) {
        if (bound == bounds.none) { return; }
        all += (all.empty() ? "`" : ", `") + std::string(name) + "` " + text_of(bound);
    };
    add("string", bounds.string);
    add("list", bounds.list);
    add("blob", bounds.blob);
    return all.empty() ? "none" : all;
}

inline std::string text_of(sse::quota::rate_policy const& rate) { return text_of(rate.per_second); }

/// A policy in a policy has its own table.
template <class Policy>
    requires std::is_aggregate_v<Policy> std::string text_of(Policy const&) { return "its defaults"; }

/// A value that is there only when somebody asks for it.
template <class T> std::string text_of(std::optional<T> const& value) { return value ? text_of(*value) : "none"; }

template <class T> inline constexpr bool is_map_by_name = false;
template <sse::reflect::described_enum Key, class Value>
inline constexpr bool is_map_by_name<std::map<Key, Value>> = true;

/// What else the field may be; `otherwise` where the type does not tell.
template <class T> std::string choices_of(T const& value, std::string_view otherwise) {
    if constexpr (sse::reflect::described_enum<T>) {
        return names_of<T>([&](T each) { return each != value; });
    } else if constexpr (std::same_as<T, bool>) {
        return text_of(!value);
    } else if constexpr (is_map_by_name<T>) {
        return std::string(otherwise) + ", by name: " + names_of<typename T::key_type>([](auto) { return true; });
    } else {
        return std::string(otherwise);
    }
}

} // namespace policy_values
