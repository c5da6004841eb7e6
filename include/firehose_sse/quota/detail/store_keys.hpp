// What a store in memory keeps of a key: its text, or its hash alone.
// Level 2 (quota). Knows no cell and no table.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/byte_text.hpp"
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// Keys kept as text: they can be listed.
struct named_keys {
    using kept = std::string;
    /// A key that is looked for.
    struct sought {
        std::string_view text;
        std::uint64_t hash;
    };

    [[nodiscard]] static sought seek(hash_seed seed, std::string_view key) noexcept {
        return {key, detail::sip_hash_64(seed, key)};
    }
    [[nodiscard]] static std::uint64_t hash(hash_seed seed, kept const& key) noexcept {
        return detail::sip_hash_64(seed, key);
    }
    [[nodiscard]] static bool same(kept const& key, sought const& other) noexcept { return key == other.text; }
    [[nodiscard]] static kept keep(sought const& key) { return kept(key.text); }

    /// Marks keys of this kind in a snapshot. Texts are the same under every seed.
    static constexpr char mark = 'n';
    [[nodiscard]] static std::uint64_t seed_mark(hash_seed) noexcept { return 0; }
    [[nodiscard]] static std::string_view write(kept const& key) noexcept { return key; }
    [[nodiscard]] static std::optional<sought> read(hash_seed seed, std::string_view bytes) noexcept {
        return seek(seed, bytes);
    }
};

/// Keys kept as hashes of 128 bits under the store's seed: 16 bytes a key, however long it is. Among 10 million keys,
/// two have the same hash with a chance of 1 in 10^24; whoever knows the seed can look for such keys in 2^64 steps.
struct hashed_keys {
    using kept = detail::hash_128;
    struct sought {
        kept whole;
        std::uint64_t hash;
    };

    [[nodiscard]] static sought seek(hash_seed seed, std::string_view key) noexcept {
        kept const whole = detail::sip_hash_128(seed, key);
        return {whole, whole.low};
    }
    [[nodiscard]] static std::uint64_t hash(hash_seed, kept const& key) noexcept { return key.low; }
    [[nodiscard]] static bool same(kept const& key, sought const& other) noexcept { return key == other.whole; }
    [[nodiscard]] static kept keep(sought const& key) noexcept { return key.whole; }

    /// Marks keys of this kind in a snapshot. Hashes mean nothing under another seed.
    static constexpr char mark = 'h';
    [[nodiscard]] static std::uint64_t seed_mark(hash_seed seed) noexcept {
        return detail::sip_hash_64(seed, "the seed of a snapshot's keys");
    }
    [[nodiscard]] static std::string write(kept const& key) {
        std::string bytes;
        detail::put_word(bytes, key.low);
        detail::put_word(bytes, key.high);
        return bytes;
    }
    [[nodiscard]] static std::optional<sought> read(hash_seed, std::string_view bytes) noexcept {
        if (bytes.size() != 16) { return std::nullopt; }
        detail::byte_reader in(bytes);
        kept whole;
        whole.low = in.word();
        whole.high = in.word();
        return sought{whole, whole.low};
    }
};

} // namespace firehose_sse::quota
