// A window in 128 bytes, for stores of millions of them.
// Level 2 (quota). Knows how moments are kept, not what they mean.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/window.hpp"
#include <algorithm>
#include <array>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

namespace firehose_sse::quota {

/// Up to `Capacity` moments in rising order, each as its distance from the first in 4 bytes: at most 49 days apart.
template <std::uint32_t Capacity> class compact_moments {
public:
    static constexpr std::uint32_t capacity = Capacity;
    using value_type = instant;
    using size_type = std::size_t;

    /// Read-only; it computes a moment when it is dereferenced.
    class const_iterator {
    public:
        using iterator_concept = std::random_access_iterator_tag;
        using iterator_category = std::random_access_iterator_tag;
        using value_type = instant;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = instant;

        constexpr const_iterator() = default;
        constexpr const_iterator(compact_moments const& of, std::ptrdiff_t at) noexcept : of_(&of), at_(at) {}

        constexpr instant operator*() const noexcept { return (*of_)[static_cast<std::size_t>(at_)]; }
        constexpr instant operator[](std::ptrdiff_t by) const noexcept { return *(*this + by); }
        constexpr const_iterator& operator+=(std::ptrdiff_t by) noexcept {
            at_ += by;
            return *this;
        }
        constexpr const_iterator& operator-=(std::ptrdiff_t by) noexcept { return *this += -by; }
        constexpr const_iterator& operator++() noexcept { return *this += 1; }
        constexpr const_iterator& operator--() noexcept { return *this += -1; }
        constexpr const_iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
        constexpr const_iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }
        friend constexpr const_iterator operator+(const_iterator i, std::ptrdiff_t by) noexcept { return i += by; }
        friend constexpr const_iterator operator+(std::ptrdiff_t by, const_iterator i) noexcept { return i += by; }
        friend constexpr const_iterator operator-(const_iterator i, std::ptrdiff_t by) noexcept { return i -= by; }
        friend constexpr std::ptrdiff_t operator-(const_iterator a, const_iterator b) noexcept { return a.at_ - b.at_; }
        friend constexpr bool operator==(const_iterator a, const_iterator b) noexcept { return a.at_ == b.at_; }
        friend constexpr auto operator<=>(const_iterator a, const_iterator b) noexcept { return a.at_ <=> b.at_; }

        [[nodiscard]] constexpr std::size_t index() const noexcept { return static_cast<std::size_t>(at_); }

    private:
        compact_moments const* of_ = nullptr;
        std::ptrdiff_t at_ = 0;
    };
    using iterator = const_iterator;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr instant operator[](std::size_t i) const noexcept {
        return first_ + std::chrono::milliseconds(after_[i]);
    }
    [[nodiscard]] constexpr instant front() const noexcept { return (*this)[0]; }
    [[nodiscard]] constexpr instant back() const noexcept { return (*this)[size_ - 1]; }
    [[nodiscard]] constexpr const_iterator begin() const noexcept { return {*this, 0}; }
    [[nodiscard]] constexpr const_iterator end() const noexcept { return {*this, size_}; }

    /// `moment` must not be before the last one, and there must be room. Forgets moments that lie too far before it.
    constexpr void push_back(instant moment) noexcept {
        if (empty()) { first_ = moment; }
        if (distance(moment) > most) {
            erase(begin(), std::ranges::find_if(
                               *this, [&](instant each) { return std::chrono::milliseconds(most) >= moment - each; }));
            if (empty()) { first_ = moment; }
        }
        after_[size_++] = static_cast<std::uint32_t>(distance(moment));
    }

    constexpr void erase(const_iterator from, const_iterator to) noexcept {
        if (from == to) { return; }
        std::size_t const gone = to.index() - from.index();
        std::copy(after_.begin() + to.index(), after_.begin() + size_, after_.begin() + from.index());
        size_ = static_cast<std::uint32_t>(size_ - gone);
        if (from.index() == 0 && size_ != 0) { rebase(); }
    }

    friend constexpr bool operator==(compact_moments const& a, compact_moments const& b) noexcept {
        return std::ranges::equal(a, b);
    }

private:
    static constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();

    constexpr std::int64_t distance(instant moment) const noexcept { return (moment - first_).count(); }

    // Makes the distances count from the new first moment.
    constexpr void rebase() noexcept {
        std::uint32_t const by = after_[0];
        first_ += std::chrono::milliseconds(by);
        for (std::size_t i = 0; i < size_; ++i) { after_[i] -= by; }
    }

    instant first_{};
    std::uint32_t size_ = 0;
    std::array<std::uint32_t, Capacity> after_{};
};

/// A sequence that is nearly always empty; the object itself is as large as a pointer.
template <class T> class rare_list {
public:
    using value_type = T;

    rare_list() = default;
    rare_list(rare_list const& other) : list_(other.list_ ? std::make_unique<std::vector<T>>(*other.list_) : nullptr) {}
    rare_list(rare_list&&) noexcept = default;
    rare_list& operator=(rare_list other) noexcept {
        list_ = std::move(other.list_);
        return *this;
    }
    ~rare_list() = default;

    [[nodiscard]] std::size_t size() const noexcept { return list_ ? list_->size() : 0; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] T* begin() noexcept { return list_ ? list_->data() : nullptr; }
    [[nodiscard]] T* end() noexcept { return begin() + size(); }
    [[nodiscard]] T const* begin() const noexcept { return list_ ? list_->data() : nullptr; }
    [[nodiscard]] T const* end() const noexcept { return begin() + size(); }

    void push_back(T value) {
        if (!list_) { list_ = std::make_unique<std::vector<T>>(); }
        list_->push_back(std::move(value));
    }
    void erase(T const* from, T const* to) {
        if (from == to) { return; }
        list_->erase(list_->begin() + (from - list_->data()), list_->begin() + (to - list_->data()));
        if (list_->empty()) { list_.reset(); }
    }

    friend bool operator==(rare_list const& a, rare_list const& b) noexcept { return std::ranges::equal(a, b); }

private:
    std::unique_ptr<std::vector<T>> list_;
};

/// A window of at most `Capacity` calls in little more than `16 + 4 * Capacity` bytes: 128 bytes for a limit of 25.
/// Tokens cost more while they are remembered. Check the policy once with fits(): under a policy that does not fit, the
/// window never admits more than `Capacity` calls, but may admit calls that the policy would refuse.
template <std::uint32_t Capacity = 25>
using compact_window = basic_window<compact_moments<Capacity>, rare_list<remembered_call>>;

/// True when a compact_window of that capacity behaves as a window does under this policy.
template <std::uint32_t Capacity = 25> [[nodiscard]] constexpr bool fits(quota_policy const& policy) noexcept {
    return policy.limit <= Capacity && (policy.window == window_kind::utc_day ||
                                        policy.period.count() <= std::numeric_limits<std::uint32_t>::max());
}

} // namespace firehose_sse::quota
