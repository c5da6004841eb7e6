// Which shapes hold values that no log may show.
// Level 0 (shape). Data only: the code that prints a value must hide it.
// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace firehose_sse {

/// True for shapes that declare `static constexpr bool sensitive = true`, as the service model's trait does.
/// *Model:* the trait sensitive; a string, a number, a list or a whole structure may have it.
template <class T>
concept is_sensitive = requires {
    requires T::sensitive;
};

} // namespace firehose_sse
