// The operations this library knows, as one list.
// Level 4 (operation). UpdateDestination is not typed yet: it is answered as unknown.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/create_delivery_stream.hpp"
#include "firehose_sse/operation/delete_delivery_stream.hpp"
#include "firehose_sse/operation/describe_delivery_stream.hpp"
#include "firehose_sse/operation/list_delivery_streams.hpp"
#include "firehose_sse/operation/list_tags_for_delivery_stream.hpp"
#include "firehose_sse/operation/put_record.hpp"
#include "firehose_sse/operation/put_record_batch.hpp"
#include "firehose_sse/operation/start_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/stop_delivery_stream_encryption.hpp"
#include "firehose_sse/operation/tag_delivery_stream.hpp"
#include "firehose_sse/operation/untag_delivery_stream.hpp"
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <string_view>
#include <type_traits>

namespace firehose_sse::operation {

/// Every operation, in order of its name.
using operations =
    boost::mp11::mp_list<CreateDeliveryStream, DeleteDeliveryStream, DescribeDeliveryStream, ListDeliveryStreams,
                         ListTagsForDeliveryStream, PutRecord, PutRecordBatch, StartDeliveryStreamEncryption,
                         StopDeliveryStreamEncryption, TagDeliveryStream, UntagDeliveryStream>;

/// True for the operations that take records: their rates are those of a stream (policy::put_rate) [D].
template <class Op>
inline constexpr bool is_put = boost::mp11::mp_contains<boost::mp11::mp_list<PutRecord, PutRecordBatch>, Op>::value;

/// True for all other operations: their rate is that of an account (policy::control_rate) [D].
template <class Op> inline constexpr bool is_control_plane = !is_put<Op>;

/// True for an operation of the service that this library does not know as a type.
[[nodiscard]] constexpr bool is_untyped(std::string_view name) noexcept { return name == "UpdateDestination"; }

/// Calls `f(std::type_identity<Op>{})` for the operation of that name; false when there is none. Case matters [D].
template <class F> constexpr bool with_operation(std::string_view name, F&& f) {
    bool found = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operations>>([&](auto op) {
        if (!found && decltype(op)::type::name == name) {
            found = true;
            f(op);
        }
    });
    return found;
}

} // namespace firehose_sse::operation
