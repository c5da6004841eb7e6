// Compares the model with a published service model, both ways: `drift FILE`, or the file FIREHOSE_SSE_SERVICE_MODEL
// names. Prints a line for each difference, then the shapes not typed yet, then `N differences, M shapes not typed`.
// Exit: 0 none, 1 some, 2 no such file or no service model, 77 no file was named.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/reflect/shape_name.hpp"
#include "firehose_sse/shape/sensitive.hpp"
#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <typeinfo>
#include <vector>

namespace {

using namespace firehose_sse;
namespace json = boost::json;

// What is left out on purpose: a member of such a shape is held as raw_json, and such an operation is not served.
constexpr std::string_view opaque_endings[] = {"DestinationConfiguration", "DestinationDescription",
                                               "SourceConfiguration", "SourceDescription"};
constexpr std::string_view operations_left_out[] = {"UpdateDestination"};
// An error that only an operation left out answers; it is typed, since a client may meet it.
constexpr std::string_view typed_for_clients[] = {"ConcurrentModificationException"};

bool is_opaque(std::string_view shape) {
    return std::ranges::any_of(opaque_endings, [&](auto ending) { return shape.ends_with(ending); });
}

std::string_view text(json::value const& value) { return {value.as_string().data(), value.as_string().size()}; }

class comparison {
public:
    explicit comparison(json::object const& service)
        : shapes_(service.at("shapes").as_object()), operations_(service.at("operations").as_object()) {}

    void run() {
        std::set<std::string> served;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>([&](auto op) {
            using type = typename decltype(op)::type;
            served.emplace(type::name);
            compare_operation<type>();
        });
        for (auto const& each : operations_) {
            std::string const name(each.key());
            if (!served.contains(name) &&
                std::ranges::find(operations_left_out, name) == std::end(operations_left_out)) {
                differ("operation " + name, "is in the service model only");
            }
        }
        for (auto const name : operations_left_out) {
            if (!operations_.contains(std::string(name))) {
                differ("operation " + std::string(name), "left out, but gone");
            }
        }
        shape<model::ConcurrentModificationException>(std::string(typed_for_clients[0]), "a client's error");
    }

    int report() const {
        for (auto const& each : differences_) { std::cout << each << '\n'; }
        std::vector<std::string> not_typed;
        for (auto const& each : shapes_) {
            std::string name(each.key());
            if (!seen_.contains(name)) { not_typed.push_back(std::move(name)); }
        }
        std::cout << "not typed yet:";
        for (auto const& name : not_typed) { std::cout << ' ' << name; }
        std::cout << '\n' << differences_.size() << " differences, " << not_typed.size() << " shapes not typed\n";
        return differences_.empty() ? 0 : 1;
    }

private:
    void differ(std::string const& where, std::string const& what) { differences_.push_back(where + ": " + what); }

    template <class T> void expect(std::string const& where, T const& ours, std::optional<T> const& theirs, T absent) {
        T const wanted = theirs.value_or(absent);
        if (ours == wanted) { return; }
        if constexpr (std::is_arithmetic_v<T>) {
            differ(where, "is " + std::to_string(ours) + " here, " + std::to_string(wanted) + " in the service model");
        } else {
            differ(where, "is '" + std::string(ours) + "' here, '" + std::string(wanted) + "' in the service model");
        }
    }

    template <class Op> void compare_operation() {
        std::string const name(Op::name);
        auto const* found = operations_.if_contains(name);
        if (!found) { return differ("operation " + name, "is not in the service model"); }
        auto const& op = found->as_object();
        shape<typename Op::input>(std::string(text(op.at("input").at("shape"))), name + ", input");
        shape<typename Op::output>(std::string(text(op.at("output").at("shape"))), name + ", output");
        std::set<std::string> theirs;
        if (auto const* errors = op.if_contains("errors")) {
            for (auto const& each : errors->as_array()) { theirs.emplace(text(each.at("shape"))); }
        }
        std::set<std::string> ours;
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Op::errors>>([&](auto error) {
            using type = typename decltype(error)::type;
            ours.emplace(reflect::shape_name<type>);
            shape<type>(std::string(reflect::shape_name<type>), name + ", error");
        });
        compare_sets("operation " + name + ", error ", ours, theirs);
    }

