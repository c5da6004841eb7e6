// As which type a body is read: shared by the targets whose input is JSON, so that an input means the same to each.
// For the targets of fuzz/ only.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/operation/operations.hpp"
#include "firehose_sse/reflect/members.hpp"
#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace bodies {

namespace mp11 = boost::mp11;
namespace operation = firehose_sse::operation;

template <class Op> using request_of = typename Op::input;
template <class Op> using answer_of = typename Op::output;
template <class T> using has_members = std::bool_constant<firehose_sse::reflect::member_count<T> != 0>;

/// Every request, and every answer that has members; the last type has none and stands for all that are empty.
using types = mp11::mp_append<mp11::mp_transform<request_of, operation::operations>,
                              mp11::mp_copy_if<mp11::mp_transform<answer_of, operation::operations>, has_members>,
                              mp11::mp_list<answer_of<operation::StopDeliveryStreamEncryption>>>;

/// Larger bodies show nothing that smaller ones do not.
inline constexpr std::size_t largest = 4 * 1024;

/// The index of the type as which a body is read. The number of blanks at its end chooses; they mean nothing, so that
/// changes before them keep the type. Without blanks, the length of the body chooses.
inline std::size_t index_of_type(std::string_view body) {
    std::size_t const blanks = body.size() - (body.find_last_not_of(' ') + 1);
    return (blanks != 0 ? blanks - 1 : body.size()) % mp11::mp_size<types>::value;
}

/// Calls `f(std::type_identity<T>{})` with that type.
template <class F> void with_type_of(std::string_view body, F&& f) {
    mp11::mp_with_index<mp11::mp_size<types>::value>(
        index_of_type(body), [&](auto i) { f(std::type_identity<mp11::mp_at<types, decltype(i)>>{}); });
}

/// The body with so many blanks behind it that it is read as a `T`.
template <class T> [[nodiscard]] std::string meant_as(std::string body) {
    body.resize(body.find_last_not_of(' ') + 1);
    return body.append(mp11::mp_find<types, T>::value + 1, ' ');
}

} // namespace bodies
