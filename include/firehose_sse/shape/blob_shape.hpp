// Base of every blob shape: raw bytes with a name of their own.
// Level 0 (shape). Knows no base64: that is how the wire spells bytes, not what they are.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace firehose_sse {

/// Raw bytes with the identity of their AWS shape and no invariant.
/// A derived shape may declare `static constexpr length bounds{min, max}` (raw bytes, before base64).
template <class Derived> struct blob_shape {
    std::string bytes;

    constexpr blob_shape() = default;
    constexpr blob_shape(std::string data) noexcept : bytes(std::move(data)) {}
    constexpr blob_shape(std::string_view data) : bytes(data) {}
    /// Takes the bytes before the first NUL. Pass bytes that may hold a NUL as a std::string or std::string_view.
    constexpr blob_shape(char const* data) : bytes(data) {}

    friend constexpr bool operator==(blob_shape const&, blob_shape const&) = default;
};

/// True for types derived from blob_shape.
template <class T>
concept is_blob_shape = std::is_base_of_v<blob_shape<T>, T>;

} // namespace firehose_sse
