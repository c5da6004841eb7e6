// The reader: one handler of Boost.JSON's basic_parser for every type, driven by tables.
// Level 3 (wire). The only file that sees the parser; each handler type costs its readers seconds of compiling.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/detail/document_reader.hpp"
#include "firehose_sse/wire/detail/read_document.hpp"
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

namespace firehose_sse::wire::detail {

[[nodiscard]] FIREHOSE_SSE_COMPILED std::optional<decode_error>
read_document(std::string_view body, slot root, decode_options const& options, std::vector<std::string>& missing) {
    if (std::size_t const limit = std::min(options.max_bytes, largest_body); body.size() > limit) {
        return decode_error{decode_reason::too_large, limit, {}};
    }
    if (body.starts_with("\xEF\xBB\xBF")) { return decode_error{decode_reason::byte_order_mark, 0, {}}; }
    if (body.find_first_not_of(white_space) == std::string_view::npos) {
        if (options.empty_body == empty_body::refuse) { return decode_error{decode_reason::empty_body, 0, {}}; }
        body = "{}";
    }
    boost::json::parse_options grammar;
    grammar.max_depth = std::min(options.max_depth, decode_options::depth_ceiling);
    boost::json::basic_parser<document_reader> parser(grammar, body, root, options, missing);
    boost::system::error_code failure;
    std::size_t const end = parser.write_some(false, body.data(), body.size(), failure);
    if (failure) { return parser.handler().explain(failure, end); }
    if (end != body.size()) { return decode_error{decode_reason::trailing_text, end, {}}; }
    return std::nullopt;
}

} // namespace firehose_sse::wire::detail
