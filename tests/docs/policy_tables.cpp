// Tables of docs/reference/policies.md, from the policies themselves: `policy_tables PAGE` compares the page with
// them and fails if it is stale, `policy_tables PAGE --fix` puts the new tables into it.
// Level: none (a test). A field without words, or words without a field, is a finding; a field that is not described
// does not compile.
// SPDX-License-Identifier: BSL-1.0
#include "firehose_sse/client/batch_packer.hpp"
#include "firehose_sse/client/next_poll.hpp"
#include "firehose_sse/client/retry.hpp"
#include "firehose_sse/constraint/message.hpp"
#include "firehose_sse/constraint/policy.hpp"
#include "firehose_sse/encryption/policy.hpp"
#include "firehose_sse/gateway/respond.hpp"
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/quota/policy.hpp"
#include "firehose_sse/quota/put_rate.hpp"
#include "firehose_sse/quota/shared_quota.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include "firehose_sse/reflect/enumerators.hpp"
#include "firehose_sse/reflect/members.hpp"
#include "firehose_sse/wire/decode_options.hpp"
#include "policy_values.hpp"
#include "policy_words.hpp"
#include <boost/describe/class.hpp>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace firehose_sse::encryption {
BOOST_DESCRIBE_STRUCT(policy, (),
                      (settling, max_credential_age, max_streams_per_key, max_scheduled_grants, create_with_key, busy,
                       stop_when_disabled, same_key, bad_key, old_session, stop_without_key, start_after_failed_stop,
                       stop_after_failed_stop, stop_after_failed_rotation, delete_while_enabling, describe_key,
                       describe_failure, unsettled, rotating, disabling))
}
namespace firehose_sse::quota {
BOOST_DESCRIBE_STRUCT(quota_policy, (), (limit, period, window, counts, retry_memory, pause))
BOOST_DESCRIBE_STRUCT(unavailable_policy, (), (answer, local_cap))
BOOST_DESCRIBE_STRUCT(rate_policy, (), (per_second, burst))
BOOST_DESCRIBE_STRUCT(put_rate_policy, (), (requests, records, bytes))
} // namespace firehose_sse::quota
namespace firehose_sse::constraint {
BOOST_DESCRIBE_STRUCT(policy, (), (set, off, max_violations, batch_bytes, basis, ceilings))
BOOST_DESCRIBE_STRUCT(message_style, (), (wording, aggregation))
} // namespace firehose_sse::constraint
namespace firehose_sse::operation {
BOOST_DESCRIBE_STRUCT(policy, (),
                      (partition, region, account_id, work, max_streams, max_tags, constraints, encryption, quota,
                       quota_check, encrypted_create, failed_change, other_source, inactive_change, inactive_put,
                       deleting_put, inactive_tag, texts, control_rate, control_rate_scope, put_rate, put_overflow))
}
namespace firehose_sse::wire {
BOOST_DESCRIBE_STRUCT(decode_options, (),
                      (max_depth, max_bytes, max_elements, unknown_members, fractional_integers, empty_body,
                       null_elements, text_timestamps, byte_order_mark, spare_base64_bits, keep_positions))
}
namespace firehose_sse::gateway {
BOOST_DESCRIBE_STRUCT(options, (), (decode, constraints, message, error_type_header))
}
namespace firehose_sse::client {
BOOST_DESCRIBE_STRUCT(packing_policy, (), (max_records, max_record_bytes, max_bytes, margin, basis))
BOOST_DESCRIBE_STRUCT(poll_policy, (),
                      (target, first_delay, growth_percent, max_delay, min_delay, limit, stale_for, settling,
                       encrypted_before))
BOOST_DESCRIBE_STRUCT(retry_policy, (),
                      (max_attempts, transient_delay, throttled_delay, max_delay, quota_slack, unsure_change))
} // namespace firehose_sse::client
namespace {

using namespace firehose_sse;
using policy_values::choices_of;
using policy_values::text_of;
using policy_words::row;

/// A cell of a table; an empty one is a single blank.
std::string cell(std::string_view text) { return text.empty() ? " |" : " " + std::string(text) + " |"; }

template <class T> struct preset {
    std::string_view title;
    T value;
};

class tables {
public:
    /// One row a field. Where the words name fields of a field (`message.wording`), their rows stand in its place.
    template <class Policy> void add(std::string_view name, std::span<row const> words) {
        std::string text = "| field | default | alternatives | about | mark |\n|---|---|---|---|---|\n";
        add_fields(name, "", Policy{}, words, text);
        if (!words.empty()) { find(name, words.front().field, "is no field"); }
        all_.push_back({std::string(name), text});
    }

