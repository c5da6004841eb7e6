// What an answer to a Put must agree with: its request alone, and the ids of earlier records.
// Level 5 (fuzzing). Knows no stream.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/detail/heard.hpp"
#include "firehose_sse/fuzzing/detail/moment.hpp"
#include "firehose_sse/fuzzing/detail/record_ids.hpp"
#include "firehose_sse/model/record.hpp"
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace firehose_sse::fuzzing::detail {

/// There must be as many entries as records, each with an id or an error, and the right count of errors.
inline void judge_entries(model::PutRecordBatchInput const& sent, model::PutRecordBatchOutput const& given,
                          oracle_policy const& rules, report& found) {
    using enum finding_kind;
    auto const number = [](auto n) { return std::to_string(n); };
    if (given.RequestResponses.size() != sent.Records.size()) {
        found.add(entry_count_wrong, number(sent.Records.size()) + " entries", number(given.RequestResponses.size()));
    }
    std::size_t failed = 0;
    bool contradictory = false;
    for (auto const& each : given.RequestResponses) {
        if (each.ErrorCode) { ++failed; }
        contradictory = contradictory || each.RecordId.has_value() == each.ErrorCode.has_value();
    }
    if (contradictory) {
        found.add(entry_contradictory, "either RecordId or ErrorCode in an entry", "both or neither");
    }
    if (given.FailedPutCount.value != static_cast<std::int64_t>(failed)) {
        found.add(failed_count_wrong, "FailedPutCount " + number(failed), number(given.FailedPutCount.value));
    }
    if (failed != 0 && !rules.tolerated.throttling && !rules.service.put_rate) {
        found.add(entry_failed, "every record taken", number(failed) + " failed");
    }
}

/// The ids of the records that were taken; they are views of the answer.
[[nodiscard]] inline std::vector<std::string_view> ids_of(model::PutRecordOutput const& given) {
    return {given.RecordId.value};
}
[[nodiscard]] inline std::vector<std::string_view> ids_of(model::PutRecordBatchOutput const& given) {
    std::vector<std::string_view> ids;
    for (auto const& each : given.RequestResponses) {
        if (each.RecordId) { ids.push_back(each.RecordId->value); }
    }
    return ids;
}

/// "A unique string assigned to each record" [D]: no other record of this or an earlier answer has it.
inline void judge_record_ids(std::vector<std::string_view> ids, surroundings const& with, record_ids& earlier,
                             report& found) {
    bool const taken = earlier.repeats(ids, with.token, with.rules.max_record_ids);
    std::ranges::sort(ids);
    if (taken || std::ranges::adjacent_find(ids) != ids.end()) {
        found.add(finding_kind::record_id_repeated, "ids of their own", "one for two records");
    }
}

} // namespace firehose_sse::fuzzing::detail
