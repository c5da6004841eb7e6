// Shortens a sequence that fails by leaving out steps, as long as it still fails.
// Level 5 (fuzzing). Knows neither steps nor endpoints; how often it tries is bounded.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <algorithm>
#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing {

/// What shrink() has come to.
template <class Step> struct shrunk {
    std::vector<Step> steps{};
    /// How often `fails` was asked.
    std::size_t runs = 0;
    /// True: no single step can be left out any more. False: the runs were used up before that was known.
    bool minimal = false;
};

/// Leaves out halves, quarters and so on down to single steps while `fails(steps)` stays true. It tries at most
/// `most_runs` times. `steps` themselves must fail.
///
/// *Example:* `shrink(steps, [&](script const& fewer) { return fails_again(fewer); }, 200)`
template <class Step, std::predicate<std::vector<Step> const&> Fails>
[[nodiscard]] shrunk<Step> shrink(std::vector<Step> steps, Fails&& fails, std::size_t most_runs) {
    shrunk<Step> result{std::move(steps)};
    auto& left = result.steps;
    for (std::size_t part = std::max<std::size_t>(left.size() / 2, 1); !left.empty();) {
        bool smaller = false;
        for (std::size_t at = 0; at < left.size();) {
            if (result.runs == most_runs) { return result; }
            auto const from = left.begin() + static_cast<std::ptrdiff_t>(at);
            auto const to = left.begin() + static_cast<std::ptrdiff_t>(std::min(at + part, left.size()));
            std::vector<Step> fewer(left.begin(), from);
            fewer.insert(fewer.end(), to, left.end());
            ++result.runs;
            if (fails(std::as_const(fewer))) {
                left = std::move(fewer);
                smaller = true;
            } else {
                at += part;
            }
        }
        if (part > 1) {
            part /= 2;
        } else if (!smaller) {
            break;
        }
    }
    result.minimal = true;
    return result;
}

} // namespace firehose_sse::fuzzing
