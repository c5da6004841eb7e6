// Base of every list shape: a name of its own for a std::vector.
// Level 0 (shape). Checks nothing: bounds are data that only validate() reads.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <type_traits>
#include <vector>

namespace firehose_sse {

/// A list with the identity of its AWS shape and no invariant; use it as the vector it is.
/// A derived shape may declare `static constexpr length bounds{min, max}` (elements).
template <class Derived, class Element> struct list_shape : std::vector<Element> {
    using element = Element;
    using std::vector<Element>::vector;
};

/// True for types derived from list_shape.
template <class T>
concept is_list_shape = requires {
    typename T::element;
}
&&std::is_base_of_v<list_shape<T, typename T::element>, T>;

} // namespace firehose_sse
