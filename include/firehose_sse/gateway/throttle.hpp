// The answer to a call of the control plane that comes too soon.
// Level 5 (gateway). No sockets, no clock: the store of the buckets has its own.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/gateway/precheck.hpp"
#include "firehose_sse/gateway/response.hpp"
#include "firehose_sse/operation/control_rate.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include "firehose_sse/quota/token_bucket.hpp"
#include <optional>

namespace firehose_sse::gateway {

/// Charges policy::control_rate for a call whose head precheck() has let pass. A call above the rate gets the answer
/// ThrottlingException, 400, `Rate exceeded` [O]. Ask before the body is read, so that a refused call costs next to
/// nothing. Whether the service counts calls that it then refuses for another reason is not known [U]; here they
/// count, and there is no choice. When the store does not answer, the call passes: the rate protects, it keeps no
/// account.
template <quota::cell_store<quota::token_bucket> Buckets>
[[nodiscard]] std::optional<response> throttle(need_body const& wanted, Buckets& buckets,
                                               operation::policy const& rules, request_ids const& ids,
                                               error_type_header header = error_type_header::with_code) {
    auto const verdict = operation::take_control_call(buckets, wanted.operation, rules);
    if (!verdict || verdict->admitted) { return std::nullopt; }
    response made = error_response("ThrottlingException", "Rate exceeded", ids, 400, header);
    // the answer may outlive the caller's view
    operation::with_operation(wanted.operation, [&](auto op) { made.operation = decltype(op)::type::name; });
    return made;
}

} // namespace firehose_sse::gateway
