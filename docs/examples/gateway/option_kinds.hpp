// Kinds of options: one of an enumeration's names, a duration, a number that is not negative.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/reflect/enumerators.hpp>
#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

namespace gateway_example {

namespace sse = firehose_sse;

/// An option whose values are the names of an enumeration.
template <class E, class F>
CLI::Option& add_names(CLI::App& app, std::string const& name, std::string const& help, F chosen) {
    std::vector<std::string> names;
    std::string type;
    for (auto const& each : sse::reflect::enumerators<E>) {
        names.emplace_back(each.name);
        type += (type.empty() ? "" : "|") + names.back();
    }
    auto const take = [chosen](std::string const& text) {
        if (auto const value = sse::reflect::enum_value<E>(text)) { chosen(*value); }
    };
    return *app.add_option_function<std::string>(name, take, help)
                ->check(CLI::IsMember(names).description(""))
                ->type_name(type);
}

template <class E> void add_choice(CLI::App& app, std::string const& name, E& target, std::string const& help) {
    add_names<E>(app, name, help, [&target](E value) {
        target = value;
    }).default_str(std::string(sse::reflect::enum_name(target)));
}

/// Without it, -1 and too large numbers would become the largest number, an empty text 0, and 010 octal.
inline CLI::Validator whole_number() {
    return {[](std::string& text) {
                std::uint64_t number{};
                auto const* const end = text.data() + text.size();
                auto const read = std::from_chars(text.data(), end, number);
                bool const whole = read.ec == std::errc() && read.ptr == end;
                if (!whole) { return std::string("must be a whole number, and not negative"); }
                return text.size() > 1 && text.front() == '0' ? std::string("must not begin with 0") : std::string();
            },
            ""};
}

/// A number of `Unit`s, ten years at most.
template <class Unit, class Duration>
void add_duration(CLI::App& app, std::string const& name, Duration& target, std::string const& help,
                  std::int64_t least = 0) {
    constexpr std::int64_t most = std::chrono::duration_cast<Unit>(std::chrono::hours(10 * 366 * 24)).count();
    app.add_option_function<std::int64_t>(
           name, [&target](std::int64_t count) { target = Unit(count); }, help)
        ->check(whole_number())
        ->check(CLI::Range(least, most).description(""))
        ->type_name(std::same_as<Unit, std::chrono::seconds> ? "SECONDS" : "MS")
        ->default_str(std::to_string(std::chrono::duration_cast<Unit>(target).count()));
}

template <class Duration>
void add_milliseconds(CLI::App& app, std::string const& name, Duration& target, std::string const& help,
                      std::int64_t least = 0) {
    add_duration<std::chrono::milliseconds>(app, name, target, help, least);
}

} // namespace gateway_example
