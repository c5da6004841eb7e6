// An embedded Firehose on loopback, for clients under test.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/quota/hash_seed.hpp>
#include "options.hpp"
#include "random_words.hpp"
#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace gateway_example;

// A connection for which there is no memory, or that fails in another unforeseen way, is dropped; the other connections
// go on.
void serve(boost::asio::io_context& io, request_log& log) {
    for (;;) {
        try {
            io.run();
            return;
        } catch (std::bad_alloc const&) { log.dropped("out of memory"); } catch (std::exception const& error) {
            log.dropped(error.what());
        }
    }
}

void serve(boost::asio::io_context& io, request_log& log, unsigned threads) {
    std::vector<std::thread> others;
    auto const join = [&] {
        for (auto& each : others) { each.join(); }
    };
    try {
        for (unsigned i = 1; i < threads; ++i) {
            others.emplace_back([&] { serve(io, log); });
        }
    } catch (std::exception const&) {
        io.stop();
        join();
        throw;
    }
    serve(io, log);
    join();
}

void print_welcome(settings const& s, std::uint16_t port) {
    std::string const url = "http://127.0.0.1:" + std::to_string(port);
    std::string const aws = "  aws --endpoint-url " + url + " firehose ";
    auto const wait = [](std::chrono::milliseconds time) {
        return "  sleep " + std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + "\n";
    };
    std::cout << "firehose-sse gateway ready on " << url << " (account " << s.rules.account_id << ", region "
              << s.rules.region << ")\n\nTry it from another terminal (any credentials will do):\n"
              << "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=" << s.rules.region
              << "\n"
              << aws << "create-delivery-stream --delivery-stream-name orders --extended-s3-destination-configuration "
              << "RoleARN=arn:aws:iam::" << s.rules.account_id
              << ":role/firehose,BucketARN=arn:aws:s3:::orders-bucket\n"
              << wait(s.rules.work) << aws << "start-delivery-stream-encryption --delivery-stream-name orders\n"
              << aws << "describe-delivery-stream --delivery-stream-name orders --query "
              << "DeliveryStreamDescription.DeliveryStreamEncryptionConfiguration\n"
              << wait(s.rules.work + s.rules.encryption.settling) << aws
              << "put-record --delivery-stream-name orders --record Data=aGVsbG8=\n"
              << aws << "stop-delivery-stream-encryption --delivery-stream-name orders\n"
              << "\nMove the clock, break a key, look inside:\n"
              << "  curl -X POST " << url << "/_control/clock -d '{\"advance_seconds\": 86400}'\n"
              << "  curl -X PUT " << url << "/_control/keys -d '{\"KeyARN\": \"arn:aws:kms:" << s.rules.region << ":"
              << s.rules.account_id << ":key/old\", \"state\": \"disabled\"}'\n"
              << "  curl " << url << "/_control/streams\n"
              << std::endl;
}

// A seed that nobody knows and nobody else has.
[[nodiscard]] sse::quota::hash_seed random_seed() { return sse::quota::make_seed(random_words()); }

int serve(settings const& s) {
    metrics counted;
    memory_service service(s.operation_policy(), random_seed(),
                           open_quota_store(s.quota_store, s.rules.quota, random_seed(), counted));
    request_log log(!s.quiet);
    if (!s.quota_store.url.empty() && s.token_secret.empty()) {
        std::cerr << "firehose_gateway: without --token-secret a call that is sent again to another gateway of the "
                     "store is charged again\n";
    }
    shared all{.service = service,
               .log = log,
               .counted = counted,
               .rules = s.gateway_options(),
               .limits = s.limits,
               .seed = s.token_secret.empty() ? random_seed() : sse::quota::make_seed(s.token_secret)};
    asio::io_context io(static_cast<int>(s.threads));
    server listening(io, s.port, all);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) {
        io.stop(); // nothing to save: requests hold no state of their own, and the service ends with us
    });
    print_welcome(s, all.port);
    serve(io, log, s.threads);
    std::cout << "firehose-sse gateway stopped" << std::endl;
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader of our standard output or of the log may close its end
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
