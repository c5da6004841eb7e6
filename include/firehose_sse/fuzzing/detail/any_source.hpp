// Any source as one type, so that generators are compiled once and not once for each source.
// Level 5 (fuzzing). Refers to the source; owns nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/source.hpp"
#include <concepts>
#include <cstddef>
#include <cstdint>

namespace firehose_sse::fuzzing::detail {

class any_source {
public:
    template <source S>
        requires(!std::same_as<S, any_source>)
    explicit any_source(S& choices) noexcept
        : source_(&choices),
          below_([](void* from, std::uint64_t bound) -> std::uint64_t { return static_cast<S*>(from)->below(bound); }) {
    }

    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return bound <= 1 ? 0 : below_(source_, bound); }

    /// The same for a count in std::size_t: gives an index.
    [[nodiscard]] std::size_t index(std::size_t count) { return static_cast<std::size_t>(below(count)); }

private:
    void* source_;
    std::uint64_t (*below_)(void*, std::uint64_t);
};

/// Always chooses 0, which ends every choice: what is made with it is the least that there can be.
struct no_choices {
    static constexpr std::uint64_t below(std::uint64_t) noexcept { return 0; }
};

} // namespace firehose_sse::fuzzing::detail
