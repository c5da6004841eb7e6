// From a request's operation and body to its answer: forced errors first, then the library, then a last resort.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <firehose_sse/gateway/respond.hpp>
#include "memory_service.hpp"
#include "metrics.hpp"
#include <span>
#include <string_view>

namespace gateway_example {

/// Answers a request whose head gw::precheck let pass. quota_unavailable becomes ServiceUnavailable, any other
/// exception InternalFailure. A Start or Stop that is sent again is known by its `amz-sdk-invocation-id`, under `seed`.
/// If the shared quota did not decide, the header X-Firehose-Sse-Quota says who did and why.
[[nodiscard]] gw::response answer(memory_service& service, metrics& counted, gw::need_body const& wanted,
                                  std::span<sse::wire::header_view const> headers, std::string_view body,
                                  gw::options const& rules, gw::request_ids const& ids, sse::quota::hash_seed seed);

} // namespace gateway_example
