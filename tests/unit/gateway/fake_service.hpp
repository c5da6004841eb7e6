// A service that does nothing but count its calls and answer what it is told to.
// For the tests of gateway/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/gateway/response.hpp"
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/wire/protocol.hpp"
#include <boost/mp11/algorithm.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace firehose_sse::gateway {

struct fake_service {
    int calls = 0;
    std::string_view last_operation{};
    std::string stream{};
    /// The name of the error to answer if an operation may answer it; otherwise that operation's output is answered.
    std::string error{};
    model::DescribeDeliveryStreamOutput description{};
    model::PutRecordOutput record{"id", true};

    template <class Op> operation::answer<Op> perform(typename Op::input const& input) {
        ++calls;
        last_operation = Op::name;
        if constexpr (requires { input.DeliveryStreamName.value; }) { stream = input.DeliveryStreamName.value; }
        operation::answer<Op> answer = output<Op>();
        boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, typename Op::errors>>([&](auto each) {
            using type = typename decltype(each)::type;
            if (reflect::shape_name<type> == error) {
                type made{};
                made.message = "told so";
                answer = made;
            }
        });
        return answer;
    }

private:
    template <class Op> typename Op::output output() const {
        if constexpr (std::same_as<Op, operation::DescribeDeliveryStream>) {
            return description;
        } else if constexpr (std::same_as<Op, operation::PutRecord>) {
            return record;
        } else {
            return {};
        }
    }
};

inline request_ids const test_ids{.request = "00000000-0000-4000-8000-000000000000", .extended = "ext=="};

inline std::optional<std::string> header_of(response const& made, std::string_view name) {
    std::optional<std::string> found;
    for (auto const& each : made.headers) {
        if (each.name == name) {
            if (found) { return "twice"; }
            found = each.value;
        }
    }
    return found;
}

/// The name of every operation.
inline std::vector<std::string> operation_names() {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>(
        [&](auto op) { names.emplace_back(decltype(op)::type::name); });
    return names;
}

} // namespace firehose_sse::gateway
