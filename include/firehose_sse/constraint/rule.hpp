// The rules a request can break, by stable ids.
// Level 2 (constraint). Names only; the bounds stand on the shapes, the checks in validate.hpp and cross_member.hpp.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <boost/describe/enum.hpp>

namespace firehose_sse::constraint {

/// Every rule that validate() knows; the names are stable ids.
/// - `required`: a required member is absent or null [D].
/// - `length_min`, `length_max`: string (code points), list (elements) or blob (raw bytes) out of bounds [D].
/// - `value_min`, `value_max`: integer out of bounds [D].
/// - `pattern`: the text does not match the shape's pattern as a whole [D][O].
/// - `enumeration`: the text names no enumerator; case matters [D].
/// - `customer_key_needs_arn`: KeyType CUSTOMER_MANAGED_CMK without KeyARN [D].
/// - `owned_key_has_no_arn`: KeyType AWS_OWNED_CMK with KeyARN; whether the service refuses it is not known [U].
/// - `encryption_needs_direct_put`: encryption asked for at creation with another source than DirectPut [D].
/// - `exactly_one_destination`: no destination configuration, or more than one [O].
/// - `source_fits_type`: a source configuration that belongs to another DeliveryStreamType [I].
/// - `batch_bytes`: the records of a batch are too large together [D].
BOOST_DEFINE_FIXED_ENUM_CLASS(rule, unsigned char, required, length_min, length_max, value_min, value_max, pattern,
                              enumeration, customer_key_needs_arn, owned_key_has_no_arn, encryption_needs_direct_put,
                              exactly_one_destination, source_fits_type, batch_bytes)

/// Where the service notices a broken rule: its constraint layer answers ValidationException and names every
/// violation, the semantic layer answers InvalidArgumentException and names the first [O].
enum class layer : unsigned char { constraint, semantic };

[[nodiscard]] constexpr layer layer_of(rule id) noexcept {
    switch (id) {
    case rule::required:
    case rule::length_min:
    case rule::length_max:
    case rule::value_min:
    case rule::value_max:
    case rule::pattern:
    case rule::enumeration: return layer::constraint;
    case rule::customer_key_needs_arn:
    case rule::owned_key_has_no_arn:
    case rule::encryption_needs_direct_put:
    case rule::exactly_one_destination:
    case rule::source_fits_type:
    case rule::batch_bytes: break;
    }
    return layer::semantic;
}

} // namespace firehose_sse::constraint
