// The errors a client of this service meets, modelled or not, as one closed list.
// Level 3 (wire). Names only; knows no bodies.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/describe/enum.hpp>
#include <string_view>

namespace firehose_sse::wire {

/// Type of an error as a client can switch on it; the first eight are the service's model's [D], the next six were
/// seen from it [O], the rest belong to every AWS service [D].
BOOST_DEFINE_FIXED_ENUM_CLASS(error_kind, unsigned char, ConcurrentModificationException, InvalidArgumentException,
                              InvalidKMSResourceException, InvalidSourceException, LimitExceededException,
                              ResourceInUseException, ResourceNotFoundException, ServiceUnavailableException,
                              ValidationException, SerializationException, UnknownOperationException,
                              AccessDeniedException, ThrottlingException, InvalidParameterValueException,
                              UnrecognizedClientException, InvalidSignatureException, ExpiredTokenException,
                              IncompleteSignature, MissingAuthenticationToken, InternalFailure, unknown)

/// The kind of an error type without its namespace. Some types are seen with and without `Exception` at their end [I].
[[nodiscard]] constexpr error_kind kind_of_type(std::string_view type) noexcept {
    if (auto const exact = reflect::enum_value<error_kind>(type)) { return *exact; }
    constexpr std::string_view suffix = "Exception";
    if (!type.ends_with(suffix)) { return error_kind::unknown; }
    type.remove_suffix(suffix.size());
    return reflect::enum_value<error_kind>(type).value_or(error_kind::unknown);
}

} // namespace firehose_sse::wire
