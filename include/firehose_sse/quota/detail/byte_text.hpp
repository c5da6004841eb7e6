// Numbers as bytes, with exactly one encoding each; and a reader for bytes that a stranger may have written.
// Level 2 (quota). Knows no cell.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace firehose_sse::quota::detail {

/// Seven bits a byte, lowest first; the high bit says that more follow.
inline void put_number(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) { out.push_back(static_cast<char>(0x80 | (value & 0x7f))); }
    out.push_back(static_cast<char>(value));
}

/// Eight bytes, lowest first.
inline void put_word(std::string& out, std::uint64_t value) {
    for (int i = 0; i < 8; ++i) { out.push_back(static_cast<char>((value >> (8 * i)) & 0xff)); }
}

/// Maps small numbers of either sign to small unsigned numbers.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
    auto const bits = static_cast<std::uint64_t>(value);
    return (bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t value) noexcept {
    return static_cast<std::int64_t>((value >> 1) ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0));
}

/// After a fault it reads on and gives zeros: check ok() before using any of the results.
class byte_reader {
public:
    explicit constexpr byte_reader(std::string_view bytes) noexcept : bytes_(bytes) {}

    [[nodiscard]] constexpr bool ok() const noexcept { return ok_; }
    [[nodiscard]] constexpr std::size_t left() const noexcept { return bytes_.size() - at_; }

    constexpr std::uint8_t byte() noexcept {
        if (left() == 0) { return fail(); }
        return static_cast<std::uint8_t>(bytes_[at_++]);
    }

    /// A number written in more bytes than it needs is a fault, as is one beyond 64 bits.
    constexpr std::uint64_t number() noexcept {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            std::uint8_t const next = byte();
            std::uint64_t const bits = next & 0x7f;
            if (shift == 63 && bits > 1) { return fail(); }
            value |= bits << shift;
            if ((next & 0x80) == 0) { return next == 0 && shift != 0 ? fail() : value; }
        }
        return fail();
    }

    constexpr std::uint64_t word() noexcept {
        if (left() < 8) { return fail(); }
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i) { value |= std::uint64_t{byte()} << (8 * i); }
        return value;
    }

    /// That many bytes, unchanged, as a view of the input.
    constexpr std::string_view text(std::uint64_t length) noexcept {
        if (length > left()) {
            fail();
            return {};
        }
        std::string_view const found = bytes_.substr(at_, static_cast<std::size_t>(length));
        at_ += found.size();
        return found;
    }

private:
    constexpr std::uint8_t fail() noexcept {
        ok_ = false;
        at_ = bytes_.size();
        return 0;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

} // namespace firehose_sse::quota::detail
