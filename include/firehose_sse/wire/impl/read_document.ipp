// The reader: one handler of Boost.JSON's basic_parser for every type, driven by tables.
// Level 3 (wire). The only file that sees the parser; each handler type costs its readers seconds of compiling.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/wire/detail/document_reader.hpp"
#include "firehose_sse/wire/detail/read_document.hpp"
#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

namespace firehose_sse::wire::detail {

FIREHOSE_SSE_COMPILED bool read_document(std::string_view body, slot root, decode_options const& options,
                                         findings& found) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    auto const refuse = [&](decode_reason reason, std::size_t offset) {
        found.faults.push_back({reason, offset, {}});
        return false;
    };
    if (std::size_t const limit = std::min(options.max_bytes, largest_body); body.size() > limit) {
        return refuse(decode_reason::too_large, limit);
    }
    if (body.starts_with(mark)) {
        if (options.byte_order_mark == byte_order_mark::refuse) { return refuse(decode_reason::byte_order_mark, 0); }
        decode_options rest = options;
        rest.byte_order_mark = byte_order_mark::refuse; // only one may be skipped
        bool const read = read_document(body.substr(mark.size()), root, rest, found);
        for (auto* const list : {&found.faults, &found.unknown}) {
            for (auto& each : *list) { each.offset += mark.size(); }
        }
        found.where.shift(mark.size());
        return read;
    }
    std::size_t const size = body.size();
    bool const blank = body.find_first_not_of(white_space) == std::string_view::npos;
    if (blank) {
        if (options.empty_body == empty_body::refuse) { return refuse(decode_reason::empty_body, 0); }
        body = "{}";
    }
    boost::json::parse_options grammar;
    grammar.max_depth = std::min(options.max_depth, decode_options::depth_ceiling);
    boost::json::basic_parser<document_reader> parser(grammar, body, root, options, found);
    boost::system::error_code failure;
    std::size_t const end = parser.write_some(false, body.data(), body.size(), failure);
    if (failure) {
        parser.handler().explain(failure, end);
        return false;
    }
    if (end != body.size()) { return refuse(decode_reason::trailing_text, end); }
    if (blank) { found.where.close_root(size); }
    return true;
}

} // namespace firehose_sse::wire::detail
