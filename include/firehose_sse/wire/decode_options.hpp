// What a decoder accepts where the protocol leaves a choice, and how much of it.
// Level 3 (wire). Plain data; knows no JSON parser.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstddef>

namespace firehose_sse::wire {

/// What to do with members that this version does not know.
enum class unknown_members : unsigned char { ignore, refuse };
/// What to do with an integer that has a fraction, such as 1.5; 1.0 and 1e2 are integers, however spelled.
enum class fractional_integers : unsigned char { refuse, truncate };
/// What a body of nothing but white space means.
enum class empty_body : unsigned char { as_empty_object, refuse };
/// What to do with a null inside a list.
enum class null_elements : unsigned char { refuse, skip };
/// What to do with a timestamp that is not a number but text.
enum class text_timestamps : unsigned char { refuse, iso_8601 };

/// How many missing members decode() tells: hostile input could lack millions.
inline constexpr std::size_t max_missing = 64;

/// How decode() reads.
///
/// *Example:* `wire::decode<model::PutRecordInput>(body, {.unknown_members = wire::unknown_members::refuse});`
struct decode_options {
    /// Nested objects and lists allowed; the root is 1. More than depth_ceiling counts as depth_ceiling.
    std::size_t max_depth = 32;
    /// Bytes a body may have. *Units:* bytes as received. The default leaves room for a batch of 4 MiB in base64 [D].
    std::size_t max_bytes = std::size_t{8} * 1024 * 1024;
    /// Elements that all lists the model knows may have together: three bytes can otherwise cost hundreds of memory.
    /// Far above what the model allows (500 records, 10,000 names [D]), so that validation has the word first.
    std::size_t max_elements = 100'000;
    /// The service's own behaviour with requests is [U]; in answers they must be ignored [D].
    wire::unknown_members unknown_members = wire::unknown_members::ignore;
    /// [U]; a sibling service truncates [O sibling].
    wire::fractional_integers fractional_integers = wire::fractional_integers::refuse;
    /// The protocol says `{}` [D]; a sibling service refuses [O sibling].
    wire::empty_body empty_body = wire::empty_body::as_empty_object;
    /// [U]; no list of this API may hold null [D].
    wire::null_elements null_elements = wire::null_elements::refuse;
    /// The protocol says number [D]; a widespread client reads text as well [O].
    wire::text_timestamps text_timestamps = wire::text_timestamps::refuse;

    /// Depth beyond which no option reaches: the parser's stack grows with it.
    static constexpr std::size_t depth_ceiling = 512;
};

} // namespace firehose_sse::wire
