// A quota that gateways share over Redis: `example_redis_quota URL` makes calls of a new stream until they are refused.
// Without a URL there is no server, and it shows what a caller is told then.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/integration/hiredis_connection.hpp>
#include <firehose_sse/integration/redis_store.hpp>
#include <firehose_sse/integration/redis_url.hpp>
#include <firehose_sse/integration/store_pool.hpp>
#include <firehose_sse/quota/call_token.hpp>
#include <firehose_sse/quota/memory_store.hpp>
#include <firehose_sse/quota/shared_quota.hpp>
#include <firehose_sse/quota/window.hpp>
#include <firehose_sse/quota/window_codec.hpp>
#include <firehose_sse/reflect/enumerators.hpp>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

namespace integration = firehose_sse::integration;
namespace quota = firehose_sse::quota;
using namespace std::chrono_literals;

namespace {

firehose_sse::instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::uint64_t random_word() {
    std::random_device bits;
    return std::uint64_t{bits()} << 32 | bits();
}

// A token of each call's own, the same only when that call is sent again: 128 random bits. A gateway makes it with
// quota::make_call_token from the header amz-sdk-invocation-id, by which SDKs mark a call that they repeat.
quota::call_token token_of_call() { return {.high = random_word(), .low = random_word()}; }

using local_store = quota::memory_store<quota::window, firehose_sse::instant (*)()>;

} // namespace

int main(int count, char** arguments) {
    std::string_view const url = count > 1 ? arguments[1] : "unix:///nowhere/redis.sock?db=2";
    // New for each run: calls of an earlier one on the same server would count.
    std::string const stream = "123456789012:us-east-1:orders-" + std::to_string(random_word());
    // [snippet:shared]
    using redis = integration::redis_store<quota::window, quota::window_codec, integration::hiredis_connection>;
    using pool = integration::store_pool<redis>;

    auto const address = integration::read_redis_url(url);
    if (!address) {
        std::cerr << to_text(address.error()) << '\n'; // never a password
        return 2;
    }
    quota::quota_policy const policy; // 25 calls in any 24 hours
    integration::hiredis_options const where{.address = *address, .deadline = 2s, .connect_timeout = 2s};
    pool stores([&] { return redis(integration::hiredis_connection(where), {policy}); },
                {.size = 8}); // connections at most, for all threads
    local_store own(now);     // for unavailable_answer::local_cap
    quota::shared_quota<pool, local_store> shared(stores, own, policy, {.answer = quota::unavailable_answer::deny});

    auto const token = token_of_call(); // 128 random bits of this call alone, the same when it is sent again
    auto const held = shared.reserve(stream, token); // such as 123456789012:us-east-1:orders
    // [/snippet]
    if (held.trouble) {
        std::cout << "refused: " << firehose_sse::reflect::enum_name(*held.trouble) << '\n';
        return count > 1 || held.verdict.admitted || held.trouble != quota::store_error::unavailable ? 1 : 0;
    }
    std::uint32_t admitted = 0;
    auto last = held;
    while (last.verdict.admitted && ++admitted <= policy.limit) { last = shared.reserve(stream, token_of_call()); }
    auto const again = shared.reserve(stream, token); // the first of them
    bool const refused = !last.verdict.admitted && !last.trouble && admitted == policy.limit;
    std::cout << admitted << (refused ? " admitted, then refused\n" : " admitted, and not refused by the store\n");
    return refused && again.verdict.admitted && again.verdict.repeated ? 0 : 1;
}
