// A consumer of the store on a Redis server: without a server, an update answers that the store is unavailable.
// Level: none (a consumer). Knows integration/ and quota/.
// SPDX-License-Identifier: BSL-1.0
#include <firehose_sse/integration/hiredis_connection.hpp>
#include <firehose_sse/integration/redis_store.hpp>
#include <firehose_sse/quota/window_codec.hpp>

#include <optional>
#include <utility>

int main() {
    namespace integration = firehose_sse::integration;
    namespace quota = firehose_sse::quota;

    integration::hiredis_connection connection({.address = {.socket = "/nowhere/redis.sock"}});
    integration::redis_store<quota::window, quota::window_codec, integration::hiredis_connection> store(
        std::move(connection));
    auto const answer = store.update("key", [](std::optional<quota::window> const&, firehose_sse::instant) {
        return quota::next<quota::window, int>::keep(0);
    });
    return !answer && answer.error() == quota::store_error::unavailable ? 0 : 1;
}
