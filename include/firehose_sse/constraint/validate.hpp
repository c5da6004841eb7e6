// Finds every rule that a value breaks, by walking its shapes.
// Level 2 (constraint). Reads the rules from the shapes; does not decide what follows from a broken rule.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/collector.hpp"
#include "firehose_sse/constraint/cross_member.hpp"
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/pointer.hpp"
#include "firehose_sse/shape/blob_shape.hpp"
#include "firehose_sse/shape/bounds.hpp"
#include "firehose_sse/shape/code_points.hpp"
#include "firehose_sse/shape/integer_shape.hpp"
#include "firehose_sse/shape/list_shape.hpp"
#include "firehose_sse/shape/open_enum.hpp"
#include "firehose_sse/shape/raw_json.hpp"
#include "firehose_sse/shape/string_shape.hpp"
#include "firehose_sse/shape/timestamp.hpp"
#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace firehose_sse::constraint {

namespace detail {

// "[A, B, C]": the names of an enumeration as the service prints them, joined at compile time. They are in the model's
// order; the service has another one [O], which is not known for most enumerations
template <reflect::described_enum E>
inline constexpr auto enumeration_text = [] {
    constexpr std::size_t size = [] {
        std::size_t n = 0;
        for (auto const& each : reflect::enumerators<E>) { n += each.name.size() + 2; }
        return n;
    }();
    std::array<char, size> text{};
    char* to = text.data();
    *to++ = '[';
    for (auto const& each : reflect::enumerators<E>) {
        if (to != text.data() + 1) {
            *to++ = ',';
            *to++ = ' ';
        }
        to = std::copy(each.name.begin(), each.name.end(), to);
    }
    *to = ']';
    return text;
}();

class walker {
public:
    walker(collector& found, std::span<std::string const> missing, std::span<std::string const> unread = {})
        : found_(found), missing_(missing), unread_(unread) {}

    template <reflect::described T> void document(T const& value) { nested(value); }

private:
    // a parent's own members come before what is nested in them [O]
    template <reflect::described T> void structure(T const& value) {
        reflect::for_each_member<T>([&](auto member) {
            at_member(reflect::member_name<decltype(member)>, [&] { own(value.*member.pointer); });
        });
        reflect::for_each_member<T>([&](auto member) {
            at_member(reflect::member_name<decltype(member)>, [&] { nested(value.*member.pointer); });
        });
    }

    template <class F> void at_member(std::string_view name, F&& f) {
        std::size_t const here = at_.text().size();
        at_.push(name);
        f();
        at_.cut(here);
    }

    // Both lists are short, and mostly empty.
    [[nodiscard]] bool is_missing() const {
        return !missing_.empty() && std::ranges::find(missing_, at_.text()) != missing_.end();
    }
    [[nodiscard]] bool is_unread() const {
        return !unread_.empty() && std::ranges::find(unread_, at_.text()) != unread_.end();
    }

    void add(rule id, value_kind kind, std::size_t actual, range bounds = {}, std::string_view expected = {},
             reflect::suggestion nearest = {}) {
        found_.add({id, at_.text(), bounds, static_cast<std::int64_t>(actual), expected, kind, nearest});
    }

    template <class T> void own(std::optional<T> const& value) {
        if (value) { own(*value); }
    }
    template <class T> void own(T const& value) {
        if (is_missing()) {
            add(rule::required, value_kind::none, 0);
            return;
        }
        if (is_unread()) { return; }
        auto const& ceilings = found_.rules().ceilings;
        if constexpr (is_string_shape<T>) {
            within<T>(value_kind::string, count_code_points(value.value), ceilings.string);
            matches_pattern(value);
        } else if constexpr (is_blob_shape<T>) {
            within<T>(value_kind::blob, value.bytes.size(), ceilings.blob);
        } else if constexpr (is_list_shape<T>) {
            within<T>(value_kind::list, value.size(), ceilings.list);
        } else if constexpr (is_integer_shape<T>) {
            in_range(value);
        } else if constexpr (is_open_enum<T>) {
            // an enumerator made from a number outside of the enumeration is sent as an empty text
            if (!value.value() || reflect::enum_name(*value.value()).empty()) {
                auto const& text = enumeration_text<typename T::enumeration>;
                auto const& given = value.unknown_text();
                add(rule::enumeration, value_kind::enumeration, count_code_points(given), {},
                    {text.data(), text.size()},
                    reflect::nearest_name(given, reflect::enumerators<typename T::enumeration>));
            }
        } else {
            static_assert(reflect::described<T> || std::same_as<T, bool> || std::same_as<T, timestamp> ||
                              std::same_as<T, raw_json>,
                          "a member of this type cannot be validated: make it one of the shapes of "
                          "firehose_sse/shape/, or describe it");
        }
    }

