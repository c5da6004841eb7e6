// What is wrong with a message's head: the library's own precheck, told in sentences.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "http_head.hpp"
#include "report.hpp"

namespace check_example {

/// Adds what is wrong with the head of a request to the report, and finds the operation: `wanted`, unless empty, else
/// the one that the head names.
void check_request_head(http_head const& head, std::string_view wanted, settings const& with, report& to);

/// The same for an answer, whose operation only the caller can know.
void check_answer_head(http_head const& head, settings const& with, report& to);

/// The parts of the head that may be shown: names of fields, and what the protocol alone decides.
[[nodiscard]] std::vector<span_of_text> shown_parts(http_head const& head, bool show_values);

} // namespace check_example
