// How cells of a kind are written down as bytes, and when they stop mattering.
// Level 2 (quota). A concept, for stores outside of this process and for snapshots; knows neither.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/shape/instant.hpp"
#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace firehose_sse::quota {

/// Writes and reads cells of one kind, and tells when they end.
///
/// `write(cell)` gives the bytes. `read(bytes)` gives the cell, or nothing when the bytes are no cell: then a store
/// must neither overwrite nor erase them. `ends_at(cell)` gives the moment from which an absent cell means the same as
/// this one, so that a store may forget it; nothing when there is no such moment.
template <class Codec, class Cell>
concept cell_codec = requires(Codec const& codec, Cell const& cell, std::string_view bytes) {
    { codec.write(cell) } -> std::same_as<std::string>;
    { codec.read(bytes) } -> std::same_as<std::optional<Cell>>;
    { codec.ends_at(cell) } -> std::same_as<std::optional<instant>>;
};

} // namespace firehose_sse::quota
