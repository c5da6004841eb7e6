// A store of cells that fails as one across a network does: without a write, or with a write that nobody hears of.
// For the targets of fuzz/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/source.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/shape/instant.hpp"
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

/// A clock whose hands somebody else moves.
struct hand_clock {
    firehose_sse::instant const* now;
    firehose_sse::instant operator()() const { return *now; }
};

/// `inner` with troubles, about one in `calm` updates, as the choices decide; counts the updates since begin().
template <class Inner> class shaky_store {
public:
    using store_error = firehose_sse::quota::store_error;

    shaky_store(Inner& inner, firehose_sse::fuzzing::byte_source& choices, std::uint64_t calm)
        : inner_(inner), choices_(choices), calm_(calm) {}

    template <class F>
    auto update(std::string_view key, F&& f) -> decltype(std::declval<Inner&>().update(key, std::forward<F>(f))) {
        using firehose_sse::fuzzing::one_in;
        ++asked_;
        last_.reset();
        if (before) { before(asked_); }
        if (one_in(choices_, calm_)) {
            constexpr store_error troubles[] = {store_error::unavailable, store_error::outcome_unknown,
                                                store_error::too_slow, store_error::contended};
            last_ = firehose_sse::fuzzing::pick(choices_, troubles);
        }
        if (asked_ == 1) { first_ = last_; }
        if (last_ && (last_ != store_error::outcome_unknown || firehose_sse::fuzzing::coin(choices_))) {
            return *last_;
        }
        ++applied_;
        auto answer = inner_.update(key, std::forward<F>(f));
        if (last_) { return *last_; }
        return answer;
    }

    /// Called before each update with the number of updates since begin(), this one included.
    std::function<void(std::size_t)> before{};

    void begin() {
        asked_ = applied_ = 0;
        first_.reset();
        last_.reset();
    }
    [[nodiscard]] std::size_t asked() const { return asked_; }
    /// How many updates have reached the cells.
    [[nodiscard]] std::size_t applied() const { return applied_; }
    /// The trouble of the first update, and of the last one.
    [[nodiscard]] std::optional<store_error> first() const { return first_; }
    [[nodiscard]] std::optional<store_error> last() const { return last_; }

private:
    Inner& inner_;
    firehose_sse::fuzzing::byte_source& choices_;
    std::uint64_t calm_;
    std::size_t asked_ = 0;
    std::size_t applied_ = 0;
    std::optional<store_error> first_{};
    std::optional<store_error> last_{};
};
