// An embedded Firehose on loopback, for clients under test.
// SPDX-License-Identifier: BSL-1.0
#include "server.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace gateway_example;

struct settings {
    std::uint16_t port = 4573;
    unsigned threads = std::max(2U, std::thread::hardware_concurrency());
    bool quiet = false;
    op::policy rules;
    gw::error_type_header error_type_header = gw::error_type_header::with_code;
    server_limits limits;
};

template <class E> void add_choice(CLI::App& app, std::string const& name, E& target, std::string const& help) {
    std::vector<std::string> names;
    std::string type;
    for (auto const& each : sse::reflect::enumerators<E>) {
        names.emplace_back(each.name);
        type += (type.empty() ? "" : "|") + names.back();
    }
    app.add_option_function<std::string>(
           name,
           [&target](std::string const& chosen) { target = sse::reflect::enum_value<E>(chosen).value_or(target); },
           help)
        ->check(CLI::IsMember(names).description(""))
        ->type_name(type)
        ->default_str(std::string(sse::reflect::enum_name(target)));
}

template <class Duration>
void add_milliseconds(CLI::App& app, std::string const& name, Duration& target, std::string const& help,
                      std::int64_t least = 0) {
    constexpr std::int64_t most = std::int64_t{10} * 366 * 24 * 60 * 60 * 1000; // ten years
    app.add_option_function<std::int64_t>(
           name, [&target](std::int64_t ms) { target = std::chrono::milliseconds(ms); }, help)
        ->check(CLI::Range(least, most).description(""))
        ->type_name("MS")
        ->default_str(std::to_string(target.count()));
}

void add_options(CLI::App& app, settings& s) {
    app.option_defaults()->always_capture_default();
    app.add_option("--port", s.port, "Port on 127.0.0.1; 0 picks a free one");
    app.add_option("--threads", s.threads, "Threads that serve")->check(CLI::Range(1, 256).description(""));
    app.add_flag("--quiet", s.quiet, "No line a request");

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
    service.add_option("--max-streams", s.rules.max_streams, "Streams of the account");

    auto& quota = *app.add_option_group("Quota of Start and Stop calls");
    quota.add_option("--quota-limit", s.rules.quota.limit, "Calls a stream in a period");
    add_milliseconds(quota, "--quota-period-ms", s.rules.quota.period, "Length of the period", 1);
    add_choice(quota, "--quota-window", s.rules.quota.window, "How the period is placed");
    add_choice(quota, "--quota-counting", s.rules.quota.counts, "Which calls count");
    add_choice(quota, "--quota-check", s.rules.quota_check, "Looked at before or after the stream's state");

    auto& unknowns = *app.add_option_group("What AWS does not document");
    add_choice(unknowns, "--busy", s.rules.encryption.busy, "Start or Stop while a change is under way");
    add_choice(unknowns, "--stop-when-disabled", s.rules.encryption.stop_when_disabled, "Stop on a plain stream");
    add_choice(unknowns, "--same-key", s.rules.encryption.same_key, "Start with the key in effect");
    add_choice(unknowns, "--bad-key", s.rules.encryption.bad_key, "When a key that KMS refuses is noticed");
    add_choice(unknowns, "--describe-key", s.rules.encryption.describe_key, "Key that Describe shows");
    add_choice(unknowns, "--unsettled", s.rules.encryption.unsettled, "`Encrypted` while nobody can know");
    add_choice(unknowns, "--inactive-put", s.rules.inactive_put, "Put on a stream that is not ACTIVE");
    add_choice(unknowns, "--inactive-tag", s.rules.inactive_tag, "Tags of a stream that is not ACTIVE");

    add_choice(unknowns, "--error-type-header", s.error_type_header, "Errors that also name their type in a header");

    auto& limits = *app.add_option_group("Connections");
    limits.add_option("--max-connections", s.limits.max_connections, "Connections at once; more are answered 503");
    add_milliseconds(limits, "--idle-timeout-ms", s.limits.idle_timeout,
                     "For a head, a body, an answer, and between requests", 1);
    limits.add_option("--max-head-bytes", s.limits.max_head_bytes, "Size of a request's head");
}

void print_welcome(settings const& s, std::uint16_t port) {
    std::string const url = "http://127.0.0.1:" + std::to_string(port);
    std::string const aws = "  aws --endpoint-url " + url + " firehose ";
    std::cout << "firehose-sse gateway ready on " << url << " (account " << s.rules.account_id << ", region "
              << s.rules.region << ")\n\nTry it from another terminal (any credentials will do):\n"
              << "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=" << s.rules.region
              << "\n"
              << aws << "create-delivery-stream --delivery-stream-name orders --extended-s3-destination-configuration "
              << "RoleARN=arn:aws:iam::" << s.rules.account_id
              << ":role/firehose,BucketARN=arn:aws:s3:::orders-bucket\n"
              << aws << "start-delivery-stream-encryption --delivery-stream-name orders\n"
              << aws << "describe-delivery-stream --delivery-stream-name orders --query "
              << "DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration\n"
              << aws << "put-record --delivery-stream-name orders --record Data=aGVsbG8=\n"
              << aws << "stop-delivery-stream-encryption --delivery-stream-name orders\n"
              << "\nMove the clock, break a key, look inside:\n"
              << "  curl -X POST " << url << "/_control/clock -d '{\"advance_seconds\": 86400}'\n"
              << "  curl -X PUT " << url << "/_control/keys -d '{\"KeyARN\": \"arn:aws:kms:" << s.rules.region << ":"
              << s.rules.account_id << ":key/old\", \"state\": \"disabled\"}'\n"
              << "  curl " << url << "/_control/streams\n"
              << std::endl;
}

int serve(settings const& s) {
    memory_service service(s.rules);
    request_log log(!s.quiet);
    shared all{.service = service,
               .log = log,
               .rules = {.decode = {}, .constraints = s.rules.constraints, .error_type_header = s.error_type_header},
               .limits = s.limits};
    asio::io_context io(static_cast<int>(s.threads));
    server listening(io, s.port, all);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) {
        listening.stop();
        io.stop(); // requests hold no state of their own: what was answered is done, what was not is not
    });
    print_welcome(s, all.port);

    std::vector<std::thread> others;
    for (unsigned i = 1; i < s.threads; ++i) {
        others.emplace_back([&io] { io.run(); });
    }
    io.run();
    for (auto& each : others) { each.join(); }
    std::cout << "firehose-sse gateway stopped" << std::endl;
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"An embedded Amazon Data Firehose on loopback: server-side encryption as the service does it"};
    settings s;
    add_options(app, s);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) { return app.exit(error) == 0 ? EXIT_SUCCESS : 2; }
    try {
        return serve(s);
    } catch (std::exception const& error) {
        std::cerr << "firehose_gateway: " << error.what() << "\n";
        return EXIT_FAILURE;
    }
}