    void compare_sets(std::string const& where, std::set<std::string> const& ours,
                      std::set<std::string> const& theirs) {
        for (auto const& each : ours) {
            if (!theirs.contains(each)) { differ(where + each, "is not in the service model"); }
        }
        for (auto const& each : theirs) {
            if (!ours.contains(each)) { differ(where + each, "is in the service model only"); }
        }
    }

    /// Compares `T` with the shape of that name, whatever T is called here; `where` says what has such a value.
    template <class T> void shape(std::string const& name, std::string const& where) {
        auto const* found = shapes_.if_contains(name);
        if (!found) { return differ(name, "is not in the service model"); }
        auto const& theirs = found->as_object();
        std::string_view const type = text(theirs.at("type"));
        if constexpr (std::is_same_v<T, raw_json>) {
            if (!is_opaque(name)) { differ(name, "is held as raw JSON, but is not on the list of what may be"); }
            return;
        } else {
            auto const [before, is_new] = seen_.emplace(name, std::type_index(typeid(T)));
            if (!is_new) {
                if (before->second != typeid(T)) { differ(where, "is of shape " + name + " in the service model"); }
                return;
            }
            compare_sensitivity<T>(name, theirs);
            if constexpr (std::is_same_v<T, bool>) {
                if (type != "boolean") { differ(name, "is a boolean here"); }
            } else if constexpr (std::is_same_v<T, timestamp>) {
                if (type != "timestamp") { differ(name, "is a timestamp here"); }
            } else if constexpr (is_open_enum<T>) {
                compare_name<typename T::enumeration>(name);
                compare_enumeration<typename T::enumeration>(name, theirs);
            } else {
                compare_name<T>(name);
                if constexpr (is_string_shape<T>) {
                    if (type != "string" || theirs.contains("enum")) { differ(name, "is a string here"); }
                    compare_length<T>(name, theirs);
                    compare_pattern<T>(name, theirs);
                } else if constexpr (is_blob_shape<T>) {
                    if (type != "blob") { differ(name, "is a blob here"); }
                    compare_length<T>(name, theirs);
                } else if constexpr (is_integer_shape<T>) {
                    if (type != "integer") { differ(name, "is an integer here"); }
                    compare_range<T>(name, theirs);
                } else if constexpr (is_list_shape<T>) {
                    if (type != "list") { return differ(name, "is a list here"); }
                    compare_length<T>(name, theirs);
                    shape<typename T::element>(std::string(text(theirs.at("member").at("shape"))), name + ", element");
                } else {
                    if (type != "structure") { return differ(name, "is a structure here"); }
                    compare_members<T>(name, theirs);
                }
            }
        }
    }

    template <class T> void compare_name(std::string const& name) {
        if (reflect::shape_name<T> != name) {
            differ(name, "is called " + std::string(reflect::shape_name<T>) + " here");
        }
    }

    template <class T> void compare_sensitivity(std::string const& name, json::object const& theirs) {
        expect(name + ".sensitive", is_sensitive<T>, flag(theirs, "sensitive"), false);
    }

