// The options that are the gateway's own: its sockets and the quota that gateways share.
// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"
#include <firehose_sse/integration/redis_url.hpp>
#include "option_kinds.hpp"

namespace gateway_example {

void add_options(CLI::App& app, settings& s) {
    app.option_defaults()->always_capture_default();
    app.add_option("--port", s.port, "Port on 127.0.0.1; 0 picks a free one")->check(whole_number());
    app.add_option("--threads", s.threads, "Threads that serve requests")
        ->check(whole_number())
        ->check(CLI::Range(1, 256).description(""));
    app.add_flag("--quiet", s.quiet, "Do not log each request");
    add_service_options(app, s);

    auto& shared = *app.add_option_group("Quota shared by gateways");
    shared.add_option("--quota-store", s.quota_store.url, "redis://[[user]:password@]host[:port][/db] or unix://PATH")
        ->check(CLI::Validator(
            [](std::string& url) {
                auto const address = sse::integration::read_redis_url(url);
                return address ? std::string() : std::string(to_text(address.error()));
            },
            ""))
        ->envname("FIREHOSE_SSE_QUOTA_STORE")
        ->type_name("URL")
        ->default_str("none");
    add_milliseconds(shared, "--quota-store-timeout-ms", s.quota_store.timeout, "How long to wait for the store", 1);
    shared.add_option("--quota-store-connections", s.quota_store.connections, "Most connections to the store")
        ->check(whole_number())
        ->check(CLI::Range(1, 256).description(""));
    add_choice(shared, "--quota-unavailable", s.quota_store.unavailable.answer,
               "Start and Stop while the store does not answer");
    shared
        .add_option("--quota-local-cap", s.quota_store.unavailable.local_cap,
                    "With local_cap: calls of a stream that this gateway then admits by itself")
        ->check(whole_number());
    shared.add_option("--token-secret", s.token_secret, "Secret for call tokens; the same for all gateways of a store")
        ->envname("FIREHOSE_SSE_TOKEN_SECRET")
        ->type_name("TEXT")
        ->default_str("random");

    auto& limits = *app.add_option_group("Connections");
    limits
        .add_option("--max-connections", s.limits.max_connections, "Most connections at once; others are answered 503")
        ->check(whole_number());
    add_milliseconds(limits, "--idle-timeout-ms", s.limits.idle_timeout,
                     "Longest time for a head, a body, an answer, and between requests", 1);
    limits.add_option("--max-head-bytes", s.limits.max_head_bytes, "Largest head of a request")
        ->check(whole_number())
        ->check(CLI::Range(std::size_t{1}, server_limits::max_unread - 1).description(""));
}

} // namespace gateway_example
