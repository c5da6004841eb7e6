// The bytes of a store's snapshot: a head, blocks with checksums, an end.
// Level 2 (quota). Knows neither cell nor store.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/quota/detail/byte_text.hpp"
#include "firehose_sse/quota/detail/sip_hash.hpp"
#include <algorithm>
#include <boost/assert/source_location.hpp>
#include <boost/describe/enum.hpp>
#include <boost/system/result.hpp>
#include <boost/throw_exception.hpp>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// Why a snapshot was not written or not read.
enum class snapshot_error : unsigned char {
    stream_failed, ///< the stream failed to write or to read, and not because it ended
    foreign,       ///< not a snapshot of this version, this kind of keys and this hash_seed
    truncated,     ///< the bytes end before the snapshot does
    corrupt,       ///< a checksum does not match, or write_snapshot() did not write what it guards
    bad_cell,      ///< the codec does not read a cell
    oversized,     ///< more cells than the store may hold, or a length beyond what a snapshot may have
};
BOOST_DESCRIBE_ENUM(snapshot_error, stream_failed, foreign, truncated, corrupt, bad_cell, oversized)

/// What is wrong, and where.
struct snapshot_fault {
    snapshot_error what = snapshot_error::corrupt;
    /// How many bytes of the snapshot come before the part that is wrong: the head, a block, or a cell in a block.
    std::uint64_t at = 0;

    friend constexpr bool operator==(snapshot_fault const&, snapshot_fault const&) = default;
};

/// Found by boost::system::result through argument-dependent look-up; only value() throws.
[[noreturn]] inline void throw_exception_from_error(snapshot_fault const&, boost::source_location const& where) {
    boost::throw_exception(std::runtime_error("a snapshot of cells was not written or not read"), where);
}

/// What a snapshot held, or why there is none.
template <class T> using snapshot_result = boost::system::result<T, snapshot_fault>;

namespace detail {

// Version 1. A word is eight bytes, lowest first.
//   head:  the eight bytes "fhsecell", a byte of version, a byte for the kind of keys, a word made from their seed
//   block: a word of length, not zero; that many bytes; a checksum
//   end:   a word of zero; a word that counts all cells; a checksum
// A checksum is a word: sip_hash_64 of what it guards (the bytes of a block, or the count of the end). Its seed is the
// checksum before it and the number of the block, so that no block can be left out, doubled or moved.
// The store decides what stands in a block: cells, each as the length of its key, the key, the length and the bytes.

inline constexpr std::string_view snapshot_head = "fhsecell\1";
/// A block is closed as soon as it has this many bytes.
inline constexpr std::size_t snapshot_block = std::size_t{1} << 20;
/// No key and no cell may be longer.
inline constexpr std::size_t snapshot_longest = std::size_t{1} << 24;
/// Hence no block can be longer.
inline constexpr std::size_t snapshot_longest_block = snapshot_block + 2 * snapshot_longest + 64;

class snapshot_chain {
public:
    std::uint64_t next(std::string_view bytes, bool end = false) noexcept {
        last_ = sip_hash_64({last_, end ? ~std::uint64_t{0} : ++number_}, bytes);
        return last_;
    }

private:
    std::uint64_t last_ = 0;
    std::uint64_t number_ = 0;
};

inline std::string word_bytes(std::uint64_t value) {
    std::string bytes;
    put_word(bytes, value);
    return bytes;
}

class snapshot_writer {
public:
    snapshot_writer(std::ostream& out, char keys, std::uint64_t seed_mark) : out_(out) {
        std::string head(snapshot_head);
        head.push_back(keys);
        put_word(head, seed_mark);
        chain_.next(head);
        put(head);
    }

    void block(std::string_view bytes) {
        put(word_bytes(bytes.size()));
        put(bytes);
        put(word_bytes(chain_.next(bytes)));
    }
    void end(std::uint64_t cells) {
        std::string const count = word_bytes(cells);
        put(word_bytes(0) + count + word_bytes(chain_.next(count, true)));
        out_.flush();
    }

    [[nodiscard]] bool ok() const { return out_.good(); }
    [[nodiscard]] std::uint64_t at() const noexcept { return at_; }

private:
    void put(std::string_view bytes) {
        if (!ok()) { return; }
        out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (ok()) { at_ += bytes.size(); }
    }

    std::ostream& out_;
    snapshot_chain chain_;
    std::uint64_t at_ = 0;
};

/// Reads no byte beyond the snapshot's end.
class snapshot_reader {
public:
    explicit snapshot_reader(std::istream& in) : in_(in) {}

    snapshot_result<void> head(char keys, std::uint64_t seed_mark) {
        std::string wanted(snapshot_head);
        wanted.push_back(keys);
        put_word(wanted, seed_mark);
        begin_ = at_;
        std::string found;
        if (!take(found, wanted.size())) { // a file of another kind may well be shorter
            bool const so_far = std::string_view(wanted).starts_with(found);
            return so_far ? missing() : fault(snapshot_error::foreign);
        }
        if (found != wanted) { return fault(snapshot_error::foreign); }
        chain_.next(found);
        return {};
    }

    /// The bytes of the next block; empty at the end, and then cells() is the number of cells in the whole snapshot.
    snapshot_result<std::string> block() {
        begin_ = at_;
        std::string word;
        if (!take(word, 8)) { return missing(); }
        std::uint64_t const length = byte_reader(word).word();
        if (length > snapshot_longest_block) { return fault(snapshot_error::oversized); }
        begin_of_bytes_ = at_;
        std::string bytes;
        if (!take(bytes, length == 0 ? 8 : static_cast<std::size_t>(length))) { return missing(); }
        if (!take(word, 8)) { return missing(); }
        if (byte_reader(word).word() != chain_.next(bytes, length == 0)) { return fault(snapshot_error::corrupt); }
        if (length != 0) { return bytes; }
        cells_ = byte_reader(bytes).word();
        return std::string();
    }

    [[nodiscard]] std::uint64_t cells() const noexcept { return cells_; }
    /// A fault at that byte of the block that was read last.
    [[nodiscard]] snapshot_fault fault_in_block(snapshot_error what, std::size_t byte) const noexcept {
        return {what, begin_of_bytes_ + byte};
    }
    /// A fault of the part that was read last.
    [[nodiscard]] snapshot_fault fault(snapshot_error what) const noexcept { return {what, begin_}; }

private:
    [[nodiscard]] snapshot_fault missing() const {
        return fault(in_.bad() || !in_.eof() ? snapshot_error::stream_failed : snapshot_error::truncated);
    }

    // A stated length is not trusted: memory grows only as bytes arrive.
    bool take(std::string& into, std::size_t length) {
        constexpr std::size_t most_at_once = 65'536;
        into.clear();
        while (into.size() < length) {
            std::size_t const before = into.size();
            into.resize(before + std::min(length - before, most_at_once));
            in_.read(into.data() + before, static_cast<std::streamsize>(into.size() - before));
            auto const got = static_cast<std::size_t>(in_.gcount());
            at_ += got;
            bool const all = before + got == into.size();
            into.resize(before + got);
            if (!all) { return false; }
        }
        return true;
    }

    std::istream& in_;
    snapshot_chain chain_;
    std::uint64_t at_ = 0;
    std::uint64_t begin_ = 0;
    std::uint64_t begin_of_bytes_ = 0;
    std::uint64_t cells_ = 0;
};

} // namespace detail
} // namespace firehose_sse::quota
