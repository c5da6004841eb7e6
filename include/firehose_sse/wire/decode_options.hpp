// What a decoder accepts where the protocol leaves a choice, and within which limits.
// Level 3 (wire). Plain data; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>
#include <cstddef>

namespace firehose_sse::wire {

/// What to do with members that this version does not know; `warn` reads on and reports them beside the value. An
/// unknown member that is null counts as absent, like any other.
BOOST_DEFINE_FIXED_ENUM_CLASS(unknown_members, unsigned char, ignore, warn, refuse)
/// What to do with an integer that has a fraction, such as 1.5; 1.0 and 1e2 are integers, however spelled.
BOOST_DEFINE_FIXED_ENUM_CLASS(fractional_integers, unsigned char, refuse, truncate)
/// What a body of nothing but white space means.
BOOST_DEFINE_FIXED_ENUM_CLASS(empty_body, unsigned char, as_empty_object, refuse)
/// What to do with a null inside a list.
BOOST_DEFINE_FIXED_ENUM_CLASS(null_elements, unsigned char, refuse, skip)
/// What to do with a timestamp that is not a number but text.
BOOST_DEFINE_FIXED_ENUM_CLASS(text_timestamps, unsigned char, refuse, iso_8601)
/// What to do with a byte-order mark before the document.
BOOST_DEFINE_FIXED_ENUM_CLASS(byte_order_mark, unsigned char, refuse, skip)
/// What to do with base64 whose last character has bits set that belong to no byte.
BOOST_DEFINE_FIXED_ENUM_CLASS(spare_base64_bits, unsigned char, refuse, drop)

/// How many missing members, and how many unknown ones, decode() lists: hostile input could have millions.
inline constexpr std::size_t max_missing = 64;

/// How decode() reads. Default options read as the protocol demands and, as far as is known, as the service does.
/// sdk(), gateway() and fuzz() are presets to start from.
///
/// *Example:* `wire::decode<model::PutRecordInput>(body, {.unknown_members = wire::unknown_members::refuse});`
struct decode_options {
    /// How deep objects and lists may be nested; the root is 1. More than depth_ceiling counts as depth_ceiling.
    std::size_t max_depth = 32;
    /// Bytes a body may have. *Units:* bytes as received. The default leaves room for a batch of 4 MiB in base64 [D].
    std::size_t max_bytes = std::size_t{8} * 1024 * 1024;
    /// Elements that all lists of the model may have together: three bytes can otherwise cost hundreds in memory. Far
    /// above what the model allows (500 records, 10,000 names [D]): lists below it are validation's to refuse.
    std::size_t max_elements = 100'000;
    /// What the service does with them in requests is [U]; in answers they must be ignored [D].
    wire::unknown_members unknown_members = wire::unknown_members::ignore;
    /// [U]; a sibling service truncates [O sibling].
    wire::fractional_integers fractional_integers = wire::fractional_integers::refuse;
    /// The protocol takes it for `{}` [D]; a sibling service refuses it [O sibling].
    wire::empty_body empty_body = wire::empty_body::as_empty_object;
    /// [U]; no list of this API may hold null [D].
    wire::null_elements null_elements = wire::null_elements::refuse;
    /// The protocol demands a number [D]; a widespread client reads text as well [O].
    wire::text_timestamps text_timestamps = wire::text_timestamps::refuse;
    /// No writer may send one; a reader may skip it (RFC 8259, section 8.1) [D].
    wire::byte_order_mark byte_order_mark = wire::byte_order_mark::refuse;
    /// Two spellings of the same bytes must not pass for two records; a sibling service refuses too [O sibling].
    wire::spare_base64_bits spare_base64_bits = wire::spare_base64_bits::refuse;
    /// Whether decoded::where is filled.
    bool keep_positions = false;

    /// For answers: takes whatever can have one meaning only. What could be read in two ways, such as a repeated
    /// name, is refused here too.
    [[nodiscard]] static constexpr decode_options sdk() noexcept;
    /// For requests from strangers: refuses whatever the protocol and the model do not provide for.
    [[nodiscard]] static constexpr decode_options gateway() noexcept;
    /// Like gateway(), but inputs of a few hundred bytes reach its limits, and unknown members and positions are kept,
    /// so that a fuzzer gets everywhere.
    [[nodiscard]] static constexpr decode_options fuzz() noexcept;

    /// The largest depth that an option can allow: the parser's stack grows with it.
    static constexpr std::size_t depth_ceiling = 512;

    friend constexpr bool operator==(decode_options const&, decode_options const&) = default;
};

constexpr decode_options decode_options::sdk() noexcept {
    decode_options options;
    options.max_depth = 64;
    options.fractional_integers = wire::fractional_integers::truncate;
    options.null_elements = wire::null_elements::skip;
    options.text_timestamps = wire::text_timestamps::iso_8601;
    options.byte_order_mark = wire::byte_order_mark::skip;
    options.spare_base64_bits = wire::spare_base64_bits::drop;
    return options;
}

constexpr decode_options decode_options::gateway() noexcept {
    decode_options options;
    options.unknown_members = wire::unknown_members::refuse;
    return options;
}

constexpr decode_options decode_options::fuzz() noexcept {
    decode_options options = gateway();
    options.max_depth = 5;
    options.max_bytes = 512;
    options.max_elements = 4;
    options.unknown_members = wire::unknown_members::warn;
    options.keep_positions = true;
    return options;
}

} // namespace firehose_sse::wire
