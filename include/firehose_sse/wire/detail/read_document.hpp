// The one entry into the JSON parser: a document into a slot, whatever its type.
// Level 3 (wire). Declares only; the parser is seen by impl/read_document.ipp alone.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/decode_error.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/linkage.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::wire::detail {

/// Reads `body` into `root`, a structure; on failure the root holds something unfinished that must not be used.
[[nodiscard]] FIREHOSE_SSE_COMPILED std::optional<decode_error>
read_document(std::string_view body, slot root, decode_options const& options, std::vector<std::string>& missing);

} // namespace firehose_sse::wire::detail

#ifndef FIREHOSE_SSE_SEPARATE_COMPILATION
#include "firehose_sse/wire/impl/read_document.ipp"
#endif
