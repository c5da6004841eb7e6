// The one entry into the JSON parser: reads a document into a slot, whatever its type.
// Level 3 (wire). Declares only; the parser is seen by impl/read_document.ipp alone.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/decode_options.hpp"
#include "firehose_sse/wire/detail/findings.hpp"
#include "firehose_sse/wire/detail/type_table.hpp"
#include "firehose_sse/wire/linkage.hpp"
#include <string_view>

namespace firehose_sse::wire::detail {

/// Reads `body` into `root`, a structure. True when the body was read to its end, even with faults; otherwise the last
/// fault has stopped the reading, and the root is unfinished. With any fault, the root must not be taken for what was
/// sent.
[[nodiscard]] FIREHOSE_SSE_COMPILED bool read_document(std::string_view body, slot root, decode_options const& options,
                                                       findings& found);

} // namespace firehose_sse::wire::detail

#ifndef FIREHOSE_SSE_SEPARATE_COMPILATION
#include "firehose_sse/wire/impl/read_document.ipp"
#endif
