// Each option of a service: its name, what it may be, and where it goes.
// SPDX-License-Identifier: BSL-1.0
#include "service_options.hpp"
#include "option_kinds.hpp"
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace gateway_example {

namespace {

/// An option for a field of decode_options; it replaces the value of the preset.
template <class E>
void add_reading_choice(CLI::App& app, service_settings& s, std::string const& name, E wire::decode_options::*field,
                        std::string const& help) {
    add_names<E>(app, name, help, [&s, field](E value) {
        s.reading_choices.push_back([field, value](wire::decode_options& options) { options.*field = value; });
    }).default_str("as --reading");
}

void add_reading_limit(CLI::App& app, service_settings& s, std::string const& name,
                       std::size_t wire::decode_options::*field, std::string const& help) {
    app.add_option_function<std::size_t>(
           name,
           [&s, field](std::size_t value) {
               s.reading_choices.push_back([field, value](wire::decode_options& options) { options.*field = value; });
           },
           help)
        ->check(whole_number())
        ->default_str("as --reading");
}

/// An option for a rate; the rate stays unset unless the option is given.
void add_rate(CLI::App& app, std::string const& name, std::optional<std::uint64_t>& target, std::string const& help) {
    app.add_option_function<std::uint64_t>(
           name, [&target](std::uint64_t rate) { target = rate; }, help)
        ->check(whole_number())
        ->default_str("any");
}

/// `NAME=TEXT`: another text for a message that is in the library's words.
void add_texts(CLI::App& app, service_settings& s) {
    auto const split = [](std::string const& given) {
        auto const end = std::min(given.find('='), given.size());
        auto const name = sse::reflect::enum_value<op::unobserved_message>(std::string_view(given).substr(0, end));
        return std::pair(name, end < given.size() ? given.substr(end + 1) : std::string());
    };
    auto const check = [split](std::string& given) {
        auto const [name, text] = split(given);
        if (name && !text.empty()) { return std::string(); }
        std::string names;
        for (auto const& each : sse::reflect::enumerators<op::unobserved_message>) {
            names += (names.empty() ? "" : ",") + std::string(each.name);
        }
        return "expected NAME=TEXT with NAME in {" + names + "}";
    };
    auto const take = [&s, split](std::vector<std::string> const& all) {
        for (auto const& given : all) {
            auto const [name, text] = split(given);
            if (name) { s.rules.texts.insert_or_assign(*name, text); }
        }
    };
    app.add_option_function<std::vector<std::string>>("--text", take,
                                                      "NAME=TEXT: another text for a message that nobody has observed")
        ->check(CLI::Validator(check, ""))
        ->type_name("TEXT")
        ->default_str("none");
}

} // namespace

gw::options service_settings::gateway_options() const {
    gw::options made;
    switch (reading) {
    case reading_preset::service: break;
    case reading_preset::sdk: made.decode = wire::decode_options::sdk(); break;
    case reading_preset::gateway: made.decode = wire::decode_options::gateway(); break;
    case reading_preset::fuzz: made.decode = wire::decode_options::fuzz(); break;
    }
    for (auto const& choose : reading_choices) { choose(made.decode); }
    made.constraints = rules.constraints;
    made.message = message;
    made.error_type_header = error_type_header;
    return made;
}

op::policy service_settings::operation_policy() const {
    using sse::quota::put_rate_policy;
    using sse::quota::rate_policy;
    op::policy made = rules;
    if (control_rate) {
        made.control_rate = rate_policy{.per_second = *control_rate};
    } else if (documented_rates) {
        made.control_rate = rate_policy{};
    }
    if (documented_rates || put_requests || put_records || put_bytes) {
        put_rate_policy rates =
            documented_rates ? put_rate_policy::of_region(rules.region) : put_rate_policy::unlimited();
        if (put_requests) { rates.requests = {.per_second = *put_requests}; }
        if (put_records) { rates.records = {.per_second = *put_records}; }
        if (put_bytes) { rates.bytes = {.per_second = *put_bytes}; }
        made.put_rate = rates;
    }
    return made;
}

void add_service_options(CLI::App& app, service_settings& s) {
    app.option_defaults()->always_capture_default();
    auto& service = *app.add_option_group("Service");
    service.add_option("--account-id", s.rules.account_id, "Account the streams belong to")
        ->check(CLI::Validator(
            [](std::string& id) {
                bool const digits = std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
                return id.size() == 12 && digits ? std::string() : std::string("an account id has 12 digits");
            },
            ""));
    service.add_option("--region", s.rules.region, "Region in the streams' ARNs");
    service.add_option("--partition", s.rules.partition, "Partition in the streams' ARNs");
    add_milliseconds(service, "--work-ms", s.rules.work,
                     "How long CREATING, ENABLING, DISABLING and DELETING take; 0 = done at the next look");
    add_milliseconds(service, "--settling-ms", s.rules.encryption.settling,
                     "How long after ENABLED or DISABLED records may be of the other kind");
    service.add_option("--max-streams", s.rules.max_streams, "Most streams of the account")->check(whole_number());
    service
        .add_option("--max-streams-per-key", s.rules.encryption.max_streams_per_key, "Most streams of a customer key")
        ->check(whole_number());
    add_duration<std::chrono::seconds>(service, "--max-credential-age", s.rules.encryption.max_credential_age,
                                       "Oldest session credentials for which KMS makes grants");
    service.add_option("--max-tags", s.rules.max_tags, "Most tags of a stream")->check(whole_number());
    service
        .add_option("--max-scheduled-grants", s.rules.encryption.max_scheduled_grants,
                    "How many grants that wait to be retired a stream remembers")
        ->check(whole_number());

    auto& rates = *app.add_option_group("Rates a second");
    rates.add_flag("--documented-rates", s.documented_rates,
                   "The rates that AWS documents for the region; options below override them");
    add_rate(rates, "--control-rate", s.control_rate, "Calls of an operation that is not a Put");
    add_choice(rates, "--control-rate-scope", s.rules.control_rate_scope, "Which calls share that rate");
    add_rate(rates, "--put-requests", s.put_requests, "PutRecord and PutRecordBatch calls of a stream");
    add_rate(rates, "--put-records", s.put_records, "Records of a stream");
    add_rate(rates, "--put-bytes", s.put_bytes, "Bytes of a stream's records");
    add_choice(rates, "--put-overflow", s.rules.put_overflow, "A batch that fits the rates only in part");

    auto& quota = *app.add_option_group("Quota of Start and Stop calls");
    quota.add_option("--quota-limit", s.rules.quota.limit, "Calls of a stream in a period")->check(whole_number());
    add_milliseconds(quota, "--quota-period-ms", s.rules.quota.period, "Length of the period", 1);
    add_choice(quota, "--quota-window", s.rules.quota.window, "When the period begins");
    add_choice(quota, "--quota-counting", s.rules.quota.counts, "Which calls count");
    add_choice(quota, "--quota-check", s.rules.quota_check, "Checked before or after the stream's state");
    add_choice(quota, "--encrypted-create", s.rules.encrypted_create, "Whether Create with encryption uses up a call");
    add_choice(quota, "--failed-change", s.rules.failed_change, "Whether a call still counts when its work has failed");
    add_milliseconds(quota, "--retry-memory-ms", s.rules.quota.retry_memory,
                     "How long a call that is sent again is recognised and not charged again");

    auto& unknowns = *app.add_option_group("What AWS does not document");
    add_choice(unknowns, "--create-with-key", s.rules.encryption.create_with_key,
               "How a stream that is created with a key gets it");
    add_choice(unknowns, "--busy", s.rules.encryption.busy, "Start or Stop while a change is under way");
    add_choice(unknowns, "--stop-when-disabled", s.rules.encryption.stop_when_disabled,
               "Stop on a stream that is not encrypted");
    add_choice(unknowns, "--same-key", s.rules.encryption.same_key, "Start with the key in effect");
    add_choice(unknowns, "--bad-key", s.rules.encryption.bad_key, "When a key that KMS refuses is noticed");
    add_choice(unknowns, "--old-session", s.rules.encryption.old_session,
               "When credentials that are too old are noticed");
    add_choice(unknowns, "--stop-without-key", s.rules.encryption.stop_without_key, "Stop after a failed first Start");
    add_choice(unknowns, "--start-after-failed-stop", s.rules.encryption.start_after_failed_stop,
               "Start on DISABLING_FAILED");
    add_choice(unknowns, "--stop-after-failed-stop", s.rules.encryption.stop_after_failed_stop,
               "Stop on DISABLING_FAILED");
    add_choice(unknowns, "--stop-after-failed-rotation", s.rules.encryption.stop_after_failed_rotation,
               "Stop on ENABLING_FAILED with a key in effect");
    add_choice(unknowns, "--delete-while-enabling", s.rules.encryption.delete_while_enabling, "Delete on ENABLING");
    add_choice(unknowns, "--describe-key", s.rules.encryption.describe_key,
               "Which key Describe shows while there are two");
    add_choice(unknowns, "--describe-failure", s.rules.encryption.describe_failure, "Where Describe shows a failure");
    add_choice(unknowns, "--unsettled", s.rules.encryption.unsettled, "`Encrypted` while nobody can know");
    add_choice(unknowns, "--rotating", s.rules.encryption.rotating, "`Encrypted` during a change of key");
    add_choice(unknowns, "--disabling", s.rules.encryption.disabling, "`Encrypted` during and after a Stop");
    add_choice(unknowns, "--other-source", s.rules.other_source, "Start or Stop on a stream of another source");
    add_choice(unknowns, "--inactive-change", s.rules.inactive_change, "Start or Stop on a stream that is not ACTIVE");
    add_choice(unknowns, "--inactive-put", s.rules.inactive_put, "Put on a stream that is not ACTIVE");
    add_choice(unknowns, "--deleting-put", s.rules.deleting_put, "Put on a stream that is being deleted");
    add_choice(unknowns, "--inactive-tag", s.rules.inactive_tag, "Changes of tags on a stream that is not ACTIVE");
    add_choice(unknowns, "--error-type-header", s.error_type_header, "Errors that also name their type in a header");
    add_texts(unknowns, s);

    auto& reading = *app.add_option_group("Reading requests");
    add_choice(reading, "--reading", s.reading, "The preset for the options below");
    using wire::decode_options;
    add_reading_choice(reading, s, "--unknown-members", &decode_options::unknown_members,
                       "Members that the model does not know; warn: the log counts them");
    add_reading_choice(reading, s, "--fractional-integers", &decode_options::fractional_integers, "1.5 for an integer");
    add_reading_choice(reading, s, "--empty-body", &decode_options::empty_body, "A body of nothing but white space");
    add_reading_choice(reading, s, "--null-elements", &decode_options::null_elements, "null inside a list");
    add_reading_choice(reading, s, "--byte-order-mark", &decode_options::byte_order_mark,
                       "A byte-order mark before the document");
    add_reading_choice(reading, s, "--spare-base64-bits", &decode_options::spare_base64_bits,
                       "Base64 that is not canonical");
    add_reading_limit(reading, s, "--max-depth", &decode_options::max_depth,
                      "How deep objects and lists may be nested");
    add_reading_limit(reading, s, "--max-bytes", &decode_options::max_bytes,
                      "Most bytes of a body; the operation's own limit holds too");
    add_reading_limit(reading, s, "--max-elements", &decode_options::max_elements,
                      "Most elements of all lists together");

    auto& checking = *app.add_option_group("Checking requests");
    add_choice(checking, "--constraints", s.rules.constraints.set, "The service model whose constraints hold");
    std::vector<std::string> rule_names;
    for (auto const& each : sse::reflect::enumerators<constraint::rule>) { rule_names.emplace_back(each.name); }
    checking
        .add_option_function<std::vector<std::string>>(
            "--rule-off",
            [&s](std::vector<std::string> const& names) {
                for (auto const& name : names) {
                    s.rules.constraints.off.insert(*sse::reflect::enum_value<constraint::rule>(name));
                }
            },
            "A rule not to check; may be given several times")
        ->check(CLI::IsMember(rule_names).description(""))
        ->type_name("RULE")
        ->default_str("none");
    add_choice(checking, "--batch-basis", s.rules.constraints.basis,
               "Whether a batch's 4 MiB count bytes before or after base64");
    checking.add_option("--max-violations", s.rules.constraints.max_violations, "Most violations that a message names")
        ->check(whole_number())
        ->check(CLI::Range(1, 10'000).description(""));
    add_choice(checking, "--wording", s.message.wording, "Whose words a ValidationException is written in");
    add_choice(checking, "--aggregation", s.message.aggregation, "Which violations a ValidationException names");
}

} // namespace gateway_example
