// SipHash-2-4: a hash under a secret seed, so that strangers who choose the bytes cannot choose the hash.
// Level 2 (quota). Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; 128 bits as in their code.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace firehose_sse::quota {

/// The secret of a hash. Processes that compare hashes need the same seed.
struct hash_seed {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend constexpr bool operator==(hash_seed const&, hash_seed const&) = default;
};

namespace detail {

/// A hash of 128 bits; `low` holds the first eight bytes of the reference's output, lowest byte first.
struct hash_128 {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    friend constexpr auto operator<=>(hash_128 const&, hash_128 const&) = default;
};

class sip_state {
public:
    constexpr sip_state(hash_seed seed, bool wide) noexcept
        : a_(seed.low ^ 0x736f6d6570736575),
          b_(seed.high ^ 0x646f72616e646f6d ^ (wide ? 0xeeU : 0U)),
          c_(seed.low ^ 0x6c7967656e657261),
          d_(seed.high ^ 0x7465646279746573) {}

    constexpr void take(std::string_view bytes) noexcept {
        std::size_t at = 0;
        for (; at + 8 <= bytes.size(); at += 8) { mix(whole_word(bytes.data() + at)); }
        mix(word(bytes.substr(at)) | std::uint64_t{bytes.size() & 0xff} << 56);
    }

    constexpr std::uint64_t finish(std::uint64_t mark) noexcept {
        c_ ^= mark;
        return spin();
    }
    constexpr std::uint64_t finish_more() noexcept {
        b_ ^= 0xdd;
        return spin();
    }

private:
    // Written out: compilers make one load of these lines, but not of a loop.
    static constexpr std::uint64_t whole_word(char const* at) noexcept {
        auto const byte = [at](int i) { return std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i); };
        return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
    }
    static constexpr std::uint64_t word(std::string_view bytes) noexcept {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
        return value;
    }

    constexpr void round() noexcept {
        a_ += b_;
        c_ += d_;
        b_ = std::rotl(b_, 13) ^ a_;
        d_ = std::rotl(d_, 16) ^ c_;
        a_ = std::rotl(a_, 32);
        c_ += b_;
        a_ += d_;
        b_ = std::rotl(b_, 17) ^ c_;
        d_ = std::rotl(d_, 21) ^ a_;
        c_ = std::rotl(c_, 32);
    }
    constexpr void mix(std::uint64_t more) noexcept {
        d_ ^= more;
        round();
        round();
        a_ ^= more;
    }
    constexpr std::uint64_t spin() noexcept {
        for (int i = 0; i < 4; ++i) { round(); }
        return a_ ^ b_ ^ c_ ^ d_;
    }

    std::uint64_t a_;
    std::uint64_t b_;
    std::uint64_t c_;
    std::uint64_t d_;
};

[[nodiscard]] constexpr std::uint64_t sip_hash_64(hash_seed seed, std::string_view bytes) noexcept {
    sip_state state(seed, false);
    state.take(bytes);
    return state.finish(0xff);
}

[[nodiscard]] constexpr hash_128 sip_hash_128(hash_seed seed, std::string_view bytes) noexcept {
    sip_state state(seed, true);
    state.take(bytes);
    std::uint64_t const low = state.finish(0xee);
    return {low, state.finish_more()};
}

} // namespace detail
} // namespace firehose_sse::quota
