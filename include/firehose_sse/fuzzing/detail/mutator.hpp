// Changes a JSON text by its parts, which leaves all other bytes as they are.
// Level 5 (fuzzing). Knows the model's names, so that a change lands on a rule; no engine.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/any_source.hpp"
#include "firehose_sse/fuzzing/detail/grow.hpp"
#include "firehose_sse/fuzzing/detail/loose_json.hpp"
#include "firehose_sse/fuzzing/detail/model_names.hpp"
#include "firehose_sse/fuzzing/detail/spoilt_values.hpp"
#include "firehose_sse/fuzzing/detail/write_document.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

class mutator {
public:
    /// A change that has become larger than `most_bytes` is not made to its end.
    mutator(std::string_view text, std::size_t most_bytes, any_source& choices)
        : text_(text), most_bytes_(most_bytes), parts_(loose_reader(text).read()), choices_(choices) {}

    /// False where there is nothing to change but bytes.
    [[nodiscard]] bool has_parts() const noexcept { return !parts_.empty(); }

    /// The text after one change; it may be somewhat too large, and may even be the same.
    [[nodiscard]] std::string change() {
        part const& at = pick(choices_, parts_);
        switch (choices_.below(11)) {
        case 0: return with(at, value_for(at.name(text_)));
        case 1: return with(at, std::string(pick(choices_, odd_values)));
        case 2: return twice(at);
        case 3: return without(at);
        case 4: return renamed(at);
        case 5: return swapped(at, pick(choices_, parts_));
        case 6: return at_bound(at);
        case 7: return with_member(at);
        case 8: return with(at, "[" + std::string(value(at)) + "]");
        case 9: return with(at, "{\"a\":" + std::string(value(at)) + "}");
        default: return repeated(at);
        }
    }

    /// The text with a value of `other`: in place of one of its own, or as one more member or element.
    [[nodiscard]] std::string take_from(mutator const& other) {
        part const& theirs = pick(choices_, other.parts_);
        std::string_view const name = theirs.name(other.text_);
        auto const same = std::ranges::find_if(
            parts_, [&](part const& each) { return each.is_member() && each.name(text_) == name; });
        std::string taken(other.value(theirs));
        if (same != parts_.end() && !coin(choices_)) { return with(*same, std::move(taken)); }
        part const& ours = pick(choices_, parts_);
        bool const fits = ours.is == part::form::array || (ours.is == part::form::object && theirs.is_member());
        if (!fits) { return with(ours, std::move(taken)); }
        if (ours.is == part::form::object) { taken = std::string(other.whole(theirs)); }
        return with_inside(ours, taken);
    }

private:
    static constexpr std::array odd_values{"null"sv,  "\"\""sv,        "0"sv,           "-1"sv,    "1.5"sv,
                                           "true"sv,  "[]"sv,          "{}"sv,          "1e9"sv,   "2147483647"sv,
                                           "1e400"sv, "\"\\ud800\""sv, "\"\\u0000\""sv, "10001"sv, "51"sv};
    // Bounds of the model, and these bounds plus one.
    static constexpr std::array<std::size_t, 14> bounds{0, 1, 2, 50, 51, 64, 65, 128, 129, 256, 257, 500, 501, 513};

    [[nodiscard]] std::string_view value(part const& at) const { return text_.substr(at.begin, at.end - at.begin); }
    /// The value with its name.
    [[nodiscard]] std::string_view whole(part const& at) const {
        return text_.substr(at.name_begin, at.end - at.name_begin);
    }

    [[nodiscard]] std::string replaced(std::size_t begin, std::size_t end, std::string_view by) const {
        std::string made(text_.substr(0, begin));
        made += by;
        made += text_.substr(end);
        return made;
    }
    [[nodiscard]] std::string with(part const& at, std::string const& by) const {
        return replaced(at.begin, at.end, by);
    }

    /// A value that the model allows for a member of that name, if it has one.
    [[nodiscard]] std::string value_for(std::string_view name) {
        options rules;
        rules.odd_spelling = false;
        member const* known = find_member(name);
        if (known == nullptr || one_in(choices_, 8)) { known = &some_member(); }
        return document_writer().write(grower(choices_, rules).value(*known->type, 2));
    }

