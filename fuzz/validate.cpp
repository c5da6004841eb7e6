// Any bytes as the body of a request or an answer, judged twice: by the library and by a plain walk over the value,
// which counts characters and elements the slow way and asks another regex engine about patterns. Both find the same.
// Level: none (a fuzz target). Input: the body itself, as fuzz/decode.cpp has it; its length chooses the policy too.
// By hand: ./dev fuzz validate 60, or as fuzz/decode.cpp says, with -DFIREHOSE_SSE_PCRE2 and -lpcre2-8 where that is
// installed; without it, patterns are not judged.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/constraint/validate.hpp"
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/wire/decode.hpp"
#include "bodies.hpp"
#include "require.hpp"
#ifdef FIREHOSE_SSE_PCRE2 // set by CMake where there is a library to link
#include "other_regex.hpp"
#endif
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace firehose_sse;
using constraint::rule;

#ifdef FIREHOSE_SSE_PCRE2
constexpr constraint::rule_set not_judged{};
template <class Pattern> bool matches(std::string_view text) {
    static other_regex const compiled(Pattern::text);
    return compiled.matches(text);
}
#else
constexpr constraint::rule_set not_judged{rule::pattern};
template <class Pattern> bool matches(std::string_view) { return true; }
#endif

// ---- the slow way

class plain_walk {
public:
    using finding = std::pair<std::string, rule>;

    plain_walk(constraint::policy const& rules, std::vector<std::string> const& missing)
        : rules_(rules), missing_(missing) {}

    /// Pointers and rules of all that is broken, in their own order.
    template <class T> std::vector<finding> operator()(T const& value) {
        members(value, "");
        std::ranges::sort(found_);
        return std::move(found_);
    }

private:
    template <class T> void members(T const& value, std::string const& at) {
        reflect::for_each_member<T>([&](auto member) {
            judge(value.*member.pointer, at + '/' + std::string(reflect::member_name<decltype(member)>));
        });
    }

    template <class T> void judge(std::optional<T> const& value, std::string const& at) {
        if (value) { judge(*value, at); }
    }

    template <class T> void judge(T const& value, std::string const& at) {
        if (std::ranges::find(missing_, at) != missing_.end()) {
            found_.emplace_back(at, rule::required);
            return;
        }
        if constexpr (is_string_shape<T>) {
            // What was read is UTF-8: each character has exactly one byte that is not a continuation byte.
            auto const begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
            auto const characters = static_cast<std::size_t>(std::ranges::count_if(value.value, begins));
            size<T>(characters, rules_.ceilings.string, at);
            pattern<T>(value.value, at);
        } else if constexpr (is_blob_shape<T>) {
            size<T>(value.bytes.size(), rules_.ceilings.blob, at);
        } else if constexpr (is_integer_shape<T>) {
            if constexpr (requires { T::bounds; }) {
                if (value.value < T::bounds.min) { found_.emplace_back(at, rule::value_min); }
                if (value.value > T::bounds.max) { found_.emplace_back(at, rule::value_max); }
            }
        } else if constexpr (is_open_enum<T>) {
            auto const text = reflect::enum_text(value);
            bool known = false;
            for (auto const& each : reflect::enumerators<typename T::enumeration>) {
                known = known || each.name == text;
            }
            if (!known) { found_.emplace_back(at, rule::enumeration); }
        } else if constexpr (is_list_shape<T>) {
            size<T>(static_cast<std::size_t>(std::distance(value.begin(), value.end())), rules_.ceilings.list, at);
            for (std::size_t i = 0; i < value.size(); ++i) { judge(value[i], at + '/' + std::to_string(i)); }
        } else if constexpr (reflect::described<T>) {
            members(value, at);
        }
    }

    template <class T> void size(std::size_t actual, std::size_t ceiling, std::string const& at) {
        if constexpr (requires { T::bounds; }) {
            if (actual < T::bounds.min) { found_.emplace_back(at, rule::length_min); }
            ceiling = std::min(ceiling, T::bounds.max);
        }
        if (actual > ceiling) { found_.emplace_back(at, rule::length_max); }
    }

    template <class T> void pattern(std::string_view text, std::string const& at) {
        bool good = true;
        if constexpr (requires { typename T::pattern; }) { good = matches<typename T::pattern>(text); }
        if constexpr (requires { typename T::pattern_before_2026_06_12; }) {
            if (rules_.set == constraint::constraint_set::before_2026_06_12) {
                good = matches<typename T::pattern_before_2026_06_12>(text);
            }
        }
        if (!good) { found_.emplace_back(at, rule::pattern); }
    }

    constraint::policy const& rules_;
    std::vector<std::string> const& missing_;
    std::vector<finding> found_{};
};

// ---- one body

/// The member at `at` breaks the same rules, in the same order, when it is judged without the rest.
template <class T>
void check_inside(T const& value, std::string const& at, constraint::violations const& all,
                  constraint::policy const& rules, std::vector<std::string> const& missing) {
    if constexpr (requires { value.has_value(); }) {
        if (value) { check_inside(*value, at, all, rules, missing); }
    } else if constexpr (reflect::described<T>) {
        std::vector<std::string> missing_inside;
        for (auto const& each : missing) {
            if (each == at) { return; }
            if (each.starts_with(at + '/')) { missing_inside.push_back(each.substr(at.size())); }
        }
        std::vector<constraint::violation> wanted;
        for (auto each : all.list) {
            if (!each.pointer.starts_with(at + '/')) { continue; }
            each.pointer.erase(0, at.size());
            wanted.push_back(std::move(each));
        }
        require(constraint::validate(value, rules, missing_inside).list == wanted,
                "a structure breaks by itself what it breaks in its place");
    }
}

template <class T> void check(std::string_view body, constraint::policy rules) {
    auto const document = wire::decode<T>(body, wire::decode_options::sdk());
    if (!document) { return; }
    auto const& value = document->value;
    auto const& missing = document->missing;
    rules.off = not_judged;
    auto const few = rules;
    rules.max_violations = std::numeric_limits<std::size_t>::max();

    auto const constraints = constraint::validate_constraints(value, rules, missing);
    std::vector<plain_walk::finding> found;
    for (auto const& each : constraints.list) { found.emplace_back(each.pointer, each.rule); }
    std::ranges::sort(found);
    require(found == plain_walk(rules, missing)(value), "a plain walk finds the same");
    require(constraints.more == 0, "nothing is left out where nothing is capped");

    auto const all = constraint::validate(value, rules, missing);
    auto const across = constraint::validate_cross_members(value, rules);
    require(all.count() == constraints.count() + across.count(), "both layers together are everything");
    auto const capped = constraint::validate(value, few, missing);
    require(capped.count() == all.count(), "a cap leaves the count as it is");
    require(capped.list.size() == std::min(few.max_violations, capped.count()), "and cuts the list");
    for (auto const& each : all.list) { require(is_well_formed(each.pointer), "a pointer is well-formed"); }
    reflect::for_each_member<T>([&](auto member) {
        check_inside(value.*member.pointer, '/' + std::string(reflect::member_name<decltype(member)>), all, rules,
                     missing);
    });
    require(all.empty() || !constraint::service_message(all).empty(), "violations have a message");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size > bodies::largest) { return 0; }
    std::string_view const body(reinterpret_cast<char const*>(data), size);
    constraint::policy const policies[] = {
        {}, constraint::policy::fuzz(), {.set = constraint::constraint_set::before_2026_06_12, .max_violations = 1}};
    auto const& rules = policies[size % std::size(policies)];
    bodies::with_type_of(body, [&](auto type) { check<typename decltype(type)::type>(body, rules); });
    return 0;
}
