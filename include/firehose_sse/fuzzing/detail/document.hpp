// A JSON document that is being made: a tree whose values know the shapes they stand for.
// Level 5 (fuzzing). Can also hold what no parser would accept; knows no rule.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/shape_table.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

struct node {
    enum class form : unsigned char { object, array, string, verbatim };

    form is = form::verbatim;
    /// As a member: its name.
    std::string name{};
    /// A string's characters, unescaped; or the text of the value as it is to be written.
    std::string text{};
    std::vector<node> children{};
    /// Absent for what the model does not know, and for what is inside of an opaque member.
    shape const* type = nullptr;

    [[nodiscard]] node* find(std::string_view member_name) {
        for (auto& each : children) {
            if (each.name == member_name) { return &each; }
        }
        return nullptr;
    }
};

[[nodiscard]] inline node make_object(shape const* type = nullptr) {
    node made;
    made.is = node::form::object;
    made.type = type;
    return made;
}

[[nodiscard]] inline node make_string(std::string text, shape const* type = nullptr) {
    node made;
    made.is = node::form::string;
    made.text = std::move(text);
    made.type = type;
    return made;
}

[[nodiscard]] inline node make_verbatim(std::string text, shape const* type = nullptr) {
    node made;
    made.text = std::move(text);
    made.type = type;
    return made;
}

/// Puts a member into an object of the model, in the model's order, in place of one of that name if there is one.
inline node& put_member(node& object, std::string_view name, node value) {
    value.name = name;
    if (node* const held = object.find(name)) { return *held = std::move(value); }
    std::size_t const place = object.type->place_of(name);
    auto const after = std::ranges::find_if(object.children, [&](node const& each) {
        return each.type != nullptr && object.type->place_of(each.name) > place;
    });
    return *object.children.insert(after, std::move(value));
}

inline void remove_member(node& object, std::string_view name) {
    std::erase_if(object.children, [&](node const& each) { return each.name == name; });
}

/// True for an object whose members the model knows, whether or not they are there.
[[nodiscard]] inline bool is_structure(node const& value) {
    return value.type != nullptr && value.type->kind == value_kind::structure && value.is == node::form::object;
}

[[nodiscard]] inline bool is_list(node const& value) {
    return value.type != nullptr && value.type->kind == value_kind::list && value.is == node::form::array;
}

} // namespace firehose_sse::fuzzing::detail
