// The shared quota on a Redis server, with a local one for when it does not answer.
// SPDX-License-Identifier: BSL-1.0
#include "quota_gate.hpp"
#include <firehose_sse/integration/hiredis_connection.hpp>
#include <firehose_sse/integration/redis_store.hpp>
#include <firehose_sse/integration/redis_url.hpp>
#include <firehose_sse/integration/store_pool.hpp>
#include <firehose_sse/quota/memory_store.hpp>
#include <firehose_sse/quota/window_codec.hpp>
#include <stdexcept>
#include <utility>

namespace gateway_example {

namespace {

namespace quota = firehose_sse::quota;
namespace integration = firehose_sse::integration;

[[nodiscard]] sse::instant machine_time() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

class redis_gate : public quota_gate {
public:
    redis_gate(integration::redis_address address, quota_store_settings const& settings,
               quota::quota_policy const& policy, quota::hash_seed seed, metrics& counted)
        : counted_(counted),
          local_(machine_time,
                 {.hash_seed = seed,
                  .ends_at = [codec = quota::window_codec{policy}](auto const& cell) { return codec.ends_at(cell); }}),
          shared_([address = std::move(address), timeout = settings.timeout,
                   policy] { return redis(connection({.address = address, .deadline = timeout}), {policy}); },
                  {.size = settings.connections, .patience = settings.timeout}),
          quota_(shared_, local_, policy, settings.unavailable) {}

    quota::reservation reserve(std::string_view key, std::optional<quota::call_token> const& token) override {
        auto const begun = std::chrono::steady_clock::now();
        auto const held = quota_.reserve(key, token);
        counted_.reserved(held, std::chrono::steady_clock::now() - begun);
        return held;
    }

    quota::stored<quota::admission> peek(std::string_view key, std::optional<quota::call_token> const& token) override {
        auto seen = quota_.peek(key, token);
        if (!seen) { counted_.unseen(seen.error()); }
        return seen;
    }

    void cancel(std::string_view key, quota::reservation const& held,
                std::optional<quota::call_token> const& token) override {
        counted_.cancelled(quota_.cancel(key, held, token));
    }

private:
    using connection = integration::hiredis_connection;
    using redis = integration::redis_store<quota::window, quota::window_codec, connection>;
    using local = quota::memory_store<quota::window, sse::instant (*)()>;

    metrics& counted_;
    local local_;
    integration::store_pool<redis> shared_;
    quota::shared_quota<integration::store_pool<redis>, local> quota_;
};

} // namespace

std::unique_ptr<quota_gate> open_quota_store(quota_store_settings const& settings, quota::quota_policy const& policy,
                                             quota::hash_seed seed, metrics& counted) {
    if (settings.url.empty()) { return nullptr; }
    auto address = integration::read_redis_url(settings.url);
    if (!address) { throw std::invalid_argument("--quota-store: " + std::string(to_text(address.error()))); }
    return std::make_unique<redis_gate>(*std::move(address), settings, policy, seed, counted);
}

} // namespace gateway_example
