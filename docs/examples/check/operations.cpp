// SPDX-License-Identifier: BSL-1.0
#include "operations.hpp"
#include <firehose_sse/operation/operations.hpp>
#include <firehose_sse/reflect/members.hpp>
#include <firehose_sse/reflect/nearest_name.hpp>
#include "text.hpp"
#include <algorithm>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <type_traits>

namespace check_example {

namespace op = firehose_sse::operation;
namespace reflect = firehose_sse::reflect;

namespace {

struct named {
    std::string name;
};

template <class F> void for_each_operation(F&& f) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, op::operations>>(
        [&](auto each) { f(each); });
}

/// As the AWS CLI spells it: PutRecord becomes put-record.
std::string in_kebab_case(std::string_view name) {
    std::string out;
    for (char const c : name) {
        bool const capital = c >= 'A' && c <= 'Z';
        if (capital && !out.empty()) { out += '-'; }
        out += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

template <class T> bool has_all(std::span<std::string_view const> members) {
    return std::ranges::all_of(members, [](std::string_view wanted) {
        bool found = false;
        reflect::for_each_member<T>(
            [&](auto member) { found = found || reflect::member_name<decltype(member)> == wanted; });
        return found;
    });
}

} // namespace

operation_choice choose_operation(std::string_view spelled) {
    for (std::string_view const name : all_operations()) {
        if (spelled == name || spelled == in_kebab_case(name)) { return {name, {}}; }
    }
    std::string const shown = printable(spelled.substr(0, 64));
    if (op::is_untyped(spelled) || spelled == in_kebab_case("UpdateDestination")) {
        return {{}, shown + " is an operation that this version does not know the members of"};
    }
    std::vector<named> names;
    bool const kebab = spelled.find('-') != std::string_view::npos;
    for (std::string_view const name : all_operations()) {
        names.push_back({kebab ? in_kebab_case(name) : std::string(name)});
    }
    auto const nearest = reflect::nearest_name(spelled, names);
    std::string complaint = "there is no operation " + shown;
    if (!nearest.empty()) { complaint += "; did you mean " + std::string(nearest.name) + '?'; }
    return {{}, complaint};
}

std::vector<std::string_view> operations_with(std::span<std::string_view const> members, bool response) {
    std::vector<std::string_view> fitting;
    for_each_operation([&](auto each) {
        using type = typename decltype(each)::type;
        bool const fits = response ? has_all<typename type::output>(members) : has_all<typename type::input>(members);
        if (fits) { fitting.push_back(type::name); }
    });
    return fitting;
}

std::vector<std::string_view> all_operations() { return operations_with({}, false); }

std::string joined(std::span<std::string_view const> names) {
    std::string out;
    for (std::string_view const name : names) { out += (out.empty() ? "" : ", ") + std::string(name); }
    return out;
}

} // namespace check_example