    template <class T> void nested(std::optional<T> const& value) {
        if (value) { nested(*value); }
    }
    template <class T> void nested(T const& value) {
        if constexpr (is_list_shape<T>) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                std::size_t const here = at_.text().size();
                at_.push(i);
                own(value[i]);
                nested(value[i]);
                at_.cut(here);
            }
        } else if constexpr (reflect::described<T>) {
            if (!is_missing() && !is_unread()) { structure(value); }
        }
    }

    template <class T> void within(value_kind kind, std::size_t actual, std::size_t ceiling) {
        length bounds;
        if constexpr (requires { T::bounds; }) { bounds = T::bounds; }
        std::size_t const most = std::min(bounds.max, ceiling);
        if (actual < bounds.min) { add(rule::length_min, kind, actual, to_range(bounds.min, most)); }
        if (actual > most) { add(rule::length_max, kind, actual, to_range(bounds.min, most)); }
    }

    [[nodiscard]] static constexpr range to_range(std::size_t min, std::size_t max) noexcept {
        constexpr auto largest = std::numeric_limits<std::int64_t>::max();
        return {static_cast<std::int64_t>(min),
                max < static_cast<std::size_t>(largest) ? static_cast<std::int64_t>(max) : largest};
    }

    template <class T> void in_range(T const& value) {
        if constexpr (requires { T::bounds; }) {
            constexpr range bounds = T::bounds;
            if (value.value >= bounds.min && value.value <= bounds.max) { return; }
            found_.add({.rule = value.value < bounds.min ? rule::value_min : rule::value_max,
                        .pointer = at_.text(),
                        .bounds = bounds,
                        .actual = value.value,
                        .kind = value_kind::integer});
        }
    }

    template <class T> void matches_pattern(T const& value) {
        if constexpr (requires { typename T::pattern_before_2026_06_12; }) {
            if (found_.rules().set == constraint_set::before_2026_06_12) {
                check_pattern<typename T::pattern_before_2026_06_12>(value.value);
                return;
            }
        }
        if constexpr (requires { typename T::pattern; }) { check_pattern<typename T::pattern>(value.value); }
    }

    template <class Pattern> void check_pattern(std::string_view text) {
        if (!matches<Pattern>(text)) {
            add(rule::pattern, value_kind::string, count_code_points(text), {}, Pattern::text);
        }
    }

    collector& found_;
    std::span<std::string const> missing_;
    std::span<std::string const> unread_;
    reflect::json_pointer at_;
};

} // namespace detail

/// Finds every rule of the constraint layer that `value` breaks: presence, bounds, patterns, enumerations.
/// `missing` holds the pointers of required members that a decoder did not find; a value built in code has none.
/// `unread` holds the pointers of values that the decoder could not read: they hold a default, which is not checked.
template <reflect::described T>
[[nodiscard]] violations validate_constraints(T const& value, policy const& rules = {},
                                              std::span<std::string const> missing = {},
                                              std::span<std::string const> unread = {}) {
    collector found(rules);
    detail::walker(found, missing, unread).document(value);
    return std::move(found).take();
}

/// Finds every cross-member rule that `value` breaks: what the service's semantic layer refuses. Only the model's own
/// inputs have such rules; an input inside of another struct is not checked.
template <reflect::described T>
[[nodiscard]] violations validate_cross_members(T const& value, policy const& rules = {}) {
    collector found(rules);
    constraint::cross_member_rules(value, found);
    return std::move(found).take();
}

/// Finds everything in `value` that the service refuses whatever streams exist. It checks both layers, the second on
/// `value` itself, as validate_cross_members() does; the service checks the second only after it has found the stream.
/// *Errors:* none thrown; an empty result means valid.
///
/// *Example:* `for (auto const& each : constraint::validate(request).list) { report(each.pointer, each.rule); }`
template <reflect::described T>
[[nodiscard]] violations validate(T const& value, policy const& rules = {}, std::span<std::string const> missing = {}) {
    collector found(rules);
    detail::walker(found, missing).document(value);
    constraint::cross_member_rules(value, found);
    return std::move(found).take();
}

} // namespace firehose_sse::constraint
