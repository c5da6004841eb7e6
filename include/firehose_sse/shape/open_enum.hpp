// An enumeration that keeps values unknown to this version.
// Level 0 (shape). Knows no names: turning text into an enumerator is reflect's work.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace firehose_sse {

/// Either an enumerator of `E` or the text of a value this version does not know.
/// The service has answered values that are in no public model [O], so every enumeration on the wire is open.
/// A default-constructed one is unknown and has no text: it is never taken for the first enumerator.
/// Use reflect::to_open_enum to make one from text: a known name must be held as its enumerator.
///
/// *Example:* `configuration.KeyType = model::KeyType::CUSTOMER_MANAGED_CMK;`
template <class E> class open_enum {
public:
    using enumeration = E;

    constexpr open_enum() = default;
    constexpr open_enum(E value) noexcept : value_(value) {}

    /// Keeps text that names no enumerator.
    [[nodiscard]] static constexpr open_enum unknown(std::string text) {
        open_enum result;
        result.unknown_text_ = std::move(text);
        return result;
    }

    /// The enumerator, or nothing when the value is unknown to this version.
    [[nodiscard]] constexpr std::optional<E> value() const noexcept { return value_; }
    /// The text of an unknown value; empty for a known one.
    [[nodiscard]] constexpr std::string const& unknown_text() const noexcept { return unknown_text_; }

    friend constexpr bool operator==(open_enum const&, open_enum const&) = default;

private:
    std::optional<E> value_;
    std::string unknown_text_;
};

template <class T> inline constexpr bool is_open_enum = false;
template <class E> inline constexpr bool is_open_enum<open_enum<E>> = true;

} // namespace firehose_sse
