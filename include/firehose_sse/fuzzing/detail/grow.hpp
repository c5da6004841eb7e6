// Documents that break no rule, grown from the tables of their shapes.
// Level 5 (fuzzing). What rules say of more than one member is in settle.hpp.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/document.hpp"
#include "firehose_sse/fuzzing/detail/opaque.hpp"
#include "firehose_sse/fuzzing/detail/pattern_walk.hpp"
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/wire/base64.hpp"
#include "firehose_sse/wire/detail/append_json.hpp"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace firehose_sse::fuzzing::detail {

/// A shape's bounds under these options.
[[nodiscard]] inline length bounds_of(shape const& type, options const& rules) noexcept {
    auto const& ceilings = rules.constraints.ceilings;
    std::size_t ceiling = constraint::ceilings::none;
    if (type.kind == value_kind::text) { ceiling = ceilings.string; }
    if (type.kind == value_kind::bytes) { ceiling = ceilings.blob; }
    if (type.kind == value_kind::list) { ceiling = ceilings.list; }
    return {type.bounds.min, std::min(type.bounds.max, ceiling)};
}

[[nodiscard]] inline pattern_graph const* pattern_of(shape const& type, options const& rules) noexcept {
    bool const older = rules.constraints.set == constraint::constraint_set::before_2026_06_12;
    return older && type.pattern_before_2026_06_12 != nullptr ? type.pattern_before_2026_06_12 : type.pattern;
}

/// How many containers may be open inside a value at that depth, the root's being 1.
[[nodiscard]] inline std::size_t room_below(std::size_t depth, options const& rules) noexcept {
    std::size_t const most = std::min(rules.decode.max_depth, wire::decode_options::depth_ceiling);
    return most > depth ? most - depth : 0;
}

class grower {
public:
    grower(any_source& choices, options const& rules) : choices_(choices), rules_(rules) {}

    /// A value of a type at that depth, the root's being 1.
    [[nodiscard]] node value(shape const& type, std::size_t depth) {
        switch (type.kind) {
        case value_kind::text:
        case value_kind::scalar: return make_string(text(type), &type);
        case value_kind::bytes: return blob(type);
        case value_kind::raw: return make_opaque(choices_, room_below(depth, rules_), &type);
        case value_kind::integer: return integer(type);
        case value_kind::moment: return moment(type);
        case value_kind::boolean: return make_verbatim(coin(choices_) ? "true" : "false", &type);
        case value_kind::enumeration: return make_string(std::string(pick(choices_, type.enumerators)), &type);
        case value_kind::structure: return structure(type, depth);
        case value_kind::list: return list(type, depth);
        }
        return make_verbatim("null");
    }

    /// Members that depend on each other by a rule are left out here; settle() adds them.
    [[nodiscard]] node structure(shape const& type, std::size_t depth) {
        node made = make_object(&type);
        for (auto const& each : type.members) {
            if (!each.required && (is_settled_later(type, each) || !coin(choices_))) { continue; }
            made.children.push_back(value(*each.type, depth + 1));
            made.children.back().name = each.name;
        }
        return made;
    }

    [[nodiscard]] std::string text(shape const& type) {
        length const bounds = bounds_of(type, rules_);
        auto const* const pattern = pattern_of(type, rules_);
        if (pattern == nullptr) { return loose_text(usual_size(bounds, rules_.usual_text)); }
        // The walk does not reach for an upper bound that would never be chosen.
        std::size_t const reach = std::min(bounds.max, std::max({bounds.min, rules_.usual_text, rules_.largest_bound}));
        pattern_walk const shortest(*pattern, std::min(reach, short_text));
        auto least = shortest.length_from(bounds.min);
        if (!least) { least = pattern_walk(*pattern, std::max(reach, long_text)).length_from(bounds.min); }
        if (!least) { return {}; }
        std::size_t const wanted = usual_size({*least, std::max(*least, reach)}, rules_.usual_text);
        pattern_walk const walk(*pattern, wanted);
        std::size_t const size = walk.has_length(wanted) ? wanted : *least;
        if (auto made = walk.text(choices_, size)) { return *std::move(made); }
        return {};
    }

private:
    // Long enough for most patterns to end in; for those, the larger walk is not worth its time.
    static constexpr std::size_t short_text = 48;
    static constexpr std::size_t long_text = 1024;

    [[nodiscard]] static bool is_settled_later(shape const& type, member const& each) noexcept {
        bool const created = type.name == "CreateDeliveryStreamInput" && each.name != "Tags";
        return created || (type.name == "DeliveryStreamEncryptionConfigurationInput" && each.name == "KeyARN");
    }

    [[nodiscard]] std::size_t usual_size(length bounds, std::size_t usual) {
        return size_between(choices_, bounds.min, bounds.max, usual, rules_.largest_bound);
    }

    [[nodiscard]] std::string loose_text(std::size_t size) {
        std::string made;
        for (std::size_t i = 0; i < size; ++i) {
            bool const wide = one_in(choices_, 8);
            append_utf8(wide ? pick(choices_, wide_characters)
                             : static_cast<char32_t>((choices_.below(128) + 'a') % 128),
                        made);
        }
        return made;
    }

    [[nodiscard]] node blob(shape const& type) {
        std::size_t const size = usual_size(bounds_of(type, rules_), rules_.usual_blob);
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) { bytes += static_cast<char>(choices_.below(256)); }
        std::string text;
        wire::append_base64(bytes, text);
        return make_string(std::move(text), &type);
    }

    [[nodiscard]] node integer(shape const& type) {
        std::int64_t number = type.values.min;
        switch (choices_.below(4)) {
        case 0: break;
        case 1: number = type.values.max; break;
        default: number = between(choices_, type.values.min, type.values.max);
        }
        return make_verbatim(spelled(number), &type);
    }

    /// One of the spellings of an integer.
    [[nodiscard]] std::string spelled(std::int64_t number) {
        std::string text = std::to_string(number);
        if (!rules_.odd_spelling || !one_in(choices_, 4)) { return text; }
        if (coin(choices_)) { return text + ".0"; }
        return number == 0 ? "0e1" : text.ends_with('0') ? text.substr(0, text.size() - 1) + "e1" : text + "0E-1";
    }

    [[nodiscard]] node moment(shape const& type) {
        constexpr std::int64_t most = std::int64_t{253'402'300'799} * 1000; // the year 9999
        std::string text;
        wire::detail::append_seconds(between(choices_, std::int64_t{0}, most), text);
        return make_verbatim(std::move(text), &type);
    }

    [[nodiscard]] node list(shape const& type, std::size_t depth) {
        node made;
        made.is = node::form::array;
        made.type = &type;
        std::size_t const size = usual_size(bounds_of(type, rules_), rules_.usual_list);
        for (std::size_t i = 0; i < std::min(size, rules_.usual_list); ++i) {
            made.children.push_back(value(*type.element, depth + 1));
        }
        lengthen(made, size, depth);
        return made;
    }

public:
    /// Adds elements until there are `size`, each the least there can be.
    void lengthen(node& list, std::size_t size, std::size_t depth) const {
        if (list.children.size() >= size) { return; }
        no_choices none;
        any_source plain(none);
        node const least = grower(plain, rules_).value(*list.type->element, depth + 1);
        list.children.resize(size, least);
    }

private:
    any_source& choices_;
    options const& rules_;
};

} // namespace firehose_sse::fuzzing::detail