    template <class T> void compare_members(std::string const& name, json::object const& theirs) {
        std::set<std::string> required;
        if (auto const* list = theirs.if_contains("required")) {
            for (auto const& each : list->as_array()) { required.emplace(text(each)); }
        }
        auto const& members = theirs.at("members").as_object();
        std::set<std::string> ours;
        reflect::for_each_member<T>([&](auto member) {
            using type = reflect::member_type<T, decltype(member)>;
            std::string const member_name(reflect::member_name<decltype(member)>);
            ours.insert(member_name);
            auto const* found = members.if_contains(member_name);
            if (!found) { return; }
            constexpr bool optional = requires(type value) { value.has_value(); };
            expect(name + "." + member_name + ".required", !optional, std::optional(required.contains(member_name)),
                   false);
            std::string const of(text(found->at("shape")));
            std::string const place = name + "." + member_name;
            if constexpr (optional) {
                shape<typename type::value_type>(of, place);
            } else {
                shape<type>(of, place);
            }
        });
        std::set<std::string> wanted;
        for (auto const& each : members) { wanted.emplace(each.key()); }
        compare_sets(name + ", member ", ours, wanted);
    }

    template <class E> void compare_enumeration(std::string const& name, json::object const& theirs) {
        auto const* names = theirs.if_contains("enum");
        if (!names) { return differ(name, "is an enumeration here"); }
        std::set<std::string> wanted;
        for (auto const& each : names->as_array()) { wanted.emplace(text(each)); }
        std::set<std::string> ours;
        for (auto const& each : reflect::enumerators<E>) { ours.emplace(each.name); }
        compare_sets(name + ", value ", ours, wanted);
    }

    template <class T> void compare_length(std::string const& name, json::object const& theirs) {
        length ours;
        if constexpr (requires { T::bounds; }) { ours = T::bounds; }
        expect(name + ".min", static_cast<std::uint64_t>(ours.min), number<std::uint64_t>(theirs, "min"),
               std::uint64_t{0});
        expect(name + ".max", static_cast<std::uint64_t>(ours.max), number<std::uint64_t>(theirs, "max"),
               std::numeric_limits<std::uint64_t>::max());
    }

    template <class T> void compare_range(std::string const& name, json::object const& theirs) {
        range ours;
        if constexpr (requires { T::bounds; }) { ours = T::bounds; }
        expect(name + ".min", ours.min, number<std::int64_t>(theirs, "min"), std::numeric_limits<std::int64_t>::min());
        expect(name + ".max", ours.max, number<std::int64_t>(theirs, "max"), std::numeric_limits<std::int64_t>::max());
    }

    template <class T> void compare_pattern(std::string const& name, json::object const& theirs) {
        std::string_view ours;
        if constexpr (requires { typename T::pattern; }) { ours = T::pattern::text; }
        auto const* pattern = theirs.if_contains("pattern");
        expect(name + ".pattern", ours, pattern ? std::optional(text(*pattern)) : std::nullopt, std::string_view());
    }

    template <class N> static std::optional<N> number(json::object const& from, std::string_view name) {
        auto const* value = from.if_contains(json::string_view(name.data(), name.size()));
        return value ? std::optional(value->to_number<N>()) : std::nullopt;
    }

    static std::optional<bool> flag(json::object const& from, std::string_view name) {
        auto const* value = from.if_contains(json::string_view(name.data(), name.size()));
        return value ? std::optional(value->as_bool()) : std::nullopt;
    }

    json::object const& shapes_;
    json::object const& operations_;
    std::map<std::string, std::type_index> seen_;
    std::vector<std::string> differences_;
};

} // namespace

int main(int argc, char** argv) {
    char const* const path = argc > 1 ? argv[1] : std::getenv("FIREHOSE_SSE_SERVICE_MODEL");
    if (path == nullptr || *path == '\0') {
        std::cout << "skipped: name a service model, or set FIREHOSE_SSE_SERVICE_MODEL to one\n";
        return 77;
    }
    std::ifstream file(path, std::ios::binary);
    std::string const content{std::istreambuf_iterator<char>(file), {}};
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    auto const service = json::parse(content, error, {}, options);
    if (!file.is_open() || error || !service.is_object() || !service.as_object().contains("shapes") ||
        !service.as_object().contains("operations")) {
        std::cerr << "drift: not a service model\n";
        return 2;
    }
    comparison all(service.as_object());
    all.run();
    return all.report();
}