    /// A member of a request, or of a structure in one.
    [[nodiscard]] member const& some_member() {
        shape const* type = pick(choices_, requests);
        for (;;) { // goes down a type; no type contains itself
            member const& found = pick(choices_, type->members);
            shape const* inside = found.type->element != nullptr ? found.type->element : found.type;
            if (inside->members.empty() || !coin(choices_)) { return found; }
            type = inside;
        }
    }

    [[nodiscard]] std::string twice(part const& at) const {
        if (at.parent == part::none) { return std::string(text_) + std::string(text_); }
        return replaced(at.end, at.end, "," + std::string(whole(at)));
    }

    /// The text without the part and the comma behind it, or else the comma in front.
    [[nodiscard]] std::string without(part const& at) const {
        std::size_t begin = at.name_begin;
        std::size_t end = at.end;
        std::size_t const next = text_.find_first_not_of(" \t\r\n", end);
        if (next != std::string_view::npos && text_[next] == ',') {
            end = next + 1;
        } else if (begin != 0) {
            std::size_t const before = text_.find_last_not_of(" \t\r\n", begin - 1);
            if (before != std::string_view::npos && text_[before] == ',') { begin = before; }
        }
        return replaced(begin, end, {});
    }

    [[nodiscard]] std::string renamed(part const& at) {
        if (!at.is_member()) { return with(at, value_for({})); }
        std::string name(at.name(text_));
        switch (choices_.below(3)) {
        case 0: name = some_member().name; break;
        case 1: name = parts_[choices_.index(parts_.size())].name(text_); break;
        default:
            if (!name.empty()) { name[0] = static_cast<char>(name[0] ^ 0x20); }
        }
        return replaced(at.name_begin, at.name_end, "\"" + name + "\"");
    }

    [[nodiscard]] std::string swapped(part const& one, part const& other) const {
        part const& first = one.begin < other.begin ? one : other;
        part const& second = one.begin < other.begin ? other : one;
        if (first.end > second.begin) { return with(first, std::string(value(second))); } // one is in the other
        std::string made(text_.substr(0, first.begin));
        made += value(second);
        made += text_.substr(first.end, second.begin - first.end);
        made += value(first);
        made += text_.substr(second.end);
        return made;
    }

    /// A string, a number or a list that stands at a bound or just beyond.
    [[nodiscard]] std::string at_bound(part const& at) {
        std::size_t const bound = pick(choices_, bounds);
        switch (at.is) {
        case part::form::string: return with(at, '"' + std::string(bound, 'A') + '"');
        case part::form::array: {
            std::string const element = first_element(at);
            std::string made;
            for (std::size_t i = 0; i < bound && made.size() <= most_bytes_; ++i) {
                made += (i == 0 ? "" : ",") + element;
            }
            return with(at, "[" + made + "]");
        }
        case part::form::object:
        case part::form::other: break;
        }
        return with(at, std::to_string(bound));
    }

    [[nodiscard]] std::string first_element(part const& list) const {
        auto const place = static_cast<std::size_t>(&list - parts_.data());
        auto const inside = std::ranges::find(parts_, place, &part::parent);
        return inside != parts_.end() ? std::string(value(*inside)) : "\"a\"";
    }

    [[nodiscard]] std::string with_member(part const& at) {
        if (at.is != part::form::object) { return with(at, value_for(at.name(text_))); }
        member const& added = some_member();
        return with_inside(at, "\"" + std::string(added.name) + "\":" + value_for(added.name));
    }

    /// The container with one more member or element at its front.
    [[nodiscard]] std::string with_inside(part const& container, std::string_view what) const {
        std::size_t const front = container.begin + 1;
        std::size_t const next = text_.find_first_not_of(" \t\r\n", front);
        bool const last = next == std::string_view::npos || text_[next] == '}' || text_[next] == ']';
        return replaced(front, front, std::string(what) + (last ? "" : ","));
    }

    /// A part many times in a row.
    [[nodiscard]] std::string repeated(part const& at) {
        if (at.parent == part::none) { return with(at, value_for({})); }
        std::string more;
        std::size_t const count = 2 + choices_.index(7);
        for (std::size_t i = 0; i < count && more.size() <= most_bytes_; ++i) { more += "," + std::string(whole(at)); }
        return replaced(at.end, at.end, more);
    }

    std::string_view text_;
    std::size_t most_bytes_;
    std::vector<part> parts_;
    any_source& choices_;
};

} // namespace firehose_sse::fuzzing::detail
