// What the tests of the kit share: the operations as types, and which options they go by.
// Tests only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/fuzzing/options.hpp"
#include "firehose_sse/operation/operations.hpp"
#include <array>
#include <boost/mp11/algorithm.hpp>
#include <type_traits>

namespace firehose_sse::fuzzing {

/// Calls `f(std::type_identity<Op>{})` for every operation.
template <class F> void for_each_operation(F&& f) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, operation::operations>>(f);
}

/// The service's own limits, small limits, and small limits with other choices.
inline std::array<options, 3> every_options() {
    options loose = options::small();
    loose.constraints.set = constraint::constraint_set::before_2026_06_12;
    loose.constraints.basis = constraint::batch_basis::encoded_bytes;
    loose.decode = wire::decode_options::sdk();
    return {options{}, options::small(), loose};
}

} // namespace firehose_sse::fuzzing
