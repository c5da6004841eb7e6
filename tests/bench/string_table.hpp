// The rival: the life cycle as it is often written at first, a table of transitions keyed by strings. It does the same
// for Start, Stop and the end of their work, is as pure, and decides before it copies.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace firehose_sse::bench::string_table {

struct key {
    std::string type{}; // empty: no key
    std::string arn{};
};

struct stream {
    std::string status = "DISABLED";
    key effective{};
    key attempted{};
    std::string failure{};
    std::uint64_t effective_attempt = 0;
    std::uint64_t attempt = 0;
    std::int64_t settled_at = 0;
};

struct event {
    std::string name; // start, stop, succeeded, failed
    key wanted{};
    std::uint64_t attempt = 0;
    std::string failure{};
};

struct decision {
    stream next{};
    std::vector<std::string> effects{};
};

/// The next status by the one before and the event; none where the event is refused.
inline std::map<std::pair<std::string, std::string>, std::string> const& table() {
    static std::map<std::pair<std::string, std::string>, std::string> const all{
        {{"DISABLED", "start"}, "ENABLING"},         {{"DISABLED", "stop"}, "DISABLED"},
        {{"ENABLED", "start"}, "ENABLING"},          {{"ENABLED", "stop"}, "DISABLING"},
        {{"ENABLING", "succeeded"}, "ENABLED"},      {{"ENABLING", "failed"}, "ENABLING_FAILED"},
        {{"ENABLING_FAILED", "start"}, "ENABLING"},  {{"ENABLING_FAILED", "stop"}, "DISABLING"},
        {{"DISABLING", "succeeded"}, "DISABLED"},    {{"DISABLING", "failed"}, "DISABLING_FAILED"},
        {{"DISABLING_FAILED", "start"}, "ENABLING"}, {{"DISABLING_FAILED", "stop"}, "DISABLING"},
    };
    return all;
}

inline bool has_grant(key const& k) { return k.type == "CUSTOMER_MANAGED_CMK"; }

inline std::optional<decision> step(stream const& from, event const& what, std::int64_t now) {
    bool const acknowledges = what.name == "succeeded" || what.name == "failed";
    if (acknowledges && what.attempt != from.attempt) { return std::nullopt; }
    auto const found = table().find({from.status, what.name});
    if (found == table().end()) { return std::nullopt; }

    decision d{from, {}};
    d.next.status = found->second;
    bool const nothing_to_stop = what.name == "stop" && from.effective.type.empty();
    if (nothing_to_stop) {
        d.next.status = "DISABLED";
        d.next.attempted = {};
        d.next.failure.clear();
    } else if (what.name == "start") {
        ++d.next.attempt;
        d.next.attempted = what.wanted;
        d.next.failure.clear();
        if (has_grant(what.wanted)) { d.effects.push_back("create_grant " + what.wanted.arn); }
        d.effects.emplace_back("begin_work enabling");
    } else if (what.name == "stop") {
        ++d.next.attempt;
        d.next.failure.clear();
        d.effects.emplace_back("begin_work disabling");
    } else if (what.name == "failed") {
        d.next.failure = what.failure;
        if (from.status == "ENABLING" && has_grant(from.attempted)) {
            d.effects.push_back("schedule_retirement " + from.attempted.arn);
        }
    } else if (from.status == "ENABLING") {
        if (has_grant(from.effective)) { d.effects.push_back("schedule_retirement " + from.effective.arn); }
        d.next.effective = from.attempted;
        d.next.effective_attempt = what.attempt;
        d.next.settled_at = now + 5'000;
    } else {
        if (has_grant(from.effective)) { d.effects.push_back("retire_after_delivery " + from.effective.arn); }
        d.next.effective = {};
        d.next.attempted = {};
        d.next.settled_at = now + 5'000;
    }
    return d;
}

inline std::map<std::string, std::string> describe(stream const& s) {
    std::map<std::string, std::string> shown{{"Status", s.status}};
    if (s.status == "DISABLED") { return shown; }
    key const& k = s.status == "ENABLING" || s.effective.type.empty() ? s.attempted : s.effective;
    shown["KeyType"] = k.type;
    if (has_grant(k)) { shown["KeyARN"] = k.arn; }
    if (!s.failure.empty()) { shown["FailureType"] = s.failure; }
    return shown;
}

inline std::string records_encrypted(stream const& s, std::int64_t now) {
    bool const changing = s.status == "ENABLING" && !s.effective.type.empty();
    if (changing || s.status == "DISABLING" || s.status == "DISABLING_FAILED" || now < s.settled_at) {
        return "indeterminate";
    }
    return s.effective.type.empty() ? "no" : "yes";
}

} // namespace firehose_sse::bench::string_table
