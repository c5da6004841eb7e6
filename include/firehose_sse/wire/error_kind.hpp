// The errors a client of this service meets, modelled or not, as one closed list.
// Level 3 (wire). Names only; knows no bodies.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include "firehose_sse/reflect/enumerators.hpp"
#include <boost/describe/enum.hpp>
#include <string_view>

namespace firehose_sse::wire {

/// Type of an error, for a client to switch on. The first eight are those of the service's model [D], the next six were
/// seen from the service [O], the others except `unknown` are some that any AWS service may answer [D].
BOOST_DEFINE_FIXED_ENUM_CLASS(error_kind, unsigned char, ConcurrentModificationException, InvalidArgumentException,
                              InvalidKMSResourceException, InvalidSourceException, LimitExceededException,
                              ResourceInUseException, ResourceNotFoundException, ServiceUnavailableException,
                              ValidationException, SerializationException, UnknownOperationException,
                              AccessDeniedException, ThrottlingException, InvalidParameterValueException,
                              UnrecognizedClientException, InvalidSignatureException, ExpiredTokenException,
                              IncompleteSignature, MissingAuthenticationToken, InvalidClientTokenId, NotAuthorized,
                              OptInRequired, RequestExpired, InternalFailure, unknown)

/// The kind of an error type given without its namespace. Some types come with and without a final `Exception` [I].
[[nodiscard]] constexpr error_kind kind_of_type(std::string_view type) noexcept {
    auto const stem = [](std::string_view name) {
        constexpr std::string_view suffix = "Exception";
        if (name.ends_with(suffix)) { name.remove_suffix(suffix.size()); }
        return name;
    };
    for (auto const& each : reflect::enumerators<error_kind>) {
        if (stem(each.name) == stem(type)) { return each.value; }
    }
    return error_kind::unknown;
}

} // namespace firehose_sse::wire
