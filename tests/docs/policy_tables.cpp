// Tables of docs/reference/policies.md, from the policies themselves: `policy_tables PAGE` compares the page with
// them and fails where it is stale, `policy_tables PAGE --fix` mends it.
// Level: none (a test). Defaults and alternatives are read off the structs; the words about a field stand here, one row
// a field. A field without a row, or a row without a field, is a finding; a field that is not described does not
// compile. SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::encryption {
BOOST_DESCRIBE_STRUCT(policy, (),
                      (settling, max_credential_age, max_streams_per_key, max_scheduled_grants, busy,
                       stop_when_disabled, same_key, bad_key, old_session, stop_without_key, start_after_failed_stop,
                       describe_key, unsettled, rotating, disabling))
}
namespace firehose_sse::quota {
BOOST_DESCRIBE_STRUCT(quota_policy, (), (limit, period, window, counts))
}
namespace firehose_sse::operation {
BOOST_DESCRIBE_STRUCT(policy, (),
                      (partition, region, account_id, work, max_streams, max_tags, constraints, encryption, quota,
                       quota_check, encrypted_create, failed_change, inactive_change, inactive_put, inactive_tag))
}
namespace {

using namespace firehose_sse;

/// What is said about a field. `choices` where the type does not tell them.
struct row {
    std::string_view field;
    std::string_view about;
    std::string_view mark;
    std::string_view choices = "any";
};

// ---- the words

constexpr row encryption_rows[] = {
    {"settling", "how long after ENABLED or DISABLED records may still be of the other kind", "[D]"},
    {"max_credential_age", "oldest session credentials with which KMS grants can be made", "[D]"},
    {"max_streams_per_key", "streams that one customer key may encrypt; Start and Create answer LimitExceeded", "[D]"},
    {"max_scheduled_grants",
     "grants on their way to be retired that a state remembers; the oldest is forgotten for one more", ""},
    {"busy", "Start or Stop while a change is under way; queued: begun when the change ends, a later one replaces it",
     "[U]"},
    {"stop_when_disabled", "Stop on a stream that is not encrypted; accepted: nothing changes", "[U]"},
    {"same_key", "Start with the key in effect", "[U]"},
    {"bad_key", "when Start or Create notices a key that KMS refuses: at the end of the work, or at once", "[U]"},
    {"old_session", "when Start or Create notices credentials that are too old: at the end of the work, or at once",
     "[U]"},
    {"stop_without_key", "Stop after a first attempt that failed: DISABLED at once, by way of DISABLING, or refused",
     "[U]"},
    {"start_after_failed_stop", "Start on DISABLING_FAILED", "[U]"},
    {"describe_key", "the key that Describe shows while there are two", "[U]"},
    {"unsettled", "`Encrypted` in a Put's answer while nobody can know", "[U]"},
    {"rotating", "the same during a change of key; `unsettled`: as the field of that name says", "[U]"},
    {"disabling", "the same during DISABLING and after DISABLING_FAILED", "[U]"},
};

constexpr row quota_rows[] = {
    {"limit", "Start and Stop calls of a stream, together", "[D]", "any; 0 admits nothing"},
    {"period", "how long a call counts", "[D]"},
    {"window", "\"in a 24-hour period\" says no more; the sibling service documents rolling", "[U]"},
    {"counts",
     "which calls count; each choice includes the one before. A planner that must never be refused takes `answered`",
     "[U]"},
};

constexpr row operation_rows[] = {
    {"partition", "first part of the streams' ARNs", ""},
    {"region", "of the streams' ARNs", ""},
    {"account_id", "of the streams' ARNs", ""},
    {"work", "how long CREATING, ENABLING, DISABLING, DELETING take; the service takes seconds to minutes", "[O]",
     "any; 0: done at the next look"},
    {"max_streams", "streams of an account in a region; the documented number has changed over time", "[D]"},
    {"max_tags", "tags of a stream", "[D]"},
    {"constraints", "which rules are checked", "", "its own"},
    {"encryption", "the life cycle", "", "its own"},
    {"quota", "the count of Start and Stop calls", "", "its own"},
    {"quota_check", "whether the quota is looked at before the stream's state", "[U]"},
    {"encrypted_create", "whether Create with encryption takes one of a stream's Start and Stop calls", "[U]"},
    {"failed_change", "whether a call counts on when its work has failed, or is given back at that moment", "[U]"},
    {"inactive_change", "the error of Start and Stop on a stream that is not ACTIVE", "[U]"},
    {"inactive_put", "the error of a Put on a stream that is not ACTIVE; that it is an error is [D]", "[U]"},
    {"inactive_tag", "tags of a stream that is being made or deleted", "[U]"},
};

// ---- values as text

template <class Rep, class Period> std::string text_of(std::chrono::duration<Rep, Period> value) {
    using namespace std::chrono;
    milliseconds const d = value;
    if (d % hours(1) == d.zero()) { return std::to_string(d / hours(1)) + " h"; }
    if (d % seconds(1) == d.zero()) { return std::to_string(d / seconds(1)) + " s"; }
    return std::to_string(d.count()) + " ms";
}

template <std::integral I> std::string text_of(I value) {
    std::string digits = std::to_string(value);
    for (std::size_t end = digits.size(); end > 3; end -= 3) { digits.insert(end - 3, ","); }
    return digits;
}

std::string text_of(std::string const& text) { return '`' + text + '`'; }

template <class E>
    requires std::is_enum_v<E> std::string text_of(E value) {
        return '`' + std::string(reflect::enum_name(value)) + '`';
    }

// a policy in a policy has its own table
template <class T>
    requires std::is_class_v<T> std::string text_of(T const&) { return "its defaults"; }

template <class T> std::string choices_of(T const& value, row const& about) {
    if constexpr (std::is_enum_v<T>) {
        std::string all;
        for (auto const& each : reflect::enumerators<T>) {
            if (each.value != value) { all += (all.empty() ? "" : ", ") + text_of(each.value); }
        }
        return all;
    } else {
        return std::string(about.choices);
    }
}

// ---- tables

class tables {
public:
    template <class Policy, std::size_t N> void add(std::string_view name, row const (&rows)[N]) {
        Policy const defaults{};
        std::string text = "| field | default | alternatives | about | mark |\n|---|---|---|---|---|\n";
        std::size_t next = 0;
        reflect::for_each_member<Policy>([&](auto member) {
            auto const field = reflect::member_name<decltype(member)>;
            if (next >= N || rows[next].field != field) {
                find(name, field, "has no row, or not in its place");
                return;
            }
            row const& about = rows[next++];
            auto const& value = defaults.*member.pointer;
            text += "| `" + std::string(field) + "` | " + text_of(value) + " | " + choices_of(value, about) + " | " +
                    std::string(about.about) + " | " + std::string(about.mark) + (about.mark.empty() ? "|\n" : " |\n");
        });
        if (next != N) { find(name, rows[next].field, "is no field"); }
        all_.push_back({std::string(name), text});
    }

