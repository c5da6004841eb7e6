// Gives decode() one reason to refuse a document that it would accept otherwise.
// Level 5 (fuzzing). Never asks decode() itself: the two are tested against each other.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/draft.hpp"
#include "firehose_sse/fuzzing/detail/site.hpp"
#include "firehose_sse/fuzzing/detail/spoilt_values.hpp"
#include "firehose_sse/wire/decode_error.hpp"
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace firehose_sse::fuzzing::detail {

/// A text, and the pointer to what is wrong with it.
struct broken_text {
    std::string text;
    std::string pointer{};
};

class reason_breaker {
public:
    /// `room` is how large a text may get in order to cross a limit. *Units:* bytes.
    reason_breaker(node& root, any_source& choices, options const& rules, std::size_t room)
        : root_(root), choices_(choices), rules_(rules), room_(room), odd_(rules.odd_spelling && one_in(choices, 4)) {
        if (odd_) { drafter(choices, rules).make_odd(root); }
    }

    /// Nothing where the options accept such a document, or a document of this type cannot have this fault.
    [[nodiscard]] std::optional<broken_text> break_one(wire::decode_reason reason) {
        using enum wire::decode_reason;
        auto const& reading = rules_.decode;
        switch (reason) {
        case syntax: return bad_syntax();
        case incomplete: return cut();
        case too_deep: return deep();
        case too_large: return large();
        case too_many_elements: return many_elements();
        case trailing_text: return broken_text{write().append(pick(choices_, trailing_texts))};
        case byte_order_mark: {
            bool const one = reading.byte_order_mark == wire::byte_order_mark::refuse;
            return broken_text{(one ? "\xEF\xBB\xBF" : "\xEF\xBB\xBF\xEF\xBB\xBF") + write()};
        }
        case invalid_utf8: return in_string(invalid_sequences);
        case lone_surrogate: return in_string(lone_surrogates);
        case empty_body:
            if (reading.empty_body != wire::empty_body::refuse) { return std::nullopt; }
            return broken_text{std::string(pick(choices_, blank_texts))};
        case not_an_object: return other_root();
        case wrong_kind: return other_kind();
        case not_an_integer:
            if (reading.fractional_integers != wire::fractional_integers::refuse) { return std::nullopt; }
            return put(value_kind::integer, fractions);
        case number_out_of_range: return out_of_range();
        case null_element: return null_in_list();
        case duplicate_member: return twice();
        case unknown_member: return stranger();
        case bad_base64: return bad_base64_text();
        case bad_timestamp:
            if (reading.text_timestamps != wire::text_timestamps::iso_8601) { return std::nullopt; }
            return put(value_kind::moment, bad_timestamps);
        }
        return std::nullopt;
    }

private:
    using result = std::optional<broken_text>;

    [[nodiscard]] std::string write() { return document_writer(odd_ ? &choices_ : nullptr).write(root_); }

    template <class F> [[nodiscard]] std::optional<site> find(F&& wanted) {
        auto const all = paths_in(*root_.type, wanted);
        if (all.empty()) { return std::nullopt; }
        return walker(root_, choices_, rules_).go(pick(choices_, all));
    }

    // The place of a member: its pointer is the same however far its value can be read.
    [[nodiscard]] std::optional<site> find_member(value_kind kind) {
        return find([&](path const& each) { return each.ends_in_member() && each.type->kind == kind; });
    }

    /// Writes the document with another text in the value's place.
    [[nodiscard]] result replaced(site const& at, std::string text) {
        std::string const name = at.value->name;
        *at.value = make_verbatim(std::move(text));
        at.value->name = name;
        return broken_text{write(), at.pointer};
    }

    template <class Texts> [[nodiscard]] result put(value_kind kind, Texts const& texts) {
        auto const at = find([&](path const& each) { return each.type->kind == kind; });
        if (!at) { return std::nullopt; }
        return replaced(*at, std::string(pick(choices_, texts)));
    }

    [[nodiscard]] result bad_syntax() {
        switch (choices_.below(4)) {
        case 1: {
            std::string text(pick(choices_, leading_texts)); // one choice after the other, whatever the compiler
            return broken_text{std::move(text) + write()};
        }
        case 2:
            if (!root_.children.empty()) {
                std::string text = write();
                text.insert(text.rfind('}'), ",");
                return broken_text{std::move(text)}; // no member has begun behind the comma
            }
            break;
        default: break;
        }
        auto const at = find([](path const& each) { return each.ends_in_member(); });
        if (!at) { return broken_text{"{,}"}; }
        return replaced(*at, std::string(pick(choices_, bad_syntaxes)));
    }

    /// The pointer to the last member of the root, known or not.
    [[nodiscard]] std::string last_pointer() const {
        if (root_.children.empty()) { return {}; }
        reflect::json_pointer pointer;
        pointer.push(root_.children.back().name);
        return pointer.text();
    }

    [[nodiscard]] result cut() {
        auto const at = find([](path const& each) {
            auto const kind = each.type->kind;
            bool const holds = kind == value_kind::structure || kind == value_kind::list || kind == value_kind::raw;
            return each.ends_in_member() && !holds;
        });
        if (!at || one_in(choices_, 4)) {
            std::string text = write();
            text.resize(text.rfind('}'));
            return broken_text{std::move(text), last_pointer()};
        }
        document_writer::place where;
        std::string text = document_writer(odd_ ? &choices_ : nullptr, at->value).write(root_, where);
        text.resize(where.begin + choices_.index(where.end - where.begin));
        return broken_text{std::move(text), at->pointer};
    }

    // Opens one container more than allowed. The pointer leads to it, through all those that are open.
    [[nodiscard]] result deep() {
        bool const ignored = rules_.decode.unknown_members != wire::unknown_members::refuse;
        bool const opaque =
            !paths_in(*root_.type, [](path const& each) { return each.type->kind == value_kind::raw; }).empty();
        if (opaque && (!ignored || coin(choices_))) {
            site const at = *find_member(value_kind::raw);
            std::size_t const open = room_below(at.depth - 1, rules_) + 1; // the member is one of them
            std::string pointer = at.pointer;
            for (std::size_t i = 1; i < open; ++i) { pointer += "/a"; }
            auto made = replaced(at, nested(open, "{\"a\":", "{}", "}"));
            made->pointer = std::move(pointer);
            return made;
        }
        if (!ignored) { return std::nullopt; }
        site const at = *find([](path const& each) { return each.type->kind == value_kind::structure; });
        std::size_t const open = room_below(at.depth, rules_) + 1;
        at.value->children.push_back(make_verbatim(nested(open, "[", "[]", "]")));
        at.value->children.back().name = "Deep";
        std::string pointer = at.pointer + "/Deep";
        for (std::size_t i = 1; i < open; ++i) { pointer += "/0"; }
        return broken_text{write(), std::move(pointer)};
    }

    [[nodiscard]] static std::string nested(std::size_t count, std::string_view open, std::string_view inner,
                                            std::string_view close) {
        std::string made;
        for (std::size_t i = 1; i < count; ++i) { made += open; }
        made += inner;
        for (std::size_t i = 1; i < count; ++i) { made += close; }
        return made;
    }

    [[nodiscard]] result large() {
        std::size_t const limit = rules_.decode.max_bytes;
        std::string text = write();
        if (text.size() > limit || limit >= room_) { return std::nullopt; }
        text.resize(limit + 1, ' ');
        return broken_text{std::move(text)};
    }

    [[nodiscard]] result many_elements() {
        auto const at = find([](path const& each) { return each.type->kind == value_kind::list; });
        std::size_t const limit = rules_.decode.max_elements;
        if (!at || limit >= room_ / smallest_element) { return std::nullopt; }
        std::size_t const before = elements_before(root_, *at->value);
        if (before > limit) { return std::nullopt; }
        grower(choices_, rules_).lengthen(*at->value, limit - before + 1, at->depth);
        return broken_text{write(), at->pointer + "/" + std::to_string(limit - before)};
    }

    static constexpr std::size_t smallest_element = 4; // "a" and a comma

    /// How many elements come before this list, counting all lists of the model.
    [[nodiscard]] static std::size_t elements_before(node const& value, node const& list) {
        std::size_t count = 0;
        count_until(value, list, count);
        return count;
    }
    static bool count_until(node const& value, node const& list, std::size_t& count) {
        if (&value == &list) { return true; }
        for (auto const& each : value.children) {
            if (is_list(value)) { ++count; }
            if (count_until(each, list, count)) { return true; }
        }
        return false;
    }

    template <class Texts> [[nodiscard]] result in_string(Texts const& texts) {
        auto const at = find([](path const& each) {
            auto const kind = each.type->kind;
            bool const text = kind == value_kind::text || kind == value_kind::bytes || kind == value_kind::enumeration;
            return each.ends_in_member() && text;
        });
        if (!at) { return std::nullopt; }
        std::string text;
        wire::detail::append_string(at->value->text, text);
        auto const& odd = pick(choices_, texts); // one choice after the other, whatever the compiler
        text.insert(coin(choices_) ? 1 : text.size() - 1, odd);
        return replaced(*at, std::move(text));
    }

    [[nodiscard]] result other_root() {
        std::string text(pick(choices_, other_roots));
        return broken_text{text.empty() ? "[" + write() + "]" : std::move(text)};
    }

    [[nodiscard]] result other_kind() {
        bool const loose_moments = rules_.decode.text_timestamps == wire::text_timestamps::iso_8601;
        auto const at = find([](path const& each) { return !each.steps.empty(); });
        if (!at) { return std::nullopt; }
        auto const others = kinds_other_than(at->value->type->kind, loose_moments);
        auto const opens = [](std::string_view text) { return text.front() == '{' || text.front() == '['; };
        std::string_view text = pick(choices_, others);
        bool const full = room_below(at->depth - 1, rules_) == 0;
        if (full && opens(text)) { text = *std::ranges::find_if_not(others, opens); }
        return replaced(*at, std::string(text));
    }

    [[nodiscard]] result out_of_range() {
        auto const at = find([](path const& each) { return !each.steps.empty(); });
        if (!at) { return std::nullopt; }
        bool const whole = at->value->type->kind == value_kind::integer && coin(choices_);
        return replaced(*at, std::string(whole ? pick(choices_, large_integers) : pick(choices_, infinities)));
    }

    [[nodiscard]] result null_in_list() {
        if (rules_.decode.null_elements != wire::null_elements::refuse) { return std::nullopt; }
        auto const at = find([](path const& each) { return each.type->kind == value_kind::list; });
        if (!at) { return std::nullopt; }
        auto& elements = at->value->children;
        std::size_t const place = choices_.index(elements.size() + 1);
        if (place < elements.size()) {
            elements[place] = make_verbatim("null");
        } else {
            if (count_elements(root_) >= rules_.decode.max_elements) { return std::nullopt; }
            elements.push_back(make_verbatim("null"));
        }
        return broken_text{write(), at->pointer + "/" + std::to_string(place)};
    }

    [[nodiscard]] result twice() {
        bool const ignored = rules_.decode.unknown_members != wire::unknown_members::refuse;
        auto const at = find([](path const& each) { return each.type->kind == value_kind::structure; });
        auto& members = at->value->children;
        std::string const name = members.empty() ? "Twice" : pick(choices_, members).name;
        if (members.empty() || (ignored && one_in(choices_, 4))) {
            if (!ignored) { return std::nullopt; }
            return repeated(*at, "Twice", make_verbatim("1"));
        }
        node copy = *at->value->find(name);
        return repeated(*at, name, coin(choices_) ? std::move(copy) : make_verbatim("null"));
    }

    /// Adds a member of that name at the end; where there is none yet, adds it twice.
    [[nodiscard]] result repeated(site const& at, std::string const& name, node value) {
        value.name = name;
        if (at.value->find(name) == nullptr) { at.value->children.push_back(value); }
        at.value->children.push_back(std::move(value));
        reflect::json_pointer pointer;
        pointer.push(name);
        return broken_text{write(), at.pointer + pointer.text()};
    }

    [[nodiscard]] result stranger() {
        if (rules_.decode.unknown_members != wire::unknown_members::refuse) { return std::nullopt; }
        site const at = *find([](path const& each) { return each.type->kind == value_kind::structure; });
        std::string const name =
            one_in(choices_, 4) ? std::string(70, 'n') : std::string(pick(choices_, foreign_names));
        at.value->children.push_back(make_verbatim(std::string(pick(choices_, ignored_values))));
        at.value->children.back().name = name;
        reflect::json_pointer pointer;
        pointer.push(std::string_view(name).substr(0, 64)); // as decode_error cuts names
        return broken_text{write(), at.pointer + pointer.text()};
    }

    [[nodiscard]] result bad_base64_text() {
        auto const at = find_member(value_kind::bytes);
        if (!at) { return std::nullopt; }
        bool const spare = rules_.decode.spare_base64_bits == wire::spare_base64_bits::refuse && one_in(choices_, 3);
        at->value->text = spare ? pick(choices_, spare_bits) : pick(choices_, bad_base64s);
        return broken_text{write(), at->pointer};
    }

    node& root_;
    any_source& choices_;
    options const& rules_;
    std::size_t room_;
    bool odd_;
};

} // namespace firehose_sse::fuzzing::detail
