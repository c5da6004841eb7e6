// Breaks one rule of validate() in a document that breaks none.
// Level 5 (fuzzing). Never asks validate() itself: the two are tested against each other.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/break_text.hpp"
#include "firehose_sse/fuzzing/detail/draft.hpp"
#include "firehose_sse/fuzzing/detail/site.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace firehose_sse::fuzzing::detail {

class rule_breaker {
public:
    /// `room` is how large a value may get in order to cross a bound. *Units:* bytes, or elements.
    rule_breaker(node& root, any_source& choices, options const& rules, std::size_t room)
        : root_(root), choices_(choices), rules_(rules), room_(room) {}

    /// The pointer to what is wrong with the document, or nothing where the rule cannot be broken in one of this type.
    [[nodiscard]] std::optional<std::string> break_one(constraint::rule id) {
        using constraint::rule;
        if (rules_.constraints.off.contains(id)) { return std::nullopt; }
        switch (id) {
        case rule::required: return required();
        case rule::length_min: return length_min();
        case rule::length_max: return length_max();
        case rule::value_min: return value_min();
        case rule::value_max: return value_max();
        case rule::pattern: return pattern();
        case rule::enumeration: return enumeration();
        case rule::customer_key_needs_arn: return key("CUSTOMER_MANAGED_CMK", false);
        case rule::owned_key_has_no_arn: return key("AWS_OWNED_CMK", true);
        case rule::encryption_needs_direct_put: return encryption_needs_direct_put();
        case rule::exactly_one_destination: return exactly_one_destination();
        case rule::source_fits_type: return source_fits_type();
        case rule::batch_bytes: return batch_bytes();
        }
        return std::nullopt;
    }

private:
    using result = std::optional<std::string>;

    /// The way to one of the places where `wanted` is true.
    template <class F> [[nodiscard]] std::optional<path> choose(F&& wanted) {
        auto const all = paths_in(*root_.type, wanted);
        if (all.empty()) { return std::nullopt; }
        return pick(choices_, all);
    }

    template <class F> [[nodiscard]] std::optional<site> find(F&& wanted) {
        auto const way = choose(wanted);
        if (!way) { return std::nullopt; }
        return walker(root_, choices_, rules_).go(*way);
    }

    [[nodiscard]] result required() {
        auto const at = find([](path const& each) { return each.ends_in_member() && each.steps.back()->required; });
        if (!at) { return std::nullopt; }
        if (coin(choices_)) {
            std::string const name = at->value->name;
            *at->value = make_verbatim("null");
            at->value->name = name;
        } else {
            remove_member(*at->parent, std::string(at->value->name));
        }
        return at->pointer;
    }

    [[nodiscard]] result length_min() {
        auto const at = find([&](path const& each) {
            std::size_t const least = each.type->bounds.min;
            if (least == 0) { return false; }
            return each.type->kind != value_kind::text ||
                   text_breaker(choices_, rules_).of_length(*each.type, least - 1);
        });
        if (!at || !set_size(*at, at->value->type->bounds.min - 1)) { return std::nullopt; }
        return at->pointer;
    }

    [[nodiscard]] result length_max() {
        bool const far = one_in(choices_, 4);
        auto const size_of = [&](shape const& type) { return bounds_of(type, rules_).max + (far ? 5 : 1); };
        auto const at = find([&](path const& each) {
            std::size_t const most = bounds_of(*each.type, rules_).max;
            if (most > std::min(room_, largest_size) || !has_size(*each.type)) { return false; }
            // A batch may exceed its limit before one of its records does.
            bool const in_batch = root_.type->name == "PutRecordBatchInput" && each.type->kind == value_kind::bytes;
            if (in_batch && settler(choices_, rules_).counted(size_of(*each.type)) > rules_.constraints.batch_bytes) {
                return false;
            }
            return each.type->kind != value_kind::text ||
                   text_breaker(choices_, rules_).of_length(*each.type, size_of(*each.type)).has_value();
        });
        if (!at || !set_size(*at, size_of(*at->value->type))) { return std::nullopt; }
        return at->pointer;
    }

    // Larger values would test the memory and not a bound.
    static constexpr std::size_t largest_size = std::size_t{64} * 1024 * 1024;

    [[nodiscard]] static bool has_size(shape const& type) noexcept {
        return type.kind == value_kind::text || type.kind == value_kind::bytes || type.kind == value_kind::list;
    }

    bool set_size(site const& at, std::size_t size) {
        node& value = *at.value;
        if (is_list(value)) {
            if (value.children.size() > size) { value.children.resize(size); }
            grower(choices_, rules_).lengthen(value, size, at.depth);
            return count_elements(root_) <= rules_.decode.max_elements;
        }
        if (value.type->kind == value_kind::bytes) {
            if (root_.type->name == "PutRecordBatchInput") { empty_records(); }
            value.text.clear();
            wire::append_base64(std::string(size, 'x'), value.text);
            return true;
        }
        auto made = text_breaker(choices_, rules_).of_length(*value.type, size);
        if (made) { value.text = *std::move(made); }
        return made.has_value();
    }

    void empty_records() {
        node& records = *root_.find("Records");
        for (std::size_t i = 0; i < records.children.size(); ++i) { settler::resize(records, i, 0); }
    }

    using integers = std::numeric_limits<std::int32_t>;

