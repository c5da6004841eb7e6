// The rules about a request's head, which the library's book of rules does not hold.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/diagnostic/rule_book.hpp>
#include <string_view>

namespace check_example {

namespace http_rule {
inline constexpr std::string_view syntax = "http_syntax";
inline constexpr std::string_view path = "http_path";
inline constexpr std::string_view method = "http_method";
inline constexpr std::string_view target = "http_target";
inline constexpr std::string_view content_type = "http_content_type";
inline constexpr std::string_view content_length = "http_content_length";
inline constexpr std::string_view body_size = "http_body_size";
} // namespace http_rule

inline constexpr firehose_sse::diagnostic::rule_entry http_rule_book[] = {
    {.id = http_rule::syntax,
     .summary = "the head is not HTTP",
     .explanation =
         "A head is a line METHOD TARGET HTTP/VERSION, then lines NAME: VALUE, then an empty line. Lines end "
         "with CR LF or, as many tools print them, with LF. A name is followed by its colon at once; a value "
         "that goes on in the next line is obsolete.",
     .source = "RFC 9112, sections 2, 3 and 5.",
     .answer = "400, or none",
     .mend = "Let an HTTP library write the head.",
     .example = "POST / HTTP/1.1\nX-Amz-Target : Firehose_20150804.ListDeliveryStreams\n\n{}"},
    {.id = http_rule::path,
     .summary = "the path is not /",
     .explanation = "Every operation has the path /, without a query: the operation stands in X-Amz-Target.",
     .source = "AWS JSON 1.1 [D].",
     .answer = "404 here; what the service answers is not known [U]",
     .mend = "Send the request to /."},
    {.id = http_rule::method,
     .summary = "the method is not POST",
     .explanation = "Every operation is a POST.",
     .source = "AWS JSON 1.1 [D].",
     .answer = "405 here; what the service answers is not known [U]",
     .mend = "Send the request with POST."},
    {.id = http_rule::target,
     .summary = "X-Amz-Target names no operation, or not the one meant",
     .explanation = "Firehose_20150804, a full stop and the name of the operation; upper and lower case matter. Given "
                    "twice it counts as missing: two readers could take two different ones.",
     .source = "AWS JSON 1.1 [D]; the answer to an unknown one [O].",
     .answer = "UnknownOperationException, without a message [O]",
     .mend = "Give the header once, spelled exactly.",
     .example = "POST / HTTP/1.1\nX-Amz-Target: Firehose_20150804.PutRecords\n"
                "Content-Type: application/x-amz-json-1.1\n\n{}"},
    {.id = http_rule::content_type,
     .summary = "Content-Type is not application/x-amz-json-1.1",
     .explanation = "Parameters after a semicolon are accepted. Given twice it counts as missing.",
     .source = "AWS JSON 1.1 [D].",
     .answer = "415 here; what the service answers is not known [U]",
     .mend = "Give the header once; curl sends a form's type unless told otherwise.",
     .example = "POST / HTTP/1.1\nX-Amz-Target: Firehose_20150804.ListDeliveryStreams\n"
                "Content-Type: application/json\n\n{}"},
    {.id = http_rule::content_length,
     .summary = "Content-Length is not the size of the body",
     .explanation =
         "A server waits for what is missing, and takes what is over for another request. One line end behind "
         "the body is not counted, since editors add it. Without the header, the body goes on to the end.",
     .source = "RFC 9110, section 8.6; RFC 9112, section 6.3.",
     .answer = "none, or 400",
     .mend = "Let an HTTP library count; it counts bytes, not characters."},
    {.id = http_rule::body_size,
     .summary = "the body is larger than its operation allows",
     .explanation =
         "This library's gateway has a limit for each operation, with room for base64 and for about half as much again "
         "in "
         "escapes: 8 MiB for PutRecordBatch, 2 MiB for PutRecord, 1 MiB for CreateDeliveryStream, less for the others. "
         "A client that writes `/` as `\\/` can exceed them with valid records, if nearly every character of their "
         "base64 is one.",
     .source = "the library's operations [U].",
     .answer = "413 here; what the service answers is not known [U]",
     .mend = "Send less at once, or write `/` as it is."},
};

/// The entry of that id in the library's book or in this one; null when there is none.
[[nodiscard]] constexpr firehose_sse::diagnostic::rule_entry const* find_any_rule(std::string_view id) noexcept {
    for (auto const& each : http_rule_book) {
        if (each.id == id) { return &each; }
    }
    return firehose_sse::diagnostic::find_rule(id);
}

} // namespace check_example
