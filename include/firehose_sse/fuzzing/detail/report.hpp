// Where the parts of an oracle put what they find.
// Level 5 (fuzzing). Collects; judges nothing.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/constraint/pattern.hpp"
#include "firehose_sse/fuzzing/finding.hpp"
#include "firehose_sse/model/stream.hpp"
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// The findings of one exchange, each with what they have in common.
class report {
public:
    report(std::string_view operation, instant at) : common_{.operation = std::string(operation), .at = at} {}

    /// The name is shown only if it is a valid one: any other text may hold anything.
    void name_stream(std::string_view stream) {
        using shape = model::DeliveryStreamName;
        bool const fits = stream.size() <= shape::bounds.max && constraint::matches<shape::pattern>(stream);
        common_.stream = fits ? stream : std::string_view();
    }
    void add(finding_kind kind, std::string_view expected, std::string_view got) {
        finding made = common_;
        made.kind = kind;
        made.expected = expected;
        made.got = got;
        found_.push_back(std::move(made));
    }
    [[nodiscard]] std::vector<finding> take() { return std::move(found_); }

private:
    finding common_;
    std::vector<finding> found_;
};

} // namespace firehose_sse::fuzzing::detail