    /// One row for each field that differs in any preset; a cell is empty if the preset has the default.
    template <class Policy> void add_presets(std::string_view name, std::vector<preset<Policy>> const& presets) {
        Policy const defaults{};
        std::string text = "| field | default |";
        std::string line = "|---|---|";
        for (auto const& each : presets) {
            text += cell(each.title);
            line += "---|";
        }
        text += "\n" + line + "\n";
        reflect::for_each_member<Policy>([&](auto member) {
            auto const& value = defaults.*member.pointer;
            std::string cells;
            bool differs = false;
            for (auto const& each : presets) {
                bool const other = each.value.*member.pointer != value;
                cells += cell(other ? text_of(each.value.*member.pointer) : "");
                differs = differs || other;
            }
            if (!differs) { return; }
            text += "| `" + std::string(reflect::member_name<decltype(member)>) + "` |" + cell(text_of(value)) + cells;
            text += "\n";
        });
        all_.push_back({std::string(name), text});
    }

    /// One row for each rule.
    void add_rules(std::string_view name, std::span<row const> words) {
        std::string text = "| rule | layer | about | mark |\n|---|---|---|---|\n";
        for (auto const& each : reflect::enumerators<constraint::rule>) {
            auto const* about = take(name, each.name, words);
            if (!about) { continue; }
            bool const semantic = constraint::layer_of(each.value) == constraint::layer::semantic;
            text += "| `" + std::string(each.name) + "` |" + cell(semantic ? "semantic" : "constraint") +
                    cell(about->about) + cell(about->mark) + "\n";
        }
        if (!words.empty()) { find(name, words.front().field, "is no rule"); }
        all_.push_back({std::string(name), text});
    }

    /// Puts each table into the page, in the place of the one that is there.
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

    /// Takes the words of that name off the front. If others stand there, it notes a finding and gives nothing.
    row const* take(std::string_view name, std::string const& field, std::span<row const>& words) {
        if (words.empty() || words.front().field != field) {
            find(name, field, "has no row, or not in its place");
            return nullptr;
        }
        row const* const found = &words.front();
        words = words.subspan(1);
        return found;
    }
    row const* take(std::string_view name, std::string_view field, std::span<row const>& words) {
        return take(name, std::string(field), words);
    }

    template <class Policy>
    void add_fields(std::string_view name, std::string const& prefix, Policy const& defaults,
                    std::span<row const>& words, std::string& text) {
        reflect::for_each_member<Policy>([&](auto member) {
            auto const& value = defaults.*member.pointer;
            using type = std::remove_cvref_t<decltype(value)>;
            std::string const field = prefix + std::string(reflect::member_name<decltype(member)>);
            if constexpr (reflect::described<type>) {
                if (!words.empty() && words.front().field.starts_with(field + ".")) {
                    add_fields(name, field + ".", value, words, text);
                    return;
                }
            }
            auto const* about = take(name, field, words);
            if (!about) { return; }
            text += "| `" + field + "` |" + cell(text_of(value)) + cell(choices_of(value, about->choices)) +
                    cell(about->about) + cell(about->mark) + "\n";
        });
    }

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
    all.add<encryption::policy>("encryption::policy", policy_words::encryption_policy);
    all.add<quota::quota_policy>("quota::quota_policy", policy_words::quota_policy);
    all.add<quota::unavailable_policy>("quota::unavailable_policy", policy_words::unavailable_policy);
    all.add<quota::rate_policy>("quota::rate_policy", policy_words::rate_policy);
    all.add<quota::put_rate_policy>("quota::put_rate_policy", policy_words::put_rate_policy);
    using quota::put_rate_policy;
    all.add_presets<put_rate_policy>("presets of quota::put_rate_policy",
                                     {{"`elsewhere()`", put_rate_policy::elsewhere()}});
    all.add<constraint::policy>("constraint::policy", policy_words::constraint_policy);
    all.add_presets<constraint::policy>("presets of constraint::policy", {{"`fuzz()`", constraint::policy::fuzz()}});
    all.add_rules("constraint::rule", policy_words::rules);
    all.add<operation::policy>("operation::policy", policy_words::operation_policy);
    all.add<wire::decode_options>("wire::decode_options", policy_words::decode_options);
    using wire::decode_options;
    all.add_presets<decode_options>("presets of wire::decode_options",
                                    {{"`sdk()`: answers", decode_options::sdk()},
                                     {"`gateway()`: requests of strangers", decode_options::gateway()},
                                     {"`fuzz()`: input of a fuzzer", decode_options::fuzz()}});
    all.add<gateway::options>("gateway::options", policy_words::gateway_options);
    all.add<client::packing_policy>("client::packing_policy", policy_words::packing_policy);
    all.add<client::poll_policy>("client::poll_policy", policy_words::poll_policy);
    all.add<client::retry_policy>("client::retry_policy", policy_words::retry_policy);
    std::string const fresh = all.put_into(page);
    if (writes) { std::ofstream(arguments[1], std::ios::binary) << fresh; }
    if (!writes && fresh != page) {
        std::cerr << arguments[1] << " is stale: policy_tables " << arguments[1] << " --fix\n";
    }
    return all.sound() && (writes || fresh == page) ? 0 : 1;
}
