// The places of a type where a rule can be broken, and the way to one of them in a document.
// Level 5 (fuzzing). Adds what is absent on the way, and keeps all rules while it does.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/settle.hpp"
#include "firehose_sse/reflect/pointer.hpp"
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// A way through a type: members, and elements of lists.
struct path {
    /// Absent = an element.
    std::vector<member const*> steps{};
    shape const* type = nullptr;

    [[nodiscard]] bool ends_in_member() const noexcept { return !steps.empty() && steps.back() != nullptr; }
};

/// Every way through a type, its root's included. No type of the model contains itself.
inline void collect_paths(path const& from, std::vector<path>& found) {
    found.push_back(from);
    auto const follow = [&](member const* step, shape const* type) {
        path next = from;
        next.steps.push_back(step);
        next.type = type;
        collect_paths(next, found);
    };
    if (from.type->element != nullptr) { follow(nullptr, from.type->element); }
    for (auto const& each : from.type->members) { follow(&each, each.type); }
}

/// The ways to where `wanted(path)` is true.
template <class F> [[nodiscard]] std::vector<path> paths_in(shape const& type, F&& wanted) {
    std::vector<path> all;
    collect_paths({{}, &type}, all);
    std::erase_if(all, [&](path const& each) { return !wanted(each); });
    return all;
}

/// A place in a document. Nothing may be added to the document while one is in use.
struct site {
    /// Absent for the root.
    node* parent = nullptr;
    node* value = nullptr;
    std::string pointer{};
    /// The root's is 1.
    std::size_t depth = 1;
};

class walker {
public:
    walker(node& root, any_source& choices, options const& rules) : root_(root), choices_(choices), rules_(rules) {}

    [[nodiscard]] site go(path const& way) {
        site at{.value = &root_};
        reflect::json_pointer pointer;
        for (member const* step : way.steps) {
            at.parent = at.value;
            if (step != nullptr) {
                at.value = &ensure(*at.parent, *step, at.depth);
                pointer.push(step->name);
            } else {
                if (at.parent->children.empty()) { grower(choices_, rules_).lengthen(*at.parent, 1, at.depth); }
                std::size_t const place = choices_.index(at.parent->children.size());
                at.value = &at.parent->children[place];
                pointer.push(place);
            }
            ++at.depth;
        }
        at.pointer = pointer.text();
        return at;
    }

    /// The member, added if it is absent; then members that do not go with it are taken away.
    node& ensure(node& object, member const& wanted, std::size_t depth) {
        std::string_view const name = wanted.name;
        node* const held = object.find(name);
        if (held != nullptr && held->type != nullptr) { return *held; }
        settler maker(choices_, rules_);
        if (object.type->name == "CreateDeliveryStreamInput") { make_room(object, name); }
        if (object.type->name == "DeliveryStreamEncryptionConfigurationInput" && name == "KeyARN") {
            object.find("KeyType")->text = "CUSTOMER_MANAGED_CMK";
        }
        node& added = maker.add(object, name, depth);
        if (name == "DeliveryStreamType" && object.type->name == "CreateDeliveryStreamInput") {
            added.text = "DirectPut";
        }
        if (name == encryption_member) { maker.key(added); }
        return *object.find(name);
    }

    /// Takes away every member that says something about the stream's source.
    static void forget_source(node& create) {
        for (auto const& each : source_kinds) { remove_member(create, each.configuration); }
        remove_member(create, "DeliveryStreamType");
    }

private:
    void make_room(node& create, std::string_view name) {
        if (name.ends_with("DestinationConfiguration")) {
            for (auto const each : destinations_of(*create.type)) { remove_member(create, each); }
        }
        if (name == encryption_member) { forget_source(create); }
        for (auto const& each : source_kinds) {
            if (name != each.configuration) { continue; }
            forget_source(create);
            settler(choices_, rules_).add(create, "DeliveryStreamType", 1).text = each.type;
            if (each.type != "DirectPut") { remove_member(create, encryption_member); }
        }
    }

    node& root_;
    any_source& choices_;
    options const& rules_;
};

} // namespace firehose_sse::fuzzing::detail
