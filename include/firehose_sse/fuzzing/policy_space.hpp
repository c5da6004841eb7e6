// Which values the choices of a service may have: exactly one each, or several where nobody has said which.
// Level 5 (fuzzing). A value; learns from answers by being narrowed.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include <array>
#include <boost/describe/enum.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace firehose_sse::fuzzing {

/// The choices of operation::policy that have a few values each and that AWS does not document.
BOOST_DEFINE_FIXED_ENUM_CLASS(choice, unsigned char, busy, stop_when_disabled, same_key, bad_key, old_session,
                              stop_without_key, start_after_failed_stop, describe_key, unsettled, rotating, disabling,
                              quota_window, quota_counts, quota_check, encrypted_create, failed_change, inactive_change,
                              inactive_put, inactive_tag, stop_after_failed_stop, stop_after_failed_rotation,
                              delete_while_enabling, other_source, deleting_put)

inline constexpr std::size_t choice_count = reflect::enumerators<choice>.size();

/// Calls `f` with the field of `policy` that a choice stands for.
template <class Policy, class F> constexpr decltype(auto) with_choice(choice which, Policy& policy, F&& f) {
    switch (which) {
    case choice::busy: return f(policy.encryption.busy);
    case choice::stop_when_disabled: return f(policy.encryption.stop_when_disabled);
    case choice::same_key: return f(policy.encryption.same_key);
    case choice::bad_key: return f(policy.encryption.bad_key);
    case choice::old_session: return f(policy.encryption.old_session);
    case choice::stop_without_key: return f(policy.encryption.stop_without_key);
    case choice::start_after_failed_stop: return f(policy.encryption.start_after_failed_stop);
    case choice::describe_key: return f(policy.encryption.describe_key);
    case choice::unsettled: return f(policy.encryption.unsettled);
    case choice::rotating: return f(policy.encryption.rotating);
    case choice::disabling: return f(policy.encryption.disabling);
    case choice::quota_window: return f(policy.quota.window);
    case choice::quota_counts: return f(policy.quota.counts);
    case choice::quota_check: return f(policy.quota_check);
    case choice::encrypted_create: return f(policy.encrypted_create);
    case choice::failed_change: return f(policy.failed_change);
    case choice::inactive_change: return f(policy.inactive_change);
    case choice::inactive_put: return f(policy.inactive_put);
    case choice::stop_after_failed_stop: return f(policy.encryption.stop_after_failed_stop);
    case choice::stop_after_failed_rotation: return f(policy.encryption.stop_after_failed_rotation);
    case choice::delete_while_enabling: return f(policy.encryption.delete_while_enabling);
    case choice::other_source: return f(policy.other_source);
    case choice::deleting_put: return f(policy.deleting_put);
    case choice::inactive_tag: break;
    }
    return f(policy.inactive_tag);
}

/// The values that each choice may still have, as bits by the order of the enumerators.
class policy_space {
public:
    /// Exactly the values of `policy`.
    [[nodiscard]] static policy_space of(operation::policy const& policy) {
        policy_space made;
        for (auto const& each : reflect::enumerators<choice>) {
            made.values_[index(each.value)] = bit(each.value, policy);
        }
        return made;
    }

    /// Allows any value of the choice.
    void open(choice which) {
        operation::policy any;
        values_[index(which)] = with_choice(which, any, []<class E>(E const&) {
            return static_cast<std::uint8_t>((1U << reflect::enumerators<E>.size()) - 1);
        });
    }
    /// Exactly the value that `policy` has.
    void pin(choice which, operation::policy const& policy) { values_[index(which)] = bit(which, policy); }

    [[nodiscard]] bool is_open(choice which) const {
        auto const mask = values_[index(which)];
        return (mask & (mask - 1)) != 0;
    }
    /// True when some choice has no value left: then no policy of this space explains the answers.
    [[nodiscard]] bool empty() const {
        for (auto const mask : values_) {
            if (mask == 0) { return true; }
        }
        return false;
    }

    /// Keeps what `other` allows too.
    void narrow(policy_space const& other) {
        for (std::size_t i = 0; i < choice_count; ++i) { values_[i] &= other.values_[i]; }
    }
    /// Allows what `other` allows as well. Which values go together is lost: more is allowed, never less.
    void widen(policy_space const& other) {
        for (std::size_t i = 0; i < choice_count; ++i) { values_[i] |= other.values_[i]; }
    }

    /// Sets `policy` to every combination of values that the choices `over` may have, one after the other, and calls
    /// `f` with this space pinned to it. Choices that are not named keep their first value.
    template <class F> void for_each(std::span<choice const> over, operation::policy& policy, F&& f) const {
        policy_space pinned = *this;
        for (auto const& each : reflect::enumerators<choice>) { set_first(each.value, policy); }
        combine(over, policy, pinned, f);
    }

    friend bool operator==(policy_space const&, policy_space const&) = default;

private:
    static constexpr std::size_t index(choice which) noexcept { return static_cast<std::size_t>(which); }

    static std::uint8_t bit(choice which, operation::policy const& policy) {
        return with_choice(which, policy, [](auto const& value) {
            return static_cast<std::uint8_t>(1U << static_cast<unsigned>(value));
        });
    }

    void set_first(choice which, operation::policy& policy) const {
        with_choice(which, policy, [&]<class E>(E& value) {
            for (auto const& each : reflect::enumerators<E>) {
                if ((values_[index(which)] & (1U << static_cast<unsigned>(each.value))) != 0) {
                    value = each.value;
                    return;
                }
            }
        });
    }

    template <class F>
    void combine(std::span<choice const> over, operation::policy& policy, policy_space& pinned, F& f) const {
        if (over.empty()) {
            f(static_cast<operation::policy const&>(policy), static_cast<policy_space const&>(pinned));
            return;
        }
        choice const which = over.front();
        auto const mask = values_[index(which)];
        with_choice(which, policy, [&]<class E>(E& value) {
            for (auto const& each : reflect::enumerators<E>) {
                auto const own = static_cast<std::uint8_t>(1U << static_cast<unsigned>(each.value));
                if ((mask & own) == 0) { continue; }
                value = each.value;
                pinned.values_[index(which)] = own;
                combine(over.subspan(1), policy, pinned, f); // as deep as there are choices
            }
            pinned.values_[index(which)] = mask;
        });
        set_first(which, policy);
    }

    std::array<std::uint8_t, choice_count> values_{};
};

} // namespace firehose_sse::fuzzing
