// The answer to a call of the control plane that comes too soon.
// Level 5 (gateway). No sockets, no clock: that of the buckets' store counts.
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

/// Takes a call whose head precheck() has let pass from policy::control_rate; the answer when it is one too many:
/// ThrottlingException, 400, `Rate exceeded` [O]. To be asked before the body is read, so that a call that is refused
/// costs next to nothing; whether the service counts calls that it then refuses for another reason is not known [U],
/// here they count, and there is no choice. A store that does not answer lets the call pass: the rate protects, it
/// keeps no account.
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
