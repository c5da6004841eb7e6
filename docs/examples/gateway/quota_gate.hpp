// The shared quota as the gateway uses it: chosen by a URL, measured, and of one type whatever the store.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/quota/hash_seed.hpp>
#include <firehose_sse/quota/shared_quota.hpp>
#include "metrics.hpp"
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gateway_example {

namespace sse = firehose_sse;

/// Reserves calls in a store that gateways share. Safe to use from any number of threads.
class quota_gate {
public:
    virtual ~quota_gate() = default;
    [[nodiscard]] virtual sse::quota::reservation reserve(std::string_view key,
                                                          std::optional<sse::quota::call_token> const& token) = 0;
    [[nodiscard]] virtual sse::quota::stored<sse::quota::admission>
    peek(std::string_view key, std::optional<sse::quota::call_token> const& token) = 0;
    virtual void cancel(std::string_view key, sse::quota::reservation const& held,
                        std::optional<sse::quota::call_token> const& token) = 0;
};

struct quota_store_settings {
    /// Empty: the quota of a stream is kept with the stream, in this process.
    std::string url;
    std::chrono::milliseconds timeout{250};
    std::size_t connections = 4;
    sse::quota::unavailable_policy unavailable;
};

/// Nothing when the settings name no store. The store need not be there yet: until then calls get what the settings
/// choose. `seed` is for the cells that this process holds meanwhile. *Errors:* std::invalid_argument when the URL is
/// not valid.
[[nodiscard]] std::unique_ptr<quota_gate> open_quota_store(quota_store_settings const& settings,
                                                           sse::quota::quota_policy const& policy,
                                                           sse::quota::hash_seed seed, metrics& counted);

} // namespace gateway_example
