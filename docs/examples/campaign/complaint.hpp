// A complaint about an endpoint: a finding of the oracle, or an answer that did not come as HTTP requires.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/fuzzing/finding.hpp>
#include <firehose_sse/fuzzing/finding_meaning.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace campaign {

namespace sse = firehose_sse;
namespace fz = firehose_sse::fuzzing;

/// What went wrong while an answer was transported.
BOOST_DEFINE_FIXED_ENUM_CLASS(mishap, unsigned char, connection_closed, answer_too_late, answer_not_http,
                              answer_too_large, bytes_behind_answer)

[[nodiscard]] constexpr std::string_view meaning_of(mishap what) noexcept {
    switch (what) {
    case mishap::connection_closed: return "The connection was closed, or refused, and no whole answer had come.";
    case mishap::answer_too_late: return "No whole answer came in time.";
    case mishap::answer_not_http: return "What came is no answer of HTTP/1.1.";
    case mishap::answer_too_large: return "The answer, or its head, is larger than any of this service.";
    case mishap::bytes_behind_answer: return "More bytes came than the answer has.";
    }
    return {};
}

struct complaint {
    /// Empty when the request names none.
    std::string operation{};
    /// The name of a finding_kind or of a mishap.
    std::string kind{};
    std::string meaning{};
    std::string expected{};
    std::string got{};
    /// All of it in a line.
    std::string text{};
};

[[nodiscard]] inline complaint complaint_of(fz::finding const& what) {
    return {what.operation,
            std::string(sse::reflect::enum_name(what.kind)),
            std::string(fz::meaning_of(what.kind)),
            what.expected,
            what.got,
            to_text(what)};
}

[[nodiscard]] inline complaint complaint_of(mishap what, std::string_view operation) {
    complaint made{std::string(operation), std::string(sse::reflect::enum_name(what)), std::string(meaning_of(what)),
                   "one whole answer", "another end of the exchange"};
    made.text = (operation.empty() ? "(no operation)" : made.operation) + ": " + made.kind;
    return made;
}

} // namespace campaign
