// What an operation decides: the answer, what becomes of the stream's cell, and the effects.
// Level 4 (operation). Types only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/encryption/command.hpp"
#include "firehose_sse/encryption/effect.hpp"
#include "firehose_sse/encryption/key.hpp"
#include "firehose_sse/operation/policy.hpp"
#include "firehose_sse/operation/stream_record.hpp"
#include "firehose_sse/quota/cell_store.hpp"
#include <boost/describe/enum.hpp>
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace firehose_sse::operation {

/// The errors that the service's model lists for an operation, and no others.
template <class... E> using error_set = boost::mp11::mp_list<E...>;

/// An operation's output, or one of exactly its modelled errors.
template <class Op>
using answer =
    boost::mp11::mp_apply<std::variant, boost::mp11::mp_push_front<typename Op::errors, typename Op::output>>;

struct StartDeliveryStreamEncryption;
struct StopDeliveryStreamEncryption;

/// True for the calls that count against the quota of a stream, all together [D].
template <class Op>
inline constexpr bool is_charged =
    std::same_as<Op, StartDeliveryStreamEncryption> || std::same_as<Op, StopDeliveryStreamEncryption>;

/// True when the model lists error `E` for `Op`.
template <class Op, class E> inline constexpr bool may_answer = boost::mp11::mp_contains<typename Op::errors, E>::value;

/// A limit that calls or records can reach.
BOOST_DEFINE_FIXED_ENUM_CLASS(limit_kind, unsigned char,
                              calls,          ///< Start and Stop calls of a stream: quota::quota_policy
                              streams,        ///< streams of the account in the region: policy::max_streams
                              streams_of_key, ///< streams of a customer key: encryption::policy::max_streams_per_key
                              tags,           ///< tags of a stream: policy::max_tags
                              control_calls,  ///< calls of the control plane a second: policy::control_rate
                              put_requests,   ///< Puts a second: policy::put_rate
                              put_records,    ///< records a second
                              put_bytes)      ///< bytes a second

/// An answer and the effects its host has to perform, in order.
template <class Op> struct reply {
    operation::answer<Op> answer;
    std::vector<encryption::effect> effects{};
    /// The limit that refused the call, or records of it, if one did: an error's type does not tell which.
    std::optional<limit_kind> reached{};
};

/// What a function for a cell_store's update() returns: the cell's change and the reply.
template <class Op> using decision = quota::next<stream_record, reply<Op>>;

/// What a decision may look at besides the request and the stream; all of it is a value the caller provides.
struct context {
    operation::policy const& policy;
    encryption::key_directory const& keys;
    encryption::caller_facts caller{};
    /// How many streams the account has in the region; read by CreateDeliveryStream.
    std::size_t stream_count = 0;
    /// Unique for this call; record ids are made from it.
    std::string_view request_id{};
    /// Identifies the call when it is sent again: it is then charged once.
    std::optional<quota::call_token> token{};
    /// The verdict of a store that gateways share (quota::shared_quota): Start and Stop follow it, and the stream's own
    /// window is neither asked nor charged. See perform_shared.
    std::optional<quota::admission> shared_verdict{};
    /// Attempts of a stream that CreateDeliveryStream makes are numbered above this; see encryption::create.
    std::uint64_t attempts_before = 0;

    /// A copy of this context with other facts of keys, which must outlive the copy.
    [[nodiscard]] context with_keys(encryption::key_directory const& others) const {
        // when a member is missing here, this does not compile
        auto const& [rules, own_keys, from, streams, id, known_by, verdict, attempts] = *this;
        return {rules, others, from, streams, id, known_by, verdict, attempts};
    }
};

/// Leaves the stream as it is.
template <class Op> [[nodiscard]] decision<Op> keep(answer<Op> what, std::optional<limit_kind> reached = std::nullopt) {
    // built in place: g++ 12 takes parts of a moved one for uninitialised
    return {quota::cell_change::keep, std::nullopt, {std::move(what), {}, reached}};
}

/// Stores the stream's next value.
template <class Op>
[[nodiscard]] decision<Op> put(stream_record next, answer<Op> what, std::vector<encryption::effect> effects = {}) {
    return {quota::cell_change::put, std::move(next), {std::move(what), std::move(effects), std::nullopt}};
}

} // namespace firehose_sse::operation
