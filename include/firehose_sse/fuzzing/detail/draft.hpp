// A whole document that breaks no rule and no limit, ready to be written or to be broken.
// Level 5 (fuzzing). Puts growing, settling and odd spelling together.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/grow.hpp"
#include "firehose_sse/fuzzing/detail/settle.hpp"
#include "firehose_sse/fuzzing/detail/write_document.hpp"
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace firehose_sse::fuzzing::detail {

/// Names of members that no type of the model has.
inline constexpr std::array<std::string_view, 6> foreign_names{"Unknown", "deliveryStreamName",  "__type",
                                                               "",        "DeliveryStreamName ", "a/b~c"};

/// How many elements the lists of the model have together.
[[nodiscard]] inline std::size_t count_elements(node const& value) {
    std::size_t count = is_list(value) ? value.children.size() : 0;
    for (auto const& each : value.children) { count += count_elements(each); }
    return count;
}

class drafter {
public:
    drafter(any_source& choices, options const& rules) : choices_(choices), rules_(rules) {}

    /// A document of at most `most_bytes`, unless the least possible one is larger.
    [[nodiscard]] node draft(shape const& type, std::size_t most_bytes) {
        node made = grow(type);
        bool const fits = count_elements(made) <= rules_.decode.max_elements &&
                          document_writer().write(made).size() <= std::min(most_bytes, rules_.decode.max_bytes);
        return fits ? made : least(type);
    }

    /// The document in which every choice is 0, hence the least possible one.
    [[nodiscard]] node least(shape const& type) const {
        no_choices none;
        any_source plain(none);
        return drafter(plain, rules_).grow(type);
    }

    /// True one time in four: the document is to be spelled oddly.
    [[nodiscard]] bool is_odd() { return rules_.odd_spelling && one_in(choices_, 4); }

    /// Puts members in another order, adds absent ones as null, and adds members that nobody knows.
    void make_odd(node& value, std::size_t depth = 1) {
        for (auto& each : value.children) { make_odd(each, depth + 1); }
        if (!is_structure(value)) { return; }
        for (auto const& each : value.type->members) {
            if (each.required || value.find(each.name) != nullptr || !one_in(choices_, 4)) { continue; }
            value.children.push_back(make_verbatim("null"));
            value.children.back().name = each.name;
        }
        if (rules_.decode.unknown_members != wire::unknown_members::refuse && coin(choices_)) {
            value.children.push_back(make_any(choices_, room_below(depth, rules_)));
            value.children.back().name = pick(choices_, foreign_names);
        }
        for (std::size_t i = value.children.size(); i > 1; --i) {
            std::swap(value.children[i - 1], value.children[choices_.index(i)]);
        }
    }

private:
    [[nodiscard]] node grow(shape const& type) {
        node made = grower(choices_, rules_).structure(type, 1);
        settler(choices_, rules_).settle(made);
        return made;
    }

    any_source& choices_;
    options const& rules_;
};

} // namespace firehose_sse::fuzzing::detail
