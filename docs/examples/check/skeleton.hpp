// A request to fill in, made from what the model says of its members.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace check_example {

/// A request of the operation with an example for each member, or only for the required ones; the checker and the
/// constraints find nothing wrong with it. Members that are not typed are left out, except one destination: `{}`.
[[nodiscard]] std::string skeleton(std::string_view operation, bool required_only);

/// What the user still has to fill in; empty for most operations.
[[nodiscard]] std::string skeleton_note(std::string_view operation);

} // namespace check_example
