// A request to fill in, made from what the model says of its members.
// SPDX-License-Identifier: BSL-1.0
#pragma once
#include <string>
#include <string_view>

namespace check_example {

/// A request of the operation with an example for each member (or only for what is needed), which the checker and the
/// constraints find nothing wrong with. Members that are not typed are left out, but for one destination: `{}`.
[[nodiscard]] std::string skeleton(std::string_view operation, bool required_only);

/// What is left to say about it; empty for most operations.
[[nodiscard]] std::string skeleton_note(std::string_view operation);

} // namespace check_example