    /// The page with each table in the place of the one it has.
    [[nodiscard]] std::string put_into(std::string page) {
        for (table const& each : all_) {
            std::string const mark = "<!-- policy: " + each.name + " -->\n";
            auto const place = page.find(mark);
            if (place == page.npos) {
                find(each.name, "", "has no place in the page");
                continue;
            }
            auto const begin = place + mark.size();
            auto end = begin;
            while (page.compare(end, 1, "|") == 0) { end = page.find('\n', end) + 1; }
            page.replace(begin, end - begin, each.text);
        }
        return page;
    }

    [[nodiscard]] bool sound() const { return sound_; }

private:
    struct table {
        std::string name;
        std::string text;
    };

    void find(std::string_view policy, std::string_view field, char const* what) {
        std::cerr << policy << ": " << field << ' ' << what << '\n';
        sound_ = false;
    }

    std::vector<table> all_{};
    bool sound_ = true;
};

} // namespace

int main(int count, char** arguments) {
    bool const writes = count == 3 && std::string_view(arguments[2]) == "--fix";
    if (count != 2 && !writes) {
        std::cerr << "policy_tables PAGE [--fix]\n";
        return 2;
    }
    std::ifstream in(arguments[1], std::ios::binary);
    std::string const page(std::istreambuf_iterator<char>(in), {});

    tables all;
    all.add<encryption::policy>("encryption::policy", encryption_rows);
    all.add<quota::quota_policy>("quota::quota_policy", quota_rows);
    all.add<operation::policy>("operation::policy", operation_rows);
    std::string const fresh = all.put_into(page);
    if (writes) { std::ofstream(arguments[1], std::ios::binary) << fresh; }
    if (!writes && fresh != page) {
        std::cerr << arguments[1] << " is stale: policy_tables " << arguments[1] << " --fix\n";
    }
    return all.sound() && (writes || fresh == page) ? 0 : 1;
}
