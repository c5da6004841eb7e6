// The effects of one transition, in order: a short list that allocates no memory itself.
// Level 2 (encryption). Holds effects; performs nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/effect.hpp"
#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdlib>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace firehose_sse::encryption {

namespace detail {

// Room for one effect. A plain array of effects would construct and destroy every element each time, used or not.
union effect_slot {
    constexpr effect_slot() noexcept : unused{} {}
    constexpr ~effect_slot() {} // the list destroys what it has made
    char unused;
    effect value;
};

// Not a plain pointer: the slots form an array but their effects do not, and constant evaluation checks that.
template <class Slot, class Effect> class effect_iterator {
public:
    using value_type = effect;
    using difference_type = std::ptrdiff_t;

    constexpr effect_iterator() noexcept = default;
    constexpr explicit effect_iterator(Slot* at) noexcept : at_(at) {}

    constexpr Effect& operator*() const noexcept { return at_->value; }
    constexpr Effect* operator->() const noexcept { return &at_->value; }
    constexpr effect_iterator& operator++() noexcept {
        ++at_;
        return *this;
    }
    constexpr effect_iterator operator++(int) noexcept { return effect_iterator(at_++); }
    friend constexpr bool operator==(effect_iterator const&, effect_iterator const&) noexcept = default;

private:
    Slot* at_ = nullptr;
};

} // namespace detail

/// At most `capacity` effects, in order. It is a range, and converts to a std::vector of effects.
class effect_list {
public:
    using value_type = effect;
    using iterator = detail::effect_iterator<detail::effect_slot, effect>;
    using const_iterator = detail::effect_iterator<detail::effect_slot const, effect const>;

    /// The most that one transition returns: an old grant to retire, then the grant and the work of a queued change.
    static constexpr std::size_t capacity = 3;

    constexpr effect_list() noexcept {}
    // delegates to the default constructor: when a copy throws, the effects made before are then destroyed
    constexpr effect_list(std::initializer_list<effect> effects) : effect_list() {
        for (effect const& each : effects) { push_back(each); }
    }
    constexpr effect_list(effect_list const& other) : effect_list() {
        for (effect const& each : other) { push_back(each); }
    }
    constexpr effect_list(effect_list&& other) noexcept { take(other); }
    constexpr effect_list& operator=(effect_list const& other) {
        if (this != &other) { *this = effect_list(other); }
        return *this;
    }
    constexpr effect_list& operator=(effect_list&& other) noexcept {
        if (this != &other) {
            clear();
            take(other);
        }
        return *this;
    }
    constexpr ~effect_list() { clear(); }

    /// Adds an effect at the end. A full list aborts the program; no transition adds more than `capacity` effects.
    template <class Effect>
        requires std::constructible_from<effect, Effect>
    constexpr void push_back(Effect&& what) {
        if (size_ == capacity) { std::abort(); }
        std::construct_at(&slots_[size_].value, std::forward<Effect>(what));
        ++size_;
    }
    constexpr void clear() noexcept {
        for (; size_ != 0; --size_) { std::destroy_at(&slots_[size_ - 1].value); }
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr effect const& operator[](std::size_t place) const noexcept { return slots_[place].value; }
    [[nodiscard]] constexpr effect const& front() const noexcept { return (*this)[0]; }
    [[nodiscard]] constexpr effect const& back() const noexcept { return (*this)[size_ - 1]; }
    [[nodiscard]] constexpr const_iterator begin() const noexcept { return const_iterator(slots_.data()); }
    [[nodiscard]] constexpr const_iterator end() const noexcept { return const_iterator(slots_.data() + size_); }
    [[nodiscard]] constexpr iterator begin() noexcept { return iterator(slots_.data()); }
    [[nodiscard]] constexpr iterator end() noexcept { return iterator(slots_.data() + size_); }

    /// For a host that keeps effects, or collects those of several transitions.
    constexpr operator std::vector<effect>() const { return {begin(), end()}; }

    friend constexpr bool operator==(effect_list const& left, effect_list const& right) noexcept {
        return std::equal(left.begin(), left.end(), right.begin(), right.end());
    }

private:
    constexpr void take(effect_list& other) noexcept {
        for (effect& each : other) { push_back(std::move(each)); }
    }

    std::array<detail::effect_slot, capacity> slots_{};
    std::size_t size_ = 0;
};

} // namespace firehose_sse::encryption
