// Names of keys on a Redis server, and which of a cluster's slots a name belongs to.
// Level 6 (integration). Pure functions; knows no connection.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::integration {

namespace detail {
inline void append_escaped(std::string& out, std::string_view text, std::string_view unwanted) {
    for (char const each : text) {
        if (unwanted.find(each) == unwanted.npos) {
            out += each;
        } else {
            constexpr std::string_view digits = "0123456789ABCDEF";
            auto const byte = static_cast<unsigned char>(each);
            out.append({'%', digits[byte / 16], digits[byte % 16]});
        }
    }
}
} // namespace detail

/// The name under which the cell of `key` is kept: `<prefix>{<key>}`. A cluster chooses the slot by what stands between
/// the first `{` and the next `}`, so that all names of a key, under whatever prefix, have one slot.
/// Both may hold any bytes; different keys have different names. For that, `%` becomes `%25`; in the key `}` becomes
/// `%7D`; in the prefix `{` becomes `%7B`; and the empty key, which a cluster would ignore, becomes `%`.
[[nodiscard]] inline std::string redis_key(std::string_view prefix, std::string_view key) {
    std::string name;
    name.reserve(prefix.size() + key.size() + 2);
    detail::append_escaped(name, prefix, "%{");
    name += '{';
    detail::append_escaped(name, key, "%}");
    if (key.empty()) { name += '%'; }
    name += '}';
    return name;
}

/// How many slots a cluster has.
inline constexpr std::uint16_t cluster_slots = 16384;

/// The slot of a name, as CLUSTER KEYSLOT says.
[[nodiscard]] constexpr std::uint16_t hash_slot(std::string_view name) noexcept {
    if (auto const open = name.find('{'); open != name.npos) {
        auto const close = name.find('}', open + 1);
        if (close != name.npos && close != open + 1) { name = name.substr(open + 1, close - open - 1); }
    }
    std::uint16_t sum = 0; // CRC-16 with the polynomial 0x1021, which starts at zero
    for (char const each : name) {
        sum = static_cast<std::uint16_t>(sum ^ (static_cast<unsigned char>(each) << 8));
        for (int bit = 0; bit < 8; ++bit) {
            sum = static_cast<std::uint16_t>((sum & 0x8000) != 0 ? (sum << 1) ^ 0x1021 : sum << 1);
        }
    }
    return sum % cluster_slots;
}

} // namespace firehose_sse::integration