    [[nodiscard]] result value_min() {
        auto const at = find([](path const& each) {
            return each.type->kind == value_kind::integer && each.type->values.min > integers::min();
        });
        if (!at) { return std::nullopt; }
        std::int64_t const most = at->value->type->values.min - 1;
        return put_integer(*at, coin(choices_) ? between(choices_, std::int64_t{integers::min()}, most) : most);
    }

    [[nodiscard]] result value_max() {
        auto const at = find([](path const& each) {
            return each.type->kind == value_kind::integer && each.type->values.max < integers::max();
        });
        if (!at) { return std::nullopt; }
        std::int64_t const least = at->value->type->values.max + 1;
        return put_integer(*at, coin(choices_) ? between(choices_, least, std::int64_t{integers::max()}) : least);
    }

    [[nodiscard]] static result put_integer(site const& at, std::int64_t number) {
        at.value->text = std::to_string(number);
        return at.pointer;
    }

    [[nodiscard]] result pattern() {
        auto const at = find([&](path const& each) { return pattern_of(*each.type, rules_) != nullptr; });
        if (!at) { return std::nullopt; }
        auto made = text_breaker(choices_, rules_).mismatch(*at->value->type);
        if (!made) { return std::nullopt; }
        at->value->text = *std::move(made);
        return at->pointer;
    }

    [[nodiscard]] result enumeration() {
        auto const way = choose([](path const& each) { return each.type->kind == value_kind::enumeration; });
        if (!way) { return std::nullopt; }
        if (root_.type->name == "CreateDeliveryStreamInput" && way->steps.back()->name == "DeliveryStreamType") {
            walker::forget_source(root_); // a source would not fit a type that nobody knows
            remove_member(root_, encryption_member);
        }
        auto const at = walker(root_, choices_, rules_).go(*way);
        std::string& text = at.value->text;
        switch (choices_.below(5)) {
        case 0: text += ' '; break;
        case 1: text.pop_back(); break;
        case 2: text.clear(); break;
        case 3: text = "UNKNOWN_TO_THE_MODEL"; break;
        default: text[0] = static_cast<char>(text[0] ^ 0x20); // a letter of the other case
        }
        return at.pointer;
    }

    [[nodiscard]] std::optional<site> encryption() {
        return find(
            [](path const& each) { return each.ends_in_member() && each.steps.back()->name == encryption_member; });
    }

    [[nodiscard]] result key(std::string_view type, bool with_arn) {
        auto const at = encryption();
        if (!at) { return std::nullopt; }
        node& configuration = *at->value;
        remove_member(configuration, "KeyARN");
        if (with_arn) { settler(choices_, rules_).add(configuration, "KeyARN", at->depth); }
        configuration.find("KeyType")->text = type;
        return at->pointer + "/KeyARN";
    }

    [[nodiscard]] bool is_create() const { return root_.type->name == "CreateDeliveryStreamInput"; }

    [[nodiscard]] result encryption_needs_direct_put() {
        if (!is_create()) { return std::nullopt; }
        auto const at = encryption();
        std::string const pointer = at->pointer; // copied, since what follows adds to the document
        walker::forget_source(root_);
        auto const& source = source_kinds[1 + choices_.index(source_kinds.size() - 1)];
        settler maker(choices_, rules_);
        maker.add(root_, "DeliveryStreamType", 1).text = source.type;
        if (coin(choices_)) { maker.add(root_, source.configuration, 1); }
        return pointer;
    }

    [[nodiscard]] result exactly_one_destination() {
        if (!is_create()) { return std::nullopt; }
        auto const names = destinations_of(*root_.type);
        std::size_t const wanted = pick(choices_, std::array<std::size_t, 4>{0, 2, 3, names.size()});
        for (auto const each : names) { remove_member(root_, each); }
        std::size_t const first = choices_.index(names.size());
        for (std::size_t i = 0; i < wanted; ++i) {
            settler(choices_, rules_).add(root_, names[(first + i) % names.size()], 1);
        }
        return std::string();
    }

    [[nodiscard]] result source_fits_type() {
        if (!is_create()) { return std::nullopt; }
        node const* const type = root_.find("DeliveryStreamType");
        std::string const own = type != nullptr ? type->text : "DirectPut";
        std::size_t place = choices_.index(source_kinds.size());
        if (source_kinds[place].type == own) { place = (place + 1) % source_kinds.size(); }
        settler(choices_, rules_).add(root_, source_kinds[place].configuration, 1);
        return "/" + std::string(source_kinds[place].configuration);
    }

    [[nodiscard]] result batch_bytes() {
        if (root_.type->name != "PutRecordBatchInput") { return std::nullopt; }
        settler const count(choices_, rules_);
        node& records = *root_.find("Records");
        std::size_t const limit = rules_.constraints.batch_bytes;
        if (limit > room_) { return std::nullopt; }
        std::size_t const most = bounds_of(*settler::data(records, 0).type, rules_).max;
        std::size_t const most_records = std::min(bounds_of(*records.type, rules_).max, rules_.decode.max_elements);
        empty_records();
        std::size_t sum = 0;
        for (std::size_t i = 0; sum <= limit; ++i) {
            if (i == most_records) { return std::nullopt; }
            grower(choices_, rules_).lengthen(records, i + 1, 2);
            std::size_t const size = std::min(most, limit + 1 - sum); // one more than there is room for
            settler::resize(records, i, size);
            sum += count.counted(size);
        }
        return "/Records";
    }

    node& root_;
    any_source& choices_;
    options const& rules_;
    std::size_t room_;
};

} // namespace firehose_sse::fuzzing::detail
