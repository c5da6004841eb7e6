// "Did you mean": finds the name that a misspelt name is closest to.
// Level 1 (reflect). Knows names only; the misspelt text is never kept.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace firehose_sse::reflect {

/// A name to suggest; empty when none is close.
struct suggestion {
    std::string_view name{};
    /// The text differs from the name only in upper and lower case.
    bool case_only = false;

    [[nodiscard]] constexpr bool empty() const noexcept { return name.empty(); }
    friend constexpr bool operator==(suggestion const&, suggestion const&) = default;
};

namespace detail {

/// Longer names and texts are not compared: no name of the model is longer, and time grows with both lengths.
inline constexpr std::size_t longest_compared = 64;

[[nodiscard]] constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How many letters to change, add, leave out or swap with a neighbour to turn one text into the other; case does not
/// count. Both texts have at most longest_compared bytes. Above `most`, the result is some number above `most`.
[[nodiscard]] constexpr std::size_t edit_distance(std::string_view from, std::string_view to,
                                                  std::size_t most = longest_compared) noexcept {
    std::size_t const longer = std::max(from.size(), to.size());
    if (longer - std::min(from.size(), to.size()) > most) { return longer; }
    using row = std::array<std::size_t, longest_compared + 1>;
    row before_last{};
    row last{};
    row here{};
    for (std::size_t j = 0; j <= to.size(); ++j) { last[j] = j; }
    for (std::size_t i = 1; i <= from.size(); ++i) {
        here[0] = i;
        std::size_t fewest = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            bool const same = lower(from[i - 1]) == lower(to[j - 1]);
            here[j] = std::min({last[j] + 1, here[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(from[i - 1]) == lower(to[j - 2]) && lower(from[i - 2]) == lower(to[j - 1])) {
                here[j] = std::min(here[j], before_last[j - 2] + 1);
            }
            fewest = std::min(fewest, here[j]);
        }
        // No later row has a smaller minimum: where a swap skips this row, a change of the same cost ends in it.
        if (fewest > most) { return longer; }
        before_last = last;
        last = here;
    }
    return last[to.size()];
}

} // namespace detail

/// The name that `written` most likely stands for: one that differs only in case, else the closest one at a distance of
/// at most a third of the longer text. Empty when `written` is one of the names, or too long to be one.
/// `names` is a range of objects with a member `name`; these names must outlive the suggestion.
///
/// *Example:* `nearest_name("CUSTOMER_MANAGED_CMX", reflect::enumerators<model::KeyType>).name`
template <class Names>
[[nodiscard]] constexpr suggestion nearest_name(std::string_view written, Names const& names) noexcept {
    suggestion best;
    if (written.empty() || written.size() > detail::longest_compared) { return best; }
    std::size_t fewest = detail::longest_compared;
    for (auto const& each : names) {
        std::string_view const name = each.name;
        if (name == written) { return {}; }
        if (name.size() > detail::longest_compared) { continue; }
        if (fewest == 0) { continue; }
        std::size_t const most = std::min(std::max(written.size(), name.size()) / 3, fewest - 1);
        std::size_t const edits = detail::edit_distance(written, name, most);
        if (edits <= most) {
            fewest = edits;
            best = {name, edits == 0};
        }
    }
    return best;
}

} // namespace firehose_sse::reflect
