// A quota that gateways share over Redis: `example_redis_quota URL` makes calls until they are refused. Without a URL
// there is no server, and it shows what a caller is told then.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/integration/hiredis_connection.hpp>
#include <firehose_sse/integration/redis_store.hpp>
#include <firehose_sse/integration/redis_url.hpp>
#include <firehose_sse/integration/store_pool.hpp>
#include <firehose_sse/quota/memory_store.hpp>
#include <firehose_sse/quota/shared_quota.hpp>
#include <firehose_sse/quota/window.hpp>
#include <firehose_sse/quota/window_codec.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <chrono>
#include <iostream>
#include <string_view>

namespace integration = firehose_sse::integration;
namespace quota = firehose_sse::quota;
using namespace std::chrono_literals;

namespace {

firehose_sse::instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

using local_store = quota::memory_store<quota::window, firehose_sse::instant (*)()>;

} // namespace

int main(int count, char** arguments) {
    std::string_view const url = count > 1 ? arguments[1] : "unix:///nowhere/redis.sock?db=2";
    // [snippet:shared]
    using redis = integration::redis_store<quota::window, quota::window_codec, integration::hiredis_connection>;
    using pool = integration::store_pool<redis>;

    auto const address = integration::read_redis_url(url);
    if (!address) {
        std::cerr << to_text(address.error()) << '\n'; // never a password
        return 2;
    }
    quota::quota_policy const policy; // 25 calls in any 24 hours
    pool stores(
        [&] { return redis(integration::hiredis_connection({.address = *address, .deadline = 200ms}), {policy}); },
        {.size = 8});     // connections at most, for all threads
    local_store own(now); // for unavailable_answer::local_cap
    quota::shared_quota<pool, local_store> shared(stores, own, policy, {.answer = quota::unavailable_answer::deny});

    auto const held = shared.reserve("123456789012:us-east-1:orders", quota::call_token{.high = 1, .low = 2});
    // [/snippet]
    if (held.trouble) {
        std::cout << "refused: " << firehose_sse::reflect::enum_name(*held.trouble) << '\n';
        return count > 1 || held.verdict.admitted || held.trouble != quota::store_error::unavailable ? 1 : 0;
    }
    auto left = held.verdict.left;
    while (left > 0 && shared.reserve("123456789012:us-east-1:orders", std::nullopt).verdict.admitted) { --left; }
    std::cout << "admitted, then refused\n";
    return 0;
}
